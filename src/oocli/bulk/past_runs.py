"""Past runs: their journals, read without changing them, and which of them are kept.

Unnamed journals are in one directory, for ``OOCLI_KEEP_JOURNALS`` days after their end; for a named one, a
note there says where it is.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from oocli.bulk.identity import find_folder
from oocli.bulk.journal_lines import UNCHANGED
from oocli.disk.owned_file import list_files
from oocli.errors import UsageError

_DAYS = 30
_DAY = 24 * 3600.0  # seconds
_NOTE = ".elsewhere"


@dataclass(frozen=True)
class PastRun:
    """A run as its journal describes it.

    Attributes:
        path: the journal.
        run: what its first line says about it.
        counts: status to the number of rows that have it; ``unchanged`` ones are ``skipped``.
        keeps: how many of its rows can be undone; None if it has kept no previous values at all.
    """

    path: Path
    run: Mapping[str, Any]
    counts: Mapping[str, int]
    keeps: int | None

    @property
    def verb(self) -> str:
        """The verb of its call."""
        return str(self.run.get("call")).partition(" ")[0]

    @property
    def resourcetype(self) -> str:
        """The resource type of its call."""
        return str(self.run.get("call")).partition(" ")[2]

    @property
    def started(self) -> str:
        """When it began, ISO 8601; empty if an earlier version did not record it."""
        return str(self.run.get("started") or "")

    @property
    def name(self) -> str:
        """What runs that undo it call it."""
        return str(self.run.get("id") or self.path)

    @property
    def resumed(self) -> str:
        """When it was last continued, ISO 8601; empty if it never was."""
        return str(self.run.get("resumed") or "")

    def lines(self) -> Iterator[dict[str, Any]]:
        """Return the last line of each row, in the order of the rows.

        Raises:
            UsageError: the file cannot be read, or is not a journal.
        """
        with _opened(self.path) as stream:
            if self.run.get("settled"):
                yield from (_read_line(self.path, line) for line in stream)
                return
            places = array("q", [-1]) * (int(self.run["last_row"]) + 1)
            place = 0
            for line in stream:
                if line.endswith(b"\n"):
                    places[_read_line(self.path, line)["row"]] = place
                place += len(line)
            for place in places:
                if place >= 0:
                    stream.seek(place)
                    yield _read_line(self.path, stream.readline())


def read_run(path: Path) -> PastRun:
    """Read what a journal says about its run.

    Raises:
        UsageError: there is none, it cannot be read, or it is not a journal.
    """
    with _opened(path) as stream:
        run = _read_line(path, stream.readline()).get("run")
    if not isinstance(run, Mapping) or not (_is_count(run.get("rows")) and _is_count(run.get("last_row"))):
        raise _refuse_foreign(path)
    counts, keeps = run.get("counts"), run.get("keeps")
    keeps = keeps if isinstance(keeps, int) else None
    if run.get("settled") and isinstance(counts, Mapping) and all(map(_is_count, counts.values())):
        return PastRun(path, run, _join_skipped(Counter(counts)), keeps)
    past, found, kept = PastRun(path, run, {}, keeps), Counter[str](), 0
    for line in past.lines():
        found[str(line.get("status"))] += 1
        kept += bool(line.get("before"))
    return PastRun(path, run, found, kept or keeps)


def list_runs(environ: Mapping[str, str]) -> list[PastRun]:
    """Return the runs whose journals are in the directory, or noted there; newest first."""
    runs = []
    folder = find_folder(environ)
    for path in {*folder.glob("*.ndjson"), *_list_noted(folder)}:
        with suppress(UsageError):  # somebody else's file, or one that is gone
            runs.append(read_run(path))
    return sorted(runs, key=lambda past: (past.started, str(past.path)), reverse=True)


def list_undone(runs: list[PastRun]) -> frozenset[str]:
    """Return the names of the runs that others of these, newest first, have wholly undone.

    A run of which anything is in force again does not count: its undoing was taken back in turn, or it was
    continued after it.
    """
    undoings = _list_undoings(runs)
    return frozenset(past.name for past in runs if _is_undone(past, undoings))


def count_taken_back(runs: list[PastRun], name: str) -> int:
    """Return how many rows of a run were taken back since, by runs that are in force themselves."""
    undoings = _list_undoings(runs)
    return sum(
        undoing.counts.get("ok", 0) for undoing in undoings.get(name, ()) if not _is_undone(undoing, undoings)
    )


def note_elsewhere(environ: Mapping[str, str], path: Path) -> None:
    """Note in the directory where a named journal is; if that fails, it cannot be found there."""
    target = str(path.resolve())
    name = hashlib.sha256(target.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    with suppress(OSError):
        folder = find_folder(environ)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / f"{name}{_NOTE}").write_text(json.dumps({"results": target}), encoding="utf-8")


def remove_old(environ: Mapping[str, str], now: float, *, but: Path | None = None) -> None:
    """Remove journals and notes that ended too long ago (Unix seconds), except the one needed now.

    Raises:
        UsageError: ``OOCLI_KEEP_JOURNALS`` is not a number of days.
    """
    oldest = now - _read_days(environ) * _DAY
    folder = find_folder(environ)
    for path in (*list_files(folder, "*.ndjson"), *list_files(folder, f"*{_NOTE}")):
        with suppress(OSError):
            if path != but and path.stat().st_mtime < oldest:
                path.unlink()


def _list_undoings(runs: list[PastRun]) -> Mapping[str, list[PastRun]]:
    """Return for the name of a run those that undo it, in the same order."""
    undoings: dict[str, list[PastRun]] = defaultdict(list)
    for past in runs:
        if past.run.get("undoes"):
            undoings[str(past.run["undoes"])].append(past)
    return dict(undoings)


def _is_undone(past: PastRun, undoings: Mapping[str, list[PastRun]]) -> bool:
    """Say whether nothing of a run is in force: the newest undoing of it that is in force took all back."""
    newest = next(iter(_list_in_force(past, undoings)), None)
    if newest is None or newest.started < past.resumed:
        return False
    is_whole = not newest.run.get("left") and newest.counts.get("ok") == newest.run["rows"]
    return is_whole and not _list_in_force(newest, undoings)


def _list_in_force(past: PastRun, undoings: Mapping[str, list[PastRun]]) -> list[PastRun]:
    """Return what has undone a run, in part at least, and was not wholly undone in its turn."""
    return [undoing for undoing in undoings.get(past.name, ()) if not _is_undone(undoing, undoings)]


def _read_days(environ: Mapping[str, str]) -> float:
    text = environ.get("OOCLI_KEEP_JOURNALS", "").strip()
    if not text:
        return _DAYS
    if not (text.isascii() and text.isdecimal()) or len(text) > 6:
        raise UsageError(f"OOCLI_KEEP_JOURNALS must be a number of days, not {text[:40]!r}")
    return int(text)


def _list_noted(folder: Path) -> Iterator[Path]:
    for note in folder.glob(f"*{_NOTE}"):
        with suppress(OSError, ValueError, TypeError, LookupError):
            path = Path(json.loads(note.read_text(encoding="utf-8"))["results"])
            if path.is_file():
                yield path


def _is_count(value: Any) -> bool:
    return isinstance(value, int)


def _join_skipped(counts: Counter[str]) -> Counter[str]:
    counts["skipped"] += counts.pop(UNCHANGED, 0)
    return counts


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise UsageError(
            f"Cannot read {path}", why=error.strerror or str(error), hint="`oocli history` lists the runs"
        ) from error


def _read_line(path: Path, line: bytes) -> dict[str, Any]:
    try:
        read = json.loads(line)
        if isinstance(read["row"], int):
            return dict(read)
    except (ValueError, TypeError, LookupError) as error:
        raise _refuse_foreign(path) from error
    raise _refuse_foreign(path)


def _refuse_foreign(path: Path) -> UsageError:
    return UsageError(
        f"{path} is not a file of results that oocli wrote", hint="`oocli history` lists the runs"
    )
