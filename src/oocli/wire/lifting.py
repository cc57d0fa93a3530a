"""Take long texts out of JSON that comes in pieces, so that a file in an answer never stands in memory.

Pure but for the files that it is given. It reads no JSON: it knows where texts begin and end. A text
behind the name of the element that is longer than it may be goes to a file, unescaped, and a name that
nobody can guess stands in its place; what is left is as much JSON as it was before.
"""

import json
import re
from collections.abc import Callable
from secrets import token_hex
from typing import IO, NamedTuple

_ESCAPE = 6  # bytes, as in \u002f
_LONGEST_ESCAPE = 2 * _ESCAPE  # of a character that takes two
_HIGH = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}")
_ESCAPES = re.compile(rb"%b\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\[^u]" % _HIGH.pattern, re.DOTALL)


class Lifting(NamedTuple):
    """What is taken out of answers.

    Attributes:
        element: of a record, whose text goes to a file where it is long: ``content``.
        open_file: opens an empty file for it.
    """

    element: str
    open_file: Callable[[], IO[bytes]]


class Lifter:
    """Takes the texts of one element out of one answer.

    Attributes:
        lifted: the name that stands in a text's place to the file with the text, which is at its begin.
        written: bytes of text that went to files.
    """

    def __init__(self, lifting: Lifting, *, longest: int) -> None:
        """Take what is to be taken out, and how many bytes a text may have that stays."""
        self.lifted: dict[str, IO[bytes]] = {}
        self.written = 0
        self._open_file = lifting.open_file
        self._key = lifting.element.encode()
        self._last = b""  # the text before, as far as it may be the key
        self._gap = b""  # what stands between it and this one, as far as it may be a colon
        self._longest = longest
        self._is_inside = False
        self._odd = False  # the piece before ended in the middle of an escape
        self._held = bytearray()  # of the text so far; when it goes to a file, the begin of an escape
        self._file: IO[bytes] | None = None

    def feed(self, piece: bytes) -> bytes:
        """Take the next piece, and return what is left of it and of what was held back before.

        Raises:
            OSError: a file cannot be opened or written.
        """
        left: list[bytes] = []
        at = 0
        while at < len(piece):
            if not self._is_inside:
                begin = piece.find(b'"', at) + 1
                left.append(piece[at : begin or len(piece)])
                self._gap = (self._gap + left[-1].rstrip(b'"').strip())[:2]
                self._is_inside = bool(begin)
                at = begin or len(piece)
                continue
            end = self._find_end(piece, at)
            self._take(piece[at : len(piece) if end is None else end])
            if end is None:
                break
            left.append(self._finish() + b'"')
            at = end + 1
        return b"".join(left)

    def end(self) -> None:
        """Take notice that the answer has come to its end; a text in whose middle that was is none."""
        if self._file is not None:
            self._file.close()

    def close(self) -> None:
        """Let go of all files."""
        self.end()
        for file in self.lifted.values():
            file.close()

    def _find_end(self, piece: bytes, begin: int) -> int | None:
        """Return where the text ends, or None; a quote behind an odd number of backslashes is part of it."""
        at = begin
        while (quote := piece.find(b'"', at)) >= 0:
            if not self._is_escaped(piece, begin, quote):
                self._odd = False
                return quote
            at = quote + 1
        self._odd = self._is_escaped(piece, begin, len(piece))
        return None

    def _is_escaped(self, piece: bytes, begin: int, end: int) -> bool:
        at = end
        while at > begin and piece[at - 1] == ord("\\"):
            at -= 1
        return bool((end - at + (self._odd and at == begin)) % 2)

    def _take(self, part: bytes) -> None:
        self._held += part
        is_meant = self._last == self._key and self._gap == b":"
        if self._file is None and (not is_meant or len(self._held) <= self._longest):
            return
        if self._file is None:
            self._file = self._open_file()
        cut = _find_cut(self._held)
        self._write(bytes(self._held[:cut]))
        del self._held[:cut]

    def _write(self, part: bytes) -> None:
        if self._file is not None and part:
            text = _unescape(part)
            self._file.write(text)
            self.written += len(text)

    def _finish(self) -> bytes:
        """Return what stands in the answer for the text that has ended."""
        self._is_inside = False
        kept = bytes(self._held)
        self._held.clear()
        self._last, self._gap = kept[: len(self._key) + 1], b""
        if self._file is None:
            return kept
        self._write(kept)
        self._file.seek(0)
        name = f"lifted-{token_hex(16)}"
        self.lifted[name], self._file = self._file, None
        return name.encode()


def _find_cut(text: bytearray) -> int:
    """Return up to where a text has whole escapes only, and both of a pair."""
    at = text.rfind(b"\\", max(0, len(text) - _LONGEST_ESCAPE))
    if at < 0:
        return len(text)
    begin = at
    while begin > 0 and text[begin - 1] == ord("\\"):
        begin -= 1
    if (at - begin) % 2:  # the backslash is the second one of an escape
        return len(text)
    if _HIGH.fullmatch(text, at, min(at + _ESCAPE, len(text))):
        return at
    needed = _ESCAPE if text[at + 1 : at + 2] == b"u" else 2
    if len(text) - at >= needed:
        return len(text)
    return at - _ESCAPE if _HIGH.fullmatch(text, max(0, at - _ESCAPE), at) else at


def _unescape(part: bytes) -> bytes:
    """Return a part of a text as it is meant; what is no escape as it is."""
    if b"\\" not in part:
        return part
    if b"\\\\" not in part:
        simple = part.replace(b"\\/", b"/")
        if b"\\" not in simple:
            return simple
    return _ESCAPES.sub(_read_escape, part)


def _read_escape(found: re.Match[bytes]) -> bytes:
    try:
        return str(json.loads(b'"%b"' % found[0])).encode("utf-8", "surrogatepass")
    except ValueError:
        return found[0]
