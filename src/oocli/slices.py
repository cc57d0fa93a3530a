r"""Cut the records of an answer out of its text, to be handed on as they came.

Pure. An export of NDJSON writes what it reads. Decoding a record costs about as much as encoding it
again, and finding its end costs a tenth of either: see docs/benchmarks.md.

A record ends and the next one begins with ``},{"id":``. In a JSON string these characters
cannot stand, its quotes would be escaped; so they stand between records, or between
objects of a list inside a record. An answer is cut only where the latter is excluded: a
piece has no list, or its braces are in balance. What is left, with the lists of records
taken out, is read as JSON and must have their places. Any other answer is
read in the ordinary way, whole.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from oocli.decoding import read_json
from oocli.record import Slice

_LIST = '"records":[{"id":'
_BETWEEN = '},{"id":'
_ESCAPE = r"\\(?:u[0-9A-Fa-f]{4}|.)"
_LAST_ASCII = 0x7F


def read_slices(body: bytes) -> Any:
    """Give the JSON value of an answer; its records are slices, or dicts where it cannot be cut.

    Raises:
        ValueError: it is not JSON.
        RecursionError: it is nested too deeply.
    """
    try:
        return _cut(_write_plainly(body))
    except (ValueError, LookupError, TypeError, RecursionError):
        return read_json(body)


def _write_plainly(body: bytes) -> str:
    r"""Give the text without needless escapes: PHP writes ``\/`` and ``\u00fc``.

    Raises:
        ValueError: a record could have line breaks, or what is no number, or an escape stands
            for what needs one.
    """
    if b"\n" in body or b"\r" in body:
        raise ValueError("there are line breaks")
    if b"NaN" in body or b"Infinity" in body:  # read as numbers, and not allowed in what is written
        raise ValueError("there may be what is no number")
    if b"\\" not in body:
        return body.decode()
    escapes = _Escapes()
    text = re.sub(_ESCAPE, lambda match: escapes[match[0]], body.decode())
    if any(escape.lower().startswith("\\ud") for escape in escapes):  # two halves of a character
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    return text


class _Escapes(dict[str, str]):
    """What to write for each escape, as far as they were met."""

    def __missing__(self, escape: str) -> str:
        self[escape] = {"\\/": "/"}.get(escape, escape) if len(escape) == 2 else _read_code(escape[2:])
        return self[escape]


def _read_code(code: str) -> str:
    number = int(code, 16)
    if number <= _LAST_ASCII:  # among these are quotes and line ends, which have to stay escaped
        raise ValueError(f"{code} is not to be written as a character")
    return chr(number)


def _cut(text: str) -> Any:
    """Give the value of an answer with its records cut out.

    Raises:
        ValueError, LookupError, TypeError: it cannot be cut.
    """
    head, *listings = text.split(_LIST)
    envelope = [head]
    records: list[list[Slice]] = []
    for listing in listings:
        *pieces, last = listing.split(_BETWEEN)
        end = _find_end(last)
        envelope.append(f'"records":{len(records)}{last[end + 2 :]}')
        records.append([_read_slice(piece) for piece in (*pieces, last[:end])])
    answer = read_json("".join(envelope).encode("utf-8", "surrogatepass"))
    _put_back(answer, enumerate(records))
    return answer


def _find_end(last: str) -> int:
    """Give where the closing brace of the last record stands."""
    start = '{"id":'
    _, end = json.JSONDecoder().raw_decode(start + last)
    end -= len(start) + 1
    if last[end : end + 2] != "}]":
        raise ValueError("the list goes on")
    return end


def _read_slice(piece: str) -> Slice:
    """Give the record of a piece, which is its text without the start and the closing brace."""
    if "[" in piece and not piece.count("{") == piece.count("}") == 1:
        _refuse_doubtful(piece)
    number = piece[: piece.index(",")]
    record = Slice(id=int(number) if number.isdecimal() else json.loads(number))
    record.text = f'{{"id":{piece}}}'
    return record


def _refuse_doubtful(piece: str) -> None:
    """Refuse a piece whose list may end in another piece."""
    if piece.count("{") != piece.count("}") or "[{" in piece:
        raise ValueError("objects may stand in a list")
    if '"elements":[]' in piece:
        raise ValueError("an empty list stands for an object")


def _put_back(answer: Any, records: Iterable[tuple[int, list[Slice]]]) -> None:
    """Put the lists of records where their numbers stand, and see that each has found its place."""
    left: Iterator[tuple[int, list[Slice]]] = iter(records)
    for result in answer["response"]["results"]:
        data = result["data"]
        if isinstance(data, dict) and type(data.get("records")) is int:
            number, listed = next(left, (-1, []))
            if data["records"] != number:
                raise ValueError("a number stands where records should be")
            data["records"] = listed
    if next(left, None) is not None:
        raise ValueError("records stand where none should be")
