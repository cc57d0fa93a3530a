"""Fields that somebody names and nobody has: a slip of the pen is refused, and one from before forgotten.

A field is a stranger when it is not configured and never had a value in the copy. The API gives some that it
does not list, so a stranger is asked for before it is refused. What is configured and refused stays chosen: a
right may come back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from oocli.errors import ApiError, UsageError
from oocli.fields.refused_fields import read_without_refused_fields
from oocli.replica.configured import ALL, list_configured
from oocli.replica.known import REFUSED, read_fields
from oocli.replica.tables import TABLES

if TYPE_CHECKING:
    from oocli.fields.facts import FieldConfiguration
    from oocli.replica.asking import Office
    from oocli.replica.file import Copy
    from oocli.replica.wish import Remembered


def refuse_strangers(
    copy: Copy,
    office: Office,
    chosen: Mapping[str, Iterable[str]],
    configurations: Mapping[str, FieldConfiguration],
) -> None:
    """See that the API gives the fields that were named for this run, by table.

    Raises:
        UsageError: it does not give one that is a stranger; says which one may have been meant.
        NetworkError: it did not answer.
    """
    for table, names in chosen.items():
        strangers = _list_strangers(copy, table, configurations[table], names)
        refused = _list_refused(office, table, configurations[table], strangers) if strangers else []
        if refused:
            raise _build_refusal(table, refused, configurations[table])


def forget_strangers(
    copy: Copy, remembered: Remembered, configurations: Mapping[str, FieldConfiguration]
) -> Remembered:
    """Leave out, here and in the file, the strangers that the API has refused in an earlier run.

    Where nothing at all is configured, a right is lost, and nothing can be said of names.
    """
    fields = dict(remembered.fields)
    for table in [table for table in fields if any(configurations.get(table, ()))]:
        known = read_fields(copy.db, table)
        strangers = [
            name
            for name in _list_strangers(copy, table, configurations[table], fields[table])
            if name in known and known[name].state == REFUSED
        ]
        fields[table] = tuple(name for name in fields[table] if name not in strangers)
        copy.db.executemany(
            "DELETE FROM field WHERE module = ? AND field = ?", [(table, name) for name in strangers]
        )
    return remembered._replace(fields={table: names for table, names in fields.items() if names})


def _list_strangers(
    copy: Copy, table: str, configuration: FieldConfiguration, names: Iterable[str]
) -> list[str]:
    configured, known = list_configured(configuration), read_fields(copy.db, table)
    return [
        name
        for name in names
        if name != ALL and name not in configured and not (name in known and known[name].column)
    ]


def _list_refused(
    office: Office, table: str, configuration: FieldConfiguration, names: list[str]
) -> list[str]:
    """Return those of the names that the API refuses; none where it refuses more than fields."""
    refused: list[str] = []
    some = [*list_configured(configuration)][:1]
    action = TABLES[table].build_reading([*names, *some], ("", ""))
    try:
        read_without_refused_fields(
            office.client, action, office.find_call(action), say=lambda _, name: refused.append(name)
        )
    except ApiError:  # the table's own reading will say so
        return []
    return [name for name in refused if name in names]


def _build_refusal(table: str, refused: list[str], configuration: FieldConfiguration) -> UsageError:
    near = [other for name in refused for other in configuration.suggest(name)]
    words = " and ".join(map(repr, refused))
    advice = f"Did you mean {' or '.join(near)}?" if near else f"`oocli fields {table}` lists what it has"
    return UsageError(
        f"{table} has no field {words}" if len(refused) == 1 else f"{table} has no fields {words}",
        why="Neither the field configuration nor the API has what --fields names; nothing was read",
        hint=advice,
        details={"fields": refused, "suggestions": near},
    )
