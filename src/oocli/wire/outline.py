"""Find the lists of records in the text of an answer, which are nearly all of it.

Pure. What is left with a number in the place of each list is read as JSON, and every number must
stand where records do. So a list is what it is taken for, or the answer is not cut.
"""

import json
import re
from collections.abc import Sequence
from itertools import islice
from typing import Any, NamedTuple

from oocli.wire.decoding import decode_json

START = b'{"id":'
"""How a record begins."""

NEXT = b"}," + START
"""Where one ends and the next one begins."""

_NAME = b'"records":'
# A pattern that begins with a bracket finds a list in half the time of one that begins with a name: brackets
# are few, and quotes are everywhere.
_LIST = re.compile(rb"\[(?<=%b\[)%b" % (_NAME, re.escape(START)))


class Outline(NamedTuple):
    """An answer without its records.

    Attributes:
        value: its JSON value; where a list of records stood there is its number, from 0.
        lists: where in the text each list is, without the start of its first record and the last brace.
    """

    value: Any
    lists: Sequence[slice]

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
    found: list[slice] = []
    envelope = []
    begins = [match.start() for match in islice(_LIST.finditer(text), lists or None)]
    kept = 0  # where the part of the text begins that stays in the envelope
    for begin, behind in zip(begins, [*begins[1:], len(text)], strict=True):
        start = begin + len(b"[") + len(START)
        stop = _find_end(text, start, behind)
        envelope.append(b"%b%d" % (text[kept:begin], len(found)))
        found.append(slice(start, stop))
        kept = stop + len(b"}]")
    envelope.append(text[kept:])
    return Outline(decode_json(b"".join(envelope)), found)


def _find_end(text: bytes, start: int, stop: int) -> int:
    """Return where the closing brace of the last record of a list stands."""
    last = max(start, text.rfind(NEXT, start, stop) + len(NEXT))
    record = (START + text[last:stop]).decode()
    _, end = json.JSONDecoder().raw_decode(record)
    behind = last + len(record[:end].encode()) - len(START)
    if text[behind - 1 : behind + 1] != b"}]":
        raise ValueError("the list goes on")
    return behind - 1
