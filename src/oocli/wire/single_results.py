"""Part the answer to several actions into an answer to each, so that they can be read one after another.

Pure. Who reads a page when its turn comes holds one page as values and not all of an answer, and a
processor finds it in its cache.
"""

import json
from collections.abc import Sequence
from typing import Any

from oocli.wire.outline import START, outline

_PLACE = "@records@"


def part(body: bytes, results: int) -> Sequence[bytes]:
    """Return an answer with a single result for each of so many results; none where that is not certain."""
    try:
        value, lists = found = outline(body, lists=results)
        found.find_places()
        return [_write(value, result, lists) for result in value["response"]["results"]]
    except (ValueError, LookupError, TypeError, RecursionError):
        return ()


def _write(answer: Any, result: Any, lists: Sequence[bytes]) -> bytes:
    """Return the text of the answer with this result alone."""
    data = result["data"]
    number = data.get("records") if isinstance(data, dict) else None
    if type(number) is int:
        result = {**result, "data": {**data, "records": _PLACE}}
    single = {**answer, "response": {**answer["response"], "results": [result]}}
    text = json.dumps(single, separators=(",", ":")).encode("ascii")
    if type(number) is not int:
        return text
    before, behind = text.split(b'"%b"' % _PLACE.encode("ascii"))
    return b"%b[%b%b}]%b" % (before, START, lists[number], behind)
