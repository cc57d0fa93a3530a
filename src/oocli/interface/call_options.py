"""oocli's own options for a call: which of them it has, how each is declared, and what values they get.

Each is parsed under the name that it has in ``call.asked``; after ``read_options`` no code looks up an option
by name. ``parameter_options`` makes the options of the API's own parameters, ``row_options`` those for rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from typer.core import TyperArgument, TyperOption

from oocli.catalogue import Call
from oocli.errors import UsageError
from oocli.interface.call_help import describe_resourceid
from oocli.interface.option_kinds import MORE_SECTION, flag_option, number_option, text_option
from oocli.snippets import LANGUAGES, check_language

if TYPE_CHECKING:
    from oocli.call.asked import CallOptions

_READS = ("read", "get")  # verbs
_FORMAT_OF_DIALECT = {"rfc4180": "csv", "excel-de": "excel-de"}
_SELDOM = frozenset(
    [
        "--offset",
        "--jobs",
        "--batch",
        "--resume",
        "--cache",
        "--typed",
        "--skip-unknown-fields",
        "--parameter",
        "--params",
        "--resourceid",
        "--identifier",
        "--no-validate",
    ]
)  # what help shows after the options that people need more often, or with those for rows if there are any


def build_id(call: Call) -> TyperArgument:
    """Return the argument for the id of a record, or the name of a form."""
    shown = call.resourceid.use in ("required", "optional")
    names_records = (
        call.verb == "read" and call.resourceid.type == "integer" and not call.resourceid.unconfirmed
    )
    return TyperArgument(
        param_decls=["id"],
        type=str,
        nargs=-1 if names_records else 1,
        metavar="ID..." if names_records else "ID",
        required=False,
        hidden=not shown,
        help=describe_resourceid(call),
    )


def build_own_options(forms: list[Call], taken: set[str]) -> list[TyperOption]:
    """Return oocli's own options for a call; if the API has a parameter of the same name, the API wins."""
    call = forms[0]
    found = [*_build_choice_options(forms), *_build_extent_options(forms), *_build_field_options(forms)]
    if any("binary" in form.response for form in forms):
        found.append(
            text_option(
                "--save",
                "PATH",
                "Write the file in the answer to this file, into this directory, or to a pipe (-)",
            )
        )
    if call.fields_in:
        found.append(
            text_option(
                "--set",
                "NAME=TEXT",
                "Record field; NAME:=JSON for JSON, NAME=@FILE for a file",
                key="sets",
                multiple=True,
            )
        )
    if call.each is not None:
        found += _build_record_options(call.each.record_of)
    if call.verb == "modify":
        found += _build_diff_options()
    if call.verb not in _READS:
        from oocli.interface.row_options import build_row_options  # readings have none

        found += build_row_options(call)
    found += _build_general_options()
    for option in found:
        if option.opts[-1] in _SELDOM and option.rich_help_panel == "Options":
            option.rich_help_panel = MORE_SECTION
    return [option for option in found if taken.isdisjoint(option.opts)]


def _build_choice_options(forms: list[Call]) -> list[TyperOption]:
    """Return the options that say which records are read, in which order and what of them."""
    documented = {parameter.name: parameter for form in forms for parameter in form.parameters}
    found: list[TyperOption] = []
    if "data" in documented and documented["data"].type == "array<string>":
        default = f" [default {', '.join(forms[0].default_fields)}]" if forms[0].default_fields else ""
        found.append(
            text_option(
                "--fields",
                "NAME,...",
                f"Fields to read; +NAME adds to the default, -NAME leaves out, @all is all{default}",
                multiple=True,
            )
        )
    if "filter" in documented and documented["filter"].type == "map<array<object>>":
        found.append(
            text_option(
                "--where",
                "CONDITION",
                "Only records that fit: 'kaufpreis<300000', 'ort in (Aachen,Köln)'; repeat for AND",
                multiple=True,
            )
        )
    if "sortby" in documented:
        found.append(
            text_option("--sort", "NAME,-NAME", "Sort by fields, descending with a minus", multiple=True)
        )
    return found


def _build_extent_options(forms: list[Call]) -> list[TyperOption]:
    """Return the options that say how much is read, as far as the call supports them."""
    call, pagings = forms[0], [form.paging for form in forms if form.paging]
    found: list[TyperOption] = []
    if call.verb in _READS:
        # --all is taken even if there is nothing to page: a script need not know.
        each = call.each and f"A file of each {call.each.record_of}"
        every = flag_option("--all", each or "Read all records, page by page", key="every")
        every.hidden = not pagings and not any(form.period or form.each for form in forms)
        found.append(every)
    if pagings:
        found.append(number_option("--limit", "How many records to read at most; pages are read as needed"))
    if any(paging.offset for paging in pagings):
        found.append(number_option("--offset", "Records to skip first"))
    if pagings:
        found.append(flag_option("--count", "Write only how many records there are", key="only_count"))
    if call.changed_field or call.changed_period:
        found.append(text_option("--since", "WHEN", "Only records changed since a date, or within 24h, 7d"))
    if pagings:
        found.append(text_option("--jobs", "N", "Requests in flight at most; auto is up to 4"))
        found.append(text_option("--batch", "N", "Pages in one request; auto is up to 5"))
    if any(paging.walk for paging in pagings):
        found.append(
            text_option("--resume", "FILE", "Write to an NDJSON file, or continue an interrupted one")
        )
    if call.verb in _READS and any(form.response.get("cacheable", True) for form in forms):
        found.append(text_option("--cache", "TIME", "Keep the answer, and take one no older than 10m, 24h"))
    return found


def _build_field_options(forms: list[Call]) -> list[TyperOption]:
    """Return the options that need the field configuration, if the call has one."""
    call = next((form for form in forms if form.fields_module), None)
    if call is None:
        return []
    found = [
        flag_option("--labels", "Accept labels of select fields in place of keys, in --where and --set"),
        flag_option("--no-fields", "Do not ask for the types of fields; values are sent as they are typed"),
    ]
    if call.verb == "read":
        found.append(flag_option("--typed", "Turn values into numbers, booleans, lists and ISO dates"))
    if call.verb == "read" and call.parameter("data"):
        found.append(
            flag_option(
                "--skip-unknown-fields", "Read without the fields that the API refuses, and say which"
            )
        )
    return found


def _build_record_options(module: str) -> list[TyperOption]:
    """Return the options for many records, of a call that makes a file of a record."""
    return [
        text_option(
            "--from",
            "FILE",
            "A file of each record: a number a line, or records as JSON; - for standard input",
            key="source",
        ),
        text_option(
            "--where", "CONDITION", f"A file of each {module} that fits; repeat for AND", multiple=True
        ),
        text_option("--jobs", "N", "Requests in flight at most; auto is up to 4"),
        flag_option("--force", "Make files anew that are there already", key="replaces"),
    ]


def _build_diff_options() -> list[TyperOption]:
    """Return the options of a call that changes existing records."""
    return [
        flag_option(
            "--diff", "Read the records and show what would change; nothing is sent without --yes or a yes"
        ),
        flag_option("--exit-code", "With --diff: exit code 9 if anything would change"),
    ]


def _build_general_options() -> list[TyperOption]:
    """Return the options that every call has."""
    return [
        text_option(
            "--parameter",
            "NAME=TEXT",
            "Any parameter; NAME:=JSON for JSON, NAME=@FILE for a file",
            key="assignments",
            short="-p",
            multiple=True,
        ),
        text_option("--params", "FILE", "JSON object with parameters, - for standard input; options win"),
        text_option("--resourceid", "ID", "The same as the argument ID"),
        text_option("--identifier", "TEXT", "Label of the action, echoed by the server"),
        flag_option("--dry-run", "Print the action as JSON and send nothing", short="-n"),
        text_option(
            "--as",
            "LANGUAGE",
            f"Print a program that sends the action: {', '.join(LANGUAGES)}",
            key="language",
            offers=lambda _ctx: LANGUAGES,
        ),
        flag_option("--yes", "Answer every question with yes"),
        flag_option("--no-validate", "Send without checking against the catalogue"),
    ]


def read_options(
    verb: str, typed: Mapping[str, Any], parameters: Sequence[tuple[str, tuple[str, ...]]]
) -> CallOptions:
    """Return the typed options as a value; ``parameters`` are those of the API, as (dotted name, texts).

    Raises:
        UsageError: the ID is given, but empty.
    """
    from oocli.call.asked import (
        CallInputs,
        CallOptions,
        FieldOptions,
        ReadingOptions,
        RowOptions,
        SendingOptions,
    )

    for name, shown in (("id", "ID"), ("resourceid", "--resourceid")):
        texts = [typed[name]] if isinstance(typed.get(name), str) else typed.get(name) or ()
        if not all(text.strip() for text in texts):
            raise UsageError(
                f"The {shown} is empty",
                hint="Perhaps a variable of the shell is not set; leave it out where no record is meant",
            )
    given = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in typed.items()
        if value is not None
    }

    def pick(names: Sequence[str]) -> dict[str, Any]:
        return {name: given[name] for name in names if name in given}

    reads = verb in _READS
    ids = given.pop("id", None) or ()
    ids = (ids,) if isinstance(ids, str) else tuple(dict.fromkeys(ids))
    inputs = CallInputs(**pick(CallInputs._fields))
    return CallOptions(
        inputs._replace(
            parameters=tuple(parameters),
            id=ids[0] if len(ids) == 1 else "",
            ids=ids if len(ids) > 1 else (),
        ),
        SendingOptions(**pick(SendingOptions._fields) | _read_language(given)),
        FieldOptions(**pick(FieldOptions._fields)),
        ReadingOptions(**pick(ReadingOptions._fields)) if reads else ReadingOptions(),
        RowOptions() if reads else RowOptions(**pick(RowOptions._fields)),
    )


def take_dialect(options: CallOptions, common: dict[str, Any]) -> CallOptions:
    """Let ``--dialect`` also name the kind of the rows if they have no ``--from-format``.

    It is removed from the common options if it can only be meant for the rows.
    """
    if not options.rows.source or "dialect" not in common:
        return options
    dialect = common["dialect"] if common.get("output") == "csv" else common.pop("dialect")
    row_format = options.rows.row_format or _FORMAT_OF_DIALECT[dialect]
    return options._replace(rows=options.rows._replace(row_format=row_format))


def _read_language(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the sending options that ``--as`` implies: nothing is sent.

    Raises:
        UsageError: there is no such language, or another option also shows something.
    """
    language = given.get("language", "")
    check_language(language)
    if language and given.get("diff"):
        raise UsageError("--as and --diff exclude each other", hint="Leave one of them out")
    return {"dry_run": True} if language else {}
