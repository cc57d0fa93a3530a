"""``oocli download`` of many records: named, listed, searched; kept up to date; each with its directory."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from file_office import MODIFIED, FileOffice, make_file
from harness import Outcome
from oocli.errors import NetworkError
from scripted import answer, refusal

Oocli = Callable[..., Outcome]
ACCOUNT = {"OOCLI_TOKEN": "t" * 32, "OOCLI_SECRET": "s" * 64}


@pytest.fixture
def download(oocli: Oocli, tmp_path: Path) -> Oocli:
    """Give a function that downloads estates into ``files``, of the sandbox or of an office with files."""

    def run(*words: str, office: FileOffice | None = None, **settings: Any) -> Outcome:
        command = ("download", "estate", *words, "--dir", str(tmp_path / "files"))
        if office is None:
            return oocli("--sandbox", *command, **settings)
        return oocli(*command, transport=office, variables=ACCOUNT, **settings)

    return run


def _rows(outcome: Outcome) -> list[dict[str, Any]]:
    return [record["elements"] for record in outcome.json]


def _statuses(outcome: Outcome) -> list[str]:
    return [row["status"] for row in _rows(outcome)]


def _list_files(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "files.ndjson"
    )


def _inventory(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "files.ndjson").read_text("utf-8").splitlines()]


def test_each_record_has_its_directory(download: Oocli, tmp_path: Path) -> None:
    """Several numbers; the rows say of which record each file is."""
    outcome = download("11", "13")
    assert (outcome.code, outcome.err) == (0, "")
    assert [row["record"] for row in _rows(outcome)] == [11, 11, 11, 13, 13, 13, 13]
    assert _list_files(tmp_path / "files") == sorted(
        [f"11/{name}_11_{n}.png" for name, n in (("Titelbild", 0), ("Foto", 1), ("Foto", 2))]
        + [
            f"13/{name}_13_{n}.png"
            for name, n in (("Titelbild", 0), ("Foto", 1), ("Foto", 2), ("Grundriss", 3))
        ]
    )


@pytest.mark.parametrize(
    "text",
    [
        "11\n13\n",
        "\ufeff11\r\n\r\n 13 ",
        '{"id": 11, "type": "estate", "elements": {}}\n{"id": "13"}\n',
        '[{"id": 11}, {"_id": 13}, {"Id": 11}]',
        "[11, 13]",
    ],
)
def test_numbers_on_standard_input(download: Oocli, text: str) -> None:
    """As `-o ids`, `-o ndjson` or `-o json` write them; each once."""
    outcome = download("-", stdin=text)
    assert {row["record"] for row in _rows(outcome)} == {11, 13}
    assert _statuses(outcome) == ["ok"] * 7


def test_one_number_on_standard_input_has_its_directory(download: Oocli, tmp_path: Path) -> None:
    """A list may have one line today and two tomorrow; names do not change by that."""
    download("-", stdin="11\n")
    assert {name.partition("/")[0] for name in _list_files(tmp_path / "files")} == {"11"}


def test_empty_list_is_no_failure(download: Oocli) -> None:
    """A night on which no record fits."""
    assert (download("-", stdin="").code, download("--where", "kaufpreis<-1").json) == (0, [])


@pytest.mark.parametrize(
    ("words", "stdin", "message"),
    [
        (("-",), "11\nabc\n", "Line 2 is not the number of a record: abc"),
        (("-",), '[{"name": 1}]', "Element 1 is not the number of a record: {'name': 1}"),
        (("-",), "11,13\n", "Line 1 is not the number of a record: 11,13"),
        (("11", "0"), "", "0 is not the number of an estate"),
        (("11", "true"), "", "true is not the number of an estate"),
        ((), "", "No record is named"),
        (("11", "--all"), "", "Numbers of records and --where or --all exclude each other"),
        (("11", "--since", "gestern"), "", "--since does not understand 'gestern'"),
        (("11", "--only", "Fotto"), "", "There is no file type 'Fotto', did you mean Foto?"),
        (("11", "--name", "{titel}"), "", "--name has no place {titel}, did you mean title?"),
        (("11", "--jobs", "99"), "", "--jobs takes a number from 1 to 16, or auto, not '99'"),
    ],
)
def test_what_cannot_be_is_refused_before(
    download: Oocli, tmp_path: Path, words: tuple[str, ...], stdin: str, message: str
) -> None:
    """Nothing is sent and no directory made."""
    outcome = download(*words, stdin=stdin)
    assert (outcome.code, outcome.error["message"]) == (2, message)
    assert not (tmp_path / "files").exists()


def test_records_that_fit(download: Oocli) -> None:
    """``--where`` finds the records as a reading does."""
    assert {row["record"] for row in _rows(download("--where", "Id in (11,17)"))} == {11, 17}


def test_all_records_are_fetched_once(download: Oocli) -> None:
    """Several times: the second time nothing is fetched."""
    first = download("--all", "--only", "Grundriss")
    assert set(_statuses(first)) == {"ok"}
    assert set(_statuses(download("--all", "--only", "Grundriss"))) == {"skipped"}


def test_list_says_what_is_there(download: Oocli, tmp_path: Path) -> None:
    """``files.ndjson`` has a line for each file, with the hash of its content."""
    download("11", "13")
    lines = _inventory(tmp_path / "files")
    assert [line["file"] for line in lines] == _list_files(tmp_path / "files")
    for line in lines:
        content = (tmp_path / "files" / line["file"]).read_bytes()
        assert (line["size"], line["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    first = next(line for line in lines if line["id"] == 1)
    assert {name: first[name] for name in ("record", "type", "title")} == {
        "record": 11,
        "type": "Titelbild",
        "title": "Außenansicht",
    }


def test_names_by_a_pattern(download: Oocli, tmp_path: Path) -> None:
    """As the issue writes it; another pattern later moves what is there and fetches nothing."""
    download("11", "13", "--name", "{id}/{position:02d}-{title}")
    assert "11/00-Außenansicht.png" in _list_files(tmp_path / "files")
    again = download("11", "13", "--name", "{type}/{id}-{position}")
    assert set(_statuses(again)) == {"skipped"}
    assert _list_files(tmp_path / "files")[0] == "Foto/11-1.png"
    assert not (tmp_path / "files" / "11").exists()
    assert _inventory(tmp_path / "files")[0]["file"] == "Foto/11-1.png"


def test_record_that_is_not_there_keeps_back_no_other(download: Oocli) -> None:
    """Its row says why; the others come; some of it failed."""
    outcome = download("11", "99999")
    assert (outcome.code, outcome.error["code"]) == (6, "partly_done")
    failed = [row for row in _rows(outcome) if row["status"] == "error"]
    assert [(row["file"], row["record"]) for row in failed] == [("estate 99999", 99999)]
    assert _statuses(outcome).count("ok") == 3
    assert download("99998", "99999").code == 3


@pytest.mark.parametrize(
    ("only", "names"),
    [
        ("pictures", ["409/a.jpg", "409/d.PNG"]),
        ("documents", ["409/b.pdf"]),
        ("links", ["409/c.url"]),
        ("Grundriss,links", ["409/b.pdf", "409/c.url"]),
        ("grundriss", ["409/b.pdf"]),
    ],
)
def test_only_some_of_them(download: Oocli, tmp_path: Path, only: str, names: list[str]) -> None:
    """Types of the API, and words for what a file is."""
    office = FileOffice(
        files=[
            make_file(1, "a.jpg"),
            make_file(2, "b.pdf", type="Grundriss"),
            make_file(3, "c", type="Link", url="https://x.example"),
            make_file(4, "d.PNG", type="Lageplan"),
        ]
    )
    assert download("409", "-", "--only", only, office=office, stdin="").code == 0
    assert _list_files(tmp_path / "files") == names


def test_since_when_they_were_changed(download: Oocli, tmp_path: Path) -> None:
    """Older files are left out, those of which nobody knows are not."""
    office = FileOffice(
        files=[
            make_file(1, "old", modified=MODIFIED - 1),
            make_file(2, "new"),
            make_file(3, "x", modified=None),
        ]
    )
    assert download("409", "--since", "2025-06-15T15:06:40Z", office=office).code == 0
    assert _list_files(tmp_path / "files") == ["new", "x"]


def test_unchanged_file_is_not_fetched_again(download: Oocli, tmp_path: Path) -> None:
    """By its line in the list; the time of the file on this disk does not matter."""
    office = FileOffice(files=[make_file(1, "a.jpg"), make_file(2, "b.jpg")])
    download("409", office=office)
    (tmp_path / "files" / "a.jpg").touch()
    (tmp_path / "files" / "b.jpg").write_bytes(b"cut off")
    office.requests.clear()
    outcome = download("409", office=office)
    assert _statuses(outcome) == ["skipped", "error"]
    assert [request.get("fileid") for request in office.requests] == [None, 2]


def test_changed_file_is_fetched_and_replaced(download: Oocli, tmp_path: Path) -> None:
    """Where it is as oocli has left it no --force is needed; what somebody has changed here stays."""
    download("409", office=FileOffice(files=[make_file(1, "a", b"1"), make_file(2, "b", b"1")]))
    (tmp_path / "files" / "b").write_bytes(b"mine")
    new = [make_file(number, name, b"22", modified=MODIFIED + 9) for number, name in ((1, "a"), (2, "b"))]
    outcome = download("409", office=FileOffice(files=new))
    assert (outcome.code, _statuses(outcome)) == (6, ["ok", "error"])
    assert [(tmp_path / "files" / name).read_bytes() for name in ("a", "b")] == [b"22", b"mine"]


def test_deleted_file_is_told_and_removed_when_asked(download: Oocli, tmp_path: Path) -> None:
    """It stays until --delete; a file that was changed here stays in any case."""
    download("409", office=FileOffice(files=[make_file(1, "a"), make_file(2, "b"), make_file(3, "c")]))
    (tmp_path / "files" / "c").write_bytes(b"mine")
    office = FileOffice(files=[make_file(1, "a")])
    outcome = download("409", office=office, terminal=True)
    assert outcome.code == 0
    assert "2 are no longer at onOffice\n(--delete removes them)\n" in outcome.err
    assert _list_files(tmp_path / "files") == ["a", "b", "c"]
    outcome = download("409", "--delete", office=office)
    assert (outcome.code, _statuses(outcome)) == (0, ["deleted", "gone", "skipped"])
    assert _list_files(tmp_path / "files") == ["a", "c"]
    assert [line["file"] for line in _inventory(tmp_path / "files")] == ["a", "c"]


def test_list_that_was_refused_deletes_nothing(download: Oocli, tmp_path: Path) -> None:
    """Nobody knows then what the record has."""
    download("409", "411", office=FileOffice(files=[make_file(1, "a")]))

    def refuse(_number: int, _parameters: Any) -> Any:
        return answer(refusal(293, "Unknown estate"), errorcode=97)

    assert download("409", "411", "--delete", office=FileOffice(before=refuse)).code == 3
    assert _list_files(tmp_path / "files") == ["409/a", "411/a"]


def test_only_and_since_delete_nothing(download: Oocli, tmp_path: Path) -> None:
    """What is not wanted this time is at onOffice all the same."""
    office = FileOffice(files=[make_file(1, "a"), make_file(2, "b", type="Grundriss")])
    download("409", office=office)
    assert _statuses(download("409", "--only", "Foto", "--delete", office=office)) == ["skipped"]
    assert _list_files(tmp_path / "files") == ["a", "b"]


def test_small_files_share_requests(download: Oocli) -> None:
    """Forty files take four requests beside the list; a large one goes alone."""
    office = FileOffice(files=[make_file(number, f"{number}.jpg") for number in range(40)])
    assert _statuses(download("409", office=office)) == ["ok"] * 40
    assert len(office.bodies) == 5
    large = [make_file(number, f"x{number}.jpg", b"x" * 3_000_000) for number in range(3)]
    office = FileOffice(files=large)
    download("409", office=office)
    assert len(office.bodies) == 4


def test_request_that_fails_is_asked_for_one_by_one(download: Oocli, tmp_path: Path) -> None:
    """One file that breaks the line does not take those with it that were asked for together."""

    def break_off(_number: int, parameters: Any) -> None:
        if parameters.get("fileid") == 2:
            raise NetworkError("Reset", arrived=True)

    office = FileOffice(before=break_off, files=[make_file(number, f"{number}") for number in range(5)])
    outcome = download("409", office=office)
    assert (outcome.code, sorted(_statuses(outcome))) == (6, ["error", *["ok"] * 4])
    assert _list_files(tmp_path / "files") == ["0", "1", "3", "4"]


def test_missing_files_come_in_the_next_run(download: Oocli, tmp_path: Path) -> None:
    """What was there stays and is not fetched; the rest comes."""
    office = FileOffice(files=[make_file(number, f"{number}") for number in range(5)])
    download("409", office=office)
    for number in (1, 3):
        (tmp_path / "files" / f"{number}").unlink()
    office.requests.clear()
    assert _statuses(download("409", office=office)).count("skipped") == 3
    assert sorted(request.get("fileid", -1) for request in office.requests) == [-1, 1, 3]


def test_network_that_stays_away_leaves_the_other_records(download: Oocli) -> None:
    """They are told as not tried."""

    def break_off(_number: int, _parameters: Any) -> None:
        raise NetworkError("No route", arrived=False)

    outcome = download("409", "411", "413", office=FileOffice(before=break_off))
    assert outcome.code == 7
    assert _statuses(outcome) == ["error"] * 3


def test_list_of_something_else_is_not_written_over(download: Oocli, tmp_path: Path) -> None:
    """A file of that name that oocli did not write ends the command."""
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "files.ndjson").write_text('{"my": "data"}\n')
    outcome = download("409", office=FileOffice(files=[make_file(1, "a")]))
    assert outcome.code == 2
    assert (tmp_path / "files" / "files.ndjson").read_text() == '{"my": "data"}\n'


def test_dry_run_of_several(download: Oocli) -> None:
    """The lists of the records, or the reading that finds them."""
    assert [action["parameters"]["estateid"] for action in download("11", "13", "-n").json] == [11, 13]
    assert download("--where", "status=1", "-n").json["resourcetype"] == "estate"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("estate", "11", "--size", "huge"), "There is no size 'huge'"),
        (
            ("address", "101", "--size", "small"),
            "The API has the files of an address in their original size only",
        ),
    ],
)
def test_size_that_there_is_not(oocli: Oocli, words: tuple[str, ...], message: str) -> None:
    """What sizes there are the catalogue says."""
    outcome = oocli("--sandbox", "download", *words)
    assert (outcome.code, outcome.error["message"]) == (2, message)
