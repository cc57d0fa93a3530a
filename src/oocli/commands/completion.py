"""``oocli completion``: the script that lets a shell complete oocli's words, shown or set up."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

import typer
from typer.main import get_command

from oocli.completion.install import ShellSetup, add_line, find_setup, guess_shell, remove, write_script
from oocli.completion.scripts import SHELLS, Shell
from oocli.context import Context
from oocli.errors import UsageError
from oocli.interface.options import Command, Group
from oocli.text.spelling import ask


class _Completion(Group):
    """The word ``completion``; the name of a shell alone asks for its script, as in other tools."""

    meant: ClassVar[Mapping[str, str]] = {shell: f"show {shell}" for shell in SHELLS}


def build(_name: str) -> Any:
    """Return the command with its words."""
    app = typer.Typer(cls=_Completion, rich_markup_mode=None, add_completion=False, help=_HELP)
    app.command("show", cls=Command, help=_SHOW_HELP)(show)
    app.command("install", cls=Command, help=_INSTALL_HELP)(install)
    app.command("uninstall", cls=Command, help=_UNINSTALL_HELP)(uninstall)
    return get_command(app)


_HELP = f"""Let the Tab key complete commands, calls, options, values, profiles and field names.

Works in {", ".join(SHELLS)}.

Examples:
  oocli completion install
  oocli completion show zsh
"""

_SHOW_HELP = """Write the completion script of a shell to standard output.

Without a name it is the script of the shell that you use.

Examples:
  oocli completion show bash
  oocli completion show powershell --output-file oocli.ps1
"""

_INSTALL_HELP = """Put the completion script where the shell finds it.

It takes effect when the shell is next started. Where the startup file must load it,
oocli asks before it adds the line; --yes answers.

Examples:
  oocli completion install
  oocli completion install fish
  oocli completion install zsh --yes
"""

_UNINSTALL_HELP = """Take away what install has put into its place: the script, and the line that loads it.

Examples:
  oocli completion uninstall
  oocli completion uninstall zsh
"""

_Shell = Annotated[
    str,
    typer.Argument(metavar="SHELL", help=f"One of {', '.join(SHELLS)}", autocompletion=lambda: list(SHELLS)),
]


def show(ctx: typer.Context, shell: _Shell = "") -> None:
    """Write the script of a shell."""
    context: Context = ctx.obj
    context.output.write_text(_find_shell(context, shell).script())


def install(
    ctx: typer.Context,
    shell: _Shell = "",
    yes: Annotated[bool, typer.Option("--yes", help="Add the line to the startup file, do not ask")] = False,
) -> None:
    """Write the script to its place and see that the shell reads it."""
    context: Context = ctx.obj
    chosen = _find_shell(context, shell)
    setup = find_setup(chosen, context.environ)
    write_script(setup, chosen)
    lines = [f"Wrote {setup.script}"]
    if not setup.is_complete and setup.startup is not None and _agrees(context, setup, yes=yes):
        add_line(setup)
        lines.append(f"Added to {setup.startup}: {setup.line}")
    if not setup.is_complete:
        lines.append(f"Add this to {setup.startup}:" if setup.startup else "Run this in the shell, once:")
        lines.append(f"  {setup.line}")
    context.output.write_text("".join(f"{line}\n" for line in lines))


def uninstall(ctx: typer.Context, shell: _Shell = "") -> None:
    """Remove the script of a shell, and the line in its startup file."""
    context: Context = ctx.obj
    setup = find_setup(_find_shell(context, shell), context.environ)
    changed = remove(setup)
    lines = [
        f"Removed {path}" if path == setup.script else f"Removed its line from {path}" for path in changed
    ]
    if setup.line and setup.startup is None:
        lines.append(f"If your profile loads {setup.script}, remove that line: notepad $PROFILE")
    context.output.write_text("".join(f"{line}\n" for line in lines or ["There is nothing to remove"]))


def _find_shell(context: Context, name: str) -> Shell:
    if not name:
        return guess_shell(context.environ)
    if name.lower() in SHELLS:
        return SHELLS[name.lower()]
    near = ask(name, SHELLS)
    raise UsageError(
        f"oocli has no completion for {name!r}" + (f", {near}" if near else ""),
        hint=f"It completes in {', '.join(SHELLS)}",
    )


def _agrees(context: Context, setup: ShellSetup, *, yes: bool) -> bool:
    """Find out whether the startup file may be changed: by ``--yes``, or by asking a person."""
    if yes or not context.voice.asks:
        return yes
    return context.voice.ask(f"Add a line to {setup.startup} that loads it?")
