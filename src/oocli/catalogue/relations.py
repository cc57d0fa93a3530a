"""The relation types of the API by short name: who is parent, who is child, what it means.

Pure. The facts stand in ``relations.json``, read only when asked for. A relation
is named by its URN, by what follows the URN's prefix (``estate:address:buyer``), or by the
last parts of that where they are unique (``address:buyer``, ``buyer``); letter case is
forgiven, and so are the misspelt prefixes that the documentation itself prints.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from oocli.errors import UsageError
from oocli.text.spelling import suggest

if TYPE_CHECKING:
    from oocli.catalogue.word_search import Finds, Texts

_FILE = Path(__file__).parent / "relations.json"
# Pages also print onoffice-en-ns and onoffice-dens; the same types are listed with onoffice-de-ns.
_PREFIX = r"(?i)urn:onoffice-\w+(-ns)?:smart:[\d.]+:relationtypes:"
RELATION_CALLS = {
    "read": "get idsfromrelation",
    "create": "create relation",
    "modify": "modify relation",
    "delete": "delete relation",
}
"""The call for each thing that can be done with a relation, by its word in ``documented_for``."""

_MISSPELT_PREFIX = r"(?i)urn:.*types?:"


class Relation(NamedTuple):
    """One relation type.

    Attributes:
        urn: what the API wants as ``relationtype``.
        short: the URN without its prefix: ``estate:address:buyer``.
        parent: module of the parent records (``parentid``, ``parentids``).
        child: module of the child records (``childid``, ``childids``).
        meaning: what a child is to its parent, in a few words.
        documented_for: verbs of the relation calls whose pages name the type (``read`` is ``get
            idsfromrelation``); it may work with others.
        note: oddity of the documentation; may be empty.
        unconfirmed: whether the documentation leaves parent or child open.
    """

    urn: str
    short: str
    parent: str
    child: str
    meaning: str
    documented_for: tuple[str, ...]
    note: str = ""
    unconfirmed: bool = False


def list_relations(file: Path = _FILE) -> tuple[Relation, ...]:
    """Read every documented relation type, in the order of the documentation."""
    entries = json.loads(file.read_text(encoding="utf-8"))
    return tuple(
        Relation(
            **{**entry, "documented_for": tuple(entry["documented_for"])},
            urn=entries["prefix"] + entry["short"],
        )
        for entry in entries["types"]
    )


def find_relation(text: str) -> Relation:
    """Return the relation of a URN, a short name, or the last parts of a short name.

    Raises:
        UsageError: no relation has that name (similar ones are suggested), or several have.
    """
    wanted = _strip_prefix(text.strip()).lower()
    relations = list_relations()
    found = [relation for relation in relations if relation.short.lower() == wanted] or [
        relation for relation in relations if relation.short.lower().endswith(f":{wanted}")
    ]
    if not found:
        raise _unknown(text)
    if len(found) > 1:
        raise UsageError(
            f"{text!r} names {len(found)} relations",
            why="It may be " + ", ".join(relation.short for relation in found),
            hint=f"Write the whole name, for example {found[0].short}",
        )
    return found[0]


def search_relations(words: Sequence[str]) -> "Finds[Relation]":
    """Find the relations that the words mean; the last part of a name says most."""
    from oocli.catalogue.word_search import search

    return search(list_relations(), words, texts=_list_texts)


def _list_texts(relation: Relation) -> "Texts":
    from oocli.catalogue.word_search import Texts

    *parts, last = relation.short.split(":")
    return Texts(last, relation.meaning, " ".join(parts), (relation.note,))


def resolve_relationtype(text: str) -> str:
    """Return the URN that the API wants as ``relationtype``; an unknown whole URN stays as it is.

    Raises:
        UsageError: a short name is unknown or ambiguous.
    """
    if not text.strip().lower().startswith("urn:"):
        return find_relation(text).urn
    wanted = _strip_prefix(text.strip()).lower()
    return next((relation.urn for relation in list_relations() if relation.short.lower() == wanted), text)


def suggest_relations(text: str) -> tuple[str, ...]:
    """Return up to three short names that look like a misspelt URN, short name or last part."""
    wanted = re.sub(_MISSPELT_PREFIX, "", text.strip(), count=1)
    shorts = [relation.short for relation in list_relations()]
    endings = suggest(wanted, [short.rpartition(":")[2] for short in shorts])
    alike = [short for ending in endings for short in shorts if short.rpartition(":")[2] == ending]
    return suggest(wanted, shorts) or tuple(alike[:3])


def _strip_prefix(text: str) -> str:
    return re.sub(_PREFIX, "", text, count=1)


def _unknown(text: str) -> UsageError:
    near = suggest_relations(text)
    if not near and text.strip():
        near = tuple(known.short for known in search_relations([text]).items[:3])
    question = f"Did you mean {' or '.join(near)}? " if near else ""
    return UsageError(
        f"No relation is called {text!r}",
        hint=f"{question}`oocli explain relation` lists them all",
    )
