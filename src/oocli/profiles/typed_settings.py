"""Settings of a profile as typed: KEY=VALUE, or common options that a profile can keep."""

from collections.abc import Mapping, Sequence
from typing import Any

from oocli.errors import UsageError
from oocli.profiles import SECRET_KEYS
from oocli.profiles.keys import KEYS, Scalar, Value, read_setting
from oocli.text.formats import FORMATS
from oocli.text.spelling import ask
from oocli.wire.address import check_url


def list_typed(options: Mapping[str, Any]) -> list[str]:
    """Return the common options that were typed and that a profile can keep, as KEY=VALUE."""
    names = {key: setting.option[2:].replace("-", "_") for key, setting in KEYS.items() if key != "output"}
    return [f"{key}={options[name]}" for key, name in names.items() if options.get(name)]


def read_pairs(name: str, pairs: Sequence[str], old: Mapping[str, Scalar]) -> dict[str, Scalar | None]:
    """Return keys and values of KEY=VALUE pairs; None for an empty value, which removes the key.

    Raises:
        UsageError: one cannot be kept. The message does not repeat a text that is no pair: it may be a
            secret.
    """
    changes: dict[str, Scalar | None] = {}
    for number, pair in enumerate(pairs, start=1):
        key, equals, text = pair.partition("=")
        if not equals:
            raise UsageError(
                f"Setting {number} is not of the form KEY=VALUE",
                hint="For example: timeout=30; token and secret are never given as arguments",
            )
        _check_key(key, name, is_known=key in KEYS or (key in old and not text))
        changes[key] = _read_value(key, text) if text else None
    return changes


def _check_key(key: str, name: str, *, is_known: bool) -> None:
    if key in ("token", *SECRET_KEYS):
        raise UsageError(
            f"{key} cannot be given as an argument",
            why="others can see the arguments of a command, and shells keep them",
            hint=f"Give the profile new credentials with: oocli profile add {name} --force",
        )
    if not is_known:
        meant = ask(key, KEYS)
        raise UsageError(
            f"A profile has no key {key!r}{', ' if meant else ''}{meant}",
            hint=f"The keys are {', '.join(KEYS)}",
        )


def _read_value(key: str, text: str) -> Scalar:
    if key == "url":
        check_url(text)
    if key == "output" and text not in FORMATS:
        raise UsageError(f"output must be one of {', '.join(FORMATS)}, not {text!a}")
    return read_setting(key, Value(text, "the command line"))
