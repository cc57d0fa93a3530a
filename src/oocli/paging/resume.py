"""Continue an NDJSON file that an interrupted reading has left.

As long as FILE is not complete, ``FILE.oocli-resume.json`` beside it says what was asked for, so that nothing
else is ever added. How far it got is read from FILE itself, from its last whole line, which is the only thing
that cannot be wrong.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from oocli.errors import UsageError

_PIECE = 64 * 1024  # bytes
_FORM = 1


@dataclass(frozen=True)
class Resumption:
    """A file that a reading is written to, piece by piece.

    Attributes:
        path: the NDJSON file.
        note: the file beside it that says what was asked for.
        last_id: id of the last record in it; None if it has none.
    """

    path: Path
    note: Path
    last_id: int | None

    @contextmanager
    def writing(self) -> Iterator[TextIO]:
        """Return the file to add to; when the block ends well it is complete, and the note is removed.

        Raises:
            UsageError: it cannot be written.
        """
        try:
            with self.path.open("a", encoding="utf-8", newline="") as stream:
                yield stream
            self.note.unlink(missing_ok=True)
        except OSError as error:
            raise UsageError(f"Cannot write {self.path}", why=error.strerror or str(error)) from error


def open_resumption(path: Path, question: Mapping[str, Any]) -> Resumption:
    """Find out how far a file got, and make sure that it holds answers to the same question.

    ``question`` is everything that decides which records come and what is in them, as JSON
    values. An incomplete last line is removed.

    Raises:
        UsageError: it is complete, belongs to another question, or is not NDJSON of records.
    """
    note = path.with_name(f"{path.name}.oocli-resume.json")
    try:
        if path.exists() and path.stat().st_size:
            _check(path, note, question)
            return Resumption(path, note, _read_last_id(path))
        note.write_text(
            json.dumps({"form": _FORM, **question}, ensure_ascii=False, indent=2), encoding="utf-8"
        )
    except OSError as error:
        raise UsageError(f"Cannot use {path}", why=error.strerror or str(error)) from error
    return Resumption(path, note, None)


def _check(path: Path, note: Path, question: Mapping[str, Any]) -> None:
    if not note.exists():
        raise UsageError(
            f"{path} is not an interrupted reading",
            why=f"It is complete, or was not begun with --resume: there is no {note.name} beside it",
            hint="Remove it to read everything again, or give another name",
        )
    try:
        kept = json.loads(note.read_text(encoding="utf-8"))
    except ValueError as error:
        raise UsageError(f"{note} cannot be read", hint=f"Remove it and {path}, and begin again") from error
    asked = {"form": _FORM, **json.loads(json.dumps(question))}
    if kept == asked:
        return
    names = sorted({*kept, *asked} if isinstance(kept, dict) else asked)
    differ = [name for name in names if not isinstance(kept, dict) or kept.get(name) != asked.get(name)]
    raise UsageError(
        f"{path} was begun with other options, so it cannot be continued",
        why=f"Different: {', '.join(differ)}; {note.name} says what was asked for",
        hint="Repeat the command as it was, or give another file name",
    )


def _read_last_id(path: Path) -> int | None:
    """Remove an unfinished last line, and give the id of the record on the line before."""
    with path.open("rb+") as stream:
        end = stream.seek(0, os.SEEK_END)
        tail = b""
        start = end
        while start and tail.count(b"\n") < 2:
            start = max(0, start - _PIECE)
            stream.seek(start)
            tail = stream.read(end - start)
        whole = tail[: tail.rfind(b"\n") + 1]
        stream.truncate(start + len(whole))
    lines = whole.splitlines()
    if not lines:
        return None
    try:
        record = json.loads(lines[-1])
        return int(record["id"] if "id" in record else record["_id"])
    except (ValueError, TypeError, KeyError) as error:
        raise UsageError(
            f"The last line of {path} is not a record with a number as its id",
            hint="Only files that oocli wrote as NDJSON can be continued",
        ) from error
