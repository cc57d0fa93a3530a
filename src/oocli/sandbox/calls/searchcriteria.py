"""Search criteria of addresses: read, create, modify, delete, and which fields they have."""

import json
from collections.abc import Mapping
from typing import Any

from oocli.sandbox.ask import API_USER, Ask, Found, Handler, one, success
from oocli.sandbox.records import sql
from oocli.sandbox.records.conditions import build_filter, build_order
from oocli.sandbox.records.configuration import LANGUAGES, Field
from oocli.sandbox.records.distance import find_place
from oocli.sandbox.records.links import check_exists, whole_numbers
from oocli.sandbox.records.selection import page_size
from oocli.sandbox.records.storing import as_text, stored_value
from oocli.sandbox.refusal import Refusal

FIELDS: Mapping[str, bool] = {
    "objektart": False,
    "objekttyp": False,
    "vermarktungsart": False,
    "nutzungsart": False,
    "plz": False,
    "ort": False,
    "land": False,
    "regionaler_zusatz": False,
    "balkon": False,
    "kaufpreis": True,
    "kaltmiete": True,
    "wohnflaeche": True,
    "grundstuecksflaeche": True,
    "anzahl_zimmer": True,
}
"""Estate field that is a search field to whether it is searched by a range."""

RANGE_KEYS = (
    "range",
    "range_plz",
    "range_ort",
    "range_strasse",
    "range_hausnummer",
    "range_land",
    "range_breitengrad",
    "range_laengengrad",
)
_COLUMNS = {
    "advisor": "advisor",
    "sys_status": "status",
    "krit_bemerkung_oeffentlich": "publicnote",
}
_REMARKS = frozenset({"krit_bemerkung", "sysExpiryDate", "sys_ko"})
_DATA_TYPE = "urn:onoffice-de-ns:smart:2.5:dbAccess:dataType:"
_DATA_TYPES = {"boolean": "tinyint", "integer": "decimal", "text": "varchar"}
_SHOWN_FOR = {
    "kaufpreis": {"vermarktungsarten": "kauf,erbpacht"},
    "kaltmiete": {"vermarktungsarten": "miete,pacht", "nutzungsarten": "wohnen,gewerbe,waz"},
    "wohnflaeche": {"objektarten": "haus,wohnung,zimmer"},
    "anzahl_zimmer": {"objektarten": "haus,wohnung,buero_praxen"},
    "grundstuecksflaeche": {"objektarten": "haus,grundstueck"},
    "vermarktungsart": {"ko": "true"},
    "objektart": {"ko": "true", "mandatory": "true"},
}
"""Search field to what is said about it besides its type: all of it text, lists with commas."""

_META = {
    name: Field(name, kind, column, {})
    for name, kind, column in (
        ("internaladdressid", "integer", "s.internaladdressid"),
        ("externaladdressid", "integer", "a.KdNr"),
        ("advisor", "integer", "s.advisor"),
        ("creator", "integer", "s.creator"),
        ("creationdate", "date", "s.creationdate"),
        ("editdate", "datetime", "s.editdate"),
        ("status", "integer", "s.status"),
        ("publicnote", "text", "s.publicnote"),
        ("characteristic", "varchar", "s.characteristic"),
    )
}
_SOURCE = "searchcriteria s JOIN address a ON a.id = s.internaladdressid"
_MODES = {"internal": "s.internaladdressid", "external": "a.KdNr", "searchcriteria": "s.id"}


def read(ask: Ask) -> Found:
    """Read search criteria by the numbers of addresses, customers or criteria, or by a filter."""
    mode = ask.parameters["mode"]
    order = "s.id ASC"
    if mode == "filter":
        for name in ("filter", "sortby", "sortorder"):
            if name not in ask.parameters:
                raise Refusal(167, name)
        condition = build_filter(ask.parameters["filter"], _META)
        where, values = condition.sql, condition.values
        sorting = build_order(ask.parameters["sortby"], ask.parameters["sortorder"], _META)
        order = ", ".join([*(f"{field.column} {direction}" for field, direction in sorting), order])
    elif mode in _MODES:
        if "ids" not in ask.parameters:
            raise Refusal(167, "ids")
        where, values = sql.among(_MODES[mode]), (json.dumps(whole_numbers(ask.parameters["ids"], "ids")),)
    else:
        raise Refusal(204)
    columns = ["s.id", "s.criteria", *(field.column for field in _META.values())]
    statement = sql.select(columns, _SOURCE, where=where, tail=f"ORDER BY {order} LIMIT ? OFFSET ?")
    rows = ask.db.execute(statement, (*values, page_size(ask), ask.whole("listoffset", 0)))
    records = [
        {"id": row[0], "type": "searchcriteria", "elements": _describe(json.loads(row[1]), row[2:])}
        for row in rows
    ]
    total = ask.counts.count(ask.db, _SOURCE, where, values)
    return Found(records, total)


def create(ask: Ask) -> Found:
    """Create the search criterion of an address."""
    address = _one_number(ask.parameters["addressid"], "addressid")
    check_exists(ask.db, "address", address)
    columns, criteria = _stored(ask, ask.required_data())
    row = {
        "internaladdressid": address,
        "advisor": API_USER,
        "creator": API_USER,
        "creationdate": ask.today[:10],
        "editdate": ask.today,
        **columns,
        "criteria": json.dumps(criteria, ensure_ascii=False),
    }
    return one(sql.insert(ask.db, "searchcriteria", row), "searchCriteria", [])


def modify(ask: Ask) -> Found:
    """Change a search criterion; without advisor it goes to the API user, as with the API."""
    number, criteria = _find(ask)
    columns, changes = _stored(ask, ask.required_data())
    row = {"advisor": API_USER, **columns, "editdate": ask.today}
    row["criteria"] = json.dumps({**criteria, **changes}, ensure_ascii=False)
    sql.update(ask.db, "searchcriteria", "id", number, row)
    return success("searchcriteria")


def delete(ask: Ask) -> Found:
    """Delete a search criterion."""
    number, _ = _find(ask)
    ask.db.execute("DELETE FROM searchcriteria WHERE id = ?", (number,))
    return success("searchcriteria")


def list_fields(ask: Ask) -> Found:
    """List the search fields by category."""
    language = as_text(ask.parameters.get("language") or "DEU")
    if language not in LANGUAGES:
        raise Refusal(160, language)
    fields = ask.module("estate").fields
    described = [
        _describe_field(ask, fields[name], position, language) for position, name in enumerate(FIELDS, 1)
    ]
    plain = [field for field in described if "rangefield" not in field]
    ranges = [field for field in described if "rangefield" in field]
    names = (
        ("Search criteria", "Prices and areas")
        if language == "ENG"
        else ("Suchkriterien", "Preise und Flächen")
    )
    categories = zip(names, (plain, ranges), strict=True)
    return Found(
        [
            {"id": at, "type": "", "elements": {"name": name, "fields": listed}}
            for at, (name, listed) in enumerate(categories)
        ]
    )


def _stored(ask: Ask, data: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Split what is sent into columns and criteria; refuse unknown names, and criteria outside ``data``."""
    fields = ask.module("estate").fields
    for name in ask.parameters:
        if name.partition("__")[0] in FIELDS or name in RANGE_KEYS:
            raise Refusal(145, name)
    columns: dict[str, Any] = {}
    criteria: dict[str, Any] = {}
    for name, value in data.items():
        base, _, end = name.partition("__")
        if name in _COLUMNS:
            columns[_COLUMNS[name]] = int(value) if str(value).isdecimal() else as_text(value)
        elif name in RANGE_KEYS or name in _REMARKS:
            criteria[name] = value if isinstance(value, list) else as_text(value)
        elif end in ("von", "bis") and FIELDS.get(base):
            criteria[name] = as_text(value)
        elif FIELDS.get(name) and isinstance(value, list) and len(value) == 2:
            criteria |= {f"{name}__von": as_text(value[0]), f"{name}__bis": as_text(value[1])}
        elif name in FIELDS and not end:
            criteria[name] = _checked(fields[name], value)
        else:
            raise Refusal(145, name)
    return columns, {**criteria, **_coordinates(ask, criteria)}


def _coordinates(ask: Ask, criteria: Mapping[str, Any]) -> dict[str, str]:
    """Return the centre of a radius search whose place is named."""
    names = {"zip": "range_plz", "city": "range_ort", "country": "range_land"}
    found = find_place(ask.db, {key: criteria.get(name) for key, name in names.items()})
    if found is None:
        return {}
    return {"range_breitengrad": f"{found[0]:.5f}", "range_laengengrad": f"{found[1]:.5f}"}


def _checked(field: Field, value: Any) -> Any:
    if isinstance(value, list):
        return [_checked(field, item) for item in value]
    stored_value(field, value)
    return as_text(value)


def _describe(criteria: dict[str, Any], meta: tuple[Any, ...]) -> dict[str, Any]:
    elements: dict[str, Any] = {
        name: value if isinstance(value, list) else [value] if name in ("objektart", "objekttyp") else value
        for name, value in criteria.items()
        if name in FIELDS
    }
    for name, is_range in FIELDS.items():
        ends = [criteria.get(f"{name}__{end}", "") for end in ("von", "bis")]
        if is_range and any(ends):
            elements[f"range_{name}"] = ends
    if criteria.get("range"):
        elements["Range"] = {key: criteria.get(key, "") for key in RANGE_KEYS}
    known = dict(zip(_META, meta, strict=True))
    return {**elements, "_meta": {**known, "kocriterias": criteria.get("sys_ko") or []}}


def _describe_field(ask: Ask, field: Field, position: int, language: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "id": field.name,
        "name": field.label(language),
        "position": position,
        "type": field.type if field.values else _DATA_TYPE + _DATA_TYPES.get(field.type, field.type),
        **_SHOWN_FOR.get(field.name, {}),
    }
    if field.name == "regionaler_zusatz":
        described["type"] = "displayAll"
    if field.values:
        described |= {
            "values": {key: field.value_label(key, language) for key in field.values},
            "default": None,
        }
    if FIELDS[field.name]:
        described["rangefield"] = "true"
        if ask.flag("additionalTranslations"):
            words = ("from", "to") if language == "ENG" else ("von", "bis")
            described["additionalTranslations"] = {
                f"{field.name}__{end}": f"{field.label(language)} {word}"
                for end, word in zip(("von", "bis"), words, strict=True)
            }
    return described


def _find(ask: Ask) -> tuple[int, dict[str, Any]]:
    row = ask.db.execute(
        "SELECT id, criteria FROM searchcriteria WHERE CAST(id AS TEXT) = ?", (ask.resourceid,)
    ).fetchone()
    if row is None or not ask.rights:
        raise Refusal(95)
    return row[0], json.loads(row[1])


def _one_number(value: Any, name: str) -> int:
    numbers = whole_numbers(value, name)
    if len(numbers) != 1:
        raise Refusal(64)
    return numbers[0]


CALLS: Mapping[str, Handler] = {
    "get searchcriterias": read,
    "create searchcriteria": create,
    "modify searchcriteria": modify,
    "delete searchcriteria": delete,
    "get searchCriteriaFields": list_fields,
}
