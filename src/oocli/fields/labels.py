"""The fields of a module by whatever people call them: name or label, in any letter case, with a unit.

Pure. Owns what ``Kaufpreis (€)`` is the name of.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from oocli.fields.facts import FieldConfiguration
from oocli.text.letter_case import fold_case
from oocli.text.spelling import suggest

_UNIT = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|\bin\s+(?:€|EUR|Euro|m²|qm|m2|%))\s*$", re.IGNORECASE)
_BARE_UNIT = re.compile(r"\s+(?:€|EUR|Euro|m²|qm|m2|%)\s*$", re.IGNORECASE)


class Labels:
    """The fields of a module under all names that people have for them."""

    def __init__(self, configurations: Iterable[FieldConfiguration]) -> None:
        self._names: dict[str, str] = {}
        self._folded: dict[str, list[str]] = defaultdict(list)
        for configuration in configurations:
            for field in configuration:
                self._names[field.name] = field.name
                for word in {fold(field.name), fold(field.label), fold(_UNIT.sub("", field.label))}:
                    if word and field.name not in self._folded[word]:
                        self._folded[word].append(field.name)

    def find(self, column: str) -> list[str]:
        """Return the fields that a column may mean: by name or label in any case, then without its unit."""
        if column in self._names:
            return [column]
        for word in (fold(column), fold(_UNIT.sub("", column)), fold(_BARE_UNIT.sub("", column))):
            if found := self._folded.get(word):
                return self._prefer_name(word, found)
        return []

    def suggest(self, column: str) -> tuple[str, ...]:
        """Return up to three fields whose names or labels look like the column's."""
        near = suggest(fold(_UNIT.sub("", column)), self._folded)
        return tuple(dict.fromkeys(name for word in near for name in self._folded[word]))[:3]

    def _prefer_name(self, word: str, found: list[str]) -> list[str]:
        named = [name for name in found if fold(name) == word]
        return named if len(named) == 1 else found


def fold(name: str) -> str:
    """Return a name as it is compared: letter case and the number of blanks do not matter."""
    return " ".join(fold_case(name).split())
