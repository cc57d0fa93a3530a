"""Reading everything: nothing lost, nothing twice, whatever happens between the pages."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from harness import Clock
from oocli.catalogue import Call, Catalogue
from oocli.client import Client, Transport
from oocli.client.guard import Guard
from oocli.errors import NetworkError, PartlyDone
from oocli.paging.listing import Listing, count_records
from oocli.paging.pace import Pace
from oocli.paging.walks import Extent
from oocli.request.actions import Action
from oocli.wire.messages import Credentials
from oocli.wire.reply import Reply
from paged_office import PagedOffice, make_records

ALL = Extent(every=True)
ONE_BY_ONE = Pace(jobs=1, batch=1)


def _name_pace(pace: Pace) -> str:
    return f"{pace.jobs}x{pace.batch}"


MODIFIED = "2025-10-09 08:00:00"  # an hour before the clock of the tests, German time


@pytest.fixture
def make_listing(clock: Clock) -> Callable[..., Listing]:
    """Give a function that lists a call of the catalogue through a transport."""

    def make(
        transport: Transport,
        resource: str = "estate",
        extent: Extent = ALL,
        *,
        verb: str = "read",
        resourceid: str = "",
        pace: Pace | None = None,
        **parameters: Any,
    ) -> Listing:
        catalogue = Catalogue()
        credentials = Credentials("t" * 32, "s" * 64)
        client = Client(transport, credentials, Guard(catalogue), now=clock.now, sleep=clock.sleep)
        call = catalogue.find(verb, resource)
        assert isinstance(call, Call)
        action = Action(verb, resource, resourceid, parameters=parameters)
        return Listing(client, call.variant(resourceid), action, extent, pace or Pace())

    return make


def ids(listing: Listing) -> list[int]:
    """Give the ids of all records of a listing."""
    return [record["id"] for record in listing]


def read_until_failure(listing: Listing) -> tuple[list[int], PartlyDone]:
    """Give the ids that came and the failure that came after them."""
    found: list[int] = []
    with pytest.raises(PartlyDone) as caught:
        found.extend(record["id"] for record in listing)
    return found, caught.value


@pytest.mark.parametrize("pace", [Pace(), Pace(1, 1), Pace(4, 1), Pace(1, 5), Pace(8, 10)], ids=_name_pace)
@pytest.mark.parametrize("count", [0, 1, 499, 500, 501, 12_345])
def test_estates_come_all_and_in_order(make_listing: Callable[..., Listing], count: int, pace: Pace) -> None:
    """Every estate is given once, by rising Id, however many pages are asked for at once."""
    office = PagedOffice(make_records(range(1, count + 1)))
    listing = make_listing(office, pace=pace)
    assert ids(listing) == list(range(1, count + 1))
    assert (listing.shown, listing.total) == (count, count)


@pytest.mark.parametrize(
    "numbers",
    [
        [*range(1, 900), *range(5_000_000, 5_003_000)],
        [n * n for n in range(1, 4000)],
        [*range(10, 3000, 3), *range(3000, 7000)],
    ],
    ids=["a hole", "ever thinner", "ever denser"],
)
def test_estates_with_uneven_ids_come_all(make_listing: Callable[..., Listing], numbers: list[int]) -> None:
    """Ranges that hold more than a page, or nothing, change nothing in what comes."""
    office = PagedOffice(make_records(numbers))
    assert ids(make_listing(office)) == numbers
    assert sum(map(len, office.requests)) < 3 * len(numbers) / 500 + 15


def test_answers_out_of_order_are_put_in_order(make_listing: Callable[..., Listing]) -> None:
    """An answer that comes early waits for those before it."""

    @dataclass
    class Late:
        office: PagedOffice

        def post(self, body: bytes) -> Reply:
            reply = self.office.post(body)
            time.sleep(0.01 if len(self.office.requests) % 2 else 0)
            return reply

    assert ids(make_listing(Late(PagedOffice(make_records(range(20_000)))))) == list(range(20_000))


@pytest.mark.parametrize("pace", [Pace(), Pace(1, 1)], ids=_name_pace)
def test_estates_that_come_and_go_shift_nothing(make_listing: Callable[..., Listing], pace: Pace) -> None:
    """Estates inserted and deleted between the pages neither hide nor repeat the others."""
    numbers = range(1000, 9000)
    office = PagedOffice(make_records(numbers))

    def disturb(request: int) -> None:
        office.records.pop(1000 + request, None)  # read long ago
        office.records.pop(8990 - request, None)  # not yet read
        office.records |= make_records([request, 9000 + request])  # before and behind what is read

    office.before = disturb
    found = ids(make_listing(office, pace=pace))
    assert len(found) == len(set(found))
    assert set(numbers) & office.records.keys() <= set(found)


def test_where_and_filter_on_id_are_kept(make_listing: Callable[..., Listing]) -> None:
    """The walk adds to the user's conditions and takes none away."""
    office = PagedOffice(make_records(range(2000)))
    wanted = {"Id": [{"op": ">", "val": 700}, {"op": "<", "val": 1900}]}
    assert ids(make_listing(office, filter=wanted, data=["ort"])) == list(range(701, 1900))
    assert all(asked["filter"]["Id"][:2] == wanted["Id"] for asked in office.parameters)


def test_other_order_is_made_definite_by_id(make_listing: Callable[..., Listing]) -> None:
    """With another sort the pages go by offset, and Id decides between equals."""
    office = PagedOffice(make_records(range(1200), ort="Köln"))
    assert ids(make_listing(office, sortby={"ort": "DESC"})) == list(range(1200))
    assert [(asked["sortby"], asked["listoffset"]) for asked in office.parameters[:3]] == [
        ({"ort": "DESC", "Id": "ASC"}, 0),
        ({"ort": "DESC", "Id": "ASC"}, 500),
        ({"ort": "DESC", "Id": "ASC"}, 1000),
    ]


def test_one_field_with_sortorder_is_made_definite_too(make_listing: Callable[..., Listing]) -> None:
    """A sort given as one name and a direction becomes the form that takes two."""
    office = PagedOffice(make_records(range(3), ort="Köln"))
    ids(make_listing(office, sortby="ort", sortorder="DESC"))
    assert office.parameters == [
        {"listlimit": 500, "listoffset": 0, "sortby": {"ort": "DESC", "Id": "ASC"}},
    ]


@pytest.mark.parametrize("count", [0, 20, 500, 1000, 3700])
def test_addresses_come_all_by_offset(make_listing: Callable[..., Listing], count: int) -> None:
    """Calls that cannot be read in the order of a number are paged by offset."""
    office = PagedOffice(make_records(range(count)))
    assert ids(make_listing(office, "address")) == list(range(count))


def test_addresses_are_walked_by_their_number(make_listing: Callable[..., Listing]) -> None:
    """Where the API takes ``ID``, nothing can shift: each page asks for the numbers behind the last."""
    office = PagedOffice(make_records(range(1, 1201)), number="ID")
    assert ids(make_listing(office, "address", pace=ONE_BY_ONE)) == list(range(1, 1201))
    assert [
        (asked["sortby"], asked["sortorder"], asked["filter"]["ID"][0]) for asked in office.parameters
    ] == [
        ("ID", "ASC", {"op": ">", "val": -1}),
        ("ID", "ASC", {"op": ">", "val": 500}),
        ("ID", "ASC", {"op": ">", "val": 1000}),
    ]


def test_number_that_is_not_taken_is_tried_once(make_listing: Callable[..., Listing]) -> None:
    """Where the API refuses ``ID``, the pages go by offset, and a second pass shows that they were all."""
    office = PagedOffice(make_records(range(700)))
    assert ids(make_listing(office, "address", pace=ONE_BY_ONE)) == list(range(700))
    assert [asked.get("listoffset") for asked in office.parameters] == [None, 0, 500, None, 0, 500]


def test_number_that_is_passed_over_loses_nothing(make_listing: Callable[..., Listing]) -> None:
    """An API that takes no notice of order and filter is found out by its second page, and read by offset."""

    class Deaf(PagedOffice):
        def _answer(self, kind: str, parameters: Any) -> dict[str, Any]:
            heard = {name: parameters[name] for name in parameters if name.startswith("list")}
            return super()._answer(kind, heard)

    for resource in ("address", "agentslog", "user"):
        assert ids(make_listing(Deaf(make_records(range(1700))), resource)) == list(range(1700))


def test_one_page_needs_no_proof(make_listing: Callable[..., Listing]) -> None:
    """What one answer holds was all there at one moment."""
    office = PagedOffice(make_records(range(300)), number="")
    assert ids(make_listing(office, verb="get", resource="searchcriterias")) == list(range(300))
    assert len(office.parameters) == 1


def test_doubled_address_is_dropped(make_listing: Callable[..., Listing]) -> None:
    """An address inserted meanwhile shifts one into the next page, where it is left out."""
    office = PagedOffice(make_records(range(10, 1210)))
    office.before = lambda request: office.records.update(make_records([1])) if request == 3 else None
    assert ids(make_listing(office, "address", pace=ONE_BY_ONE)) == [*range(10, 1210), 1]


def test_address_that_slipped_through_is_fetched(make_listing: Callable[..., Listing]) -> None:
    """A deletion shifts an unread address into a page that was read: the second pass brings it."""
    office = PagedOffice(make_records(range(1200)))
    office.before = lambda request: office.records.pop(3, None) if request == 3 else None
    listing = make_listing(office, "address", pace=ONE_BY_ONE)
    assert ids(listing) == [*range(500), *range(501, 1200), 500]


def test_loss_behind_an_insertion_is_found(make_listing: Callable[..., Listing]) -> None:
    """A record that came does not hide one that was lost, although their count is the same."""
    office = PagedOffice(make_records(range(1800)))

    def disturb(request: int) -> None:
        if request == 3:
            office.records.pop(3)
        if request == 5:
            office.records.update(make_records([5000]))

    office.before = disturb
    found = ids(make_listing(office, "address", pace=ONE_BY_ONE))
    assert sorted(found) == [*range(1800), 5000]


@pytest.mark.parametrize("resource", ["estate", "user"])
def test_record_that_moves_to_where_was_read_is_fetched(
    make_listing: Callable[..., Listing], resource: str
) -> None:
    """In an order of the user's a record can move to the front: the sweep of the numbers finds it."""
    number = "Id" if resource == "estate" else "Nr"
    office = PagedOffice({n: {number: n, "ort": f"{n:04}"} for n in range(1300)}, number=number)

    def change(request: int) -> None:
        if request == 2:
            office.records[1200]["ort"] = "0000"
            office.records.pop(7)

    office.before = change
    found = ids(make_listing(office, resource, pace=ONE_BY_ONE, sortby={"ort": "ASC"}))
    assert sorted(found) == [*range(1300)]
    assert found[-1] in (500, 1200)


def test_unrest_without_end_is_told_of(make_listing: Callable[..., Listing]) -> None:
    """Where nothing proves that all have come, the exit code says so."""
    office = PagedOffice(make_records(range(2000)), number="")
    office.before = lambda request: office.records.pop(request * 3, None)
    _, failure = read_until_failure(make_listing(office, verb="get", resource="searchcriterias"))
    assert failure.exit_code == 6
    assert failure.message.endswith("records were read, and some may be missing")


def test_limit_in_a_shrinking_office_is_told_of(make_listing: Callable[..., Listing]) -> None:
    """First records of which some slipped through between two pages are not passed off as these."""
    office = PagedOffice(make_records(range(2000)))
    office.before = lambda request: office.records.pop(3, None) if request == 2 else None
    _, failure = read_until_failure(make_listing(office, "address", Extent(limit=900), pace=ONE_BY_ONE))
    assert failure.exit_code == 6


def test_count_that_is_none_leads_to_the_end(make_listing: Callable[..., Listing]) -> None:
    """A count that is only that of the page, or missing, does not end the reading early."""
    for total in (lambda _hits, page: page, lambda _hits, _page: None):
        office = PagedOffice(make_records(range(1700)), total=total)
        listing = make_listing(office, "log")
        assert ids(listing) == list(range(1700))
        assert listing.total is None


def test_offset_that_is_not_honoured_is_told_of(make_listing: Callable[..., Listing]) -> None:
    """A call that gives its first page again and again is not asked for ever."""

    class Forgetful(PagedOffice):
        def _answer(self, kind: str, parameters: Any) -> dict[str, Any]:
            return super()._answer(kind, {**parameters, "listoffset": 0})

    found, failure = read_until_failure(make_listing(Forgetful(make_records(range(900))), "user"))
    assert found == list(range(500))
    assert failure.message == "read user gave the same records again where the next ones were asked for"


def test_page_size_that_is_not_honoured_loses_nothing(make_listing: Callable[..., Listing]) -> None:
    """A server that gives 20 records where 500 were asked for is asked on and on."""
    for resource in ("estate", "address"):
        office = PagedOffice(make_records(range(130)), most=100)
        assert ids(make_listing(office, resource)) == list(range(130))


def test_short_answer_to_one_page_is_told_of(make_listing: Callable[..., Listing]) -> None:
    """More than the maximum asked for by hand: the API gives 20 without a word, oocli does not."""
    office = PagedOffice(make_records(range(130)))
    found, failure = read_until_failure(make_listing(office, extent=Extent(), listlimit=501))
    assert found == list(range(20))
    assert failure.why == ("501 records were asked for and 20 came: a page has 500 at most")


def test_records_that_are_counted_and_not_given_are_told_of(make_listing: Callable[..., Listing]) -> None:
    """What the API keeps back is said, and what it gives is given."""
    office = PagedOffice(make_records(range(700)), total=lambda hits, _page: hits + 3)
    found, failure = read_until_failure(make_listing(office, pace=ONE_BY_ONE))
    assert found == list(range(700))
    assert failure.why == "The API counts 3 records that it does not give"


@pytest.mark.parametrize("limit", [0, 1, 499, 500, 501, 1234, 5000])
@pytest.mark.parametrize("resource", ["estate", "address"])
def test_limit_is_kept(make_listing: Callable[..., Listing], resource: str, limit: int) -> None:
    """So many records come and no more, over as many pages as that takes."""
    office = PagedOffice(make_records(range(3000)))
    page = {"listlimit": min(limit, 500)}
    listing = make_listing(office, resource, Extent(limit=limit), **page)
    assert ids(listing) == list(range(min(limit, 3000)))
    assert sum(len(request) for request in office.requests) <= limit / 400 + 4


def test_offset_is_where_reading_starts(make_listing: Callable[..., Listing]) -> None:
    """With an offset the pages go by offset from there, in the order of Id."""
    office = PagedOffice(make_records(range(1400)))
    assert ids(make_listing(office, listoffset=300)) == list(range(300, 1400))
    assert office.parameters[0]["sortby"] == {"Id": "ASC"}


@pytest.mark.parametrize("order", ["rising", "any"])
def test_tasks_are_read_in_ranges_of_their_number(make_listing: Callable[..., Listing], order: str) -> None:
    """Tasks have no order, but their number can be filtered by: ranges of it are halved until each fits."""
    numbers = [*range(1000, 3600), *range(9000, 9700, 7)]
    shuffled = numbers if order == "rising" else sorted(numbers, key=lambda n: n * 7919 % 10_007)
    records = {n: {"Nr": n, "place": place} for place, n in enumerate(shuffled)}
    office = PagedOffice(records, total=lambda _hits, page: page, number="Nr")
    office.unordered = "place"
    listing = make_listing(office, "task")
    assert sorted(ids(listing)) == numbers
    assert listing.total is None
    assert sum(map(len, office.requests)) < 60


def test_tasks_are_read_in_windows_of_change(make_listing: Callable[..., Listing]) -> None:
    """Tasks have no offset and no order: windows of their last change are halved until each fits."""
    times = [f"2025-{1 + n % 9:02}-{1 + n % 28:02} {n % 24:02}:{n % 60:02}:{n % 59:02}" for n in range(2600)]
    office = PagedOffice({n: {"modified": times[n]} for n in range(2600)}, total=lambda _hits, page: page)
    listing = make_listing(office, "task")
    found = ids(listing)
    assert sorted(found) == list(range(2600))
    assert listing.total is None
    assert not any("listoffset" in asked or "sortby" in asked for asked in office.parameters)


def test_task_changed_meanwhile_is_met_once(make_listing: Callable[..., Listing]) -> None:
    """A task that moves to a later window while windows are read comes once, and no other is lost."""
    office = PagedOffice(
        {n: {"modified": f"2025-0{1 + n % 8}-11 10:00:{n % 60:02}"} for n in range(1500)},
        total=lambda _hits, page: page,
    )

    def change(request: int) -> None:
        office.records[(request * 7) % 1500]["modified"] = MODIFIED

    office.before = change
    assert sorted(ids(make_listing(office, "task"))) == list(range(1500))


@pytest.mark.parametrize(
    "moment", ["0000-00-00 00:00:00", "1970-01-01 00:00:00", "2031-02-03 04:05:", "9999-12-31 10:00:00"]
)
def test_tasks_of_strange_times_come_or_are_told_of(
    make_listing: Callable[..., Listing], moment: str
) -> None:
    """Tasks changed long ago, or later than this machine's clock says, end no reading and none early."""
    times = [moment if len(moment) == 19 else f"{moment}{n % 60:02}" for n in range(600)]
    office = PagedOffice({n: {"modified": times[n]} for n in range(600)}, total=lambda _hits, page: page)
    if len(moment) == 17:
        assert sorted(ids(make_listing(office, "task"))) == list(range(600))
    else:
        found, failure = read_until_failure(make_listing(office, "task"))
        assert (len(found), failure.exit_code) == (500, 6)


def test_too_many_tasks_in_one_second_are_told_of(make_listing: Callable[..., Listing]) -> None:
    """What cannot be split is given as far as it comes, and said."""
    office = PagedOffice({n: {"modified": MODIFIED} for n in range(600)}, total=lambda _hits, page: page)
    found, failure = read_until_failure(make_listing(office, "task"))
    assert len(found) == 500
    assert failure.why == f"More records were changed at {MODIFIED} than a page holds"


def test_call_without_offset_gives_its_largest_page(make_listing: Callable[..., Listing]) -> None:
    """Where nothing leads to a second page, the first is as large as can be, and a full one is said."""
    office = PagedOffice(make_records(range(1000)), most=1000)
    found, failure = read_until_failure(make_listing(office, "recordsLastSeen", module="estate"))
    assert (len(found), office.parameters[0]["listlimit"]) == (1000, 1000)
    assert failure.why == "read recordsLastSeen gives 1,000 records at most and has no offset"


def test_appointments_are_read_in_parts_of_the_period(make_listing: Callable[..., Listing]) -> None:
    """Appointments come at most 500 at a time, so the days are halved; what spans two parts comes once."""

    @dataclass
    class Calendar(PagedOffice):
        def _answer(self, kind: str, parameters: Any) -> dict[str, Any]:
            first, last = parameters["filter"]["startDate"], parameters["filter"]["endDate"]
            hits = [
                n for n, entry in self.records.items() if entry["start"] <= last and entry["end"] >= first
            ]
            records = [{"id": n, "type": kind, "elements": self.records[n]} for n in hits[:500]]
            return {
                "data": {"meta": {"cntabsolute": len(records)}, "records": records},
                "status": {"errorcode": 0, "message": "OK"},
            }

    days = [f"2025-{month:02}-{day:02}" for month in (1, 2, 3) for day in range(1, 29)]
    office = Calendar({n: {"start": days[n % 84], "end": days[min(83, n % 84 + n % 3)]} for n in range(1900)})
    period = {"startDate": "2025-01-01", "endDate": "2025-03-31", "isDone": False}
    found = ids(make_listing(office, "appointmentList", verb="get", filter=period))
    assert sorted(found) == list(range(1900))
    assert all(asked["filter"]["isDone"] is False for asked in office.parameters)


def test_recurring_appointments_of_one_id_all_come(make_listing: Callable[..., Listing]) -> None:
    """One answer may hold an id several times; that is not what is meant by a double."""
    same = [{"id": 7, "elements": {"date": day}} for day in range(3)]

    class Recurring:
        def post(self, body: bytes) -> Reply:
            import json

            result = {"data": {"meta": {"cntabsolute": 3}, "records": same}, "status": {"errorcode": 0}}
            return Reply(json.dumps({"status": {"code": 200}, "response": {"results": [result]}}).encode())

    period = {"startDate": "2025-01-01", "endDate": "2025-01-31"}
    assert len(list(make_listing(Recurring(), "appointmentList", verb="get", filter=period))) == 3


def test_failing_page_ends_the_reading_after_what_came_before(make_listing: Callable[..., Listing]) -> None:
    """Pages before a failing one are given, then the failure is raised and says how to go on."""
    office = PagedOffice(make_records(range(1, 20_001)))

    def break_down(request: int) -> None:
        if request > 6:
            raise NetworkError("The connection broke", arrived=True)

    office.before = break_down
    listing = make_listing(office)
    found: list[int] = []
    with pytest.raises(NetworkError) as caught, listing.explained():
        found.extend(record["id"] for record in listing)
    assert found == list(range(1, len(found) + 1))
    assert len(found) >= 500
    assert caught.value.hint == (
        f"{len(found):,} records were read before that, up to Id {found[-1]}:"
        f" --where 'Id>{found[-1]}' reads the rest"
    )
    assert caught.value.details == {"records": len(found), "last_id": found[-1]}


@dataclass
class Hesitant(PagedOffice):
    """Refuses one action of the second request with a code that passes, under a status of success."""

    refused: int = 0

    def post(self, body: bytes) -> Reply:
        """Answer a request."""
        answer = json.loads(super().post(body).body)
        if len(self.requests) == 2:
            answer["response"]["results"][self.refused] = {
                "data": {"records": []},
                "status": {"errorcode": 303, "message": "busy"},
            }
        return Reply(json.dumps(answer, separators=(",", ":")).encode())


@pytest.mark.parametrize("refused", [0, 1])
def test_page_refused_for_a_moment_is_asked_for_again(
    make_listing: Callable[..., Listing], refused: int
) -> None:
    """One page of a request is refused although the rest came: nothing is lost."""
    office = Hesitant(make_records(range(1, 2001)), refused=refused)
    assert ids(make_listing(office, pace=Pace(1, 2))) == list(range(1, 2001))
    assert office.requests[1] == office.requests[2]


def test_failure_of_offset_pages_names_the_offset(make_listing: Callable[..., Listing]) -> None:
    """Where pages go by offset, that is how to go on."""
    office = PagedOffice(make_records(range(2000)))

    def break_down(request: int) -> None:
        if request > 4:
            raise NetworkError("The connection broke", arrived=True)

    office.before = break_down
    listing = make_listing(office, "address", pace=Pace(1, 1))
    with pytest.raises(NetworkError) as caught, listing.explained():
        ids(listing)
    assert caught.value.hint == "1,500 records were read before that: --offset 1500 continues there"


def test_interruption_says_how_to_go_on(make_listing: Callable[..., Listing]) -> None:
    """Ctrl-C while pages are awaited carries the way to go on."""
    office = PagedOffice(make_records(range(1, 3000)))

    def interrupt(request: int) -> None:
        if request > 2:
            raise KeyboardInterrupt

    office.before = interrupt
    listing = make_listing(office, pace=Pace(1, 1))
    with pytest.raises(KeyboardInterrupt) as caught, listing.explained():
        ids(listing)
    assert caught.value.__notes__ == [
        "1,000 records were read before that, up to Id 1000: --where 'Id>1000' reads the rest"
    ]


def test_no_more_is_under_way_than_was_asked_for(make_listing: Callable[..., Listing]) -> None:
    """A slow reader slows the asking down: what waits to be written is bounded."""
    office = PagedOffice(make_records(range(100_000)))
    listing = make_listing(office, pace=Pace(jobs=2, batch=3))
    records = iter(listing)
    for _ in range(1000):
        next(records)
    time.sleep(0.05)
    assert sum(len(request) for request in office.requests) <= 2 + (2 + 1) * 3 + 3
    records.close()


def test_threads_end_with_the_reading(make_listing: Callable[..., Listing]) -> None:
    """A reading that is given up leaves no thread behind, and none that a process would wait for."""
    listing = make_listing(PagedOffice(make_records(range(50_000))))
    records = iter(listing)
    for _ in range(5000):
        next(records)
    crew = [thread for thread in threading.enumerate() if thread.name == "oocli-request"]
    assert crew
    assert all(thread.daemon for thread in crew)
    records.close()
    for thread in crew:
        thread.join(timeout=5)
    assert not any(thread.is_alive() for thread in crew)


def test_record_by_number_is_one_request(make_listing: Callable[..., Listing]) -> None:
    """One record needs no walk, whatever is asked for."""
    office = PagedOffice(make_records([5]))
    assert ids(make_listing(office, resourceid="5", data=["Id"])) == [5]
    assert office.parameters == [{"data": ["Id"]}]


def test_answers_are_given_as_they_came(make_listing: Callable[..., Listing]) -> None:
    """Raw output has a page in each answer, one after another, to the end."""
    office = PagedOffice(make_records(range(1100)))
    answers = list(make_listing(office).answers())
    assert [len(answer.results[0].records) for answer in answers] == [500, 500, 100]


@pytest.mark.parametrize(
    ("resource", "limit"), [("estate", 1), ("address", 1), ("log", 0), ("recordsLastSeen", 0)]
)
def test_count_is_asked_for_with_the_smallest_page(
    make_listing: Callable[..., Listing], resource: str, limit: int
) -> None:
    """Counting needs one small request, with the page size that the call documents for it."""
    office = PagedOffice(make_records(range(1384)))
    listing = make_listing(office, resource)
    assert count_records(listing.client, listing.call, listing.action) == 1384
    assert office.parameters == [{"listlimit": limit}]


def test_tasks_are_counted_by_reading_them(make_listing: Callable[..., Listing]) -> None:
    """The count of tasks is that of the page, so it is of no use."""
    office = PagedOffice(
        {n: {"modified": f"2025-01-01 00:{n // 60:02}:{n % 60:02}"} for n in range(700)},
        total=lambda _hits, page: page,
    )
    listing = make_listing(office, "task")
    assert count_records(listing.client, listing.call, listing.action) == 700


def test_the_first_page_tells_how_large_requests_may_be(make_listing: Callable[..., Listing]) -> None:
    """However many were asked for: no answer comes that has more in it than may be under way together."""
    office = PagedOffice(make_records(range(1, 9_000), text="x" * 8_000))
    assert len(ids(make_listing(office, pace=Pace(jobs=2, batch=50)))) == 8_999
    assert max(map(len, office.requests)) == 2
