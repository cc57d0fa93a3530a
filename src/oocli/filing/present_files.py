"""Which files records have, and which of those that are to be sent are among them."""

from __future__ import annotations

import base64
import binascii
import unicodedata
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from oocli.client.crew import Crew
from oocli.errors import OocliError
from oocli.files.file_lists import find_record_parameter, list_forms
from oocli.files.local_files import LocalFile, read_piece
from oocli.paging.walks import largest_page
from oocli.request.actions import Action

if TYPE_CHECKING:
    from oocli.catalogue import Call, Catalogue
    from oocli.client import Client
    from oocli.files.shipments import Shipment
    from oocli.wire.messages import Result

_LISTS = 10  # in one request
_LARGEST = 8 * 1024 * 1024
"""Bytes of a file whose content is compared; a larger one is the same by its name and size."""
_AT_ONCE = 2 * 1024 * 1024  # bytes of content in one answer, but for a single file

Target = tuple[str, int]
One = TypeVar("One")
Other = TypeVar("Other")


class PresentFile(NamedTuple):
    """A file that a record has.

    Attributes:
        number: its number.
        names: what it was called, or is.
        size: bytes; None where nobody says.
    """

    number: str | int
    names: AbstractSet[str]
    size: int | None


@dataclass(frozen=True)
class PresentFiles:
    """Finds files that records have already.

    Attributes:
        client: asks.
        catalogue: knows how files are listed.
        jobs: requests in flight at most.
    """

    client: Client
    catalogue: Catalogue
    jobs: int

    def can_list(self, module: str) -> bool:
        """Say whether the API lists the files of such records."""
        return module in list_forms(self.catalogue)

    def find(
        self, shipments: Sequence[Shipment], *, taken: Mapping[Target, AbstractSet[str]]
    ) -> dict[int, str | int]:
        """Return row to the number of the file of those that are there: by name, size and content.

        ``taken`` has the numbers of files that are others'. Each file that is there stands for one row.

        Raises:
            OocliError: the files of a record cannot be listed.
        """
        lists = self.list_files(dict.fromkeys(shipment.target for shipment in shipments))
        pairs = list(_pair(shipments, lists, taken))
        same = self._compare([(shipment, candidate) for shipment, found in pairs for candidate in found])
        used: set[tuple[Target, str]] = set()
        there: dict[int, str | int] = {}
        for shipment, found in pairs:
            for candidate in found:
                key = (shipment.target, str(candidate.number))
                if key not in used and (shipment.row, str(candidate.number)) in same:
                    used.add(key)
                    there[shipment.row] = candidate.number
                    break
        return there

    def list_files(self, targets: Iterable[Target]) -> dict[Target, list[PresentFile]]:
        """Return the files of records.

        Raises:
            OocliError: those of one of them cannot be listed.
        """
        found: dict[Target, list[PresentFile]] = {}
        waiting = [(target, 0) for target in reversed(list(targets))]
        with closing(self._ask(waiting, _take_lists, self._build)) as answered:
            for (target, offset), result in answered:
                found.setdefault(target, []).extend(map(_read_file, result.records))
                shown = offset + len(result.records)
                if result.records and shown < (result.total or 0):
                    waiting.append((target, shown))
        return found

    def _compare(self, pairs: Sequence[tuple[Shipment, PresentFile]]) -> set[tuple[int, str]]:
        """Return row and number of the pairs whose content is the same, or cannot be compared."""
        same: set[tuple[int, str]] = set()
        waiting: list[tuple[Shipment, PresentFile]] = []
        for shipment, candidate in reversed(pairs):
            is_small = shipment.file.size <= _LARGEST and not _is_redrawn(shipment)
            if is_small and self._find_content_parameter(shipment.target[0]):
                waiting.append((shipment, candidate))
            else:
                same.add((shipment.row, str(candidate.number)))
        with closing(self._ask(waiting, _take_contents, self._build_fetch)) as answered:
            for (shipment, file), result in answered:
                if _has_content(result, shipment.file):
                    same.add((shipment.row, str(file.number)))
        return same

    def _ask(
        self,
        waiting: list[tuple[One, Other]],
        take: Callable[[list[tuple[One, Other]]], list[tuple[One, Other]]],
        build: Callable[[One, Other], Action],
    ) -> Generator[tuple[tuple[One, Other], Result]]:
        """Send an action for each thing that waits, and give it with its result; more may come to wait.

        ``take`` takes off what waits as much as one request asks for, ``build`` makes the action of one.

        Raises:
            OocliError: an action was refused, or a request failed.
        """
        crew: Crew[list[tuple[One, Other]]] = Crew(self.client, self.jobs)
        try:
            while waiting or crew.busy:
                while waiting and crew.busy < self.jobs:
                    part = take(waiting)
                    crew.send(part, [build(*item) for item in part])
                back = crew.wait()
                actions = [build(*item) for item in back.errand]
                yield from zip(back.errand, self._read(back.answer, actions), strict=True)
        finally:
            crew.dismiss()

    def _read(self, answer: Any, actions: Sequence[Action]) -> list[Result]:
        if isinstance(answer, OocliError):
            raise answer
        results: list[Result] = []
        for item in self.client.find_results(answer, actions):
            if isinstance(item, OocliError):
                raise item
            results.append(item)
        return results

    def _form(self, module: str) -> Call:
        return list_forms(self.catalogue)[module]

    def _build(self, target: Target, offset: int) -> Action:
        module, record = target
        form = self._form(module)
        parameters: dict[str, Any] = {find_record_parameter(form): record}
        if form.paging is not None and form.paging.offset:
            parameters |= {form.paging.limit: largest_page(form.paging), form.paging.offset: offset}
        return Action("get", "file", module, parameters=parameters)

    def _build_fetch(self, shipment: Shipment, file: PresentFile) -> Action:
        module, record = shipment.target
        chosen = self._find_content_parameter(module)
        parameters = {find_record_parameter(self._form(module)): record, chosen: file.number}
        return Action("get", "file", module, parameters=parameters)

    def _find_content_parameter(self, module: str) -> str:
        """Return the parameter that chooses one file with its content; empty where there is no content."""
        form = self._form(module)
        if not form.response.get("binary"):
            return ""
        names = [parameter.name for parameter in form.parameters if parameter.name.lower() == "fileid"]
        return names[0] if names else ""


def _pair(
    shipments: Sequence[Shipment],
    lists: Mapping[Target, Sequence[PresentFile]],
    taken: Mapping[Target, AbstractSet[str]],
) -> Iterator[tuple[Shipment, list[PresentFile]]]:
    """Return each file with those of its record that have its name and size; the newest first."""
    for shipment in shipments:
        others = taken.get(shipment.target, frozenset())
        named = [
            file
            for file in lists.get(shipment.target, ())
            if shipment.file.name in file.names and str(file.number) not in others
        ]
        sizes = (shipment.file.size, None)
        yield shipment, [file for file in reversed(named) if _is_redrawn(shipment) or file.size in sizes]


def _is_redrawn(shipment: Shipment) -> bool:
    """Say whether onOffice draws on the picture, so that it keeps neither its size nor its content."""
    return bool(shipment.destination.parameters.get("applyWaterMark"))


def _take_lists(waiting: list[tuple[Target, int]]) -> list[tuple[Target, int]]:
    part = waiting[-_LISTS:][::-1]
    del waiting[-_LISTS:]
    return part


def _take_contents(waiting: list[tuple[Shipment, PresentFile]]) -> list[tuple[Shipment, PresentFile]]:
    part = [waiting.pop()]
    size = part[0][0].file.size
    while waiting and len(part) < _LISTS and size + waiting[-1][0].file.size <= _AT_ONCE:
        part.append(waiting.pop())
        size += part[-1][0].file.size
    return part


def _has_content(result: Result, file: LocalFile) -> bool:
    """Say whether the content of an answer is that of a file; one without content says nothing against it."""
    elements = result.records[0].get("elements") if result.records else None
    content = elements.get("content") if isinstance(elements, Mapping) else None
    if not isinstance(content, str) or not content:
        return bool(result.records)
    try:
        return base64.b64decode(content) == read_piece(file, 0, file.size)
    except (binascii.Error, ValueError):
        return False


def _read_file(record: Mapping[str, Any]) -> PresentFile:
    elements = record.get("elements")
    known = elements if isinstance(elements, Mapping) else {}
    names = (known.get(name) for name in ("originalname", "filename", "name"))
    size = known.get("fileSize")
    if isinstance(size, str) and size.isascii() and size.isdecimal():
        size = int(size)
    return PresentFile(
        record.get("id", ""),
        frozenset(unicodedata.normalize("NFC", name) for name in names if isinstance(name, str)),
        size if isinstance(size, int) else None,
    )
