"""Find the lists of records in the text of an answer, which are nearly all of it.

Pure. What is left with a number in the place of each list is read as JSON, and every number must
stand where records do. So a list is what it is taken for, or the answer is not cut.
"""

import json
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from oocli.wire.decoding import decode_json

START = b'{"id":'
"""How a record begins."""

NEXT = b"}," + START
"""Where one ends and the next one begins."""

_LIST = re.compile(re.escape(b'"records":[' + START))


class Outline(NamedTuple):
    """An answer without its records.

    Attributes:
        value: its JSON value; where a list of records stood there is its number, from 0.
        lists: the text of each list, without the start of its first record and the last brace.
    """

    value: Any
    lists: Sequence[bytes]

    def find_places(self) -> list[dict[str, Any]]:
        """Return what holds the number of each list, under ``records``.

        Raises:
            ValueError, LookupError, TypeError: a number stands elsewhere.
        """
        found = [result["data"] for result in self.value["response"]["results"]]
        places = [data for data in found if isinstance(data, dict) and type(data.get("records")) is int]
        if [data["records"] for data in places] != list(range(len(self.lists))):
            raise ValueError("a list stands where none should be, or a number where there should be one")
        return places


def outline(text: bytes, *, lists: int) -> Outline:
    """Return an answer without its records, which stand in so many lists at most; 0 for any number.

    Raises:
        ValueError: it is not JSON, or a list cannot be told from what stands around it.
        RecursionError: it is nested too deeply.
    """
    head, *rest = _LIST.split(text, maxsplit=lists)
    envelope = [head]
    found: list[bytes] = []
    for listing in rest:
        end = _find_end(listing)
        envelope.append(b'"records":%d%b' % (len(found), listing[end + 2 :]))
        found.append(listing[:end])
    return Outline(decode_json(b"".join(envelope)), found)


def _find_end(listing: bytes) -> int:
    """Return where the closing brace of the last record stands."""
    start = listing.rfind(NEXT)
    start = 0 if start < 0 else start + len(NEXT)
    record = (START + listing[start:]).decode()
    _, end = json.JSONDecoder().raw_decode(record)
    behind = start + len(record[:end].encode()) - len(START)
    if listing[behind - 1 : behind + 1] != b"}]":
        raise ValueError("the list goes on")
    return behind - 1
