"""Read records of a module: which fields, which page, in which form.

A page is found in two steps, first the numbers of its records and then their values, so
that skipping records costs no look at their values.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from oocli.sandbox.ask import Ask, Found
from oocli.sandbox.records import sql
from oocli.sandbox.records.conditions import ALWAYS, Condition
from oocli.sandbox.records.configuration import Field
from oocli.sandbox.records.display import display
from oocli.sandbox.refusal import Refusal

MOST_RECORDS = 500
"""Greatest ``listlimit`` that is honoured; above it the API silently gives the default."""

DEFAULT_RECORDS = 20
_DIGITS = 19
_FEW = 5000
"""Up to this many records, sorting is faster than walking an index in the requested order."""

_SHARED = re.compile(r'\bp\."')


@dataclass(frozen=True)
class Source:
    """Where the records of a module are kept.

    Attributes:
        type: what ``type`` of a record says.
        key: SQL of the record number.
        table: tables with every field.
        key_table: tables with the fields of the record's own row; often the same.
    """

    type: str
    key: str
    table: str
    key_table: str


@dataclass(frozen=True)
class Part:
    """Which records are wanted, in which order, and how many of them.

    Attributes:
        condition: what holds for them.
        order: fields with ``ASC`` or ``DESC``; the record number decides between equals.
        limit: records at most.
        offset: records to skip.
        newest_first: whether the greatest record number comes first if the order leaves that open.
        found: how many records fulfil the condition; None if not counted yet.
    """

    condition: Condition = ALWAYS
    order: Sequence[tuple[Field, str]] = ()
    limit: int = DEFAULT_RECORDS
    offset: int = 0
    newest_first: bool = False
    found: int | None = None

    @property
    def is_small(self) -> bool:
        """Whether the records are certainly few."""
        return self.found is not None and self.found <= _FEW


def page_size(ask: Ask, *, most: int = MOST_RECORDS, default: int = DEFAULT_RECORDS) -> int:
    """Return the number of records on a page: ``listlimit``, or the default if that is too much."""
    limit = ask.whole("listlimit", default)
    return limit if limit <= most else default


def single(resourceid: str, key: str) -> Condition:
    """Return the condition of one record by its number; digits that begin with 0 match nothing."""
    number = int(resourceid) if resourceid.isdecimal() and len(resourceid) < _DIGITS else 0
    return Condition(f"{key} = ?", (number,)) if str(number) == resourceid else Condition("0")


def chosen_fields(
    names: Any, fields: Mapping[str, Field], *, refuse: Callable[[int, str], Refusal] | None = None
) -> list[Field]:
    """Return the fields that ``data`` names, each once; any unknown one refuses the whole read.

    ``refuse`` makes the refusal from position and name; by default it is error 141.
    """
    if names is None or names == {}:
        return []
    if not isinstance(names, list):
        raise Refusal(74)
    chosen = {}
    for position, name in enumerate(names):
        field = fields.get(name) if isinstance(name, str) else None
        if field is None or not field.may_be_read:
            raise refuse(position, str(name)) if refuse else Refusal(141, name)
        chosen[field.name] = field
    return list(chosen.values())


def find_ids(ask: Ask, source: Source, part: Part) -> list[int]:
    """Return the numbers of the records of one page, in order."""
    table = _table_for(source, part)
    sign = "+" if part.is_small else ""  # SQLite then finds the records by the condition, and sorts them
    order = [f"{sign}{field.column} {direction}" for field, direction in part.order]
    direction = "DESC" if part.newest_first else "ASC"
    order.append(f"{sign}{source.key} {direction}")
    tail = " ".join(("ORDER BY", ", ".join(order), "LIMIT ? OFFSET ?"))
    statement = sql.select([source.key], table, where=part.condition.sql, tail=tail)
    return [row[0] for row in ask.db.execute(statement, (*part.condition.values, part.limit, part.offset))]


def count_records(ask: Ask, source: Source, condition: Condition) -> int:
    """Return the number of all records that fulfil the condition."""
    table = _table_for(source, Part(condition))
    return ask.counts.count(ask.db, table, condition.sql, condition.values)


def count_after(ask: Ask, source: Source, condition: Condition, after: int) -> int:
    """Return the number of records that fulfil the condition and have a greater number than ``after``."""
    table = _table_for(source, Part(condition))
    return ask.counts.count_after(
        ask.db, table, condition.sql, condition.values, column=source.key, after=after
    )


def read_values(
    ask: Ask, source: Source, ids: Sequence[int], fields: Sequence[Field]
) -> list[dict[str, Any]]:
    """Return the elements of the records with these numbers, in their order."""
    columns = [source.key, *(field.output for field in fields)]
    statement = sql.select(columns, source.table, where=sql.among(source.key))
    names = [field.name for field in fields]
    rows = {
        row[0]: dict(zip(names, row[1:], strict=True))
        for row in ask.db.execute(statement, (json.dumps(ids),))
    }
    return [rows[number] for number in ids]


def read_page(
    ask: Ask, source: Source, fields: Sequence[Field], part: Part
) -> tuple[list[int], list[dict[str, Any]]]:
    """Return numbers and elements of one page, with select fields as text if ``formatoutput`` asks for it."""
    ids = find_ids(ask, source, part)
    elements = read_values(ask, source, ids, fields)
    if ask.flag("formatoutput"):
        display(elements, fields, str(ask.parameters.get("outputlanguage") or "DEU"))
    return ids, elements


def as_records(record_type: str, ids: Sequence[int], elements: Sequence[Any]) -> list[dict[str, Any]]:
    """Return records; PHP prints an object without keys as a list."""
    return [
        {"id": number, "type": record_type, "elements": values or []}
        for number, values in zip(ids, elements, strict=True)
    ]


def stored_filter(ask: Ask, module: str, name: str = "filterid") -> Any:
    """Return the filter that ``filterid`` names, or None if none is asked for."""
    wanted = ask.parameters.get(name)
    if wanted is None or wanted == "":
        return None
    row = ask.db.execute(
        "SELECT expression FROM stored_filter WHERE id = ? AND module = ? AND scope <> 'private'",
        (str(wanted), module),
    ).fetchone()
    if row is None:
        raise Refusal(284, wanted)
    return json.loads(row[0])


def nothing() -> Found:
    """Return the empty success that the API gives if records or rights are missing."""
    return Found([], 0)


def _table_for(source: Source, part: Part) -> str:
    """Return only the own rows if nothing shared is used for comparing or sorting."""
    compared = " ".join([part.condition.sql, *(field.column for field, _ in part.order)])
    return source.table if _SHARED.search(compared) else source.key_table
