"""The end of a bulk run: a result for each row on standard output, and one failure for all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oocli.bulk.row_problems import RowProblems, describe_rows
from oocli.call.outcome import describe_writes
from oocli.errors import ApiError, Interrupted, OocliError, OutcomeUnknown, PartlyDone
from oocli.terminal.interrupts import describe_signal
from oocli.text.counted import count, count_of

if TYPE_CHECKING:
    from oocli.bulk.journal import Journal
    from oocli.bulk.sending import BulkRun
    from oocli.catalogue import Call, Catalogue
    from oocli.terminal.output import Output

WAY_ON = "The same command with --resume continues"
_RETRY = "--resume --retry-unknown sends them again, --resume alone everything else that is not done"
_NAMED = 5  # errors in a message; the results have all of them


@dataclass
class BulkReport:
    """What there is to say.

    Attributes:
        call: the call.
        journal: the settled results.
        catalogue: the calls, one of which may show what happened.
        failed: name of the file with the rows to correct; may be empty.
        way_on: how to do what was not done, a sentence.
        finds: whether records were looked for, and only created if there were none.
    """

    call: Call
    journal: Journal
    catalogue: Catalogue
    failed: str = ""
    way_on: str = WAY_ON
    finds: bool = False

    def write(self, output: Output) -> None:
        """Write the result of each row; as a table a sentence that counts them; as ids those that are ok."""
        columns = ("row", "status", "error")
        if output.format == "table":
            output.write_text(f"{self._count()}\n")
        else:
            output.write(self._list_results(only_ok=output.format == "ids"), columns=columns)

    def find_failure(self, run: BulkRun, stopped_by: int | None) -> OocliError | None:
        """Return the failure that determines the exit code, or None if all is well.

        What a person did goes first, then rows with an unknown outcome, then what ended the run, then rows
        that were refused.
        """
        counts = self.journal.counts()
        failure = self._choose(run, stopped_by)
        if failure is None:
            return None
        path = self.journal.path
        known = {"rows": self.journal.run["rows"], **counts, "results": str(path)}
        failure.supplement(hint=f"Results: {path}", details=known)
        return failure

    def describe_way_on(self) -> str:
        """Say how to go on."""
        return f"{self.way_on}\nResults: {self.journal.path}"

    def _choose(self, run: BulkRun, stopped_by: int | None) -> OocliError | None:
        counts = self.journal.counts()
        rows = self.journal.run["rows"]
        way_on = self.way_on
        done = count_of(counts["ok"], rows, "row is done", "rows are done")
        if stopped_by is not None and counts["skipped"]:
            word, code = describe_signal(stopped_by)
            text = f"{word}: {done}, {count(counts['skipped'], 'was', 'were')} not sent"
            unknown = count(counts["unknown"], "has", "have")
            text += f", {unknown} an unknown outcome" if counts["unknown"] else ""
            return Interrupted(text, exit_code=code, hint=way_on)
        if counts["unknown"]:
            return self._describe_unknown(counts["skipped"])
        if run.failure is not None:
            further = "" if "--resume" in run.failure.hint else way_on
            run.failure.supplement(why=done, hint=further)
            return run.failure
        if not counts["error"]:
            return None
        if counts["error"] == rows and run.refusal is not None:
            return _speak_for_all(run.refusal, rows)
        return PartlyDone(
            count_of(counts["error"], rows, "row failed", "rows failed"),
            why="\n".join(self._list_errors()),
            hint=self._advise_on_failed(),
        )

    def _describe_unknown(self, skipped: int) -> OutcomeUnknown:
        rows = list(self.journal.rows_with("unknown"))
        name = self.call.resourcetype
        read = self.catalogue.find("read", name)
        look = f"`oocli read {name}`" if read is not None else "a look into onOffice"
        return OutcomeUnknown(
            f"Nobody knows whether {describe_rows(rows)} happened:"
            " sent, but the answer was lost or does not say",
            why=f"{count(skipped, 'row after them was', 'rows after them were')} not sent" if skipped else "",
            hint=f"{look} shows; {_RETRY if self.way_on == WAY_ON else self.way_on}",
            details={"unknown_rows": rows[:1000]},
        )

    def _advise_on_failed(self) -> str:
        if self.way_on != WAY_ON:
            return self.way_on
        return (
            f"The rows to correct are in {self.failed}"
            if self.failed
            else "--failed FILE writes the rows to correct"
        )

    def _list_errors(self) -> list[str]:
        findings = RowProblems("row")
        for entry in self.journal.entries():
            if entry["status"] == "error":
                findings.add(entry["row"], entry["error"])
        lines = findings.list_lines()
        return [*lines[:_NAMED], f"and {len(lines) - _NAMED} other errors"] if len(lines) > _NAMED else lines

    def _list_results(self, *, only_ok: bool) -> Iterator[dict[str, Any]]:
        for entry in self.journal.entries():
            number = entry.pop("id")
            for kept in ("verb", "before", "after", "parameters"):
                entry.pop(kept, None)
            if entry["status"] == "ok" or not only_ok:
                yield {"id": number, "type": self.call.resourcetype, "elements": entry}

    def _count(self) -> str:
        read = self.catalogue.find("read", self.call.resourcetype)
        done = "created or changed" if self.finds and self.call.verb == "create" else ""
        noun = read.noun if read else ()
        return describe_writes(self.call, noun, self.journal.counts(), self.journal.seconds, done=done)


def _speak_for_all(refusal: ApiError, rows: int) -> ApiError:
    """Return the failure of all rows, made from that of one; it is never exit code 3, for a single record."""
    # The position of its action in one request means nothing here.
    details = {name: value for name, value in refusal.details.items() if name != "action"}
    return ApiError(
        f"All {rows:,} rows failed: {refusal.message}",
        errorcode=refusal.errorcode,
        exit_code=4 if refusal.exit_code == 4 else 5,
        why=refusal.why,
        hint=refusal.hint,
        doc_url=refusal.doc_url,
        details=details,
    )
