"""The modules whose fields a customer can configure, as data.

Owns what is known of a module without asking the API: its name, and the fields that its calls take although
``get fields`` need not list them (reported from live accounts), each with its type. An entry of
``modules.json`` has ``title``, and may have ``one``, ``unlisted``, ``coordinates`` (the fields of latitude
and longitude), ``system`` (those that onOffice sets itself) and ``structured`` (those that hold lists or
objects whatever their type says).
"""

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

_FILE = Path(__file__).parent / "modules.json"


class Module(NamedTuple):
    """One module.

    Attributes:
        name: the API's spelling.
        title: what it holds, in a word or two.
        one: one of its records, with an article; may be empty.
        unlisted: fields that its calls take, whether listed or not, to their types.
        coordinates: the fields that say where a record is, latitude and longitude; mostly none.
        system: fields that onOffice sets itself; values sent for them are ignored.
        structured: fields that are read as a list or an object, whatever type the configuration says.
    """

    name: str
    title: str
    one: str = ""
    unlisted: Mapping[str, str] = MappingProxyType({})
    coordinates: tuple[str, ...] = ()
    system: tuple[str, ...] = ()
    structured: tuple[str, ...] = ()


def suggest_modules(word: str) -> tuple[str, ...]:
    """Return the modules that a misspelt name, or another word for them, may mean."""
    from oocli.catalogue.thesaurus import read_thesaurus
    from oocli.text.folding import fold
    from oocli.text.spelling import suggest

    known = list_modules()
    meant = read_thesaurus().find_names(fold(word))
    return suggest(word, known) or tuple(name for name in known if fold(name) in meant)


def list_modules() -> Mapping[str, Module]:
    """Return the main modules by name; the API may know others."""
    entries = json.loads(_FILE.read_text(encoding="utf-8"))
    return {name: _read_module(name, entry) for name, entry in entries.items()}


def _read_module(name: str, entry: Mapping[str, Any]) -> Module:
    lists = {key: tuple(entry.get(key, ())) for key in ("coordinates", "system", "structured")}
    return Module(name, **{**entry, **lists})
