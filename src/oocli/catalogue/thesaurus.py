"""What people call things: German and English words, and the names of the API that they lead to.

The facts are in ``thesaurus.json``. An entry of ``groups`` has ``words`` that people use for the same thing,
and ``names``: parts of the names of calls, relations, modules and parameters that have to do with it, closest
first. A call whose own name and title say enough needs none; words for fields and errors lead to each other
without names.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from oocli.text.folding import find_forms, fold

_FILE = Path(__file__).parent / "thesaurus.json"
_PART = 4  # letters that a known word needs before it is looked for inside a longer one (``Objektfotos``)

_SHARE = 0.6  # share of the longer word's letters that known words must make up


class Group(NamedTuple):
    """Words for one thing.

    Attributes:
        spelt: what people call it, folded.
        words: the same in all forms.
        names: what the API calls it, folded, the closest first.
    """

    spelt: tuple[str, ...]
    words: frozenset[str]
    names: tuple[str, ...]


class Thesaurus(NamedTuple):
    """All words, folded.

    Attributes:
        groups: what leads to what.
        stop: words that say nothing.
    """

    groups: tuple[Group, ...]
    stop: frozenset[str]

    def knows(self, word: str) -> bool:
        """Say whether a folded word leads anywhere."""
        own = _find_forms(word)
        return any(own & group.words for group in self.groups)

    def find_names(self, word: str) -> tuple[str, ...]:
        """Return the names that a folded word leads to, the closest first."""
        own = _find_forms(word)
        return tuple(name for group in self.groups if own & group.words for name in group.names)

    def expand(self, word: str) -> Mapping[str, int]:
        """Return the forms of every name and word that a folded word leads to, with the distance of each."""
        own = _find_forms(word)
        found: dict[str, int] = {}
        for group in self.groups:
            if own & group.words:
                for distance, name in enumerate(group.names):
                    for form in find_forms(name):
                        found[form] = min(distance, found.get(form, distance))
                for form in group.words:
                    found[form] = min(len(group.names), found.get(form, len(group.names)))
        return found

    def split(self, word: str) -> tuple[str, ...]:
        """Return the known words that make up most of a longer folded word; none if there are none."""
        known = {part for group in self.groups for part in group.spelt if len(part) >= _PART and part in word}
        parts = [part for part in known if not any(part != other and part in other for other in known)]
        return tuple(sorted(parts)) if sum(map(len, parts)) >= _SHARE * len(word) else ()


@cache  # the same constant facts for every word of a search
def read_thesaurus(file: Path = _FILE) -> Thesaurus:
    """Read the words."""
    entries = json.loads(file.read_text(encoding="utf-8"))
    groups = tuple(_build_group(group["words"], group["names"]) for group in entries["groups"])
    return Thesaurus(groups, frozenset(map(fold, entries["stop"])))


def list_words(file: Path = _FILE) -> Sequence[str]:
    """Return every word that people use, as written."""
    entries = json.loads(file.read_text(encoding="utf-8"))
    return [word for group in entries["groups"] for word in group["words"]]


def _build_group(words: Iterable[str], names: Iterable[str]) -> Group:
    """Return a group; a word with a blank or hyphen counts as written without it."""
    spelt = tuple(_write_together(fold(word)) for word in words)
    return Group(spelt, frozenset().union(*map(find_forms, spelt)), tuple(map(fold, names)))


def _find_forms(word: str) -> frozenset[str]:
    return find_forms(_write_together(word))


def _write_together(word: str) -> str:
    return word.replace("-", "").replace(" ", "") or word
