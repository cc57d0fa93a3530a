"""Matching: which search criteria fit what is offered, and how well."""

import json
import math
from collections.abc import Mapping
from typing import Any

from oocli.sandbox.ask import Ask, Found, Handler
from oocli.sandbox.calls.searchcriteria import FIELDS, RANGE_KEYS
from oocli.sandbox.records import sql
from oocli.sandbox.records.conditions import Condition, join_all
from oocli.sandbox.records.distance import find_place
from oocli.sandbox.records.storing import as_text
from oocli.sandbox.refusal import Refusal

_DEFAULT_RECORDS = 10
_SOURCE = "searchcriteria s JOIN address a ON a.id = s.internaladdressid"


def search(ask: Ask) -> Found:
    """Return the active search criteria that fit the values searched for."""
    data = ask.parameters.get("searchdata") or {}
    if not isinstance(data, Mapping):
        raise Refusal(74)
    values = {name: as_text(value) for name, value in data.items()}
    for name in values:
        if name not in FIELDS and name not in RANGE_KEYS:
            raise Refusal(145, name)
    condition = join_all(
        [Condition("s.status = 1"), *(_fits(name, value) for name, value in values.items() if name in FIELDS)]
    )
    rows = ask.db.execute(
        sql.select(
            ["s.id", "s.internaladdressid", "s.criteria"], _SOURCE, where=condition.sql, tail="ORDER BY s.id"
        ),
        condition.values,
    )
    found = [(number, address, json.loads(criteria)) for number, address, criteria in rows]
    found = [row for row in found if _is_near(ask, values, row[2])]
    if ask.parameters.get("groupbyaddress", True) not in (False, 0, "0", "false"):
        found = list(
            {address: (number, address, criteria) for number, address, criteria in reversed(found)}.values()
        )[::-1]
    offset, limit = ask.whole("offset", 0), ask.whole("limit", _DEFAULT_RECORDS)
    records = [
        {"id": number, "type": "searchcriteria", "elements": _output(ask, number, address, criteria)}
        for number, address, criteria in found[offset : offset + limit]
    ]
    return Found(records, len(found))


def find_suitors(ask: Ask) -> Found:
    """Return the customers whose search criteria fit any of the values, and how well; without pages."""
    data = ask.parameters.get("estatedata") or {}
    if not isinstance(data, Mapping) or not data:
        raise Refusal(69)
    for name in data:
        if name not in FIELDS:
            raise Refusal(145, name)
    rows = ask.db.execute(
        sql.select(
            ["a.KdNr", "s.id", "s.criteria"], _SOURCE, where="s.status = 1", tail="ORDER BY a.KdNr, s.id"
        )
    )
    best: dict[int, tuple[int, int, list[str]]] = {}
    for customer, number, criteria in rows:
        percentage, deviated = _rate(json.loads(criteria), data)
        if percentage and percentage > best.get(customer, (0, 0, []))[0]:
            best[customer] = (percentage, number, deviated)
    records = [
        {
            "id": customer,
            "type": "",
            "elements": {
                "percentage": percentage,
                "deviated": [{name: 0} for name in deviated] or [[]],
                "searchcriteria": number,
            },
        }
        for customer, (percentage, number, deviated) in best.items()
    ]
    return Found(records, len(records))


def _fits(name: str, value: str) -> Condition:
    """Return the condition that a criterion says nothing about a field, or has the value in it."""
    path = f'$."{name}"'
    if FIELDS[name]:
        low, high = f'$."{name}__von"', f'$."{name}__bis"'
        number = _number(value)
        return Condition(
            "CAST(COALESCE(json_extract(s.criteria, ?), 0) AS REAL) <= ?"
            " AND ? <= COALESCE(CAST(NULLIF(json_extract(s.criteria, ?), '') AS REAL), 1e18)",
            (low, number, number, high),
        )
    return Condition(
        "json_extract(s.criteria, ?) IS NULL OR EXISTS"
        " (SELECT 1 FROM json_each(s.criteria, ?) WHERE json_each.value = ? COLLATE NOCASE)",
        (path, path, value),
    )


def _is_near(ask: Ask, values: Mapping[str, str], criteria: Mapping[str, Any]) -> bool:
    """Say whether the place searched for is within the criterion's radius, or its town without one."""
    wanted = _place(ask, values)
    if wanted is None:
        return True
    if not criteria.get("range"):
        town = (criteria.get("plz"), criteria.get("ort"))
        return not any(town) or values.get("range_plz") == town[0] or values.get("range_ort") == town[1]
    centre = _place(ask, criteria)
    if centre is None:
        return True
    shrink = math.cos(math.radians(wanted[0]))
    degrees = math.hypot(wanted[0] - centre[0], (wanted[1] - centre[1]) * shrink)
    return degrees * 111.195 <= _number(as_text(criteria["range"])) + _number(values.get("range", ""))


def _place(ask: Ask, values: Mapping[str, Any]) -> tuple[float, float] | None:
    latitude, longitude = values.get("range_breitengrad"), values.get("range_laengengrad")
    if latitude and longitude:
        return _number(as_text(latitude)), _number(as_text(longitude))
    place = {
        "zip": values.get("range_plz"),
        "city": values.get("range_ort"),
        "country": values.get("range_land"),
    }
    return find_place(ask.db, place) if place["zip"] or place["city"] else None


def _output(ask: Ask, number: int, address: int, criteria: Mapping[str, Any]) -> dict[str, str]:
    every: dict[str, Any] = {"Id": str(number), "adresse": str(address), **criteria}
    every.pop("sys_ko", None)
    if ask.flag("outputall"):
        return {name: value if isinstance(value, str) else ",".join(value) for name, value in every.items()}
    wanted = ask.parameters.get("outputfields") or ["Id"]
    return {name: every.get(name, "") for name in wanted if isinstance(name, str)}


def _rate(criteria: Mapping[str, Any], data: Mapping[str, Any]) -> tuple[int, list[str]]:
    """Return how many percent of the values fit, and the names of those that do not."""
    deviated = [name for name, value in data.items() if not _matches(criteria, name, as_text(value))]
    return round(100 * (len(data) - len(deviated)) / len(data)), deviated


def _matches(criteria: Mapping[str, Any], name: str, value: str) -> bool:
    if FIELDS[name]:
        low, high = (as_text(criteria.get(f"{name}__{end}")) for end in ("von", "bis"))
        return bool(low or high) and _number(low) <= _number(value) <= (_number(high) or math.inf)
    wanted = criteria.get(name)
    return wanted is not None and value.lower() in [
        item.lower() for item in ([wanted] if isinstance(wanted, str) else wanted)
    ]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


CALLS: Mapping[str, Handler] = {"get qualifiedsuitors": find_suitors}
