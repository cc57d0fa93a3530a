"""What became of each row, on disk: the results of a bulk run, and its memory.

One line of JSON for each row: ``row``, ``status`` (``ok``, ``error``, ``unknown``,
``skipped``), ``id``, ``error``, where the API gave one ``errorcode``. Rules that a change must not break:

- Before a request goes out its rows stand in the file as ``unknown``, on disk. Whatever
  then happens to this process, a row that may have been carried out never looks unsent.
- The last line of a row holds. Lines are added as answers come; when a run ends the file is
  written anew with one line for each row.
- The first line also says, under ``run``, what input and which command it belongs to, and
  with ``settled`` that each row has a line: without them the file was cut.
- One process at a time has the file.
"""

import json
import os
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from oocli.disk.private_file import take_lock
from oocli.errors import OocliError, UsageError

STATUSES = ("", "ok", "error", "unknown", "skipped")
_MENDED = "--failed FILE writes the rows to mend; send those alone, with another --results"
_GO_ON = "What was sent is done; with --resume the same command goes on when the file can be written"
_ELSEWHERE = "Nothing was sent; --results FILE keeps the results elsewhere"
_UNTOUCHED = STATUSES.index("")
_LOCKED_BYTE = (1 << 31) - 2  # behind every end, because Windows lets nobody read a locked byte


class Entry(NamedTuple):
    """What became of a row.

    Attributes:
        row: its number.
        status: ``ok``, ``error``, ``unknown`` or ``skipped`` (surely not carried out, not even asked for).
        id: id of the record, where it is known.
        error: why it is not ok.
        errorcode: the API's number for that.
    """

    row: int
    status: str
    id: str | int | None = None
    error: str | None = None
    errorcode: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Give the keys of a line."""
        line = self._asdict()
        if self.errorcode is None:
            del line["errorcode"]
        return line


@dataclass
class Journal:
    """A results file that is being written.

    Attributes:
        path: where it lies.
        run: what it belongs to; ``rows`` is the number of rows, ``last_row`` the highest number.
    """

    path: Path
    run: Mapping[str, Any]
    _stream: BinaryIO = field(repr=False)
    _statuses: bytearray = field(init=False, repr=False)
    _places: "array[int]" = field(init=False, repr=False)
    _end: int = field(default=0, init=False, repr=False)
    _holds_earlier: bool = field(default=False, init=False, repr=False)

    def __post_init__(self) -> None:
        self._forget()

    def status(self, row: int) -> str:
        """Give the status of a row; empty where none was recorded."""
        return STATUSES[self._statuses[row]]

    def counts(self) -> Counter[str]:
        """Give how many rows have each status that occurs."""
        counted = Counter(self._statuses)
        return Counter(
            {status: counted[index] for index, status in enumerate(STATUSES) if status and counted[index]}
        )

    @property
    def is_finished(self) -> bool:
        """Whether every row was done or refused: there is nothing to go on with."""
        counts = self.counts()
        return counts["ok"] + counts["error"] == int(self.run["rows"])

    def rows_with(self, status: str) -> Iterator[int]:
        """Give the numbers of the rows with a status, ascending."""
        wanted = STATUSES.index(status)
        return (row for row, index in enumerate(self._statuses) if index == wanted)

    def entries(self) -> Iterator[dict[str, Any]]:
        """Give what holds for each recorded row, in the order of the rows, without what the run is."""
        for row, place in enumerate(self._places):
            if self._statuses[row] != _UNTOUCHED:
                line = json.loads(self._read_line(place))
                line.pop("run", None)
                yield line

    def append(self, entries: Iterable[Entry]) -> None:
        """Add lines, and return when they are on disk.

        Raises:
            OocliError: they cannot be written.
        """
        lines: list[bytes] = []
        end = self._end
        for entry in entries:
            line = entry.as_dict() | ({} if end else {"run": dict(self.run)})
            self._statuses[entry.row] = STATUSES.index(entry.status)
            self._places[entry.row] = end
            lines.append(_encode(line))
            end += len(lines[-1])
        self._write(b"".join(lines))
        self._end = end

    def settle(self) -> None:
        """Write the file anew with one line for each row, in their order; nothing is added afterwards.

        Raises:
            OocliError: it cannot be written; the lines as they came are left.
        """
        target = self.path.resolve()
        part = target.with_name(f".{target.name}.part")
        try:
            with ExitStack() as undo:
                stream = undo.enter_context(_open(part))
                _lock(part, stream)
                places = self._copy_to(stream)
                self._stream = _replace(target, self._stream, part, stream)
                self._places = places
                undo.pop_all()
        except OSError as error:
            raise _describe(self.path, error, hint=_GO_ON) from error
        finally:
            part.unlink(missing_ok=True)

    def _copy_to(self, stream: BinaryIO) -> "array[int]":
        """Write the line of each row to another file, and give their places there."""
        stream.truncate()
        places = array("q", [0]) * len(self._places)
        extra: Mapping[str, Any] = {"run": {**self.run, "settled": True}}
        for line in self.entries():
            places[line["row"]] = stream.tell()
            stream.write(_encode({**line, **extra}))
            extra = {}
        stream.flush()
        os.fsync(stream.fileno())
        return places

    def close(self) -> None:
        """Close the file; without a line it is taken away, with those of an earlier run it is left."""
        is_needed = self._end or self._holds_earlier
        if not is_needed and os.name != "nt":
            self._remove()  # while nobody else can have it
        with suppress(OSError):  # the rest of what a full disk did not take, and that was told
            self._stream.close()
        if not is_needed and os.name == "nt":
            self._remove()  # Windows removes no open file

    def drop(self) -> None:
        """Let the file be taken away when it is closed: nobody needs what it says."""
        self._end, self._holds_earlier = 0, False

    def _remove(self) -> None:
        with suppress(OSError):
            self.path.resolve().unlink(missing_ok=True)

    def load(self, *, is_settled: bool) -> None:
        """Read what the file says of the rows; a last line that was not written to its end is taken off.

        ``is_settled`` says that each row must have a line.

        Raises:
            UsageError: a line is none of a results file, or rows that must be there are not.
        """
        self._forget()
        self._stream.seek(0)
        for line in self._stream:
            if not line.endswith(b"\n"):
                break
            try:
                entry = json.loads(line)
                row, status = entry["row"], STATUSES.index(entry["status"])
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
        self._stream.seek(place)
        return self._stream.readline()

    def _write(self, lines: bytes) -> None:
        try:
            if self._holds_earlier:
                self._stream.truncate(0)
                self._holds_earlier = False
            self._stream.seek(self._end)
            self._stream.write(lines)
            self._stream.flush()
            os.fsync(self._stream.fileno())
        except OSError as error:
            raise _describe(self.path, error, hint=_GO_ON if self._end else _ELSEWHERE) from error


@contextmanager
def open_journal(
    path: Path, run: Mapping[str, Any], *, resumes: bool, repeatable: bool = True
) -> Iterator[Journal]:
    """Give the journal in a file while the block runs; nobody else has it meanwhile.

    ``run`` holds what must be the same when it is gone on with, as JSON values. Without
    ``resumes`` the file of a run that has come to its end is begun again with the first line
    that is added; until then it keeps what it has. Where to repeat a row would double a record
    (``repeatable`` says that it does not), it has come to its end when every row is ok.

    Raises:
        UsageError: there is nothing to go on with, it belongs to another run, or a run that
            was not finished would be forgotten.
        OocliError: it cannot be opened, or another process has it.
    """
    try:
        if resumes and not (path.exists() and path.stat().st_size):
            raise UsageError(
                "There is nothing to go on with",
                why=f"{path} does not exist: this command has sent none of these rows, or elsewhere",
                hint="Leave out --resume to begin" if repeatable else f"Begin without --resume; {_MENDED}",
            )
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        stream = _open(path)
    except OSError as error:
        raise _describe(path, error, hint=_ELSEWHERE) from error
    with stream:
        _lock(path, stream)
        journal = Journal(path, run, stream)
        _prepare(journal, resumes=resumes, repeatable=repeatable)
        try:
            yield journal
        finally:
            journal.close()


def _open(path: Path) -> BinaryIO:
    """Open a file to read and write, which only its owner may; errors can name people.

    Raises:
        UsageError: it is a device or a pipe, which would not keep what is written.
        OSError: it cannot be opened.
    """
    if path.exists() and not path.is_file():
        raise UsageError(f"{path} is not a file, so it cannot keep the results of a run")
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "r+b")


def _lock(path: Path, stream: BinaryIO) -> None:
    os.lseek(stream.fileno(), _LOCKED_BYTE, os.SEEK_SET)
    if not take_lock(stream.fileno()):
        raise OocliError(f"Another oocli is writing {path}", hint="Wait until it has ended")
    with suppress(FileNotFoundError):
        if os.path.samestat(os.fstat(stream.fileno()), path.stat()):
            stream.seek(0)
            return
    raise OocliError(f"Another oocli has just written {path}", hint="Run the command again")


def _replace(target: Path, old: BinaryIO, part: Path, new: BinaryIO) -> BinaryIO:
    """Put a file into the place of another, and give it open: with its lock, where the system can do that."""
    if os.name != "nt":
        part.replace(target)
        old.close()
        return new
    new.close()
    old.close()  # Windows replaces no open file
    part.replace(target)
    return target.open("rb")


def _prepare(journal: Journal, *, resumes: bool, repeatable: bool) -> None:
    """See that the file may be written, and read from it what is needed.

    Raises:
        UsageError: it may not.
    """
    kept = _read_run(journal.path, journal._read_line(0))
    if kept is None:
        return
    is_settled = bool(kept.get("settled"))
    # Files that were begun by an earlier version know no account.
    expected = {"account": journal.run.get("account"), **kept}
    differ = [name for name, value in journal.run.items() if expected.get(name) != value]
    way_on = "other rows need another --results" if repeatable else _MENDED
    if resumes and differ:
        raise UsageError(
            f"{journal.path} belongs to another run, so it cannot be gone on with",
            why=f"Different: {', '.join(differ)}" + (" (another token)" if "account" in differ else ""),
            hint=f"Repeat the command as it was, with the same rows, and --resume; {way_on}",
        )
    if resumes:
        journal.load(is_settled=is_settled)
        return
    earlier = Journal(journal.path, kept, journal._stream)
    earlier.load(is_settled=is_settled)
    counts = earlier.counts()
    if counts["ok"] + (counts["error"] if repeatable else 0) < kept["rows"]:
        raise UsageError(
            f"{journal.path} belongs to a run that was not finished",
            why=", ".join(f"{status}: {count:,}" for status, count in counts.items())
            + f" of {kept['rows']:,} rows",
            hint=f"The same command with --resume goes on; {way_on}",
        )
    if not repeatable and not differ:
        raise UsageError(
            f"{journal.path} says that all {kept['rows']:,} rows are done",
            why="To do the same once more would double what they have created",
            hint="Remove the file if that is meant",
        )
    journal._holds_earlier = True


def _read_run(path: Path, line: bytes) -> dict[str, Any] | None:
    """Give what the first line says of its run; None where the file is empty."""
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
    return UsageError(f"{path} is no file of results that oocli wrote", hint="Give --results another name")


def _describe(path: Path, error: OSError, *, hint: str) -> OocliError:
    return OocliError(f"Cannot write {path}", why=error.strerror or str(error), hint=hint)
