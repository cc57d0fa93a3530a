"""A row and an action that stands for all rows: together the action of that row.

Pure. Owns what a column means: the record's id, a documented parameter, or a record field,
which is put where the call wants fields. The types of texts come from the catalogue, as for
``--set``; what comes as JSON is taken as it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from oocli.catalogue import Call, Parameter
from oocli.errors import UsageError
from oocli.request.actions import Action, convert, find_parameter, put_value, read_json_text

_RECORD = {"id", "type", "elements"}
_JSON_MARK = ":="


class _Place(NamedTuple):
    """Where the values of a column go.

    Attributes:
        path: names from the parameters inwards; empty for the record's id.
        parameter: what the catalogue says of the value.
        is_json: whether a text holds JSON.
    """

    path: tuple[str, ...]
    parameter: Parameter
    is_json: bool = False


@dataclass
class RowActions:
    """What makes actions of rows.

    Attributes:
        call: the call; the form of it that the command line chose.
        base: the action of the command line, whose values stand for every row and win.
        sends_empty: whether an empty text is sent as it is; else it is left out.
        other_kinds: types of records, in lower case, whose ids mean other records to this call.
        types: types of the fields, as the field configuration names them; None where it is not known.
        ignores_id: whether a row has brought an id that the call has no use for.
        lists_as_text: fields whose texts are lists in JSON, which may be meant as lists.
        without_id: rows that have no id but that of the command line.
    """

    call: Call
    base: Action
    sends_empty: bool = False
    other_kinds: frozenset[str] = frozenset()
    types: Mapping[str, str] | None = None
    ignores_id: bool = field(default=False, init=False)
    lists_as_text: set[str] = field(default_factory=set, init=False)
    without_id: int = field(default=0, init=False)
    _places: dict[str, _Place] = field(default_factory=dict, init=False, repr=False)

    def build(self, values: Mapping[str, Any], *, is_text: bool) -> Action:
        """Give the action of a row; ``is_text`` says that types have still to be found.

        A record as oocli writes it, ``{"id", "type", "elements"}``, is taken like a row of its
        elements with its id.

        Raises:
            UsageError: a value does not fit the documented type, the row has several ids or
                values of one field, or it is a record of another kind.
        """
        if _is_record(values) and str(values.get("type")).lower() in self.other_kinds:
            raise UsageError(f"it is a record of type {values['type']}, not {self.call.resourcetype}")
        paths: set[tuple[str, ...]] = set()
        parameters: dict[str, Any] = {}
        numbers: list[str | int] = []
        for name, value in _list_values(values):
            if is_text and value == "" and not self.sends_empty:
                continue
            place = self._find_place(name)
            read = self._read_list(place, _read_cell(place, value)) if is_text else value
            if place.path in paths:
                raise UsageError(f"{place.parameter.name} stands in two columns")
            if place.path:
                paths.add(place.path)
                put_value(parameters, place.path, read)
            elif read not in ("", None):
                numbers.append(_check_id(name, read))
        return replace(
            self.base,
            resourceid=self._choose_id(numbers),
            parameters=_merge(parameters, self.base.parameters),
        )

    def _read_list(self, place: _Place, read: Any) -> Any:
        """Give a list in the place of its JSON where the field takes lists; note it where nobody knows."""
        name = place.path[-1] if place.path and not place.is_json else ""
        kind = "multiselect" if self.types is None else self.types.get(name)
        if not name or kind != "multiselect" or not isinstance(read, str) or not read.startswith("["):
            return read
        try:
            values = read_json_text(name, read)
        except UsageError:
            return read
        if self.types is not None:
            return values
        self.lists_as_text.add(name)
        return read

    def _find_place(self, name: str) -> _Place:
        if name not in self._places:
            self._places[name] = _find_place(self.call, name)
        return self._places[name]

    def _choose_id(self, numbers: list[str | int]) -> str | int | None:
        """Give the resourceid: that of the command line or of a fixed one, else the row's."""
        if self.call.resourceid.use in ("unused", "fixed"):
            self.ignores_id = self.ignores_id or bool(numbers)
            return self.base.resourceid
        typed = [self.base.resourceid] if self.base.resourceid else []
        different = list(dict.fromkeys(str(number) for number in (*numbers, *typed)))
        if len(different) > 1:
            raise UsageError(f"it has several ids, {' and '.join(different)}")
        self.without_id += 0 if numbers else 1
        return numbers[0] if numbers else self.base.resourceid


def _list_values(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    if _is_record(values):
        yield "_id", values.get("id")
        yield from values["elements"].items()
    else:
        yield from values.items()


def _is_record(values: Mapping[str, Any]) -> bool:
    return isinstance(values.get("elements"), Mapping) and values.keys() <= _RECORD


def _find_place(call: Call, column: str) -> _Place:
    name = column.removesuffix(_JSON_MARK)
    is_json = name != column
    documented = call.parameter(name.split(".")[0])
    if documented is not None and not documented.names_any_field:
        path = tuple(name.split(".")) if documented.properties else (name,)
        return _Place(path, find_parameter(call, name), is_json)
    if name.lower() in ("id", "_id", "resourceid"):
        return _Place((), Parameter(name=name))
    if call.fields_in != "parameters.data":
        return _Place((name,), Parameter(name=name), is_json)
    known = {parameter.name: parameter for parameter in find_parameter(call, "data").properties}
    return _Place(("data", name), known.get(name, Parameter(name=name)), is_json)


def _read_cell(place: _Place, text: str) -> Any:
    if place.is_json:
        return read_json_text(place.parameter.name, text)
    if place.path and text == "":
        return text
    return convert(place.parameter, (text,), read_file=_refuse_file) if place.path else text.strip()


def _refuse_file(name: str) -> str:
    raise UsageError(f"@{name} names a file, which a cell cannot do")


def _check_id(name: str, value: Any) -> str | int:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise UsageError(f"{name} is neither text nor a whole number")
    return value


def _merge(row: Mapping[str, Any], base: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(row)
    for name, value in base.items():
        inner = merged.get(name)
        both = isinstance(inner, Mapping) and isinstance(value, Mapping)
        merged[name] = {**inner, **value} if both and isinstance(inner, Mapping) else value
    return merged
