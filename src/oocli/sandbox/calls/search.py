"""Quick search: addresses by name, estates by number, street, town and owner; criteria by values."""

from collections.abc import Mapping, Sequence
from typing import Any

from oocli.sandbox.ask import Ask, Found, Handler
from oocli.sandbox.calls import estates, matching
from oocli.sandbox.calls.contacts import FILTERS
from oocli.sandbox.records import sql
from oocli.sandbox.records.conditions import Condition, build_filter, build_order, join_all
from oocli.sandbox.records.configuration import Field
from oocli.sandbox.records.picture_paths import HOST
from oocli.sandbox.records.selection import Part, Source, find_ids, stored_filter
from oocli.sandbox.records.storing import as_text
from oocli.sandbox.refusal import Refusal

_ADDRESS_SORT = {"contactCategory", "Email", "KdNr", "Name", "Vorname", "Zusatz1"}
_ESTATE_SORT = {"objektnr_extern", "ort", "strasse", "hausnummer"}
_MOST = 500
_ADDRESS_COLUMNS = ["r.id", "r.KdNr", "r.Name", "r.Vorname", "r.Zusatz1"]


def search(ask: Ask) -> Found:
    """Search what ``resourceid`` names."""
    if ask.resourceid == "searchcriteria":
        return matching.search(ask)
    words = as_text(ask.parameters["input"]).split()
    if not words:
        raise Refusal(69)
    return _search_addresses(ask, words) if ask.resourceid == "address" else _search_estates(ask, words)


def _search_addresses(ask: Ask, words: list[str]) -> Found:
    fields = ask.module("address").fields
    names = ask.parameters.get("searchparameter") or ["Vorname", "Name", "Zusatz1", "Email", "KdNr"]
    for name in names:
        if name not in fields:
            raise Refusal(141, name)
    columns = [fields[name].column for name in names]
    compare = "instr({}, ?) > 0" if ask.flag("casesensitive") else "instr(lower({}), lower(?)) > 0"
    conditions = []
    for word in words:
        parts = [compare.format(column) for column in columns]
        values = [word] * len(parts)
        if ask.flag("includecontactdata"):
            parts.append(sql.exists("contact", "address = r.id AND instr(lower(value), lower(?)) > 0"))
            values.append(word)
        conditions.append(Condition(" OR ".join(parts), tuple(values)))
    conditions.append(build_filter(ask.parameters.get("filter"), fields, special=FILTERS))
    sorting = {name: fields[name] for name in _ADDRESS_SORT}
    source = Source("address", "r.id", "address r", "address r")
    ids = find_ids(ask, source, _part(ask, conditions, sorting))
    return Found(
        [{"id": number, "type": "address", "elements": _describe_address(ask, number)} for number in ids]
    )


def _part(ask: Ask, conditions: Sequence[Condition], sorting: Mapping[str, Field]) -> Part:
    """Return which of the hits are wanted: all of them, or a page if that is asked for."""
    order = build_order(ask.parameters.get("sortby"), ask.parameters.get("sortorder"), sorting)
    limit, offset = ask.whole("listlimit", _MOST), ask.whole("listoffset", 0)
    return Part(join_all(conditions), order, limit=limit, offset=offset)


def _describe_address(ask: Ask, number: int) -> dict[str, Any]:
    row = ask.db.execute(sql.select(_ADDRESS_COLUMNS, "address r", where="r.id = ?"), (number,)).fetchone()
    mails = ask.db.execute(
        "SELECT value, main FROM contact WHERE address = ? AND kind = 'email' ORDER BY main DESC, id",
        (number,),
    ).fetchall()
    return {
        "customerno": row[1],
        "surname": row[2],
        "firstname": row[3],
        "company": row[4],
        "addressDescription": " ".join(filter(None, (row[3], row[2]))) or row[4],
        "emailaddress": [value for value, _ in mails],
        "primaryEmail": next((value for value, main in mails if main), ""),
    }


def _search_estates(ask: Ask, words: list[str]) -> Found:
    fields = ask.module("estate").fields
    owner = sql.exists(
        "relation o JOIN address a ON a.id = o.child",
        "o.type = 'estate:address:owner' AND o.parent = r.Id"
        " AND instr(lower(a.Vorname || ' ' || a.Name), lower(?)) > 0",
    )
    own = ['r."objektnr_extern"', 'r."ort"', 'p."strasse" || \' \' || r."hausnummer"']
    parts = [*(f"instr(lower({column}), lower(?)) > 0" for column in own), owner]
    text = " OR ".join(parts)
    conditions = [Condition(text, (word,) * len(parts)) for word in words]
    conditions.append(build_filter(ask.parameters.get("filter"), fields))
    conditions.append(build_filter(stored_filter(ask, "estate", "filterId"), fields))
    sorting = {name: fields[name] for name in _ESTATE_SORT}
    ids = find_ids(ask, estates.SOURCE, _part(ask, conditions, sorting))
    return Found(
        [{"id": number, "type": "estate", "elements": _describe_estate(ask, number)} for number in ids]
    )


def _describe_estate(ask: Ask, number: int) -> dict[str, Any]:
    columns = ["objektnr_extern", "plz", "ort", "strasse", "hausnummer", "objektart"]
    row = ask.db.execute(sql.select(columns, estates.SOURCE.table, where="r.Id = ?"), (number,)).fetchone()
    keys = ("externalestateno", "zipcode", "city", "street", "houseno")
    described = dict(zip(keys, row[:5], strict=True))
    described["owner"] = find_owner(ask, number)
    described["type"] = ask.module("estate").fields["objektart"].value_label(row[5], "DEU")
    if size := ask.parameters.get("includeThumbnail"):
        described["thumbnail"] = f"{HOST}/estate/{number}/{as_text(size)}/title"
    return described


def find_owner(ask: Ask, estate: int) -> str:
    """Return the name of an estate's first owner; empty if it has none."""
    row = ask.db.execute(
        "SELECT a.Vorname || ' ' || a.Name FROM relation o JOIN address a ON a.id = o.child"
        " WHERE o.type = 'estate:address:owner' AND o.parent = ? ORDER BY a.id LIMIT 1",
        (estate,),
    ).fetchone()
    return row[0].strip() if row else ""


CALLS: Mapping[str, Handler] = {"get search": search}
