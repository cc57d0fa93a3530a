"""The way of a call through the house is short: what stands on the stack when a request goes out.

Counted are oocli's own functions from the command on, ``Transport.post`` with them. What the
entry needs to find the command, Typer's functions and the renderer's are not of the way.
"""

import inspect
from collections.abc import Callable
from pathlib import Path

import pytest

import oocli as package
from harness import Outcome
from oocli.client import Transport
from oocli.wire.reply import Reply
from paged_office import PagedOffice, make_records
from scripted import ScriptedTransport, answer, result

Run = Callable[..., Outcome]

_ROOT = Path(package.__file__).parent
_NOT_OF_THE_WAY = {"__main__.py", "app.py"}
_RENDERER = "render"
_SECRETS = {"OOCLI_TOKEN": "t" * 32, "OOCLI_SECRET": "s" * 64}

RECORDS = make_records(range(1, 1201), kaufpreis=1)
ONE_ACTION = 4
READING = 7


class Surveyor:
    """A transport that keeps the functions which lead to it, and lets an office answer."""

    def __init__(self, office: Transport) -> None:
        self.ways: list[list[str]] = []
        self._office = office

    def post(self, body: bytes) -> Reply:
        """Keep the way, and answer."""
        self.ways.append([*_list_functions(), "post"])
        return self._office.post(body)


def _list_functions() -> list[str]:
    """Give oocli's own functions on the stack, the command's first."""
    found = []
    for frame in reversed(inspect.stack(0)):
        path = Path(frame.filename)
        if _ROOT in path.parents:
            inside = path.relative_to(_ROOT).parts
            if inside[0] not in _NOT_OF_THE_WAY and inside[0] != _RENDERER:
                found.append(f"{'.'.join(inside)}:{frame.function}")
    return found


def find_ways(oocli: Run, *words: str, office: Transport) -> list[list[str]]:
    """Run a command and give the ways that its requests took, in their order."""
    surveyor = Surveyor(office)
    assert oocli(*words, transport=surveyor, variables=_SECRETS).code == 0
    return surveyor.ways


def find_longest_way(oocli: Run, *words: str, office: Transport) -> list[str]:
    """Give the longest way that one of the requests of a command took."""
    return max(find_ways(oocli, *words, office=office), key=len)


def _one_answer() -> ScriptedTransport:
    return ScriptedTransport([answer(result({"id": 7, "type": "address", "elements": {}}))])


@pytest.mark.parametrize(
    "words",
    [
        ("create", "address", "--set", "Name=Muster"),
        ("modify", "estate", "409", "--set", "kaufpreis=350000", "-o", "csv"),
        ("delete", "calendar", "107", "--yes", "-o", "table"),
        ("do", "sendmail", "--emailidentity", "a@example.org", "--body", "x", "--yes", "--no-validate"),
        ("create", "address", "--set", "Name=Muster", "-o", "raw"),
    ],
    ids=" ".join,
)
def test_one_action_takes_the_straight_way(oocli: Run, words: tuple[str, ...]) -> None:
    """Run, call, send, post."""
    *_, way = find_ways(oocli, *words, office=_one_answer())  # before it fields may be asked for
    assert len(way) <= ONE_ACTION, way


def test_one_action_never_meets_paging(oocli: Run) -> None:
    """What writes one record knows nothing of pages."""
    *_, way = find_ways(oocli, "create", "address", "--set", "Name=Muster", office=_one_answer())
    assert way == [
        "call.writing.py:run_writing",
        "client.__init__.py:call",
        "client.__init__.py:send",
        "post",
    ]


@pytest.mark.parametrize("output", ["table", "json", "ndjson", "csv", "tsv", "ids", "raw"])
@pytest.mark.parametrize(
    "words",
    [
        ("read", "estate"),
        ("read", "estate", "11"),
        ("read", "estate", "--all", "--jobs", "1", "--batch", "1"),
        ("read", "estate", "--all", "--sort", "kaufpreis", "--jobs", "1"),
        ("read", "user", "--all", "--jobs", "4"),
        ("get", "search", "address", "--input", "Muster"),
    ],
    ids=" ".join,
)
def test_a_reading_takes_the_straight_way(oocli: Run, words: tuple[str, ...], output: str) -> None:
    """Run, listing, pages, crew, send, post, from the first page to the last."""
    way = find_longest_way(oocli, *words, "--no-validate", "-o", output, office=PagedOffice(RECORDS))
    assert len(way) <= READING, way


def test_a_reading_with_several_pages_goes_through_the_crew(oocli: Run) -> None:
    """The longest way that there is."""
    words = ("read", "estate", "--all", "--sort", "kaufpreis", "--jobs", "1", "-o", "ndjson")
    assert find_longest_way(oocli, *words, office=PagedOffice(RECORDS)) == [
        "call.reading.py:run_reading",
        "paging.listing.py:__iter__",
        "paging.prefetch.py:fetch",
        "client.crew.py:send",
        "client.crew.py:_carry",
        "client.__init__.py:send",
        "post",
    ]
