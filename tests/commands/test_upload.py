"""``oocli upload``: everything is checked before, every file is accounted for after."""

import base64
import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from file_office import FileOffice
from harness import NOW, Outcome
from oocli.catalogue import Catalogue
from oocli.errors import NetworkError
from oocli.wire.reply import Reply
from scripted import answer, refusal

Oocli = Callable[..., Outcome]
ACCOUNT = {"OOCLI_TOKEN": "t" * 32, "OOCLI_SECRET": "s" * 64}
TO_ESTATE = ("--estate", "11", "--type", "Foto")


@pytest.fixture
def photos(tmp_path: Path) -> list[str]:
    """Give three files."""
    paths = [tmp_path / name for name in ("Küche.jpg", "Bad.jpg", "plan.pdf")]
    for size, path in enumerate(paths, start=100):
        path.write_bytes(bytes(range(size)))
    return list(map(str, paths))


def _elements(outcome: Outcome) -> list[dict[str, Any]]:
    return [record["elements"] for record in outcome.json]


def test_uploaded_files_are_there(oocli: Oocli, photos: list[str]) -> None:
    """A row a file with its number; the content is what was sent, in blocks of any size."""
    outcome = oocli("--sandbox", "upload", *photos[:2], *TO_ESTATE, "--block-size", "12")
    assert (outcome.code, outcome.err) == (0, "")
    first, second = (record["id"] for record in outcome.json)
    assert _elements(outcome) == [
        {"file": photos[0], "status": "ok", "fileId": first, "bytes": 100, "message": ""},
        {"file": photos[1], "status": "ok", "fileId": second, "bytes": 101, "message": ""},
    ]
    (stored,) = _elements(oocli("--sandbox", "get", "file", "estate", "--estateid", "11", "--fileid", first))
    assert base64.b64decode(stored["content"]) == bytes(range(100))
    told = ("originalname", "title", "type", "modified")
    assert [stored[name] for name in told] == ["Küche.jpg", "Küche", "Foto", int(NOW)]


def test_every_module_of_the_catalogue_has_its_option(oocli: Oocli) -> None:
    """Files go wherever the call takes them, but for the cache, which is not a place to keep them."""
    call = Catalogue().find("do", "uploadfile")
    assert call is not None
    module = call.parameter("module")
    assert module is not None
    shown = oocli("upload", "--help").out.split()
    assert [name for name in module.enum if f"--{name.lower()}" not in shown] == ["tmpUpload"]


@pytest.mark.parametrize(
    ("option", "module"),
    [("--address", "address"), ("--agentslog", "agentsLog"), ("--task", "task")],
)
def test_other_records_need_no_type(oocli: Oocli, photos: list[str], option: str, module: str) -> None:
    """Only an estate's file needs a type, and only there the title is made up."""
    office = FileOffice()
    outcome = oocli("upload", photos[2], option, "5", transport=office, variables=ACCOUNT)
    assert outcome.code == 0
    assert office.linked == [
        {"module": module, "relatedRecordId": 5, "tmpUploadId": "upload-1", "file": "plan.pdf"}
    ]


def test_everything_that_can_be_told_of_a_file(oocli: Oocli, photos: list[str]) -> None:
    """The options are parameters of the linking call, under the API's own names."""
    office = FileOffice()
    told: tuple[str, ...] = ("--title", "Erdgeschoss", "--freetext", "bemaßt", "--position", "0")
    told += ("--documentAttribute", "document_price_list", "--setDefaultPublicationRights")
    words = ("upload", photos[2], "--estate", "409", "--type", "Grundriss", "--applyWaterMark", *told)
    assert oocli(*words, transport=office, variables=ACCOUNT).code == 0
    assert office.linked == [
        {
            "module": "estate",
            "relatedRecordId": 409,
            "tmpUploadId": "upload-1",
            "file": "plan.pdf",
            "Art": "Grundriss",
            "title": "Erdgeschoss",
            "freetext": "bemaßt",
            "documentAttribute": "document_price_list",
            "position": 0,
            "setDefaultPublicationRights": True,
            "applyWaterMark": True,
        }
    ]


def test_positions_keep_the_order_of_the_files(oocli: Oocli, photos: list[str]) -> None:
    """Several files stand one behind the other from the position that is given."""
    oocli("--sandbox", "upload", *photos[:2], *TO_ESTATE, "--position", "0")
    listed = _elements(oocli("--sandbox", "get", "file", "estate", "--estateid", "11"))
    assert [file["originalname"] for file in listed][:2] == ["Küche.jpg", "Bad.jpg"]


def test_dry_run_lists_the_files(oocli: Oocli, photos: list[str]) -> None:
    """Nothing is sent, no account is needed; it shows what would be said of each file."""
    outcome = oocli("upload", *photos[:2], *TO_ESTATE, "--position", "3", "--block-size", "132", "--dry-run")
    link = {"module": "estate", "relatedRecordId": 11, "Art": "Foto"}
    assert _elements(outcome) == [
        {
            "file": path,
            "bytes": size,
            "blocks": blocks,
            "parameters": {**link, "file": Path(path).name, "title": Path(path).stem, "position": position},
        }
        for path, size, blocks, position in ((photos[0], 100, 2, 3), (photos[1], 101, 2, 4))
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--estate", "11"), "An estate's file needs a type"),
        (("--estate", "11", "--type", "Fotto"), "There is no file type 'Fotto', did you mean Foto?"),
        (("--address", "11", "--type", "quatsch"), "There is no file type 'quatsch'"),
        (
            ("--estate", "11", "--type", "Film-Link"),
            "Film-Link is the type of a link, which takes no file",
        ),
        ((), "No record is named for the files"),
        (("--estate", "1", "--task", "2"), "Files go to one record"),
        ((*TO_ESTATE, "--position", "-1"), "do uploadfile is not sent"),
        (("--task", "0"), "--task takes the number of a record, not 0"),
        (
            (*TO_ESTATE, "--block-size", "20481"),
            "--block-size takes a multiple of 4 up to 16,777,216, not 20481",
        ),
        (("--estate", "11", "--type", "Titelbild"), "An estate has one Titelbild, and 2 files are given"),
        (
            (*TO_ESTATE, "--documentAttribute", "x"),
            "--documentAttribute is for one file, and 2 files are given",
        ),
    ],
)
def test_wrong_words_send_nothing(
    oocli: Oocli, photos: list[str], words: tuple[str, ...], message: str
) -> None:
    """Whatever cannot be right is refused before the first block."""
    office = FileOffice()
    outcome = oocli("upload", *photos[:2], *words, transport=office, variables=ACCOUNT)
    assert (outcome.code, outcome.out, office.requests) == (2, "", [])
    assert outcome.error["message"] == message


def test_unknown_type_can_be_sent_on_purpose(oocli: Oocli, photos: list[str]) -> None:
    """The catalogue may not know what an onOffice knows."""
    office = FileOffice()
    words = ("upload", photos[0], "--estate", "11", "--type", "Neu", "--no-validate")
    assert oocli(*words, transport=office, variables=ACCOUNT).code == 0
    assert office.linked[0]["Art"] == "Neu"


def test_wrong_files_send_nothing(oocli: Oocli, photos: list[str], tmp_path: Path) -> None:
    """One missing file is reason enough, before the others are sent; a dry run says the same."""
    office = FileOffice()
    words = ("upload", *photos, str(tmp_path / "missing.jpg"), *TO_ESTATE)
    outcome = oocli(*words, transport=office, variables=ACCOUNT)
    assert (outcome.code, outcome.out, office.requests) == (2, "", [])
    assert outcome.error["why"] == f"{tmp_path / 'missing.jpg'} does not exist"
    assert oocli(*words, "--dry-run") == outcome


def test_read_only_profile_uploads_nothing(oocli: Oocli, photos: list[str]) -> None:
    """The guard stands below this command too, and speaks before the first block."""
    office = FileOffice()
    variables = {**ACCOUNT, "OOCLI_READ_ONLY": "1"}
    outcome = oocli("upload", *photos, *TO_ESTATE, transport=office, variables=variables)
    assert (outcome.code, outcome.out, office.requests) == (8, "", [])
    assert outcome.error["code"] == "guard"


def test_refused_file_is_exit_code_6(oocli: Oocli, photos: list[str]) -> None:
    """Of three files the second is refused: the others are stored, and the row says why."""

    def refuse(_number: int, parameters: Mapping[str, Any]) -> Reply | None:
        refused = parameters.get("file") == "Bad.jpg"
        return answer(refusal(162, "Invalid file type"), errorcode=97) if refused else None

    outcome = oocli("upload", *photos, *TO_ESTATE, transport=FileOffice(before=refuse), variables=ACCOUNT)
    assert outcome.code == 6
    assert [row["status"] for row in _elements(outcome)] == ["ok", "error", "ok"]
    assert outcome.error["message"] == "2 of 3 files were uploaded"
    assert (outcome.error["failed"], outcome.error["unknown"]) == ([photos[1]], [])
    assert _elements(outcome)[1]["message"] == "The API refused do uploadfile: Invalid file type (162)"


def test_lost_answer_is_exit_code_10(oocli: Oocli, photos: list[str]) -> None:
    """Whether the second file was stored nobody knows; the third is uploaded all the same."""

    def lose(_number: int, parameters: Mapping[str, Any]) -> None:
        if parameters.get("file") == "Bad.jpg":
            raise NetworkError("The connection broke", arrived=True)

    outcome = oocli("upload", *photos, *TO_ESTATE, transport=FileOffice(after=lose), variables=ACCOUNT)
    assert outcome.code == 10
    assert [row["status"] for row in _elements(outcome)] == ["ok", "unknown", "ok"]
    assert (outcome.error["failed"], outcome.error["unknown"]) == ([], [photos[1]])


def test_missing_record_is_exit_code_3(oocli: Oocli, photos: list[str]) -> None:
    """The sandbox has no such estate: the first file finds out, the others are not sent."""
    outcome = oocli("--sandbox", "upload", *photos[:2], "--estate", "99999", "--type", "Foto")
    assert outcome.code == 3
    assert outcome.error["message"] == "There is no estate 99999, or this API user may not change it"
    assert [row["status"] for row in _elements(outcome)] == ["error", "skipped"]


def test_interrupted_upload_says_how_far_it_got(oocli: Oocli, photos: list[str]) -> None:
    """Ctrl-C while the second file is linked: that is finished and written down; the third is not sent."""

    def interrupt(_number: int, parameters: Mapping[str, Any]) -> None:
        if parameters.get("file") == "Bad.jpg":
            signal.raise_signal(signal.SIGINT)

    outcome = oocli("upload", *photos, *TO_ESTATE, transport=FileOffice(before=interrupt), variables=ACCOUNT)
    assert outcome.code == 130
    assert [row["status"] for row in _elements(outcome)] == ["ok", "ok", "skipped"]
    assert outcome.error["message"] == "Interrupted: 2 of 3 files were uploaded"
    assert outcome.error["hint"].startswith("The same command with --resume goes on; it looks")


def test_terminal_shows_how_far_it_is(oocli: Oocli, photos: list[str], tmp_path: Path) -> None:
    """On a terminal a line counts what is sent, and a note says what was done; in a pipe nothing does."""
    large = tmp_path / "film.mp4"
    large.write_bytes(bytes(3 * 1024 * 1024))
    words = ("upload", str(large), photos[0], *TO_ESTATE)
    outcome = oocli(*words, transport=FileOffice(), variables=ACCOUNT, terminal=True)
    assert "\r0 of 2 files, 0.4 of 3.1 MB" in outcome.err
    assert outcome.err.endswith("2 files were uploaded\n")
    assert oocli(*words, transport=FileOffice(), variables=ACCOUNT).err == ""


def test_ids_are_those_of_the_files(oocli: Oocli, photos: list[str]) -> None:
    """``-o ids`` is food for the next command."""
    outcome = oocli("upload", *photos, *TO_ESTATE, "-o", "ids", transport=FileOffice(), variables=ACCOUNT)
    assert (outcome.code, outcome.out) == (0, "1\n2\n3\n")


def test_raw_output_is_refused_before_anything_is_sent(oocli: Oocli, photos: list[str]) -> None:
    """Many answers make one row, so there is none to write as it came."""
    office = FileOffice()
    outcome = oocli("upload", *photos, *TO_ESTATE, "-o", "raw", transport=office, variables=ACCOUNT)
    assert (outcome.code, office.requests) == (2, [])
