"""What is said of an upload: an outcome a file on standard output, and one failure for them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from oocli.errors import Interrupted, OocliError
from oocli.files import FileOutcome, collect, conclude
from oocli.terminal.interrupts import describe_signal
from oocli.text.counted import count, count_of

if TYPE_CHECKING:
    from oocli.bulk.journal import Journal
    from oocli.context import Context
    from oocli.files.shipments import Shipment

_DONE = ("file", "status", "fileId", "bytes", "message")
_WAY_ON = "The same command with --resume goes on; it looks first what is there"


class UploadReport:
    """Writes what became of the files of an upload."""

    def __init__(
        self, context: Context, journal: Journal, shipments: Sequence[Shipment], *, is_listed: bool
    ) -> None:
        """Take where it is said, the journal, the files, and whether each has a record of its own."""
        self._context, self._journal = context, journal
        self._shipments, self._is_listed = shipments, is_listed
        self._outcomes: list[FileOutcome] = []

    def write(self, coming: Iterator[FileOutcome]) -> None:
        """Write the outcomes as they come; of many files a table has only those that are not stored.

        A second Ctrl-C ends this where it is, and says how far it got.
        """
        output = self._context.output
        records = collect(coming, self._outcomes, redact=self._context.voice.redact)
        columns: tuple[str, ...] = _DONE
        is_table = output.format == "table"
        if self._is_listed:
            records = self._add_records(records)
            columns = ("file", "record", *_DONE[1:])
        if is_table:
            records = ({**record, "id": ""} for record in records)  # fileId says it
        try:
            if is_table and self._is_listed:
                kept = [record for record in records if record["elements"]["status"] in ("error", "unknown")]
                if kept:
                    output.write(kept, columns=columns)
            else:
                output.write(records, columns=columns)
        except KeyboardInterrupt as stop:
            stop.add_note(f"{self._count()}\n{_WAY_ON}")
            raise

    def conclude(self, stopped_by: int | None) -> None:
        """Say what was done, where every file is stored, or was there.

        Raises:
            Interrupted: a person stopped it.
            OocliError: what ``files.conclude`` gives.
        """
        skipped = sum(outcome.status == "skipped" and not outcome.id for outcome in self._outcomes)
        if stopped_by is not None and skipped:
            word, code = describe_signal(stopped_by)
            raise self._supplement(Interrupted(f"{word}: {self._count()}", exit_code=code))
        try:
            conclude(self._outcomes, done="uploaded")
        except OocliError as failure:
            if len(self._outcomes) > 1 or self._outcomes[0].status == "unknown" or self._is_begun():
                self._supplement(failure)
            raise
        self._context.voice.note(self._describe())

    def _supplement(self, failure: OocliError) -> OocliError:
        path = str(self._journal.path)
        failure.supplement(hint=f"{_WAY_ON}\nResults: {path}", details={"results": path})
        return failure

    def _is_begun(self) -> bool:
        """Say whether something was sent of a file that is not stored."""
        return any(line.get("upload") for line in self._journal.entries())

    def _add_records(self, records: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for shipment, record in zip(self._shipments, records, strict=False):
            module, number = shipment.target
            elements = record["elements"]
            message = elements.pop("message")
            yield {
                **record,
                "elements": {**elements, "module": module, "record": number, "message": message},
            }

    def _count(self) -> str:
        done = sum(outcome.status == "ok" for outcome in self._outcomes)
        return count_of(done, len(self._shipments), "file was uploaded", "files were uploaded")

    def _describe(self) -> str:
        done = sum(outcome.status == "ok" for outcome in self._outcomes)
        there = len(self._outcomes) - done
        text = f"{count(done, 'file was', 'files were')} uploaded"
        return f"{text}, {count(there, 'was', 'were')} there already" if there else text
