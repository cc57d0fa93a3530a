"""What a copy is to have, as it was typed, and as the file remembers it.

What was said once holds for later runs: fields are added to, other things are replaced.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from oocli.errors import UsageError
from oocli.replica.configured import ALL
from oocli.replica.limits import MostDeletes
from oocli.replica.relations import find_types, list_usual_types
from oocli.replica.tables import NAMES, RELATION, TABLES, USUAL_NAMES, find_names
from oocli.replica.whole import CALENDAR, USUAL_PERIOD, read_period

if TYPE_CHECKING:
    from oocli.replica.file import Copy

SWEEPS = ("auto", "always", "never")


class Wish(NamedTuple):
    """What was asked of one run.

    Attributes:
        tables: to read in this run; empty for those that the file remembers, or all.
        fields: table to the fields to read besides those that the file remembers.
        relations: relation types, or None where nothing was said.
        calendar: period of appointments, ``-1y..2y``; empty where nothing was said.
        sweep: ``auto``, ``always`` or ``never``.
        most: rows that may vanish.
        purges: whether what is gone is removed instead of marked.
        keeps_history: whether all changes are kept from now on.
        is_full: whether every record is fetched, whatever its stamp.
    """

    tables: tuple[str, ...] = ()
    fields: Mapping[str, tuple[str, ...]] = {}
    relations: tuple[str, ...] | None = None
    calendar: str = ""
    sweep: str = "auto"
    most: MostDeletes = MostDeletes()
    purges: bool = False
    keeps_history: bool = False
    is_full: bool = False


class Remembered(NamedTuple):
    """What a copy has.

    Attributes:
        tables: all that were ever asked for.
        fields: table to fields, ``@all`` for those that are configured.
        relations: relation types.
        calendar: period of appointments.
    """

    tables: tuple[str, ...]
    fields: Mapping[str, tuple[str, ...]]
    relations: tuple[str, ...]
    calendar: str

    def choose_fields(self, table: str) -> tuple[str, ...]:
        """Return the fields of a table."""
        return self.fields.get(table) or (ALL,)


def combine(copy: Copy, wish: Wish) -> Remembered:
    """Return what the file remembers, with a wish added to it.

    Raises:
        UsageError: something is said of a table that is not to be in the copy.
    """
    tables = copy.read_fact("tables", [])
    fields = {table: list(names) for table, names in copy.read_fact("fields", {}).items()}
    wanted = wish.tables or (() if tables else USUAL_NAMES)
    tables = [name for name in NAMES if name in tables or name in wanted]
    for option, table in _list_tables_meant(wish):
        if table not in tables:
            raise UsageError(
                f"{option} is about the table {table}, which the copy does not have",
                hint=f"Name the table, too: {' '.join((*wish.tables, table))}",
            )
    for table, names in wish.fields.items():
        fields[table] = list(dict.fromkeys((*fields.get(table, ()), *names)))
    typed = copy.read_fact("relations") if wish.relations is None else wish.relations
    relations = list_usual_types(tables) if typed is None else typed
    calendar = wish.calendar or copy.read_fact("calendar", USUAL_PERIOD)
    return Remembered(
        tuple(tables), {table: tuple(names) for table, names in fields.items()}, tuple(relations), calendar
    )


def _list_tables_meant(wish: Wish) -> Iterator[tuple[str, str]]:
    """Return the options of a wish that say something of a table, each with that table."""
    yield from (("--fields", table) for table in wish.fields)
    if wish.relations:
        yield "--relations", RELATION
    if wish.calendar:
        yield "--calendar", CALENDAR


def remember(copy: Copy, wish: Wish, combined: Remembered) -> None:
    """Let the file remember what a wish has added to it."""
    facts: dict[str, Any] = {
        "tables": combined.tables,
        "fields": combined.fields,
        "calendar": combined.calendar,
        **({} if wish.relations is None else {"relations": wish.relations}),
        **({"history": True} if wish.keeps_history else {}),
    }
    with copy.writing() as db:
        copy.write_facts(facts)
        db.execute(
            "DELETE FROM relation WHERE type NOT IN (SELECT value FROM json_each(?))",
            (json.dumps(combined.relations),),
        )


def read_fields(texts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Read ``TABLE=@all`` or ``TABLE=NAME,NAME`` of each option.

    Raises:
        UsageError: it is none of these, or the table has no fields to choose.
    """
    chosen: dict[str, tuple[str, ...]] = {}
    for text in texts:
        word, sign, names = text.partition("=")
        listed = tuple(dict.fromkeys(name.strip() for name in names.split(",") if name.strip()))
        if not sign or not listed:
            raise UsageError(f"--fields takes TABLE=NAME,NAME or TABLE={ALL}, not {text[:60]!r}")
        (table,) = find_names([word.strip()])
        if table not in TABLES or not TABLES[table].module:
            able = ", ".join(name for name, known in TABLES.items() if known.module)
            raise UsageError(f"The fields of {table} cannot be chosen", hint=f"Those of {able} can")
        chosen[table] = (*chosen.get(table, ()), *listed)
    return chosen


def read_sweep(text: str | None) -> str:
    """Return when all records are looked through; the usual for None.

    Raises:
        UsageError: it is none of the three words.
    """
    if text is None:
        return SWEEPS[0]
    if text not in SWEEPS:
        raise UsageError(f"--sweep takes {', '.join(SWEEPS)}, not {text[:40]!r}")
    return text


def read_calendar(text: str | None, today: date) -> str:
    """Return the period of appointments as it was typed; "" where nothing was.

    Raises:
        UsageError: it is none.
    """
    if text is None:
        return ""
    read_period(text, today)
    return text


def read_relations(text: str | None) -> tuple[str, ...] | None:
    """Read relation types, separated by commas, or ``none``; None where nothing was typed.

    Raises:
        UsageError: there is no such type.
    """
    return None if text is None else tuple(find_types(text))
