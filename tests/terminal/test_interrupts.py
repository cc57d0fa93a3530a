"""Ctrl-C between pages."""

import signal
from collections.abc import Iterator

import pytest

from oocli.terminal.interrupts import leave_signals, strike_between


def hand_on(items: Iterator[int]) -> Iterator[int]:
    """Give the items; signals strike only while the next one is awaited."""
    with strike_between() as awaiting:
        while True:
            with awaiting():
                item = next(items, None)
            if item is None:
                return
            yield item


def test_signal_waits_until_the_page_is_written() -> None:
    """What came is handled to its end; the signal strikes when the next one is awaited."""
    done: list[int] = []

    def read() -> None:
        for page in hand_on(iter([1, 2, 3])):
            if page == 2:
                signal.raise_signal(signal.SIGINT)
            done.append(page)

    with pytest.raises(KeyboardInterrupt):
        read()
    assert done == [1, 2]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_signal_while_a_page_is_awaited_strikes_at_once() -> None:
    """Waiting for the server is what Ctrl-C is for."""

    def wait() -> Iterator[int]:
        yield 1
        signal.raise_signal(signal.SIGINT)
        yield 2

    done: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        done.extend(hand_on(wait()))
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_second_signal_strikes_at_once() -> None:
    """Who presses twice does not want to wait for the writing either."""
    done: list[int] = []

    def read() -> None:
        for page in hand_on(iter([1, 2, 3])):
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)
            done.append(page)

    with pytest.raises(KeyboardInterrupt):
        read()
    assert done == []


def test_ignored_signal_stays_ignored() -> None:
    """A job that was started to ignore Ctrl-C does."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        for _ in hand_on(iter([1, 2])):
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_signals_of_a_program_are_left_to_it() -> None:
    """While a program looks at a record, Ctrl-C is its own business, and the handlers are as they were."""
    before = signal.getsignal(signal.SIGINT)
    with leave_signals() as awaiting, awaiting():
        assert signal.getsignal(signal.SIGINT) is before
