"""Pictures over real sockets: what is sent for one, what is taken, and where no request goes."""

import pytest

from oocli import __version__
from oocli.errors import AddressRefused, NetworkError
from oocli.transport import HttpTransport
from oocli.wire.reply import Reply
from wire_server import CERTIFICATE, Peer, Script, WireServer, answer, say

PICTURE = b"\x89PNG\r\n\x1a\n and more"


def get_from(script: Script, *, max_bytes: int = 1_000, timeout: float = 5.0) -> Reply:
    """Get a picture from a server that follows a script."""
    with (
        WireServer(script) as server,
        HttpTransport(server.url, timeout=timeout, max_bytes=max_bytes) as transport,
    ):
        return transport.get(f"http://127.0.0.1:{server.port}/a.png")


def test_nothing_of_the_account_goes_along() -> None:
    """A picture costs a GET with four headers: no body, no cookie, no login."""
    answers = say(answer(PICTURE, "Set-Cookie: a=b"), answer(PICTURE))
    with WireServer(answers) as server, HttpTransport(server.url) as transport:
        replies = [transport.get(f"http://127.0.0.1:{server.port}/a%20b.png?x=1") for _ in range(2)]
    assert [reply.body for reply in replies] == [PICTURE, PICTURE]
    assert server.connections == 1
    for request in server.requests:
        assert request.decode().split("\r\n") == [
            "GET /a%20b.png?x=1 HTTP/1.1",
            f"Host: 127.0.0.1:{server.port}",
            "Accept: image/*",
            "Accept-Encoding: identity",
            f"User-Agent: oocli/{__version__}",
            "",
            "",
        ]


def test_pictures_come_over_tls_from_a_server_that_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Certificates are checked as for requests."""
    with WireServer(say(answer(PICTURE)), tls=True) as server:
        url = f"https://localhost:{server.port}/a.png"
        with HttpTransport(server.url) as transport, pytest.raises(NetworkError) as caught:
            transport.get(url)
        assert "certificate is not trusted" in caught.value.why
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(CERTIFICATE))
        with HttpTransport(server.url) as transport:
            assert transport.get(url).body == PICTURE


@pytest.mark.parametrize(
    "url", ["https://foreign.example/a.png", "http://127.0.0.1:9/a.png", "file:///etc/passwd", "a.png"]
)
def test_no_request_goes_elsewhere(url: str) -> None:
    """The door itself refuses what is neither of onOffice nor of the server on this computer."""
    with (
        WireServer(say(answer(PICTURE))) as server,
        HttpTransport(server.url) as transport,
        pytest.raises(AddressRefused, match="An address in a record is not opened"),
    ):
        transport.get(url)
    assert server.connections == 0


def test_a_picture_that_has_moved_on_its_server_is_found() -> None:
    """A redirect that stays where it is, is followed."""
    moved = answer(b"", "Location: /b.png", status="301 Moved Permanently")
    answers = iter((moved, answer(PICTURE)))

    def move(peer: Peer) -> None:
        peer.read_request()
        peer.send(next(answers))

    assert get_from(move).body == PICTURE


@pytest.mark.parametrize(
    "location", ["http://127.0.0.2/a.png", "https://image.onoffice.de/a.png", "//foreign.example/a.png"]
)
def test_a_picture_is_not_followed_to_another_server(location: str) -> None:
    """Not even to one that could have been named itself."""
    with pytest.raises(AddressRefused) as caught:
        get_from(say(answer(b"", f"Location: {location}", status="302 Found")))
    assert " sends on to " in caught.value.why


def test_redirects_of_a_picture_end() -> None:
    """A circle of them is a failure."""
    moved = answer(b"", "Location: /a.png", status="302 Found")
    with pytest.raises(NetworkError, match="redirects again and again"):
        get_from(say(*[moved] * 10))


def test_a_picture_that_is_cut_off_is_none() -> None:
    """Fewer bytes than were announced are a failure."""
    with pytest.raises(NetworkError) as caught:
        get_from(say(answer(PICTURE)[:-1]))
    assert "it broke off" in caught.value.why


def test_a_picture_has_the_limits_of_an_answer() -> None:
    """In bytes and in seconds; the message names the host of the picture."""
    with pytest.raises(NetworkError, match=r"127\.0\.0\.1:\d+ sends more than 1000 bytes"):
        get_from(say(answer(bytes(1001))))

    def wait(peer: Peer) -> None:
        peer.read_request()
        peer.wait_for_close()

    with pytest.raises(NetworkError) as caught:
        get_from(wait, timeout=0.2)
    assert "not complete within 0.2 s" in caught.value.why
