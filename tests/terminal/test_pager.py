"""Long help and the reader's pager, in a real pseudo-terminal."""

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

Page = Callable[..., tuple[int, str]]

_PAGED = ["read", "estate", "--help"]


@pytest.fixture
def page(environ: dict[str, str]) -> Page:
    """Give a function that runs oocli on a terminal of 24 lines; it gives exit code and what was shown.

    ``press`` is what is done to the process once ``when`` is on the screen.
    """

    def run(
        *arguments: str,
        variables: Mapping[str, str] | None = None,
        when: str = "",
        press: Callable[[int], None] | None = None,
    ) -> tuple[int, str]:
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "oocli", *(arguments or _PAGED)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={
                **environ,
                "PATH": os.environ["PATH"],
                "TERM": "xterm",
                "COLUMNS": "80",
                **(variables or {}),
            },
            start_new_session=True,
            preexec_fn=_take_terminal,
        )
        os.close(theirs)
        shown = ""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if select.select([ours], [], [], 0.1)[0]:
                try:
                    piece = os.read(ours, 65536)
                except OSError:
                    break
                if not piece:
                    break
                shown += piece.decode()
            if press is not None and when in shown:
                press(ours)
                press = None
        os.close(ours)
        return process.wait(timeout=30), shown.replace("\r\n", "\n")

    return run


def _take_terminal() -> None:
    """Make the pseudo-terminal the one that Ctrl-C of this session comes from."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@pytest.fixture
def pager(tmp_path: Path) -> str:
    """Give the command of a pager that marks what it shows."""
    script = tmp_path / "pager.py"
    script.write_text(
        "import sys\nprint('PAGED', *sys.argv[1:])\nsys.stdout.write(sys.stdin.read())\n", encoding="utf-8"
    )
    return f"{sys.executable} {script}"


def test_long_help_goes_through_the_pager(page: Page, pager: str) -> None:
    """Help that is longer than the terminal is shown by PAGER, whole."""
    code, shown = page(variables={"PAGER": pager})
    assert code == 0
    assert shown.startswith("PAGED\nUsage: oocli read estate")
    assert "Page: https://apidoc.onoffice.de/" in shown


def test_own_variable_wins_and_may_have_words(page: Page, pager: str) -> None:
    """OOCLI_PAGER comes before PAGER, and is a command with its words."""
    _, shown = page(variables={"OOCLI_PAGER": f"{pager} -x 'a b'", "PAGER": "false"})
    assert shown.startswith("PAGED -x a b\n")


@pytest.mark.parametrize(
    "variables",
    [
        {"OOCLI_PAGER": "", "PAGER": "{pager}"},
        {"PAGER": ""},
        {"PAGER": "cat"},
        {"PAGER": "no-such-pager --really"},
        {"PAGER": "'open quote"},
        {"PAGER": "{pager}", "TERM": "dumb"},
    ],
    ids=str,
)
def test_without_a_pager_help_is_written_at_once(page: Page, pager: str, variables: dict[str, str]) -> None:
    """An empty variable means none; where a pager cannot be used, help is shown all the same."""
    code, shown = page(variables={name: text.format(pager=pager) for name, text in variables.items()})
    assert (code, shown.splitlines()[0]) == (0, "Usage: oocli read estate [ID...] [OPTIONS]")
    assert "Page: https://apidoc.onoffice.de/" in shown


@pytest.mark.parametrize("words", ["help scripting", "--version", "explain error 141", "explain relation"])
def test_what_fits_the_screen_or_is_data_is_not_paged(page: Page, pager: str, words: str) -> None:
    """What is shorter than the terminal needs no pager, and explanations are data."""
    assert "PAGED" not in page(*words.split(), variables={"PAGER": pager})[1]


def test_data_is_never_paged(page: Page, pager: str) -> None:
    """Records that are longer than the terminal go to it as they are."""
    words = ["--sandbox", "read", "estate", "--limit", "60", "-o", "ids"]
    code, shown = page(*words, variables={"PAGER": pager})
    assert (code, "PAGED" in shown) == (0, False)
    assert len(shown.splitlines()) >= 60


def test_help_in_a_pipe_is_not_paged(environ: dict[str, str], pager: str) -> None:
    """Without a terminal there is no pager, whatever OOCLI_FORCE_TTY says."""
    done = subprocess.run(
        [sys.executable, "-m", "oocli", *_PAGED],
        env={**environ, "PAGER": pager, "OOCLI_FORCE_TTY": "80"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.startswith("Usage: ")
    assert done.stderr == ""


def test_quitting_the_pager_early_is_quiet(page: Page) -> None:
    """A pager that ends before it has read anything is not a failure."""
    assert page(variables={"PAGER": f"{sys.executable} -c pass"}) == (0, "")


def test_ctrl_c_belongs_to_the_pager(page: Page, tmp_path: Path) -> None:
    """Ctrl-C while a pager shows help ends neither oocli nor its quiet; the pager decides."""
    script = tmp_path / "patient.py"
    script.write_text(
        "import signal, sys, time\n"
        "got = []\n"
        "signal.signal(signal.SIGINT, lambda *_: got.append(1))\n"
        "sys.stdin.read()\n"
        "print('READY', flush=True)\n"
        "while not got:\n"
        "    time.sleep(0.02)\n"
        "print('DONE')\n",
        encoding="utf-8",
    )
    code, shown = page(
        variables={"PAGER": f"{sys.executable} {script}"},
        when="READY",
        press=lambda terminal: _write(terminal, b"\x03"),
    )
    assert (code, shown) == (0, "READY\n^CDONE\n")


def _write(terminal: int, keys: bytes) -> None:
    os.write(terminal, keys)


def test_the_pager_of_the_house_stops_at_q(page: Page) -> None:
    """With less, the usual pager, the first screen is shown and q ends it."""
    code, shown = page(variables={"PAGER": "less"}, when=":", press=lambda terminal: _write(terminal, b"q"))
    assert code == 0
    assert "Usage: oocli read estate" in shown
    assert "Page: https" not in shown
