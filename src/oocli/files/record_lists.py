"""The lists of files of many records: several records in one request, several requests in flight.

A record whose list has more than a page, or whose list is refused, does not keep back the others.
Source: apidoc.onoffice.de, "Files".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from oocli.catalogue import Call
from oocli.client import Client
from oocli.client.crew import Crew
from oocli.errors import OocliError, PartlyDone
from oocli.files.file_lists import find_record_parameter
from oocli.files.remote_files import FileList, Owner, describe_file
from oocli.paging.listing import Listing
from oocli.paging.pace import DEFAULT_BATCH, Pace
from oocli.paging.walks import Extent, largest_page
from oocli.request.actions import Action
from oocli.wire.messages import Answer

SIZE_PARAMETER, SIZE_ELEMENT = "includeImageUrl", "imageUrl"
"""What asks for pictures in a size, and where the API then gives their addresses."""

_RECORDS = 10  # in one request


@dataclass(frozen=True)
class FileLister:
    """Lists the files of records of one kind.

    Attributes:
        client: sends the actions.
        call: the form of ``get file`` for this kind of record.
        form: the resourceid that selects it: ``estate``.
        jobs: requests in flight at most.
        extras: further parameters of each list.
    """

    client: Client
    call: Call
    form: str
    jobs: int = 1
    extras: Mapping[str, Any] | None = None

    def list_one(self, record: int) -> FileList:
        """Return the files of one record, page by page.

        Raises:
            ApiError: the API refused it; and everything that ``Client.send`` raises.
        """
        owner = Owner(self.form, record)
        pace = Pace(jobs=self.jobs, batch=DEFAULT_BATCH if self.jobs > 1 else 1)
        listing = Listing(self.client, self.call, self._build(record), Extent(every=True), pace)
        records: list[Mapping[str, Any]] = []
        gap: PartlyDone | None = None
        try:
            for found in listing:
                records.append(found)
        except PartlyDone as missing:
            gap = missing
        return FileList(owner, [describe_file(found, owner) for found in records], gap)

    def list_many(self, records: Sequence[int]) -> Iterator[FileList]:
        """Return the files of each record, or why there is no list, in their order."""
        batches = [records[start : start + _RECORDS] for start in range(0, len(records), _RECORDS)]
        crew: Crew[int] = Crew(self.client, self.jobs)
        answers: dict[int, Answer | OocliError] = {}
        sent = 0
        try:
            for place, batch in enumerate(batches):
                while place not in answers:
                    while sent < len(batches) and crew.busy < self.jobs:
                        crew.send(sent, [self._build(record) for record in batches[sent]])
                        sent += 1
                    back = crew.wait()
                    answers[back.errand] = back.answer
                yield from self._read(batch, answers.pop(place))
        finally:
            crew.dismiss()

    def _build(self, record: int) -> Action:
        return build_list_action(self.call, self.form, record, extras=self.extras or {})

    def _read(self, batch: Sequence[int], answer: Answer | OocliError) -> Iterator[FileList]:
        if isinstance(answer, OocliError):
            yield from (FileList(Owner(self.form, record), failure=answer) for record in batch)
            return
        results = self.client.find_results(answer, [self._build(record) for record in batch])
        for record, result in zip(batch, results, strict=True):
            owner = Owner(self.form, record)
            if isinstance(result, OocliError):
                yield FileList(owner, failure=result)
            elif self._goes_on(len(result.records), result.total):
                yield self._list_all(record)
            else:
                yield FileList(owner, [describe_file(found, owner) for found in result.records])

    def _goes_on(self, came: int, total: int | None) -> bool:
        page = largest_page(self.call.paging) if self.call.paging else came + 1
        return came >= page if total is None else came < total

    def _list_all(self, record: int) -> FileList:
        try:
            return self.list_one(record)
        except OocliError as failure:
            return FileList(Owner(self.form, record), failure=failure)


def build_list_action(
    call: Call, form: str, record: int, *, extras: Mapping[str, Any] | None = None
) -> Action:
    """Return the action that lists the first files of a record."""
    parameters: dict[str, Any] = {find_record_parameter(call): record}
    if call.paging is not None:
        parameters[call.paging.limit] = largest_page(call.paging)
    return Action(call.verb, call.resourcetype, form, parameters={**parameters, **(extras or {})})
