"""``oocli download``: whole files under safe names, nothing replaced that was not meant to be."""

import os
import sqlite3
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
    """Give a function that downloads into ``files`` from an office with files."""

    def run(office: FileOffice, *words: str, record: str = "estate", **settings: Any) -> Outcome:
        words = ("download", record, "409", "--dir", str(tmp_path / "files"), *words)
        return oocli(*words, transport=office, variables=ACCOUNT, **settings)

    return run


def _elements(outcome: Outcome) -> list[dict[str, Any]]:
    return [record["elements"] for record in outcome.json]


def _statuses(outcome: Outcome) -> list[str]:
    return [row["status"] for row in _elements(outcome)]


def _list_names(folder: Path) -> list[str]:
    """Return what is in a directory, beside its own list."""
    return sorted(path.name for path in folder.iterdir() if path.name != "files.ndjson")


def test_files_of_a_record_are_written(download: Oocli, tmp_path: Path) -> None:
    """Each under its own name, with the time of its last change; the directory is made."""
    office = FileOffice(
        files=[make_file(1, "Küche.jpg", b"abc"), make_file(2, "plan.pdf", b"%PDF", type="Grundriss")]
    )
    outcome = download(office)
    assert (outcome.code, outcome.err) == (0, "")
    kitchen, plan = tmp_path / "files" / "Küche.jpg", tmp_path / "files" / "plan.pdf"
    rest = {"status": "ok", "url": None, "message": ""}
    assert outcome.json[0]["id"] == 1
    assert _elements(outcome) == [
        {"file": "Küche.jpg", **rest, "path": str(kitchen), "bytes": 3, "type": "Foto"},
        {"file": "plan.pdf", **rest, "path": str(plan), "bytes": 4, "type": "Grundriss"},
    ]
    assert (kitchen.read_bytes(), plan.read_bytes()) == (b"abc", b"%PDF")
    assert kitchen.stat().st_mtime == MODIFIED
    assert _list_names(kitchen.parent) == ["Küche.jpg", "plan.pdf"]


def test_second_time_nothing_is_fetched(download: Oocli) -> None:
    """What is there with its size and time is skipped, which is a success."""
    office = FileOffice(files=[make_file(1, "a.jpg"), make_file(2, "b.jpg")])
    download(office)
    office.requests.clear()
    outcome = download(office)
    assert (outcome.code, _statuses(outcome), len(office.requests)) == (0, ["skipped", "skipped"], 1)


def test_same_content_of_another_time_is_no_other_file(download: Oocli, tmp_path: Path) -> None:
    """A changed title changes the time at onOffice; the content decides."""
    download(FileOffice(files=[make_file(1, "a.jpg")]))
    outcome = download(FileOffice(files=[make_file(1, "a.jpg", modified=MODIFIED + 60)]))
    assert (outcome.code, _statuses(outcome)) == (0, ["ok"])
    assert (tmp_path / "files" / "a.jpg").stat().st_mtime == MODIFIED + 60


def test_other_file_is_never_replaced_unless_forced(download: Oocli, tmp_path: Path) -> None:
    """It stays as it is and the command fails; the other files are written; ``--force`` replaces it."""
    mine = tmp_path / "files" / "a.jpg"
    mine.parent.mkdir()
    mine.write_bytes(b"mine")
    office = FileOffice(files=[make_file(1, "a.jpg"), make_file(2, "b.jpg")])
    outcome = download(office)
    assert (outcome.code, _statuses(outcome)) == (6, ["error", "ok"])
    assert outcome.error["why"] == f"{mine} is there already, and is another file"
    assert outcome.error["hint"] == "--force replaces it; --dir DIR writes elsewhere"
    assert mine.read_bytes() == b"mine"
    assert download(office, "--force").code == 0
    assert mine.read_bytes() == b"x"


def test_files_of_one_name_are_numbered(download: Oocli, tmp_path: Path) -> None:
    """By the order of the list and whatever the letter case, so that it is the same next time."""
    office = FileOffice(
        files=[make_file(1, "a.jpg", b"1"), make_file(2, "A.JPG", b"2"), make_file(3, "a.jpg", b"3")]
    )
    assert download(office).code == 0
    folder = tmp_path / "files"
    found = {name: (folder / name).read_bytes() for name in _list_names(folder)}
    assert found == {"a.jpg": b"1", "A-2.JPG": b"2", "a-3.jpg": b"3"}
    assert _statuses(download(office)) == ["skipped"] * 3


def test_names_lead_nowhere(download: Oocli, tmp_path: Path) -> None:
    """What the API calls a file is not a path, nor a hidden file or an escape sequence."""
    names = ["../../evil.sh", "C:\\evil.bat", ".profile", "a\x1b[2Jb.txt", ""]
    assert (
        download(FileOffice(files=[make_file(number, name) for number, name in enumerate(names)])).code == 0
    )
    assert set(_list_names(tmp_path / "files")) == {"evil.sh", "evil.bat", "profile", "a_[2Jb.txt", "file-4"}


def test_only_one_type(download: Oocli) -> None:
    """``--type`` can be repeated, letter case does not matter, and names do not change by it."""
    kinds = ["Foto", "Grundriss", "Titelbild"]
    office = FileOffice(files=[make_file(number, "a.jpg", type=kind) for number, kind in enumerate(kinds)])
    outcome = download(office, "--type", "grundriss", "--type", "Titelbild")
    assert [Path(row["path"]).name for row in _elements(outcome)] == ["a-2.jpg", "a-3.jpg"]


def test_type_that_no_file_has_is_told(download: Oocli) -> None:
    """An empty result says which types there are; a misspelt type is refused."""
    office = FileOffice(files=[make_file(1, "a.jpg"), make_file(2, "b.jpg", type="Lageplan")])
    outcome = download(office, "--type", "Aushang")
    assert (outcome.code, outcome.json) == (0, [])
    assert outcome.err == "estate 409 has no files of that type; it has Foto, Lageplan\n"
    outcome = download(office, "--type", "Fotto")
    assert (outcome.code, outcome.error["message"]) == (
        2,
        "There is no file type 'Fotto', did you mean Foto?",
    )


def test_links_become_shortcuts(download: Oocli, tmp_path: Path) -> None:
    """A link is not followed: it is kept as a file that a double click opens, once."""
    link = make_file(2, "Rundgang", b"", type="Film-Link", url="https://film.example/1?ü")
    office = FileOffice(files=[make_file(1, "a.jpg"), link])
    outcome = download(office)
    (row,) = (row for row in _elements(outcome) if row["url"])
    path = tmp_path / "files" / "Rundgang.url"
    assert path.read_bytes() == b"[InternetShortcut]\r\nURL=https://film.example/1?%C3%BC\r\n"
    assert row == {
        "file": "Rundgang",
        "status": "ok",
        "path": str(path),
        "bytes": 55,
        "type": "Film-Link",
        "url": "https://film.example/1?ü",
        "message": "",
    }
    assert _statuses(download(office)) == ["skipped", "skipped"]
    assert [action.get("fileid") for action in office.requests] == [None, 1, None]


def test_link_to_no_web_page_is_no_file(download: Oocli, tmp_path: Path) -> None:
    """A double click would run something: it is told, and no failure."""
    links = [
        make_file(n, f"l{n}", b"", url=url) for n, url in enumerate(["file:///etc/passwd", "x", "\\\\h\\s"])
    ]
    outcome = download(FileOffice(files=links), terminal=True)
    assert (outcome.code, outcome.err.splitlines()[-1]) == (
        0,
        "0 of 3 files were downloaded, 3 are addresses",
    )
    assert not (tmp_path / "files").exists()


def test_files_of_an_appointment_are_addresses(download: Oocli, tmp_path: Path) -> None:
    """The API gives no content of them: the addresses are in the output, and it is a failure."""
    elements = {"username": "api", "filename": "a.pdf", "fileSize": "5", "url": "https://files.example/1"}
    office = FileOffice(files=[{"id": 7, "type": "file", "elements": elements}])
    outcome = download(office, record="appointment")
    assert (outcome.code, outcome.error["code"]) == (6, "partly_done")
    assert outcome.error["message"] == "The API gives an address of a.pdf and not its content"
    assert [(row["status"], row["url"], row["bytes"]) for row in _elements(outcome)] == [
        ("skipped", "https://files.example/1", 5)
    ]
    assert not (tmp_path / "files").exists()
    refused = download(office, "--type", "Foto", record="appointment")
    assert (refused.code, refused.error["hint"]) == (2, "Leave out --type")


def test_failed_file_does_not_keep_back_the_others(download: Oocli) -> None:
    """Refused, damaged or without its content: each has its row, the rest is written."""

    def refuse(_number: int, parameters: Any) -> Any:
        return answer(refusal(127, "File not found"), errorcode=97) if parameters.get("fileid") == 1 else None

    files = [make_file(number, name) for number, name in enumerate("abcd", start=1)]
    files[1]["elements"]["content"] = "not base64!"
    files[2]["elements"]["content"] = ""
    outcome = download(FileOffice(before=refuse, files=files))
    assert outcome.code == 6
    assert [(row["status"], row["message"]) for row in _elements(outcome)] == [
        ("error", "The API refused get file: File not found (127)"),
        ("error", "The file in the answer cannot be decoded"),
        ("error", "The API gives no content of c"),
        ("ok", ""),
    ]
    assert outcome.error["message"] == "1 of 4 files were downloaded"


def test_network_that_stays_away_ends_it(download: Oocli) -> None:
    """After the second file that cannot be had the others are not tried."""

    def break_off(number: int, _parameters: Any) -> None:
        if number > 2:
            raise NetworkError("No route", arrived=False)

    files = [make_file(number, f"{number}", fileSize=None) for number in range(5)]
    outcome = download(FileOffice(before=break_off, files=files), "--jobs", "1")
    assert outcome.code == 6
    assert _statuses(outcome) == ["ok", "error", "error", "skipped", "skipped"]


def test_directory_that_cannot_be_used(download: Oocli, tmp_path: Path) -> None:
    """A file in the place of the directory is told before anything is sent."""
    (tmp_path / "files").touch()
    office = FileOffice()
    outcome = download(office)
    assert (outcome.code, office.requests) == (2, [])
    assert outcome.error["message"] == f"--dir {tmp_path / 'files'} is not a directory"


def test_name_of_a_directory_is_a_failure_of_that_file(download: Oocli, tmp_path: Path) -> None:
    """A directory of that name is never touched, not even with ``--force``."""
    (tmp_path / "files" / "a.jpg").mkdir(parents=True)
    office = FileOffice(files=[make_file(1, "a.jpg"), make_file(2, "b.jpg")])
    for words in ((), ("--force",)):
        outcome = download(office, *words)
        assert outcome.code == (0 if _statuses(outcome) == ["skipped"] else 6)
        assert _statuses(outcome)[0] == "error"
    assert (tmp_path / "files" / "a.jpg").is_dir()


def test_dry_run_shows_the_listing(download: Oocli) -> None:
    """Which files there are only onOffice knows; the action that asks is shown."""
    office = FileOffice()
    action = download(office, "--dry-run").json
    assert (action["resourcetype"], action["resourceid"]) == ("file", "estate")
    assert (action["parameters"], office.requests) == ({"estateid": 409, "listlimit": 100}, [])


@pytest.mark.parametrize(
    ("word", "number", "message"),
    [
        ("estates", "1", "The API lists no files of 'estates', did you mean estate?"),
        ("task", "1", "The API lists no files of 'task'"),
        ("estate", "0", "0 is not the number of an estate"),
    ],
)
def test_records_whose_files_cannot_be_listed(oocli: Oocli, word: str, number: str, message: str) -> None:
    """The catalogue knows whose files the API lists."""
    outcome = oocli("--sandbox", "download", word, number)
    assert (outcome.code, outcome.error["message"]) == (2, message)


def test_more_than_a_page(oocli: Oocli, home: Path, tmp_path: Path) -> None:
    """The sandbox lists a hundred files at most; all 250 come."""
    with sqlite3.connect(home / "data" / "sandbox.sqlite") as db:
        db.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250)"
            " INSERT INTO file (module, record, name, originalname, position, modified, content)"
            " SELECT 'address', 101, i, 'brief.pdf', i, ?, CAST(i AS BLOB) FROM n",
            (MODIFIED,),
        )
    db.close()
    outcome = oocli("--sandbox", "download", "Address", "101", "--dir", str(tmp_path / "out"), "-o", "ids")
    assert (outcome.code, outcome.err) == (0, "")
    assert len(outcome.out.splitlines()) >= 250
    assert (tmp_path / "out" / "brief-250.pdf").read_bytes() == b"250"


def test_missing_record_is_exit_code_3(oocli: Oocli) -> None:
    """The sandbox has no such estate."""
    outcome = oocli("--sandbox", "download", "estate", "99999")
    assert (outcome.code, outcome.out) == (3, "")


def test_terminal_says_what_was_done(oocli: Oocli, tmp_path: Path) -> None:
    """A note under the table, and another one when there was nothing to do."""
    words = ("--sandbox", "download", "estate", "11", "--dir", str(tmp_path / "out"))
    assert oocli(*words, terminal=True).err.endswith("3 of 3 files were downloaded\n")
    assert oocli(*words, terminal=True).err.endswith("0 of 3 files were downloaded, 3 were there already\n")


def test_file_that_did_not_come_whole_is_not_stored(download: Oocli, tmp_path: Path) -> None:
    """The list tells how many bytes it has; fewer are a failure, and no file."""
    outcome = download(
        FileOffice(files=[make_file(1, "a.jpg", b"x" * 135, fileSize=268), make_file(2, "b.jpg")])
    )
    assert (outcome.code, _statuses(outcome)) == (6, ["error", "ok"])
    assert "135 of 268 bytes" in outcome.out
    assert _list_names(tmp_path / "files") == ["b.jpg"]


@pytest.mark.skipif(os.name != "posix", reason="pipes that have a name are a matter of POSIX")
@pytest.mark.parametrize("is_linked", [False, True])
def test_pipe_is_never_written_to(download: Oocli, tmp_path: Path, is_linked: bool) -> None:
    """With --force neither, nor behind a link: who reads from it has not asked for a photo."""
    (tmp_path / "files").mkdir()
    pipe = tmp_path / ("pipe" if is_linked else "files/a.jpg")
    os.mkfifo(pipe)
    if is_linked:
        (tmp_path / "files" / "a.jpg").symlink_to(pipe)
    outcome = download(FileOffice(files=[make_file(1, "a.jpg")]), "--force")
    assert (outcome.code, _statuses(outcome)) == (2, ["error"])
    assert "is there already, and is not a file" in outcome.error["message"]


def test_parts_of_a_killed_download_are_taken_away(download: Oocli, tmp_path: Path) -> None:
    """Of a file that is fetched anew and of one that is there; a run that still writes keeps its part."""
    office = FileOffice(files=[make_file(1, "a.jpg"), make_file(2, "b.jpg")])
    download(FileOffice(files=[make_file(1, "a.jpg")]))
    folder = tmp_path / "files"
    left = [".a.jpg.4194305.part", ".b.jpg.4194305.part"]  # no process has so high a number
    kept = [f".b.jpg.{os.getppid()}.part", ".c.jpg.4194305.part", ".b.jpg.part", "b.jpg.4194305.part"]
    for name in (*left, *kept):
        (folder / name).touch()
    assert download(office).code == 0
    assert _list_names(folder) == sorted(["a.jpg", "b.jpg", *kept])
