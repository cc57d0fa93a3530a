"""Turn what is typed after ``--where`` into the API's filter. Pure; ``filter_grammar`` reads the words."""

from collections.abc import Callable, Sequence
from typing import Any

from oocli.request.filter_grammar import NUMBER, Bare, read_conditions
from oocli.request.reader import Reader

Read = Callable[[str, str, str], Any]
"""Gives the value for a field's name, an operator and a text; None if the field's type is unknown."""

_DIGITS_KEPT = {int: 18, float: 15}  # digits that a 64-bit integer and a double keep of any number


def parse(
    expressions: Sequence[str],
    *,
    read: Read | None = None,
    read_file: Callable[[str], str] | None = None,
) -> dict[str, list[dict[str, Any]]]:
    """Return the API's ``filter`` object for ``--where`` expressions, all of which must hold.

    ``read`` gives the value of a text for a field and an operator, None if the type is unknown.

    Shape: ``{"kaufpreis": [{"op": "<", "val": 300000}]}``, fields in the order typed;
    ``val`` is a list for ``in``, ``not in`` and ``between``. ``read_file`` gives the text of a
    file with a list, or of standard input for ``-``.

    Raises:
        FilterError: an expression cannot be read; it says where and what to type instead.
    """
    conditions: dict[str, list[dict[str, Any]]] = {}
    for expression in expressions:
        for field, operator, value in read_conditions(Reader(expression, read_file=read_file)):
            settled = _settle(field, operator, value, read)
            conditions.setdefault(field, []).append({"op": operator, "val": settled})
    return conditions


def _settle(field: str, operator: str, value: str | list[str], read: Read | None) -> Any:
    """Return the value of a condition by the type of its field; if that is unknown, by its look."""
    if isinstance(value, list):
        return [_settle(field, operator, item, read) for item in value]
    settled = read(field, operator, str(value)) if read is not None else None
    if settled is not None:
        return settled
    return _type_bare(value) if isinstance(value, Bare) else value


def _type_bare(value: str) -> str | int | float:
    """Return a plain number as a number if nothing of it gets lost, anything else as it is."""
    match = NUMBER.fullmatch(value)
    if match is None:
        return str(value)
    kind: type[int] | type[float] = float if match.group(2) else int
    digits = sum(character.isdigit() for character in value)
    return kind(value) if digits <= _DIGITS_KEPT[kind] else str(value)
