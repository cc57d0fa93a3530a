"""Take long texts out of JSON that comes in pieces, so that a file in an answer never stands in memory.

Pure but for the files that it is given. It reads no JSON: it knows where texts begin and end. A text
that is longer than it may be goes to a file, unescaped, and a name that nobody can guess stands in
its place; what is left is as much JSON as it was before.
"""

import json
from collections.abc import Callable
from secrets import token_hex
from typing import IO

_LONGEST_ESCAPE = 6  # bytes, as in \u002f


class Lifter:
    """Takes the texts out of one answer.

    Attributes:
        lifted: the name that stands in a text's place to the file with the text, which is at its begin.
        written: bytes of text that went to files.
    """

    def __init__(self, open_file: Callable[[], IO[bytes]], *, longest: int) -> None:
        """Take what opens an empty file, and how many bytes a text may have that stays."""
        self.lifted: dict[str, IO[bytes]] = {}
        self.written = 0
        self._open_file = open_file
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

    def close(self) -> None:
        """Let go of the files."""
        for file in (*self.lifted.values(), *filter(None, [self._file])):
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
        if self._file is None and len(self._held) <= self._longest:
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
        if self._file is None:
            return kept
        self._write(kept)
        self._file.seek(0)
        name = f"lifted-{token_hex(16)}"
        self.lifted[name], self._file = self._file, None
        return name.encode()


def _find_cut(text: bytearray) -> int:
    """Return up to where a text has whole escapes only."""
    at = text.rfind(b"\\", max(0, len(text) - _LONGEST_ESCAPE))
    if at < 0:
        return len(text)
    begin = at
    while begin > 0 and text[begin - 1] == ord("\\"):
        begin -= 1
    if (at - begin) % 2:  # the backslash is the second one of an escape
        return len(text)
    needed = _LONGEST_ESCAPE if text[at + 1 : at + 2] == b"u" else 2
    return len(text) if len(text) - at >= needed else at


def _unescape(part: bytes) -> bytes:
    """Return a part of a text as it is meant; one that is no JSON as it is."""
    if b"\\" not in part:
        return part
    if b"\\\\" not in part:
        simple = part.replace(b"\\/", b"/")
        if b"\\" not in simple:
            return simple
    try:
        return str(json.loads(b'"%b"' % part, strict=False)).encode("utf-8", "surrogatepass")
    except ValueError:
        return part
