"""What became of each row, on disk: the results of a bulk run, and its memory.

One line of JSON for each row: ``row``, ``status`` (``ok``, ``error``, ``unknown``,
``skipped``), ``id``, ``error``, ``errorcode`` if the API gave one; ``unchanged`` for a skipped row that
changes nothing. Beside these is what is needed to undo a change: ``before`` and ``after`` (field to value),
and ``parameters`` that say which version of the record is meant.

Rules that a change must not break:

- Before a request goes out its rows are in the file as ``unknown``, on disk. Whatever then happens to this
  process, a row that may have been carried out never looks unsent.
- What could not be written whole is cut off again: a row that was only partly announced, because the disk was
  full, was not sent, and must not look as if it was.
- The first lines appear with the file, all or none: without the first one their run is unknown.
- The last line of a row counts. Lines are added as answers come; when a run ends the file is rewritten with
  one line for each row. Before the first row it is tried out whether this can be done.
- The first line also says, under ``run``, which input and command it belongs to, and with ``settled`` that
  each row has a line: if lines are missing then, the file was cut.
- One process at a time has the file.
"""

import io
import json
import os
import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from oocli.bulk.journal_lines import (
    STATUSES,
    UNCHANGED,
    Entry,
    encode_line,
    read_run,
    refuse_foreign,
    write_moment,
)
from oocli.disk.kept_file import keep_as, lock_kept, open_kept, reading, replace_kept, write_all
from oocli.errors import OocliError, UsageError

ELSEWHERE = "Nothing was sent; --results FILE keeps the results elsewhere"
"""What to do where a journal cannot be written before the first row."""

_GO_ON = "What was sent is done; with --resume the same command continues when the file can be written"
_AT_ONCE = 1 << 20  # bytes written at a time when the file is rewritten
_UNTOUCHED = STATUSES.index("")
_ALWAYS_THERE = {"id", "error"}


@dataclass
class Journal:
    """A results file that is being written.

    Attributes:
        path: where it is.
        run: what it belongs to; ``rows`` is the number of rows, ``last_row`` the highest number.
        now: Unix time in seconds.
        about: what else is known about it: its ``id``, when it ``started``, how many ``seconds`` it took.
        holds_earlier: whether the file has what an earlier run has left, until the first line is added.
        retires: name that this gets then, with a number, so that it stays; None if nobody needs it.
        is_continued: whether the run had stopped and goes on with the first line that is added.
    """

    path: Path
    run: Mapping[str, Any]
    _stream: io.FileIO = field(repr=False)
    now: Callable[[], float] = time.time
    about: dict[str, Any] = field(default_factory=dict)
    holds_earlier: bool = field(default=False, init=False)
    retires: Path | None = field(default=None, init=False)
    is_continued: bool = field(default=False, init=False)
    _opened: float = field(init=False, repr=False)
    _is_settled: bool = field(default=False, init=False, repr=False)
    _kept: dict[int, Mapping[str, Any]] = field(default_factory=dict, init=False, repr=False)
    _always: set[int] = field(default_factory=set, init=False, repr=False)
    _statuses: bytearray = field(init=False, repr=False)
    _places: "array[int]" = field(init=False, repr=False)
    _end: int = field(default=0, init=False, repr=False)

    def __post_init__(self) -> None:
        self._opened = self.now()
        self._forget()

    @property
    def seconds(self) -> float:
        """How long the run has taken until now, without the time before it was continued."""
        if self._is_settled:
            return float(self.about.get("seconds", 0))
        return float(self.about.get("seconds", 0)) + self.now() - self._opened

    def status(self, row: int) -> str:
        """Return the status of a row; empty if none was recorded."""
        return STATUSES[self._statuses[row]]

    def counts(self) -> Counter[str]:
        """Return how many rows have each status that occurs."""
        counted = Counter(self._statuses)
        return Counter(
            {status: counted[index] for index, status in enumerate(STATUSES) if status and counted[index]}
        )

    @property
    def is_finished(self) -> bool:
        """Whether every row was done or refused, so that nothing is left to do."""
        counts = self.counts()
        return counts["ok"] + counts["error"] + counts[UNCHANGED] == int(self.run["rows"])

    def rows_with(self, status: str) -> Iterator[int]:
        """Return the numbers of the rows with a status, ascending."""
        wanted = STATUSES.index(status)
        return (row for row, index in enumerate(self._statuses) if index == wanted)

    def entries(self) -> Iterator[dict[str, Any]]:
        """Return the last entry of each recorded row, in the order of the rows, without the run itself."""
        with reading(self._stream) as reader:
            for row, place in enumerate(self._places):
                if self._statuses[row] != _UNTOUCHED:
                    reader.seek(place)
                    line = json.loads(reader.readline())
                    line.pop("run", None)
                    yield line

    def find(self, row: int) -> dict[str, Any] | None:
        """Return the last entry of a row, without the run itself; None if nothing was recorded."""
        if self._statuses[row] == _UNTOUCHED:
            return None
        line: dict[str, Any] = json.loads(self._read_line(self._places[row]))
        line.pop("run", None)
        return line

    def keep(self, row: int, kept: Mapping[str, Any], *, always: bool = False) -> None:
        """Take what is needed to undo a row, before the row is recorded; it joins the row's lines.

        ``always`` says that the row may have been carried out before, so that it does so whatever happens
        now.
        """
        self._kept[row] = kept
        if always:
            self._always.add(row)
        self.about["keeps"] = self.about.get("keeps", 0) + 1

    def append(
        self, entries: Iterable[Entry], *, facts: Mapping[int, Mapping[str, Any]] = MappingProxyType({})
    ) -> None:
        """Add lines, and return when they are on disk; ``facts`` are further keys for the line of a row.

        Raises:
            OocliError: they cannot be written; then none of them is there.
        """
        if self.is_continued:
            self._reopen()
        lines: list[bytes] = []
        places: list[tuple[Entry, int]] = []
        end = self._end
        for entry in entries:
            line = {**entry.as_dict(), **facts.get(entry.row, {}), **self._find_kept(entry)}
            if not end:
                line["run"] = self._describe()
            places.append((entry, end))
            lines.append(encode_line(line))
            end += len(lines[-1])
        self._write(b"".join(lines))
        self._end = end
        for entry, place in places:
            self._statuses[entry.row] = STATUSES.index(entry.status)
            self._places[entry.row] = place
            if entry.status != "unknown":
                self._kept.pop(entry.row, None)

    def _find_kept(self, entry: Entry) -> Mapping[str, Any]:
        """Return what is needed to undo a row that was carried out, or may have been."""
        is_needed = entry.status in ("ok", "unknown") or entry.row in self._always
        return self._kept.get(entry.row, {}) if is_needed else {}

    def _describe(self) -> dict[str, Any]:
        return {**self.run, **self.about}

    def _conclude(self) -> dict[str, Any]:
        """Return what the first line says when the run has ended: how long it took, and its outcome."""
        if "started" not in self.about:
            return {}
        self.about["seconds"], self._is_settled = round(self.seconds, 1), True
        return {"counts": dict(self.counts())}

    def settle(self) -> None:
        """Rewrite the file with one line for each row, in their order; nothing is added afterwards.

        Raises:
            OocliError: it cannot be written; the lines stay as they came.
        """
        try:
            with self._replacing() as stream:
                conclusion = self._conclude()
                places = self._copy_to(stream, {**self._describe(), **conclusion, "settled": True})
        except OSError as error:
            raise describe_failure(self.path, error, hint=_GO_ON) from error
        self._places = places

    def _reopen(self) -> None:
        """Rewrite the file: the first line says that the run goes on, and no more how it ended.

        Raises:
            OocliError: it cannot be written; it stays as it was.
        """
        about = {**self.about, "resumed": write_moment(self.now())}
        try:
            with self._replacing() as stream:
                places = self._copy_to(stream, {**self.run, **about})
                end = stream.tell()
        except OSError as error:
            raise describe_failure(self.path, error, hint=_GO_ON) from error
        self.about, self._places, self._end, self.is_continued = about, places, end, False

    def try_replacing(self) -> None:
        """Replace the file by a copy, as is done when the run ends; its content stays as it is.

        Raises:
            UsageError: that cannot be done here.
        """
        try:
            with self._replacing() as stream, reading(self._stream) as reader:
                for piece in iter(partial(reader.read, _AT_ONCE), b""):
                    write_all(stream, piece)
        except OSError as error:
            raise UsageError(
                f"{self.path} cannot be replaced, which is done when a run ends",
                why=error.strerror or str(error),
                hint=ELSEWHERE,
            ) from error

    @contextmanager
    def _replacing(self) -> Iterator[io.FileIO]:
        """Return a file that replaces this one when the block ends without a failure."""
        target = self.path.resolve()
        part = target.with_name(f".{target.name}.part")
        try:
            with ExitStack() as undo:
                stream = undo.enter_context(open_kept(part))
                lock_kept(part, stream, hint=_GO_ON)
                stream.truncate(0)
                yield stream
                os.fsync(stream.fileno())
                self._stream = replace_kept(target, self._stream, part, stream, hint=_GO_ON)
                undo.pop_all()
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _copy_to(self, stream: io.FileIO, run: Mapping[str, Any]) -> "array[int]":
        """Write the line of each row to another file, the first with the run; give the positions there."""
        places = array("q", [0]) * len(self._places)
        extra: Mapping[str, Any] = {"run": run}
        waiting, written = bytearray(), 0
        for line in self.entries():
            places[line["row"]] = written + len(waiting)
            waiting += encode_line({**line, **extra})
            extra = {}
            if len(waiting) >= _AT_ONCE:
                write_all(stream, waiting)
                written, waiting = written + len(waiting), bytearray()
        write_all(stream, waiting)
        return places

    def close(self) -> None:
        """Close the file; without a line it is removed, with those of an earlier run it is left."""
        is_needed = self._end or self.holds_earlier
        if not is_needed and os.name != "nt":
            self._remove()  # while nobody else can open it
        self._stream.close()
        if not is_needed and os.name == "nt":
            self._remove()  # Windows cannot remove an open file

    def drop(self) -> None:
        """Let the file be removed when it is closed: nobody needs its content."""
        self._end, self.holds_earlier = 0, False

    def _remove(self) -> None:
        with suppress(OSError):
            self.path.resolve().unlink(missing_ok=True)

    def read_run(self) -> dict[str, Any] | None:
        """Return what the first line says about its run; None if the file is empty.

        Raises:
            UsageError: it does not belong in a results file.
        """
        return read_run(self.path, self._read_line(0))

    def load(self, *, is_settled: bool) -> None:
        """Read what the file says about the rows; an incomplete last line is removed.

        ``is_settled`` says that each row must have a line.

        Raises:
            UsageError: a line does not belong in a results file, or rows are missing.
        """
        self._forget()
        with reading(self._stream) as reader:
            for line in reader:
                if not line.endswith(b"\n"):
                    break
                try:
                    entry = json.loads(line)
                    row = entry["row"]
                    status = STATUSES.index(UNCHANGED if entry.get(UNCHANGED) else entry["status"])
                    if row < 1 or not entry.keys() >= _ALWAYS_THERE:
                        raise ValueError
                    self._statuses[row], self._places[row] = status, self._end
                except (ValueError, TypeError, LookupError) as error:
                    raise refuse_foreign(self.path) from error
                self._end += len(line)
        missing = int(self.run["rows"]) - self.counts().total()
        if is_settled and missing:
            raise UsageError(
                f"{self.path} is not whole: {missing:,} rows have no line",
                why="It was cut or edited after the run; those rows may have been sent",
                hint="Bring back the whole file; with another --results all rows are sent again",
            )
        self._stream.truncate(self._end)

    def _forget(self) -> None:
        rows = int(self.run["last_row"]) + 1
        self._statuses, self._places, self._end = bytearray(rows), array("q", [0]) * rows, 0

    def _read_line(self, place: int) -> bytes:
        with reading(self._stream, place) as reader:
            return reader.readline()

    def _write(self, lines: bytes) -> None:
        try:
            if self._end:
                self._write_behind(lines)
            else:
                self._begin_with(lines)
        except OSError as error:
            raise describe_failure(self.path, error, hint=_GO_ON if self._end else ELSEWHERE) from error

    def _begin_with(self, lines: bytes) -> None:
        """Replace what an earlier run has left by the first lines: all of them, or none."""
        with self._replacing() as stream:
            write_all(stream, lines)
            if self.holds_earlier and self.retires is not None:
                self._retire(self.retires)
        self.holds_earlier = False

    def _retire(self, name: Path) -> None:
        """Keep what an earlier run has left; in another directory only if that is possible."""
        if name.parent.resolve() == self.path.parent.resolve():
            keep_as(self.path.resolve(), name)
            return
        with suppress(OSError):
            name.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            keep_as(self.path.resolve(), name)

    def _write_behind(self, lines: bytes) -> None:
        """Add lines; after a failure, any part already written is cut off again."""
        with ExitStack() as undo:
            undo.callback(self._cut_back)
            self._stream.seek(self._end)
            write_all(self._stream, lines)
            os.fsync(self._stream.fileno())
            undo.pop_all()

    def _cut_back(self) -> None:
        with suppress(OSError):
            self._stream.truncate(self._end)


def describe_failure(path: Path, error: OSError, *, hint: str) -> OocliError:
    """Return the failure of a file that cannot be written."""
    return OocliError(f"Cannot write {path}", why=error.strerror or str(error), hint=hint)
