"""Wishes as shipments: every file, type, record and value is looked at before the first one is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oocli.catalogue.modules import list_modules
from oocli.errors import UsageError
from oocli.files.destinations import Destination, find_destination, find_upload_call
from oocli.files.local_files import find_problem, look_at
from oocli.files.shipments import Shipment
from oocli.files.upload_options import UploadOptions
from oocli.filing.folders import list_beginnings
from oocli.filing.record_search import choose_record, find_by_field, find_missing, find_way, take_one
from oocli.filing.wishes import Findings, Wish, describe
from oocli.validation import check

if TYPE_CHECKING:
    from oocli.catalogue import Call, Catalogue
    from oocli.client import Client

Target = tuple[str, int]


@dataclass
class Manifest:
    """The check of an upload to many records.

    Attributes:
        catalogue: what the linking call takes.
        options: what was asked for.
        lend: gives a client; None where nothing is to be asked, so that it stays open which records exist.
        unit: what the numbers of a list are; empty where there is no list.
        name: what the list is called.
        field: the field that records are found by; empty where they are named.
        is_exact: whether a name is a value of it, and does not only begin with one.
    """

    catalogue: Catalogue
    options: UploadOptions
    lend: Callable[[], AbstractContextManager[Client]] | None
    unit: str = ""
    name: str = ""
    field: str = ""
    is_exact: bool = False

    def check(self, wishes: Sequence[Wish]) -> list[Shipment]:
        """Return the files as they are to be sent.

        Raises:
            InvalidAction: some cannot be; with every problem at once.
            OocliError: it cannot be found out which records there are.
        """
        findings = Findings(self.unit)
        placed = self._find_records(wishes)
        missing = {} if self.options.no_validate else self._find_missing(placed)
        once = _Once(self._call)
        shipments: list[Shipment] = []
        before: Counter[Target] = Counter()
        for wish in placed:
            problems, shipment = self._look_at(wish, before)
            if wish.record in missing.get(wish.module, ()):
                problems.append(
                    f"there is no {wish.module.lower()} {wish.record}, or this API user may not read it"
                )
            if not wish.problem and not self.options.no_validate:
                problems += once.list_problems(wish)
            for problem in problems:
                findings.add(wish, problem)
            if shipment is not None:
                shipments.append(shipment)
                before[shipment.target] += 1
        findings.refuse(len(wishes), name=self.name, doc=self._call.doc)
        return shipments

    @property
    def _call(self) -> Call:
        return find_upload_call(self.catalogue)

    def _look_at(self, wish: Wish, before: Mapping[Target, int]) -> tuple[list[str], Shipment | None]:
        """Return what is wrong with a file and what it is told, and how it is sent where nothing is."""
        problems = [wish.problem] if wish.problem else []
        is_named = wish.path.name and not (wish.problem and wish.line and not wish.module)
        if is_named and (wrong := find_problem(wish.path)):
            problems.append(wrong)
        if wish.problem:
            return problems, None
        try:
            destination = self._find_destination(wish)
        except UsageError as error:
            return [*problems, describe(error)], None
        if problems:
            return problems, None
        number = 0 if wish.is_placed else before[wish.module, wish.record]
        shipment = Shipment(wish.row, look_at(wish.path), destination, before=number)
        if not self.options.no_validate:
            problems += check(shipment.build_link(), self._call).problems
        return problems, None if problems else shipment

    def _find_destination(self, wish: Wish) -> Destination:
        one = UploadOptions(
            (wish.path,),
            ((wish.module, wish.record),),
            tuple(wish.parameters.items()),
            block=self.options.block,
            no_validate=self.options.no_validate,
        )
        return find_destination(self.catalogue, one)

    def _find_records(self, wishes: Sequence[Wish]) -> list[Wish]:
        """Return the wishes with the records that were to be looked for."""
        sought = [wish for wish in wishes if wish.names and not wish.record and not wish.problem]
        if not sought:
            return list(wishes)
        module = sought[0].module
        way = find_way(self.catalogue, module)
        if self.lend is None or way is None:
            raise UsageError(
                f"Nobody can be asked which {module.lower()} has {self.field}",
                hint="`oocli profile add NAME` sets up an account; --sandbox needs none",
            )
        values = (
            part
            for wish in sought
            for name in wish.names
            for part in ([name] if self.is_exact else list_beginnings(name))
        )
        with self.lend() as client:
            known = find_by_field(client, way, self.field, values)
        return [self._place(wish, known) if wish.names and not wish.problem else wish for wish in wishes]

    def _place(self, wish: Wish, known: Mapping[str, Sequence[int]]) -> Wish:
        try:
            if self.is_exact:
                record = take_one(wish.names, known, self.field, wish.module)
            else:
                record = choose_record(wish.names, known, field=self.field, module=wish.module)
        except UsageError as error:
            return wish._replace(problem=error.message)
        return wish._replace(record=record)

    def _find_missing(self, wishes: Sequence[Wish]) -> dict[str, set[int]]:
        """Return the numbers that no record has, by module; of those that can be asked about."""
        if self.lend is None:
            return {}
        named: dict[str, list[int]] = {}
        for wish in wishes:
            if wish.record and not wish.problem and not wish.names:
                named.setdefault(wish.module, []).append(wish.record)
        ways = {module: find_way(self.catalogue, module) for module in named}
        if not any(ways.values()):
            return {}
        with self.lend() as client:
            return {
                module: find_missing(client, way, module, named[module])
                for module, way in ways.items()
                if way is not None
            }


class _Once:
    """What stands twice and may not: a file with a record, and what a record has only once."""

    def __init__(self, call: Call) -> None:
        self._parameters = call.parameters
        self._met: set[tuple[Any, ...]] = set()

    def list_problems(self, wish: Wish) -> list[str]:
        """Return what of a wish was met before."""
        target = (wish.module, wish.record)
        told = f"{wish.module.lower()} {wish.record}"
        problems = []
        if self._was_met((*target, _resolve(wish.path))):
            problems.append(f"{wish.path} is given twice for {told}")
        for parameter in self._parameters:
            value = wish.parameters.get(parameter.name)
            is_unique = (parameter.unique and value is not None) or value in parameter.unique_values
            if is_unique and self._was_met((*target, parameter.name, value)):
                one = known.one if (known := list_modules().get(wish.module)) else wish.module
                problems.append(f"{one} has one {value}, and {told} would get two")
        return problems

    def _was_met(self, key: tuple[Any, ...]) -> bool:
        was_met = key in self._met
        self._met.add(key)
        return was_met


def _resolve(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path


def list_targets(shipments: Sequence[Shipment]) -> Iterator[Target]:
    """Return the records that files go to, each once, in their order."""
    yield from dict.fromkeys(shipment.target for shipment in shipments)
