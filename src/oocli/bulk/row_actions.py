"""Combine a row with the action that all rows share into the action of that row.

Pure. Puts the values of a row where ``columns`` says. Texts are read by the types of the fields and of the
documented parameters, as for ``--set``, also in a JSON file; any other JSON is taken as it is.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from oocli.bulk.columns import Columns, Place
from oocli.bulk.decimal_signs import SignEvidence, Verbatim
from oocli.bulk.postcodes import DIGITS, doubt_postcode, is_postcode, may_be_lost
from oocli.bulk.sheet_types import find_documented_kind, find_misfit
from oocli.bulk.sheet_values import MomentCell, NumberCell, TruthCell
from oocli.catalogue import Call
from oocli.changes.equality import split_keys
from oocli.errors import UsageError
from oocli.request.actions import Action
from oocli.request.building import add_companions, put_value
from oocli.request.parameter_values import convert, read_json_text
from oocli.values.field_values import FieldValues
from oocli.values.parsed import Unread
from oocli.values.value_kinds import find_kind

_NOTHING_SHOWN = SignEvidence()
_RECORD = {"id", "type", "elements"}
_TYPED_CELLS = (NumberCell, MomentCell, TruthCell)


@dataclass
class RowActions:
    """Makes actions from rows.

    Attributes:
        call: the call; the form of it that the command line chose.
        base: the action of the command line, whose values apply to every row and win.
        columns: where the values of each column go.
        fields: reads the values of record fields by their types; None if those are unknown.
        signs: what the numbers of the whole input show about their decimal sign.
        sends_empty: whether an empty text is sent as it is; else it is left out.
        other_kinds: types of records, in lower case, whose ids mean other records to this call.
        ignores_id: whether a row has brought an id that the call has no use for.
        lists_as_text: fields whose texts are JSON lists, which may be meant as lists.
        without_id: number of rows that have no id but that of the command line.
        doubts: warnings about cells, in their order; the caller takes them.
    """

    call: Call
    base: Action
    columns: Columns
    fields: FieldValues | None = None
    signs: SignEvidence = _NOTHING_SHOWN
    sends_empty: bool = False
    other_kinds: frozenset[str] = frozenset()
    ignores_id: bool = field(default=False, init=False)
    lists_as_text: set[str] = field(default_factory=set, init=False)
    without_id: int = field(default=0, init=False)
    doubts: list[str] = field(default_factory=list, init=False)
    _notes: dict[str, str] = field(default_factory=dict, init=False, repr=False)
    _as_they_are: dict[str, tuple[tuple[str, ...], range] | None] = field(
        default_factory=dict, init=False, repr=False
    )

    def build(self, values: Mapping[str, Any], *, is_text: bool) -> Action:
        """Return the action of a row; ``is_text`` says that types are still to be found.

        A record as oocli writes it, ``{"id", "type", "elements"}``, is taken like a row of its
        elements with its id. A text that cannot be read as its type is ``Unread``.

        Raises:
            UsageError: the row has several ids or values of one field, a wrong column, or it is a record of
                another kind.
        """
        if _is_record(values) and str(values.get("type")).lower() in self.other_kinds:
            raise UsageError(f"it is a record of type {values['type']}, not {self.call.resourcetype}")
        paths: set[tuple[str, ...]] = set()
        parameters: dict[str, Any] = {}
        row = _Row(is_text, parameters, paths, [], [])
        for name, value in _list_values(values):
            if is_text and value == "" and not self.sends_empty:
                continue
            taken = self._as_they_are.get(name) if is_text else None
            if taken is not None and type(value) is str and len(value) in taken[1] and taken[0] not in paths:
                paths.add(taken[0])
                _put(parameters, taken[0], value)
                continue
            place = self.columns.find(name)
            if place.is_ignored:
                continue
            if place.problem:
                raise UsageError(place.problem)
            if place.inside:
                for part, inner, text in self._list_inside(name, place, value):
                    self._take(row, part, inner, text)
            else:
                self._take(row, name, place, value)
        merged = _merge(parameters, self.base.parameters)
        for name, path, source in row.lost:
            if doubt := doubt_postcode(merged, path, name, source=source):
                self.doubts.append(doubt)
        action = self.base._replace(resourceid=self._choose_id(row.numbers), parameters=merged)
        return add_companions(action, self.call)

    def _take(self, row: "_Row", name: str, place: Place, value: Any) -> None:
        """Put a value where it belongs in the action of a row."""
        is_text = row.is_text or isinstance(value, str if place.is_read else Verbatim)
        if not place.path:
            if value not in ("", None):
                row.numbers.append(_check_id(name, value))
            return
        if place.path in row.paths:
            raise UsageError(f"{place.parameter.name} is in two columns")
        row.paths.add(place.path)
        if may_be_lost(place.path, value):
            row.lost.append((name, place.path, value))
        put = _put if is_text else put_value
        read = self._read_cell(name, place, value, is_text=is_text)
        put(row.parameters, place.path, str(read) if isinstance(read, Verbatim) else read)
        if is_text and name not in self._as_they_are:
            longest, least = self._find_longest(place), DIGITS if is_postcode(place.path) else 0
            self._as_they_are[name] = None if longest is None else (place.path, range(least, longest + 1))

    def _list_inside(self, name: str, place: Place, value: Any) -> Iterator[tuple[str, Place, Any]]:
        """Return the parts of an object as a reading gives it, each with its place, as texts of the API."""
        held = read_json_text(name, value) if isinstance(value, str) and value else value
        for part, inner in place.inside.items() if isinstance(held, Mapping) else ():
            text = held.get(part)
            if text not in ("", None, []) or self.sends_empty:
                yield f"{name}.{part}", inner, Verbatim(_write_text(text))

    def _find_longest(self, place: Place) -> int | None:
        """Return how long the texts of a column may be if taken as they are; None if they are parsed."""
        kind, name = place.parameter.type, place.path[-1]
        if place.is_json or kind not in ("any", "string") or place.parameter.format:
            return None
        if not place.is_field:
            return sys.maxsize
        known = self.fields.find(name) if self.fields is not None else None
        if self.fields is None or name.endswith(("__von", "__bis")):
            return None
        if known is None:
            return sys.maxsize
        if known.permitted or find_kind(known) not in ("", "text"):
            return None
        return sys.maxsize if known.length is None else known.length

    def _read_cell(self, column: str, place: Place, value: Any, *, is_text: bool) -> Any:
        """Return the value of a cell; ``Unread`` where its type in the sheet is not that of its field."""
        read = self._read(column, place, value, is_text=is_text)
        if not isinstance(value, _TYPED_CELLS):
            return read
        known = self.fields.find(place.path[-1]) if place.is_field and self.fields is not None else None
        kind = find_documented_kind(place.parameter) if known is None else find_kind(known)
        misfit = find_misfit(value, place.path[-1], kind)
        if misfit is None or (isinstance(read, Unread) and not misfit.expected):
            return read
        told = f"{column}: {misfit.text}"
        if misfit.expected:
            return Unread(value, told, misfit.expected)
        self.doubts.append(told)
        return read

    def _read(self, column: str, place: Place, value: Any, *, is_text: bool) -> Any:
        """Return the value of a cell for its place: by the field's type, else by the documented one."""
        name = place.path[-1]
        if is_text and place.is_json:
            read = read_json_text(name, value)
            return (
                self.fields.read_json_value(name, read)
                if place.is_field and self.fields is not None
                else read
            )
        if self.signs.odd and isinstance(value, str) and (odd := self.signs.find_odd(value, column)):
            return odd
        if place.is_field and self.fields is not None and self.fields.find(name) is not None:
            return self._read_by_type(column, place, value)
        if not is_text or value == "":
            return value
        if place.is_read and place.parameter.type.startswith("array<") and not value.startswith("["):
            return split_keys(value) if value.startswith("|") else list(map(str.strip, value.split(";")))
        if place.is_field and self.fields is None and value.startswith(("[", "{")):
            if place.parameter.type == "any" and not self.call.fields_module:
                return _read_structure(value)  # no field is known there, and a sheet has written a list so
            self._note_list(name, value)
        sign = self.signs.sign_of(value, column)
        return convert(place.parameter, (value,), read_file=_refuse_file, sign=sign)

    def _read_by_type(self, column: str, place: Place, value: Any) -> Any:
        if self.fields is None or not isinstance(value, str):
            return value if self.fields is None else self.fields.read_json_value(place.path[-1], value)
        sign, note = self.signs.sign_of(value, column), self._explain(column)
        read = self.fields.read_cell(place.path[-1], value, column=column, sign=sign, note=note)
        if isinstance(read, str) and not isinstance(read, Unread) and place.parameter.type != "any" and read:
            return convert(place.parameter, (read,), read_file=_refuse_file)
        return read

    def _explain(self, column: str) -> str:
        if column not in self._notes:
            self._notes[column] = self.signs.explain(column)
        return self._notes[column]

    def _note_list(self, name: str, text: str) -> None:
        """Note a list if it is unknown whether the field takes lists."""
        try:
            read_json_text(name, text)
        except UsageError:
            return
        self.lists_as_text.add(name)

    def _choose_id(self, numbers: list[str | int]) -> str | int | None:
        """Return the resourceid: that of the command line or of a fixed one, else the row's."""
        if self.call.resourceid.use in ("unused", "fixed"):
            self.ignores_id = self.ignores_id or bool(numbers)
            return self.base.resourceid
        typed = [self.base.resourceid] if self.base.resourceid else []
        different = list(dict.fromkeys(str(number) for number in (*numbers, *typed)))
        if len(different) > 1:
            raise UsageError(f"it has several ids, {' and '.join(different)}")
        self.without_id += 0 if numbers else 1
        return numbers[0] if numbers else self.base.resourceid


class _Row(NamedTuple):
    """The action of a row while it is made.

    Attributes:
        is_text: whether its values are texts whose types are still to be found.
        parameters: what is put so far.
        paths: where something was put.
        numbers: of the record.
        lost: postcodes that may have lost a zero: column, path, and what the file has.
    """

    is_text: bool
    parameters: dict[str, Any]
    paths: set[tuple[str, ...]]
    numbers: list[str | int]
    lost: list[tuple[str, tuple[str, ...], Any]]


def _list_values(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    if _is_record(values):
        yield "_id", values.get("id")
        yield from values["elements"].items()
    else:
        yield from values.items()


def _is_record(values: Mapping[str, Any]) -> bool:
    return isinstance(values.get("elements"), Mapping) and values.keys() <= _RECORD


def _read_structure(text: str) -> Any:
    """Return the list or the object that a text is in JSON; the text itself if it is none."""
    try:
        return read_json_text("", text)
    except UsageError:
        return text


def _write_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _refuse_file(name: str) -> str:
    raise UsageError(f"@{name} names a file, which a cell cannot do")


def _check_id(name: str, value: Any) -> str | int:
    if isinstance(value, bool | TruthCell) or not isinstance(value, str | int):
        raise UsageError(f"{name} is neither text nor a whole number")
    return value.strip() if isinstance(value, str) else value


def _put(parameters: dict[str, Any], path: Sequence[str], value: Any) -> None:
    """Put a value under a path, as ``put_value`` does; objects on the way are this row's own."""
    for part in path[:-1]:
        inner = parameters.get(part)
        if not isinstance(inner, dict):
            inner = parameters[part] = {}
        parameters = inner
    parameters[path[-1]] = value


def _merge(row: dict[str, Any], base: Mapping[str, Any]) -> dict[str, Any]:
    if not base:
        return row
    merged = dict(row)
    for name, value in base.items():
        inner = merged.get(name)
        both = isinstance(inner, Mapping) and isinstance(value, Mapping)
        merged[name] = {**inner, **value} if both and isinstance(inner, Mapping) else value
    return merged
