"""The server's clock: read from its Date header, told to the user, signed with where that is wanted."""

from email.utils import formatdate

import pytest

from harness import NOW, Clock
from oocli.catalogue import Catalogue
from oocli.client import Client
from oocli.client.guard import Guard
from oocli.client.server_clock import describe_offset, find_offset
from oocli.errors import ApiError
from oocli.request.actions import Action
from oocli.sandbox import SECRET, TOKEN
from oocli.sandbox.door.answer import Sandbox
from oocli.sandbox.records.store import Store
from oocli.wire.messages import Credentials
from oocli.wire.reply import Reply
from scripted import ScriptedTransport, answer, refusal, result

READ = Action("read", "estate", parameters={"data": ["Id"]})
CREATE = Action("create", "address", parameters={"Name": "Meier"})
REFUSED = refusal(136, "Your timestamp is too old or your server time is wrong.")


def dated(reply: Reply, moment: float) -> Reply:
    """Give a reply that carries a Date header."""
    return Reply(reply.body, headers={"date": formatdate(moment, usegmt=True)})


def connect(transport: ScriptedTransport | Sandbox, clock: Clock, *, follows: bool = True) -> Client:
    """Give a client that signs with the server's time, or does not."""
    return Client(
        transport,
        Credentials(TOKEN, SECRET),
        Guard(Catalogue()),
        now=clock.now,
        sleep=clock.sleep,
        follows_server_clock=follows,
    )


@pytest.mark.parametrize(
    ("header", "offset"),
    [
        ("Thu, 09 Oct 2025 08:53:20 GMT", 0),
        ("Thu, 09 Oct 2025 08:51:20 GMT", 120),
        ("Thu, 09 Oct 2025 08:51:20 -0000", 120),
        ("Thu, 09 Oct 2025 10:53:30 +0200", -10),
        ("", None),
        ("yesterday", None),
        ("Thu, 09 Oct 20250 08:53:20 GMT", None),
        ("Thu, 09 Oct 2025 08:53:20 +999999999999", None),
        ("Fri, 31 Dec 9999 23:59:59 -2359", -251642387139),
    ],
)
def test_offset_is_read_from_the_header(header: str, offset: int | None) -> None:
    """The seconds that this machine is ahead; none where the header is not a date, never a crash."""
    assert find_offset(header, NOW) == offset


@pytest.mark.parametrize(
    ("offset", "words"),
    [
        (0, "This machine's clock agrees with the server's"),
        (1, "This machine's clock is 1 second ahead of the server's"),
        (-300, "This machine's clock is 300 seconds behind the server's"),
        (7200, "This machine's clock is 2 hours ahead of the server's"),
        (-90061, "This machine's clock is 25 hours and 1 minutes behind the server's"),
    ],
)
def test_offset_is_told_in_words(offset: int, words: str) -> None:
    """Seconds while they can be counted, hours where a time zone may be the reason."""
    assert describe_offset(offset) == words


@pytest.mark.parametrize("ahead", [3000, -3000, 7_200_000])
def test_server_time_is_signed_with(ahead: int, clock: Clock) -> None:
    """A machine whose clock is far off is answered after one refusal, and told how far."""
    server = Sandbox(Store.open(":memory:", estates=2, addresses=2), now=lambda: NOW)
    clock.time = NOW + ahead
    client = connect(server, clock)
    assert len(client.call(READ).records) == 2
    assert client.offset.seconds == ahead


def test_offset_is_learnt_once(clock: Clock) -> None:
    """The requests that follow are signed with the server's time at once."""
    transport = ScriptedTransport([dated(answer(REFUSED), NOW - 500), answer(result())])
    client = connect(transport, clock)
    client.call(READ)
    client.call(READ)
    assert [action["timestamp"] for action in transport.actions] == [NOW, NOW - 500, NOW - 500]


def test_write_is_signed_anew_too(clock: Clock) -> None:
    """A refused signature means that nothing happened, so a write is sent again."""
    transport = ScriptedTransport([dated(answer(REFUSED), NOW - 500), answer(result())])
    connect(transport, clock).call(CREATE)
    assert [action["timestamp"] for action in transport.actions] == [NOW, NOW - 500]


def test_second_refusal_is_final(clock: Clock) -> None:
    """A server that refuses its own time is not asked for ever."""
    transport = ScriptedTransport([dated(answer(REFUSED), NOW - 500)])
    with pytest.raises(ApiError, match="136"):
        connect(transport, clock).call(READ)
    assert len(transport.sent) == 2


@pytest.mark.parametrize(
    "reply",
    [
        dated(answer(refusal(137, "The HMAC is invalid.")), NOW - 500),
        dated(answer(REFUSED), NOW),
        Reply(answer(REFUSED).body, headers={"date": "never"}),
        answer(REFUSED),
    ],
    ids=["another refusal", "the clock is right", "no date", "no header"],
)
def test_without_an_offset_the_refusal_stands(reply: Reply, clock: Clock) -> None:
    """Where the server's time would change nothing, or is not known, nothing is sent again."""
    transport = ScriptedTransport([reply])
    with pytest.raises(ApiError):
        connect(transport, clock).call(READ)
    assert len(transport.sent) == 1


def test_batch_that_was_carried_out_in_part_is_not_repeated(clock: Clock) -> None:
    """Where one action of a batch passed, the others are reported and none is sent again."""
    transport = ScriptedTransport([dated(answer(result(), REFUSED, code=200, errorcode=97), NOW - 500)])
    connect(transport, clock).send([CREATE, CREATE])
    assert len(transport.sent) == 1


def test_nothing_is_learnt_unasked(clock: Clock) -> None:
    """Without --clock-from-server a wrong clock is an error that says how far it is off."""
    transport = ScriptedTransport([dated(answer(REFUSED), NOW - 500)])
    with pytest.raises(ApiError) as caught:
        connect(transport, clock, follows=False).call(READ)
    assert caught.value.why.endswith("This machine's clock is 500 seconds ahead of the server's.")
    assert "--clock-from-server" in caught.value.hint
