"""Messages about a command line that cannot be read: what is wrong, and what was probably meant.

Owns the words that people know from other tools, and what replaces them here.
"""

from typing import Any, NamedTuple

import typer

from oocli.errors import UsageError
from oocli.text.spelling import suggest

_COMMANDS = {
    **dict.fromkeys(("update", "change", "edit", "patch", "set", "put"), "modify"),
    **dict.fromkeys(("remove", "rm", "del"), "delete"),
    **dict.fromkeys(("add", "new", "insert", "post"), "create"),
    **dict.fromkeys(("list", "ls", "show", "export", "query", "select"), "read"),
    **dict.fromkeys(("search", "find"), "get search"),
    **dict.fromkeys(("import",), "create RESOURCE --from FILE"),
    **dict.fromkeys(("login", "auth", "init"), "profile add"),
    **dict.fromkeys(("config", "configure", "profiles"), "profile"),
    **dict.fromkeys(("version",), "--version"),
    **dict.fromkeys(("raw", "request", "api", "call"), "send"),
    **dict.fromkeys(("check", "test", "ping", "status"), "doctor"),
    **dict.fromkeys(("schema", "describe"), "fields"),
    **dict.fromkeys(("mail", "email"), "do sendmail"),
    **dict.fromkeys(("serve", "mock"), "sandbox serve"),
}


class _Stand(NamedTuple):
    """What replaces an option of other tools: a hint, and the option that the command must have for it."""

    hint: str
    needs: str = ""


_JQ = _Stand("oocli has no jq of its own: pipe json to it, `oocli ... -o json | jq '.[].elements'`")
_FORMAT = _Stand("-o says the format: `-o json`, `-o csv`, `-o ids` ...; `oocli help output`")
_EXTENT = _Stand("--limit says how many records, --all reads all of them, page by page", "--limit")
_SECRET = _Stand("No option takes credentials; `oocli profile add NAME` asks for them and keeps them")
_OPTIONS = {
    **dict.fromkeys(("jq", "jmespath", "query", "transform"), _JQ),
    **dict.fromkeys(
        (
            "json",
            "csv",
            "tsv",
            "md",
            "markdown",
            "geojson",
            "xlsx",
            "excel",
            "parquet",
            "ndjson",
            "jsonl",
            "table",
            "raw",
            "ids",
            "format",
            "out",
        ),
        _FORMAT,
    ),
    **dict.fromkeys(("page", "pages", "per-page", "page-size", "max", "count-only", "top", "n"), _EXTENT),
    **dict.fromkeys(("token", "secret", "password", "api-key", "key", "user"), _SECRET),
    **dict.fromkeys(
        ("order", "order-by", "orderby", "sort-by"),
        _Stand("--sort says the order: `--sort kaufpreis,-Id`", "--sort"),
    ),
    **dict.fromkeys(
        ("columns", "column", "select", "field"),
        _Stand("--fields says which fields: `--fields Id,kaufpreis`", "--fields"),
    ),
    **dict.fromkeys(
        ("search", "condition", "find"),
        _Stand("--where says which records: `--where 'kaufpreis<300000'`", "--where"),
    ),
    **dict.fromkeys(
        ("input", "file", "csv-file", "rows"), _Stand("--from FILE takes a file with a row each", "--from")
    ),
    **dict.fromkeys(
        ("value", "data", "body"), _Stand("--set says what to write: `--set kaufpreis=350000`", "--set")
    ),
    **dict.fromkeys(("host", "url", "endpoint"), _Stand("--api-url says the address")),
    **dict.fromkeys(("silent",), _Stand("-q leaves out notes, -qq warnings too")),
    **dict.fromkeys(("force", "confirm", "y", "assume-yes"), _Stand("--yes answers every question", "--yes")),
}


def describe_unknown_command(word: str, commands: tuple[str, ...]) -> UsageError:
    """Say that there is no such command, and which one was meant."""
    near = suggest(word, commands) or filter(None, [_COMMANDS.get(word.lower(), "")])
    meant = " or ".join(f"`oocli {name}`" for name in near)
    return UsageError(
        f"There is no command {word!r}",
        hint=f"Did you mean {meant}?"
        if meant
        else f"`oocli --help` lists the commands, `oocli explain {word}` searches",
    )


def describe_usage(error: typer.TyperException) -> UsageError:
    """Say what the parser did not understand, and what was meant."""
    ctx: Any = getattr(error, "ctx", None)
    path = ctx.command_path if ctx is not None else "oocli"
    text = getattr(error, "message", "")
    option = getattr(error, "option_name", "")
    if ctx is not None and option and not text.startswith("Option"):
        return UsageError(f"{path} has no option {option}", hint=_explain_option(ctx, path, option))
    if ctx is not None and text.startswith("Got unexpected extra argument"):
        advise = getattr(ctx.command, "advise_on_extra", None)
        extra = text.rpartition("(")[2].rstrip(").").split()
        if advise is not None:
            return UsageError(
                f"{path} takes only one ID, not also {' '.join(extra)!r}", hint=advise(ctx, extra)
            )
    return UsageError(error.format_message().rstrip("."), hint=f"`{path} --help` shows how it is used")


def _explain_option(ctx: Any, path: str, option: str) -> str:
    """Return what was probably meant by an option that the command does not have."""
    known = [flag for item in ctx.command.params for flag in (*item.opts, *item.secondary_opts)]
    bare = {flag.lstrip("-"): flag for flag in known if flag.startswith("--")}
    word = option.lstrip("-").lower()
    near = [bare[name] for name in suggest(word, bare)]
    if near:
        return f"Did you mean {' or '.join(near)}?"
    stand = _OPTIONS.get(word)
    if stand is not None and (not stand.needs or stand.needs in known):
        return stand.hint
    return f"`{path} --help` lists the options"
