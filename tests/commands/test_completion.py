"""``oocli completion``: scripts shown, and put where shells find them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from harness import Outcome

Run = Callable[..., Outcome]
_SCRIPTS = Path(__file__).parent.parent.parent / "completions"


@pytest.mark.parametrize(
    ("shell", "file_name"),
    [("bash", "oocli.bash"), ("zsh", "_oocli"), ("fish", "oocli.fish"), ("PowerShell", "oocli.ps1")],
)
def test_show_writes_the_script_in_the_repository(oocli: Run, shell: str, file_name: str) -> None:
    """`completion show SHELL` is the file in completions/, so both can be used."""
    script = (_SCRIPTS / file_name).read_text(encoding="utf-8")
    assert oocli("completion", "show", shell) == Outcome(0, script, "")


def test_the_shell_is_guessed(oocli: Run) -> None:
    """Without a name the script is that of the user's shell."""
    variables = {"SHELL": "/usr/bin/fish"}
    assert oocli("completion", "show", variables=variables) == oocli("completion", "show", "fish")


def test_an_unknown_shell_is_refused(oocli: Run) -> None:
    """A shell that oocli does not complete for is wrong usage; a misspelt one is recognised."""
    assert oocli("completion", "show", "fisch").error["message"] == (
        "oocli has no completion for 'fisch', did you mean fish?"
    )
    error = oocli("completion", "show", variables={"SHELL": "/bin/tcsh"}).error
    assert (error["exit_code"], error["hint"]) == (2, "Name one: bash, zsh, fish, powershell")


def test_fish_finds_its_script_by_itself(oocli: Run, home: Path) -> None:
    """For fish the script is all there is to install."""
    script = home / ".config" / "fish" / "completions" / "oocli.fish"
    assert oocli("completion", "install", "fish") == Outcome(0, f"Wrote {script}\n", "")
    assert script.read_text(encoding="utf-8") == (_SCRIPTS / "oocli.fish").read_text(encoding="utf-8")


def test_startup_file_is_not_touched_without_leave(oocli: Run, home: Path) -> None:
    """Without a terminal and without --yes the line for the startup file is only said."""
    script = home / ".local" / "share" / "bash-completion" / "completions" / "oocli"
    assert oocli("completion", "install", "bash") == Outcome(
        0, f"Wrote {script}\nAdd this to {home}/.bashrc:\n  . {script}\n", ""
    )
    assert not (home / ".bashrc").exists()


@pytest.mark.parametrize(("answer", "added"), [("y\n", True), ("\n", False)])
def test_startup_file_is_changed_when_a_person_agrees(
    oocli: Run, home: Path, answer: str, added: bool
) -> None:
    """On a terminal oocli asks before it adds the line."""
    outcome = oocli("completion", "install", "zsh", stdin=answer, terminal=True)
    script = home / ".local" / "share" / "zsh" / "site-functions" / "_oocli"
    line = f"(( $+functions[compdef] )) || {{ autoload -Uz compinit; compinit }}; . {script}"
    assert outcome.err == f"Add a line to {home}/.zshrc that loads it? [y/N] "
    assert (home / ".zshrc").exists() == added
    assert (f"Added to {home}/.zshrc: {line}" in outcome.out) == added


def test_line_is_added_once(oocli: Run, home: Path) -> None:
    """Installing again leaves a startup file that has the line as it is."""
    (home / ".bashrc").write_text("alias ll='ls -l'", encoding="utf-8")
    oocli("completion", "install", "bash", "--yes")
    once = (home / ".bashrc").read_text(encoding="utf-8")
    oocli("completion", "install", "bash", "--yes")
    script = home / ".local" / "share" / "bash-completion" / "completions" / "oocli"
    assert once == f"alias ll='ls -l'\n. {script}\n"
    assert (home / ".bashrc").read_text(encoding="utf-8") == once


def test_powershell_is_told_what_to_run(oocli: Run, home: Path) -> None:
    """Where only the shell knows its startup file, the command that changes it is said."""
    script = home / ".local" / "share" / "oocli" / "oocli.ps1"
    outcome = oocli("completion", "install", "powershell", "--yes")
    assert outcome.out == (
        f"Wrote {script}\nRun this in the shell, once:\n"
        f"  Add-Content -Path $PROFILE -Value \". '{script}'\"\n"
    )


def test_a_place_that_cannot_be_written_is_said(oocli: Run, home: Path) -> None:
    """A file where a directory must be is a failure with its path."""
    (home / ".config").write_text("", encoding="utf-8")
    error = oocli("completion", "install", "fish").error
    assert error["message"] == f"Cannot write {home}/.config/fish/completions/oocli.fish"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_uninstall_leaves_nothing_behind(oocli: Run, home: Path, shell: str) -> None:
    """The script is gone, and the startup file is as it was, to the byte."""
    startup = home / {"bash": ".bashrc", "zsh": ".zshrc", "fish": "unused"}[shell]
    startup.write_bytes("alias ll='ls -l'\r\n# Grüße \xff\n".encode("latin-1"))
    before = startup.read_bytes()
    assert oocli("completion", "install", shell, "--yes").code == 0
    script = next(path for path in home.rglob("*oocli*") if path.is_file())
    removed = oocli("completion", "uninstall", shell)
    assert (removed.code, f"Removed {script}" in removed.out) == (0, True)
    assert (script.exists(), startup.read_bytes()) == (False, before)
    assert oocli("completion", "uninstall", shell).out == "There is nothing to remove\n"


def test_powershell_is_told_which_line_is_left(oocli: Run, home: Path) -> None:
    """Only PowerShell knows where its profile is."""
    oocli("completion", "install", "powershell")
    assert "remove that line: notepad $PROFILE" in oocli("completion", "uninstall", "powershell").out


def test_a_script_that_cannot_be_removed_is_said(oocli: Run, home: Path) -> None:
    """What stands in its place is not removed with it."""
    assert oocli("completion", "install", "bash", "--yes").code == 0
    script = home / ".local" / "share" / "bash-completion" / "completions" / "oocli"
    script.unlink()
    script.mkdir()
    assert oocli("completion", "uninstall", "bash").error["message"] == f"Cannot change {script}"
