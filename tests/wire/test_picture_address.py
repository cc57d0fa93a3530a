"""Which addresses that stand in an answer are opened."""

import pytest

from oocli.wire.picture_address import find_objection

API = "https://api.onoffice.de/api/stable/api.php"
HERE = "http://127.0.0.1:8080/api/stable/api.php"


@pytest.mark.parametrize(
    "url",
    [
        "https://image.onoffice.de/smart20/Objekte/x/27/Titelbild_431.jpg",
        "https://smart.onoffice.de/a.jpg?size=small#top",
        "https://a.b.onoffice.de/foto@2x.jpg",
        "https://onoffice.de/a.jpg",
        "HTTPS://IMAGE.onOffice.de:443/a.jpg",
    ],
)
def test_hosts_of_onoffice_are_opened(url: str) -> None:
    """By https, whatever the path and the letter case."""
    assert find_objection(url, API) == ""
    assert find_objection(url, "https://gateway.example/api/stable/api.php") == ""


@pytest.mark.parametrize(
    "url",
    [
        "",
        "image.onoffice.de/a.jpg",
        "http://image.onoffice.de/a.jpg",
        "ftp://image.onoffice.de/a.jpg",
        "file:///etc/passwd",
        "//image.onoffice.de/a.jpg",
        "https:///a.jpg",
        "https://image.onoffice.de:8443/a.jpg",
        "https://image.onoffice.de./a.jpg",
        "https://me@image.onoffice.de/a.jpg",
        "https://image.onoffice.de@foreign.example/a.jpg",
        "https://image.onoffice.de\\@foreign.example/a.jpg",
        "https://foreign.example/image.onoffice.de",
        "https://foreign.example#.onoffice.de",
        "https://foreign.example?.onoffice.de",
        "https://evilonoffice.de/a.jpg",
        "https://onoffice.de.foreign.example/a.jpg",
        "https://image.onoffice.com/a.jpg",
        "https://127.0.0.1/a.jpg",
        "https://localhost/a.jpg",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/a.jpg",
        "https://[::1/a.jpg",
        "https://image.onoffice.de/a\r\nHost: foreign.example",
        "https://image.on\toffice.de/a.jpg",
        "https://ïmage.onoffice.de/a.jpg",
        "https://image.onoffice.de:x/a.jpg",
    ],
)
def test_everything_else_is_not_opened(url: str) -> None:
    """Another host, however it is spelled, another port, another way there."""
    assert find_objection(url, API) != ""


@pytest.mark.parametrize(
    ("url", "is_opened"),
    [
        ("http://127.0.0.1:8080/estate/11/small/a.png", True),
        ("http://127.0.0.1:8081/estate/11/small/a.png", False),
        ("http://localhost:8080/estate/11/small/a.png", False),
        ("https://127.0.0.1:8080/estate/11/small/a.png", False),
        ("http://192.168.1.1:8080/a.png", False),
        ("https://image.onoffice.de/a.jpg", False),
    ],
)
def test_a_server_of_this_computer_has_its_own_pictures(url: str, is_opened: bool) -> None:
    """Such as the sandbox: no address leads from there to another server."""
    assert (find_objection(url, HERE) == "") is is_opened
