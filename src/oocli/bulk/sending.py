"""Many writes: batches go out, an outcome for each row comes back, recorded before and after sending.

Owns the order of these things, and when to stop asking. Others own what a row means, what it looks like in a
file and how it is shown. The rule that must not be broken: no action is sent before the journal says on disk
that its outcome is unknown.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from oocli.bulk.batch_order import Batch, Turns
from oocli.bulk.journal import Journal
from oocli.bulk.journal_lines import Entry
from oocli.catalogue.error_codes import describe
from oocli.client import Client
from oocli.client.crew import Crew
from oocli.errors import ApiError, NetworkError, OocliError, OutcomeUnknown
from oocli.request.actions import Action
from oocli.wire.messages import Answer, Result

_NOT_RECORDED = "sent; no answer was recorded"
_NOT_AGAIN = "sent before, and no answer came; sent again, it did not arrive"
_STEP = 0.2  # seconds between checks for Ctrl-C before another attempt
_MOST_HOPELESS = 2
"""Requests in a row that were wholly refused for a reason common to all rows, or have no known outcome.

One lost answer may be an accident; after two, going on would only make more rows unknown. A fault of a single
row, an unknown record or a right on it, says nothing about the next one."""


@dataclass
class BulkRun:
    """The sending of batches.

    Attributes:
        client: sends them; questions for confirmation have been answered before.
        journal: where everything is recorded.
        jobs: requests in flight at most; with one, they go out in order.
        failure: what ended the run early; None if nothing did.
        refusal: the first refusal of an action.
    """

    client: Client
    journal: Journal
    jobs: int = 1
    failure: OocliError | None = field(default=None, init=False)
    refusal: ApiError | None = field(default=None, init=False)
    _hopeless: int = field(default=0, init=False)
    _doubtful: set[int] = field(default_factory=set, init=False, repr=False)

    def send(self, batches: Iterable[Batch], *, is_stopped: Callable[[], bool]) -> Iterator[list[Entry]]:
        """Send batches and give what became of the rows of each, once it is recorded.

        No further request goes out when ``is_stopped`` says so, when a request certainly did not arrive after
        every attempt, when going on is hopeless, or when the journal cannot be written. Requests then in
        flight are waited for, and recorded if possible.
        """
        turns = Turns(batches, jobs=self.jobs)
        crew: Crew[Batch] = Crew(self.client, self.jobs)
        try:
            while True:
                while not (self.failure or is_stopped()):
                    batch = turns.take()
                    if batch is None:
                        break
                    self._doubtful.update(row for row in batch.rows if self.journal.status(row) == "unknown")
                    if self._record([Entry(row, "unknown", error=_NOT_RECORDED) for row in batch.rows]):
                        crew.send(batch, batch.actions)
                if not crew.busy:
                    break
                back = crew.wait()
                entries = self._settle(back.errand, back.answer)
                turns.settle(back.errand, went_well=not self._hopeless and _went_well(back.answer, entries))
                if self._record(entries):
                    yield entries
        finally:
            crew.dismiss()

    def _record(self, entries: list[Entry]) -> bool:
        """Add entries to the journal; say whether that worked."""
        try:
            self.journal.append(entries)
        except OocliError as failure:
            self.failure = self.failure or failure
            return False
        return True

    def _settle(self, batch: Batch, answer: Answer | OocliError) -> list[Entry]:
        """Return what an answer means for each row, and note what it means for other rows."""
        if isinstance(answer, OocliError):
            return self._settle_failure(batch, answer)
        answered = self.client.find_results(answer, batch.actions)
        refused = [item for item in answered if isinstance(item, ApiError)]
        self.refusal = self.refusal or next(iter(refused), None)
        self._note_hope(_find_hopeless(answered))
        return [
            _make_entry(row, action, item)
            for row, action, item in zip(batch.rows, batch.actions, answered, strict=True)
        ]

    def _settle_failure(self, batch: Batch, failure: OocliError) -> list[Entry]:
        is_unknown = isinstance(failure, OutcomeUnknown)
        if is_unknown:
            self._note_hope(failure)
        else:
            self.failure = self.failure or failure
        return [
            self._settle_row(row, find_own_id(action), failure, is_unknown=is_unknown)
            for row, action in zip(batch.rows, batch.actions, strict=True)
        ]

    def _settle_row(
        self, row: int, number: str | int | None, failure: OocliError, *, is_unknown: bool
    ) -> Entry:
        """Return what a request that failed means for a row: one that may be done already stays unknown."""
        if is_unknown:
            return Entry(row, "unknown", number, failure.why or failure.message)
        if row in self._doubtful:
            return Entry(row, "unknown", number, _NOT_AGAIN)
        return Entry(row, "skipped", number, failure.message)

    def _note_hope(self, trouble: OocliError | None) -> None:
        self._hopeless = self._hopeless + 1 if trouble else 0
        if self._hopeless >= _MOST_HOPELESS:
            self.failure = self.failure or trouble


def sleep_unless_stopped(
    seconds: float, *, sleep: Callable[[float], None], is_stopped: Callable[[], bool]
) -> None:
    """Wait before another attempt, which a client only makes if the request certainly did not arrive.

    Raises:
        NetworkError: ``is_stopped`` forbids another attempt.
    """
    while seconds > 0 and not is_stopped():
        sleep(min(seconds, _STEP))
        seconds -= _STEP
    if is_stopped():
        raise NetworkError("It was not sent again, because the run was stopped", arrived=False)


def make_batches(items: Iterable[tuple[int, Action]], size: int) -> Iterator[Batch]:
    """Return batches of numbered actions, in order; the last one may be smaller."""
    rows: list[int] = []
    actions: list[Action] = []
    for row, action in items:
        rows.append(row)
        actions.append(action)
        if len(rows) == size:
            yield Batch(tuple(rows), tuple(actions))
            rows, actions = [], []
    if rows:
        yield Batch(tuple(rows), tuple(actions))


def _find_hopeless(answered: Sequence[Result | OocliError]) -> OocliError | None:
    """Return why no action succeeded, if that is certain to go on: a missing right, or unreadable answers."""
    failed = [item for item in answered if isinstance(item, OocliError)]
    if len(failed) < len(answered):
        return None
    return failed[0] if all(map(_is_bound_to_go_on, failed)) else None


def _is_bound_to_go_on(failure: OocliError) -> bool:
    return not isinstance(failure, ApiError) or bool(describe(failure.errorcode).ends_run)


def _went_well(answer: Answer | OocliError, entries: Sequence[Entry]) -> bool:
    """Say whether a request was answered at once, and every row has an outcome."""
    if isinstance(answer, OocliError) or answer.attempts > 1:
        return False
    return all(entry.status != "unknown" for entry in entries)


def _make_entry(row: int, action: Action, item: Result | OocliError) -> Entry:
    own = find_own_id(action)
    if isinstance(item, ApiError):
        return Entry(row, "error", own, item.message, item.errorcode)
    if isinstance(item, OocliError):
        return Entry(row, "unknown", own, item.why, item.details.get("api_errorcode"))
    # Only a create answers with a new number; everything else answers 0, or repeats the number.
    made = item.records[0].get("id") if item.records and own is None else None
    return Entry(row, "ok", made or own)


def find_own_id(action: Action) -> str | int | None:
    """Return the id that an action names; a number as a number, as the API writes its own."""
    text = str(action.resourceid or "")
    is_number = text.isascii() and text.isdecimal() and not text.startswith("0") and len(text) < 19
    return int(text) if is_number else text or None
