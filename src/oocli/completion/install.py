"""Where a shell looks for the script that completes oocli, and how it is put there.

The script goes into one of the user's own directories. A startup file of the shell is changed only by
``add_line``, about which the caller asks first, and by ``remove``, which removes that line.
"""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from oocli.completion.scripts import SHELLS, Shell
from oocli.errors import UsageError


@dataclass(frozen=True)
class ShellSetup:
    """Where a shell finds its script.

    Attributes:
        script: the file for it.
        line: what the shell must run when it starts; empty if it finds the script itself.
        startup: the file for that line; None if only the shell knows it.
    """

    script: Path
    line: str = ""
    startup: Path | None = None

    @property
    def is_complete(self) -> bool:
        """Whether the shell will find the script, with nothing left to add."""
        if not self.line:
            return True
        return self.startup is not None and self.line in _read(self.startup).splitlines()


def guess_shell(environ: Mapping[str, str]) -> Shell:
    """Return the shell of this user.

    Raises:
        UsageError: oocli does not know it.
    """
    name = Path(environ.get("SHELL", "")).name
    if not name and environ.get("PSModulePath"):
        name = "powershell"
    if name in SHELLS:
        return SHELLS[name]
    raise UsageError(
        f"oocli has no completion for the shell {name!r}"
        if name
        else "oocli cannot tell which shell you use",
        hint=f"Name one: {', '.join(SHELLS)}",
    )


def find_setup(shell: Shell, environ: Mapping[str, str]) -> ShellSetup:
    """Return where the script of a shell belongs, judging by the environment that the shell sees too."""
    home = Path(environ.get("HOME") or environ.get("USERPROFILE") or Path.home())
    data = Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    config = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
    if shell.name == "fish":
        return ShellSetup(config / "fish" / "completions" / "oocli.fish")
    if shell.name == "bash":
        folder = Path(environ.get("BASH_COMPLETION_USER_DIR") or data / "bash-completion")
        script = folder / "completions" / "oocli"
        return ShellSetup(script, f". {shlex.quote(str(script))}", home / ".bashrc")
    if shell.name == "zsh":
        script = data / "zsh" / "site-functions" / "_oocli"
        ready = "(( $+functions[compdef] )) || { autoload -Uz compinit; compinit }"
        return ShellSetup(
            script, f"{ready}; . {shlex.quote(str(script))}", Path(environ.get("ZDOTDIR") or home) / ".zshrc"
        )
    script = data / "oocli" / "oocli.ps1"
    quoted = str(script).replace("'", "''")
    return ShellSetup(script, f"Add-Content -Path $PROFILE -Value \". '{quoted}'\"")


def write_script(setup: ShellSetup, shell: Shell) -> None:
    """Write the script to its place, replacing an older one.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        setup.script.parent.mkdir(parents=True, exist_ok=True)
        setup.script.write_text(shell.script(), encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"Cannot write {setup.script}", why=error.strerror or str(error)) from error


def add_line(setup: ShellSetup) -> None:
    """Add the line to the shell's startup file, which is created if missing.

    Raises:
        UsageError: it cannot be written.
    """
    if setup.startup is None:
        return
    before = _read(setup.startup)
    gap = "" if before.endswith("\n") or not before else "\n"
    try:
        with setup.startup.open("a", encoding="utf-8", newline="\n") as file:
            file.write(f"{gap}{setup.line}\n")
    except OSError as error:
        raise UsageError(f"Cannot write {setup.startup}", why=error.strerror or str(error)) from error


def remove(setup: ShellSetup) -> list[Path]:
    """Remove the script, and its line from the startup file; return the changed files.

    Every other line of the startup file stays as it is.

    Raises:
        UsageError: one of them cannot be changed; the script is the last to be removed.
    """
    changed = []
    path = setup.startup
    try:
        if path is not None and setup.line in _read(path).splitlines():
            lines = path.read_bytes().splitlines(keepends=True)
            left = [line for line in lines if line.rstrip(b"\r\n") != setup.line.encode()]
            path.write_bytes(b"".join(left))
            changed.append(path)
        path = setup.script
        if path.exists():
            path.unlink()
            changed.append(path)
    except OSError as error:
        raise UsageError(f"Cannot change {path}", why=error.strerror or str(error)) from error
    return changed


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
