"""A file of Microsoft's compound kind, in which workbooks before .xlsx lie: one stream of it as bytes.

Knows of it what is needed to find the sectors of a stream. Source: [MS-CFB] 2.2 to 2.6.
"""

import struct
from collections.abc import Iterator
from os import SEEK_END
from struct import unpack_from
from typing import BinaryIO, NamedTuple

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How such a file begins."""

_SMALLEST_SECTOR = 512  # bytes; others are a multiple of it
_END = 0xFFFFFFFA  # from here on numbers of sectors mean something else
_ENTRY = 128  # bytes of an entry of the directory
_ROOT = 5  # kind of the entry that holds the small sectors
_IN_HEADER = 109  # sectors of the table of sectors that the header lists


class _Entry(NamedTuple):
    kind: int
    start: int
    size: int


def is_cut_off(file: BinaryIO) -> bool:
    """Return whether a file is of this kind and ends within a sector."""
    file.seek(0)
    return file.read(len(MAGIC)) == MAGIC and file.seek(0, SEEK_END) % _SMALLEST_SECTOR != 0


def read_stream(file: BinaryIO, names: tuple[str, ...]) -> bytes:
    """Return the first stream that has one of these names.

    Raises:
        ValueError: there is none, or the file is not built as such files are.
    """
    file.seek(0)
    try:
        return _CompoundFile(file.read()).read(names)
    except (struct.error, IndexError) as error:
        raise ValueError("it is cut off") from error


class _CompoundFile:
    """The tables of a file: which sector follows which, and where streams begin."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        large, small = unpack_from("<HH", content, 30)
        self._large, self._small = 1 << large, 1 << small
        directory, self._least, small_table = unpack_from("<I4xII", content, 48)
        self._next = self._list_numbers(b"".join(map(self._cut, self._list_table())))
        self._entries = dict(self._list_entries(self._join(directory)))
        self._next_small = self._list_numbers(self._join(small_table))

    def read(self, names: tuple[str, ...]) -> bytes:
        for name in names:
            entry = self._entries.get(name)
            if entry is None:
                continue
            if entry.size >= self._least:
                return self._join(entry.start)[: entry.size]
            root = next(each for each in self._entries.values() if each.kind == _ROOT)
            around, size = self._join(root.start), self._small
            numbers = _follow(entry.start, self._next_small)
            return b"".join(around[number * size : (number + 1) * size] for number in numbers)[: entry.size]
        raise ValueError(f"it has no {names[0]}")

    def _list_table(self) -> Iterator[int]:
        """Return the sectors that say which sector follows which: the header and sectors list them."""
        yield from (number for number in unpack_from(f"<{_IN_HEADER}I", self._content, 76) if number < _END)
        place, met = unpack_from("<I", self._content, 68)[0], 0
        while place < _END and met <= len(self._content) // self._large:
            *numbers, place = self._list_numbers(self._cut(place))
            yield from (number for number in numbers if number < _END)
            met += 1

    def _list_entries(self, directory: bytes) -> Iterator[tuple[str, _Entry]]:
        for place in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length, kind = unpack_from("<HB", directory, place + 64)
            start, size = unpack_from("<II", directory, place + 116)
            name = directory[place : place + max(length - 2, 0)].decode("utf-16-le", "replace")
            yield name, _Entry(kind, start, size)

    def _join(self, start: int) -> bytes:
        return b"".join(map(self._cut, _follow(start, self._next)))

    def _cut(self, number: int) -> bytes:
        return self._content[(number + 1) * self._large : (number + 2) * self._large]

    @staticmethod
    def _list_numbers(content: bytes) -> tuple[int, ...]:
        return unpack_from(f"<{len(content) // 4}I", content)


def _follow(start: int, following: tuple[int, ...]) -> Iterator[int]:
    """Return a chain of sectors.

    Raises:
        ValueError: it bites its tail.
    """
    for _ in range(len(following) + 1):
        if start >= _END:
            return
        yield start
        start = following[start]
    raise ValueError("its sectors have no end")
