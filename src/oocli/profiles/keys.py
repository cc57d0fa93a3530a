"""The keys that a profile may have besides its credentials: names, defaults and rules. Pure.

An address is checked where it is used, by ``address``, and a format by ``render``.
"""

import json
from collections.abc import Callable, Mapping
from typing import NamedTuple

from oocli import settings
from oocli.errors import UsageError
from oocli.wire.address import DEFAULT_URL

Scalar = str | int | float | bool
_LONGEST_TIMEOUT = 86400
_LARGEST_ANSWER = 65536  # MiB
_BOOLEANS = {
    "1": True, "true": True, "yes": True, "on": True,
    "0": False, "false": False, "no": False, "off": False,
}  # fmt: skip


class Value(NamedTuple):
    """One value of a run, as text.

    Attributes:
        text: the value as written.
        source: where it was written, in words: ``option --timeout``, ``environment
            OOCLI_TIMEOUT``, ``profile acme``, ``default``.
    """

    text: str
    source: str

    def __repr__(self) -> str:
        return f"Value(source={self.source!r})"


class Key(NamedTuple):
    """One key.

    Attributes:
        option: the common option that overrides it; empty if there is none.
        variable: the environment variable that overrides it; empty if there is none.
        default: its text if nobody sets it; empty if that leaves it open.
        read: gives the meaning of a text, or raises ValueError that says what it must be.
        is_shown: whether its value may be seen; False for what counts as a secret.
    """

    option: str
    variable: str
    default: str
    read: Callable[[str], Scalar]
    is_shown: bool = True


def read_setting(key: str, value: Value) -> Scalar:
    """Return the meaning of a setting from its text.

    Raises:
        UsageError: the text breaks the rule of that setting; says where it was written.
    """
    setting = KEYS[key]
    try:
        return setting.read(value.text)
    except ValueError as error:
        but_is = f", not {value.text!a}" if setting.is_shown else ""
        raise UsageError(
            f"{key} must be {error}{but_is}",
            why=f"it comes from {value.source}",
            hint="`oocli profile show` says where each value comes from",
        ) from error


def write_scalar(value: Scalar) -> str:
    """Return a value of the file as a user would type it: ``true``, ``30``, ``latest``."""
    return value if isinstance(value, str) else json.dumps(value)


def _read_text(text: str) -> str:
    if not text.isprintable():
        raise ValueError("one line of printable characters")
    return text


def _read_version(text: str) -> str:
    if text not in ("stable", "latest"):
        raise ValueError("stable or latest")
    return text


def _read_hmac_version(text: str) -> int:
    if text not in ("1", "2"):
        raise ValueError("1 or 2")
    return int(text)


def _read_seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= _LONGEST_TIMEOUT:
        raise ValueError(f"a number of seconds above 0 and up to {_LONGEST_TIMEOUT}")
    return int(seconds) if seconds == int(seconds) else seconds


def _read_mebibytes(text: str) -> int:
    size = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0
    if not 1 <= size <= _LARGEST_ANSWER:
        raise ValueError(f"a whole number of MiB from 1 to {_LARGEST_ANSWER}")
    return size


def _read_boolean(text: str) -> bool:
    if text.lower() not in _BOOLEANS:
        raise ValueError("true or false")
    return _BOOLEANS[text.lower()]


def _read_language(text: str) -> str:
    if text and not (text.isascii() and text.isalpha() and text.isupper() and len(text) == 3):
        raise ValueError("three capital letters such as DEU or ENG")
    return text


def _keep(key: str, default: str, read: Callable[[str], Scalar], *, is_shown: bool = True) -> Key:
    """Return the rule of a key that a setting of all commands overrides."""
    shared = next(setting for setting in settings.SETTINGS if setting.key == key)
    return Key(shared.flag, shared.variable, default, read, is_shown)


KEYS: Mapping[str, Key] = {
    "url": _keep("url", DEFAULT_URL, _read_text),
    "api-version": _keep("api-version", "stable", _read_version),
    "hmac-version": _keep("hmac-version", "2", _read_hmac_version),
    "timeout": _keep("timeout", "60", _read_seconds),
    "max-answer": _keep("max-answer", "256", _read_mebibytes),
    "output": _keep("output", "", _read_text),
    "extendedclaim": _keep("extendedclaim", "", _read_text, is_shown=False),
    "read-only": Key("", "OOCLI_READ_ONLY", "false", _read_boolean),
    "language": Key("", "", "", _read_language),
}
