"""``oocli upload`` to many records: a list, folders or names say which; nothing is sent twice."""

import base64
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from file_office import FileOffice
from harness import Outcome
from oocli.errors import NetworkError

Oocli = Callable[..., Outcome]
Files = Callable[..., Path]
LARGE = [int(size) for size in os.environ.get("OOCLI_LARGE", "").split()]
"""Sizes of large files that go there and back, too (``make transfers``)."""

ACCOUNT = {"OOCLI_TOKEN": "t" * 32, "OOCLI_SECRET": "s" * 64}


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Give a function that writes files, each of other bytes, into a directory, and gives that."""

    def write(*names: str) -> Path:
        for number, name in enumerate(names):
            path = tmp_path / "photos" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(bytes((number + index) % 251 for index in range(100 + number)))
        return tmp_path / "photos"

    return write


@pytest.fixture
def upload(oocli: Oocli) -> Oocli:
    """Give a function that uploads to the sandbox, confirmed."""

    def run(*words: str, **more: Any) -> Outcome:
        return oocli("--sandbox", "upload", *words, "--yes", **more)

    return run


def _elements(outcome: Outcome) -> list[dict[str, Any]]:
    return [record["elements"] for record in outcome.json]


def _list(oocli: Oocli, module: str, record: int) -> list[dict[str, Any]]:
    listed = oocli("--sandbox", "get", "file", module, f"--{module}id", str(record), "--all")
    return _elements(listed)


def _names(oocli: Oocli, record: int) -> list[str]:
    return [file["originalname"] for file in _list(oocli, "estate", record)]


def test_list_says_everything_of_a_file(oocli: Oocli, upload: Oocli, files: Files) -> None:
    """Each row is a file with its record and what is said of it; names are relative to the list."""
    folder = files("a.jpg", "b.pdf", "c.txt")
    (folder / "list.csv").write_text(
        "file,estate,address,type,title,position,documentAttribute,freetext\n"
        "a.jpg,11,,Foto,Küche,0,,hell\n"
        "b.pdf,11,,Expose,,,document_expose,\n"
        "c.txt,,101,,,,,\n"
    )
    outcome = upload("--from", str(folder / "list.csv"))
    assert (outcome.code, outcome.err) == (0, "")
    assert [(row["module"], row["record"], row["status"]) for row in _elements(outcome)] == [
        ("estate", 11, "ok"),
        ("estate", 11, "ok"),
        ("address", 101, "ok"),
    ]
    stored = {file["originalname"]: file for file in _list(oocli, "estate", 11)}
    assert {name: stored["a.jpg"][name] for name in ("title", "type", "freetext")} == {
        "title": "Küche",
        "type": "Foto",
        "freetext": "hell",
    }
    assert int(stored["a.jpg"]["position"]) == 0
    assert (stored["b.pdf"]["title"], stored["b.pdf"]["documentAttribute"]) == ("b", "document_expose")
    assert [file["originalname"] for file in _list(oocli, "address", 101)][-1] == "c.txt"


def test_list_as_a_german_spreadsheet_saves_it(oocli: Oocli, upload: Oocli, files: Files) -> None:
    """Semicolons, Windows-1252, and columns under names of their own."""
    folder = files("Küche.jpg")
    (folder / "list.csv").write_bytes(
        "Datei;Objekt;Titel;Notiz\r\nKüche.jpg;17;Große Küche;x\r\n".encode("cp1252")
    )
    words = ("--map", "Datei=file", "--map", "Objekt=estate", "--map", "Titel=title", "--ignore", "Notiz")
    assert upload("--from", str(folder / "list.csv"), *words, "--type", "Foto").code == 0
    assert _list(oocli, "estate", 17)[-1]["title"] == "Große Küche"


def test_list_in_a_workbook(oocli: Oocli, upload: Oocli, files: Files) -> None:
    """Numbers of a workbook are numbers of records."""
    folder = files("a.jpg")
    with xlsxwriter.Workbook(folder / "list.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["file", "estate", "type", "position"])
        sheet.write_row(1, 0, ["a.jpg", 17, "Foto", 0])
    assert upload("--from", str(folder / "list.xlsx")).code == 0
    assert _names(oocli, 17)[0] == "a.jpg"


def test_a_truth_value_in_a_workbook_is_no_record(upload: Oocli, files: Files) -> None:
    """``TRUE`` does not put the file to record 1."""
    folder = files("a.jpg")
    with xlsxwriter.Workbook(folder / "list.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["file", "address"])
        sheet.write_row(1, 0, ["a.jpg", True])
    refused = upload("--from", str(folder / "list.xlsx"))
    assert refused.error["problems"] == ["row 2: address is the number of a record, not 'TRUE'"]


def test_hidden_rows_of_a_workbook_are_told(upload: Oocli, files: Files) -> None:
    """They are uploaded as others are, and somebody may not know of them."""
    folder = files("a.jpg")
    with xlsxwriter.Workbook(folder / "list.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["file", "estate", "type"])
        sheet.write_row(1, 0, ["a.jpg", 17, "Foto"])
        sheet.set_row(1, None, None, {"hidden": True})
    done = upload("--from", str(folder / "list.xlsx"))
    assert (done.code, "row 2: the row is hidden in the sheet" in done.err) == (0, True)


def test_list_of_json_on_standard_input(oocli: Oocli, upload: Oocli, files: Files) -> None:
    """Its names are relative to where oocli runs."""
    folder = files("a.jpg")
    row = json.dumps({"file": str(folder / "a.jpg"), "estate": 17, "type": "Foto", "title": 7})
    assert upload("--from", "-", stdin=row).code == 0
    assert _list(oocli, "estate", 17)[-1]["title"] == "7"


def test_every_problem_is_told_with_its_row(oocli: Oocli, files: Files) -> None:
    """Files, types, records, values: all of them, before anything is sent."""
    folder = files("a.jpg", "b.jpg")
    (folder / "empty.jpg").touch()
    (folder / "list.csv").write_text(
        "file,estate,address,type,position,documentAttribute\n"
        "a.jpg,11,,Foto,0,\n"
        "missing.jpg,11,,Foto,,\n"
        "empty.jpg,11,,Foto,,\n"
        "b.jpg,99999,,Foto,,\n"
        "b.jpg,11,,Fotto,,\n"
        "b.jpg,11,101,Foto,,\n"
        "b.jpg,,,Foto,,\n"
        "b.jpg,elf,,Foto,,\n"
        "b.jpg,13,,Foto,-1,\n"
        "a.jpg,11,,Foto,,\n"
        "a.jpg,17,,Titelbild,,x\n"
        "b.jpg,17,,Titelbild,,x\n"
        ",17,,Foto,,\n"
        f"b.jpg,{'9' * 5000},,Foto,,\n"
    )
    outcome = oocli("--sandbox", "upload", "--from", str(folder / "list.csv"), "--yes")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.error["message"] == "Nothing is sent: 12 files cannot be uploaded, of 14"
    told = outcome.error["why"].replace(f"{folder}/", "")
    assert told.splitlines() == [
        "line 3: missing.jpg does not exist",
        "line 4: empty.jpg is empty",
        "line 5: there is no estate 99999, or this API user may not read it",
        "line 6: There is no file type 'Fotto', did you mean Foto?",
        "line 7: it names estate and address, and a file goes to one record",
        "line 8: it names no record: estate or address says which one",
        "line 9: estate is the number of a record, not 'elf'",
        "line 10: position is -1, the smallest is 0",
        "line 11: a.jpg is given twice for estate 11",
        "line 13: an estate has one Titelbild, and estate 17 would get two",
        "line 13: an estate has one x, and estate 17 would get two",
        "line 14: it names no file",
        f"line 15: estate is the number of a record, not '{'9' * 40}'",
    ]


def test_columns_that_mean_nothing_are_told(oocli: Oocli, files: Files) -> None:
    """With what may have been meant."""
    folder = files("a.jpg")
    (folder / "list.csv").write_text("file,estate,titel\na.jpg,11,x\n")
    outcome = oocli("--sandbox", "upload", "--from", str(folder / "list.csv"), "--type", "Foto", "--yes")
    assert outcome.code == 2
    assert outcome.error["message"].startswith("titel is not a column of such a list; did you mean title?")


def test_folders_are_named_after_their_records(oocli: Oocli, upload: Oocli, files: Files) -> None:
    """In the order that a person sees; what is hidden is no picture."""
    folder = files("11/10.jpg", "11/2.jpg", "11/innen/1.jpg", "13/1.jpg", "13/.DS_Store", "13/Thumbs.db")
    before = len(_names(oocli, 11))
    outcome = upload(str(folder), "--by-folder", "--to", "estate", "--type", "Foto", "--position", "0")
    assert (outcome.code, outcome.err) == (0, "")
    assert _names(oocli, 11)[:3] == ["2.jpg", "10.jpg", "1.jpg"]
    assert (len(_names(oocli, 11)), _names(oocli, 13)[0]) == (before + 3, "1.jpg")


def test_folder_of_a_record_is_given_itself(oocli: Oocli, upload: Oocli, files: Files) -> None:
    """Or the files in it, as a shell writes them out."""
    folder = files("11/a.jpg", "13/b.jpg")
    words = (
        str(folder / "11"),
        str(folder / "13" / "b.jpg"),
        "--by-folder",
        "--to",
        "estate",
        "--type",
        "Foto",
    )
    assert upload(*words).code == 0
    assert (_names(oocli, 11)[-1], _names(oocli, 13)[-1]) == ("a.jpg", "b.jpg")


def test_folder_that_is_no_record_is_told(oocli: Oocli, files: Files) -> None:
    """With every other problem, by the names of the files."""
    folder = files("elf/a.jpg", "99999/b.jpg", "11/c.jpg")
    outcome = oocli(
        "--sandbox", "upload", str(folder), "--by-folder", "--to", "estate", "--type", "Foto", "--yes"
    )
    assert outcome.code == 2
    assert outcome.error["why"].replace(f"{folder}/", "").splitlines() == [
        "99999/b.jpg: there is no estate 99999, or this API user may not read it",
        "elf/a.jpg stands in elf, which is no number of a record",
    ]


def _find_number(oocli: Oocli, record: int) -> str:
    read = oocli("--sandbox", "read", "estate", str(record), "--fields", "objektnr_extern")
    return str(_elements(read)[0]["objektnr_extern"])


def test_names_begin_with_a_value_of_a_field(oocli: Oocli, upload: Oocli, files: Files) -> None:
    """Files or folders, in any case; and a name that only begins with the same letters is another one."""
    first, second = _find_number(oocli, 11), _find_number(oocli, 13)
    folder = files(f"{first}_02.jpg", f"{first.lower()}.jpg", f"{second}/innen.jpg")
    outcome = upload(str(folder), "--match", "objektnr_extern", "--to", "estate", "--type", "Foto")
    assert (outcome.code, outcome.err) == (0, "")
    assert {row["record"] for row in _elements(outcome)} == {11, 13}
    assert sorted(_names(oocli, 11)[-2:]) == sorted([f"{first}_02.jpg", f"{first.lower()}.jpg"])
    assert _names(oocli, 13)[-1] == "innen.jpg"


def test_name_that_no_record_or_two_have_is_told(oocli: Oocli, files: Files) -> None:
    """Nothing is guessed."""
    first, second = _find_number(oocli, 11), _find_number(oocli, 13)
    folder = files(f"{first}7_01.jpg", f"{first}/{second}_1.jpg")
    words = ("upload", str(folder), "--match", "objektnr_extern", "--to", "estate", "--type", "Foto", "--yes")
    outcome = oocli("--sandbox", *words)
    assert outcome.code == 2
    assert outcome.error["why"].replace(f"{folder}/", "").splitlines() == [
        f"{first}7_01.jpg: no estate has a value that its name begins with in objektnr_extern",
        f"{first}/{second}_1.jpg: 2 records have objektnr_extern {second} or {first}: estate 13, 11",
    ]


def test_list_finds_records_by_a_field(oocli: Oocli, upload: Oocli, files: Files) -> None:
    """The column is named as the field."""
    folder = files("a.jpg")
    number = _find_number(oocli, 13)
    (folder / "list.csv").write_text(f"file,objektnr_extern,type\na.jpg,{number},Foto\n")
    words = ("--from", str(folder / "list.csv"), "--match", "objektnr_extern", "--to", "estate")
    assert upload(*words).code == 0
    assert _names(oocli, 13)[-1] == "a.jpg"


def test_dry_run_says_what_would_be_sent(oocli: Oocli, files: Files) -> None:
    """Also what of it is there already; nothing is sent."""
    folder = files("11/a.jpg", "11/b.jpg")
    words = ("--sandbox", "upload", str(folder), "--by-folder", "--to", "estate", "--type", "Foto")
    assert oocli(*words, "--yes").code == 0
    (folder / "11" / "b.jpg").write_bytes(b"another")
    before = _names(oocli, 11)
    outcome = oocli(*words, "--dry-run", "--skip-existing")
    assert [(row["record"], bool(row["fileId"]), row["bytes"]) for row in _elements(outcome)] == [
        (11, True, 100),
        (11, False, 7),
    ]
    assert _names(oocli, 11) == before


def test_dry_run_needs_no_account(oocli: Oocli, files: Files) -> None:
    """Then nobody is asked whether the records exist."""
    folder = files("99999/a.jpg")
    words = ("upload", str(folder), "--by-folder", "--to", "estate", "--type", "Foto", "--dry-run")
    assert oocli(*words).code == 0


def test_many_files_are_confirmed(oocli: Oocli, files: Files) -> None:
    """By a person, --yes, or their number."""
    folder = files("11/a.jpg", "13/b.jpg")
    words = ("--sandbox", "upload", str(folder), "--by-folder", "--to", "estate", "--type", "Foto")
    outcome = oocli(*words)
    assert outcome.code == 8
    assert outcome.error["message"].startswith(
        "To upload 2 files (201 bytes) to 2 records needs to be confirmed"
    )
    assert oocli(*words, "--confirm", "3").code == 8
    asked = oocli(*words, terminal=True, stdin="n\n")
    assert asked.code == 8
    assert "Really upload 2 files (201 bytes) to 2 records, as 'sandbox'?" in asked.err
    assert oocli(*words, "--confirm", "2").code == 0


def test_same_list_is_not_uploaded_twice(oocli: Oocli, upload: Oocli, files: Files) -> None:
    """Unless that is meant; what is there already is passed over with --skip-existing, every night."""
    words = (str(files("11/a.jpg", "11/b.jpg")), "--by-folder", "--to", "estate", "--type", "Foto")
    assert upload(*words).code == 0
    before = _names(oocli, 11)
    refused = upload(*words)
    assert (refused.code, refused.error["hint"]) == (2, "--again does it all the same")
    for _ in range(2):
        outcome = upload(*words, "--skip-existing")
        assert outcome.code == 0
        assert [row["message"] for row in _elements(outcome)] == ["It is there already"] * 2
    assert _names(oocli, 11) == before
    assert upload(*words, "--again").code == 0
    assert len(_names(oocli, 11)) == len(before) + 2


def test_existing_is_who_has_the_same_content(oocli: Oocli, upload: Oocli, files: Files) -> None:
    """A file of the same name and size is another one where its content is; two of one name stand for two."""
    folder = files("11/a.jpg", "11/innen/b.jpg", "11/b.jpg")
    (folder / "11" / "innen" / "b.jpg").write_bytes(b"one")
    (folder / "11" / "b.jpg").write_bytes(b"two")
    words = (str(folder), "--by-folder", "--to", "estate", "--type", "Foto", "--skip-existing")
    assert upload(*words).code == 0
    before = _names(oocli, 11)
    (folder / "11" / "a.jpg").write_bytes(bytes(100))
    assert [row["status"] for row in _elements(upload(*words))] == ["ok", "skipped", "skipped"]
    assert len(_names(oocli, 11)) == len(before) + 1


def test_files_of_an_address_are_looked_at_however_many_there_are(
    oocli: Oocli, upload: Oocli, files: Files
) -> None:
    """The API gives a hundred in one answer; what differs in size is another file."""
    folder = files(*(f"101/{number}.txt" for number in range(120)))
    words = (str(folder), "--by-folder", "--to", "address", "--skip-existing")
    assert upload(*words).code == 0
    (folder / "101" / "7.txt").write_bytes(b"another")
    again = _elements(upload(*words))
    assert [row["file"] for row in again if row["status"] == "ok"] == [str(folder / "101" / "7.txt")]
    assert sum(row["status"] == "skipped" for row in again) == 119


def test_files_that_cannot_be_looked_at_are_not_skipped(oocli: Oocli, files: Files) -> None:
    """The API does not list the files of tasks."""
    words = ("upload", str(files("a.jpg") / "a.jpg"), "--task", "5", "--skip-existing")
    office = FileOffice()
    outcome = oocli(*words, transport=office, variables=ACCOUNT)
    assert (outcome.code, office.requests) == (2, [])
    assert outcome.error["message"] == "--skip-existing cannot look at the files of task records"


def _lose(name: str) -> Callable[[int, Mapping[str, Any]], None]:
    def lose(_number: int, parameters: Mapping[str, Any]) -> None:
        if parameters.get("file") == name:
            raise NetworkError("The connection broke", arrived=True)

    return lose


def _store(number: int, path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    elements = {
        "originalname": path.name,
        "fileSize": len(content),
        "content": base64.b64encode(content).decode(),
    }
    return {"id": number, "type": "file", "elements": elements}


@pytest.mark.parametrize("is_there", [True, False])
def test_resume_looks_at_the_record_first(oocli: Oocli, files: Files, *, is_there: bool) -> None:
    """A link whose answer was lost is not sent again where the file is there, and is where it is not."""
    folder = files("a.jpg", "b.jpg", "c.jpg")
    words = ("upload", *(str(folder / name) for name in ("a.jpg", "b.jpg", "c.jpg")))
    words += ("--estate", "11", "--type", "Foto")
    first = oocli(*words, transport=FileOffice(after=_lose("b.jpg")), variables=ACCOUNT)
    assert (first.code, [row["status"] for row in _elements(first)]) == (10, ["ok", "unknown", "ok"])
    refused = oocli(*words, transport=FileOffice(), variables=ACCOUNT)
    assert refused.code == 2
    assert "belongs to a run that was not finished" in refused.error["message"]
    office = FileOffice(files=[_store(7, folder / "b.jpg")] if is_there else [])
    again = oocli(*words, "--resume", transport=office, variables=ACCOUNT)
    assert (again.code, again.err) == (0, "")
    assert [row["status"] for row in _elements(again)] == ["ok"] * 3
    assert [link["file"] for link in office.linked] == ([] if is_there else ["b.jpg"])


def test_what_cannot_be_looked_at_stays_unknown(oocli: Oocli, files: Files) -> None:
    """A task's file is sent again when a person says so."""
    words = ("upload", str(files("a.jpg") / "a.jpg"), "--task", "5")
    assert oocli(*words, transport=FileOffice(after=_lose("a.jpg")), variables=ACCOUNT).code == 10
    office = FileOffice()
    again = oocli(*words, "--resume", transport=office, variables=ACCOUNT)
    assert (again.code, office.requests) == (10, [])
    assert "--resume --retry-unknown sends it again" in again.error["hint"]
    assert oocli(*words, "--resume", "--retry-unknown", transport=office, variables=ACCOUNT).code == 0
    assert len(office.linked) == 1


def test_resume_goes_on_behind_the_last_block(oocli: Oocli, files: Files) -> None:
    """What another run has sent is asked for, and not sent again; a file that has changed begins anew."""
    path = files("a.jpg") / "a.jpg"
    path.write_bytes(bytes(14))
    words = ("upload", str(path), "--estate", "11", "--type", "Foto", "--block-size", "8")
    office = FileOffice(before=_break_at(3))
    broken = oocli(*words, transport=office, variables=ACCOUNT)
    assert broken.code == 7
    assert "The same command with --resume goes on" in broken.error["hint"]
    office.before, office.requests = _break_at(0), []
    assert oocli(*words, "--resume", transport=office, variables=ACCOUNT).code == 0
    assert [shown.get("data") for shown in office.requests] == [0, 4, None]
    assert office.stored == [14]


def _break_at(broken: int) -> Callable[[int, Mapping[str, Any]], None]:
    def break_there(number: int, _shown: Mapping[str, Any]) -> None:
        if broken and number >= broken:
            raise NetworkError("The network is down", arrived=False, retryable=False)

    return break_there


def test_changed_file_begins_anew(oocli: Oocli, files: Files) -> None:
    """Its first blocks are those of another file."""
    path = files("a.jpg") / "a.jpg"
    path.write_bytes(bytes(14))
    words = ("upload", str(path), "--estate", "11", "--type", "Foto", "--block-size", "8")
    office = FileOffice(before=_break_at(3))
    assert oocli(*words, transport=office, variables=ACCOUNT).code == 7
    path.write_bytes(b"y" * 20)
    office.before, office.requests = _break_at(0), []
    assert oocli(*words, "--resume", transport=office, variables=ACCOUNT).code == 0
    assert (office.requests[0], office.stored) == ({"data": 8}, [20])


@pytest.mark.parametrize("named", [(), ("--results", "results.ndjson")])
def test_files_of_one_record_need_no_place_for_a_journal(
    oocli: Oocli, files: Files, tmp_path: Path, named: tuple[str, ...]
) -> None:
    """A container without a home uploads all the same; a list needs a journal."""
    variables = {**ACCOUNT, "OOCLI_DATA_DIR": "/dev/null/nowhere"}
    folder = files("11/a.jpg")
    words = [str(tmp_path / word) if word.endswith("ndjson") else word for word in named]
    one = ("upload", str(folder / "11" / "a.jpg"), "--estate", "11", "--type", "Foto", *words)
    outcome = oocli(*one, transport=FileOffice(), variables=variables)
    assert (outcome.code, outcome.err) == (0, "")
    listed = (
        "upload",
        str(folder),
        "--by-folder",
        "--to",
        "estate",
        "--type",
        "Foto",
        "--yes",
        "--no-validate",
    )
    assert oocli(*listed, transport=FileOffice(), variables=variables).code != 0


def test_history_lists_uploads_and_undo_says_how_they_are_deleted(
    oocli: Oocli, upload: Oocli, files: Files
) -> None:
    """The commands are listed, and none is carried out."""
    folder = files("11/a.jpg", "13/b.jpg")
    results = str(folder.parent / "results.ndjson")
    assert (
        upload(str(folder), "--by-folder", "--to", "estate", "--type", "Foto", "--results", results).code == 0
    )
    (run,) = oocli("--sandbox", "history").json
    assert (run["call"], run["rows"], run["ok"], run["results"]) == ("do uploadfile", 2, 2, results)
    commands = [row["command"] for row in _elements(oocli("--sandbox", "undo", results))]
    lines = [json.loads(line) for line in Path(results).read_text().splitlines()]
    assert commands == [
        f"oocli delete fileRelation --relationtype estate --parentid {record} --fileId {line['id']}"
        for record, line in zip((11, 13), lines, strict=True)
    ]
    assert oocli("--sandbox", *commands[0].split()[1:], "--yes").code == 0
    assert "a.jpg" not in _names(oocli, 11)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--by-folder", "--match", "x", "--to", "estate", "."), "--by-folder and --match are two ways"),
        (("--by-folder", "--to", "estate", "--from", "x.csv"), "--by-folder and --from are two ways"),
        (("--from", "x.csv", "a.jpg"), "--from names the files, and others are given besides"),
        (("--to", "estate", "a.jpg"), "--to belongs to --by-folder or --match"),
        (("--by-folder", "."), "--to says which records are meant"),
        (("--by-folder", "--to", "estat", "."), "There are no files of 'estat', did you mean estate?"),
        (("--by-folder", "--to", "estate", "--estate", "1", "."), "--by-folder says which record each file"),
        ((), "No file is given"),
        (("a.jpg", "--estate", "1", "--retry-unknown"), "--retry-unknown is for an upload that is continued"),
        (("a.jpg", "--estate", "1", "--jobs", "9"), "--jobs takes a number from 1 to 8, not 9"),
    ],
)
def test_options_that_contradict_each_other(
    oocli: Oocli, tmp_path: Path, words: tuple[str, ...], message: str
) -> None:
    """They are refused before anything is looked at."""
    path = tmp_path / "a.jpg"
    path.write_bytes(b"x")
    named = [str(path) if word == "a.jpg" else word for word in words]
    outcome = oocli("--sandbox", "upload", *named, "--type", "Foto")
    assert outcome.code == 2
    assert outcome.error["message"].startswith(message)


def test_table_counts_and_names_only_what_is_not_stored(oocli: Oocli, files: Files) -> None:
    """Of many files a person wants to know which are missing."""
    words = ("--sandbox", "upload", str(files("11/a.jpg", "11/b.jpg")), "--by-folder", "--to", "estate")
    outcome = oocli(*words, "--type", "Foto", "--yes", terminal=True)
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err.splitlines()[-1] == "2 files were uploaded"


@pytest.mark.parametrize("size", [1, 767, 768, 769, 1536, *LARGE])
def test_files_of_any_size_come_back(oocli: Oocli, upload: Oocli, tmp_path: Path, size: int) -> None:
    """One byte, a block, one less and one more; an empty one is refused before."""
    path = tmp_path / "a.bin"
    path.write_bytes(bytes(index * 7 % 251 for index in range(min(size, 1536))) * max(1, size // 1536))
    words: tuple[str, ...] = ("--block-size", "1024") if size < 1_000_000 else ()
    outcome = upload(str(path), "--address", "101", *words)
    (number,) = [row["fileId"] for row in _elements(outcome)]
    saved = tmp_path / "back.bin"
    words = ("get", "file", "address", "--addressid", "101", "--fileid", str(number), "--save", str(saved))
    assert oocli("--sandbox", *words).code == 0
    assert saved.read_bytes() == path.read_bytes()
