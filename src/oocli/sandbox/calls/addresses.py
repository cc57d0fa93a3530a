"""Addresses: read, create, modify, with their contact entries."""

from collections.abc import Mapping
from typing import Any

from oocli.sandbox.ask import Ask, Found, Handler, one, success
from oocli.sandbox.calls.contacts import (
    DEFAULTS,
    FILTERS,
    PARAMETERS,
    SELECTORS,
    add_contacts,
    change_contact,
    read_contacts,
)
from oocli.sandbox.records import sql
from oocli.sandbox.records.conditions import ALWAYS, Condition, build_filter, build_order, join_all
from oocli.sandbox.records.configuration import Field
from oocli.sandbox.records.identifiers import new_uuid
from oocli.sandbox.records.selection import (
    MOST_RECORDS,
    Part,
    Source,
    as_records,
    chosen_fields,
    count_records,
    nothing,
    page_size,
    read_page,
    single,
    stored_filter,
)
from oocli.sandbox.records.storing import as_text, stored_values
from oocli.sandbox.refusal import Refusal

SOURCE = Source(type="address", key="r.id", table="address r", key_table="address r")
_IMAGE = Field("imageUrl", "varchar", "''", {"label": ["Bild", "Image"]})
_NOT_FIELDS = frozenset({*PARAMETERS, *DEFAULTS, "checkDuplicate", "noOverrideByDuplicate", "outlookSync"})
_TWO_LETTERS = {"DEU": "DE", "AUT": "AT", "CHE": "CH", "BEL": "BE", "NLD": "NL", "LUX": "LU", "FRA": "FR"}


def read(ask: Ask) -> Found:
    """Read one address or a page of them."""
    fields = {**ask.module("address").fields, "imageUrl": _IMAGE}
    names = ask.parameters.get("data")
    selectors = [name for name in names if name in SELECTORS] if isinstance(names, list) else []
    plain = [name for name in names if name not in SELECTORS] if isinstance(names, list) else names
    chosen = chosen_fields(plain, fields)
    if not ask.rights:
        return nothing()
    if ask.resourceid:
        part = Part(single(ask.resourceid, SOURCE.key), limit=1)
        return _answer(ask, chosen, selectors, part, total=None)
    condition = _build_condition(ask, fields)
    sortby = ask.parameters.get("sortby")
    sortby = None if isinstance(sortby, Mapping) else sortby  # the documentation knows a single field only
    order = build_order(sortby, ask.parameters.get("sortorder"), fields)
    total = count_records(ask, SOURCE, condition)
    part = Part(condition, order, page_size(ask), ask.whole("listoffset", 0), found=total)
    return _answer(ask, chosen, selectors, part, total=total)


def create(ask: Ask) -> Found:
    """Create an address, or change the one with the same mail address if that is asked for."""
    values = _stored(ask)
    found = _duplicate(ask) if ask.flag("checkDuplicate") else None
    if found:
        if not ask.flag("noOverrideByDuplicate"):
            sql.update(ask.db, "address", "id", found, {**values, "Aenderung": ask.today})
        return one(found, "address", [])
    if not ask.rights:
        raise Refusal(131)
    if "KdNr" not in values:
        values["KdNr"] = ask.db.execute("SELECT COALESCE(MAX(KdNr), 1000) + 1 FROM address").fetchone()[0]
    values.setdefault("Land", "Deutschland")
    system = {"uuid": new_uuid(), "Eintragsdatum": ask.today, "Aenderung": ask.today}
    address = sql.insert(ask.db, "address", {**values, **system})
    add_contacts(ask, address, ask.parameters)
    return one(address, "address", [])


def modify(ask: Ask) -> Found:
    """Change fields and contact entries of an address."""
    values = _stored(ask)
    row = ask.db.execute("SELECT id FROM address WHERE CAST(id AS TEXT) = ?", (ask.resourceid,)).fetchone()
    if row is None or not ask.rights:
        raise Refusal(80)
    sql.update(ask.db, "address", "id", row[0], {**values, "Aenderung": ask.today})
    for name in PARAMETERS:
        if name in ask.parameters:
            change_contact(ask, row[0], name, ask.parameters[name])
    return success("address")


def _build_condition(ask: Ask, fields: Mapping[str, Field]) -> Condition:
    conditions = [
        build_filter(ask.parameters.get("filter"), fields, special=FILTERS),
        build_filter(stored_filter(ask, "address"), fields),
        _among(ask.parameters.get("recordids")),
    ]
    return join_all(conditions)


def _among(ids: Any) -> Condition:
    """Return the condition of ``recordids``, a list of at most 500 numbers."""
    if ids is None or ids == "":
        return ALWAYS
    if not isinstance(ids, list):
        ids = [ids]
    if len(ids) > MOST_RECORDS:
        raise Refusal(302)
    marks = ", ".join("?" * len(ids))
    return Condition(f"r.id IN ({marks})", tuple(as_text(number) for number in ids))


def _answer(ask: Ask, chosen: list[Field], selectors: list[str], part: Part, *, total: int | None) -> Found:
    ids, elements = read_page(ask, SOURCE, chosen, part)
    codes = _country_codes(ask)
    contacts = read_contacts(ask, ids, selectors) if selectors else {}
    for at, (number, record) in enumerate(zip(ids, elements, strict=True)):
        if codes and "Land" in record:
            record["Land"] = codes.get(record["Land"], record["Land"])
        if ask.flag("addMobileUrl"):
            record["mobileUrl"] = f"https://mobile.sandbox.invalid/address/{number}"
        elements[at] = {"id": number, **record, **contacts.get(number, {})}
    return Found(as_records("address", ids, elements), len(ids) if total is None else total)


def _country_codes(ask: Ask) -> dict[str, str]:
    """Return the name of a country, as addresses hold it, to the code that is asked for."""
    kind = ask.parameters.get("countryIsoCodeType")
    if kind not in ("ISO-3166-2", "ISO-3166-3"):
        return {}
    countries = {key: labels[0] for key, labels in ask.module("address").fields["Land"].values.items()}
    if kind == "ISO-3166-3":
        return {name: key for key, name in countries.items()}
    return {countries[key]: short for key, short in _TWO_LETTERS.items()}


def _stored(ask: Ask) -> dict[str, Any]:
    given = {name: value for name, value in ask.parameters.items() if name not in _NOT_FIELDS}
    given.pop("extendedclaim", None)
    values = stored_values(given, ask.module("address").fields, unknown=141)
    if "Land" in values:
        values["Land"] = ask.module("address").fields["Land"].value_label(values["Land"], "DEU")
    user = values.get("Benutzer")
    if user and not ask.db.execute('SELECT 1 FROM "user" WHERE Name = ?', (user,)).fetchone():
        raise Refusal(251, user)
    return values


def _duplicate(ask: Ask) -> int | None:
    """Return the lowest number of an address with one of the mail addresses given."""
    mails = [as_text(ask.parameters.get(name)) for name in ("email", "email_private", "email_business")]
    row = ask.db.execute(
        "SELECT MIN(address) FROM contact WHERE kind = 'email' AND value <> '' AND value IN (?, ?, ?)", mails
    ).fetchone()
    return int(row[0]) if row[0] else None


CALLS: Mapping[str, Handler] = {"read address": read, "create address": create, "modify address": modify}
