"""The agent's log: read, create, modify entries, which are linked to estates and addresses."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from oocli.sandbox.ask import API_USER, Ask, Found, Handler, one
from oocli.sandbox.records import sql
from oocli.sandbox.records.conditions import Condition, build_filter, build_order, join_all
from oocli.sandbox.records.selection import (
    Part,
    Source,
    as_records,
    chosen_fields,
    count_records,
    nothing,
    page_size,
    read_page,
    read_values,
)
from oocli.sandbox.records.storing import as_text, stored_value
from oocli.sandbox.refusal import Refusal

SOURCE = Source(type="agentslog", key="r.Nr", table="activity r", key_table="activity r")
KINDS: Mapping[str, tuple[str, ...]] = {
    "Email": ("Ausgang", "Eingang"),
    "Telefonat": ("Ausgang", "Eingang"),
    "Termin": ("Besichtigung", "Beratung"),
    "Brief": ("Exposéversand", "Eingang", "Ausgang"),
    "Aufgabe": ("Rückruf", "Sonstiges"),
    "Newsletter": ("bestellt", "nicht bestellt"),
    "Notiz": (),
}
"""Kind of action to its types, by their German names; one kind has none."""

OWN_TYPES: Mapping[str, Mapping[int, str]] = {"Aufgabe": {331: "Rückruf", 333: "Sonstiges"}}
"""Kind of action to those of its types that the customer added, by their number in the database."""

_NOT_FILTERED = frozenset({"Benutzer", "Adress_nr", "Objekt_nr", "dauer"})
_COLUMNS = {
    "actionkind": "Aktionsart",
    "actiontype": "Aktionstyp",
    "origincontact": "HerkunftKontakt",
    "cost": "Kosten",
    "note": "Bemerkung",
    "duration": "dauer",
    "features": "merkmal",
    "datetime": "Datum",
}
_CHANGED = ("Aktionsart", "Aktionstyp", "HerkunftKontakt", "Kosten", "Bemerkung", "dauer", "merkmal", "Datum")


def read(ask: Ask) -> Found:
    """Read a page of entries, newest first; a single one cannot be read by its number."""
    if ask.resourceid:
        raise Refusal(25, "agentslog")
    fields = ask.module("agentsLog").fields
    chosen = chosen_fields(ask.parameters.get("data"), fields)
    if not ask.rights:
        return nothing()
    filterable = {name: field for name, field in fields.items() if name not in _NOT_FILTERED}
    given = ask.parameters.get("filter")
    if isinstance(given, Mapping) and "Absagegrund" in given and "Beratungsebene" not in given:
        raise Refusal(237, "Absagegrund")
    condition = join_all([build_filter(given, filterable), *_linked(ask)])
    sortby, order = ask.parameters.get("sortby"), ask.parameters.get("sortorder")
    ordered = build_order(sortby, order, fields) or ((fields["Datum"], "DESC"),)
    part = Part(condition, ordered, page_size(ask), ask.whole("listoffset", 0), newest_first=not sortby)
    ids, elements = read_page(ask, SOURCE, chosen, part)
    for record in elements:
        _mend_lists(record)
    return Found(as_records("agentslog", ids, elements), count_records(ask, SOURCE, condition))


def create(ask: Ask) -> Found:
    """Write one entry per address, or one for the estate; what is null counts as not given."""
    ask = replace(
        ask, parameters={name: value for name, value in ask.parameters.items() if value is not None}
    )
    addresses = ask.parameters.get("addressids") or []
    if not addresses and not ask.parameters.get("estateid"):
        raise Refusal(98)
    if not isinstance(addresses, list):
        raise Refusal(99)
    values = {**_stored(ask, ask.parameters), **_stored_level(ask)}
    values.setdefault("Datum", ask.today)
    user = int(ask.parameters.get("userid") or API_USER)
    system = {
        "created": ask.today,
        "Datum_bearb": ask.today,
        "Benutzer_nr": user,
        "Benutzer": _user_name(ask, user),
    }
    entries = [_write_entry(ask, {**values, **system}, address) for address in addresses or [None]]
    return Found([{"id": entry, "type": "agentsLog", "elements": []} for entry in entries])


def modify(ask: Ask) -> Found:
    """Change an entry and give what it holds now."""
    data = ask.data()
    for name in data:
        if name not in _COLUMNS:
            raise Refusal(144, name)
    row = ask.db.execute("SELECT Nr FROM activity WHERE CAST(Nr AS TEXT) = ?", (ask.resourceid,)).fetchone()
    if row is None or not ask.rights:
        raise Refusal(80)
    changes = {**_stored(ask, data), "Datum_bearb": ask.today, "Benutzer_bearb": "api"}
    sql.update(ask.db, "activity", "Nr", row[0], changes)
    fields = ask.module("agentsLog").fields
    elements = read_values(ask, SOURCE, [row[0]], [fields[name] for name in _CHANGED])[0]
    return one(row[0], "agentsLog", {**elements, "Uhrzeit": elements["Datum"][11:]})


def _linked(ask: Ask) -> list[Condition]:
    """Narrow to the entries of estates, addresses and projects."""
    found = []
    for name, module in (("estateid", "estate"), ("addressid", "address"), ("projectid", "project")):
        given = ask.parameters.get(name)
        if not given:
            continue
        ids = given if isinstance(given, list) else [given]
        marks = ", ".join("?" * len(ids))
        exists = sql.exists("relation", f"type = ? AND parent = r.Nr AND child IN ({marks})")
        found.append(Condition(exists, (f"agentsLog:{module}", *(as_text(number) for number in ids))))
    return found


def _mend_lists(record: dict[str, Any]) -> None:
    for name in ("Objekt_nr", "Adress_nr"):
        if name in record:
            record[name] = json.loads(record[name])
    if record.get("merkmal") == "":
        record["merkmal"] = None


def _stored(ask: Ask, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return column to stored value for the parameters that create and modify have in common."""
    _check_kind(given)
    for name, code in (("cost", 222), ("duration", 223)):
        if name in given and not _is_positive(given[name]):
            raise Refusal(code, given[name])
    fields = ask.module("agentsLog").fields
    origin = given.get("origincontact")
    if origin and as_text(origin) not in ask.module("address").fields["HerkunftKontakt"].values:
        raise Refusal(220, origin)
    features = given.get("features") or []
    for feature in features if isinstance(features, list) else [features]:
        if as_text(feature) not in fields["merkmal"].values:
            raise Refusal(221, feature)
    return {
        column: stored_value(fields[column], given[name])
        for name, column in _COLUMNS.items()
        if name in given
    }


def _check_kind(given: Mapping[str, Any]) -> None:
    kind, kind_type = given.get("actionkind"), given.get("actiontype")
    if kind and kind not in KINDS:
        raise Refusal(100, kind)
    if kind and kind_type and kind_type not in KINDS[kind]:
        raise Refusal(101, kind_type)


def _stored_level(ask: Ask) -> dict[str, str]:
    fields = ask.module("agentsLog").fields
    found = {}
    if level := as_text(ask.parameters.get("advisorylevel")):
        names = [name for name in fields["Beratungsebene"].values if name.startswith(f"{level} ")]
        if not names:
            raise Refusal(225, level)
        found["Beratungsebene"] = names[0]
    if reason := as_text(ask.parameters.get("reasoncancellation")):
        if reason not in fields["Absagegrund"].values:
            raise Refusal(226, reason)
        found["Absagegrund"] = reason
    return found


def _write_entry(ask: Ask, values: Mapping[str, Any], address: Any) -> int:
    entry = sql.insert(ask.db, "activity", values)
    links: Sequence[tuple[str, Any]] = [
        ("agentsLog:estate", ask.parameters.get("estateid")),
        ("agentsLog:project", ask.parameters.get("projectid")),
        ("agentsLog:address", address),
    ]
    ask.db.executemany(
        "INSERT OR IGNORE INTO relation (type, parent, child) VALUES (?, ?, ?)",
        [(kind, entry, int(other)) for kind, other in links if other],
    )
    return entry


def _is_positive(value: Any) -> bool:
    try:
        return float(value) >= 0
    except (TypeError, ValueError):
        return False


def _user_name(ask: Ask, user: int) -> str:
    row = ask.db.execute('SELECT Name FROM "user" WHERE Nr = ?', (user,)).fetchone()
    if row is None:
        raise Refusal(251, user)
    return str(row[0])


CALLS: Mapping[str, Handler] = {
    "read agentslog": read,
    "create agentslog": create,
    "modify agentslog": modify,
}
