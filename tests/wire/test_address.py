"""Which API addresses are allowed, and what a configured one means."""

import pytest

from oocli.errors import UsageError
from oocli.wire.address import build_url, check_url


@pytest.mark.parametrize(
    ("url", "version", "address"),
    [
        ("", "stable", "https://api.onoffice.de/api/stable/api.php"),
        ("", "latest", "https://api.onoffice.de/api/latest/api.php"),
        ("https://crm.example/api", "latest", "https://crm.example/api/latest/api.php"),
        ("https://crm.example/api/", "stable", "https://crm.example/api/stable/api.php"),
        ("https://crm.example/v2/api//", "stable", "https://crm.example/v2/api/stable/api.php"),
        ("https://crm.example/api/stable/api.php", "latest", "https://crm.example/api/stable/api.php"),
        ("https://crm.example/api/stable/api.php/", "latest", "https://crm.example/api/stable/api.php"),
        ("http://127.0.0.1:8080/proxy.php?to=1", "stable", "http://127.0.0.1:8080/proxy.php?to=1"),
        ("http://[::1]:8080/api", "stable", "http://[::1]:8080/api/stable/api.php"),
    ],
)
def test_a_base_gets_version_and_file_and_a_whole_address_stays(url: str, version: str, address: str) -> None:
    """Only a base that ends in /api is completed; a trailing slash is never sent."""
    assert build_url(url, version) == address


@pytest.mark.parametrize(
    "url",
    [
        "https://api.onoffice.de/api/stable/api.php",
        "HTTPS://API.example",
        "http://127.0.0.1:8080/",
        "http://127.9.8.7/",
        "http://[::1]/",
        "http://localhost:1/",
        "http://LOCALHOST/",
    ],
)
def test_https_and_plain_http_to_this_computer_are_allowed(url: str) -> None:
    """Such an address passes in silence."""
    check_url(url)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://api.onoffice.de/api", "The API address 'http://api.onoffice.de/api' is not encrypted"),
        ("http://127.1/", "The API address 'http://127.1/' is not encrypted"),
        ("http://localhost.example/", "The API address 'http://localhost.example/' is not encrypted"),
        ("http://192.168.0.1/", "The API address 'http://192.168.0.1/' is not encrypted"),
        ("http://0.0.0.0/", "The API address 'http://0.0.0.0/' is not encrypted"),
        ("ftp://127.0.0.1/", "The API address 'ftp://127.0.0.1/' is not an https address"),
        ("file:///etc/passwd", "The API address 'file:///etc/passwd' is not an https address"),
        ("api.onoffice.de", "The API address 'api.onoffice.de' is not an https address"),
        ("https:///api", "The API address 'https:///api' is not an https address"),
        ("https://host:0/", "The API address 'https://host:0/' is not an https address"),
        ("https://host:port/", "The API address 'https://host:port/' cannot be read"),
        ("https://[::1/", "The API address 'https://[::1/' cannot be read"),
        ("https://me:hush@api.example/", "The API address has a user name or password in it"),
        ("http://127.0.0.1@evil.example/", "The API address has a user name or password in it"),
        ("http://127.0.0.1\\.evil.example/", None),
        ("https://api.example/a b", None),
        ("https://api.example/\n", None),
        ("https://api.example/\x1b[2J", None),
    ],
)
def test_every_other_address_is_refused(url: str, message: str | None) -> None:
    """The text says what is wrong and repeats no password."""
    blanks = "The API address has blanks, control characters or backslashes in it"
    with pytest.raises(UsageError) as caught:
        check_url(url)
    assert caught.value.message == (message or blanks)
    assert "hush" not in f"{caught.value.why} {caught.value.hint}"
