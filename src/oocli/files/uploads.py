"""Upload files in blocks and attach them to records, several at once, each with its own outcome.

A file goes up as blocks of base64; the first answer names a temporary upload, the next
blocks join it, and one last call without data links it to the record. Only that last call
changes anything a person can see, and it is never repeated by itself. Source:
apidoc.onoffice.de, "File upload".

Owns sending, and what an answer means for a file and for the others. What goes next is the business of
``upload_order``, what a block means to its file that of ``parcels``.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from oocli.catalogue.error_codes import describe
from oocli.client import Client
from oocli.client.crew import Crew, Return
from oocli.errors import ApiError, NetworkError, OocliError, OutcomeUnknown, RecordNotFound
from oocli.files import FileOutcome, find_end
from oocli.files.parcels import Parcel, first_elements
from oocli.files.shipments import Book, NoBook, Settled, Shipment
from oocli.files.upload_order import Load, UploadOrder
from oocli.request.actions import Action
from oocli.wire.messages import Answer, Result

JOBS = 4
"""Requests in flight, unless asked otherwise: onOffice documents no limit, and some 30 have been too many."""

_TOO_LARGE = 413  # HTTP status
_FINE = FileOutcome("", "ok")


class _Errand(NamedTuple):
    """One request: an action for each file that it is about."""

    load: Load
    actions: Sequence[Action]


@dataclass
class Uploader:
    """Sends files.

    Attributes:
        client: sends the actions.
        jobs: requests in flight at most.
        block: characters of base64 in one request, a multiple of 4; 0 chooses by the size of each file.
        watch: is told how many bytes more are there now, and how many more files are done.
        book: keeps account.
        is_stopped: says that nothing further is to be sent.
    """

    client: Client
    jobs: int = JOBS
    block: int = 0
    watch: Callable[[int, int], None] = lambda sent, done: None
    book: Book = field(default_factory=NoBook)
    is_stopped: Callable[[], bool] = lambda: False

    def upload(self, shipments: Sequence[Shipment]) -> Iterator[FileOutcome]:
        """Return the outcome of each file in their order, with the elements ``fileId`` and ``bytes``."""
        yield from _Run(self, shipments).go()


class _Run:
    """One upload while it lasts."""

    def __init__(self, asked: Uploader, shipments: Sequence[Shipment]) -> None:
        client = asked.client
        self._asked, self._client = asked, client
        self._rows = [shipment.row for shipment in shipments]
        self._order = UploadOrder(shipments, block=asked.block, attempts=client.attempts, draw=client.draw)
        self._crew: Crew[_Errand] = Crew(client, asked.jobs)
        self._allowed = 1
        self._end: OocliError | None = None
        self._recent: list[FileOutcome] = []
        self._done: dict[int, FileOutcome] = {}

    def go(self) -> Iterator[FileOutcome]:
        """Send everything, and give the outcomes in the order of the files."""
        given = 0
        try:
            while True:
                self._send()
                while given < len(self._rows) and self._rows[given] in self._done:
                    yield self._done.pop(self._rows[given])
                    given += 1
                if not self._crew.busy:
                    break
                self._receive(self._crew.wait())
        finally:
            self._crew.dismiss()
        self._leave(self._order.list_rest(), self._end)
        for row in self._rows[given:]:
            yield self._done.pop(row)

    def _send(self) -> None:
        """Send as much as may be under way at once."""
        while self._crew.busy < self._allowed and not (self._end or self._asked.is_stopped()):
            load = self._order.take()
            if load is None:
                return
            errand = self._build(load)
            if not errand.actions:
                self._order.give_back(load, went_well=False)
                continue
            if load.is_linking and not self._announce(load):
                self._order.give_back(load, went_well=False)
                return
            self._crew.send(errand, errand.actions)

    def _build(self, load: Load) -> _Errand:
        """Return the request; a file that cannot be read any more is settled, and not in it."""
        if load.is_linking:
            return _Errand(load, [parcel.shipment.build_link(parcel.upload_id) for parcel in load.parcels])
        built: list[tuple[Parcel, Action]] = []
        failed: list[Settled] = []
        for parcel in load.parcels:
            try:
                built.append((parcel, parcel.build_block()))
            except OocliError as failure:
                failed.append(Settled(parcel.shipment, fail(parcel.shipment, failure)))
                self._order.finish(parcel)
        self._settle(failed)
        return _Errand(
            load._replace(parcels=[parcel for parcel, _ in built]), [action for _, action in built]
        )

    def _announce(self, load: Load) -> bool:
        """Have it noted that these files may be stored from now on; say whether that is done."""
        try:
            self._asked.book.announce([(parcel.shipment, parcel.begun) for parcel in load.parcels])
        except OocliError as failure:
            self._end = self._end or failure
            return False
        return True

    def _receive(self, back: Return[_Errand, Answer]) -> None:
        """Take in what came back, for each file that the request was about."""
        (load, actions), answer = back.errand, back.answer
        if isinstance(answer, OocliError):
            items: list[Result | OocliError] = [answer] * len(actions)
        else:
            items = self._client.find_results(answer, actions)
        settle = self._conclude if load.is_linking else self._go_on
        is_well = not any(isinstance(item, OocliError) for item in items)
        self._order.give_back(load, went_well=is_well)
        self._allowed = min(self._allowed + 1, self._asked.jobs) if is_well else 1
        settled = settle(load.parcels, items)
        for shipment, outcome, _ in settled:
            self._look_for_end(shipment, outcome)
        self._note_trouble([outcome for _, outcome, _ in settled], is_well=is_well, of=len(items))
        self._settle(settled)

    def _note_trouble(self, outcomes: Sequence[FileOutcome], *, is_well: bool, of: int) -> None:
        """End the run at the second request in a row of which nothing came but trouble."""
        has_failed = len(outcomes) == of and all(outcome.failure for outcome in outcomes)
        if is_well or has_failed:
            self._recent = [*self._recent[-1:], outcomes[-1] if has_failed else _FINE]
        if has_failed and find_end(outcomes[-1:]) is None:
            self._end = self._end or find_end(self._recent)

    def _go_on(self, parcels: Sequence[Parcel], items: Sequence[Result | OocliError]) -> list[Settled]:
        """Take in the answers to blocks; give the files that failed."""
        failed: list[Settled] = []
        wait = 0.0
        for parcel, item in zip(parcels, items, strict=True):
            before = parcel.sent
            try:
                wait = max(wait, self._take(parcel, item))
            except OocliError as failure:
                begun = parcel.begun if parcel.upload_id and isinstance(failure, NetworkError) else None
                failed.append(Settled(parcel.shipment, fail(parcel.shipment, failure), begun))
                self._order.finish(parcel)
            self._asked.watch(parcel.sent - before, 0)
        marked = [
            (parcel.shipment, parcel.begun)
            for parcel, item in zip(parcels, items, strict=True)
            if isinstance(item, Result) and parcel.is_large and parcel.upload_id
        ]
        if marked:
            self._keep(lambda: self._asked.book.mark(marked))
        self._pause(wait)
        return failed

    def _pause(self, seconds: float) -> None:
        """Wait before what was lost is sent again, unless nothing is."""
        if seconds and not self._asked.is_stopped():
            with suppress(NetworkError):  # somebody stops it meanwhile
                self._client.sleep(seconds)

    def _take(self, parcel: Parcel, item: Result | OocliError) -> float:
        """Take in the answer to a block; give the seconds to wait before anything is sent again.

        Raises:
            OocliError: the file cannot be stored.
        """
        if isinstance(item, Result):
            parcel.take(item)
        elif isinstance(item, OutcomeUnknown):
            if item.details.get("http_status") != _TOO_LARGE or not self._order.shrink():
                return parcel.lose(item)
        else:
            parcel.bear(item)
        return 0.0

    def _conclude(self, parcels: Sequence[Parcel], items: Sequence[Result | OocliError]) -> list[Settled]:
        """Return what the answers to links mean for the files."""
        settled: list[Settled] = []
        for parcel, item in zip(parcels, items, strict=True):
            settled.append(Settled(parcel.shipment, _read_link(parcel.shipment, item)))
            self._order.finish(parcel)
        return settled

    def _look_for_end(self, shipment: Shipment, outcome: FileOutcome) -> None:
        """End the run where every other file would fail too; or only those of the record."""
        end = find_end([outcome])
        if end is None:
            return
        code = end.errorcode if isinstance(end, ApiError) else None
        if isinstance(end, RecordNotFound) or (code is not None and not describe(code).ends_run):
            self._leave(self._order.drop(shipment.target), end)
        else:
            self._end = self._end or end

    def _leave(self, left: Sequence[tuple[Shipment, Parcel | None]], end: OocliError | None) -> None:
        """Settle files that are not sent, or not to their end."""
        self._settle(
            [
                Settled(
                    shipment,
                    fail(shipment, end, status="skipped"),
                    parcel.begun if parcel is not None and parcel.upload_id else shipment.begun,
                )
                for shipment, parcel in left
            ]
        )

    def _settle(self, settled: Sequence[Settled]) -> None:
        if not settled:
            return
        self._done.update((shipment.row, outcome) for shipment, outcome, _ in settled)
        self._keep(lambda: self._asked.book.settle(settled))
        self._asked.watch(0, len(settled))

    def _keep(self, note: Callable[[], None]) -> None:
        try:
            note()
        except OocliError as failure:
            self._end = self._end or failure


def fail(shipment: Shipment, failure: OocliError | None, *, status: str = "error") -> FileOutcome:
    """Return the outcome of a file that is not stored; without a failure nobody has tried."""
    facts = {"fileId": None, "bytes": shipment.file.size}
    reason = "" if failure else "Not sent"
    return FileOutcome(str(shipment.file.path), status, None, facts, reason, failure)


def finish(shipment: Shipment, number: object) -> FileOutcome:
    """Return the outcome of a file that is stored under a number."""
    return FileOutcome(str(shipment.file.path), "ok", number, {"fileId": number, "bytes": shipment.file.size})


def explain_lost(shipment: Shipment, why: str) -> OutcomeUnknown:
    """Return the failure of a file of which nobody knows whether it is stored."""
    destination = shipment.destination
    look = f"open {destination.module} {destination.record} in onOffice"
    if destination.look:
        look = f"`oocli {destination.look}` lists its files"
    return OutcomeUnknown(
        f"{shipment.file.path} was sent, but no answer says whether it was stored",
        why=why,
        hint=f"Look before you repeat it: {look}",
    )


def _read_link(shipment: Shipment, item: Result | OocliError) -> FileOutcome:
    """Return what the answer to a link means for the file."""
    if isinstance(item, OutcomeUnknown):
        return fail(shipment, explain_lost(shipment, item.why), status="unknown")
    if isinstance(item, OocliError):
        return fail(shipment, _explain(shipment, item))
    number = first_elements(item).get("fileId")
    if not number:
        return fail(shipment, explain_lost(shipment, "It names no stored file"), status="unknown")
    return finish(shipment, number)


def _explain(shipment: Shipment, failure: OocliError) -> OocliError:
    """Return a refusal of the record as what it is; any other failure as it came."""
    if not isinstance(failure, ApiError) or "not_found" not in describe(failure.errorcode).marks:
        return failure
    where = shipment.destination
    return RecordNotFound(
        f"There is no {where.module} {where.record}, or this API user may not change it",
        why=failure.message,
        hint=failure.hint,
        doc_url=failure.doc_url,
        details=failure.details,
    )
