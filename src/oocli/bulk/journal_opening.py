"""Open the journal of a run: begin it, continue it, or refuse what would forget or double something.

What a journal holds and how it is kept belongs to ``journal``.
"""

import io
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from oocli.bulk.journal import ELSEWHERE, Journal, describe_failure
from oocli.bulk.journal_lines import UNCHANGED, read_run
from oocli.disk.kept_file import lock_kept, open_kept
from oocli.errors import UsageError

_ABOUT = ("id", "started", "resumed", "seconds", "keeps", "unread", "undoes", "left")
_MENDED = "--failed FILE writes the rows to correct; send those alone, with another --results"


class Reuse(NamedTuple):
    """What a run may do with a journal that is there already.

    Attributes:
        resumes: it is continued. If not, that of a finished run is begun again with the first line that is
            added; until then it keeps its content.
        repeatable: to repeat a row doubles no record. If it did, a run is finished only when every row is ok.
        again: it is meant that everything is repeated.
        supersedes: it may be begun again in any case, because what is done is found out otherwise.
        retires: name that what a finished run has left gets, with a number, when it is begun again; None if
            nobody needs it then.
    """

    resumes: bool
    repeatable: bool = True
    again: bool = False
    supersedes: bool = False
    retires: Path | None = None


@contextmanager
def open_journal(
    path: Path,
    run: Mapping[str, Any],
    reuse: Reuse,
    *,
    now: Callable[[], float] = time.time,
    about: Mapping[str, Any] = MappingProxyType({}),
) -> Iterator[Journal]:
    """Return the journal in a file while the block runs; meanwhile nobody else has it.

    ``run`` holds what must be the same when it is continued, as JSON values; ``about`` holds other facts
    about it.

    Raises:
        UsageError: there is nothing to continue, it belongs to another run, a run that
            was not finished would be forgotten, or the file cannot be locked or replaced where it lies.
        OocliError: it cannot be opened, or another process has it.
    """
    try:
        if reuse.resumes and not (path.exists() and path.stat().st_size):
            raise UsageError(
                "There is nothing to continue",
                why=f"{path} does not exist: this command has sent none of these rows, or elsewhere",
                hint="Leave out --resume to begin"
                if reuse.repeatable
                else f"Begin without --resume; {_MENDED}",
            )
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        stream = open_kept(path)
    except OSError as error:
        raise describe_failure(path, error, hint=ELSEWHERE) from error
    with ExitStack() as held:
        held.enter_context(stream)
        lock_kept(path, stream, hint=ELSEWHERE)
        journal = Journal(path, run, stream, now=now)
        _prepare(journal, stream, reuse)
        journal.retires = reuse.retires
        journal.about = {**about, **journal.about}
        try:
            journal.try_replacing()
            yield journal
        finally:
            journal.close()


def _prepare(journal: Journal, stream: io.FileIO, reuse: Reuse) -> None:
    """Check that the file may be written, and read from it what is needed.

    Raises:
        UsageError: it may not.
    """
    kept = journal.read_run()
    if kept is None:
        return
    is_settled = bool(kept.get("settled"))
    differ = _list_differences(journal.run, kept)
    way_on = "other rows need another --results" if reuse.repeatable else _MENDED
    if reuse.resumes and differ:
        raise UsageError(
            f"{journal.path} belongs to another run, so it cannot be continued",
            why=f"Different: {', '.join(differ)}" + (" (another token)" if "account" in differ else ""),
            hint=f"Repeat the command as it was, with the same rows, and --resume; {way_on}",
        )
    if reuse.resumes:
        journal.load(is_settled=is_settled)
        journal.about = {name: kept[name] for name in _ABOUT if name in kept}
        journal.is_continued = True
        return
    earlier = Journal(journal.path, kept, stream, now=journal.now)
    earlier.load(is_settled=is_settled)
    counts = earlier.counts()
    done = counts["ok"] + counts[UNCHANGED] + (counts["error"] if reuse.repeatable else 0)
    if done < kept["rows"] and not reuse.supersedes:
        raise UsageError(
            f"{journal.path} belongs to a run that was not finished",
            why=", ".join(f"{status}: {count:,}" for status, count in counts.items())
            + f" of {kept['rows']:,} rows",
            hint=f"The same command with --resume continues; {way_on}",
        )
    if not (reuse.repeatable or differ or reuse.again or reuse.supersedes):
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
            kept = read_run(path, file.readline())
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
