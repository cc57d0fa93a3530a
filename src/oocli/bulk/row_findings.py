"""What was found in rows: each finding once, with the rows it was found in.

Pure. Twenty thousand rows with the same mistake are one line.
"""

from collections.abc import Iterable

_NAMED = 10  # runs of rows in one line; the rest is counted
_MOST = 100  # different findings; the rest is counted


class RowFindings:
    """Findings as they are met, in the order of the rows.

    Attributes:
        rows: how many rows have findings.
    """

    def __init__(self) -> None:
        self.rows = 0
        self._last_row = 0
        self._runs: dict[str, _Runs] = {}
        self._others = 0

    def add(self, row: int, text: str) -> None:
        """Take a finding in a row."""
        self.rows += row != self._last_row
        self._last_row = row
        if text not in self._runs and len(self._runs) >= _MOST:
            self._others += 1
            return
        self._runs.setdefault(text, _Runs()).add(row)

    def list_lines(self) -> list[str]:
        """Give a line for each finding: ``rows 3, 7-9: kaufpreis must be a number``."""
        lines = [f"{runs.describe()}: {text}" for text, runs in self._runs.items()]
        return [*lines, f"and {self._others:,} more"] if self._others else lines


def describe_rows(rows: Iterable[int]) -> str:
    """Give numbers of rows, which must ascend, as text: ``row 3``, ``rows 3, 7-9 and 40 more``."""
    runs = _Runs()
    for row in rows:
        runs.add(row)
    return runs.describe()


class _Runs:
    """Numbers in ascending order, as the runs that they make; only the first ones are kept."""

    def __init__(self) -> None:
        self._count = 0
        self._last = 0
        self._kept: list[list[int]] = []
        self._kept_count = 0

    def add(self, number: int) -> None:
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

    def describe(self) -> str:
        word = "row" if self._count == 1 else "rows"
        shown = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in self._kept)
        more = self._count - self._kept_count
        return f"{word} {shown} and {more:,} more" if more else f"{word} {shown}"
