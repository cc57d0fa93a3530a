"""Search by distance: the ``georangesearch`` of estates, and their filter ``geo``."""

import math
import sqlite3
from collections.abc import Mapping
from typing import Any

from oocli.sandbox.records import sql
from oocli.sandbox.records.conditions import Condition
from oocli.sandbox.records.mysql_numbers import read_number
from oocli.sandbox.refusal import Refusal

_KILOMETRES_PER_DEGREE = 111.195


def find_place(db: sqlite3.Connection, place: Mapping[str, Any]) -> tuple[float, float] | None:
    """Return latitude and longitude of a postcode or town, or None if the sandbox does not know it."""
    if not place.get("zip") and not place.get("city"):
        return None
    zip_code, city = str(place.get("zip") or ""), str(place.get("city") or "")
    where = "land = ? AND (plz = ? OR (? = '' AND ort = ?))"
    found: tuple[float, float] | None = db.execute(
        sql.select(["breitengrad", "laengengrad"], "town", where=where, tail="LIMIT 1"),
        (str(place.get("country") or "DEU"), zip_code, zip_code, city),
    ).fetchone()
    return found


def near(db: sqlite3.Connection, search: Any) -> Condition:
    """Turn ``georangesearch`` into a condition; the radius is in kilometres.

    Raises:
        Refusal: 164 where neither a place nor coordinates are complete.
    """
    if not isinstance(search, Mapping) or not _number(search.get("radius")):
        raise Refusal(164)
    latitude, longitude = _number(search.get("latitude")), _number(search.get("longitude"))
    if latitude is None or longitude is None:
        if not search.get("country") or not (search.get("zip") or search.get("city")):
            raise Refusal(164)
        found = find_place(db, search)
        if found is None:
            return Condition("0")
        latitude, longitude = found
    return _within(latitude, longitude, float(search["radius"]))


def near_point(given: Any) -> Condition:
    """Turn the filter ``geo`` into a condition: ``loc`` is ``latitude,longitude``, ``val`` kilometres.

    Raises:
        Refusal: 142 for another operator, 164 where place or radius are not numbers.
    """
    condition = given[0] if isinstance(given, list) and len(given) == 1 else given
    if not isinstance(condition, Mapping) or str(condition.get("op")).lower() != "geo":
        raise Refusal(142, "geo")
    place = [_number(part) for part in str(condition.get("loc", "")).split(",")]
    radius = _number(condition.get("val"))
    if len(place) != 2 or place[0] is None or place[1] is None or radius is None:
        raise Refusal(164)
    return _within(place[0], place[1], radius)


def _within(latitude: float, longitude: float, radius: float) -> Condition:
    """Return the condition of being at most a number of kilometres from a place."""
    shrink = math.cos(math.radians(latitude))
    degrees = radius / _KILOMETRES_PER_DEGREE
    sql = (
        'p."breitengrad" <> 0 AND (p."breitengrad" - ?) * (p."breitengrad" - ?)'
        ' + (p."laengengrad" - ?) * (p."laengengrad" - ?) * ? <= ?'
    )
    return Condition(sql, (latitude, latitude, longitude, longitude, shrink * shrink, degrees * degrees))


def _number(value: Any) -> float | None:
    return None if isinstance(value, bool | list | dict) else read_number(str(value))
