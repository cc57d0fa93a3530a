"""Pictures fetched: tried again where that helps, and told where there is none."""

from dataclasses import dataclass, field

import pytest

from harness import Clock
from oocli.catalogue import Catalogue
from oocli.client import Client, Transport
from oocli.client.exchanges import WatchedTransport
from oocli.client.guard import Guard
from oocli.client.picture_fetching import fetch_picture
from oocli.errors import AddressRefused, NetworkError, OocliError, PartlyDone
from oocli.sandbox.records.pictures import draw_picture
from oocli.wire.messages import Credentials
from oocli.wire.reply import Reply
from scripted import ScriptedTransport

PICTURE = draw_picture(1)
URL = "https://image.onoffice.de/a/b.jpg?key=secret"


def give(body: bytes, kind: str = "image/png", **headers: str) -> Reply:
    """Give a reply with a picture, or what is in its place."""
    return Reply(body, headers={"content-type": kind, "content-length": str(len(body)), **headers})


@dataclass
class PictureScript:
    """Gives replies and failures in order; the last one again and again.

    Attributes:
        script: what each get gives or raises.
        got: the addresses.
    """

    script: list[Reply | OocliError]
    got: list[str] = field(default_factory=list)

    def post(self, body: bytes) -> Reply:
        """Take no request."""
        raise AssertionError(body)

    def get(self, url: str) -> Reply:
        """Take the next step of the script."""
        step = self.script[min(len(self.got), len(self.script) - 1)]
        self.got.append(url)
        if isinstance(step, OocliError):
            raise step
        return step


def open_client(transport: Transport, clock: Clock) -> Client:
    """Give a client over a transport."""
    guard = Guard(Catalogue(), tenant="test", read_only=True, confirmed=False, ask=None)
    credentials = Credentials("t" * 32, "s" * 64)
    return Client(transport, credentials, guard, now=clock.now, sleep=clock.sleep, draw=lambda: 1.0)


@pytest.mark.parametrize(
    "trouble",
    [
        Reply(b"<html>", status=503, headers={"retry-after": "7"}),
        Reply(b"", status=429),
        NetworkError("It broke off", arrived=True, retryable=True),
        give(b""),
        give(PICTURE[:-12]),
        give(b"<html>Error</html>", "text/html"),
        give(b"<html>Error</html>"),
        give(b"no picture", "application/json"),
        Reply(PICTURE, headers={"content-type": "image/png"}),
    ],
)
def test_trouble_is_tried_again(trouble: Reply | OocliError, clock: Clock) -> None:
    """As for a read; what is no whole picture may be one the next time."""
    transport = PictureScript([trouble, give(PICTURE)])
    picture = fetch_picture(open_client(transport, clock), URL)
    assert (picture.content, picture.attempts, transport.got) == (PICTURE, 2, [URL, URL])


@pytest.mark.parametrize(
    ("trouble", "kind", "tries", "why"),
    [
        (Reply(b"", status=404), PartlyDone, 1, "HTTP status 404"),
        (Reply(b"", status=403), PartlyDone, 1, "HTTP status 403"),
        (Reply(b"", status=301), PartlyDone, 1, "HTTP status 301"),
        (Reply(b"", status=206), PartlyDone, 1, "HTTP status 206"),
        (Reply(b"", status=500), NetworkError, 4, "HTTP status 500"),
        (give(PICTURE[:-12]), PartlyDone, 4, "it broke off"),
        (give(b"<svg/>", "image/svg+xml"), PartlyDone, 4, "a web page came"),
        (give(b""), PartlyDone, 4, "nothing came"),
        (AddressRefused("No"), AddressRefused, 1, ""),
        (NetworkError("No", arrived=False, retryable=False), NetworkError, 1, ""),
    ],
)
def test_failures_say_what_is_wrong(
    trouble: Reply | OocliError, kind: type[OocliError], tries: int, why: str, clock: Clock
) -> None:
    """A picture that is not there is no trouble of the network, so that the others are still fetched."""
    transport = PictureScript([trouble])
    with pytest.raises(kind) as caught:
        fetch_picture(open_client(transport, clock), URL)
    assert type(caught.value) is kind
    assert why in caught.value.why
    assert len(transport.got) == tries


@pytest.mark.parametrize(
    "content", [b"\xff\xd8\xff\xe0 jpeg \xff\xd9", b"GIF89a \x3b", b"RIFF    WEBP", b"II*\0", PICTURE]
)
def test_pictures_are_known_by_their_first_bytes(content: bytes, clock: Clock) -> None:
    """Whatever type is told."""
    transport = PictureScript([give(content, "application/octet-stream")])
    assert fetch_picture(open_client(transport, clock), URL).content == content


def test_unknown_pictures_are_known_by_their_type(clock: Clock) -> None:
    """A type that begins with image/ will do, in chunks too."""
    reply = Reply(
        b"\0\0\0\x1cftypavif", headers={"content-type": "Image/avif", "transfer-encoding": "chunked"}
    )
    assert fetch_picture(open_client(PictureScript([reply]), clock), URL).attempts == 1


def test_transports_without_pictures_open_no_address(clock: Clock) -> None:
    """Nothing is sent in their place."""
    transport = ScriptedTransport([])
    with pytest.raises(AddressRefused):
        fetch_picture(open_client(WatchedTransport(transport, list[str]().append), clock), URL)
    assert transport.sent == []


@pytest.mark.parametrize(
    ("bodies", "place"), [(False, "image.onoffice.de"), (True, "image.onoffice.de/a/b.jpg")]
)
def test_what_goes_over_the_wire_can_be_watched(bodies: bool, place: str, clock: Clock) -> None:
    """In a line, without what stands behind a question mark, which may be a key."""
    said: list[str] = []
    transport = PictureScript([NetworkError("No", arrived=False, retryable=True), give(PICTURE)])
    watched = WatchedTransport(transport, said.append, bodies=bodies)
    fetch_picture(open_client(watched, clock), URL)
    assert said[0].startswith(f"< a picture at {place}: no answer after ")
    assert said[1].startswith(f"< a picture at {place}: HTTP 200, {len(PICTURE)} bytes received")


def test_what_is_no_address_can_be_watched(clock: Clock) -> None:
    """An address that cannot be read ends nothing."""
    said: list[str] = []
    watched = WatchedTransport(PictureScript([AddressRefused("No")]), said.append)
    with pytest.raises(AddressRefused):
        fetch_picture(open_client(watched, clock), "https://[::1/a")
    assert "what is no address" in said[0]
