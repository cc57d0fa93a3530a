"""The options that every command takes, before or after its words, and the command classes with them.

Owns how a common option is declared and where its value goes (``Context.options``).
Within a call the API's own parameter names win: a common option whose name a command
already uses is only taken before the command's words.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from oocli.interface.help import COMMON_SECTION, write_help


class CommonOption(NamedTuple):
    """One option of all commands.

    Attributes:
        name: key in ``Context.options``; the environment's ``OOCLI_<NAME>`` gives the same value.
        flags: how it is typed.
        summary: one line of help.
        metavar: placeholder of its value; empty for a flag.
        choices: permitted values; empty when any is.
        counts: whether repeating it counts up (``-qq``).
    """

    name: str
    flags: tuple[str, ...]
    summary: str
    metavar: str = ""
    choices: tuple[str, ...] = ()
    counts: bool = False


COMMON = (
    CommonOption("profile", ("--profile",), "Profile with the credentials to use", "NAME"),
    CommonOption("sandbox", ("--sandbox",), "Ask the made-up onOffice that ships with oocli"),
    CommonOption("api_url", ("--api-url",), "Address of the API, up to /api or a whole api.php", "URL"),
    CommonOption("api_version", ("--api-version",), "API version", "VERSION", ("stable", "latest")),
    CommonOption("hmac_version", ("--hmac-version",), "Signature version", "VERSION", ("1", "2")),
    CommonOption("timeout", ("--timeout",), "Seconds to wait for an answer", "SECONDS"),
    CommonOption("max_answer", ("--max-answer",), "MiB that an answer may have [default 256]", "MIB"),
    CommonOption(
        "clock_from_server",
        ("--clock-from-server",),
        "Sign with the server's time where it refuses this machine's",
    ),
    CommonOption("extendedclaim", ("--extendedclaim",), "Marketplace claim, sent with every action", "CLAIM"),
    CommonOption(
        "output",
        ("-o", "--output"),
        "A table on a terminal, else json",
        "FORMAT",
        ("table", "json", "ndjson", "csv", "tsv", "raw", "ids"),
    ),
    CommonOption(
        "output_file", ("--output-file",), "Write to a file, which appears whole or not at all", "FILE"
    ),
    CommonOption("flat", ("--flat",), "Make each record {_id, fields...} in json and ndjson"),
    CommonOption("dialect", ("--dialect",), "Kind of csv", "NAME", ("rfc4180", "excel-de")),
    CommonOption(
        "plain", ("--plain",), "Show in tables what the API sent: no grouped numbers, no labels for keys"
    ),
    CommonOption("color", ("--color",), "Colour", "WHEN", ("auto", "always", "never")),
    CommonOption("errors", ("--errors",), "Form of errors", "FORM", ("text", "json")),
    CommonOption("quiet", ("-q", "--quiet"), "No notes; twice: no warnings either", counts=True),
    CommonOption("verbose", ("-v", "--verbose"), "Say on stderr what is sent and how long it takes"),
    CommonOption("debug", ("--debug",), "Show each request and answer on stderr, without secrets"),
    CommonOption("no_input", ("--no-input",), "Never ask; fail and name the option that answers"),
)


def build_common_options(taken: Iterable[str] = ()) -> list[TyperOption]:
    """Give the common options whose flags are not taken by the command itself."""
    used = set(taken)
    return [_build_option(option) for option in COMMON if used.isdisjoint(option.flags)]


def _build_option(option: CommonOption) -> TyperOption:
    def keep(ctx: typer.Context, value: Any) -> None:
        if value:
            if option.choices and value not in option.choices:
                raise typer.BadParameter(
                    f"{value!r} is not one of {', '.join(option.choices)}", param_hint=option.flags[-1]
                )
            ctx.obj.options[option.name] = value

    return TyperOption(
        param_decls=[f"common_{option.name}", *option.flags],
        type=None if not option.metavar else str,
        is_flag=None if option.metavar or option.counts else True,
        count=option.counts,
        default=None if option.metavar else (0 if option.counts else False),
        metavar=option.metavar or None,
        help=f"{option.summary}: {', '.join(option.choices)}" if option.choices else option.summary,
        expose_value=False,
        callback=lambda ctx, _param, value: keep(ctx, value),
        rich_help_panel=COMMON_SECTION,
    )


def _build_help_option() -> TyperOption:
    def show(ctx: typer.Context, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            write_help(ctx)
            raise typer.Exit

    return TyperOption(
        param_decls=["show_help", "-h", "--help"],
        is_flag=True,
        default=False,
        is_eager=True,
        expose_value=False,
        help="Show this help",
        rich_help_panel=COMMON_SECTION,
        callback=lambda ctx, _param, value: show(ctx, value),
    )


class Command(TyperCommand):
    """A command that takes the common options too and writes help the house's way."""

    def __init__(self, name: str | None, **settings: Any) -> None:
        super().__init__(name, **_with_common_options(settings))


class Group(TyperGroup):
    """A group of commands that takes the common options too and writes help the house's way."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**_with_common_options({**settings, "no_args_is_help": False}))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Find the word of the subcommand; without one, show the group's help."""
        rest = super().parse_args(ctx, args)
        if not ctx._protected_args:
            write_help(ctx)
            raise typer.Exit
        return rest


def _with_common_options(settings: dict[str, Any]) -> dict[str, Any]:
    own = list(settings.get("params") or [])
    taken = [flag for option in own for flag in (*option.opts, *option.secondary_opts)]
    params = [*own, *build_common_options(taken), _build_help_option()]
    return {**settings, "params": params, "add_help_option": False, "rich_markup_mode": None}
