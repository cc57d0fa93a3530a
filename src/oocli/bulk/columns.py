"""Where the values of a column go: the record's id, a documented parameter, or a record field.

Pure. Owns which of them a name is, by what the user has said about columns, by what the call documents, and
by the names and labels of the fields if those are known.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from oocli.bulk.headers import RECORD_ID, ColumnRules
from oocli.catalogue import Call, Parameter
from oocli.changes.names_read import list_inside, name_as_written
from oocli.fields.labels import Labels
from oocli.request.parameter_values import find_parameter

_JSON_MARK = ":="
_NAMES_OF_ID = ("id", "_id", "resourceid")
_NO_RULES = ColumnRules()
_MOST_SUGGESTED = 20  # columns whose spelling is looked up: a thousandth of a second each


class Place(NamedTuple):
    """Where the values of a column go.

    Attributes:
        path: names from the parameters inwards; empty for the record's id.
        parameter: what the catalogue says about the value.
        is_json: whether a text holds JSON.
        is_field: whether it is a field of the record.
        is_ignored: whether the values go nowhere.
        problem: what is wrong with the column, a sentence; empty if nothing is.
        is_read: whether the column has the name of a reading, and so the values of one.
        inside: the places of the parts of its values, which are objects as a reading gives them.
    """

    path: tuple[str, ...]
    parameter: Parameter
    is_json: bool = False
    is_field: bool = False
    is_ignored: bool = False
    problem: str = ""
    is_read: bool = False
    inside: Mapping[str, "Place"] = {}


@dataclass
class Columns:
    """The columns of an input, for one call.

    Attributes:
        call: the call; the form of it that the command line chose.
        rules: what the user has said about columns.
        labels: give all names of the fields, one language after the other, used until a column is found; None
            if they are unknown.
        takes: whether the module takes a name that is none of its fields.
        sends_unknown: whether an unknown column is sent under its name.
    """

    call: Call
    rules: ColumnRules = _NO_RULES
    labels: Sequence[Callable[[], Labels | None]] = ()
    takes: Callable[[str], bool] = lambda name: False
    sends_unknown: bool = False
    _places: dict[str, Place] = field(default_factory=dict, init=False, repr=False)
    _unknown: int = field(default=0, init=False, repr=False)  # columns that are no fields

    @property
    def places(self) -> Mapping[str, Place]:
        """The columns asked for, in that order, each with its place."""
        return self._places

    def find(self, name: str) -> Place:
        """Return the place of a column."""
        if name not in self._places:
            self._places[name] = self._choose(name)
        return self._places[name]

    def list_problems(self, names: list[str], *, needs_id: bool) -> list[str]:
        """Return a sentence for each mistake in a header; ``needs_id`` says that rows must name records."""
        named = [name for name in names if name]
        problems = [self.find(name).problem for name in named if self.find(name).problem]
        problems += [
            f"There is no column {stray!r} (--map, --ignore)" for stray in self.rules.find_strays(named)
        ]
        used = [(name, self.find(name)) for name in named if not self.find(name).is_ignored]
        problems += _find_doubled(used)
        if needs_id and all(place.path for _, place in used):
            listed = ", ".join(named)
            problems.append(
                f"No column is the record number; the columns are {listed}:"
                f" name it with --map '{named[0]}={RECORD_ID}'"
            )
        return problems

    def _choose(self, column: str) -> Place:
        if self.rules.is_ignored(column):
            return Place((column,), Parameter(name=column), is_ignored=True)
        target = self.rules.find_target(column) or column
        name = target.removesuffix(_JSON_MARK)
        is_json = name != target
        documented = self.call.parameter(name.split(".")[0])
        if documented is not None and not documented.names_any_field:
            path = tuple(name.split(".")) if documented.properties else (name,)
            is_field = self.call.fields_in == "parameters"
            return Place(path, find_parameter(self.call, name), is_json, is_field)
        if name.lower() in _NAMES_OF_ID:
            return Place((), Parameter(name=name))
        return self._place_field(column, name, is_json=is_json)

    def _place_field(self, column: str, name: str, *, is_json: bool) -> Place:
        inside = self.call.fields_in == "parameters.data"
        known = {
            parameter.name: parameter for parameter in self._documented() if not parameter.names_any_field
        }
        if name not in known and self.call.read_back is not None:
            if parts := list_inside(name, self.call.read_back):
                places = {part: self._choose(written) for part, written in parts.items()}
                return Place((name,), Parameter(name=name), is_field=True, inside=places)
            written = name_as_written(name, self.call.read_back)
            if written != name:
                return self._choose(written)._replace(is_read=True)
        found, problem = self._find_field(column, name, known)
        if found.lower() in _NAMES_OF_ID:
            return Place((), Parameter(name=found))
        path = ("data", found) if inside else (found,)
        return Place(path, known.get(found, Parameter(name=found)), is_json, is_field=True, problem=problem)

    def _documented(self) -> tuple[Parameter, ...]:
        if self.call.fields_in == "parameters.data":
            return find_parameter(self.call, "data").properties
        return self.call.parameters

    def _find_field(self, column: str, name: str, known: dict[str, Parameter]) -> tuple[str, str]:
        """Return the field that a column means, and what is wrong with the column."""
        if name in known or not self.call.fields_in or self.takes(name):
            return name, ""
        near: dict[str, None] = {}
        for find in self.labels:
            labels = find()
            if labels is None:
                return name, ""
            if fields := labels.find(name):
                return fields[0], _describe_choice(column, fields)
            if self._unknown < _MOST_SUGGESTED:
                near |= dict.fromkeys(labels.suggest(name))
        folded = [other for other in known if other.lower() == name.lower()]
        if len(folded) == 1 or not self.labels or self.sends_unknown:
            return (folded or [name])[0], ""
        self._unknown += 1
        question = f"did you mean {' or '.join(near)}? " if near else ""
        way = f"--map '{column}=FIELD' or --ignore '{column}' says what it is"
        return name, f"{column} is not a field of {self.call.fields_module}; {question}{way}"


def _describe_choice(column: str, fields: list[str]) -> str:
    """Say that a column may be several fields; nothing if it is one."""
    if len(fields) == 1:
        return ""
    return f"{column} could be {' or '.join(fields)}; say which: --map '{column}={fields[0]}'"


def _find_doubled(used: list[tuple[str, Place]]) -> list[str]:
    met: dict[tuple[str, ...], str] = {}
    problems = []
    for name, place in used:
        if place.path and place.path in met:
            problems.append(
                f"{met[place.path]} and {name} are both {place.path[-1]}; --ignore leaves one out"
            )
        met.setdefault(place.path, name)
    return problems
