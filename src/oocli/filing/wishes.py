"""Files with the records that somebody wants them to go to, and what is wrong with that."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from oocli.bulk.row_problems import RowProblems
from oocli.errors import InvalidAction, UsageError

_TOLD = 20  # problems of files that no list names


class Wish(NamedTuple):
    """One file and where it is wanted.

    Attributes:
        row: its number.
        line: where it stands in the list; 0 where there is no list.
        path: the file.
        module: module of the record, as the API spells it; empty where a problem says why.
        record: number of the record; 0 where it has to be looked for, or a problem says why not.
        names: what the record may be found by: texts that begin with a value of a field, or are it.
        parameters: what onOffice is told of the file, by the API's own names.
        is_placed: whether its position is its own, and not that of the first file of the record.
        problem: what is wrong already; empty where nothing is.
    """

    row: int
    line: int
    path: Path
    module: str = ""
    record: int = 0
    names: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = MappingProxyType({})
    is_placed: bool = False
    problem: str = ""


class Findings:
    """Everything that is wrong with the files of an upload.

    Attributes:
        files: how many have findings.
    """

    def __init__(self, unit: str) -> None:
        """Take what the numbers of a list are, ``line`` or ``row``; empty where there is no list."""
        self.files = 0
        self._unit = unit
        self._rows = RowProblems(unit)
        self._texts: dict[str, None] = {}
        self._last: Wish | None = None

    def add(self, wish: Wish, text: str) -> None:
        """Take what is wrong with a file; a text names the file where no line does."""
        self.files += wish is not self._last
        self._last = wish
        if self._unit:
            self._rows.add(wish.line, text, "such a file")
        else:
            self._texts[text if str(wish.path) in text else f"{wish.path}: {text}"] = None

    def refuse(self, total: int, *, name: str, doc: str) -> None:
        """Tell of everything at once; nothing happens where nothing was found.

        Raises:
            InvalidAction: with every problem and the rows that have it.
        """
        if not self.files:
            return
        lines = self._rows.list_lines() if self._unit else list(self._texts)
        more = len(lines) - _TOLD
        if not self._unit and more > 0:
            lines = [*lines[:_TOLD], f"and {more:,} more"]
        are = "file cannot" if self.files == 1 else "files cannot"
        raise InvalidAction(
            f"Nothing is sent: {self.files:,} {are} be uploaded, of {total:,}",
            lines,
            hint=f"Correct {name} in these {self._unit}s" if self._unit else "",
            doc_url=doc,
        )


def describe(failure: UsageError) -> str:
    """Return a failure as what is wrong with one file: what, and why."""
    return ": ".join(filter(None, (failure.message, failure.why)))
