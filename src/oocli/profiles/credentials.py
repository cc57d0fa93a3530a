"""Token and secret: what they must look like, and the keyring that may keep the secret.

Owns the checks and the system's keyring. No message here ever holds a token or a secret.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from oocli.errors import CredentialsError

TOKEN_LENGTH = 32
SECRET_LENGTH = 64
_SERVICE = "oocli"
_QUOTES = "\"'`\u00b4\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb"


def check_token(text: str, *, source: str = "") -> str:
    """Return the token if it can be one: 32 visible ASCII characters.

    ``source`` says in the message where it was found.

    Raises:
        CredentialsError: it cannot; says whether it looks like the secret, or carries
            white space or quotes from copying.
    """
    return _check(text, "token", source, length=TOKEN_LENGTH, other="secret", other_length=SECRET_LENGTH)


def check_secret(text: str, *, source: str = "") -> str:
    """Return the secret if it can be one: 64 visible ASCII characters.

    ``source`` says in the message where it was found.

    Raises:
        CredentialsError: it cannot; says whether it looks like the token, or carries
            white space or quotes from copying.
    """
    return _check(text, "secret", source, length=SECRET_LENGTH, other="token", other_length=TOKEN_LENGTH)


def read_keyring(profile: str) -> str:
    """Return the secret of a profile from the system's keyring.

    Raises:
        CredentialsError: the keyring cannot be used, or has none for this profile.
    """
    with _open_keyring() as keyring:
        secret = keyring.get_password(_SERVICE, profile)
    if not secret:
        raise CredentialsError(
            f"The keyring has no secret for the profile {profile!r}",
            hint=f"Put it there with: oocli profile add {profile} --force --keyring",
        )
    return str(secret)


@contextmanager
def restoring_keyring(profile: str) -> Iterator[None]:
    """Restore what the keyring has of a profile now if the block fails.

    Raises:
        CredentialsError: the keyring cannot be used.
    """
    with _open_keyring() as keyring:
        before = keyring.get_password(_SERVICE, profile)
    try:
        yield
    except BaseException:
        if before is None:
            remove_from_keyring(profile)
        else:
            write_keyring(profile, before)
        raise


def write_keyring(profile: str, secret: str) -> None:
    """Keep the secret of a profile in the system's keyring.

    Raises:
        CredentialsError: the keyring cannot be used.
    """
    with _open_keyring() as keyring:
        keyring.set_password(_SERVICE, profile, secret)


def remove_from_keyring(profile: str) -> None:
    """Remove the secret of a profile from the system's keyring; a missing one is no failure.

    Raises:
        CredentialsError: the keyring cannot be used.
    """
    with _open_keyring() as keyring:
        if keyring.get_password(_SERVICE, profile) is not None:
            keyring.delete_password(_SERVICE, profile)


@contextmanager
def _open_keyring() -> Iterator[Any]:
    """Return the keyring module; turn its failures into ours."""
    try:
        keyring, failure = import_module("keyring"), import_module("keyring.errors").KeyringError
    except ImportError as error:
        raise CredentialsError(
            "The keyring cannot be used",
            why="the Python package 'keyring' is not installed",
            hint="Install it with: pip install 'oocli[keyring]'",
        ) from error
    try:
        yield keyring
    except failure as error:
        raise CredentialsError(
            "The keyring cannot be used",
            why=f"it says {type(error).__name__}",
            hint="Unlock it, or keep the secret elsewhere: --secret-command of oocli profile add",
        ) from error


def _check(text: str, what: str, source: str, *, length: int, other: str, other_length: int) -> str:
    problem = _find_damage(text)
    hint = f"Copy the {what} of the API user from onOffice again"
    if not problem and len(text) == other_length:
        problem = f"it has {other_length} characters, as a {other} has: token and secret look swapped"
        hint = f"Swap them: the token has {TOKEN_LENGTH} characters, the secret {SECRET_LENGTH}"
    if not problem and len(text) != length:
        from oocli.text.counted import count

        problem = f"it has {count(len(text), 'character', 'characters')} and must have {length}"
    if not problem:
        return text
    message = f"The {what} from {source} cannot be right" if source else f"This {what} cannot be right"
    raise CredentialsError(message, why=problem, hint=hint)


def _find_damage(text: str) -> str:
    """Say how copying damaged a token or secret; empty if it did not."""
    if not text.strip():
        return "it is empty"
    if text != text.strip():
        return "there is white space before or after it"
    if text[0] in _QUOTES or text[-1] in _QUOTES:
        return "there are quotes around it"
    if any(character.isspace() for character in text):
        return "there is white space in it"
    strange = next((character for character in text if not "!" <= character <= "~"), "")
    if strange:
        import unicodedata

        name = unicodedata.name(strange, "no name")
        return f"it holds an impossible character: U+{ord(strange):04X} ({name})"
    return ""
