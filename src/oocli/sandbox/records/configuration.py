"""The fields of each module: names, types, choices and labels, read from ``modules/<name>.json``.

Owns what SQL a field is made of: how its column is declared, compared and put out as
text. An entry of the file has ``name``, ``type`` and ``label`` (German, English) and may have:

    values        key to (German, English) label of a select field
    default       what a new record gets
    length        longest text
    measure       display format (``DATA_TYPE_...``)
    decimals      places of a float, 2 unless given
    number        the select keys are whole numbers
    json          put out as a JSON number rather than as text
    own           estates only: stands in the estate's own row, not in the shared one
    system        set by the system; values sent for it are ignored
    listed        False where get fields does not name it although reads accept it
    readable      False where get fields names it although reads refuse it
    language      estates only: has a text per language version
    main          addresses only: the main contact entry of that kind
    relation      the linked records of that module
    dependencies  key of this field to the key that another field must have
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from oocli.sandbox.records import sql

_MODULES = Path(__file__).parent / "modules"
_EMPTY = {"date": "'0000-00-00'", "datetime": "'0000-00-00 00:00:00'"}
_WHOLE = frozenset({"integer", "boolean"})
LANGUAGES = ("DEU", "ENG")


@dataclass(frozen=True)
class Field:
    """One field of a module.

    Attributes:
        name: the API's name, case-sensitive.
        type: ``varchar``, ``text``, ``integer``, ``float``, ``boolean``, ``date``, ``datetime``,
            ``time``, ``singleselect`` or ``multiselect``.
        column: SQL that gives the stored value, to compare and to sort by.
        facts: every further key of the entry, see the head of this module.
    """

    name: str
    type: str
    column: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_number(self) -> bool:
        """Whether values are stored and compared as numbers."""
        return self.type == "float" or self.is_whole

    @property
    def is_whole(self) -> bool:
        """Whether values are stored as whole numbers."""
        return self.type in _WHOLE or bool(self.facts.get("number"))

    @property
    def values(self) -> Mapping[str, tuple[str, str]]:
        """Select keys to their German and English label; empty where any value goes."""
        values: Mapping[str, tuple[str, str]] = self.facts.get("values", {})
        return values

    @property
    def output(self) -> str:
        """SQL that gives the value as the API prints it: numbers as text."""
        if self.type == "float":
            return f"printf('%.{self.facts.get('decimals', 2)}f', {self.column})"
        if self.is_whole and not self.facts.get("json"):
            return f"CAST({self.column} AS TEXT)"
        return self.column

    @property
    def declaration(self) -> str:
        """SQL that declares the column in a table."""
        if self.is_whole:
            return f"{sql.quote(self.name)} INTEGER NOT NULL DEFAULT {int(self.facts.get('default', 0))}"
        if self.type == "float":
            return f"{sql.quote(self.name)} REAL NOT NULL DEFAULT 0"
        empty = _EMPTY.get(self.type) or "'" + self.facts.get("default", "") + "'"
        return f"{sql.quote(self.name)} TEXT NOT NULL DEFAULT {empty} COLLATE NOCASE"

    @property
    def is_stored(self) -> bool:
        """Whether the field has a column of its own in the module's table."""
        return not (self.facts.get("main") or self.facts.get("relation"))

    @property
    def may_be_read(self) -> bool:
        """Whether reads accept the field."""
        return bool(self.facts.get("readable", True))

    @property
    def is_set_by_system(self) -> bool:
        """Whether values that are sent for the field are ignored."""
        return bool(self.facts.get("system"))

    def label(self, language: str) -> str:
        """Give the field's label; German unless English is asked for."""
        return str(self.facts["label"][_index(language)])

    def value_label(self, key: str, language: str) -> str:
        """Give the label of a select key, or the key where it has none."""
        labels = self.values.get(key)
        return labels[_index(language)] if labels else key


@dataclass(frozen=True)
class Module:
    """The fields of one module.

    Attributes:
        name: ``estate``, ``address``, ``task``, ``agentsLog``, ``calendar``, ``file`` or ``user``.
        label: German and English name.
        fields: by name, in the order of the file.
    """

    name: str
    label: tuple[str, str]
    fields: Mapping[str, Field]


class Modules:
    """Every module, each read once, when it is asked for."""

    NAMES = ("address", "estate", "agentsLog", "calendar", "file", "task", "user")

    def __init__(self) -> None:
        self._read: dict[str, Module] = {}

    def find(self, name: str) -> Module:
        """Give the module of that name, which is one of ``NAMES``."""
        if name not in self._read:
            self._read[name] = _read_module(name)
        return self._read[name]


def _index(language: str) -> int:
    return 1 if language == "ENG" else 0


def _read_module(name: str) -> Module:
    entry = json.loads((_MODULES / f"{name}.json").read_text(encoding="utf-8"))
    return Module(
        name, tuple(entry["label"]), {item["name"]: _build_field(name, item) for item in entry["fields"]}
    )


def _build_field(module: str, item: Mapping[str, Any]) -> Field:
    facts = {key: value for key, value in item.items() if key not in ("name", "type")}
    return Field(item["name"], item["type"], _column(module, item), facts)


def _column(module: str, item: Mapping[str, Any]) -> str:
    """Give the SQL of a field: a column of table ``r``, or of ``p``, the shared row of an estate."""
    if kind := item.get("main"):
        main = sql.select(["value"], "contact", where=f"address = r.id AND kind = '{kind}' AND main = 1")
        return f"COALESCE(({main}), '')"
    if other := item.get("relation"):
        where = f"parent = r.Nr AND type = 'agentsLog:{other}'"
        linked = sql.select(["child"], "relation", where=where, tail="ORDER BY child")
        return f"({sql.select(['json_group_array(CAST(child AS TEXT))'], f'({linked})')})"
    shared = module == "estate" and not item.get("own")
    return f"{'p' if shared else 'r'}.{sql.quote(item['name'])}"
