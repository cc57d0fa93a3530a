"""Names from the API become names that every system takes, and never lead anywhere."""

import pytest

from oocli.files.file_names import clean_name, find_free_name, find_name


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Küche.jpg", "Küche.jpg"),
        ("Ku\u0308che.jpg", "Küche.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\x.dll", "x.dll"),
        ("a/", ""),
        ("..", ""),
        (" . ", ""),
        (".bashrc", "bashrc"),
        ("a\x1b[31m\u202egpj:b?.txt", "a_[31m_gpj_b_.txt"),
        ("half\ud800.txt", "half_.txt"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("COM¹.txt", "_COM¹.txt"),
        ("CONIN$", "_CONIN$"),
        ("console.txt", "console.txt"),
        ("plan.pdf. ", "plan.pdf"),
    ],
)
def test_name_can_stand_in_a_directory(given: str, name: str) -> None:
    """Only the last part is used; what no system takes is replaced; devices and hidden names are avoided."""
    assert clean_name(given) == name


@pytest.mark.parametrize(("given", "end"), [("ü" * 300 + ".jpg", "ü.jpg"), ("a." + "ü" * 300, "ü")])
def test_long_name_is_cut_and_keeps_its_ending(given: str, end: str) -> None:
    """File systems count bytes; no character is cut in the middle."""
    name = clean_name(given)
    assert name.endswith(end)
    assert 190 < len(name.encode()) <= 200


@pytest.mark.parametrize(
    ("record", "name"),
    [
        ({"id": 7, "elements": {"filename": "b.pdf", "originalname": "a.pdf"}}, "a.pdf"),
        ({"id": 7, "elements": {"originalname": "", "name": "Plan"}}, "Plan"),
        ({"id": 7, "type": "../pdf", "elements": {}}, "pdf-7"),
        ({"id": 7, "elements": []}, "file-7"),
        ({"id": "../", "elements": {"name": ".."}}, "file"),
    ],
)
def test_record_names_its_file(record: dict[str, object], name: str) -> None:
    """The uploaded file's own name comes first; without any, kind and number make one."""
    assert find_name(record) == name


def test_taken_name_gets_a_number() -> None:
    """The number stands before the ending and counts from 2."""
    taken = {"a.tar.gz", "a.tar-2.gz"}
    assert find_free_name("a.tar.gz", taken.__contains__) == "a.tar-3.gz"
