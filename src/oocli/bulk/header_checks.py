"""Checks between opening an input and reading its rows: its columns, and its decimal sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oocli.bulk.decimal_signs import SignEvidence, find_decimal_sign
from oocli.errors import InvalidAction
from oocli.values.numbers import has_cents
from oocli.values.value_kinds import find_kind

if TYPE_CHECKING:
    from oocli.bulk.columns import Columns
    from oocli.bulk.row_input import RowInput
    from oocli.fields.facts import Field
    from oocli.request.actions import Action
    from oocli.values.field_values import FieldValues
    from oocli.values.numbers import DecimalSign

_NUMBERS = ("integer", "number")
_MOST = 20  # problems that are told; the rest is counted


def check_columns(columns: Columns, rows: RowInput, base: Action, *, matches: bool = False) -> None:
    """Check that each column of a sheet goes somewhere, and that rows name records if they must.

    ``matches`` says that their records are found otherwise.

    Raises:
        InvalidAction: with everything that is wrong with the header.
    """
    if not rows.is_sheet:
        return
    resourceid = columns.call.resourceid
    needs_id = not matches and resourceid.use == "required" and not resourceid.enum and not base.resourceid
    problems = columns.list_problems(rows.columns, needs_id=needs_id)
    if len(problems) > _MOST:
        problems[_MOST:] = [f"and {len(problems) - _MOST:,} more"]
    if problems:
        raise InvalidAction(
            f"Nothing is sent: the columns of {rows.name} do not fit {columns.call.name}",
            problems,
            doc_url=columns.call.doc,
        )


def find_signs(columns: Columns, rows: RowInput, fields: FieldValues | None) -> SignEvidence:
    """Return what the number columns of an input show about its decimal sign."""
    numbers: dict[str, bool] = {}

    def is_number(name: str) -> bool:
        if name not in numbers:
            numbers[name] = _holds_numbers(columns, name, fields)
        return numbers[name]

    def keeps_cents(name: str) -> bool:
        found = _find_field(columns, name, fields)
        return found is not None and has_cents(found.measure)

    named: DecimalSign = "," if rows.format == "excel-de" and rows.is_named else ""
    return find_decimal_sign(rows.list_cells(is_number), named=named, has_cents=keeps_cents)


def _holds_numbers(columns: Columns, name: str, fields: FieldValues | None) -> bool:
    place = columns.find(name)
    if place.is_ignored or place.problem or not place.path:
        return False
    found = _find_field(columns, name, fields)
    if found is not None:
        return find_kind(found) in _NUMBERS
    return place.parameter.type in _NUMBERS


def _find_field(columns: Columns, name: str, fields: FieldValues | None) -> Field | None:
    place = columns.find(name)
    return fields.find(place.path[-1]) if place.is_field and fields is not None else None
