"""The pages of docs/reference/ that say what the program itself knows, as paragraphs of Markdown."""

import inspect
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from markdown_text import escape, write_table

import oocli.interface.topics
from oocli.catalogue.error_codes import ErrorCode, find_class_meaning, list_errors
from oocli.catalogue.modules import list_modules
from oocli.catalogue.usual_fields import list_usual_fields
from oocli.profiles.keys import KEYS
from oocli.request import filter_grammar
from oocli.settings import SETTINGS

_CLASSES = {
    "auth": "Credentials and clock",
    "account": "Customer, user, licence",
    "permission": "Rights",
    "validation": "Parameters and fields",
    "call": "Calls",
    "request": "The request",
    "json": "JSON",
    "write": "Writing",
    "notfound": "Not found",
    "mail": "Mail",
    "market": "Marketplace",
    "server": "The server",
    "wrapper": "Of a whole answer",
    "client": "Of other clients",
}


def write_errors() -> Iterator[str]:
    """Give the page of all error codes, by kind."""
    known = [error for error in list_errors() if error.code]
    kinds: Mapping[str, list[ErrorCode]] = {
        name: [error for error in known if error.error_class == name] for name in _CLASSES
    }
    if sum(map(len, kinds.values())) < len(known):
        raise ValueError("a kind of error has no heading")
    yield "# Error codes"
    yield (
        f"The {len(known)} codes that the API is known to answer, with cause and cure; onOffice publishes"
        " no list. `oocli explain error 141` says the same in the terminal, and `oocli calls Signatur falsch`"
        " finds codes by words."
    )
    yield (
        "The exit code is that of oocli ([all of them](../exit-codes.md)). *Nothing was done* means that a"
        " write which was answered like this surely changed nothing; after any other code it may have"
        " happened all the same, and oocli ends with 10."
    )
    for name, errors in kinds.items():
        yield f"## {_CLASSES[name]}"
        yield escape(find_class_meaning(name))
        for error in errors:
            yield from _write_error(error)


def _write_error(error: ErrorCode) -> Iterator[str]:
    done = "nothing was done" if error.nothing_done else "of a write nobody knows"
    codes = dict.fromkeys((error.exit_code_for(), error.exit_code_for(single=True)))
    yield f"### Error {error.code}"
    yield f"**{escape(error.message)}**"
    yield f"{escape(error.cause)} {escape(error.cure)}. (Exit code {' or '.join(map(str, codes))}; {done}.)"


def write_fields() -> Iterator[str]:
    """Give the page of the fields that an onOffice usually has."""
    modules = list_modules()
    yield "# Fields that an onOffice usually has"
    yield (
        "Every customer has fields of their own, and may have switched others off: `oocli fields estate`"
        " shows those of yours, with the keys of select fields. These are the ones to expect."
        " [Fields](../fields.md) says how values are read and checked."
    )
    for name, fields in groupby(list_usual_fields(), key=lambda field: field.module):
        yield f"## {name}"
        yield f"{modules[name].title[:1].upper()}{modules[name].title[1:]}."
        rows = [
            (f"`{field.name}`", escape(field.label), escape(field.english), field.type) for field in fields
        ]
        yield write_table(("Field", "German label", "English label", "Type"), rows)


def write_filters() -> Iterator[str]:
    """Give the page of filters: the topic of the help, and the grammar behind it."""
    yield "# Filters"
    yield "`oocli help filters` says the same in the terminal, but for the grammar."
    yield from _write_topic("filters")
    text = inspect.cleandoc(filter_grammar.__doc__ or "")
    _, _, rest = text.partition("::\n\n")
    grammar, _, meaning = rest.partition("\n\n")
    yield "## The grammar"
    yield "Of one `--where`; letter case of words is ignored."
    yield "\n".join(["```text", inspect.cleandoc(grammar), "```"])
    for paragraph in meaning.split("\n\n"):
        yield escape(" ".join(paragraph.split("\n")).replace("``", "`"))


def write_settings() -> Iterator[str]:
    """Give the page of settings: options, variables and keys of profiles, and all other variables."""
    yield "# Settings"
    yield (
        "What holds for every command. An option wins over its variable, that over the profile, and that"
        " over the default, which stands in brackets; `oocli profile show` says where each value comes from."
        " `oocli help options` and `oocli help environment` say the same in the terminal."
    )
    yield "## Options of every command"
    rows = []
    for setting in SETTINGS:
        choices = f": {', '.join(setting.choices)}" if setting.choices else ""
        default = KEYS[setting.key].default if setting.key else ""
        said = f" (`{default}`)" if default and "[default" not in setting.summary else ""
        rows.append(
            (
                f"`{', '.join(setting.flags)}{' ' if setting.metavar else ''}{setting.metavar}`",
                f"`{setting.variable}`",
                f"`{setting.key}`" if setting.key else "",
                escape(f"{setting.summary}{choices}{said}"),
            )
        )
    yield write_table(("Option", "Variable", "Profile", "Meaning"), rows)
    alone = [(f"`{name}`", f"`{key.variable}`") for name, key in KEYS.items() if not key.option]
    yield "A profile keeps these besides; they have no option:"
    yield write_table(
        ("Key", "Variable"), [(name, variable.strip("`") and variable) for name, variable in alone]
    )
    yield from list(_write_topic("environment"))[1:]


def _write_topic(name: str) -> Iterator[str]:
    """Give a topic of the help: sections with headings; what is filled in there stands elsewhere."""
    path = Path(oocli.interface.topics.__file__).with_name(f"{name}.txt")
    for paragraph in path.read_text(encoding="utf-8").strip().split("\n\n"):
        first, *rest = paragraph.split("\n")
        if not first.endswith(":") or not rest:
            yield escape(" ".join([first, *rest]))
        elif not rest[0].startswith("{"):
            kind = "sh" if all(line.startswith(("  oocli ", "  OOCLI_SANDBOX=")) for line in rest) else "text"
            yield f"## {first.removesuffix(':')}"
            yield "\n".join([f"```{kind}", *(line[2:] for line in rest), "```"])
