"""What the doctor learns from onOffice: whether it accepts the signature, and what may be read."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from oocli.catalogue import Catalogue, Probe
from oocli.catalogue.error_codes import describe
from oocli.client.refusals import TIMESTAMP_REFUSED
from oocli.diagnosis.finding import Finding
from oocli.errors import ApiError, OocliError
from oocli.profiles import Profile
from oocli.profiles.config_file import ENVIRONMENT
from oocli.request.actions import Action

_WRONG_PAIR = ("auth", "account", "market", "request", "json")
_RIGHTS = "Extras > Settings > User > the API user > rights"


@dataclass(frozen=True)
class Right:
    """One reading that shows whether the API user may read a module.

    Attributes:
        action: asks for as little as the call can give.
        expects_records: whether an empty answer is odd; the API gives one where a right is missing.
    """

    action: Action
    expects_records: bool = False


def list_rights(catalogue: Catalogue, now: float) -> Sequence[Right]:
    """Return the probe of each call that has one in the catalogue, by rank."""
    probes = [
        (probe, name)
        for name in catalogue.names("read")
        if (call := catalogue.find("read", name)) is not None and (probe := call.probe) is not None
    ]
    day = time.strftime("%Y-%m-%d", time.gmtime(now))
    return [
        Right(_build_action(probe, name, day), probe.expects_records)
        for probe, name in sorted(probes, key=lambda found: found[0].rank)
    ]


def _build_action(probe: Probe, name: str, day: str) -> Action:
    parameters = {key: day if value == "{today}" else value for key, value in probe.parameters.items()}
    return Action("read", name, parameters=parameters)


def describe_right(right: Right, refusal: OocliError | None, records: Sequence[Any]) -> Finding:
    """Say whether a module can be read, judging by the refusal or the records of its reading."""
    check = right.action.name
    if refusal is not None:
        return Finding(check, "warn", refusal.message, refusal.hint)
    if records:
        return Finding(check, "ok", "records can be read")
    found = "nothing comes: there is nothing, or a right is missing"
    if right.expects_records:
        return Finding(check, "warn", found, f"Have the right granted in onOffice: {_RIGHTS}")
    return Finding(check, "ok", found)


def blames_pair(refusal: ApiError) -> bool:
    """Say whether a refusal concerns every request signed like this one."""
    return describe(refusal.errorcode).error_class in _WRONG_PAIR


def advise_on(refusal: ApiError, profile: Profile) -> str:
    """Say what to do about a refused signature; the advice of the error list only leads back to here."""
    if refusal.errorcode == TIMESTAMP_REFUSED or describe(refusal.errorcode).error_class != "auth":
        return refusal.hint
    if profile.name == ENVIRONMENT:
        return "Make a new pair of token and secret in onOffice, and set OOCLI_TOKEN and OOCLI_SECRET to it"
    return (
        "Make a new pair of token and secret in onOffice, and store it with: "
        f"oocli profile add {profile.name} --force"
    )
