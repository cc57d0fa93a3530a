"""Whether onOffice takes a token and a secret: one signed request that reads next to nothing."""

from oocli.catalogue.error_codes import describe
from oocli.client import Client
from oocli.client.refusals import TIMESTAMP_REFUSED
from oocli.diagnosis.rights import blames_pair
from oocli.errors import ApiError, CredentialsError, NetworkError
from oocli.request.actions import Action

_LATER = "`oocli doctor` checks again"


def try_pair(client: Client, reading: Action) -> str:
    """Send the reading. Return nothing if the pair was accepted, else why that could not be found out.

    The client must try nothing again. A missing right says nothing about the pair.

    Raises:
        CredentialsError: the pair is refused.
    """
    try:
        answer = client.send([reading])
    except NetworkError as error:
        return f"onOffice could not be asked about token and secret: {error.message}; {_LATER}"
    refusal = client.find_refusals(answer, [reading])[0]
    if refusal is None or (isinstance(refusal, ApiError) and not blames_pair(refusal)):
        return ""
    if not isinstance(refusal, ApiError) or not _is_final(refusal):
        return f"{refusal.message}; {_LATER}"
    raise CredentialsError(
        "onOffice does not accept token and secret; nothing was kept",
        why=refusal.message,
        hint="Compare both with those of the API user in onOffice; --no-check keeps them all the same",
        details={"api_errorcode": refusal.errorcode},
    )


def _is_final(refusal: ApiError) -> bool:
    """Say whether the same pair is sure to be refused again; not if a clock or a login is the reason."""
    is_about_clock = refusal.errorcode == TIMESTAMP_REFUSED
    return describe(refusal.errorcode).error_class == "auth" and not is_about_clock
