"""Readings of everything while others insert, delete and change on every page, in every order.

A record that was there from beginning to end comes exactly once, or the exit code is not 0. Each case
is drawn from a number; ``OOCLI_BUSY_CASES=5000 pytest tests/paging/test_busy_office.py`` draws more.
"""

import os
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any, NamedTuple

import pytest

from harness import FUZZ_SEED, Clock
from oocli.catalogue import Call, Catalogue
from oocli.client import Client
from oocli.client.guard import Guard
from oocli.errors import PartlyDone
from oocli.paging.listing import Listing
from oocli.paging.pace import Pace
from oocli.paging.walks import Extent
from oocli.request.actions import Action
from oocli.wire.messages import Credentials
from paged_office import PagedOffice

CASES = int(os.environ.get("OOCLI_BUSY_CASES", "10"))
PAGE = 7  # records; small pages are many pages


class Module(NamedTuple):
    """A call to read, and what its onOffice takes.

    Attributes:
        name: verb and resource type, and the variant behind a colon.
        number: field that filters and orders take as the number; empty for none.
        sorts: whether it takes an order of fields.
        counts: whether its count is that of all hits.
    """

    name: str
    number: str = ""
    sorts: bool = True
    counts: bool = True


MODULES = [
    Module("read estate", "Id"),
    Module("read address", "ID"),
    Module("read address"),
    Module("read agentslog", "Nr"),
    Module("read agentslog"),
    Module("read user", "Nr"),
    Module("read user"),
    Module("read task", "Nr", sorts=False, counts=False),
    Module("read task", sorts=False, counts=False),
    Module("read log", sorts=False),
    Module("get searchcriterias"),
    Module("get search:searchcriteria", sorts=False),
    Module("get file:estate", sorts=False),
    Module("get appointmentList", sorts=False, counts=False),
]
SORTS: list[dict[str, str]] = [
    {},
    {"a": "ASC"},
    {"b": "DESC"},
    {"a": "DESC", "b": "ASC"},
    {"modified": "DESC"},
]
PACES = [(1, 1), (1, 5), (4, 5)]


@dataclass
class BusyOffice(PagedOffice):
    """Between any two answers somebody inserts, deletes or changes records, a few or many.

    Attributes:
        random: draws what happens.
        unrest: what can happen before each answer, at most.
        constant: records that were there, and fitted, all the time.
        clock: seconds of the last change.
    """

    random: Random = field(default_factory=Random)
    unrest: int = 0
    constant: set[int] = field(default_factory=set)
    clock: int = 0
    grows: bool = False

    def insert(self) -> None:
        """Put in a record, mostly behind all others."""
        unused = [number for number in range(1, max(self.records, default=1)) if number not in self.records]
        behind = max([*self.records, 0, *self.gone]) + self.random.randint(1, 3)
        fresh = [number for number in unused if number not in self.gone]
        number = (
            self.random.choice(fresh) if fresh and not self.grows and self.random.random() < 0.3 else behind
        )
        self.records[number] = self.make(number)

    gone: set[int] = field(default_factory=set)

    def make(self, number: int) -> dict[str, Any]:
        """Give values for a record."""
        draw = self.random.randint
        self.clock += draw(0, 3)
        hours, rest = divmod(self.clock, 3600)
        moment = f"2025-10-09 {hours:02}:{rest // 60:02}:{rest % 60:02}"
        day = f"2025-10-{draw(1, 28):02}"
        return {"Id": number, "a": draw(0, 5), "b": draw(0, 99), "in": 1, "modified": moment, "day": day}

    def delete(self) -> None:
        """Take a record out for ever."""
        if self.records:
            number = self.random.choice([*self.records])
            del self.records[number]
            self.gone.add(number)
            self.constant.discard(number)

    def change(self) -> None:
        """Give a record other values, which may move it; in a filter or out of it, too."""
        if self.records:
            number = self.random.choice([*self.records])
            self.records[number] = {**self.make(number), "in": int(self.random.random() < 0.9)}
            if not self.records[number]["in"]:
                self.constant.discard(number)

    def _answer(self, kind: str, parameters: Any) -> dict[str, Any]:
        happens = [self.insert] if self.grows else [self.insert, self.delete, self.change]
        for _ in range(self.random.randint(0, self.unrest)):
            self.random.choice(happens)()
        if kind == "appointmentList":
            return self._answer_days(parameters["filter"])
        names = {"limit": "listlimit", "offset": "listoffset", "order": "sortby"}
        return super()._answer(kind, {names.get(name, name): parameters[name] for name in parameters})

    def _answer_days(self, period: dict[str, Any]) -> dict[str, Any]:
        hits = [n for n, e in self.records.items() if period["startDate"] <= e["day"] <= period["endDate"]]
        records = [{"id": n, "type": "calendar", "elements": {**self.records[n]}} for n in hits[:PAGE]]
        meta = {"cntabsolute": len(records)}
        return {"data": {"meta": meta, "records": records}, "status": {"errorcode": 0, "message": "OK"}}


def open_office(module: Module, random: Random) -> BusyOffice:
    """Give an office with records for a module."""
    total = (lambda hits, _page: hits) if module.counts else (lambda _hits, page: page)
    office = BusyOffice({}, total=total, most=PAGE, number=module.number, random=random)
    office.grows = module.name == "read log"
    for number in sorted(random.sample(range(1, 400), random.randint(0, 90))):
        office.records[number] = office.make(number)
    office.constant = {*office.records}
    office.unrest = random.choice((0, 1, 1, 2, 4))
    return office


def open_listing(module: Module, office: BusyOffice, random: Random) -> Listing:
    """Give the reading of everything, in an order or with a filter perhaps."""
    clock = Clock()
    verb, _, resource = module.name.partition(" ")
    resource, _, variant = resource.partition(":")
    found = Catalogue().find(verb, resource)
    assert isinstance(found, Call)
    call = found.variant(variant)
    paging = call.paging
    if paging is not None:
        call = call._replace(paging=paging._replace(max=PAGE, default=PAGE - 2))
    if call.period is not None:
        call = call._replace(period=call.period._replace(max=PAGE))
    parameters: dict[str, Any] = {}
    if module.sorts and (sort := random.choice(SORTS)):
        name = next(iter(sort))
        parameters = (
            {"sortby": sort} if paging and not paging.one_sort else {"sortby": name, "sortorder": sort[name]}
        )
    if module.name == "get appointmentList":
        parameters["filter"] = {"startDate": "2025-10-01", "endDate": "2025-10-31"}
    elif random.random() < 0.3:
        parameters["filter"] = {"in": [{"op": "=", "val": 1}]}
    client = Client(
        office, Credentials("t" * 32, "s" * 64), Guard(Catalogue()), now=clock.now, sleep=clock.sleep
    )
    action = Action(verb, resource, variant, parameters=parameters)
    return Listing(client, call, action, Extent(every=True), Pace(*random.choice(PACES)))


@pytest.mark.parametrize("case", range(FUZZ_SEED % 1000, FUZZ_SEED % 1000 + CASES))
@pytest.mark.parametrize("module", MODULES, ids=lambda module: f"{module.name} {module.number}".strip())
def test_what_was_there_all_the_time_comes_once(module: Module, case: int) -> None:
    """Nothing that existed from beginning to end is lost or doubled without a word."""
    random = Random(f"{module}{case}")
    office = open_office(module, random)
    listing = open_listing(module, office, random)
    found: Counter[int] = Counter()
    try:
        found.update(record["id"] for record in listing)
    except PartlyDone:
        return
    assert {number for number in office.constant if found[number] != 1} == set()
    assert office.unrest or len(found) == len(office.constant)
