"""Numbers that look random and are the same for the same seed, on every system and Python."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

_Item = TypeVar("_Item")
_MASK = (1 << 64) - 1


class Dice:
    """A small generator (splitmix64); made-up data needs reproducible dice, not safe ones."""

    def __init__(self, seed: int) -> None:
        self._state = (seed * 0x9E3779B97F4A7C15 + 0x1234567) & _MASK

    def below(self, limit: int) -> int:
        """Return a whole number from 0, smaller than ``limit``."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = ((self._state ^ (self._state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return (mixed ^ (mixed >> 31)) % limit

    def between(self, low: int, high: int) -> int:
        """Return a whole number, both ends possible."""
        return low + self.below(high - low + 1)

    def pick(self, items: Sequence[_Item]) -> _Item:
        """Return one of the items."""
        return items[self.below(len(items))]

    def chance(self, percent: int) -> bool:
        """Say yes in a given percentage of cases."""
        return self.below(100) < percent

    def some(self, items: Sequence[str]) -> str:
        """Return none to three of the items as a multiselect field stores them: ``|a||b|``."""
        chosen = sorted({self.pick(items) for _ in range(self.below(4))})
        return "".join(f"|{key}|" for key in chosen)

    def uuid(self) -> str:
        """Return a UUID of version 4."""
        text = f"{self.below(1 << 62):016x}{self.below(1 << 62):016x}"
        return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-8{text[17:20]}-{text[20:32]}"

    def moment(self, first_year: int, last_year: int) -> str:
        """Return a day (none after October 2026) and a time in office hours, as the API writes it."""
        year = self.between(first_year, last_year)
        day = f"{year}-{self.between(1, 10 if year == 2026 else 12):02}-{self.between(1, 28):02}"
        return f"{day} {self.between(8, 18):02}:{self.below(60):02}:{self.below(60):02}"


def read_words() -> dict[str, Any]:
    """Return the invented names, places and texts that records are made of."""
    words: dict[str, Any] = json.loads((Path(__file__).parent / "words.json").read_text(encoding="utf-8"))
    return words
