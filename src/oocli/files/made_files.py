"""Files that a call makes of records, such as exposés: one of each record, several at once.

The API keeps none of them, so nobody can say whether one is still as it would be made: a file that is
there is left alone, unless it is to be made anew. What each is called is made of the record's number.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from oocli.catalogue import Call
from oocli.client import Client
from oocli.client.crew import Crew
from oocli.errors import OocliError, RecordNotFound
from oocli.files import FileOutcome, find_end
from oocli.files.file_contents import decode
from oocli.files.file_names import clean_name
from oocli.files.saving import Written, write_whole
from oocli.request.actions import Action
from oocli.terminal.interrupts import held_back
from oocli.wire.messages import Answer

_ENDINGS = ((b"%PDF-", ".pdf"), (b"\x89PNG", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"PK\x03\x04", ".zip"))
_MISSING = 3  # exit code


@dataclass
class FileMaker:
    """Has a file made of each record, and keeps it.

    Attributes:
        client: sends the actions.
        call: makes the files; its parameter for the record is ``call.each``.
        action: what is sent for each record, but for its number.
        folder: where the files go.
        compressed: whether the files were deflated.
        limit: bytes that one of them may have then.
        jobs: requests in flight at most.
        replaces: files are made anew that are there already.
        watch: is told how many are done.
    """

    client: Client
    call: Call
    action: Action
    folder: Path
    compressed: bool
    limit: int
    jobs: int = 1
    replaces: bool = False
    watch: Callable[[int], None] = lambda done: None
    _done: list[FileOutcome] = field(default_factory=list, init=False)

    def make(self, records: Iterator[int]) -> Iterator[FileOutcome]:
        """Return the outcome of each record, in their order, with ``record``, ``path`` and ``bytes``."""
        crew: Crew[int] = Crew(self.client, self.jobs)
        order: deque[int] = deque()
        settled: dict[int, FileOutcome] = {}
        given = 0
        try:
            while True:
                while crew.busy < self.jobs and len(order) < self.jobs and (record := next(records, 0)):
                    order.append(record)
                    outcome = self._settle_here(record)
                    if outcome is None:
                        crew.send(record, [name_record(self.action, self.call, record)])
                    else:
                        settled[record] = outcome
                if not order:
                    return
                while order[0] not in settled:
                    back = crew.wait()
                    settled[back.errand] = self._keep(back.errand, back.answer)
                    self._done.append(settled[back.errand])
                given += 1
                self.watch(given)
                with held_back():
                    yield settled.pop(order.popleft())
        finally:
            crew.dismiss()

    def _settle_here(self, record: int) -> FileOutcome | None:
        """Return the outcome of a record of which nothing is asked for; else None."""
        last = self._done[-1].failure if self._done else None
        end = None if last is not None and last.exit_code == _MISSING else find_end(self._done)
        if end is not None:
            return self._tell(record, "skipped", failure=end)
        path = None if self.replaces else self._find_present(record)
        if path is None:
            return None
        reason = "It is there already; --force makes it anew"
        return self._tell(record, "skipped", path, size=path.stat().st_size, reason=reason)

    def _find_present(self, record: int) -> Path | None:
        endings = [ending for _, ending in _ENDINGS]
        paths = [self.folder / f"{self._name(record)}{ending}" for ending in ("", *endings)]
        return next((path for path in paths if path.is_file()), None)

    def _name(self, record: int) -> str:
        module = self.call.each.record_of if self.call.each else ""
        return clean_name(f"{module}-{record}")

    def _keep(self, record: int, answer: Answer | OocliError) -> FileOutcome:
        try:
            content = self._find_content(record, answer)
            path, written = self._write(record, decode(content, compressed=self.compressed, limit=self.limit))
        except OocliError as failure:
            return self._tell(record, "error", failure=failure)
        finally:
            for file in () if isinstance(answer, OocliError) else answer.lifted.values():
                file.close()
        return self._tell(record, "ok", path, size=written.size)

    def _find_content(self, record: int, answer: Answer | OocliError) -> str | IO[bytes]:
        """Return the file in an answer, packed as it came.

        Raises:
            RecordNotFound: it has none.
            OocliError: it was refused, or did not come.
        """
        if isinstance(answer, OocliError):
            raise answer
        result = self.client.find_results(answer, [name_record(self.action, self.call, record)])[0]
        if isinstance(result, OocliError):
            raise result
        element = self.call.response["binary"]["element"]
        for found in result.records:
            elements = found.get("elements")
            text: Any = elements.get(element) if isinstance(elements, Mapping) else None
            if isinstance(text, str) and text:
                return answer.lifted.get(text, text)
        raise RecordNotFound(
            f"The answer for {self._name(record)} has no file",
            why="The record does not exist, or this API user may not read it",
        )

    def _write(self, record: int, pieces: Iterator[bytes]) -> tuple[Path, Written]:
        """Write a file; what it is called depends on how it begins."""
        first = next((piece for piece in pieces if piece), b"")
        if not first:
            raise OocliError(f"The file for {self._name(record)} is empty, so nothing is written")
        ending = next((ending for begin, ending in _ENDINGS if first.startswith(begin)), "")
        path = self.folder / f"{self._name(record)}{ending}"
        return path, write_whole(path, _join(first, pieces))

    def _tell(
        self,
        record: int,
        status: str,
        path: Path | None = None,
        *,
        size: int | None = None,
        reason: str = "",
        failure: OocliError | None = None,
    ) -> FileOutcome:
        facts = {"record": record, "path": None if path is None else str(path), "bytes": size}
        return FileOutcome(self._name(record), status, record, facts, reason, failure, record=record)


def name_record(action: Action, call: Call, record: int) -> Action:
    """Return an action about a record, from one that names none."""
    name = call.each.name if call.each is not None else ""
    return action._replace(parameters={name: record, **action.parameters})


def _join(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
