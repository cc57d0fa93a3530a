"""``oocli explain``: what a call, an error code, a relation or a field means, without network.

The first three ship with oocli; a field comes from the cache of ``oocli fields``. Needs no
table library: on a terminal it writes plain text.
"""

import textwrap
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Annotated, Any

import typer
from typer.main import get_command

from oocli.catalogue import VERBS, Call, Paging, Parameter, Period, ResourceId
from oocli.catalogue.error_codes import ErrorCode, find_error, find_status, list_errors
from oocli.catalogue.modules import list_modules
from oocli.catalogue.relations import Relation, find_relation, list_relations
from oocli.context import Context
from oocli.errors import UsageError
from oocli.interface.field_help import find_unlisted, write_field
from oocli.interface.help import write_help
from oocli.interface.options import Command
from oocli.text.spelling import ask

_WIDEST = 110
_DIGITS = 9  # more than any error code has


def build(_name: str) -> Any:
    """Give the command."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command("explain", cls=Command, help=_HELP)(explain)
    return get_command(app)


_HELP = """Explain a call, an error code, a relation or a field, without network.

A field is explained as `oocli fields MODULE` last showed it.

Examples:
  oocli explain read estate
  oocli explain get file address
  oocli explain error 141
  oocli explain relation buyer
  oocli explain relation
  oocli explain estate.objekttyp
"""


def explain(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SUBJECT ...", help="VERB RESOURCE, error [CODE], relation [NAME], or MODULE.FIELD"
        ),
    ] = None,
) -> None:
    """Find out what the words name and explain it."""
    root: Any = ctx.find_root().command
    match words or []:
        case []:
            write_help(ctx)
        case ["error", *codes]:
            _explain_errors(ctx.obj, codes)
        case ["relation", *names]:
            _explain_relations(ctx.obj, names)
        case [verb, resource, *rest] if verb in VERBS:
            _explain_call(ctx, verb, resource, rest)
        case [word] if word in root.list_commands(ctx):
            _show_help(ctx, [word])
        case [name] if "." in name:
            _explain_field(ctx.obj, name)
        case unknown:
            raise _describe_unknown(ctx.obj, unknown)


def _describe_unknown(context: Context, words: Sequence[str]) -> UsageError:
    """Say that nothing is called so, and what may have been meant."""
    first = words[0]
    verbs = context.catalogue.verbs_of(first)
    if first.isdigit():
        hint = f"`oocli explain error {first}` explains an error code"
    elif verbs:
        hint = " or ".join(f"`oocli explain {verb} {first}`" for verb in verbs)
    else:
        near = ask(first, (*VERBS, "error", "relation", *list_modules()))
        hint = f"{near.capitalize()} `oocli explain --help` shows what can be explained".lstrip()
    return UsageError(f"There is nothing called {' '.join(words)!r} to explain", hint=hint)


# Calls


def _explain_call(ctx: typer.Context, verb: str, resource: str, rest: Sequence[str]) -> None:
    """Write the help of a call, or its catalogue entry where another format is asked for.

    Raises:
        UsageError: the catalogue has no such call, or the call no such form.
    """
    context: Context = ctx.obj
    call = context.catalogue.find(verb, resource)
    if call is None:
        near = " or ".join(
            f"`oocli explain {verb} {name}`" for name in context.catalogue.suggest(verb, resource)
        )
        others = " or ".join(
            f"`oocli explain {other} {resource}`" for other in context.catalogue.verbs_of(resource)
        )
        raise UsageError(
            f"The catalogue has no call {verb} {resource}",
            hint=f"Did you mean {near or others}?"
            if near or others
            else f"`oocli {verb} --help` lists the calls",
        )
    if rest and rest[0] not in call.variants:
        forms = f"Its forms are {', '.join(call.variants)}" if call.variants else "It has one form only"
        raise UsageError(f"The call {call.name} has no form {' '.join(rest)!r}", hint=forms)
    if context.settings.get("output") in ("", "table"):
        _show_help(ctx, [verb, call.resourcetype, *rest[:1]])
    else:
        context.output.write([_call_record(call.variant(rest[0] if rest else ""))], single=True)


def _show_help(ctx: typer.Context, words: Sequence[str]) -> None:
    """Write the help that the words themselves would show."""
    root = ctx.find_root().command
    with suppress(typer.Exit), root.make_context("oocli", [*words, "--help"], obj=ctx.obj) as below:
        root.invoke(below)


def _call_record(call: Call) -> dict[str, Any]:
    return {"id": f"{call.verb}.{call.resourcetype}", "type": "call", "elements": _prune(call)}


def _prune(value: Any) -> Any:
    """Leave out what an entry does not say: keys with None, an empty text, list or object."""
    if isinstance(value, Paging):
        value = asdict(value)
    elif isinstance(value, Call | Parameter | Period | ResourceId):
        value = value._asdict()
    if isinstance(value, dict):
        return {key: _prune(item) for key, item in value.items() if item not in (None, "", (), [], {})}
    return [_prune(item) for item in value] if isinstance(value, list | tuple) else value


# Error codes


def _explain_errors(context: Context, codes: Sequence[str]) -> None:
    """Explain the codes that were named, or list all.

    Raises:
        UsageError: one of them is no number, or oocli does not know it.
    """
    if not codes:
        known = list_errors()
        rows = [(str(error.code), f"{error.message} ({error.error_class})") for error in known]
        _write(context, map(_error_record, known), _align(context, rows))
        return
    found = [_find_code(code) for code in codes]
    texts = [line for error in found for line in (*_describe_error(context, error), "")]
    _write(context, map(_error_record, found), texts[:-1], single=len(found) == 1)


def _find_code(text: str) -> ErrorCode:
    if not text.isdecimal() or len(text) > _DIGITS:
        raise UsageError(
            f"{text[:40]!r} is not an error code", hint="A code is a number; `oocli explain error` lists them"
        )
    error = find_error(int(text))
    if error is not None:
        return error
    status = find_status(int(text))
    raise UsageError(
        f"oocli does not know the error code {int(text)}",
        why=f"As status code of a whole answer it means: {status.meaning}" if status else "",
        hint=status.cure
        if status
        else "onOffice support can explain it; `oocli explain error` lists the known ones",
    )


def _error_record(error: ErrorCode) -> dict[str, Any]:
    elements = {
        "code": error.code,
        "message": error.message,
        "class": error.error_class,
        "cause": error.cause,
        "cure": error.cure,
        "exit_code": error.exit_code_for(),
        "marks": list(error.marks),
    }
    return {"id": error.code, "type": "error", "elements": elements}


def _describe_error(context: Context, error: ErrorCode) -> list[str]:
    exits = f"{error.exit_code_for()}"
    if error.exit_code_for(single=True) != error.exit_code_for():
        exits = f"3 where one record was asked for by its id, else {exits}"
    rows = [
        ("Cause", error.cause),
        ("Cure", f"{error.cure}."),
        ("Class", error.error_class),
        ("Exit code", exits if error.code else "0"),
    ]
    return [*_wrap(context, f"Error {error.code}: {error.message}"), *_align(context, rows)]


# Relations


def _explain_relations(context: Context, names: Sequence[str]) -> None:
    """Explain the relations that were named, or list all.

    Raises:
        UsageError: a name is unknown or ambiguous.
    """
    if not names:
        known = list_relations()
        rows = [(relation.short, relation.meaning) for relation in known]
        _write(context, map(_relation_record, known), _align(context, rows))
        return
    found = [find_relation(name) for name in names]
    texts = [line for relation in found for line in (*_describe_relation(context, relation), "")]
    _write(context, map(_relation_record, found), texts[:-1], single=len(found) == 1)


def _relation_record(relation: Relation) -> dict[str, Any]:
    return {"id": relation.short, "type": "relation", "elements": relation._asdict()}


def _describe_relation(context: Context, relation: Relation) -> list[str]:
    rows = [
        ("Parent", f"{relation.parent} (parentid, parentids)"),
        ("Child", f"{relation.child} (childid, childids)"),
        ("URN", relation.urn),
        ("Documented for", ", ".join(_RELATION_CALLS[verb] for verb in relation.documented_for)),
        ("Note", relation.note),
    ]
    return [
        f"{relation.short}: {relation.meaning}",
        *_align(context, [row for row in rows if row[1]]),
        f"Example: oocli get idsfromrelation --relationtype {relation.short} --parentids 409",
    ]


_RELATION_CALLS = {
    "read": "get idsfromrelation",
    "create": "create relation",
    "modify": "modify relation",
    "delete": "delete relation",
}


# Fields


def _explain_field(context: Context, text: str) -> None:
    """Explain a field from the cache, or from what ships with oocli.

    Raises:
        UsageError: there is no such module or field, or nothing is known of it without asking.
    """
    known = {name.lower(): name for name in list_modules()}
    word, _, name = text.partition(".")
    module = known.get(word.lower(), word)
    configuration = context.load_fields(module)
    field = configuration.find_in_any_case(name) if configuration is not None else None
    field = field or find_unlisted(module, name)
    if field is not None:
        write_field(context, field)
    elif configuration is not None:
        near = " or ".join(f"{module}.{other}" for other in configuration.suggest(name))
        raise UsageError(
            f"{module} has no field {name!r}",
            hint=f"Did you mean {near}?" if near else f"`oocli fields {module} --refresh` asks again",
        )
    elif module not in known.values():
        near = ask(word, known.values())
        raise UsageError(
            f"There is no module {word!r}" + (f", {near}" if near else ""),
            hint=f"The modules are {', '.join(known.values())}",
        )
    else:
        raise UsageError(
            f"The fields of {module} are not known here yet",
            hint=f"`oocli fields {module}` asks for them once and keeps them",
        )


# Writing


def _write(
    context: Context, records: Iterable[dict[str, Any]], lines: Iterable[str], *, single: bool = False
) -> None:
    """Write lines of text where a person reads, and records in every other format."""
    if context.output.format == "table":
        context.output.write_text("".join(f"{line}\n" for line in lines))
    else:
        context.output.write(records, single=single)


def _align(context: Context, rows: Sequence[tuple[str, str]]) -> list[str]:
    """Set names left and texts right, wrapped to the terminal."""
    left = max(len(name) for name, _ in rows) + 4
    return [line for name, text in rows for line in _wrap(context, text, f"  {name}".ljust(left), " " * left)]


def _wrap(context: Context, text: str, first: str = "", further: str = "") -> list[str]:
    width = max(min(context.output.size[0], _WIDEST), len(further) + 20)
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
    )
