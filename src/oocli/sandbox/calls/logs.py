"""What happened: the log of changes, and which records were opened last."""

from collections.abc import Mapping
from typing import Any

from oocli.sandbox.ask import API_USER, Ask, Found, Handler
from oocli.sandbox.records import sql
from oocli.sandbox.records.conditions import Condition, build_filter, join_all
from oocli.sandbox.records.configuration import Field
from oocli.sandbox.refusal import Refusal

_LOG_FIELDS = {
    name: Field(name, kind, column, {})
    for name, kind, column in (
        ("id", "integer", "id"),
        ("action", "varchar", "action"),
        ("module", "varchar", "module"),
        ("userNr:user.Nr", "integer", "user"),
        ("dateTime", "datetime", "moment"),
        ("resourcePk", "varchar", "resource"),
        ("resourceTable", "varchar", "module"),
        ("targetPk", "varchar", "''"),
        ("targetTable", "varchar", "''"),
    )
}
_SEEN_FIELDS = {"date": Field("date", "datetime", "moment", {})}
_MODULES = ("address", "estate", "task", "email")
_MOST_LOG, _MOST_SEEN, _DEFAULT = 500, 1000, 20
_VERBS = {"create": "add", "modify": "edit", "delete": "delete"}
_LOGGED_AS = {"searchcriteria": "search criteria"}
_RECORDS = frozenset({"estate", "address", "task", "calendar", "agentslog", "searchcriteria"})


def read_log(ask: Ask) -> Found:
    """Read the log, oldest first; a listlimit of 0 gives only the count."""
    conditions = [build_filter(ask.parameters.get("filter"), _LOG_FIELDS)]
    for name, column in (("module", "module"), ("user", "user"), ("action", "action")):
        if ask.parameters.get(name):
            conditions.append(Condition(f"{column} = ?", (str(ask.parameters[name]),)))
    condition = join_all(conditions)
    limit = ask.whole("listlimit", _DEFAULT)
    limit = limit if limit <= _MOST_LOG else _DEFAULT
    statement = sql.select(
        ["id", "action", "module", "user", "moment", "resource"],
        "log_entry",
        where=condition.sql,
        tail="ORDER BY id LIMIT ? OFFSET ?",
    )
    offset = ask.whole("listOffset", ask.whole("listoffset", 0))
    rows = ask.db.execute(statement, (*condition.values, limit, offset))
    records = [
        {
            "id": row[0],
            "type": "Log",
            "elements": {
                "id": str(row[0]),
                "action": row[1],
                "module": row[2],
                "userId": str(row[3]),
                "dateTime": row[4],
                "resourceId": row[5],
                "resourceTable": None,
                "resourcePk": None,
            },
        }
        for row in rows
    ]
    total = ask.counts.count(ask.db, "log_entry", condition.sql, condition.values)
    return Found(records, total)


def read_last_seen(ask: Ask) -> Found:
    """Read which records a user opened last, newest first; a listlimit of 0 gives only the count."""
    module = ask.parameters["module"]
    if module not in _MODULES:
        raise Refusal(163)
    user = ask.whole("user", API_USER)
    if user != API_USER and not ask.rights:
        raise Refusal(156)
    own = Condition("module = ? AND user = ?", (module, user))
    condition = join_all([own, build_filter(ask.parameters.get("filter"), _SEEN_FIELDS)])
    limit = ask.whole("listlimit", _DEFAULT)
    limit = limit if limit <= _MOST_SEEN else _DEFAULT
    statement = sql.select(
        ["record"], "last_seen", where=condition.sql, tail="ORDER BY moment DESC, record LIMIT ?"
    )
    rows = ask.db.execute(statement, (*condition.values, limit))
    records = [{"id": row[0], "type": "lastSeen", "elements": {"id": str(row[0])}} for row in rows]
    total = ask.counts.count(ask.db, "last_seen", condition.sql, condition.values)
    return Found(records, total)


def write_history(ask: Ask, name: str, found: Found) -> None:
    """Note in the log what a write did, and that the API user saw the record."""
    verb, resource = name.split(" ")
    if verb not in _VERBS or resource not in _RECORDS:
        return
    for record in found.records:
        number = record["id"] or ask.resourceid
        entry = {
            "action": _VERBS[verb],
            "module": _LOGGED_AS.get(resource, resource),
            "user": API_USER,
            "moment": ask.today,
            "resource": str(number),
        }
        sql.insert(ask.db, "log_entry", entry)
        if resource in _MODULES and verb != "delete":
            _note_seen(ask, resource, number)


def _note_seen(ask: Ask, module: str, number: Any) -> None:
    ask.db.execute(
        "INSERT INTO last_seen VALUES (?, ?, ?, ?)"
        " ON CONFLICT (module, user, record) DO UPDATE SET moment = excluded.moment",
        (module, API_USER, number, ask.today),
    )


CALLS: Mapping[str, Handler] = {"read log": read_log, "read recordsLastSeen": read_last_seen}
