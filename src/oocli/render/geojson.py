"""GeoJSON: records as points on a map, streamed, valid whenever it has ended. Source: RFC 7946."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

from oocli.errors import UsageError
from oocli.render.batches import split
from oocli.render.encoding import encode_json, encode_utf8, write_encoded
from oocli.render.layout import Layout

_DEGREES = re.compile(r"-?[0-9]{1,3}(?:[.,][0-9]{1,20})?", re.ASCII)
_FARTHEST = (90, 180)  # of latitude and longitude
_START = b'{"type":"FeatureCollection","features":['


class GeoJsonRenderer:
    """Write records as one FeatureCollection, a feature a line.

    The place of a record is its geometry, as WGS 84, longitude first; fields that only say the place
    are properties where they were asked for. A record without a place has ``null`` as its geometry.
    A collection that was begun is always ended, so that what came before a failure can be read.
    """

    def __init__(self, layout: Layout) -> None:
        """Take the columns, and the fields that say the place.

        Raises:
            UsageError: nothing is known to say the place.
        """
        if not layout.coordinates:
            raise UsageError(
                "-o geojson is for records with a place on the map, which these are not",
                hint="`oocli read estate -o geojson` has them; -o json is for all records",
            )
        self.notes: list[str] = []
        self._coordinates = layout.coordinates
        self._hidden = frozenset(layout.coordinates).difference(layout.columns)

    def render(self, records: Iterable[dict[str, Any]], stream: TextIO) -> int:
        """Write the collection; give the number of records."""
        count = 0
        try:
            for batch in split(records):
                text = b",\n".join([encode_utf8(encode_json(self._build(record))) for record in batch])
                write_encoded((b",\n" if count else _START + b"\n") + text, stream)
                count += len(batch)
        finally:
            if count:
                stream.write("\n]}\n")
        if not count:
            stream.write(f"{_START.decode()}]}}\n")
        stream.flush()
        return count

    def _build(self, record: Mapping[str, Any]) -> dict[str, Any]:
        number, elements = record.get("id"), record.get("elements")
        place = find_place(record, self._coordinates)
        properties = elements if isinstance(elements, Mapping) else {}
        is_name = isinstance(number, str | int) and not isinstance(number, bool) and number != ""
        return {
            "type": "Feature",
            **({"id": number} if is_name else {}),
            "geometry": None if place is None else {"type": "Point", "coordinates": place},
            "properties": {name: value for name, value in properties.items() if name not in self._hidden},
        }


def find_place(record: Mapping[str, Any], coordinates: Sequence[str]) -> tuple[float, float] | None:
    """Return longitude and latitude of a record in degrees; None where it has none.

    ``coordinates`` are the fields of latitude and longitude. Zero is what onOffice has for a
    number that nobody entered.
    """
    elements = record.get("elements")
    if not isinstance(elements, Mapping):
        return None
    found = [_read_degrees(elements.get(name)) for name in coordinates]
    if any(math.isnan(degrees) for degrees in found) or not all(found):
        return None
    if any(abs(degrees) > most for degrees, most in zip(found, _FARTHEST, strict=True)):
        return None
    latitude, longitude = found
    return longitude, latitude


def _read_degrees(value: Any) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if abs(value) <= max(_FARTHEST) else math.nan
    text = value.strip() if isinstance(value, str) else ""
    return float(text.replace(",", ".")) if _DEGREES.fullmatch(text) else math.nan
