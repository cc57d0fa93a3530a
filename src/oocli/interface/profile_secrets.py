"""Where ``oocli profile`` reads credentials, and where it puts them."""

from collections.abc import Callable, Mapping
from functools import partial

from oocli.context import Context
from oocli.errors import CredentialsError, UsageError
from oocli.profiles.credentials import remove_from_keyring, write_keyring
from oocli.profiles.settings import Scalar


def choose_source(context: Context, *, stdin: bool, from_env: bool) -> Callable[[str], str]:
    """Give what reads the token, then the secret, when it is called with that word.

    Raises:
        UsageError: no option says from where, and nobody can be asked.
    """
    if from_env:
        return partial(_read_variable, context)
    if not stdin and not context.voice.asks:
        raise UsageError(
            "Token and secret are missing, and nobody can be asked for them",
            hint="Give them with --stdin (a line each) or with --from-env",
        )
    return partial(_read_line, context, asks=not stdin)


def _read_variable(context: Context, what: str) -> str:
    variable = f"OOCLI_{what.upper()}"
    if not context.environ.get(variable):
        raise CredentialsError(f"{variable} is not set", hint="Set it, or leave out --from-env")
    return context.environ[variable]


def _read_line(context: Context, what: str, *, asks: bool) -> str:
    """Read a line from standard input; on a terminal the echo is off."""
    if asks:
        context.stderr.write(f"{what.capitalize()} (not shown): ")
        context.stderr.flush()
    try:
        line = context.stdin.readline()
    except UnicodeDecodeError as error:
        raise CredentialsError(f"The {what} is not text", hint="Copy it from onOffice again") from error
    if asks:
        context.stderr.write("\n")
    return line.rstrip("\r\n")


def keep_secret(name: str, secret: str, *, command: str, keyring: bool) -> dict[str, Scalar]:
    """Put a secret where it belongs, and give the key that leads to it."""
    if command:
        return {"secret-command": command}
    if keyring:
        write_keyring(name, secret)
        return {"keyring": True}
    return {"secret": secret}


def forget_keyring(context: Context, name: str, keys: Mapping[str, Scalar]) -> None:
    """Take the secret of a profile that is no more out of the keyring; warn if that fails."""
    if not keys.get("keyring"):
        return
    try:
        remove_from_keyring(name)
    except CredentialsError as error:
        context.voice.warn(f"The secret of {name} may still be in the keyring: {error.why}")
