"""What is pasted while oocli asks for a secret is never a command of the shell around it."""

import os
import re
import select
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from oocli.profiles.hidden_input import strip_marks

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are a matter of POSIX")

TOKEN = "d8e7c8cba562ff1523dee85eeb84572b"
SECRET = "3ab8e78c72c95635f69aeb00bf55a632ca38cf02bb1a533938ff10879cdbb841"
QUESTION = "Token (not shown): "
ADD = f"{shlex.quote(sys.executable)} -m oocli profile add acme --no-check"


@dataclass
class _Shell:
    """A person in front of a shell in a pseudo-terminal.

    Attributes:
        trap: a file that a line of the paste would make, were it a command.
        screen: everything that has appeared so far.
    """

    master: int
    trap: Path
    screen: str = ""

    def type(self, text: str) -> None:
        """Type or paste."""
        os.write(self.master, text.encode())

    def wait_for(self, text: str, *, times: int = 1) -> None:
        """Wait until a text has appeared so often."""
        self._read_until(lambda: self.screen.count(text) >= times)

    def leave(self) -> str:
        """Let the shell say the exit code of the last command, and give it."""
        self.type("echo [$?]\n")
        self._read_until(lambda: re.search(r"\[\d+\]\r\n", self.screen) is not None)
        return self.screen.rpartition("[")[2].partition("]")[0]

    def _read_until(self, is_there: Callable[[], bool]) -> None:
        end = time.monotonic() + 60
        while not is_there():
            ready, _, _ = select.select([self.master], [], [], max(end - time.monotonic(), 0))
            assert ready, self.screen
            self.screen += os.read(self.master, 4096).decode()

    @property
    def was_tricked(self) -> bool:
        """Whether something that was pasted was carried out, shown, or kept as half a line."""
        return self.trap.exists() or TOKEN in self.screen or SECRET in self.screen


@pytest.fixture
def shell(environ: Mapping[str, str], tmp_path: Path) -> Iterator[_Shell]:
    """Give a shell of its own session, on a terminal of its own."""
    import pty

    master, slave = pty.openpty()
    variables = {"PATH": os.environ["PATH"], **environ, "PS1": "$ ", "HISTFILE": "/dev/null"}
    code = "import os, sys; os.close(os.open(os.ttyname(0), os.O_RDWR)); os.execv('/bin/sh', ['sh', '-i'])"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=variables,
        cwd=tmp_path,
        start_new_session=True,
    ) as process:
        os.close(slave)
        shell = _Shell(master, tmp_path / "trap")
        try:
            shell.wait_for("$ ")
            yield shell
        finally:
            process.kill()
            os.close(master)


@pytest.mark.parametrize(
    "paste",
    [
        f"{TOKEN}\n{SECRET}\ntouch trap\n",
        f"\x1b[200~{TOKEN}\n{SECRET}\ntouch trap\n\x1b[201~",
        f"{TOKEN}\n{SECRET}\ntouch trap\n" + "x" * 70 + "\n" + "touch trap\n" * 500,
        f"{TOKEN}\n{SECRET}\ntouch trap",
    ],
    ids=["lines", "bracketed", "many lines", "half a line"],
)
def test_rest_of_a_paste_is_dropped(shell: _Shell, paste: str) -> None:
    """Token and secret are taken; what follows them is nobody's command, now or with the next Enter."""
    shell.type(f"{ADD}\n")
    shell.wait_for(QUESTION)
    shell.type(paste)
    shell.wait_for("is kept in")
    shell.wait_for("$ ", times=2)
    shell.type("\n")
    assert shell.leave() == "0"
    assert not shell.was_tricked


def test_paste_that_comes_in_pieces_is_dropped(shell: _Shell) -> None:
    """A slow line brings the end of a paste after the last answer was read."""
    shell.type(f"{ADD}\n")
    shell.wait_for(QUESTION)
    shell.type(f"{TOKEN}\n{SECRET}\n")
    for _ in range(5):
        time.sleep(0.1)
        shell.type("touch trap\n")
    shell.wait_for("$ ", times=2)
    assert shell.leave() == "0"
    assert not shell.was_tricked


def test_what_was_typed_before_the_question_is_dropped(shell: _Shell) -> None:
    """Lines that were pasted behind the command are neither answers nor commands."""
    shell.type(f"{ADD}\ntouch trap\n")
    shell.wait_for(QUESTION)
    shell.type(f"{TOKEN}\n")
    shell.wait_for("Secret (not shown): ")
    shell.type(f"{SECRET}\n")
    shell.wait_for("$ ", times=2)
    assert shell.leave() == "0"
    assert not shell.was_tricked


def test_input_after_the_last_refusal_is_dropped(shell: _Shell) -> None:
    """Who pastes once more on the third refusal pastes into nothing."""
    shell.type(f"{ADD}\n")
    for times in (1, 2, 3):
        shell.wait_for(QUESTION, times=times)
        shell.type(f"{SECRET}\n")
    shell.wait_for("look swapped", times=3)
    shell.type(f"{SECRET}\ntouch trap\n")
    shell.wait_for("$ ", times=2)
    assert shell.leave() == "4"
    assert not shell.was_tricked


@pytest.mark.parametrize(
    "key", ["\x03", "\x1a", "\x1c", "\x04"], ids=["Ctrl-C", "Ctrl-Z", "Ctrl-\\", "Ctrl-D"]
)
def test_keys_in_a_paste_do_not_lead_out(shell: _Shell, key: str) -> None:
    """A paste may hold the character of a key that ends or stops a program; its rest is not a command."""
    shell.type(f"{ADD}\n")
    shell.wait_for(QUESTION)
    shell.type(f"{key}\ntouch trap\n")
    time.sleep(0.1)
    shell.type("touch trap\n" * 5 + "\x03touch trap\n")
    shell.wait_for("$ ", times=2)
    assert shell.leave() in ("130", "4")
    assert not shell.was_tricked


def test_marks_of_a_bracketed_paste_are_no_part_of_it() -> None:
    """At both ends, and of several pastes in one line."""
    assert strip_marks("\x1b[200~ab\x1b[201~\x1b[200~c\n") == "abc\n"
