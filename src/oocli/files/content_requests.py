"""The contents of files, asked for: small ones together in one request, several requests in flight.

A list of files carries no content: it is asked for file by file, each by an action of its own. One
request has no more of them than an answer of some megabytes holds; a file that is larger, or of which
nobody knows how large it is, goes alone.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any, NamedTuple

from oocli.catalogue import Call
from oocli.client import Client
from oocli.client.crew import Crew
from oocli.errors import NetworkError, OocliError, PartlyDone
from oocli.files.file_lists import find_record_parameter
from oocli.files.remote_files import RemoteFile
from oocli.paging.pace import Pace
from oocli.request.actions import Action
from oocli.wire.messages import Answer, Result

_MOST_FILES = 10  # in one request
_MOST_BYTES = 4 * 1024 * 1024  # of their contents


class Wanted(NamedTuple):
    """A file whose content is asked for.

    Attributes:
        place: its place among all files, by which the caller knows it.
        file: the file.
    """

    place: int
    file: RemoteFile


class Came(NamedTuple):
    """A file whose content came, or did not.

    Attributes:
        place: its place among all files.
        content: its base64, or a file with it; empty where there is a failure.
        failure: why it did not come; None where it did.
    """

    place: int
    content: str | IO[bytes]
    failure: OocliError | None = None


@dataclass(frozen=True)
class ContentRequests:
    """Asks for the contents of files of one kind of record.

    Attributes:
        client: sends the actions.
        call: the form of ``get file`` for this kind of record.
        form: the resourceid that selects it: ``estate``.
        jobs: requests in flight at most.
    """

    client: Client
    call: Call
    form: str
    jobs: int = 1

    def ask(
        self, files: Iterable[Wanted], *, goes_on: Callable[[], bool], meanwhile: Callable[[], None]
    ) -> Iterator[Came]:
        """Return each file as it comes, in whatever order; its content lasts until the next one is taken.

        ``goes_on`` says whether to ask for more; what is asked for already comes in any case.
        ``meanwhile`` is called now and then while nothing comes.
        """
        crew: Crew[list[Wanted]] = Crew(self.client, self.jobs)
        pace = Pace(jobs=self.jobs, batch=1)
        coming = iter(files)
        alone: deque[Wanted] = deque()
        ahead: list[Wanted] = []
        try:
            while True:
                while goes_on() and crew.busy < pace.allowed and (batch := _take(alone, ahead, coming)):
                    crew.send(batch, [self._build(wanted.file) for wanted in batch])
                if not crew.busy:
                    return
                back = crew.wait(meanwhile=meanwhile)
                troubled = isinstance(back.answer, OocliError) or back.answer.attempts > 1
                pace.note_answer(back.seconds, troubled=troubled)
                if isinstance(back.answer, NetworkError) and len(back.errand) > 1:
                    alone.extend(
                        back.errand
                    )  # it may be that one of them cannot be had, or all of it is too much
                else:
                    yield from self._read(back.errand, back.answer)
        finally:
            crew.dismiss()

    def _build(self, file: RemoteFile) -> Action:
        name = next(known.name for known in self.call.parameters if known.name.lower() == "fileid")
        parameters = {find_record_parameter(self.call): file.owner.record, name: file.id}
        return Action(self.call.verb, self.call.resourcetype, self.form, parameters=parameters)

    def _read(self, batch: list[Wanted], answer: Answer | OocliError) -> Iterator[Came]:
        if isinstance(answer, OocliError):
            yield from (Came(wanted.place, "", answer) for wanted in batch)
            return
        try:
            yield from self._find_contents(batch, answer)
        finally:
            for file in answer.lifted.values():
                file.close()

    def _find_contents(self, batch: list[Wanted], answer: Answer) -> Iterator[Came]:
        results = self.client.find_results(answer, [self._build(wanted.file) for wanted in batch])
        for wanted, result in zip(batch, results, strict=True):
            if isinstance(result, OocliError):
                yield Came(wanted.place, "", result)
                continue
            content = self._find_content(wanted.file, result, answer.lifted)
            failure = None if content is not None else self._explain_missing(wanted.file)
            yield Came(wanted.place, content or "", failure)

    def _find_content(
        self, file: RemoteFile, result: Result, lifted: Mapping[str, IO[bytes]]
    ) -> str | IO[bytes] | None:
        element = self.call.response["binary"]["element"]
        for found in result.records:
            elements = found.get("elements")
            content: Any = elements.get(element) if isinstance(elements, Mapping) else None
            is_it = str(found.get("id")) == str(file.id)
            if is_it and isinstance(content, str) and (content or not file.size):
                return lifted.get(content, content)
        return None

    def _explain_missing(self, file: RemoteFile) -> PartlyDone:
        parameter = find_record_parameter(self.call)
        return PartlyDone(
            f"The API gives no content of {file.title}",
            why="It was deleted meanwhile, or this API user may not read it",
            hint=f"`oocli get file {self.form} --{parameter} {file.owner.record}` lists what there is",
        )


def _take(alone: deque[Wanted], ahead: list[Wanted], coming: Iterator[Wanted]) -> list[Wanted]:
    """Return the files of the next request; none where there are no more; ``ahead`` keeps one for later."""
    if alone:
        return [alone.popleft()]
    batch: list[Wanted] = []
    room = _MOST_BYTES
    while len(batch) < _MOST_FILES:
        wanted = ahead.pop() if ahead else next(coming, None)
        if wanted is None:
            break
        size = _MOST_BYTES + 1 if wanted.file.size is None else wanted.file.size
        if batch and size > room:
            ahead.append(wanted)
            break
        batch.append(wanted)
        room -= size
    return batch
