"""Fetch a picture whose address stands in an answer: one GET, tried again as a read is.

The transport decides which addresses it opens; a transport that knows none of that opens none.
"""

from typing import NamedTuple, Protocol, runtime_checkable

from oocli.client import Client, Transport, retry
from oocli.errors import AddressRefused, NetworkError, PartlyDone
from oocli.wire.picture_content import find_damage
from oocli.wire.reply import Reply


@runtime_checkable
class PictureTransport(Transport, Protocol):
    """A transport that gets pictures, too."""

    def get(self, url: str) -> Reply:
        """Get what is at an address, with nothing of the account.

        Raises:
            AddressRefused: it is none that is opened.
            NetworkError: there is no reply.
        """


class Picture(NamedTuple):
    """A picture that came.

    Attributes:
        content: its bytes.
        attempts: how often it was asked for.
    """

    content: bytes
    attempts: int


def get_through(transport: Transport, url: str) -> Reply:
    """Return the reply of a transport for an address.

    Raises:
        AddressRefused: the transport opens none, or not this one.
        NetworkError: there is no reply.
    """
    if not isinstance(transport, PictureTransport):
        raise AddressRefused("An address in a record is not opened", why="there is no way to do that here")
    return transport.get(url)


def fetch_picture(client: Client, url: str) -> Picture:
    """Return the picture at an address.

    Raises:
        AddressRefused: it is none that is opened; nothing was sent.
        PartlyDone: there is no picture, or none that is whole.
        NetworkError: no usable answer after every attempt.
    """
    attempt = 1
    while True:
        try:
            reply = get_through(client.transport, url)
            damage = _judge(reply)
            if not damage:
                return Picture(reply.body, attempt)
            trouble = NetworkError(
                "What came is not a picture, or not all of one", arrived=True, retryable=True, why=damage
            )
        except NetworkError as error:
            trouble, damage = error, ""
        wait = retry.seconds_to_wait(trouble, attempt, "read", attempts=client.attempts, draw=client.draw)
        if wait is None:
            raise _explain_damage(damage) if damage else trouble
        client.sleep(wait)
        attempt += 1


def _judge(reply: Reply) -> str:
    """Return what is wrong with a picture that came.

    Raises:
        NetworkError: the server is in trouble, or asks for fewer requests.
        PartlyDone: there is no picture.
    """
    if reply.status == 200:
        return find_damage(reply)
    trouble = retry.describe_status(reply)
    if trouble.retryable and reply.status >= 300:
        raise trouble
    raise PartlyDone(
        "There is no picture at the address that the API gives",
        why=f"HTTP status {reply.status}",
        hint="Without --size the files come as they are",
    )


def _explain_damage(damage: str) -> PartlyDone:
    return PartlyDone(
        "No whole picture came from the address that the API gives",
        why=damage,
        hint="Run the command again; without --size the files come as they are",
    )
