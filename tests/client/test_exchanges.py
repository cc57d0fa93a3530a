"""What --debug shows of an exchange is what happened."""

from contextlib import suppress

import pytest

from oocli.client.exchanges import WatchedTransport
from oocli.errors import NetworkError
from oocli.wire.reply import Reply


class _Line:
    """A transport that does as it is told, and keeps what was said until then."""

    def __init__(self, said: list[str], step: Reply | BaseException) -> None:
        self.said, self.step = said, step
        self.before: list[str] = []

    def post(self, body: bytes) -> Reply:
        self.before = list(self.said)
        if isinstance(self.step, BaseException):
            raise self.step
        return self.step


def _post(step: Reply | BaseException) -> tuple[list[str], list[str]]:
    """Give what is said before a request goes out, and what after that: first characters of lines."""
    said: list[str] = []
    line = _Line(said, step)
    with suppress(NetworkError, KeyboardInterrupt, SystemExit):
        WatchedTransport(line, said.append, bodies=True).post(b'{"a":1}')
    after = "\n".join(said[len(line.before) :]).splitlines()
    return line.before, [text[:9] for text in after]


def test_request_is_shown_when_it_has_gone_out() -> None:
    """Nothing is shown as sent while it may still stay here."""
    before, after = _post(Reply(b"{}"))
    assert before == ["- a request of 7 bytes is being sent"]
    assert after == ['> {"a":1}', "< HTTP 20", "< {}"]


def test_request_whose_answer_was_lost_was_sent() -> None:
    """It may have arrived, so it is shown as sent."""
    assert _post(NetworkError("reset", arrived=True))[1] == ['> {"a":1}', "< no answ"]


def test_request_that_never_left_is_not_shown_as_sent() -> None:
    """What surely did not arrive has a mark of its own."""
    assert _post(NetworkError("refused", arrived=False))[1] == ['x {"a":1}', "< no answ"]


@pytest.mark.parametrize("end", [KeyboardInterrupt(), SystemExit(1)])
def test_request_that_a_signal_breaks_off_is_open(end: BaseException) -> None:
    """Nobody knows whether it went out, and that is what is shown."""
    assert _post(end)[1] == ['? {"a":1}', "< no answ"]


def test_without_bodies_there_is_a_line_an_exchange() -> None:
    """``-v`` says how it went, and no more."""
    said: list[str] = []
    WatchedTransport(_Line(said, Reply(b"")), said.append).post(b"{}")
    assert [text.rpartition(",")[0] for text in said] == ["< HTTP 200, 2 bytes sent, 0 received"]
