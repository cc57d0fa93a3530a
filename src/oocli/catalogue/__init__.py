"""The documented calls of the API as data: one JSON file a call, read only when asked for.

Owns how an entry is found and made of its file; ``entries`` owns what it says. What differs between calls
(page size, effect, where fields stand) is a key of the entry; there is no Python per call. Call 90 is a new
file ``calls/<verb>.<resourcetype>.json`` and nothing else.
"""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from oocli.catalogue.entries import (
    Call,
    Paging,
    Parameter,
    Period,
    Probe,
    ReadBack,
    ResourceId,
    Response,
    Rule,
    ValueList,
)
from oocli.text.spelling import suggest

__all__ = [
    "VERBS",
    "Call",
    "Catalogue",
    "Paging",
    "Parameter",
    "Period",
    "Probe",
    "ReadBack",
    "ResourceId",
    "Response",
    "Rule",
    "ValueList",
    "guess_effect",
]

VERBS = ("read", "create", "modify", "delete", "get", "do")
_CALLS = Path(__file__).parent / "calls"

# Keys of a parameter that are its attributes, some of them lists in the file; and those of a call.
_KEYS = frozenset(Parameter._fields) - {"properties"}
_TUPLES = frozenset(
    ["enum", "alt_types", "filter_fields", "filter_fields_excluded", "rules", "unique_values", "stem_of_file"]
)
_AS_THEY_ARE = (
    "verb",
    "resourcetype",
    "title",
    "module",
    "doc",
    "effect",
    "deprecated",
    "changed_field",
    "changes_by_day",
    "fields_module",
    "example",
    "free_fields",
    "unconfirmed",
    "undocumented",
    "done",
    "look",
    "take_back",
    "companions",
)


def guess_effect(verb: str) -> str:
    """Return the effect that a call may have if only its verb is known.

    Most ``do`` calls reach people or charge money, even one that no page documents.
    """
    if verb in ("read", "get"):
        return "read"
    return "write" if verb in ("create", "modify", "delete") else "send"


class Catalogue:
    """The calls in one folder; names come from file names, an entry is read when it is found."""

    def __init__(self, folder: Path = _CALLS) -> None:
        self._folder = folder
        self._titles = folder.with_name("titles.json")
        self._read: dict[tuple[str, str], Call | None] = {}
        self._names: dict[str, tuple[str, ...]] = {}

    def names(self, verb: str) -> tuple[str, ...]:
        """Return the resource types that a verb knows, sorted, without reading any entry."""
        if verb not in self._names:
            with os.scandir(self._folder) as files:  # in a tenth of the time of a glob
                found = [file.name.split(".") for file in files]
            names = [parts[1] for parts in found if parts[0] == verb and parts[2:] == ["json"]]
            self._names[verb] = tuple(sorted(names, key=str.lower))
        return self._names[verb]

    def titles(self, verb: str) -> dict[str, str]:
        """Return the resource types that a verb knows, sorted, with what each call does in a few words.

        They are kept together in ``titles.json``; an entry is read only if its title is missing there.
        """
        kept = json.loads(self._titles.read_text(encoding="utf-8")) if self._titles.exists() else {}
        known = kept.get(verb, {})
        return {name: known.get(name) or self._read_title(verb, name) for name in self.names(verb)}

    def _read_title(self, verb: str, resourcetype: str) -> str:
        call = self.find(verb, resourcetype)
        return call.title if call is not None else ""

    def find(self, verb: str, resourcetype: str) -> Call | None:
        """Return the call, or None where the catalogue has none.

        Case is forgiven where that leads to one call only (``read Estate``).
        """
        key = (verb, resourcetype)
        if key not in self._read:  # each request needs the effect of its actions
            self._read[key] = self._read_entry(verb, resourcetype)
        return self._read[key]

    def _read_entry(self, verb: str, resourcetype: str) -> Call | None:
        names = self.names(verb)
        if resourcetype not in names:
            folded = [name for name in names if name.lower() == resourcetype.lower()]
            if len(folded) != 1:
                return None
            resourcetype = folded[0]
        text = (self._folder / f"{verb}.{resourcetype}.json").read_text(encoding="utf-8")
        return _build_call(json.loads(text))

    def suggest(self, verb: str, resourcetype: str) -> tuple[str, ...]:
        """Return up to three resource types of the verb that look like a misspelt one."""
        from oocli.catalogue.thesaurus import read_thesaurus
        from oocli.text.folding import fold

        names = self.names(verb)
        meant = read_thesaurus().find_names(fold(resourcetype))
        return suggest(resourcetype, names) or tuple(name for name in names if fold(name) in meant)[:3]

    def verbs_of(self, resourcetype: str) -> tuple[str, ...]:
        """Return the verbs that know a resource type, case forgiven."""
        wanted = resourcetype.lower()
        return tuple(verb for verb in VERBS if wanted in {name.lower() for name in self.names(verb)})

    def __iter__(self) -> Iterator[Call]:
        """Read every call, verb by verb."""
        for verb in VERBS:
            for name in self.names(verb):
                call = self.find(verb, name)
                if call is not None:
                    yield call


def _build_call(entry: Mapping[str, Any]) -> Call:
    shared = {key: entry[key] for key in _AS_THEY_ARE if entry.get(key) is not None}
    variants = {
        name: _build_call({**entry, "variants": None, **form})
        for name, form in (entry.get("variants") or {}).items()
    }
    resourceid = entry.get("resourceid") or {}
    paging = entry.get("paging")
    return Call(
        **shared,
        resourceid=ResourceId(**{**resourceid, "enum": tuple(resourceid.get("enum", ()))}),
        paging=_build_paging(paging) if paging else None,
        period=Period(**entry["period"]) if entry.get("period") else None,
        changed_period=Period(**entry["changed_period"]) if entry.get("changed_period") else None,
        parameters=_build_parameters(entry),
        variants=variants,
        default_fields=tuple(entry.get("default_fields", ())),
        fields_in=entry.get("fields_in") or "",
        rules=tuple(entry.get("rules", ())),
        split=tuple(entry.get("split", ())),
        probe=Probe(**entry["probe"]) if entry.get("probe") else None,
        response=entry.get("response") or Response(),
        notes=tuple(entry.get("notes", ())),
        noun=tuple(entry.get("noun", ())),
        read_back=ReadBack(**entry["read_back"]) if entry.get("read_back") else None,
    )


def _build_paging(paging: Mapping[str, Any]) -> Paging:
    known = {"counting" if key == "count" else key: value for key, value in paging.items()}
    return Paging(**{**known, "walk_unless": tuple(paging.get("walk_unless", ()))})


def _build_parameters(entry: Mapping[str, Any], key: str = "parameters") -> tuple[Parameter, ...]:
    return tuple(_build_parameter(item) for item in entry.get(key) or ())


def _build_parameter(item: Mapping[str, Any]) -> Parameter:
    known: dict[str, Any] = {
        name: tuple(value) if name in _TUPLES else value for name, value in item.items() if name in _KEYS
    }
    if "listed_by" in known:
        known["listed_by"] = ValueList(**known["listed_by"])
    return Parameter(**known, properties=_build_parameters(item, "properties"))
