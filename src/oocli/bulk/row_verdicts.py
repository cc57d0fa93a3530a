"""What the catalogue and the field configuration say about rows: once for all rows that are alike.

Most values need no check: a text for a field without keys, documented only as text. Rows that differ only in
such values have the same verdict.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from oocli.fields.check import check_fields
from oocli.validation import Verdict, check

if TYPE_CHECKING:
    from oocli.call.field_options import CallFields
    from oocli.catalogue import Call, Parameter
    from oocli.request.actions import Action

_KEPT = 1000  # verdicts
_SIMPLE = (int, float, bool, type(None))


class RowVerdicts:
    """Gives the verdict on the action of each row."""

    def __init__(self, call: Call, fields: CallFields) -> None:
        self._call = call
        self._fields = fields
        self._is_inside = call.fields_in == "parameters.data"
        data = call.parameter("data") if self._is_inside else None
        self._documented = call.parameters if data is None else data.properties
        self._ruled = {*_list_words(call.rules), *_list_words(data.rules if data is not None else ())}
        self._is_comparable = not call.variants and (data.type == "object" if data else not self._is_inside)
        self._are_free: dict[str, bool] = {}
        self._known: dict[Hashable, Verdict] = {}

    def find(self, action: Action) -> Verdict:
        """Return what is wrong with an action, and its warnings."""
        likeness = self._find_likeness(action) if self._is_comparable else None
        if likeness is None:
            return self._judge(action)
        found = self._known.get(likeness)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = self._known[likeness] = self._judge(action)
        return found

    def _judge(self, action: Action) -> Verdict:
        verdict = check(action, self._call)
        known = self._fields.configuration
        if known is None:
            return verdict
        doubts = check_fields(action, self._call, known, unlisted=self._fields.unlisted)
        return verdict._replace(warnings=tuple(dict.fromkeys((*verdict.warnings, *doubts))))

    def _find_likeness(self, action: Action) -> Hashable:
        """Return what actions with the same verdict have in common; None if it is for this one alone."""
        likeness: list[Hashable] = [self._find_kind_of_id(action.resourceid)]
        values: Any = action.parameters
        if self._is_inside:
            for name, value in values.items():
                if name != "data" and not _add(likeness, name, value):
                    return None
            values = values.get("data")
            if not isinstance(values, dict):
                return None
            likeness.append(len(values))
        free = self._are_free
        for name, value in values.items():
            if type(value) is str and value and (free[name] if name in free else self._look_up(name)):
                likeness.append(name)
            elif not _add(likeness, name, value):
                return None
        return tuple(likeness)

    def _find_kind_of_id(self, number: str | int | None) -> Hashable:
        """Return what a verdict knows about the record: all numbers are alike."""
        expected = self._call.resourceid
        is_number = str(number).isascii() and str(number).isdecimal() and str(number).strip("0") != ""
        if is_number and expected.use in ("required", "optional") and not expected.enum:
            return type(number).__name__
        return type(number), number

    def _look_up(self, name: str) -> bool:
        """Say whether any text is valid under a name, whatever the other values are."""
        known = self._fields.configuration
        field = None if known is None else known.find(name)
        self._are_free[name] = (
            name not in self._ruled
            and (field is None or not field.permitted)
            and all(
                _takes_any_text(parameter)
                for parameter in self._documented
                if parameter.name == name or parameter.names_any_field
            )
        )
        return self._are_free[name]


def _add(likeness: list[Hashable], name: str, value: Any) -> bool:
    """Add a value on which a verdict may depend; False if it says nothing about others like it."""
    kind = type(value)
    if kind is list and all(type(item) is str for item in value):
        likeness.append((name, kind, *value))
    elif kind is str or kind in _SIMPLE:
        likeness.append((name, kind, value))
    else:
        return False
    return True


def _takes_any_text(parameter: Parameter) -> bool:
    """Say whether the documentation accepts any text that is not empty."""
    is_bound = parameter.enum or parameter.format or parameter.properties or parameter.rules
    return parameter.type in ("string", "any") and not is_bound


def _list_words(value: Any) -> Iterator[str]:
    """Return every word anywhere in the rules; names of parameters are among them."""
    if isinstance(value, str):
        yield from value.split(".")
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _list_words(name)
            yield from _list_words(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _list_words(inner)
