"""What ``--name`` makes of what is known of a file: a path that every system takes, below the directory."""

from typing import Any

import pytest

from oocli.errors import UsageError
from oocli.files.name_patterns import NamePattern
from oocli.files.remote_files import Owner, RemoteFile, describe_file

_ELEMENTS = ("type", "url", "position", "title", "originalname", "fileSize", "content", "modified")


def _file(number: int = 7, record: int = 11, **elements: Any) -> RemoteFile:
    told = {"originalname": "IMG_1.JPG", "title": "Küche", "position": 3, "type": "Foto", **elements}
    return describe_file({"id": number, "type": "file", "elements": told}, Owner("estate", record))


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("{file}", "IMG_1.JPG"),
        ("{id}/{position:02d}-{title}", "11/03-Küche.JPG"),
        ("{record}/{type}/{fileid}", "11/Foto/7.JPG"),
        ("{originalname}", "IMG_1.JPG"),
        ("{title}.jpg", "Küche.jpg"),
        ("{title:.2}", "Kü.JPG"),
        ("{modified:d}", "0.JPG"),
        ("{{{title}}}", "{Küche}.JPG"),
        ("a\\{title}", "a/Küche.JPG"),
    ],
)
def test_places_are_filled(pattern: str, name: str) -> None:
    """Elements under the API's names, and four of oocli's own; the ending is that of the file."""
    assert NamePattern(pattern, _ELEMENTS).render(_file()) == name


@pytest.mark.parametrize(
    ("elements", "name"),
    [
        ({"title": "../../etc/passwd"}, "11/.._.._etc_passwd.JPG".replace("11/..", "11/")),
        ({"title": "C:\\a"}, "11/C__a.JPG"),
        ({"title": "", "originalname": "plan.pdf"}, "11/plan.pdf"),
        ({"title": "CON", "originalname": "x.txt"}, "11/_CON.txt"),
        ({"title": "Ende. . ", "originalname": "x"}, "11/Ende"),
        ({"title": "Ku\u0308che"}, "11/Küche.JPG"),
        ({"title": "a" * 300}, f"11/{'a' * 196}.JPG"),
        ({"title": "...", "originalname": "x"}, "11/x"),
        ({"title": "Rundgang", "originalname": "", "url": "https://film.example"}, "11/Rundgang.url"),
    ],
)
def test_values_are_made_safe(elements: dict[str, Any], name: str) -> None:
    """No value leads elsewhere, is hidden, means a device, is too long or has an end that Windows drops."""
    assert NamePattern("{id}/{title}", _ELEMENTS).render(_file(**elements)) == name


def test_directory_without_a_name() -> None:
    """An empty value is a directory all the same."""
    assert NamePattern("{type}/{title}", _ELEMENTS).render(_file(type="")) == "_/Küche.JPG"


@pytest.mark.parametrize(("position", "name"), [("4", "04.JPG"), (None, "00.JPG"), ("x", "x.JPG")])
def test_number_as_the_api_sends_it(position: Any, name: str) -> None:
    """As text, or not at all; what is no number stands as it is."""
    assert NamePattern("{position:02d}", _ELEMENTS).render(_file(position=position)) == name


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("{titel}", "--name has no place {titel}, did you mean title?"),
        ("{content}", "--name has no place {content}"),
        ("{title.__class__}", "--name has no place {title.__class__}"),
        ("{title[0]}", "--name has no place {title[0]}"),
        ("{}", "--name '{}' cannot be read"),
        ("{title", "--name '{title' cannot be read"),
        ("{title!r}", "--name cannot write {title:!}"),
        ("{position:q}", "--name cannot write {position:q}"),
        ("../{title}", "--name '../{title}' is not the name of a file in the directory"),
        ("/{title}", "--name '/{title}' is not the name of a file in the directory"),
        ("\\\\{title}", "--name '\\\\\\\\{title}' is not the name of a file in the directory"),
        ("{title}/", "--name '{title}/' is not the name of a file in the directory"),
        ("", "--name '' is not the name of a file in the directory"),
    ],
)
def test_pattern_that_cannot_be(pattern: str, message: str) -> None:
    """It is refused before anything is sent; no place reaches into Python."""
    with pytest.raises(UsageError) as caught:
        NamePattern(pattern, _ELEMENTS)
    assert caught.value.message.startswith(message)
