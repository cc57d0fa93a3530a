"""Records as flat rows under columns, for CSV, TSV, tables and ``--flat``.

Owns what "flat" means: ``_id`` first, the asked fields in their order, what was not asked
for after them; lists of elements as several rows; generated contact names of addresses
(``phone__13021``) under the column that was asked for.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from oocli.render.encoding import encode_cell
from oocli.render.layout import Layout
from oocli.text.lazy_pattern import lazy_pattern
from oocli.wire.record import Slice

ID = "_id"
_OWN = b'"%b"' % ID.encode()
KEY = "_key"
VALUE = "_value"

# Addresses answer contact fields under generated names: kind, perhaps its type, entry id.
# Source: apidoc.onoffice.de, "Read addresses".
_CONTACT = lazy_pattern(r"(?P<kind>.+?)__(?P<entry>\d+)(?P<comment>__Comment)?", re.ASCII)

# Field names in one note; the rest is counted.
_NAMED = 10


def flatten(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a record: ``{"_id": id, ...elements}``, mostly one.

    Where the elements are a list (pictures of an estate, a list of ids) each item is a
    row of its own under the same id; an item that is not an object stands under ``_value``.
    A field that is called ``_id`` itself stands under ``_id_2``.
    A record that was cut out of an answer stays one where it can.

    Raises:
        NetworkError: such a record is not JSON.
    """
    if type(record) is Slice:
        row = _flatten_text(record)
        return flatten(record.decode()) if row is None else [row]
    number = record.get("id")
    elements = record.get("elements")
    if isinstance(elements, dict):
        return [_number(number, elements)]
    if not elements:
        return [{ID: number}]
    items = elements if isinstance(elements, list) else [elements]
    return [_number(number, item if isinstance(item, dict) else {VALUE: item}) for item in items]


def _number(number: Any, fields: dict[str, Any]) -> dict[str, Any]:
    if ID not in fields:
        return {ID: number, **fields}
    other = next(
        name for name in (f"{ID}_{count}" for count in range(2, len(fields) + 3)) if name not in fields
    )
    return {ID: number, **{other if name == ID else name: value for name, value in fields.items()}}


def _flatten_text(record: Slice) -> Slice | None:
    """Return the row of a record, made of its text; None where it may have another form."""
    parts = record.part()
    if parts is None:
        return None
    head, members = parts
    if _OWN in members:
        return None
    number = head[head.index(b":") + 1 : head.index(b",")]
    comma = b"" if members.startswith(b"}") else b","
    return record.with_text(b'{"%b":%b%b%b' % (ID.encode(), number, comma, members[:-1]))


def take_elements(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the one row of a record that is a row, without a number of its own."""
    return [record["elements"]]


def choose_spread(layout: Layout) -> Callable[[Mapping[str, Any]], list[dict[str, Any]]] | None:
    """Return what makes rows of a record in JSON; None where records stay records."""
    if layout.rows:
        return take_elements
    return flatten if layout.flat else None


class Sheet:
    """Columns that are fixed once, and rows put under them.

    Attributes:
        columns: names in order, ``_id`` first where rows are numbered; complete after ``open``.
    """

    def __init__(self, asked: Sequence[str], *, numbered: bool = True, rows: bool = False) -> None:
        """Take the columns that were asked for; ``rows`` have no ``_id`` but one of their own."""
        self.columns: tuple[str, ...] = tuple(dict.fromkeys((ID, *asked) if numbered and not rows else asked))
        self._unwanted = frozenset(() if numbered or rows else (ID,))
        self._asked = tuple(asked)
        self._known: frozenset[str] = frozenset(self.columns)
        self._late: dict[str, int] = {}
        self._usual_fields: tuple[str, ...] = ()
        self._usual_elements: tuple[str, ...] = ()
        self._spread = take_elements if rows else flatten

    def open(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Add the fields of the first rows that were not asked for, in order of appearance."""
        seen = dict.fromkeys(self.columns)
        for row in rows:
            seen.update(dict.fromkeys(self._join_contacts(row)))
        self.columns = tuple(name for name in seen if name not in self._unwanted)
        self._known = frozenset(seen) | self._unwanted

    def values(self, row: Mapping[str, Any]) -> list[Any]:
        """Return the values of a row in the order of the columns, None where it has none."""
        fields = tuple(row)
        if fields == self._usual_fields:  # the records of one call mostly have the same fields
            return [row.get(name) for name in self.columns]
        joined = self._join_contacts(row)
        late = [name for name in joined if name not in self._known]
        for name in late:
            self._late[name] = self._late.get(name, 0) + 1
        if not late and joined is row:
            self._usual_fields = fields
        return [joined.get(name) for name in self.columns]

    def place(self, records: Sequence[Mapping[str, Any]]) -> list[Sequence[Any]]:
        """Return the values of records by columns: as many sequences as there are columns, at least one."""
        elements: list[Any] = [record.get("elements") for record in records]
        usual, number = self._usual_elements, len(records)
        # To make rows first would take three times as long.
        if usual and all(type(fields) is dict and tuple(fields) == usual for fields in elements):
            values: dict[str, Sequence[Any]] = {}
            if self._spread is flatten:
                values[ID] = [record.get("id") for record in records]
            values.update(zip(usual, zip(*map(dict.values, elements), strict=True), strict=True))
            columns = [values.get(name, (None,) * number) for name in self.columns]
        else:
            rows = self.spread(records)
            columns = list(zip(*map(self.values, rows), strict=True))
            number = len(rows)
            last = elements[-1]
            has_usual = type(last) is dict and ID not in last and tuple(rows[-1]) == self._usual_fields
            self._usual_elements = tuple(elements[-1]) if has_usual else ()
        return columns or [(None,) * number]

    def spread(self, records: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return the rows of records."""
        return [row for record in records for row in self._spread(record)]

    def notes(self) -> list[str]:
        """Say which fields came too late to get a column, and how often; empty if none did."""
        if not self._late:
            return []
        named = [f"{name} ({count}x)" for name, count in list(self._late.items())[:_NAMED]]
        if len(self._late) > _NAMED:
            named.append(f"{len(self._late) - _NAMED} more")
        return [
            "Fields that first came after the header was written are left out: "
            f"{', '.join(named)}. Name them in --fields to have them as columns"
        ]

    def _join_contacts(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the row with contact entries under one name; the row itself where it has none."""
        if not any("__" in name for name in row):
            return row
        plain: dict[str, Any] = {}
        entries: dict[str, dict[str, list[str]]] = {}  # column, entry: number and comment
        for name, value in row.items():
            match = None if name in self._asked else _CONTACT.fullmatch(name)
            if match is None:
                plain[name] = value
                continue
            column = self._column_of(match["kind"])
            plain.setdefault(column, None)
            texts = entries.setdefault(column, {}).setdefault(f"{match['kind']} {match['entry']}", ["", ""])
            texts[1 if match["comment"] else 0] = encode_cell(value)
        joined = {name: _join(plain[name], found.values()) for name, found in entries.items()}
        return {**plain, **joined} if joined else row

    def _column_of(self, kind: str) -> str:
        """Find the asked field for a kind: itself, ``defaultphone``, ``mobile`` of ``phonemobile``."""
        if kind in self._asked:
            return kind
        if f"default{kind}" in self._asked:
            return f"default{kind}"
        parts = [name for name in self._asked if kind.startswith(name) or kind.endswith(name)]
        return max(parts, key=kind.rfind, default=kind)


def _join(own: Any, entries: Iterable[Sequence[str]]) -> str:
    """Join a field's own value, if it has one, and its entries: ``0241 1 (mornings); 0241 2``."""
    texts = [f"{number} ({comment})" if comment else number for number, comment in entries]
    return "; ".join(text for text in (encode_cell(own), *texts) if text)
