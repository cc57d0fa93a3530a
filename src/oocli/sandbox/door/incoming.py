"""The bytes that a connection brings, read by a talk that pauses where nothing has come yet."""

import re
import socket
from collections.abc import Generator

Reading = Generator[None, None, bytes]
"""Gives None where it waits for bytes, and returns what was read in the end."""

_BLANK_LINE = re.compile(rb"\n\r?\n")
_PIECE = 64 * 1024
_LONGEST_LINE = 64 * 1024 + 1
_MOST_LINES = 102


class Incoming:
    """A stream as files are, except that its readers are generators; at its end they return what is left."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._bytes = bytearray()
        self._has_ended = False

    def __len__(self) -> int:
        """Return how many bytes have come that were not read."""
        return len(self._bytes)

    def read(self, size: int) -> Reading:
        """Read that many bytes."""
        while len(self._bytes) < size and not self._has_ended:
            yield from self.receive()
        return self._cut(size)

    def read_line(self, most: int) -> Reading:
        """Read up to and with the next end of a line, and no more than ``most`` bytes."""
        searched = 0
        while (end := self._bytes.find(b"\n", searched, most)) < 0:
            searched = len(self._bytes)
            if searched >= most or self._has_ended:
                return self._cut(most)
            yield from self.receive()
        return self._cut(end + 1)

    def cut_head(self) -> bytes:
        """Return all up to and with a blank line if that has come, else nothing."""
        found = _BLANK_LINE.search(self._bytes)
        return self._cut(found.end()) if found else b""

    def receive(self) -> Generator[None, None, None]:
        """Wait until bytes come, or their end."""
        yield None
        came = self._connection.recv(_PIECE)
        self._has_ended = not came
        self._bytes += came

    def _cut(self, size: int) -> bytes:
        if size >= len(self._bytes):
            taken, self._bytes = bytes(self._bytes), bytearray()
            return taken
        taken = bytes(self._bytes[:size])
        del self._bytes[:size]
        return taken


def read_head(stream: Incoming) -> Reading:
    """Read the line of a request and its headers, to the blank line or to what is too much for a request."""
    if not stream:
        yield from stream.receive()
    if whole := stream.cut_head():
        return whole
    line = yield from stream.read_line(_LONGEST_LINE)
    lines = [line]
    if len(line.split()) not in (2, 3):
        return line
    while line not in (b"\r\n", b"\n", b"") and len(line) < _LONGEST_LINE and len(lines) < _MOST_LINES:
        line = yield from stream.read_line(_LONGEST_LINE)
        lines.append(line)
    return b"".join(lines)
