"""The line of a terminal that gives way to everything else."""

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import pyte
import pytest
from screen import Screen

from harness import Clock, Stream
from oocli.terminal.line import TerminalLine, may_reach_terminal

_ENVIRON = {"COLUMNS": "20"}


@pytest.fixture
def terminal() -> Stream:
    """Give a terminal of 20 columns."""
    return Stream(terminal=True)


@pytest.fixture
def line(terminal: Stream) -> TerminalLine:
    """Give the line of that terminal."""
    return TerminalLine(terminal, _ENVIRON)


@pytest.fixture
def pipe() -> Iterator[TextIO]:
    """Give the end of a pipe that is written to."""
    there, here = os.pipe()
    with os.fdopen(here, "w", encoding="utf-8") as stream:
        yield stream
    os.close(there)


def look(terminal: Stream) -> list[str]:
    """Give what stands on the terminal."""
    screen = Screen(20, 5)
    pyte.Stream(screen).feed(terminal.getvalue().replace("\n", "\r\n"))
    return screen.texts


def test_line_is_written_anew_in_place(terminal: Stream, line: TerminalLine) -> None:
    """A shorter text leaves nothing of a longer one; a cleared line is empty."""
    line.show("100 of 300 records")
    line.show("200 rows")
    assert look(terminal) == ["200 rows"]
    line.clear()
    assert look(terminal) == [""]


def test_line_never_reaches_the_edge(terminal: Stream, line: TerminalLine) -> None:
    """A text that is too long is cut, so that the terminal does not go to the next line."""
    line.show("123,456 of 200,000 estate records, 3,100/s")
    line.clear()
    assert look(terminal) == [""]


def test_what_is_typed_meanwhile_stands_behind_the_text(terminal: Stream, line: TerminalLine) -> None:
    """A ``^C`` that the terminal shows does not break the line, and goes with it."""
    line.show("1 of 3 rows")
    terminal.write("^C")
    assert look(terminal) == ["1 of 3 rows^C"]
    line.show("2 of 3 rows")
    assert look(terminal) == ["2 of 3 rows"]


def test_ctrl_c_goes_where_nothing_else_stood(terminal: Stream, line: TerminalLine) -> None:
    """A ``^C`` that nobody wrote is taken away before it is said what came of it."""
    line.share(terminal).write("a note\n")
    terminal.write("^C")
    line.recover(Clock().sleep)
    assert look(terminal) == ["a note", ""]


def test_ctrl_c_leaves_a_question(terminal: Stream, line: TerminalLine) -> None:
    """A question that is not answered stays, and what is said next has a line of its own."""
    line.share(terminal).write("Really? ")
    terminal.write("^C")
    line.recover(Clock().sleep)
    assert look(terminal) == ["Really? ^C", ""]


@pytest.mark.parametrize("is_data", [False, True])
def test_line_gives_way_to_what_is_written(terminal: Stream, line: TerminalLine, is_data: bool) -> None:
    """Whatever is written to a shared stream begins on an empty line."""
    shared = line.share(terminal, is_data=is_data)
    line.show("100 of 300 records")
    shared.write("one\n")
    line.show("200 of 300 records")
    shared.writelines(["two\n", "three\n"])
    assert look(terminal) == ["one", "two", "three", ""]


def test_nothing_needs_no_room(terminal: Stream, line: TerminalLine) -> None:
    """An empty text is not data that would end progress."""
    line.show("100 of 300")
    line.share(terminal, is_data=True).write("")
    line.show("200 of 300")
    assert look(terminal) == ["200 of 300"]


def test_line_comes_back_behind_what_is_said_and_not_behind_data(
    terminal: Stream, line: TerminalLine
) -> None:
    """A note interrupts progress; data ends it."""
    line.share(terminal).write("a note\n")
    line.show("1 of 3")
    assert look(terminal) == ["a note", "1 of 3"]
    line.share(terminal, is_data=True).write("data\n")
    line.show("2 of 3")
    assert look(terminal) == ["a note", "data", ""]


def test_line_gives_way_to_data_in_a_pipe(terminal: Stream, line: TerminalLine, pipe: TextIO) -> None:
    """Who reads the pipe may write to the same terminal, at any time from then on."""
    shared = line.share(pipe, is_data=True)
    line.show("100 of 300")
    shared.write("Id,ort\n")
    line.show("200 of 300")
    assert look(terminal) == [""]


def test_line_stands_while_data_goes_to_a_file(terminal: Stream, line: TerminalLine, tmp_path: Path) -> None:
    """A file is not a reason to take progress away; its stream is written to directly."""
    with (tmp_path / "data").open("w") as file:
        shared = line.share(file, is_data=True)
        assert shared is file
        line.show("100 of 300")
        shared.write("Id,ort\n")
    assert look(terminal) == ["100 of 300"]


def test_without_a_terminal_there_is_no_line(pipe: TextIO) -> None:
    """Nothing is written to a standard error that nobody looks at, and no stream is exchanged."""
    stderr = Stream()
    line = TerminalLine(stderr, _ENVIRON)
    line.show("100 of 300")
    line.clear()
    line.recover(Clock().sleep)
    assert stderr.getvalue() == ""
    assert line.share(pipe, is_data=True) is pipe


def test_terminal_that_is_gone_is_no_failure(terminal: Stream, line: TerminalLine) -> None:
    """The run goes on when nobody looks any more."""
    line.show("100 of 300")
    terminal.close()
    line.show("200 of 300")
    line.clear()
    assert not line.stands


def test_shared_stream_is_the_stream_in_all_else(terminal: Stream, line: TerminalLine) -> None:
    """What a stream is asked, its own answers tell."""
    shared = line.share(terminal)
    assert (shared.isatty(), shared.encoding, shared.closed) == (True, "utf-8", False)
    shared.close()
    assert terminal.closed


def test_what_may_reach_a_terminal(pipe: TextIO, tmp_path: Path) -> None:
    """A terminal and a pipe may; a file, what is thrown away, memory and what is closed may not."""
    with (tmp_path / "data").open("w") as file, Path(os.devnull).open("w") as nowhere:
        streams = [Stream(terminal=True), pipe, file, nowhere, io.StringIO()]
        assert [may_reach_terminal(stream, {}) for stream in streams] == [True, True, False, False, False]
    assert not may_reach_terminal(file, {})
