"""What became of each row stands on disk before and after each request."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from limited import full_disk
from oocli.bulk.journal import Journal
from oocli.bulk.journal_lines import Entry
from oocli.bulk.journal_opening import Reuse, open_journal
from oocli.bulk.past_runs import read_run
from oocli.errors import OocliError, UsageError

RUN = {"call": "create address", "input": "abc", "rows": 3, "last_row": 4}


@contextmanager
def _open(path: Path, run: Mapping[str, Any] = RUN, *, resumes: bool = False) -> Iterator[Journal]:
    with open_journal(path, run, Reuse(resumes=resumes)) as journal:
        yield journal


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _line(
    row: int, status: str, number: int | None = None, error: str | None = None, **more: Any
) -> dict[str, Any]:
    return {"row": row, "status": status, "id": number, "error": error, **more}


def test_lines_are_on_disk_as_they_come(tmp_path: Path) -> None:
    """Each line can be read at once; the first one says what the file belongs to."""
    path = tmp_path / "new" / "results.ndjson"
    with _open(path) as journal:
        journal.append([Entry(1, "unknown"), Entry(2, "unknown")])
        assert _lines(path) == [_line(1, "unknown", run=RUN), _line(2, "unknown")]
        journal.append([Entry(1, "ok", 17), Entry(2, "error", error="no", errorcode=141)])
        assert _lines(path)[2:] == [_line(1, "ok", 17), _line(2, "error", error="no", errorcode=141)]


def test_lines_say_more_where_there_is_more(tmp_path: Path) -> None:
    """What a run of its own kind needs stands beside the keys that all lines have."""
    path = tmp_path / "results.ndjson"
    with _open(path) as journal:
        journal.append([Entry(1, "unknown"), Entry(2, "ok", 5)], facts={2: {"file": "a.jpg"}})
        assert journal.find(2) == _line(2, "ok", 5, file="a.jpg")


def test_run_that_finds_out_what_is_done_begins_anew(tmp_path: Path) -> None:
    """It need not go on with one that was not finished, and may repeat one that is."""
    path = tmp_path / "results.ndjson"
    for entries in ([Entry(1, "unknown")], [Entry(row, "ok", row) for row in (1, 2, 4)]):
        with open_journal(path, RUN, Reuse(resumes=False, repeatable=False, supersedes=True)) as journal:
            assert journal.counts() == {}
            journal.append(entries)


def test_the_last_line_of_a_row_holds(tmp_path: Path) -> None:
    """A run that goes on knows what the last one has recorded of each row, and of which nothing."""
    path = tmp_path / "results.ndjson"
    with _open(path) as journal:
        journal.append([Entry(1, "unknown"), Entry(3, "unknown"), Entry(1, "ok", 17)])
    with _open(path, resumes=True) as journal:
        assert [journal.status(row) for row in range(1, 5)] == ["ok", "", "unknown", ""]
        assert journal.counts() == {"ok": 1, "unknown": 1}
        assert list(journal.rows_with("unknown")) == [3]
        assert list(journal.entries()) == [_line(1, "ok", 17), _line(3, "unknown")]


def test_at_the_end_there_is_one_line_a_row(tmp_path: Path) -> None:
    """A settled file has each row once, in order, can be read from, and can be gone on with."""
    path = tmp_path / "results.ndjson"
    with _open(path) as journal:
        journal.append([Entry(4, "unknown"), Entry(1, "unknown"), Entry(3, "skipped")])
        journal.append([Entry(4, "ok", 9), Entry(1, "error", error="é\ud800")])
        journal.settle()
        assert [line["row"] for line in journal.entries()] == [1, 3, 4]
    settled = {**RUN, "settled": True}
    assert _lines(path) == [
        _line(1, "error", error="é\ud800", run=settled),
        _line(3, "skipped"),
        _line(4, "ok", 9),
    ]
    assert list(tmp_path.iterdir()) == [path]
    with _open(path, resumes=True) as journal:
        journal.append([Entry(1, "ok", 8)])
        assert journal.counts() == {"ok": 2, "skipped": 1}


def test_settled_file_that_was_cut_is_refused(tmp_path: Path) -> None:
    """A row without a line in a settled file may have been sent: it is not taken for one that was not."""
    path = tmp_path / "results.ndjson"
    with _open(path) as journal:
        journal.append([Entry(1, "ok", 7), Entry(3, "ok", 8), Entry(4, "ok", 9)])
        journal.settle()
    whole = path.read_bytes()
    for end in range(len(whole)):
        path.write_bytes(whole[:end])
        with pytest.raises(UsageError), _open(path, resumes=True):
            pass
        assert path.read_bytes() == whole[:end]


@pytest.mark.parametrize("row", [-1, 0, 5])
def test_row_that_there_is_not_is_refused(tmp_path: Path, row: int) -> None:
    """A line of another row than those of the run makes a file that oocli did not write."""
    path = tmp_path / "results.ndjson"
    with _open(path) as journal:
        journal.append([Entry(1, "ok", 7)])
    path.write_text(path.read_text() + json.dumps(_line(row, "skipped")) + "\n")
    with pytest.raises(UsageError, match="not a file of results"), _open(path, resumes=True):
        pass


@pytest.mark.parametrize("missing", ["id", "error"])
def test_line_that_is_not_whole_is_refused(tmp_path: Path, missing: str) -> None:
    """A damaged line says so, whatever is damaged in it."""
    path = tmp_path / "results.ndjson"
    line = {name: value for name, value in _line(1, "ok", 17, run=RUN).items() if name != missing}
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    with pytest.raises(UsageError, match="is not a file of results"), _open(path, resumes=True):
        pass


def test_run_that_goes_on_is_no_ended_one(tmp_path: Path) -> None:
    """Once it has written a line, its file says since when, and no more how it had ended."""
    path = tmp_path / "results.ndjson"
    with open_journal(path, RUN, Reuse(resumes=False), now=lambda: 0.0, about={"started": "1970"}) as journal:
        journal.append([Entry(1, "ok", 17), Entry(2, "error"), Entry(4, "skipped")])
        journal.settle()
    ended = _lines(path)[0]["run"]
    with open_journal(path, RUN, Reuse(resumes=True), now=lambda: 3600.0) as journal:
        assert _lines(path)[0]["run"] == ended
        journal.append([Entry(2, "unknown")])
        first, *others = _lines(path)
        assert first["run"] == {
            **RUN,
            "started": "1970",
            "seconds": 0.0,
            "resumed": "1970-01-01T01:00:00.000+00:00",
        }
        assert [(line["row"], line["status"]) for line in others] == [
            (2, "error"),
            (4, "skipped"),
            (2, "unknown"),
        ]
        assert (journal.find(1), journal.find(2)) == (_line(1, "ok", 17), _line(2, "unknown"))
        assert read_run(path).counts == {"ok": 1, "unknown": 1, "skipped": 1}


def test_run_that_cannot_say_that_it_goes_on_sends_nothing(tmp_path: Path) -> None:
    """A full disk leaves the file as it was, and no row is announced."""
    path = tmp_path / "results.ndjson"
    with _open(path) as journal:
        journal.append([Entry(1, "ok", 17), Entry(2, "error")])
    before = path.read_bytes()
    with _open(path, resumes=True) as journal:
        with full_disk(10), pytest.raises(OocliError, match="Cannot write"):
            journal.append([Entry(2, "unknown")])
        assert journal.status(2) == "error"
    assert path.read_bytes() == before


def test_unfinished_line_is_taken_off(tmp_path: Path) -> None:
    """A line that was cut by the end of the world counts as not written."""
    path = tmp_path / "results.ndjson"
    with _open(path) as journal:
        journal.append([Entry(1, "unknown"), Entry(2, "unknown")])
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"row": 1, "status": "o')
    with _open(path, resumes=True) as journal:
        assert journal.status(1) == "unknown"
    assert path.read_bytes() == whole


def test_nothing_recorded_leaves_no_file(tmp_path: Path) -> None:
    """A run that sends nothing leaves nothing."""
    with _open(tmp_path / "results.ndjson"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_file_that_is_not_needed_goes_at_the_end(tmp_path: Path) -> None:
    """It is there, and locked, as long as the block runs; so no other run can begin with it and lose it."""
    path = tmp_path / "results.ndjson"
    with _open(path) as journal:
        journal.append([Entry(1, "ok"), Entry(3, "ok"), Entry(4, "ok")])
        journal.settle()
        journal.drop()
        assert path.exists()
    assert list(tmp_path.iterdir()) == []


def test_unfinished_run_is_not_forgotten(tmp_path: Path) -> None:
    """Without --resume a file with rows to go on with is refused, whatever the new run is."""
    path = tmp_path / "results.ndjson"
    with _open(path) as journal:
        journal.append([Entry(1, "ok"), Entry(2, "error"), Entry(4, "unknown")])
    for run in (RUN, {**RUN, "input": "other"}):
        with pytest.raises(UsageError, match="not finished"), _open(path, run):
            pass
    assert len(_lines(path)) == 3


def test_finished_run_is_begun_again(tmp_path: Path) -> None:
    """Where every row is ok or refused there is nothing to lose."""
    path = tmp_path / "results.ndjson"
    with _open(path) as journal:
        journal.append([Entry(1, "ok"), Entry(2, "error"), Entry(4, "ok")])
    with _open(path, {**RUN, "input": "other"}) as journal:
        assert journal.counts() == {}
        journal.append([Entry(1, "unknown")])
    assert _lines(path) == [_line(1, "unknown", run={**RUN, "input": "other"})]


def test_refused_rows_are_no_reason_to_double_the_others(tmp_path: Path) -> None:
    """What creates records is not begun again while rows were refused, also when they were mended."""
    path = tmp_path / "results.ndjson"
    with _open(path) as journal:
        journal.append([Entry(1, "ok"), Entry(2, "error"), Entry(4, "ok")])
    for run in (RUN, {**RUN, "input": "other"}):
        with (
            pytest.raises(UsageError) as failure,
            open_journal(path, run, Reuse(resumes=False, repeatable=False)),
        ):
            pass
        assert failure.value.why == "ok: 2, error: 1 of 3 rows"


def test_another_run_is_not_gone_on_with(tmp_path: Path) -> None:
    """Other rows or another command are refused, with what differs."""
    path = tmp_path / "results.ndjson"
    with _open(path) as journal:
        journal.append([Entry(1, "unknown")])
    with pytest.raises(UsageError) as failure, _open(path, {**RUN, "input": "x"}, resumes=True):
        pass
    assert failure.value.why == "Different: input"


def test_nothing_to_go_on_with_is_refused(tmp_path: Path) -> None:
    """A mistyped name must not send everything a second time."""
    with pytest.raises(UsageError, match="nothing to continue"), _open(tmp_path / "x", resumes=True):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["notes\n", '{"row": 1}\n', "[1]\n", '{"run": {"rows": "3"}}\n'])
@pytest.mark.parametrize("resumes", [True, False])
def test_foreign_file_is_left_alone(tmp_path: Path, content: str, resumes: bool) -> None:
    """What oocli did not write is neither used nor changed."""
    path = tmp_path / "results.ndjson"
    path.write_text(content)
    with pytest.raises(UsageError, match="not a file of results"), _open(path, resumes=resumes):
        pass
    assert path.read_text() == content


def test_one_process_at_a_time(tmp_path: Path) -> None:
    """Who comes second is refused, and the file of the first stays."""
    path = tmp_path / "results.ndjson"
    with _open(path) as journal:
        with pytest.raises(OocliError, match="Another oocli"), _open(path):
            pass
        journal.append([Entry(1, "ok")])
    assert len(_lines(path)) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows replaces no open file, so the lock is lost there")
def test_settled_file_is_still_locked(tmp_path: Path) -> None:
    """While the results are read and told nobody else begins with the file."""
    path = tmp_path / "results.ndjson"
    with _open(path) as journal:
        journal.append([Entry(1, "ok"), Entry(3, "ok"), Entry(4, "ok")])
        journal.settle()
        with pytest.raises(OocliError, match="Another oocli is writing"), _open(path):
            pass
        assert len(list(journal.entries())) == 3
    with _open(path) as journal:
        journal.append([Entry(1, "unknown")])


@pytest.mark.skipif(os.name == "nt", reason="Windows makes links only for administrators")
def test_link_stays_a_link(tmp_path: Path) -> None:
    """Results that are kept behind a link are settled where they are; both names have the same."""
    path, link = tmp_path / "disk" / "results.ndjson", tmp_path / "results.ndjson"
    path.parent.mkdir()
    link.symlink_to(path)
    with _open(link) as journal:
        journal.append([Entry(1, "unknown"), Entry(3, "ok"), Entry(4, "ok")])
        journal.append([Entry(1, "ok", 7)])
        journal.settle()
    assert link.is_symlink()
    assert [line["status"] for line in _lines(path)] == ["ok", "ok", "ok"]
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot limit the length of files")
def test_full_disk_is_told_with_the_way_on(tmp_path: Path) -> None:
    """What the disk did not take is told once, with the file and what is done."""
    path = tmp_path / "results.ndjson"
    with _open(path) as journal:
        journal.append([Entry(1, "ok", 17)])
    room = path.stat().st_size + 10
    with pytest.raises(OocliError) as failure, full_disk(room), _open(path, resumes=True) as journal:
        journal.append([Entry(3, "unknown"), Entry(4, "unknown")])
    assert failure.value.message == f"Cannot write {path}"
    assert failure.value.hint.startswith("What was sent is done; with --resume")
    with _open(path, resumes=True) as journal:
        assert journal.status(1) == "ok"


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot limit the length of files")
def test_disk_that_was_full_before_leaves_nothing(tmp_path: Path) -> None:
    """Where not even the first line can be written, nothing was sent, and nothing is in the way later."""
    path = tmp_path / "results.ndjson"
    with pytest.raises(OocliError) as failure, full_disk(10), _open(path) as journal:
        journal.append([Entry(1, "unknown")])
    assert failure.value.hint == "Nothing was sent; --results FILE keeps the results elsewhere"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot limit the length of files")
@pytest.mark.parametrize("room", range(0, 700, 23))
def test_rows_that_were_announced_in_part_were_not_sent(tmp_path: Path, room: int) -> None:
    """A disk that fills leaves whole batches only; no row of the next one looks as if it was sent."""
    path = tmp_path / "results.ndjson"
    run = {**RUN, "rows": 12, "last_row": 12}
    announced = 0
    with suppress(OocliError), full_disk(room), _open(path, run) as journal:
        for first in range(1, 13, 3):
            journal.append([Entry(row, "unknown") for row in range(first, first + 3)])
            announced += 3
            assert journal.counts()["unknown"] == announced
    assert len(_lines(path) if path.exists() else []) == announced
    if announced:
        with _open(path, run, resumes=True) as journal:
            assert list(journal.rows_with("unknown")) == list(range(1, announced + 1))


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot limit the length of files")
def test_row_whose_outcome_cannot_be_written_stays_unknown(tmp_path: Path) -> None:
    """What was announced stands, in the file and for the report, although the answer finds no room."""
    path = tmp_path / "results.ndjson"
    with _open(path) as journal:
        journal.append([Entry(1, "unknown")])
        before = path.read_bytes()
        with full_disk(len(before) + 10), pytest.raises(OocliError, match="Cannot write"):
            journal.append([Entry(1, "ok", 17)])
        assert (journal.status(1), path.read_bytes()) == ("unknown", before)


@pytest.mark.parametrize("is_new", [True, False])
def test_place_where_nothing_can_be_replaced_is_told_first(tmp_path: Path, is_new: bool) -> None:
    """A file that could be written, and not settled at the end, is refused before the first row."""
    path = tmp_path / ("x" * 250)
    if not is_new:
        path.write_bytes(_encode_finished())
    with pytest.raises(UsageError) as failure, _open(path):
        pass
    assert failure.value.message == f"{path} cannot be replaced, which is done when a run ends"
    assert failure.value.hint == "Nothing was sent; --results FILE keeps the results elsewhere"
    assert [place.name for place in tmp_path.iterdir()] == ([] if is_new else [path.name])
    assert is_new or path.read_bytes() == _encode_finished()


def _encode_finished() -> bytes:
    lines = [_line(1, "ok", 7, run=RUN), _line(3, "ok", 8), _line(4, "ok", 9)]
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_directory_that_nobody_may_change_is_told_first(tmp_path: Path) -> None:
    """A file that may be written in a directory that may not is refused before the first row."""
    path = tmp_path / "closed" / "results.ndjson"
    path.parent.mkdir()
    path.write_bytes(_encode_finished())
    path.parent.chmod(0o500)
    with pytest.raises(UsageError, match="cannot be replaced"), _open(path):
        pass
    path.parent.chmod(0o700)
    assert path.read_bytes() == _encode_finished()


def test_place_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A directory that cannot be made is not a run that could be continued."""
    (tmp_path / "data").write_text("a file")
    with pytest.raises(OocliError) as failure, _open(tmp_path / "data" / "journals" / "r.ndjson"):
        pass
    assert failure.value.hint == "Nothing was sent; --results FILE keeps the results elsewhere"
