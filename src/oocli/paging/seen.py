"""Which records have been met, in little memory: a bit each for numbers that lie close together."""

from typing import Any

_BITS = 1 << 15  # a block of 4 KiB
_DIGITS = 18  # no record number has more; Python refuses to read thousands of them


class SeenIds:
    """A growing set of record ids; numbers and the same numbers as text are one id."""

    def __init__(self) -> None:
        self._blocks: dict[int, bytearray] = {}
        self._texts: set[str] = set()

    def has(self, record_id: Any) -> bool:
        """Say whether the id was added."""
        number = _read_number(record_id)
        if number is None:
            return str(record_id) in self._texts
        block = self._blocks.get(number // _BITS)
        bit = number % _BITS
        return block is not None and bool(block[bit >> 3] & 1 << (bit & 7))

    def add(self, record_id: Any) -> None:
        """Add an id."""
        number = _read_number(record_id)
        if number is None:
            self._texts.add(str(record_id))
            return
        block = self._blocks.setdefault(number // _BITS, bytearray(_BITS >> 3))
        bit = number % _BITS
        block[bit >> 3] |= 1 << (bit & 7)


def _read_number(record_id: Any) -> int | None:
    if isinstance(record_id, int):
        return record_id
    text = str(record_id)
    if not text.isascii() or not text.isdecimal() or len(text) > _DIGITS:
        return None
    return int(text) if str(int(text)) == text else None
