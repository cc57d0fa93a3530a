"""Which account a program means: a profile, a token and its secret, or the sandbox."""

import os
from collections.abc import Callable, Mapping
from typing import Any

from oocli.context import Context
from oocli.errors import CredentialsError, UsageError
from oocli.profiles import propose_profile
from oocli.programs.office import Office
from oocli.programs.runs import leave_out_display

_OF_ARGUMENTS = "program"
"""What stands in the place of a profile's name for a pair that was handed over."""


def connect(
    profile: str = "",
    *,
    token: str = "",
    secret: str = "",
    api_url: str = "",
    sandbox: bool = False,
    read_only: bool = False,
    warn: Callable[[str], None] = lambda text: None,
    environ: Mapping[str, str] | None = None,
) -> Office:
    """Return an office; nothing is sent before the first call.

    Without arguments it is the account that commands use, from the environment or the current profile.

    Args:
        profile: name of a profile.
        token: token of an API user, together with its ``secret``.
        secret: the secret.
        api_url: address of the API, up to ``/api`` or a whole ``api.php``.
        sandbox: the made-up onOffice that ships with oocli.
        read_only: allow nothing but reading; a profile's own setting cannot be lifted.
        warn: called with every warning; without it warnings are dropped.
        environ: environment variables that replace those of the process.

    Raises:
        UsageError: the arguments exclude each other, or there is no such profile.
        CredentialsError: there is no profile, or the pair is incomplete.
    """
    given = [name for name, value in (("profile", profile), ("token", token), ("sandbox", sandbox)) if value]
    if len(given) > 1:
        raise UsageError(f"{' and '.join(given)} exclude each other", hint="Give one of them")
    if bool(token) != bool(secret):
        raise CredentialsError("Token and secret are a pair, and only one of them is given")
    variables = leave_out_display(os.environ if environ is None else environ)
    if read_only:
        variables["OOCLI_READ_ONLY"] = "1"
    asked = {"profile": profile, "sandbox": sandbox, "api_url": api_url}
    options: dict[str, Any] = {name: value for name, value in asked.items() if value}
    context = Context(environ=variables, options={**options, "errors": "text"})
    if token:
        keys = {"token": token, "secret": secret}
        context.profile = propose_profile(_OF_ARGUMENTS, keys, options, variables)
    _ = context.profile  # reports now what is wrong with it
    return Office(context, warn=warn)
