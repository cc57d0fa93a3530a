"""The names in a header: that each occurs once, and what the user has said about them.

Pure. ``fields.labels`` owns which field a name means, ``columns`` where the values of a column go.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from oocli.errors import UsageError
from oocli.fields.labels import fold

RECORD_ID = "_id"
ERROR = "oocli_error"
"""Column that says why a row was refused; meaningless when the row comes back."""


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
        return column == ERROR or fold(column) in self.ignored

    def find_target(self, column: str) -> str:
        """Return the field that the user named for a column; empty if none."""
        return self.mapped.get(fold(column), "")

    def find_strays(self, columns: Iterable[str]) -> list[str]:
        """Return the names that the user mentioned but no column has."""
        known = set(map(fold, columns))
        return [name for name in (*self.mapped, *sorted(self.ignored)) if name not in known]


def read_rules(mapped: Sequence[str], ignored: Sequence[str]) -> ColumnRules:
    """Return the rules for what was typed: ``Preis=kaufpreis``, and names to ignore.

    Raises:
        UsageError: a mapping lacks the equals sign, the name before it or the field after it; or a column is
            mapped twice.
    """
    targets: dict[str, str] = {}
    for text in mapped:
        column, equals, field = text.rpartition("=")
        if not equals or not column.strip() or not field.strip():
            raise UsageError(
                f"{text!r} does not name a column and a field", hint="Write it like --map 'Preis=kaufpreis'"
            )
        if targets.setdefault(fold(column), field.strip()) != field.strip():
            raise UsageError(f"{column.strip()} is mapped twice", hint="Leave out one --map")
    return ColumnRules(targets, frozenset(map(fold, ignored)))


def check_names(columns: Sequence[str], name: str) -> None:
    """Check that every name in the header of a file occurs once.

    Raises:
        UsageError: a name occurs twice, or there are no names.
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
    if not columns:
        raise UsageError(f"{name} is empty", hint="A sheet begins with the names of its columns")


def name_column(index: int) -> str:
    """Return a column as spreadsheets name it, for an index from 0: ``column 28 (AB)``."""
    letters, rest = "", index + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"column {index + 1} ({letters})"
