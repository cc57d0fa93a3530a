"""The fields of each module: names, types, choices and labels, read from ``modules/<name>.json``.

Names, types, lengths, defaults and keys are those that ``get fields`` of live accounts
showed; the customer's own fields (``ind_...``) are made up. Modules without records in the sandbox are in
``modules/others.json``, with every name that ``get fields`` knows. Owns the SQL of a field: how its column is
declared, compared and printed as text. An entry of the file has ``name``, ``type`` and ``label`` (German,
English; one text where both are the same) and may have:

    values        key to label of a select field, written as labels of fields are
    default       what a new record gets
    length        longest text
    shown         the type that get fields tells, where values are kept as ``type``; choices
                  and default are not told then
    real          the type that get fields tells where realDataTypes asks for it
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
    column        SQL that gives the value, where it is made of other columns
    compound      fields that make this one up, with a blank between them
    dependencies  key of this field to the key that another field must have
    absent        the customer whose office was copied does not have it: nobody can name it, and
                  its column is there all the same
    tab           title of the tab where people find the field
    table         name of the table that holds it in onOffice
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from oocli.sandbox.records import sql

_MODULES = Path(__file__).parent / "modules"
_EMPTY = {"date": "'0000-00-00'", "datetime": "'0000-00-00 00:00:00'"}
_WHOLE = frozenset({"integer", "boolean"})
LANGUAGES = ("DEU", "ENG")
_DIGITS = 18


@dataclass(frozen=True)
class Field:
    """One field of a module.

    Attributes:
        name: the API's name, case-sensitive.
        type: ``varchar``, ``text``, ``blob``, ``integer``, ``float``, ``boolean``, ``date``,
            ``datetime``, ``time``, ``singleselect`` or ``multiselect``.
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
    def is_select(self) -> bool:
        """Whether only the keys of ``values`` may be written."""
        return bool(self.values) and self.type in ("singleselect", "multiselect")

    @property
    def shown_type(self) -> str:
        """The type that ``get fields`` tells."""
        return str(self.facts.get("shown", self.type))

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
            return f"{sql.quote(self.name)} INTEGER NOT NULL DEFAULT {_read_whole(self.facts.get('default'))}"
        if self.type == "float":
            return f"{sql.quote(self.name)} REAL NOT NULL DEFAULT 0"
        chosen = "" if self.type == "multiselect" else self.facts.get("default", "")
        empty = _EMPTY.get(self.type) or sql.quote_text(str(chosen))
        return f"{sql.quote(self.name)} TEXT NOT NULL DEFAULT {empty} COLLATE NOCASE"

    @property
    def is_stored(self) -> bool:
        """Whether the field has a column of its own in the module's table."""
        return not self.facts.keys() & {"main", "relation", "column", "compound"}

    @property
    def may_be_read(self) -> bool:
        """Whether reads accept the field."""
        return bool(self.facts.get("readable", True))

    @property
    def is_set_by_system(self) -> bool:
        """Whether values that are sent for the field are ignored."""
        return bool(self.facts.get("system"))

    def label(self, language: str) -> str:
        """Return the field's label; German unless English is asked for."""
        return str(self.facts["label"][_index(language)])

    def value_label(self, key: str, language: str) -> str:
        """Return the label of a select key, or the key where it has none."""
        labels = self.values.get(key)
        return labels[_index(language)] if labels else key


@dataclass(frozen=True)
class Module:
    """The fields of one module.

    Attributes:
        name: the API's name: ``estate``, ``address``, ``task`` ...
        label: German and English name.
        fields: by name, in the order of the file.
        columns: the same, and those that are absent.
    """

    name: str
    label: tuple[str, str]
    fields: Mapping[str, Field]
    columns: Mapping[str, Field]


class _KnownFields(dict[str, Field]):
    """The fields that a request may name; those that the sandbox itself needs are found by name, too."""

    def __init__(self, columns: Mapping[str, Field]) -> None:
        super().__init__((name, field) for name, field in columns.items() if "absent" not in field.facts)
        self._columns = columns

    def __missing__(self, name: str) -> Field:
        return self._columns[name]


class Modules:
    """Every module, each read once, when it is asked for."""

    NAMES = ("address", "estate", "agentsLog", "calendar", "file", "task", "user")

    def __init__(self, entries: Mapping[str, Any] | None = None) -> None:
        """Take the entries of a copied office by module; None for those that ship."""
        self._read: dict[str, Module] = {}
        self._entries = entries

    def find(self, name: str) -> Module:
        """Return a module by its name, one of ``names``."""
        if name not in self._read:
            self._read[name] = self._read_module(name)
        return self._read[name]

    def names(self) -> tuple[str, ...]:
        """Return the names of all modules that ``get fields`` knows, in its order."""
        return tuple(self._entries or _read_file("others")["order"])

    def _read_module(self, name: str) -> Module:
        entry = read_entry(name) if self._entries is None else self._entries.get(name, {})
        columns = {item["name"]: _build_field(name, item) for item in entry.get("fields", ())}
        return Module(name, _both(entry.get("label", name)), _KnownFields(columns), columns)


def read_entry(name: str) -> dict[str, Any]:
    """Return the entry of a module as it ships; an empty one if there is none."""
    entry: dict[str, Any] = (
        _read_file(name) if name in Modules.NAMES else _read_file("others")["modules"].get(name, {})
    )
    return entry


def _read_whole(default: Any) -> int:
    text = str(default)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < _DIGITS else 0


def _index(language: str) -> int:
    return 1 if language == "ENG" else 0


@cache
def _read_file(name: str) -> Any:
    return json.loads((_MODULES / f"{name}.json").read_text(encoding="utf-8"))


def _both(label: Any) -> tuple[str, str]:
    """Return the German and the English label of an entry that has one text where they are the same."""
    return (label, label) if isinstance(label, str) else tuple(label)


def _build_field(module: str, item: Mapping[str, Any]) -> Field:
    facts = {key: value for key, value in item.items() if key not in ("name", "type")}
    facts["label"] = _both(item.get("label", item["name"]))
    if "values" in item:
        facts["values"] = {key: _both(label) for key, label in item["values"].items()}
    return Field(item["name"], item["type"], _column(module, item), facts)


def _column(module: str, item: Mapping[str, Any]) -> str:
    """Return the SQL of a field: a column of table ``r``, or of ``p``, the shared row of an estate."""
    if given := item.get("column"):
        return str(given)
    if parts := item.get("compound"):
        joined = " || ' ' || ".join(f"r.{sql.quote(part)}" for part in parts)
        return f"trim({joined})"
    if kind := item.get("main"):
        main = sql.select(["value"], "contact", where=f"address = r.id AND kind = '{kind}' AND main = 1")
        return f"COALESCE(({main}), '')"
    if other := item.get("relation"):
        where = f"parent = r.Nr AND type = 'agentsLog:{other}'"
        linked = sql.select(["child"], "relation", where=where, tail="ORDER BY child")
        return f"({sql.select(['json_group_array(CAST(child AS TEXT))'], f'({linked})')})"
    shared = module == "estate" and not item.get("own")
    return f"{'p' if shared else 'r'}.{sql.quote(item['name'])}"
