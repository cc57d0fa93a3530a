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
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from oocli.disk.kept_file import lock_kept, open_kept, reading, replace_kept, write_all
from oocli.errors import OocliError, UsageError

STATUSES = ("", "ok", "error", "unknown", "skipped", "unchanged")
UNCHANGED = "unchanged"
_ABOUT = ("id", "started", "seconds", "keeps", "unread", "undoes", "left")
_MENDED = "--failed FILE writes the rows to correct; send those alone, with another --results"
_GO_ON = "What was sent is done; with --resume the same command continues when the file can be written"
_AT_ONCE = 1 << 20  # bytes written at a time when the file is rewritten
_ELSEWHERE = "Nothing was sent; --results FILE keeps the results elsewhere"
_UNTOUCHED = STATUSES.index("")


class Entry(NamedTuple):
    """What became of a row.

    Attributes:
        row: its number.
        status: ``ok``, ``error``, ``unknown``, ``skipped`` (certainly not carried out, not even sent) or
            ``unchanged`` (skipped because it changes nothing, and finished).
        id: id of the record, if known.
        error: why it is not ok.
        errorcode: the API's number for that.
    """

    row: int
    status: str
    id: str | int | None = None
    error: str | None = None
    errorcode: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the keys of a line."""
        line = self._asdict()
        if self.errorcode is None:
            del line["errorcode"]
        if self.status == UNCHANGED:
            line |= {"status": "skipped", "unchanged": True}
        return line


@dataclass
class Journal:
    """A results file that is being written.

    Attributes:
        path: where it is.
        run: what it belongs to; ``rows`` is the number of rows, ``last_row`` the highest number.
        now: Unix time in seconds.
        about: what else is known about it: its ``id``, when it ``started``, how many ``seconds`` it took.
        holds_earlier: whether the file has what an earlier run has left, until the first line is added.
    """

    path: Path
    run: Mapping[str, Any]
    _stream: io.FileIO = field(repr=False)
    now: Callable[[], float] = time.time
    about: dict[str, Any] = field(default_factory=dict)
    holds_earlier: bool = field(default=False, init=False)
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
        lines: list[bytes] = []
        places: list[tuple[Entry, int]] = []
        end = self._end
        for entry in entries:
            line = {**entry.as_dict(), **facts.get(entry.row, {}), **self._find_kept(entry)}
            if not end:
                line["run"] = self._describe()
            places.append((entry, end))
            lines.append(_encode(line))
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
                places = self._copy_to(stream)
        except OSError as error:
            raise _describe(self.path, error, hint=_GO_ON) from error
        self._places = places

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
                hint=_ELSEWHERE,
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

    def _copy_to(self, stream: io.FileIO) -> "array[int]":
        """Write the line of each row to another file, and give the positions there."""
        places = array("q", [0]) * len(self._places)
        conclusion = self._conclude()
        extra: Mapping[str, Any] = {"run": {**self._describe(), **conclusion, "settled": True}}
        waiting, written = bytearray(), 0
        for line in self.entries():
            places[line["row"]] = written + len(waiting)
            waiting += _encode({**line, **extra})
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
        return _read_run(self.path, self._read_line(0))

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
                    if row < 1:
                        raise ValueError
                    self._statuses[row], self._places[row] = status, self._end
                except (ValueError, TypeError, LookupError) as error:
                    raise _refuse_foreign(self.path) from error
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
            raise _describe(self.path, error, hint=_GO_ON if self._end else _ELSEWHERE) from error

    def _begin_with(self, lines: bytes) -> None:
        """Replace what an earlier run has left by the first lines: all of them, or none."""
        with self._replacing() as stream:
            write_all(stream, lines)
        self.holds_earlier = False

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


@contextmanager
def open_journal(
    path: Path,
    run: Mapping[str, Any],
    *,
    resumes: bool,
    repeatable: bool = True,
    again: bool = False,
    supersedes: bool = False,
    retires: bool = False,
    now: Callable[[], float] = time.time,
    about: Mapping[str, Any] = MappingProxyType({}),
) -> Iterator[Journal]:
    """Return the journal in a file while the block runs; meanwhile nobody else has it.

    ``run`` holds what must be the same when it is continued, as JSON values; ``about`` holds other facts
    about it. Without ``resumes`` the file of a finished run is begun again with the first line that is added;
    until then it keeps its content. With ``retires`` it gets another name instead. Unless ``repeatable``,
    repeating a row would double a record: then a run is finished when every row is ok, and ``again`` says
    that repeating is meant. With ``supersedes`` it may be begun again in any case, because what is done is
    found out otherwise.

    Raises:
        UsageError: there is nothing to continue, it belongs to another run, a run that
            was not finished would be forgotten, or the file cannot be locked or replaced where it lies.
        OocliError: it cannot be opened, or another process has it.
    """
    try:
        if resumes and not (path.exists() and path.stat().st_size):
            raise UsageError(
                "There is nothing to continue",
                why=f"{path} does not exist: this command has sent none of these rows, or elsewhere",
                hint="Leave out --resume to begin" if repeatable else f"Begin without --resume; {_MENDED}",
            )
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        stream = open_kept(path)
    except OSError as error:
        raise _describe(path, error, hint=_ELSEWHERE) from error
    with ExitStack() as held:
        held.enter_context(stream)
        lock_kept(path, stream, hint=_ELSEWHERE)
        journal = Journal(path, run, stream, now=now)
        _prepare(journal, stream, resumes=resumes, repeatable=repeatable, again=again, supersedes=supersedes)
        if journal.holds_earlier and retires:
            path.rename(_find_free_name(path))
            stream = held.enter_context(open_kept(path))
            lock_kept(path, stream, hint=_ELSEWHERE)
            journal = Journal(path, run, stream, now=now)
        journal.about = {**about, **journal.about}
        try:
            journal.try_replacing()
            yield journal
        finally:
            journal.close()


def _find_free_name(path: Path) -> Path:
    """Return a name beside a file that no file has yet."""
    names = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(1))
    return next(name for name in names if not name.exists())


def _prepare(
    journal: Journal,
    stream: io.FileIO,
    *,
    resumes: bool,
    repeatable: bool,
    again: bool,
    supersedes: bool,
) -> None:
    """Check that the file may be written, and read from it what is needed.

    Raises:
        UsageError: it may not.
    """
    kept = journal.read_run()
    if kept is None:
        return
    is_settled = bool(kept.get("settled"))
    differ = _list_differences(journal.run, kept)
    way_on = "other rows need another --results" if repeatable else _MENDED
    if resumes and differ:
        raise UsageError(
            f"{journal.path} belongs to another run, so it cannot be continued",
            why=f"Different: {', '.join(differ)}" + (" (another token)" if "account" in differ else ""),
            hint=f"Repeat the command as it was, with the same rows, and --resume; {way_on}",
        )
    if resumes:
        journal.load(is_settled=is_settled)
        journal.about = {name: kept[name] for name in _ABOUT if name in kept}
        return
    earlier = Journal(journal.path, kept, stream, now=journal.now)
    earlier.load(is_settled=is_settled)
    counts = earlier.counts()
    done = counts["ok"] + counts[UNCHANGED] + (counts["error"] if repeatable else 0)
    if done < kept["rows"] and not supersedes:
        raise UsageError(
            f"{journal.path} belongs to a run that was not finished",
            why=", ".join(f"{status}: {count:,}" for status, count in counts.items())
            + f" of {kept['rows']:,} rows",
            hint=f"The same command with --resume continues; {way_on}",
        )
    if not (repeatable or differ or again or supersedes):
        raise UsageError(
            f"{journal.path} says that all {kept['rows']:,} rows are done",
            why="To do the same once more would double what they have created",
            hint="--again does it all the same",
        )
    journal.holds_earlier = True


def find_done(path: Path, run: Mapping[str, Any]) -> bytearray:
    """Return a byte for each row of a run, which is 1 where its journal says that the row is done.

    All are 0 if there is no journal of this run; ``open_journal`` says why.
    """
    done = bytearray(int(run["last_row"]) + 1)
    if not path.is_file():
        return done
    try:
        with path.open("rb") as file:
            kept = _read_run(path, file.readline())
            if kept is None or _list_differences(run, kept):
                return done
            file.seek(0)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                entry = json.loads(line)
                done[entry["row"]] = entry["status"] == "ok" or bool(entry.get(UNCHANGED))
    except (OSError, UsageError, ValueError, TypeError, LookupError):
        return bytearray(len(done))
    return done


def _list_differences(run: Mapping[str, Any], kept: Mapping[str, Any]) -> list[str]:
    """Return what differs between two runs; those of an earlier version have no account."""
    expected = {"account": run.get("account"), **kept}
    return [name for name, value in run.items() if expected.get(name) != value]


def _read_run(path: Path, line: bytes) -> dict[str, Any] | None:
    """Return what the first line says about its run; None if the file is empty."""
    if not line:
        return None
    try:
        run = json.loads(line)["run"]
        if isinstance(run["rows"], int) and isinstance(run["last_row"], int):
            return dict(run)
    except (ValueError, TypeError, LookupError) as error:
        raise _refuse_foreign(path) from error
    raise _refuse_foreign(path)


def _encode(line: Mapping[str, Any]) -> bytes:
    return json.dumps(line, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def _refuse_foreign(path: Path) -> UsageError:
    return UsageError(f"{path} is not a file of results that oocli wrote", hint="Give --results another name")


def _describe(path: Path, error: OSError, *, hint: str) -> OocliError:
    return OocliError(f"Cannot write {path}", why=error.strerror or str(error), hint=hint)
