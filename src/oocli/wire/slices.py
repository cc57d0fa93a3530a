r"""Cut the records of an answer out of its text, to be handed on as they came.

Pure. An export mostly writes what it reads. Decoding a record costs about as much as encoding it
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

from oocli.wire.decoding import decode_json
from oocli.wire.record import Slice

_START = b'{"id":'
_LIST = b'"records":[' + _START
_BETWEEN = re.compile(rb'\},\{"id":')
# Behind the backslash. What begins with d may be half of a character, and the other half follows.
_ESCAPE = re.compile(rb"\\(u[^dD]...|[^u]|u....\\u....|u....)")
_COMMA, _BRACKET, _OPENING, _CLOSING = b",[{}"
# A pattern looks through a long text in half the time that ``in`` takes for a short word.
_NO_NUMBERS = (re.compile(b"NaN"), re.compile(b"Infinity"))


def read_slices(body: bytes) -> Any:
    """Return the JSON value of an answer; its records are slices, or dicts where it cannot be cut.

    Raises:
        ValueError: it is not JSON.
        RecursionError: it is nested too deeply.
    """
    try:
        return _cut(_write_plainly(body))
    except (ValueError, LookupError, TypeError, RecursionError):
        return decode_json(body)


def _write_plainly(body: bytes) -> bytes:
    r"""Return the UTF-8 without needless escapes: PHP writes ``\/`` and ``\u00fc``.

    Raises:
        ValueError: a record could have line breaks, or what is not a number or not UTF-8, or an
            escape stands for nothing, or for half a character.
    """
    if b"\n" in body or b"\r" in body:
        raise ValueError("there are line breaks")
    if any(word.search(body) for word in _NO_NUMBERS):  # json reads them, and nobody else
        raise ValueError("there may be what is not a number")
    if not body.isascii():
        body.decode()
    if b"\\" not in body:
        return body
    # A substitution by a function would take a third longer.
    pieces = _ESCAPE.split(body)
    pieces[1::2] = map(_Escapes().__getitem__, pieces[1::2])
    return b"".join(pieces)


class _Escapes(dict[bytes, bytes]):
    """What to write for each escape, without its backslash, as far as they were met."""

    def __missing__(self, escape: bytes) -> bytes:
        self[escape] = json.dumps(json.loads(b'"\\%b"' % escape), ensure_ascii=False)[1:-1].encode()
        return self[escape]


def _cut(text: bytes) -> Any:
    """Return the value of an answer with its records cut out.

    Raises:
        ValueError, LookupError, TypeError: it cannot be cut.
    """
    head, *listings = text.split(_LIST)
    envelope = [head]
    records: list[list[Slice]] = []
    for listing in listings:
        *pieces, last = _BETWEEN.split(listing)
        end = _find_end(last)
        envelope.append(b'"records":%d%b' % (len(records), last[end + 2 :]))
        records.append([*_read_slices(pieces), *_read_slices([last[:end]])])
    answer = decode_json(b"".join(envelope))
    _put_back(answer, enumerate(records))
    return answer


def _find_end(last: bytes) -> int:
    """Return where the closing brace of the last record stands."""
    record = (_START + last).decode()
    _, end = json.JSONDecoder().raw_decode(record)
    behind = len(record[:end].encode()) - len(_START)
    if last[behind - 1 : behind + 1] != b"}]":
        raise ValueError("the list goes on")
    return behind - 1


def _read_slices(pieces: Iterable[bytes]) -> Iterator[Slice]:
    """Return the records of pieces; each is the text of one without its start and its closing brace."""
    for piece in pieces:
        # One brace opens and one closes, at the end; to find them is quicker than to count.
        if _BRACKET in piece and not (
            0 <= piece.find(_OPENING) == piece.rfind(_OPENING) and piece.find(_CLOSING) == len(piece) - 1
        ):
            _refuse_doubtful(piece)
        number = piece[: piece.index(_COMMA)]
        record = Slice(id=int(number) if number.isdigit() else json.loads(number))
        record.text = b'{"id":%b}' % piece
        yield record


def _refuse_doubtful(piece: bytes) -> None:
    """Refuse a piece whose list may end in another piece."""
    if piece.count(b"{") != piece.count(b"}") or b"[{" in piece:
        raise ValueError("objects may stand in a list")
    if b'"elements":[]' in piece:
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
