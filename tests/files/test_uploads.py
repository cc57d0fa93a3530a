"""Uploading: blocks that fit, memory that does not grow, nothing stored twice, every file accounted for."""

import os
import signal
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from file_office import FileOffice
from harness import Clock
from oocli.catalogue import Catalogue
from oocli.client import Client, Transport
from oocli.client.guard import Guard
from oocli.errors import NetworkError, OutcomeUnknown, UsageError
from oocli.files import FileOutcome
from oocli.files.block_sizes import count_blocks
from oocli.files.destinations import Destination
from oocli.files.local_files import LocalFile, check_files
from oocli.files.shipments import Shipment
from oocli.files.uploads import Uploader
from oocli.terminal.interrupts import held_back
from oocli.wire.messages import Credentials
from oocli.wire.reply import Reply
from scripted import answer, refusal

PHOTO = Destination("estate", 409, {"Art": "Foto"}, stems=("title",), look="get file estate --estateid 409")
Upload = Callable[..., list[FileOutcome]]


@pytest.fixture
def client(clock: Clock) -> Callable[[Transport], Client]:
    """Give a function that makes a client of a transport."""

    def make(transport: Transport) -> Client:
        credentials = Credentials("t" * 32, "s" * 64)
        return Client(transport, credentials, Guard(Catalogue()), now=clock.now, sleep=clock.sleep)

    return make


@pytest.fixture
def upload(client: Callable[[Transport], Client], tmp_path: Path) -> Upload:
    """Give a function that uploads files of such sizes, a.jpg, b.jpg ..., in blocks of 6 bytes."""

    def run(
        transport: Transport, *sizes: int, destination: Destination = PHOTO, jobs: int = 1, block: int = 8
    ) -> list[FileOutcome]:
        paths = [tmp_path / f"{letter}.jpg" for letter, _ in zip("abcdef", sizes, strict=False)]
        for path, size in zip(paths, sizes, strict=True):
            path.write_bytes(b"x" * size)
            os.utime(path, (1_700_000_000, 1_700_000_000))  # so that a change shows on any clock
        return list(Uploader(client(transport), jobs, block).upload(ship(paths, destination)))

    return run


def ship(paths: Sequence[Path], destination: Destination = PHOTO) -> list[Shipment]:
    """Give files as they are sent to one record."""
    files = check_files(paths)
    return [Shipment(row, file, destination, before=row - 1) for row, file in enumerate(files, start=1)]


def _statuses(outcomes: list[FileOutcome]) -> list[str]:
    return [outcome.status for outcome in outcomes]


def _lose(*, when: Callable[[Mapping[str, Any]], bool], times: int = 99) -> Callable[..., None]:
    """Give what loses the answers to requests of a kind, so many times."""
    left = iter(range(times))

    def lose(_number: int, parameters: Mapping[str, Any]) -> None:
        if when(parameters) and next(left, None) is not None:
            raise NetworkError("The connection broke", arrived=True)

    return lose


def _is_block(parameters: Mapping[str, Any]) -> bool:
    return "data" in parameters


def _is_link(parameters: Mapping[str, Any]) -> bool:
    return "data" not in parameters


def test_blocks_then_link(upload: Upload) -> None:
    """The first block names no upload, the next ones do, and the last call has no data."""
    office = FileOffice()
    outcomes = upload(office, 14)
    assert office.requests == [
        {"data": 8},
        {"data": 8, "tmpUploadId": "upload-1"},
        {"data": 4, "tmpUploadId": "upload-1"},
        {
            "module": "estate",
            "relatedRecordId": 409,
            "tmpUploadId": "upload-1",
            "file": "a.jpg",
            "title": "a",
            "Art": "Foto",
        },
    ]
    assert [(item.status, item.id, item.facts) for item in outcomes] == [
        ("ok", "1", {"fileId": "1", "bytes": 14})
    ]


@pytest.mark.parametrize(("size", "blocks"), [(1, 1), (6, 1), (7, 2), (12, 2)])
def test_number_of_blocks_is_known_before(upload: Upload, size: int, blocks: int) -> None:
    """What a plan says is what is sent, also where the last block is full."""
    office = FileOffice()
    upload(office, size)
    assert count_blocks(size, 8) == blocks == len(office.requests) - 1


def test_memory_does_not_grow_with_the_file(client: Callable[[Transport], Client], tmp_path: Path) -> None:
    """A file is never in memory as a whole: 64 MiB go up with less than 32 at a time."""
    path = tmp_path / "film.mp4"
    with path.open("wb") as stream:
        stream.truncate(64 * 1024 * 1024)
    uploader = Uploader(client(FileOffice()))
    tracemalloc.start()
    try:
        outcomes = list(uploader.upload(ship([path])))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert _statuses(outcomes) == ["ok"]
    assert peak < 32 * 1024 * 1024


@pytest.mark.parametrize("moment", ["before", "after"])
def test_lost_block_is_asked_for(upload: Upload, clock: Clock, moment: str) -> None:
    """An empty block asks how many bytes there are; what did not arrive is sent again, and nothing else."""
    office = FileOffice()
    setattr(office, moment, _lose(when=lambda shown: shown.get("tmpUploadId") == "upload-1", times=1))
    assert _statuses(upload(office, 14)) == ["ok"]
    again = [{"data": 8, "tmpUploadId": "upload-1"}] if moment == "before" else []
    assert office.requests[:-1] == [
        {"data": 8},
        {"data": 8, "tmpUploadId": "upload-1"},
        {"data": 0, "tmpUploadId": "upload-1"},
        *again,
        {"data": 4, "tmpUploadId": "upload-1"},
    ]
    assert office.stored == [14]
    assert len(clock.pauses) == 1


def test_lost_last_block_is_asked_for_too(upload: Upload) -> None:
    """There may be nothing left to send; then the file is linked."""
    office = FileOffice(after=_lose(when=lambda shown: shown.get("data") == 4, times=1))
    assert _statuses(upload(office, 14)) == ["ok"]
    assert (office.stored, len(office.requests)) == ([14], 5)


def test_lost_first_block_begins_another_upload(upload: Upload) -> None:
    """Nobody knows what it is called, so there is nothing to ask."""
    office = FileOffice(after=_lose(when=_is_block, times=1))
    assert _statuses(upload(office, 14)) == ["ok"]
    assert office.linked[0]["tmpUploadId"] == "upload-2"
    assert office.stored == [14]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_office_that_takes_no_empty_block(upload: Upload, moment: str) -> None:
    """The block is sent again; where the size shows it twice, the upload begins anew."""

    def disturb(number: int, shown: Mapping[str, Any]) -> Reply | None:
        if shown.get("data") == 0:
            return answer(refusal(167, "module"), errorcode=97)
        return None

    def lose(number: int, _shown: Mapping[str, Any]) -> None:
        if number == 2:
            raise NetworkError("The connection broke", arrived=True)

    office = FileOffice(before=disturb)
    if moment == "before":

        def do_both(number: int, shown: Mapping[str, Any]) -> Reply | None:
            lose(number, shown)
            return disturb(number, shown)

        office.before = do_both
    else:
        office.after = lose
    assert _statuses(upload(office, 14)) == ["ok"]
    assert office.stored == [14]
    assert office.linked[0]["tmpUploadId"] == ("upload-1" if moment == "before" else "upload-2")


def test_upload_that_is_gone_begins_anew(upload: Upload) -> None:
    """How long onOffice keeps what is not linked is not documented."""

    def forget(number: int, _shown: Mapping[str, Any]) -> Reply | None:
        return answer(refusal(129, "no temporary upload file"), errorcode=97) if number == 3 else None

    office = FileOffice(before=forget)
    assert _statuses(upload(office, 14)) == ["ok"]
    assert (office.stored, office.linked[0]["tmpUploadId"]) == ([14], "upload-2")


def test_reset_costs_at_most_a_fifth_more(client: Callable[[Transport], Client], tmp_path: Path) -> None:
    """Of a file of 10 MiB no block is more than an eighth, whichever is lost, there or on the way back."""
    path = tmp_path / "film.mp4"
    with path.open("wb") as stream:
        stream.truncate(10 * 1024 * 1024)
    for lost in range(1, 9):
        for moment in ("before", "after"):
            office = FileOffice()

            def lose(number: int, _shown: Mapping[str, Any], *, lost: int = lost) -> None:
                if number == lost:
                    raise NetworkError("The connection broke", arrived=True)

            setattr(office, moment, lose)
            assert _statuses(list(Uploader(client(office)).upload(ship([path])))) == ["ok"]
            assert office.stored == [10 * 1024 * 1024]
            moved = sum(shown.get("data", 0) for shown in office.requests)
            assert moved <= 1.2 * 10 * 1024 * 1024 * 4 / 3


def test_requests_that_are_too_large_become_small(upload: Upload, tmp_path: Path) -> None:
    """A proxy that lets no large ones pass costs one request; with --block-size it is a failure."""

    def refuse(_number: int, shown: Mapping[str, Any]) -> Reply | None:
        too_large = shown.get("data", 0) > 600 * 1024
        return Reply(b"<html>413</html>", status=413) if too_large else None

    office = FileOffice(before=refuse)
    assert _statuses(upload(office, 8 * 1024 * 1024, block=0)) == ["ok"]
    assert office.stored == [8 * 1024 * 1024]
    assert _statuses(upload(FileOffice(before=refuse), 8 * 1024 * 1024, block=1024 * 1024)) == ["error"]


def test_small_files_travel_together(upload: Upload) -> None:
    """Their blocks share a request; links go alone until two were answered well."""
    office = FileOffice()
    assert _statuses(upload(office, *[3] * 6, block=0)) == ["ok"] * 6
    assert office.bodies == [6, 1, 1, 2, 2]
    assert [link["file"] for link in office.linked] == [f"{letter}.jpg" for letter in "abcdef"]


def test_small_blocks_hold_for_all_that_travels_together(upload: Upload) -> None:
    """--block-size is the size of a request, not of a file's part in it."""
    office = FileOffice()
    upload(office, 3, 3, 3, 3)
    assert office.bodies == [2, 1, 1, 2, 2]


def test_order_of_a_record_is_kept(client: Callable[[Transport], Client], tmp_path: Path) -> None:
    """However many requests are in flight, files are linked in the order in which they are given."""
    paths = [tmp_path / f"{number}.jpg" for number in range(40)]
    for number, path in enumerate(paths):
        path.write_bytes(b"x" * (1 + 7 * number % 31))
    records = [Destination("estate", 11 + number % 3, {"Art": "Foto"}) for number in range(40)]
    shipments = [
        Shipment(row, file, records[row - 1]) for row, file in enumerate(check_files(paths), start=1)
    ]
    office = FileOffice()
    outcomes = list(Uploader(client(office), 4, 16).upload(shipments))
    assert [outcome.file for outcome in outcomes] == list(map(str, paths))
    assert _statuses(outcomes) == ["ok"] * 40
    for record in (11, 12, 13):
        linked = [link["file"] for link in office.linked if link["relatedRecordId"] == record]
        assert linked == [f"{number}.jpg" for number in range(40) if 11 + number % 3 == record]


def test_missing_record_does_not_keep_back_the_others(
    client: Callable[[Transport], Client], tmp_path: Path
) -> None:
    """The rest of its files are not sent; those of other records are."""
    paths = [tmp_path / f"{number}.jpg" for number in range(4)]
    for path in paths:
        path.write_bytes(b"x")
    records = [Destination("estate", number, {"Art": "Foto"}) for number in (1, 1, 2, 2)]
    shipments = [
        Shipment(row, file, records[row - 1]) for row, file in enumerate(check_files(paths), start=1)
    ]

    def refuse(_number: int, shown: Mapping[str, Any]) -> Reply | None:
        return answer(refusal(293, "no"), errorcode=97) if shown.get("relatedRecordId") == 1 else None

    outcomes = list(Uploader(client(FileOffice(before=refuse)), 1).upload(shipments))
    assert _statuses(outcomes) == ["error", "skipped", "ok", "ok"]


def test_blocks_that_never_arrive_are_a_network_failure(upload: Upload) -> None:
    """Nothing was linked, so nothing is unknown; the next file is tried, the third is not."""
    office = FileOffice(before=_lose(when=_is_block))
    outcomes = upload(office, 6, 6, 6)
    assert _statuses(outcomes) == ["error", "error", "skipped"]
    assert {type(outcome.failure) for outcome in outcomes} == {NetworkError}
    assert len(office.requests) == 8


@pytest.mark.parametrize("moment", ["before", "after"])
def test_lost_answer_to_the_link_is_unknown(upload: Upload, moment: str) -> None:
    """Whether it was stored cannot be known, so it is not sent again; the other files go on."""
    office = FileOffice()
    setattr(office, moment, _lose(when=_is_link, times=1))
    outcomes = upload(office, 3, 3)
    assert _statuses(outcomes) == ["unknown", "ok"]
    assert sum(map(_is_link, office.requests)) == 2
    failure = outcomes[0].failure
    assert isinstance(failure, OutcomeUnknown)
    assert failure.hint == "Look before you repeat it: `oocli get file estate --estateid 409` lists its files"


def test_link_that_names_no_file_is_unknown(upload: Upload) -> None:
    """A success without a number is none that can be trusted."""
    office = FileOffice(after=lambda _number, parameters: answer({}) if _is_link(parameters) else None)
    outcomes = upload(office, 3, destination=Destination("task", 5, {}))
    assert _statuses(outcomes) == ["unknown"]
    silent = answer({"data": {"records": []}, "status": {"errorcode": 0, "message": "OK"}})
    office = FileOffice(after=lambda _number, parameters: silent if _is_link(parameters) else None)
    outcomes = upload(office, 3, destination=Destination("task", 5, {}))
    assert _statuses(outcomes) == ["unknown"]
    assert outcomes[0].failure is not None
    assert outcomes[0].failure.hint == "Look before you repeat it: open task 5 in onOffice"


@pytest.mark.parametrize(("told", "status"), [(5, "error"), ("3", "ok"), (None, "ok")])
def test_size_is_compared(upload: Upload, told: Any, status: str) -> None:
    """What onOffice has must be what was sent; otherwise nothing is linked. No size says nothing."""
    office = FileOffice(size_of=lambda _size: told)
    assert _statuses(upload(office, 3)) == [status]
    assert len(office.linked) == (status == "ok")


@pytest.mark.parametrize("change", [b"y" * 7, b"y" * 9000, b""])
def test_file_that_changes_meanwhile_is_not_stored(upload: Upload, tmp_path: Path, change: bytes) -> None:
    """A file that is being written while it is read would be stored half, or would never end."""

    def rewrite(_number: int, _parameters: Mapping[str, Any]) -> None:
        (tmp_path / "a.jpg").write_bytes(change)

    office = FileOffice(before=rewrite)
    (outcome,) = upload(office, 7)
    assert outcome.failure is not None
    assert outcome.failure.message.endswith("changed while it was being read, so it was not stored")
    assert office.linked == []


def test_refused_file_does_not_keep_back_the_others(upload: Upload) -> None:
    """Each file has its own outcome, and keeps its place among those of its record."""

    def refuse(_number: int, parameters: Mapping[str, Any]) -> Reply | None:
        refused = parameters.get("file") == "b.jpg"
        return answer(refusal(162, "Invalid file type"), errorcode=97) if refused else None

    office = FileOffice(before=refuse)
    outcomes = upload(
        office, 3, 3, 3, destination=Destination("estate", 409, {"position": 4}, stems=("title",))
    )
    assert _statuses(outcomes) == ["ok", "error", "ok"]
    assert [link["position"] for link in office.linked] == [4, 6]


@pytest.mark.parametrize("code", [22, 293])
def test_what_would_meet_every_file_stops_at_the_first(upload: Upload, code: int) -> None:
    """Refused credentials or a missing record: the others are not even sent."""
    office = FileOffice(
        before=lambda _number, parameters: (
            answer(refusal(code, "no"), errorcode=97) if _is_link(parameters) else None
        )
    )
    assert _statuses(upload(office, 3, 3, 3)) == ["error", "skipped", "skipped"]
    assert sum(map(_is_link, office.requests)) == 1


def test_stopped_upload_sends_nothing_further(client: Callable[[Transport], Client], tmp_path: Path) -> None:
    """What is in flight is answered; the rest is skipped, without a failure of its own."""
    paths = [tmp_path / "a.jpg", tmp_path / "b.jpg"]
    for path in paths:
        path.write_bytes(b"x")
    office = FileOffice()
    uploader = Uploader(client(office), is_stopped=lambda: len(office.linked) > 0)
    outcomes = list(uploader.upload(ship(paths)))
    assert [(outcome.status, outcome.failure) for outcome in outcomes] == [("ok", None), ("skipped", None)]


def test_second_signal_does_not_wait() -> None:
    """Who presses twice wants it to end."""
    done = []

    def press_twice() -> None:
        with held_back():
            signal.raise_signal(signal.SIGINT)
            done.append(1)
            signal.raise_signal(signal.SIGINT)
            done.append(2)

    with pytest.raises(KeyboardInterrupt):
        press_twice()
    assert done == [1]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_every_problem_is_told_before_anything_is_sent(tmp_path: Path) -> None:
    """Missing, empty, a directory, given twice: all of it at once."""
    fine, empty = tmp_path / "a.jpg", tmp_path / "empty.jpg"
    fine.write_bytes(b"x")
    empty.touch()
    missing = tmp_path / "missing.jpg"
    with pytest.raises(UsageError) as caught:
        check_files([fine, empty, missing, tmp_path, fine])
    assert caught.value.message == "Nothing was sent: not every file can be uploaded"
    assert caught.value.why.splitlines() == [
        f"{empty} is empty",
        f"{missing} does not exist",
        f"{tmp_path} is a directory, give the files in it",
        f"{fine} is given twice",
    ]


def test_file_is_given_twice_however_it_is_spelt(tmp_path: Path) -> None:
    """Another way to the same file is no other file."""
    fine = tmp_path / "a.jpg"
    fine.write_bytes(b"x")
    (tmp_path / "sub").mkdir()
    with pytest.raises(UsageError) as caught:
        check_files([fine, tmp_path / "sub" / ".." / "a.jpg"])
    assert caught.value.why == f"{fine} is given twice"


def test_problem_of_one_file_is_the_message(tmp_path: Path) -> None:
    """With a single file there is nothing to list."""
    with pytest.raises(UsageError) as caught:
        check_files([tmp_path / "missing.jpg"])
    assert (caught.value.message, caught.value.why) == (f"{tmp_path / 'missing.jpg'} does not exist", "")


def test_name_that_is_no_text_is_told_before(tmp_path: Path) -> None:
    """JSON cannot carry it; that is known before the first block."""
    with pytest.raises(UsageError) as caught:
        check_files([tmp_path / "b\udcff.jpg"])
    assert caught.value.message.endswith("b\\udcff.jpg' has a name that is not UTF-8 text, rename it")


def test_name_has_one_character_for_an_umlaut(tmp_path: Path) -> None:
    """Some disks keep two; other systems would show them as two."""
    assert LocalFile(tmp_path / "Ku\u0308che.jpg", 1, 0).name == "Küche.jpg"
