r"""Cut the records of an answer out of its text, to be handed on as they came.

Pure. An export mostly writes what it reads. Decoding a record costs about as much as encoding it
again, and finding its end costs a tenth of either: see docs/benchmarks.md.

A record ends and the next one begins with ``},{"id":``. In a JSON string these characters
cannot stand, its quotes would be escaped; so they stand between records, or between
objects of a list inside a record; and a record that begins in another way stands behind another
one in its piece. An answer is cut only where both are excluded: no piece has a brace that
closes, but for those of its end; or no object in it is an item of a list. What is left, with
the lists of records taken out, is read as JSON and must have their places. Any other answer
is read in the ordinary way, whole.
"""

import json
import re
from codecs import raw_unicode_escape_decode  # by its name a codec would be a module to load
from collections.abc import Iterable
from typing import Any

from oocli.text.lazy_pattern import lazy_pattern
from oocli.wire.decoding import DEEPEST, decode_json
from oocli.wire.outline import NEXT, START, outline
from oocli.wire.record import ELEMENTS, Slice

_BETWEEN = lazy_pattern(re.escape(NEXT))
# Between records whose elements are an object that holds no other. The last object of a list inside a
# record would not be followed by a brace but by a bracket, so that its own would stand in a piece.
_BETWEEN_PLAIN = re.compile(re.escape(b"}" + NEXT))
# Behind the backslash; what stays as it is does not match. What begins with d and an 8 or more is half of a
# character, and the other half follows.
_ESCAPE = lazy_pattern(rb'\\([^u"bfnrt]|u[^dD]...|u.[0-7]..|u....\\u....|u....)')
# The slash, and what a codec of Python would read in another way than JSON: numbers of characters
# that stay escaped, a backslash, and what is no escape.
_SLASH_OR_UNUSUAL = lazy_pattern(rb'\\(u00(?:[01]|22|5[cC])|[^u"bfnrt])')
_SAMPLE = 65_536  # bytes of an answer that stand for all
_FEW = 100  # bytes for each escape, with which both ways take the same time
_COMMA, _OPENING, _CLOSING = b",{}"
_ITEM = lazy_pattern(rb"[\[,]\s*+\{")
_LONGEST_HEAD = 80  # bytes of a usual record before its elements begin
# An empty list for the elements, or one that may be it; brackets are few, and quickly found.
_EMPTY = lazy_pattern(rb'\[(?:(?<="elements":\[)|(?<=\s\[)|(?<=\s:\[))\s*+\]')
_NO_ELEMENTS = lazy_pattern(rb'"elements"\s*+:\s*+\[\s*+\]')
_TEXT = lazy_pattern(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"')
_NO_NUMBERS = (b"NaN", b"Infinity")


def read_slices(body: bytes, *, lists: int = 0) -> Any:
    """Return the JSON value of an answer; its records are slices, or dicts where it cannot be cut.

    ``lists`` is how many lists of records it has at most; 0 for any number.

    Raises:
        ValueError: it is not JSON.
        RecursionError: it is nested too deeply.
    """
    try:
        return _cut(_write_plainly(body), lists)
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
    # Json reads them, and nobody else. From the end words are found in half the time that ``in`` takes.
    if any(body.rfind(word) >= 0 for word in _NO_NUMBERS):
        raise ValueError("there may be what is not a number")
    if not body.isascii():
        body.decode()
    if b"\\" not in body:
        return body
    if body.isascii() and _is_mostly_escaped(body):
        pieces = _SLASH_OR_UNUSUAL.split(body)
        if {*pieces[1::2]} <= {b"/"}:
            return _encode(raw_unicode_escape_decode(b"".join(pieces))[0])
    # Substitutions by a function would take a third longer than pieces that are joined again.
    pieces = _ESCAPE.split(body)
    pieces[1::2] = map(_Escapes().__getitem__, pieces[1::2])
    return b"".join(pieces)


def _is_mostly_escaped(body: bytes) -> bool:
    """Return whether a codec for all characters takes less time than a look at each that is escaped."""
    middle = body[len(body) // 2 :][:_SAMPLE]
    return middle.count(b"\\u") * _FEW > len(middle)


def _encode(text: str) -> bytes:
    """Return the UTF-8 of a text in which characters beyond the basic plane are two halves.

    Raises:
        ValueError: a half has no other.
    """
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le").encode()


class _Escapes(dict[bytes, bytes]):
    """What to write for each escape, without its backslash, as far as they were met."""

    def __missing__(self, escape: bytes) -> bytes:
        self[escape] = json.dumps(json.loads(b'"\\%b"' % escape), ensure_ascii=False)[1:-1].encode()
        return self[escape]


def _cut(text: bytes, lists: int) -> Any:
    """Return the value of an answer with its records cut out.

    Raises:
        ValueError, LookupError, TypeError: it cannot be cut.
    """
    found = outline(text, lists=lists)
    for data, records in zip(found.find_places(), found.lists, strict=True):
        data["records"] = _cut_records(text[records])
    return found.value


def _cut_records(text: bytes) -> list[Slice]:
    """Return the records of a list, whose text has neither the start of the first nor the last brace."""
    if text.endswith(b"}"):
        pieces = _BETWEEN_PLAIN.split(text[:-1])
        if not any(_CLOSING in piece for piece in pieces):
            # Most records have one list at most; to see that takes a third of the time that counting takes.
            if any(piece.find(b"[") != piece.rfind(b"[") and piece.count(b"[") > DEEPEST for piece in pieces):
                raise ValueError("lists may be nested too deeply")
            if any(piece.find(ELEMENTS, 0, _LONGEST_HEAD) < 0 for piece in pieces):
                _refuse_empty_elements(text)
            return _make_slices(pieces, b"}}")
    _refuse_empty_elements(text)
    pieces = _BETWEEN.split(text)
    for piece in pieces:
        _refuse_doubtful(piece)
    return _make_slices(pieces, b"}")


def _refuse_empty_elements(text: bytes) -> None:
    if _EMPTY.search(text) and _NO_ELEMENTS.search(text):
        raise ValueError("an empty list stands for an object")


def _refuse_doubtful(piece: bytes) -> None:
    """Refuse a piece that may end in a list of objects, hold two records, or be nested too deeply."""
    if piece.count(b"[") + piece.count(b"{") > DEEPEST:
        raise ValueError("lists and objects may be nested too deeply")
    # One brace opens and one closes, at the end; to find them is quicker than to count.
    if 0 <= piece.find(_OPENING) == piece.rfind(_OPENING) and piece.find(_CLOSING) == len(piece) - 1:
        return
    if _ITEM.search(piece) and _ITEM.search(_TEXT.sub(b"", piece)):
        raise ValueError("an object is an item of a list")


def _make_slices(pieces: Iterable[bytes], end: bytes) -> list[Slice]:
    """Return the records of pieces; each is the text of one without its start and its end."""
    slices = []
    for piece in pieces:
        number = piece[: piece.index(_COMMA)]
        record = Slice()
        record["id"] = int(number) if number.isdigit() else json.loads(number)
        record.text = b"".join((START, piece, end))
        slices.append(record)
    return slices
