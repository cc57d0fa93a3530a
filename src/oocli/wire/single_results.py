"""Part the answer to several actions into an answer to each, so that they can be read one after another.

Pure. Who reads a page when its turn comes holds one page as values and not all of an answer, and a
processor finds it in its cache.
"""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from oocli.wire.outline import START, outline

_PLACE = "@records@"


class Part(NamedTuple):
    """An answer with a single result, out of the text of one that has several.

    Attributes:
        whole: that text.
        records: where its records stand there; None where it has none.
        before: what comes before them.
        behind: what comes behind them.
    """

    whole: bytes
    records: slice | None
    before: bytes
    behind: bytes

    def write(self) -> bytes:
        """Return its text."""
        if self.records is None:
            return self.before
        return b"%b[%b%b}]%b" % (self.before, START, self.whole[self.records], self.behind)


def part(body: bytes, results: int) -> Sequence[Part]:
    """Return an answer with a single result for each of so many results; none where that is not certain."""
    try:
        value, lists = found = outline(body, lists=results)
        found.find_places()
        return [_find_part(body, value, result, lists) for result in value["response"]["results"]]
    except (ValueError, LookupError, TypeError, RecursionError):
        return ()


def _find_part(body: bytes, answer: Any, result: Any, lists: Sequence[slice]) -> Part:
    data = result["data"]
    number = data.get("records") if isinstance(data, dict) else None
    if type(number) is not int:
        return Part(body, None, _write_single(answer, result), b"")
    text = _write_single(answer, {**result, "data": {**data, "records": _PLACE}})
    before, behind = text.split(b'"%b"' % _PLACE.encode("ascii"))
    return Part(body, lists[number], before, behind)


def _write_single(answer: Any, result: Any) -> bytes:
    single = {**answer, "response": {**answer["response"], "results": [result]}}
    return json.dumps(single, separators=(",", ":")).encode("ascii")
