"""What the names in a header mean: fields by name or label, in any letter case.

Pure. Owns how people name a column (``Kaufpreis (€)``), which field that is, and what is
wrong with a header; where the values of a column go is the business of ``row_actions``.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from oocli.errors import UsageError
from oocli.fields.facts import FieldConfiguration
from oocli.text.spelling import suggest

RECORD_ID = "_id"
_UNIT = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|\bin\s+(?:€|EUR|Euro|m²|qm|m2|%))\s*$", re.IGNORECASE)
_MAPPING = re.compile(r"\s*=\s*")


class ColumnRules(NamedTuple):
    """What the user has said about columns.

    Attributes:
        mapped: name of a column, letter case folded, to the field that it stands for.
        ignored: names of columns to leave out, letter case folded.
    """

    mapped: Mapping[str, str] = {}
    ignored: frozenset[str] = frozenset()

    def is_ignored(self, column: str) -> bool:
        """Say whether a column is to be left out."""
        return _fold(column) in self.ignored

    def find_target(self, column: str) -> str:
        """Give the field that a column was said to be; empty where nothing was said."""
        return self.mapped.get(_fold(column), "")

    def find_strays(self, columns: Iterable[str]) -> list[str]:
        """Give the names that something was said about and that no column has."""
        known = set(map(_fold, columns))
        return [name for name in (*self.mapped, *sorted(self.ignored)) if name not in known]


def read_rules(mapped: Sequence[str], ignored: Sequence[str]) -> ColumnRules:
    """Give the rules for what was typed: ``Preis=kaufpreis``, and names to ignore.

    Raises:
        UsageError: a mapping has no equals sign, a name before it or a field behind it; or a
            column is said to be two things.
    """
    targets: dict[str, str] = {}
    for text in mapped:
        column, equals, field = text.rpartition("=")
        if not equals or not column.strip() or not field.strip():
            raise UsageError(
                f"{text!r} names no column and field", hint="Write it like --map 'Preis=kaufpreis'"
            )
        if targets.setdefault(_fold(column), field.strip()) != field.strip():
            raise UsageError(f"{column.strip()} is mapped twice", hint="Leave out one --map")
    return ColumnRules(targets, frozenset(map(_fold, ignored)))


def check_names(columns: Sequence[str], name: str) -> None:
    """See that every name in the header of a file stands there once.

    Raises:
        UsageError: a name stands there twice, or none stands there at all.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for index, column in enumerate(columns):
        if column:
            places[column].append(index)
    doubled = {column: found for column, found in places.items() if len(found) > 1}
    if doubled:
        told = [f"{column}: {' and '.join(map(name_column, found))}" for column, found in doubled.items()]
        raise UsageError(
            f"{name} has several columns of the same name",
            why="; ".join(told),
            hint="Rename one of them, or take it out",
        )
    if columns and not places:
        raise UsageError(f"{name} has no names in its first row", hint="The first row names the fields")


def name_column(index: int) -> str:
    """Give a column as spreadsheets name it, for an index from 0: ``column 28 (AB)``."""
    letters, rest = "", index + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"column {index + 1} ({letters})"


class Labels:
    """The fields of a module under all names that people have for them."""

    def __init__(self, configurations: Iterable[FieldConfiguration]) -> None:
        self._names: dict[str, str] = {}
        self._folded: dict[str, list[str]] = defaultdict(list)
        for configuration in configurations:
            for field in configuration:
                self._names[field.name] = field.name
                for word in {_fold(field.name), _fold(field.label), _fold(_UNIT.sub("", field.label))}:
                    if word and field.name not in self._folded[word]:
                        self._folded[word].append(field.name)

    def find(self, column: str) -> list[str]:
        """Give the fields that a column may mean: by name or label in any case, then without its unit."""
        if column in self._names:
            return [column]
        for word in (_fold(column), _fold(_UNIT.sub("", column))):
            if found := self._folded.get(word):
                return self._prefer_name(word, found)
        return []

    def suggest(self, column: str) -> tuple[str, ...]:
        """Give up to three fields whose names or labels look like the column's."""
        near = suggest(_fold(_UNIT.sub("", column)), self._folded)
        return tuple(dict.fromkeys(name for word in near for name in self._folded[word]))[:3]

    def _prefer_name(self, word: str, found: list[str]) -> list[str]:
        named = [name for name in found if _fold(name) == word]
        return named if len(named) == 1 else found


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())
