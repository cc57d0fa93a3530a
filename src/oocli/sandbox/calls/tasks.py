"""Tasks: read, create, modify; stricter with parameters than the other modules."""

from collections.abc import Mapping
from typing import Any

from oocli.sandbox.ask import Ask, Found, Handler, one, success
from oocli.sandbox.records import sql
from oocli.sandbox.records.conditions import ALWAYS, Condition, build_filter, join_all
from oocli.sandbox.records.selection import (
    Part,
    Source,
    as_records,
    chosen_fields,
    page_size,
    read_page,
    single,
)
from oocli.sandbox.records.storing import stored_values
from oocli.sandbox.refusal import Refusal

SOURCE = Source(type="task", key="r.Nr", table="task r", key_table="task r")
_LINKS = {"relatedAddressId": "address", "relatedEstateId": "estate", "relatedProjectIds": "project"}
_READ = frozenset(
    {"data", "filter", "listlimit", "responsibilityByGroup", "addMobileUrl", "showEfforts", *_LINKS}
)
_WRITE = frozenset({"data", "responsibilityByGroup", "mailMessageId", *_LINKS})


def read(ask: Ask) -> Found:
    """Read one task or a page of them; the count is that of the records in the answer."""
    _check_parameters(ask, _READ)
    fields = ask.module("task").fields
    chosen = chosen_fields(
        ask.parameters.get("data"), fields, refuse=lambda at, name: Refusal(144, f"({at}, {name})")
    )
    if ask.resourceid:
        part = Part(single(ask.resourceid, SOURCE.key), limit=1)
    else:
        conditions = [build_filter(ask.parameters.get("filter"), fields), *_linked(ask)]
        rights = ALWAYS if ask.rights else Condition("0")
        part = Part(join_all([*conditions, rights]), limit=page_size(ask))
    ids, elements = read_page(ask, SOURCE, chosen, part)
    for number, record in zip(ids, elements, strict=True):
        record.update(_extras(ask, number))
    return Found(as_records("task", ids, elements), len(ids))


def create(ask: Ask) -> Found:
    """Create a task and its links."""
    _check_parameters(ask, _WRITE)
    values = stored_values(ask.data(), ask.module("task").fields, unknown=138)
    system = {"Eintragsdatum": ask.today, "modified": ask.today, "von": "api"}
    task = sql.insert(ask.db, "task", {**values, **system})
    _link(ask, task)
    return one(task, "task", [])


def modify(ask: Ask) -> Found:
    """Change a task and add links."""
    _check_parameters(ask, _WRITE)
    values = stored_values(ask.data(), ask.module("task").fields, unknown=138)
    row = ask.db.execute("SELECT Nr FROM task WHERE CAST(Nr AS TEXT) = ?", (ask.resourceid,)).fetchone()
    if row is None or not ask.rights:
        raise Refusal(80)
    if values.get("erledigt"):
        values["Austragsdatum"] = ask.today
    sql.update(ask.db, "task", "Nr", row[0], {**values, "modified": ask.today})
    _link(ask, row[0])
    return success("task")


def _check_parameters(ask: Ask, known: frozenset[str]) -> None:
    for name in ask.parameters:
        if name not in known and name != "extendedclaim":
            raise Refusal(144, name)


def _linked(ask: Ask) -> list[Condition]:
    """Narrow to tasks of a record; the value 1 of the documented example only shows the links."""
    return [
        Condition(
            sql.exists("relation", "type = ? AND parent = r.Nr AND child = ?"),
            (f"task:{module}", int(ask.parameters[name])),
        )
        for name, module in _LINKS.items()
        if str(ask.parameters.get(name, "")).isdecimal() and int(ask.parameters[name]) > 1
    ]


def _extras(ask: Ask, task: int) -> dict[str, Any]:
    extras: dict[str, Any] = {
        name: _linked_ids(ask, task, module) for name, module in _LINKS.items() if name in ask.parameters
    }
    if ask.flag("addMobileUrl"):
        extras["mobileUrl"] = f"https://mobile.sandbox.invalid/task/{task}"
    if ask.flag("showEfforts"):
        extras["efforts"] = {"remaining": "PT1H0M0S", "actual": "PT0H0M0S", "users": []}
    return extras


def _linked_ids(ask: Ask, task: int, module: str) -> list[str]:
    rows = ask.db.execute(
        "SELECT child FROM relation WHERE type = ? AND parent = ?", (f"task:{module}", task)
    )
    return [str(row[0]) for row in rows]


def _link(ask: Ask, task: int) -> None:
    links = [
        (f"task:{module}", task, number)
        for name, module in _LINKS.items()
        for number in _as_list(ask.parameters.get(name))
    ]
    ask.db.executemany("INSERT OR IGNORE INTO relation (type, parent, child) VALUES (?, ?, ?)", links)


def _as_list(value: Any) -> list[int]:
    values = value if isinstance(value, list) else [value]
    return [int(item) for item in values if str(item).isdecimal()]


CALLS: Mapping[str, Handler] = {"read task": read, "create task": create, "modify task": modify}
