"""Files out of records: decoded, named safely, never over another."""

import base64
import zlib
from pathlib import Path
from typing import Any

import pytest

from oocli.errors import OocliError, UsageError
from oocli.files.saving import save_files


def _record(number: int, content: bytes, **elements: Any) -> dict[str, Any]:
    text = base64.b64encode(content).decode()
    return {"id": number, "type": "file", "elements": {"content": text, **elements}}


def _save(
    records: list[dict[str, Any]],
    target: Path,
    *,
    compressed: bool = False,
    limit: int = 10**6,
    said: list[str] | None = None,
) -> list[str]:
    said = [] if said is None else said
    saved = save_files(
        records, target, element="content", compressed=compressed, limit=limit, warn=said.append
    )
    return [record["elements"]["content"] for record in saved]


def test_one_file_goes_where_it_is_asked(tmp_path: Path) -> None:
    """A file name takes the content, and stands in the record in its place."""
    target = tmp_path / "exposé.pdf"
    assert _save([_record(1, zlib.compress(b"%PDF"))], target, compressed=True) == [str(target)]
    assert target.read_bytes() == b"%PDF"


def test_directory_takes_the_records_own_names(tmp_path: Path) -> None:
    """In a directory each file has its own name; nothing that is there is replaced."""
    records = [
        _record(1, b"a", originalname="Küche.jpg"),
        _record(2, b"b", originalname="Küche.jpg"),
        _record(3, b"c"),
    ]
    assert _save(records, tmp_path) == [
        str(tmp_path / name) for name in ("Küche.jpg", "Küche-2.jpg", "file-3")
    ]
    assert (tmp_path / "Küche.jpg").read_bytes() == b"a"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\x.dll", "x.dll"),
        ("..", "file-1"),
        (".bashrc", "bashrc"),
        ("a\x1b[31m:b?.txt", "a_[31m_b_.txt"),
    ],
)
def test_name_is_never_a_path(tmp_path: Path, given: str, name: str) -> None:
    """What the API calls a file cannot lead out of the directory, nor hide in it."""
    assert _save([_record(1, b"x", originalname=given)], tmp_path) == [str(tmp_path / name)]


def test_record_without_a_file_passes_through(tmp_path: Path) -> None:
    """Records that carry nothing stay as they are."""
    record = {"id": 1, "type": "user", "elements": {"photo": None}}
    said: list[str] = []
    saved = save_files([record], tmp_path, element="photo", compressed=False, limit=10**6, warn=said.append)
    assert (list(saved), said) == ([record], [])
    assert list(tmp_path.iterdir()) == []


def test_several_files_need_a_directory(tmp_path: Path) -> None:
    """Two files never end in one: the second is refused."""
    with pytest.raises(UsageError, match="several came"):
        _save([_record(1, b"a"), _record(2, b"b")], tmp_path / "one")


@pytest.mark.parametrize(("content", "compressed"), [("not base64!", False), ("YWJj", True)])
def test_broken_content_is_told(tmp_path: Path, content: str, compressed: bool) -> None:
    """What cannot be decoded is a failure, and no file appears."""
    record = {"id": 1, "type": "file", "elements": {"content": content}}
    with pytest.raises(OocliError, match="cannot be decoded"):
        _save([record], tmp_path, compressed=compressed)
    assert list(tmp_path.iterdir()) == []


def test_standard_output_takes_no_file(tmp_path: Path) -> None:
    """A minus is standard output, where the records go; no file of that name appears."""
    with pytest.raises(UsageError, match="--save needs a file or a directory"):
        _save([_record(1, b"a")], Path("-"))


def test_file_that_cannot_be_written_is_no_wrong_usage(tmp_path: Path) -> None:
    """It is found out after the request, so it is not exit code 2, which says that nothing was sent."""
    (tmp_path / "a").write_text("a file")
    with pytest.raises(OocliError, match="Cannot write") as failure:
        _save([_record(1, b"a")], tmp_path / "a" / "b")
    assert failure.value.exit_code == 1


def test_unpacked_size_has_a_limit(tmp_path: Path) -> None:
    """A small answer may unpack to gigabytes; nothing of it is written."""
    bomb = _record(1, zlib.compress(b"\0" * 10**7))
    with pytest.raises(OocliError) as caught:
        _save([bomb], tmp_path / "bomb", compressed=True, limit=10**6)
    assert caught.value.why == "unpacked it has more than 1,000,000 bytes"
    assert list(tmp_path.iterdir()) == []
    assert _save([_record(1, zlib.compress(b"\0" * 10**6))], tmp_path / "fits", compressed=True)


def test_packed_content_that_was_cut_is_told(tmp_path: Path) -> None:
    """What ends in the middle is not a file."""
    with pytest.raises(OocliError) as caught:
        _save([_record(1, zlib.compress(bytes(range(256)) * 9)[:-5])], tmp_path / "x", compressed=True)
    assert caught.value.why == "it ends in the middle"


@pytest.mark.parametrize("size", [268, "268"])
def test_file_that_did_not_come_whole_is_not_stored(tmp_path: Path, size: object) -> None:
    """The size that the API tells, as a number or as text, is that of what came."""
    with pytest.raises(OocliError) as caught:
        _save([_record(1, b"x" * 135, fileSize=size)], tmp_path / "half")
    assert (caught.value.message, caught.value.exit_code) == (
        "The file did not come whole: 135 of 268 bytes",
        6,
    )
    assert list(tmp_path.iterdir()) == []
    assert _save([_record(1, b"x" * 268, fileSize=size)], tmp_path / "whole")


@pytest.mark.parametrize("compressed", [True, False])
def test_empty_file_is_told_and_not_written(tmp_path: Path, compressed: bool) -> None:
    """A file of nothing looks like a success; the record stays as it came."""
    said: list[str] = []
    record = {"id": 7, "type": "pdf", "elements": {"content": ""}}
    assert _save([record], tmp_path / "x.pdf", compressed=compressed, said=said) == [""]
    assert (said, list(tmp_path.iterdir())) == (["The file of pdf 7 is empty; nothing is written"], [])


def test_packed_nothing_is_empty_too(tmp_path: Path) -> None:
    """Nothing that was deflated is nothing."""
    said: list[str] = []
    _save([_record(7, zlib.compress(b""))], tmp_path / "x.pdf", compressed=True, said=said)
    assert (len(said), list(tmp_path.iterdir())) == (1, [])


@pytest.mark.parametrize(
    ("given", "name"),
    [("", "file-1.pdf"), ("Exposé 3.5", "Exposé 3.5.pdf"), ("a.PDF", "a.PDF"), ("a.docx", "a.docx.pdf")],
)
def test_pdf_is_named_as_one(tmp_path: Path, given: str, name: str) -> None:
    """Whatever the API calls it, programs open it by its ending; other files keep their names."""
    assert _save([_record(1, b"%PDF-1.7", originalname=given)], tmp_path) == [str(tmp_path / name)]


def test_link_that_leads_nowhere_is_not_followed(tmp_path: Path) -> None:
    """In a directory a name that is a link is taken, although nothing is behind it."""
    (tmp_path / "a.jpg").symlink_to(tmp_path / "elsewhere")
    assert _save([_record(1, b"x", originalname="a.jpg")], tmp_path) == [str(tmp_path / "a-2.jpg")]
    assert not (tmp_path / "elsewhere").exists()
