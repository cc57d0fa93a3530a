"""The relay: one thread leads all talks, and another one follows when a step lasts."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from oocli.sandbox.door.relay import Relay, Talk

_SECONDS = 10.0  # far more than anything here takes


class _Led:
    """A relay that runs; ``host`` begins a talk and gives the other end of its connection."""

    def __init__(self, relay: Relay, stack: ExitStack) -> None:
        self.relay, self._stack = relay, stack
        self._invited: list[tuple[socket.socket, Callable[[socket.socket], Talk], float]] = []
        ours, theirs = self._open_pair()
        self._door = ours
        relay.add(theirs, self._invite(theirs))
        self.thread = threading.Thread(target=relay.run, kwargs={"pulse": 0.01})
        self.thread.start()

    def host(self, begin: Callable[[socket.socket], Talk], *, idle: float = float("inf")) -> socket.socket:
        """Begin a talk as the server does it: from within another one."""
        ours, theirs = self._open_pair()
        self._invited.append((theirs, begin, idle))
        self._door.sendall(b".")
        return ours

    def _open_pair(self) -> tuple[socket.socket, socket.socket]:
        ours, theirs = socket.socketpair()
        for end in (ours, theirs):
            self._stack.callback(end.close)
            end.settimeout(_SECONDS)
        return ours, theirs

    def _invite(self, door: socket.socket) -> Talk:
        while True:
            yield None
            for _ in door.recv(64):
                connection, begin, idle = self._invited.pop(0)
                self.relay.add(connection, begin(connection), idle=idle)


@pytest.fixture
def lead() -> Iterator[Callable[..., _Led]]:
    """Give a function that lets a relay run; its arguments go to the relay."""
    with ExitStack() as stack:

        def start(**options: float) -> _Led:
            led = _Led(Relay(**options), stack)
            stack.callback(led.thread.join)
            stack.callback(led.relay.stop)
            return led

        yield start


def _echo(connection: socket.socket) -> Talk:
    """Send back what comes."""
    while True:
        yield None
        connection.sendall(connection.recv(64))


def _ask(end: socket.socket, word: bytes = b"hello") -> bytes:
    end.sendall(word)
    return end.recv(64)


def test_short_steps_are_taken_by_one_thread(lead: Callable[..., _Led]) -> None:
    """No thread hands over to another while nothing lasts."""
    led = lead(patience=_SECONDS)
    threads: set[int] = set()

    def note(connection: socket.socket) -> Talk:
        for step in _echo(connection):
            threads.add(threading.get_ident())
            yield step

    ends = [led.host(note) for _ in range(8)]
    assert [_ask(end) for _ in range(3) for end in ends] == [b"hello"] * 24
    assert len(threads) == 1


def test_a_step_that_lasts_holds_nobody_up(lead: Callable[..., _Led]) -> None:
    """While two talks are at a long step others go on; afterwards the two go on as well."""
    led, opened = lead(), threading.Event()

    def wait(connection: socket.socket) -> Talk:
        yield None
        connection.recv(64)
        assert opened.wait(_SECONDS)
        connection.sendall(b"at last")
        yield from _echo(connection)

    slow, quick = [led.host(wait) for _ in range(2)], led.host(_echo)
    for end in slow:
        end.sendall(b"work")
    assert [_ask(quick) for _ in range(3)] == [b"hello"] * 3
    opened.set()
    assert [end.recv(64) for end in slow] == [b"at last"] * 2
    assert [_ask(end) for end in slow] == [b"hello"] * 2


def test_pauses_hold_nobody_up_and_last(lead: Callable[..., _Led]) -> None:
    """A talk that pauses goes on after its time, also if bytes come; others do not wait for it."""
    led = lead(patience=_SECONDS)

    def pause(connection: socket.socket) -> Talk:
        yield None
        yield 0.2
        connection.sendall(connection.recv(64))

    ends, quick = [led.host(pause) for _ in range(20)], led.host(_echo)
    started = time.monotonic()
    for end in ends:
        end.sendall(b"one")
        end.sendall(b"two")
    assert _ask(quick) == b"hello"
    assert [end.recv(64)[:3] for end in ends] == [b"one"] * 20
    assert 0.2 <= time.monotonic() - started < 20 * 0.2


def test_a_talk_that_never_waits_lets_others_go_on(lead: Callable[..., _Led]) -> None:
    """Pauses of no length let everybody else have a step in between."""
    led = lead(patience=_SECONDS)

    def chatter(connection: socket.socket) -> Talk:
        while True:
            yield 0.0

    led.host(chatter)
    assert _ask(led.host(_echo)) == b"hello"


def test_connections_end_with_their_talks(lead: Callable[..., _Led]) -> None:
    """Who has nothing more to say is gone; who is silent for too long, too."""
    led = lead(sweep=0.05)

    def leave(connection: socket.socket) -> Talk:
        yield None
        connection.recv(64)

    ends = led.host(leave), led.host(_echo, idle=0.1)
    ends[0].sendall(b"bye")
    assert [end.recv(64) for end in ends] == [b"", b""]


def test_stopping_ends_every_talk(lead: Callable[..., _Led]) -> None:
    """Whatever a talk waits for, stopping ends it at once, and a step under way when it is done."""
    led, opened, ended = lead(), threading.Event(), []

    def hang(connection: socket.socket) -> Talk:
        try:
            yield None
            connection.recv(64)
            yield float("inf")
        finally:
            ended.append("hanging")

    def wait(connection: socket.socket) -> Talk:
        yield None
        connection.sendall(connection.recv(64))
        opened.wait(_SECONDS)
        yield None

    waiting, hanging, silent = led.host(wait), led.host(hang), led.host(_echo)
    hanging.sendall(b"please")
    assert _ask(waiting) == _ask(silent) == b"hello"
    started = time.monotonic()
    led.relay.stop()
    assert [silent.recv(64), hanging.recv(64), ended] == [b"", b"", ["hanging"]]
    assert time.monotonic() - started < _SECONDS / 2
    opened.set()
    assert waiting.recv(64) == b""


def test_a_relay_can_be_stopped_before_it_runs() -> None:
    """Then it closes what it was given, and does not run any more."""
    ours, theirs = socket.socketpair()
    relay = Relay()
    relay.add(theirs, _echo(theirs))
    relay.stop()
    relay.run()
    with ours:
        assert ours.recv(64) == b""
