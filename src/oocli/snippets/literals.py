"""JSON values as the literals of a language, over several lines where they are long."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

_WIDEST = 88


class Notation(NamedTuple):
    """How a language writes values.

    Attributes:
        text: writes a text.
        words: the signs for true, false and nothing.
        arrow: what stands between a key and its value.
        brackets: around an object.
        empty: an object without keys.
    """

    text: Callable[[str], str]
    words: Mapping[Any, str]
    arrow: str
    brackets: str
    empty: str


def write(value: Any, notation: Notation, *, indent: str = "") -> str:
    """Return a JSON value as a literal; lines behind the first are indented by ``indent``."""
    if isinstance(value, Mapping):
        return _write_object(value, notation, indent)
    if isinstance(value, list | tuple):
        return _join([write(item, notation, indent=f"{indent}    ") for item in value], "[]", indent)
    if isinstance(value, str):
        return notation.text(value)
    return notation.words[value] if value is None or isinstance(value, bool) else repr(value)


def _write_object(value: Mapping[str, Any], notation: Notation, indent: str) -> str:
    if not value:
        return notation.empty
    pairs = [
        f"{notation.text(str(key))}{notation.arrow}{write(item, notation, indent=f'{indent}    ')}"
        for key, item in value.items()
    ]
    return _join(pairs, notation.brackets, indent)


def _join(items: list[str], brackets: str, indent: str) -> str:
    line = f"{brackets[0]}{', '.join(items)}{brackets[1]}"
    if len(indent) + len(line) <= _WIDEST and "\n" not in line:
        return line
    inner = "".join(f"\n{indent}    {item}," for item in items)
    return f"{brackets[0]}{inner}\n{indent}{brackets[1]}"
