"""Which fields of a table are read: what was chosen, of what is configured, without what the API refuses.

A refused field is asked for again after a day, or with ``--full``: to find out costs a request each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from oocli.catalogue.modules import list_modules
from oocli.errors import ApiError
from oocli.fields.facts import Field, FieldConfiguration
from oocli.fields.refused_fields import read_without_refused_fields
from oocli.replica.known import REFUSED, KnownField
from oocli.values.value_kinds import find_kind

if TYPE_CHECKING:
    from oocli.replica.asking import Office
    from oocli.replica.tables import Table

ALL = "@all"
"""In the place of a field: all that are configured."""

_PATIENCE = timedelta(days=1)


class Choice(NamedTuple):
    """The fields of a table to read.

    Attributes:
        fields: with labels and permitted values.
        refused: names that the API does not give.
        server_time: Unix seconds of the server's clock when it gave these fields.
    """

    fields: tuple[Field, ...]
    refused: tuple[str, ...] = ()
    server_time: float = 0.0

    @property
    def kinds(self) -> dict[str, str]:
        """The kind of the values of each field."""
        return {field.name: find_kind(field) or "text" for field in self.fields}


def choose_fields(
    office: Office,
    table: Table,
    configuration: FieldConfiguration,
    *,
    chosen: Sequence[str],
    known: Mapping[str, KnownField],
    now: datetime,
    asks_refused: bool,
) -> Choice:
    """Return the fields to read; asks for one record to find out what the API refuses.

    ``chosen`` are names, and ``@all``; ``known`` is what the file knows of fields.

    Raises:
        ApiError: the API refuses the table itself, or every field.
    """
    wanted = _list_wanted(configuration, chosen)
    refused = [
        name
        for name in wanted
        if name in known
        and known[name].state == REFUSED
        and not asks_refused
        and datetime.fromisoformat(known[name].since) + _PATIENCE > now
    ]
    asked = [name for name in wanted if name not in refused]
    action = table.build_reading(asked, ("", ""))

    def leave_out(_failure: ApiError, name: str) -> None:
        refused.append(name)

    times: list[float] = []
    action = read_without_refused_fields(
        office.client,
        action,
        office.find_call(action),
        say=leave_out,
        heed=lambda answer: times.append(office.read_time(answer.server_date)),
    )
    names = [name for name in action.parameters["data"] if name in wanted]
    return Choice(tuple(wanted[name] for name in names), tuple(refused), *times)


def list_configured(configuration: FieldConfiguration) -> dict[str, Field]:
    """Return the fields of a module by name, and those that the API gives although it does not list them."""
    module = list_modules().get(configuration.module)
    unlisted = module.unlisted if module else {}
    fields = {name: Field(configuration.module, name, type=kind) for name, kind in unlisted.items()}
    configured = {field.name: field for field in configuration}
    return {**configured, **{name: field for name, field in fields.items() if name not in configured}}


def _list_wanted(configuration: FieldConfiguration, chosen: Sequence[str]) -> dict[str, Field]:
    """Return the chosen fields by name, one that nobody knows as text."""
    configured = list_configured(configuration)
    names: Iterable[str] = chosen
    if ALL in chosen:
        names = dict.fromkeys((*configured, *(name for name in chosen if name != ALL)))
    return {name: configured.get(name) or Field(configuration.module, name) for name in names}
