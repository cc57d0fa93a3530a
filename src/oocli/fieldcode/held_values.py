"""What a field holds: in the answer of a read, in what a write takes, and in what ``--typed`` gives.

Pure. The one place that decides it; each language says it in its own words.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from oocli.fields.facts import Field
from oocli.values.value_kinds import find_kind

_NO_KEY = ("", "0")  # what stands in a select field of which nothing is chosen

# Kind of a field to the kinds of its values.
_HELD: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "read": {
        "integer": ("text", "integer"),
        "number": ("text", "number"),
        "boolean": ("text", "boolean"),
        "date": ("text",),
        "datetime": ("text",),
        "choice": ("key",),
        "choices": ("keys", "text", "null"),
        "text": ("text",),
    },
    "write": {
        "integer": ("integer", "null"),
        "number": ("number", "null"),
        "boolean": ("boolean", "null"),
        "date": ("day", "null"),
        "datetime": ("time", "null"),
        "choice": ("key", "null"),
        "choices": ("keys", "null"),
        "text": ("text", "null"),
    },
    "typed": {
        "integer": ("integer", "null"),
        "number": ("number", "null"),
        "boolean": ("boolean", "null"),
        "date": ("date", "null"),
        "datetime": ("time", "null"),
        "choice": ("key",),
        "choices": ("keys",),
        "text": ("text",),
    },
}


class HeldValues(NamedTuple):
    """What a field holds.

    Attributes:
        kinds: each of ``text``, ``integer``, ``number``, ``boolean``, ``day`` (``2026-11-28``),
            ``date`` (a day, seldom with a time), ``time`` (mostly with one, German and without offset),
            ``key`` (one of ``keys``), ``keys`` (a list of them), ``null``; empty where it may be anything.
        keys: permitted keys to their labels, sorted; also of a text that has some.
        blanks: texts that stand in the place of a key where nothing is chosen.
        length: longest text that fits; None where nothing is known, or nothing is written.
    """

    kinds: tuple[str, ...]
    keys: Mapping[str, str] = MappingProxyType({})
    blanks: tuple[str, ...] = ()
    length: int | None = None

    def describe(self) -> str:
        """Return the kinds in words: ``number or null``."""
        return " or ".join(_IN_WORDS.get(kind, kind) for kind in self.kinds) or "anything"


_IN_WORDS = {"key": "one key", "keys": "list of keys", "day": "date", "time": "date and time"}


def find_values(field: Field, shape: str, *, is_structured: bool = False) -> HeldValues:
    """Return what a field holds in a shape; anything where its type is not known or does not tell."""
    kind = find_kind(field)
    if not kind or (is_structured and (shape != "write" or kind == "text")):
        return HeldValues(())
    kinds = _HELD[shape][kind]
    keys = {key: field.permitted[key] for key in sorted(field.permitted)}
    length = field.length if shape == "write" and kind == "text" else None
    if kind == "choice" and keys:
        blanks = _NO_KEY[:1] if shape == "write" else _NO_KEY
        return HeldValues(kinds, keys, tuple(text for text in blanks if text not in keys))
    if kind == "choice":
        kinds = tuple("text" if item == "key" else item for item in kinds)
    return HeldValues(kinds, keys, length=length)
