"""Requests in flight: several at once, each with what it was sent for."""

import threading
import time

import pytest

from harness import Clock
from oocli.catalogue import Catalogue
from oocli.client import Client
from oocli.client.crew import Crew
from oocli.client.guard import Guard
from oocli.errors import NetworkError
from oocli.request.actions import Action
from oocli.wire.messages import Answer, Credentials
from oocli.wire.reply import Reply
from scripted import ScriptedTransport, answer, result

_READ = [Action("read", "estate")]


class Meeting:
    """A transport that answers only when so many requests have come together."""

    def __init__(self, parties: int) -> None:
        self._barrier = threading.Barrier(parties)

    def post(self, _body: bytes) -> Reply:
        """Wait for the others, then answer."""
        self._barrier.wait(timeout=10)
        return answer(result(total=0))


def _ask(crew: Crew[int]) -> None:
    """Send a request and wait for it; with one job it fails where it is sent."""
    crew.send(1, _READ)
    crew.wait()


class Broken:
    """A transport with a mistake in it."""

    def post(self, body: bytes) -> Reply:
        """Fail as nobody foresaw."""
        raise RuntimeError(body.decode())


class Counting:
    """A transport that counts how many requests are with it at once.

    Attributes:
        most: the most that were.
    """

    def __init__(self) -> None:
        self.most = self._here = 0
        self._lock = threading.Lock()

    def post(self, _body: bytes) -> Reply:
        """Stay for a moment, then answer."""
        with self._lock:
            self._here += 1
            self.most = max(self.most, self._here)
        time.sleep(0.01)
        with self._lock:
            self._here -= 1
        return answer(result(total=0))


def _connect(transport: ScriptedTransport | Meeting | Broken | Counting, clock: Clock) -> Client:
    guard = Guard(Catalogue(), tenant="acme")
    return Client(transport, Credentials("t" * 32, "s" * 64), guard, now=clock.now, sleep=clock.sleep)


def test_as_many_requests_are_in_flight_as_there_are_jobs(clock: Clock) -> None:
    """Three requests meet at the server, and each comes back with its errand."""
    crew: Crew[int] = Crew(_connect(Meeting(3), clock), 3)
    for errand in (1, 2, 3):
        crew.send(errand, _READ)
    assert sorted(crew.wait().errand for _ in range(3)) == [1, 2, 3]
    assert crew.busy == 0
    crew.dismiss()


def test_requests_beyond_those_at_once_wait_their_turn(clock: Clock) -> None:
    """Six are sent and two are in flight at a time; the others go out without anyone asking again."""
    transport = Counting()
    crew: Crew[int] = Crew(_connect(transport, clock), 4)
    crew.at_once = 2
    for errand in range(6):
        crew.send(errand, _READ)
    assert sorted(crew.wait().errand for _ in range(6)) == list(range(6))
    assert transport.most == 2
    crew.dismiss()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_failure_comes_back_in_the_place_of_an_answer(jobs: int, clock: Clock) -> None:
    """It is raised by nobody; who waits decides what it means."""
    crew: Crew[str] = Crew(_connect(ScriptedTransport([NetworkError("gone", arrived=False)]), clock), jobs)
    crew.send("page", _READ)
    back = crew.wait()
    assert (back.errand, str(back.answer)) == ("page", "gone")
    crew.dismiss()


def test_one_job_has_no_thread(clock: Clock) -> None:
    """Each request is made where it is sent."""
    before = set(threading.enumerate())
    crew: Crew[str] = Crew(_connect(ScriptedTransport([answer(result(total=0))]), clock), 1)
    crew.send("page", _READ)
    assert set(threading.enumerate()) <= before


def test_an_answer_tells_how_often_it_was_asked_for_and_how_long_it_took(clock: Clock) -> None:
    """That is what the pace of a reading is made of."""
    script: list[Reply | NetworkError] = [
        NetworkError("slow down", arrived=True, retry_after=3.0),
        answer(result(total=0)),
    ]
    crew: Crew[str] = Crew(_connect(ScriptedTransport(script), clock), 1)
    crew.send("page", _READ)
    back = crew.wait()
    assert isinstance(back.answer, Answer)
    assert back.answer.attempts == 2
    assert back.seconds == pytest.approx(sum(clock.pauses))


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_nobody_foresaw_is_raised_to_whoever_waits(
    jobs: int, clock: Clock, capfd: pytest.CaptureFixture[str]
) -> None:
    """A thread prints no traceback of its own, in which the token of the request would stand."""
    crew: Crew[int] = Crew(_connect(Broken(), clock), jobs)
    with pytest.raises(RuntimeError, match="token"):
        _ask(crew)
    assert capfd.readouterr() == ("", "")
