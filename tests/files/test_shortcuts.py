"""A shortcut opens a web page and nothing else."""

import pytest

from oocli.files.shortcuts import write_shortcut


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://film.example/1", "https://film.example/1"),
        (" HTTP://x.example/a b?q=ü&r=%20#z ", "HTTP://x.example/a%20b?q=%C3%BC&r=%20#z"),
        ("https://x.example/\r\nIconFile=\\\\host\\x", "https://x.example/%0D%0AIconFile=%5C%5Chost%5Cx"),
    ],
)
def test_address_stands_in_it(url: str, written: str) -> None:
    """On one line, whatever the address has; what is escaped already is not escaped twice."""
    assert write_shortcut(url) == f"[InternetShortcut]\r\nURL={written}\r\n".encode()


@pytest.mark.parametrize(
    "url", ["", "film.example/1", "file:///etc/passwd", "javascript:alert(1)", "\\\\h\\s", "http:[x"]
)
def test_what_is_no_web_address_has_none(url: str) -> None:
    """A double click would open something of this computer."""
    assert write_shortcut(url) == b""
