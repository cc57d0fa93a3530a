"""Commands that are typed in a pseudo-terminal behave as they do for a person."""

import os
from pathlib import Path
from threading import Thread

import pytest
from pseudo_terminal import Gate, Hangs, Moment, PseudoTerminal


@pytest.fixture
def terminal(tmp_path: Path) -> PseudoTerminal:
    """Give a terminal of 70 columns."""
    return PseudoTerminal(70, 10, folder=tmp_path, environ={"PATH": os.environ["PATH"]})


def test_all_streams_are_the_terminal(terminal: PseudoTerminal) -> None:
    """A command sees a terminal of the given size on each of its streams."""
    assert terminal.type("for n in 0 1 2; do test -t $n && echo $n; done; stty size") == 0
    assert terminal.screen.texts[1:] == ["0", "1", "2", "10 70", ""]


def test_commands_follow_each_other_and_give_their_codes(terminal: PseudoTerminal) -> None:
    """What one command leaves standing stays; the prompt comes behind it."""
    assert [terminal.type("printf one"), terminal.type("echo two; exit 3")] == [0, 3]
    terminal.prompt()
    assert terminal.screen.texts == ["$ printf one", "one$ echo two; exit 3", "two", "$"]


def test_pipe_ends_on_the_terminal(terminal: PseudoTerminal) -> None:
    """In a pipe only the last program has the terminal as its output."""
    assert terminal.type("{ test -t 1 || echo piped; } | cat; echo error >&2") == 0
    assert sorted(terminal.screen.texts[1:]) == ["", "error", "piped"]


def test_question_is_answered(terminal: PseudoTerminal) -> None:
    """Keys are pressed when the question stands there, and are seen."""
    moment = Moment(sees="Really?", presses="yes\n")
    assert terminal.type("printf 'Really? '; read answer; echo got $answer", [moment]) == 0
    assert terminal.screen.texts[1:] == ["Really? yes", "got yes", ""]


def test_ctrl_c_reaches_the_command(terminal: PseudoTerminal) -> None:
    """Ctrl-C is a signal to the command, whose exit code counts."""
    script = "sh -c 'trap \"echo stopped; exit 130\" INT; echo ready; while :; do sleep 0.01; done'"
    assert terminal.type(script, [Moment(sees="ready", presses="\x03")]) == 130
    assert terminal.screen.texts[-2:] == ["^Cstopped", ""]


def test_held_request_is_answered_at_its_moment(tmp_path: Path) -> None:
    """A request that is held waits until the text stands on the screen."""
    gate = Gate([1])

    def answer() -> None:
        gate.pass_through()
        (tmp_path / "answer").write_text("42\n")

    terminal = PseudoTerminal(70, 10, folder=tmp_path, environ={"PATH": os.environ["PATH"]}, gate=gate)
    office = Thread(target=answer)
    office.start()
    assert not gate.held[1].is_set()
    waits = "echo waiting; until test -s answer; do sleep 0.01; done; cat answer"
    assert terminal.type(waits, [Moment(request=1, sees="waiting")]) == 0
    office.join()
    assert terminal.screen.texts[-3:] == ["waiting", "42", ""]


def test_moment_that_does_not_come_is_told_with_the_screen(terminal: PseudoTerminal) -> None:
    """A failure says what was waited for, and what stands there instead."""
    with pytest.raises(Hangs, match=r"(?s)sees='never'.*something else"):
        terminal.type("echo something else", [Moment(sees="never")])


def test_text_above_the_command_is_no_moment(terminal: PseudoTerminal) -> None:
    """A moment of one command is not mistaken for what an earlier one wrote."""
    terminal.type("echo ready")
    with pytest.raises(Hangs):
        terminal.type("true", [Moment(sees="ready")])
