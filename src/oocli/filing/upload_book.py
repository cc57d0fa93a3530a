"""The account of an upload in a journal of rows: a line each for what may be stored, is begun, is settled.

What the lines mean, and that they are on disk before a file can be stored, is the business of
``bulk.journal``. Beside the keys of every journal they have ``file``, ``module``, ``record``, ``bytes``, and
of a large file that is not stored ``upload``: how far it has got.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from oocli.bulk.journal import Journal
from oocli.bulk.journal_lines import UNCHANGED, Entry
from oocli.bulk.leftovers import is_due
from oocli.errors import ApiError
from oocli.files import FileOutcome
from oocli.files.shipments import Begun, Settled, Shipment
from oocli.files.uploads import explain_lost, fail, finish

if TYPE_CHECKING:
    from collections.abc import Callable

_ANNOUNCED = "sent; no answer was recorded"
_BEGUN = "sent in part"
THERE = "It is there already"


@dataclass(frozen=True)
class UploadBook:
    """Keeps account of an upload in a journal.

    Attributes:
        journal: the journal.
        redact: takes secrets out of messages.
    """

    journal: Journal
    redact: Callable[[str], str]

    def announce(self, begun: Sequence[tuple[Shipment, Begun]]) -> None:
        """Note that these files may be stored from now on."""
        self._append(
            [(shipment, Entry(shipment.row, "unknown", error=_ANNOUNCED), None) for shipment, _ in begun]
        )

    def mark(self, begun: Sequence[tuple[Shipment, Begun]]) -> None:
        """Note how far these files have got, of which none is stored."""
        self._append(
            [(shipment, Entry(shipment.row, "skipped", error=_BEGUN), upload) for shipment, upload in begun]
        )

    def settle(self, settled: Sequence[Settled]) -> None:
        """Note what became of files."""
        self._append([(done.shipment, self._make_entry(done), done.begun) for done in settled])

    def pass_over(self, there: Sequence[tuple[Shipment, str | int]]) -> None:
        """Note files that their records have already, with their numbers there."""
        self._append(
            [(shipment, Entry(shipment.row, UNCHANGED, number, THERE), None) for shipment, number in there]
        )

    def confirm(self, found: Sequence[tuple[Shipment, str | int]]) -> dict[int, FileOutcome]:
        """Note files that were found with their records, of which nobody knew; give their outcomes by row."""
        self._append([(shipment, Entry(shipment.row, "ok", number), None) for shipment, number in found])
        return {shipment.row: finish(shipment, number) for shipment, number in found}

    def find(self, shipments: Sequence[Shipment], *, retries_unknown: bool) -> Progress:
        """Return what of an upload is done, due, or may be stored."""
        progress = Progress({}, [], [])
        for shipment in shipments:
            status = self.journal.status(shipment.row)
            line = self.journal.find(shipment.row) or {}
            if status in ("ok", UNCHANGED):
                progress.done[shipment.row] = _read_done(shipment, status, line.get("id"))
            elif is_due(status, retries_unknown=retries_unknown):
                progress.due.append(replace(shipment, begun=Begun.read(line.get("upload"))))
            else:
                progress.unknown.append(shipment)
        return progress

    def list_numbers(self) -> dict[tuple[str, int], set[str]]:
        """Return the numbers of the files that each record got by this run."""
        numbers: dict[tuple[str, int], set[str]] = {}
        for row in (*self.journal.rows_with("ok"), *self.journal.rows_with(UNCHANGED)):
            line = self.journal.find(row) or {}
            target = (str(line.get("module")), int(line.get("record") or 0))
            numbers.setdefault(target, set()).add(str(line.get("id")))
        return numbers

    def _make_entry(self, done: Settled) -> Entry:
        outcome = done.outcome
        failure = outcome.failure
        message = outcome.reason if failure is None else failure.message
        if outcome.status == "unknown" and failure is not None:
            message = failure.why or message
        code = failure.errorcode if isinstance(failure, ApiError) and outcome.status == "error" else None
        return Entry(done.shipment.row, outcome.status, outcome.id, self.redact(message) or None, code)

    def _append(self, lines: Sequence[tuple[Shipment, Entry, Begun | None]]) -> None:
        facts: dict[int, dict[str, Any]] = {}
        for shipment, entry, begun in lines:
            module, record = shipment.target
            facts[entry.row] = {
                "file": str(shipment.file.path).encode("utf-8", "replace").decode(),
                "module": module,
                "record": record,
                "bytes": shipment.file.size,
            }
            if begun is not None:
                facts[entry.row]["upload"] = begun.as_json()
        if lines:
            self.journal.append([entry for _, entry, _ in lines], facts=facts)


class Progress(NamedTuple):
    """How far an upload is.

    Attributes:
        done: row to the outcome of what is stored, or was there.
        due: what is to be sent.
        unknown: what may be stored.
    """

    done: dict[int, FileOutcome]
    due: list[Shipment]
    unknown: list[Shipment]


def describe_unknown(shipment: Shipment) -> FileOutcome:
    """Return the outcome of a file of which an earlier run did not get to know it."""
    failure = explain_lost(shipment, "An earlier run ended before it had the answer")
    failure.supplement(hint="--resume --retry-unknown sends it again")
    return fail(shipment, failure, status="unknown")


def pass_over(shipment: Shipment, number: str | int) -> FileOutcome:
    """Return the outcome of a file that its record has already, under a number."""
    facts = {"fileId": number, "bytes": shipment.file.size}
    return FileOutcome(str(shipment.file.path), "skipped", number, facts, reason=THERE)


def _read_done(shipment: Shipment, status: str, number: Any) -> FileOutcome:
    return finish(shipment, number) if status == "ok" else pass_over(shipment, number)
