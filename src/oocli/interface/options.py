"""The options that every command takes, before or after its words, and the command classes that take them.

Owns how a setting becomes an option, and where its value goes (``Context.options``).
Within a call the API's own parameter names win: a common option whose name the command already uses must be
typed before the command's words.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from oocli.interface.option_kinds import COMMON_SECTION
from oocli.settings import SETTINGS, Setting


def build_common_options(taken: Iterable[str] = ()) -> list[TyperOption]:
    """Return the common options whose flags the command itself does not use."""
    used = set(taken)
    return [_build_option(option) for option in SETTINGS if used.isdisjoint(option.flags)]


@cache  # commands share it: one call has three of them, itself and the two words above it
def _build_option(option: Setting) -> TyperOption:
    def keep(ctx: typer.Context, value: Any) -> None:
        if value:
            if option.choices and value not in option.choices:
                raise typer.BadParameter(
                    f"{value!r} is not one of {', '.join(option.choices)}", param_hint=option.flag
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
            from oocli.interface.help import write_help

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
    """A command that also takes the common options, and writes help in oocli's style."""

    def __init__(self, name: str | None, **settings: Any) -> None:
        super().__init__(name, **_with_common_options(settings))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the words; a failure knows of which command they are."""
        with _of_command(ctx):
            return super().parse_args(ctx, args)


class Group(TyperGroup):
    """A group of commands that also takes the common options, and writes help in oocli's style.

    Attributes:
        meant: what a word means that is none of its commands.
    """

    meant: ClassVar[Mapping[str, str]] = {}

    def __init__(self, **settings: Any) -> None:
        super().__init__(**_with_common_options({**settings, "no_args_is_help": False}))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Find the word of the subcommand; without one, show the group's help."""
        if args and not args[0].startswith("-"):  # the group's own options stand before the word: none
            ctx._protected_args, ctx.args = args[:1], args[1:]
            return args[1:]
        with _of_command(ctx):
            rest = super().parse_args(ctx, args)
        if not ctx._protected_args:
            from oocli.interface.help import write_help

            write_help(ctx)
            raise typer.Exit
        return rest

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command for a word, or say which one was meant."""
        word, commands = args[0], tuple(self.list_commands(ctx))
        if not word.startswith("-") and self.get_command(ctx, word) is None:
            from oocli.interface.usage import describe_unknown_command

            raise describe_unknown_command(word, commands, path=ctx.command_path, meant=self.meant)
        return super().resolve_command(ctx, args)


@contextmanager
def _of_command(ctx: Any) -> Iterator[None]:
    """Note in a failure of the parser, which does not always know it, where it happened."""
    try:
        yield
    except typer.TyperException as error:
        failure: Any = error
        if getattr(failure, "ctx", None) is None:
            failure.ctx = ctx
        raise


def _with_common_options(settings: dict[str, Any]) -> dict[str, Any]:
    own = list(settings.get("params") or [])
    taken = [flag for option in own for flag in (*option.opts, *option.secondary_opts)]
    params = [*own, *build_common_options(taken), _build_help_option()]
    return {**settings, "params": params, "add_help_option": False, "rich_markup_mode": None}
