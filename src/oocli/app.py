"""The command tree: which word leads to which module, imported when it is asked for."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperOption

from oocli import __version__
from oocli.context import Context
from oocli.errors import UsageError
from oocli.interface.options import Group
from oocli.interface.topics import TOPICS
from oocli.settings import SETTINGS, find_early_options

COMMANDS = {
    "read": ("calls", "Read records: estates, addresses, tasks, appointments ..."),
    "create": ("calls", "Create a record"),
    "modify": ("calls", "Change a record"),
    "delete": ("calls", "Delete a record"),
    "get": ("calls", "Get information: files, relations, searches, settings ..."),
    "do": ("calls", "Do something: send mail, upload, offer ..."),
    "undo": ("undo", "Take back what a modify with --from has changed"),
    "history": ("history", "List the runs with --from, and what became of their rows"),
    "fields": ("fields", "Show the fields of this customer's onOffice"),
    "cache": ("cache", "Look into the cache of the field configuration, or empty it"),
    "calls": ("catalogue", "List and search the documented calls, without network"),
    "commands": ("commands", "List every command, with all that a program has to know of it"),
    "explain": (
        "explain",
        "Explain a call, an error code, a relation, a field or a signature, without network",
    ),
    "send": ("send", "Send raw JSON: an action, a list of actions, a whole request"),
    "upload": ("upload", "Upload files and store them with an estate, an address, a task ..."),
    "download": ("download", "Download the files of an estate or an address"),
    "sync": ("sync", "Keep a copy of the office in one SQLite file, what is gone included"),
    "watch": ("watch", "Keep a copy up to date, and say what changes, a line each"),
    "sql": ("sql", "Ask a copy of the office in SQL, in every output format"),
    "doctor": ("doctor", "Find out why it does not work, and what to do"),
    "profile": ("profile", "Keep credentials: add, list, show, use, set, remove"),
    "sandbox": ("sandbox", "The made-up onOffice: serve it over HTTP, reset it, look into it"),
    "completion": ("completion", "Let the Tab key complete words, options and names"),
}

_ABOUT = f"""A command-line client of the onOffice API.

Try it without an account:
  oocli --sandbox read estate
  oocli --sandbox read estate --where 'kaufpreis<300000' --sort kaufpreis --limit 5
  oocli read estate --help

`oocli help TOPIC` explains what no single command is about. Topics: {", ".join(TOPICS)}
"""


class _Root(Group):
    """The word ``oocli`` itself."""

    summaries: ClassVar[dict[str, str]] = {name: summary for name, (_, summary) in COMMANDS.items()}

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the words in the order of the table."""
        return list(COMMANDS)

    def summarize(self, ctx: Any) -> dict[str, str]:
        """Return each word with what it does, without importing its module."""
        return self.summaries

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import the module behind a word and build its command."""
        if cmd_name not in COMMANDS:
            return None
        return import_module(f"oocli.commands.{COMMANDS[cmd_name][0]}").build(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command for a word, or say which one was meant; ``help WORDS`` is ``WORDS --help``."""
        if args[:1] == ["help"]:
            if len(args) == 1:
                from oocli.interface.help import write_help

                write_help(ctx)
                raise typer.Exit
            if args[1] in TOPICS:
                from oocli.interface.topic_pages import write_topic

                write_topic(ctx, args[1])
                raise typer.Exit
            args = [*args[1:], "--help"]
        return super().resolve_command(ctx, args)


def build() -> Group:
    """Return the whole command tree; a command below is built when it is asked for."""
    return _Root(name="oocli", help=_ABOUT, params=[_build_version_option()])


def run(context: Context, arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code.

    Raises:
        UsageError: the command line is wrong; and every failure of the commands.
    """
    context.options.update(find_early_options(arguments))
    _check_variables(context)
    root = build()
    try:
        # Not root.main, which makes exit codes of its own of Ctrl-C and of a closed pipe.
        with root.make_context("oocli", list(arguments), obj=context) as ctx:
            code = root.invoke(ctx)
    except typer.TyperException as error:
        from oocli.interface.usage import describe_usage

        raise describe_usage(error) from error
    except typer.Exit as stop:
        code = stop.exit_code
    return code if isinstance(code, int) else 0


def _check_variables(context: Context) -> None:
    """Refuse a value in the environment that would be refused on the command line.

    Raises:
        UsageError: it is not one of the values that the option takes.
    """
    for option in SETTINGS:
        value = context.environ.get(option.variable)
        if value and option.choices and value not in option.choices:
            raise UsageError(
                f"{option.variable} is not one of {', '.join(option.choices)}, but {value[:40]!r}"
            )


def _build_version_option() -> TyperOption:
    def show(ctx: typer.Context, _param: Any, value: bool) -> None:
        if value:
            ctx.obj.stdout.write(f"oocli {__version__}\n")
            raise typer.Exit

    return TyperOption(
        param_decls=["show_version", "--version"],
        is_flag=True,
        default=False,
        is_eager=True,
        expose_value=False,
        callback=show,
        help="Show the version",
    )
