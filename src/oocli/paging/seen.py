"""Which records have been met, in little memory: a bit each if numbers are close, else some bytes."""

from array import array
from bisect import bisect_left, insort
from collections.abc import Hashable
from typing import Any

_BITS = 1 << 20  # numbers of a block
_FEW = _BITS // 32  # this many, with four bytes each, take as much memory as a bit for each number
_DIGITS = 18  # no record number has more; Python refuses to read thousands of them
_HASH_BITS = 64
_PLACES = 12  # bits of a hash that choose its block


class SeenIds:
    """A growing set of record ids; a number and the same number as text are one id."""

    def __init__(self) -> None:
        self._blocks: dict[int, array[int] | bytearray] = {}
        self._texts: set[str] = set()

    def has(self, record_id: Any) -> bool:
        """Say whether the id was added."""
        number = _read_number(record_id)
        if number is None:
            return str(record_id) in self._texts
        block, place = self._blocks.get(number // _BITS), number % _BITS
        if isinstance(block, bytearray):
            return bool(block[place >> 3] & 1 << (place & 7))
        return block is not None and _is_in(block, place)

    def add(self, record_id: Any) -> None:
        """Add an id."""
        number = _read_number(record_id)
        if number is None:
            self._texts.add(str(record_id))
            return
        key, place = divmod(number, _BITS)
        block = self._blocks.setdefault(key, array("I"))
        if isinstance(block, bytearray):
            block[place >> 3] |= 1 << (place & 7)
        elif not _is_in(block, place):
            insort(block, place)
            if len(block) > _FEW:
                self._blocks[key] = _as_bits(block)


class SeenKeys:
    """A growing set of keys that tell rows apart, eight bytes each.

    Only a hash of each is kept. In a file with a million keys, two are confused once in about ten million
    files.
    """

    def __init__(self) -> None:
        self._blocks: dict[int, array[int]] = {}

    def add(self, key: Hashable) -> bool:
        """Add a key; say whether it was there already."""
        number = hash(key) % (1 << _HASH_BITS)
        block = self._blocks.setdefault(number >> (_HASH_BITS - _PLACES), array("Q"))
        if _is_in(block, number):
            return True
        insort(block, number)
        return False


def _is_in(block: "array[int]", number: int) -> bool:
    place = bisect_left(block, number)
    return place < len(block) and block[place] == number


def _as_bits(block: "array[int]") -> bytearray:
    bits = bytearray(_BITS >> 3)
    for place in block:
        bits[place >> 3] |= 1 << (place & 7)
    return bits


def _read_number(record_id: Any) -> int | None:
    if isinstance(record_id, int):
        return record_id
    text = str(record_id)
    if not text.isascii() or not text.isdecimal() or len(text) > _DIGITS:
        return None
    return int(text) if str(int(text)) == text else None
