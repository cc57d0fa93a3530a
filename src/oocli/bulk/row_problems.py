"""What was found in rows: each finding once, with the rows or lines that have it.

Pure. Twenty thousand rows with the same mistake, or with mistakes for the same reason, are one line; of many
different ones the first are listed, and the others counted by kind.
"""

from collections.abc import Iterable
from typing import NamedTuple

_NAMED = 10  # runs of lines in one sentence; the rest is counted
_MOST = 20  # different findings; the rest is counted


class RowProblem(NamedTuple):
    """What is wrong with a row.

    Attributes:
        text: a sentence.
        kind: what it is counted as where there are many: ``a number``; may be empty.
        is_final: whether it would be a problem without validation, too.
        cause: what other texts are told together with it; empty for those that are the same.
    """

    text: str
    kind: str = ""
    is_final: bool = False
    cause: str = ""


class RowProblems:
    """Findings as they are met, in the order of the rows.

    Attributes:
        rows: how many rows have findings.
        has_other_kinds: whether any finding has no kind.
        has_final: whether any would be one without validation, too.
    """

    def __init__(self, word: str) -> None:
        """Take what the numbers count: ``line`` of the file, or ``row``."""
        self.rows = 0
        self._word = word
        self.has_other_kinds = False
        self.has_final = False
        self._last_number = 0
        self._runs: dict[str, _Runs] = {}
        self._others: dict[str, int] = {}

    def add(self, number: int, text: str, kind: str = "", *, cause: str = "") -> None:
        """Take a finding in a row; ``kind`` is what it is counted as: ``a number``."""
        self.rows += number != self._last_number
        self._last_number = number
        self.has_other_kinds = self.has_other_kinds or not kind
        key = cause or text
        if key not in self._runs and len(self._runs) >= _MOST:
            self._others[kind] = self._others.get(kind, 0) + 1
            return
        self._runs.setdefault(key, _Runs(text)).add(number, text)

    def take(self, number: int, problem: RowProblem) -> None:
        """Take what is wrong with a row."""
        self.has_final = self.has_final or problem.is_final
        self.add(number, problem.text, problem.kind, cause=problem.cause)

    def list_lines(self) -> list[str]:
        """Return a line for each finding: ``lines 3, 7-9: kaufpreis must be a number``."""
        lines = [f"{runs.describe(self._word)}: {runs.text}" for runs in self._runs.values()]
        if not self._others:
            return lines
        kinds = [f"{count:,} not {kind}" for kind, count in self._others.items() if kind]
        told = f": {', '.join(kinds)}" if kinds else ""
        return [*lines, f"and {sum(self._others.values()):,} more{told}"]


def describe_rows(rows: Iterable[int]) -> str:
    """Return numbers of rows, which must ascend, as text: ``row 3``, ``rows 3, 7-9 and 40 more``."""
    runs = _Runs("")
    for row in rows:
        runs.add(row, "")
    return runs.describe("row")


class _Runs:
    """What was found, and the numbers of its rows, ascending, as stretches; only the first ones are kept."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._has_others = False
        self._count = 0
        self._last = 0
        self._kept: list[list[int]] = []
        self._kept_count = 0

    @property
    def text(self) -> str:
        """What was found in them, by the first example."""
        return f"{self._text}, and others like it" if self._has_others else self._text

    def add(self, number: int, text: str) -> None:
        self._has_others = self._has_others or text != self._text
        if self._count and number == self._last:
            return
        follows = bool(self._kept) and self._kept[-1][1] == number - 1
        if follows:
            self._kept[-1][1] = number
        elif len(self._kept) < _NAMED:
            self._kept.append([number, number])
        self._kept_count += follows or self._kept[-1] == [number, number]
        self._count += 1
        self._last = number

    def describe(self, word: str) -> str:
        words = word if self._count == 1 else f"{word}s"
        shown = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in self._kept)
        more = self._count - self._kept_count
        return f"{words} {shown} and {more:,} more" if more else f"{words} {shown}"
