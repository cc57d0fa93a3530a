"""A line of a journal: what became of a row; the first one also says what its run is. Pure."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from oocli.errors import UsageError

STATUSES = ("", "ok", "error", "unknown", "skipped", "unchanged")
"""What may have become of a row; the first for one of which nothing is known."""

UNCHANGED = "unchanged"
"""The status of a row that changes nothing; its line says ``skipped``, and this beside it."""


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


def write_moment(now: float) -> str:
    """Return a time, Unix seconds, as journals have it: ISO 8601 in UTC."""
    return datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds")


def encode_line(line: Mapping[str, Any]) -> bytes:
    """Return the bytes of a line."""
    return json.dumps(line, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def read_run(path: Path, line: bytes) -> dict[str, Any] | None:
    """Return what the first line of a file says about its run; None if the file is empty.

    Raises:
        UsageError: it does not belong in a results file.
    """
    if not line:
        return None
    try:
        run = json.loads(line)["run"]
        if isinstance(run["rows"], int) and isinstance(run["last_row"], int):
            return dict(run)
    except (ValueError, TypeError, LookupError) as error:
        raise refuse_foreign(path) from error
    raise refuse_foreign(path)


def refuse_foreign(path: Path) -> UsageError:
    """Return the failure of a file with other lines."""
    return UsageError(f"{path} is not a file of results that oocli wrote", hint="Give --results another name")
