"""The tables of a copy: which call fills each of them, and how its records are asked for.

Pure. A table with a field for the time of the last change is swept: number and stamp of all records,
then what is new or changed by number. Any other is read whole and compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from oocli.catalogue.page_sizes import PAGE
from oocli.errors import UsageError
from oocli.request.actions import Action
from oocli.text.spelling import suggest


class Table(NamedTuple):
    """One table of records.

    Attributes:
        name: in the file, and as it is typed.
        verb: of the call that reads it.
        resourcetype: of that call.
        module: whose field configuration has its fields; empty where columns are made of what comes.
        changed: field that tells when a record was changed; empty where there is none.
        number: field to filter by number, or the parameter that takes numbers; empty where there is none.
        log: what the log of changes calls its records.
        kinds: kinds of the elements that are known without a configuration.
        parameters: what the call needs besides, to give all records.
    """

    name: str
    verb: str
    resourcetype: str
    module: str = ""
    changed: str = ""
    number: str = ""
    log: str = ""
    kinds: Mapping[str, str] = {}
    parameters: Mapping[str, Any] = {}

    def build_sweep(self, since: str = "") -> Action:
        """Return the action that reads number and stamp: of all records, or of those changed since."""
        condition = {"filter": {self.changed: [{"op": ">=", "val": since}]}} if since else {}
        return Action(self.verb, self.resourcetype, parameters={"data": [self.changed], **condition})

    def build_fetch(self, fields: Sequence[str], numbers: Sequence[int]) -> Action:
        """Return the action that reads these records, ``PAGE`` at most."""
        wanted = (
            {self.number: list(numbers)}
            if self.number == _NUMBERS_PARAMETER
            else {"filter": {self.number: [{"op": "in", "val": list(numbers)}]}}
        )
        parameters = {"data": self._with_stamp(fields), **wanted, "listlimit": PAGE}
        return Action(self.verb, self.resourcetype, parameters=parameters)

    def build_reading(self, fields: Sequence[str], period: tuple[str, str]) -> Action:
        """Return the action that reads all records; ``period`` has first and last day of appointments."""
        chosen = {"data": self._with_stamp(fields)} if fields else {}
        days = {"startDate": period[0], "endDate": period[1]}
        limits = {"filter": days} if self.name == "calendar" else {}
        return Action(self.verb, self.resourcetype, parameters={**self.parameters, **chosen, **limits})

    def _with_stamp(self, fields: Sequence[str]) -> list[str]:
        return [*fields, self.changed] if self.changed and self.changed not in fields else list(fields)


_NUMBERS_PARAMETER = "recordids"
_APPOINTMENT = (
    *("id", "createdBy", "modified", "subject", "notes", "type", "status", "confirmationStatus", "private"),
    *("date", "travelTime", "location", "recurrence", "reminder", "groups", "users", "resources", "contacts"),
    *("estate", "project"),
)
_FILE = {
    "parent": "text",
    "parent_id": "integer",
    "number": "integer",
    **dict.fromkeys(("type", "title", "name", "originalname", "filename", "freetext", "category"), "text"),
    **dict.fromkeys(("fileSize", "position", "modified"), "integer"),
    **dict.fromkeys(("documentAttribute", "url", "username"), "text"),
    "date": "date",
}
_ALL_CRITERIA = {
    "mode": "filter",
    "filter": {"status": [{"op": ">=", "val": 0}]},
    "sortby": "creationdate",
    "sortorder": "ASC",
}
_TABLES = (
    Table("estate", "read", "estate", "estate", "geaendert_am", "Id", log="estate"),
    Table("address", "read", "address", "address", "Aenderung", _NUMBERS_PARAMETER, log="address"),
    Table("task", "read", "task", "task", "modified", "Nr", log="task"),
    Table("agentslog", "read", "agentslog", "agentsLog", "Datum_bearb", "Nr", log="agentslog"),
    Table("calendar", "get", "appointmentList", log="calendar", parameters={"data": list(_APPOINTMENT)}),
    Table("user", "read", "user", "user", log="user"),
    Table("searchcriteria", "get", "searchcriterias", log="search criteria", parameters=_ALL_CRITERIA),
)
_FILES = Table("file", "get", "file", log="file", kinds=_FILE)

RELATION, FILE, FIELD = "relation", "file", "field"
"""The tables of relations, of files, and of the fields themselves."""

DEPENDENT = (RELATION, FILE, FIELD)
"""Tables that have no records of their own: where the others fail, so do these, or they say nothing."""

TABLES: Mapping[str, Table] = {table.name: table for table in (*_TABLES, _FILES)}
"""Every table that has records, by name."""

NAMES = (*(table.name for table in _TABLES), RELATION, FILE, FIELD)
"""Every word that names something to keep, in the order in which it is read and told."""

USUAL_NAMES = tuple(name for name in NAMES if name != FILE)
"""What is kept where nothing is named: files would take a question for each record."""


def find_names(words: Sequence[str]) -> list[str]:
    """Return the tables that are meant, in the order in which they are read; letter case is forgiven.

    Raises:
        UsageError: a word names none.
    """
    folded = {name.lower(): name for name in NAMES}
    unknown = [word for word in words if word.lower() not in folded]
    if unknown:
        near = suggest(unknown[0], dict.fromkeys(NAMES))
        raise UsageError(
            f"There is no table {unknown[0]!r}" + (f", did you mean {' or '.join(near)}?" if near else ""),
            hint=f"The tables are {', '.join(NAMES)}",
        )
    meant = {folded[word.lower()] for word in words}
    return [name for name in NAMES if name in meant]
