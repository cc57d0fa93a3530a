"""Messages about a command line that cannot be read: what is wrong, and what was probably meant.

Owns the words that people know from other tools, and what replaces them here.
"""

from collections.abc import Mapping, Sequence
from shlex import quote
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
    **dict.fromkeys(("whoami", "settings", "account"), "profile show"),
    **dict.fromkeys(("logout",), "profile remove"),
    **dict.fromkeys(("version",), "--version"),
    **dict.fromkeys(("raw", "request", "api", "call"), "send"),
    **dict.fromkeys(("check", "test", "ping", "status"), "doctor"),
    **dict.fromkeys(("schema", "describe"), "fields"),
    **dict.fromkeys(("mail", "email"), "do sendmail"),
    **dict.fromkeys(("serve", "mock"), "sandbox serve"),
}

# Words that say the same of what a group of commands keeps.
_ALIKE = (
    {"list", "ls", "show", "view", "get", "info", "status", "print"},
    {"remove", "clear", "reset", "uninstall", "delete", "rm", "del", "clean", "empty", "purge", "logout"},
    {"add", "install", "create", "new", "init", "login", "setup"},
    {"set", "update", "edit", "change", "modify", "configure"},
    {"use", "switch", "select", "activate", "default"},
    {"serve", "start", "run", "up"},
)

# What Typer says, as regular expressions, and the same in words that everybody knows.
_PLAIN = (
    (r"^Option '(.+)' requires an argument$", r"\1 needs a value"),
    (r"^Option '(.+)' requires (\d+) arguments$", r"\1 needs \2 values"),
    (r"^Option '(.+)' does not take a value$", r"\1 takes no value"),
    (r"^Invalid value for '(.+)': (.+) is not a valid int$", r"\1 takes a whole number, not \2"),
    (r"^Invalid value for '(.+)': (.+) is not a valid float$", r"\1 takes a number, not \2"),
    (r"^Missing (?:argument|option|parameter) '(.+)'$", r"\1 is missing"),
)
_SLIPS = 2  # letters that a name may have more than what was typed


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


def describe_unknown_command(
    word: str, commands: tuple[str, ...], *, path: str = "oocli", meant: Mapping[str, str] | None = None
) -> UsageError:
    """Say that there is no such command below ``path``, and which one was meant.

    ``meant`` has the words that mean something else there, and what they mean.
    """
    replaced = _COMMANDS if path == "oocli" else (meant or {})
    near = suggest(word, commands) or filter(None, [replaced.get(word.lower(), "")])
    near = tuple(near) or (() if path == "oocli" else _find_alike(word.lower(), commands))
    below = " ".join([*path.split()[1:], word])
    return UsageError(
        f"There is no command {below!r}",
        hint=f"Did you mean {' or '.join(f'`{path} {name}`' for name in near)}?"
        if near
        else f"`oocli --help` lists the commands, `oocli explain {quote(word)}` searches"
        if path == "oocli"
        else f"{path} has {', '.join(commands)}",
    )


def _find_alike(word: str, commands: tuple[str, ...]) -> tuple[str, ...]:
    """Return the commands that do what the word says in other tools."""
    return tuple(name for names in _ALIKE if word in names for name in commands if name in names)


def describe_usage(error: typer.TyperException) -> UsageError:
    """Say what the parser did not understand, and what was meant."""
    ctx: Any = getattr(error, "ctx", None)
    path = ctx.command_path if ctx is not None else "oocli"
    text = error.format_message().rstrip(".")
    option = getattr(error, "option_name", "")
    if ctx is not None and option and not text.startswith("Option"):
        return UsageError(f"{path} has no option {option}", hint=_explain_option(ctx, path, option))
    extra = _find_extra(text)
    advise = getattr(ctx.command, "advise_on_extra", None) if ctx is not None else None
    if extra and advise is not None:
        return UsageError(f"{path} takes only one ID, not also {' '.join(extra)!r}", hint=advise(ctx, extra))
    plain = f"{path} does not take {' '.join(extra)!r}" if extra else _say_plainly(text)
    return UsageError(plain, hint=f"`{path} --help` shows how it is used")


def _find_extra(text: str) -> list[str]:
    """Return the words that the parser has no place for, if that is its message."""
    is_extra = text.startswith("Got unexpected extra argument")
    return text.rpartition("(")[2].rstrip(").").split() if is_extra else []


def _say_plainly(text: str) -> str:
    """Return a message of the parser in the words of oocli."""
    import re

    for pattern, plain in _PLAIN:
        text = re.sub(pattern, plain, text)
    return text


def _explain_option(ctx: Any, path: str, option: str) -> str:
    """Return what was probably meant by an option that the command does not have."""
    known = [flag for item in ctx.command.params for flag in (*item.opts, *item.secondary_opts)]
    bare = {flag.lstrip("-"): flag for flag in known if flag.startswith("--")}
    word = option.lstrip("-").lower()
    near = suggest(word, bare)
    stand = _OPTIONS.get(word)
    if stand is not None and (not stand.needs or stand.needs in known) and not _are_slips(word, near):
        return stand.hint
    if near:
        return f"Did you mean {' or '.join(bare[name] for name in near)}?"
    return f"`{path} --help` lists the options"


def _are_slips(word: str, near: Sequence[str]) -> bool:
    """Say whether a name is as good as the word; one that only begins with it is another word."""
    return any(len(name) - len(word) <= _SLIPS for name in near)
