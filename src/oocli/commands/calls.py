"""The six verbs, and under each a command per catalogue entry, made from the entry when it is asked for.

Owns how a documented parameter becomes an option; no call has code of its own. What a call
then does stands in ``call_run``, imported when it is run: help and completion need none of it.
"""

from collections.abc import Iterable
from typing import Any

from typer.core import TyperArgument, TyperOption

from oocli.catalogue import Call, Paging, Parameter
from oocli.context import Context
from oocli.errors import UsageError
from oocli.interface.call_help import (
    describe_call,
    describe_notes,
    describe_parameter,
    describe_resourceid,
    describe_type,
)
from oocli.interface.options import Command, Group

_ABOUT = {
    "read": "Read records of a module.",
    "create": "Create a record.",
    "modify": "Change a record.",
    "delete": "Delete a record. Asks first; --yes answers.",
    "get": "Get information.",
    "do": "Do something. What reaches people (mail, webhook, payment) asks first; --yes answers.",
}

_DEEPEST = 2  # dots in the name of an option; what lies deeper is given as JSON

_EXAMPLES = {
    "read": "  oocli read estate --where 'status=1' --limit 5",
    "create": "  oocli create address --set Vorname=Max --set Name=Mustermann",
    "modify": "  oocli modify estate 409 --set kaufpreis=350000",
    "delete": "  oocli delete calendar 107 --dry-run",
    "get": "  oocli get search address --input Dörfel",
    "do": "  oocli do sendmail --help",
}


def build(verb: str) -> Group:
    """Give the group of a verb, with a command for each call of the catalogue."""
    text = f"{_ABOUT[verb]} `oocli {verb} NAME --help` explains each.\n\nExample:\n{_EXAMPLES[verb]}"
    return _Verb(name=verb, help=text)


class _Verb(Group):
    """A verb: its commands are the catalogue's calls, and any other resource type with a warning."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Give the resource types from the file names; no entry is read."""
        return list(ctx.obj.catalogue.names(self.name))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the call for a resource type; its form is chosen by the variant among the words."""
        word, rest = args[0], args[1:]
        if not word.strip():
            raise UsageError("The resource type is empty", hint=f"`oocli {self.name} --help` lists them")
        if word.startswith("-"):
            return super().resolve_command(ctx, args)
        context: Context = ctx.obj
        call = context.catalogue.find(str(self.name), word)
        if call is None:
            call = _describe_unknown(context, str(self.name), word, sure="--no-validate" in rest)
        chosen = next((text for text in rest if text in call.variants), "")
        return word, _CallCommand(call, call.variant(chosen)), rest


def _describe_unknown(context: Context, verb: str, resourcetype: str, *, sure: bool) -> Call:
    """Give a bare call for a resource type that the catalogue does not know, with a warning.

    Raises:
        UsageError: it is nearly a known one, or another verb knows it, and nobody said to be sure.
    """
    close = context.catalogue.suggest(verb, resourcetype)
    others = context.catalogue.verbs_of(resourcetype)
    if (close or others) and not sure:
        meant = [f"`oocli {verb} {name}`" for name in close]
        meant += [f"`oocli {other} {resourcetype}`" for other in others if not close]
        raise UsageError(
            f"There is no call {verb} {resourcetype}",
            hint=f"Did you mean {' or '.join(meant)}? --no-validate sends it as it is",
        )
    context.voice.warn(f"The catalogue does not know {verb} {resourcetype}; it is sent unchecked.")
    reads = verb in ("read", "get")
    return Call(
        verb=verb,
        resourcetype=resourcetype,
        title="A call that the catalogue does not know",
        module="",
        doc="",
        effect="read" if reads else "write",
        free_fields=True,
        fields_in="parameters.data" if verb in ("create", "modify") else "",
        paging=Paging("listlimit", "listoffset", None, None) if verb == "read" else None,
        parameters=_READING if verb == "read" else (),
    )


_READING = (
    Parameter("data", "array<string>"),
    Parameter("filter", "map<array<object>>"),
    Parameter("sortby", "map<string>"),
)


class _CallCommand(Command):
    """The command of one documented call, or of one form of it."""

    def __init__(self, call: Call, form: Call) -> None:
        forms = [form] if form is not call or not call.variants else list(call.variants.values())
        parameters = list({item.name: item for form in forms for item in form.parameters}.values())
        taken = {f"--{parameter.name}" for parameter in parameters}
        self.call = form
        self.names: dict[str, str] = {}
        options = [option for parameter in parameters for option in self._build_options(parameter, "")]
        super().__init__(
            call.resourcetype,
            params=[_build_id(call), *_build_own_options(forms, taken), *options],
            help=describe_call(form),
            epilog=describe_notes(form),
        )

    def _build_options(self, parameter: Parameter, prefix: str) -> Iterable[TyperOption]:
        """Give the option of a parameter, and of each documented key of an object."""
        if parameter.names_any_field:
            return
        name = prefix + parameter.name
        key = f"parameter_{len(self.names)}"
        self.names[key] = name
        if parameter.type == "boolean":
            yield _flag(f"--{name}", describe_parameter(parameter), key=key, off=f"--no-{name}")
        else:
            yield _text(
                f"--{name}",
                describe_type(parameter),
                describe_parameter(parameter),
                key=key,
                section="Parameters",
                multiple=True,
            )
        has_keys = parameter.type in ("object", "map<string>")
        if has_keys and name.count(".") < _DEEPEST:
            for inner in parameter.properties:
                yield from self._build_options(inner, f"{name}.")

    def invoke(self, ctx: Any) -> None:
        """Build the action, check it, send it, write what came."""
        typed: dict[str, Any] = ctx.params
        options = [
            (name, [str(value).lower()] if isinstance(value, bool) else list(value))
            for key, name in self.names.items()
            if (value := typed.get(key)) not in (None, (), [])
        ]
        from oocli.call.run import run_call

        run_call(ctx.obj, self.call, typed, options)


def _build_id(call: Call) -> TyperArgument:
    shown = call.resourceid.use in ("required", "optional")
    return TyperArgument(
        param_decls=["id"],
        type=str,
        metavar="ID",
        required=False,
        hidden=not shown,
        help=describe_resourceid(call),
    )


def _build_own_options(forms: list[Call], taken: set[str]) -> list[TyperOption]:
    """Give oocli's own options for a call; where the API has a parameter of that name, the API wins."""
    call = forms[0]
    documented = {parameter.name: parameter for form in forms for parameter in form.parameters}
    found: list[TyperOption] = []
    if "data" in documented and documented["data"].type == "array<string>":
        default = f" [default {', '.join(call.default_fields)}]" if call.default_fields else ""
        found.append(_text("--fields", "NAME,...", f"Fields to read{default}", multiple=True))
    if "filter" in documented and documented["filter"].type == "map<array<object>>":
        found.append(
            _text(
                "--where",
                "CONDITION",
                "Only records that fit: 'kaufpreis<300000', 'ort in (Aachen,Köln)'; repeat for AND",
                multiple=True,
            )
        )
    if "sortby" in documented:
        found.append(_text("--sort", "NAME,-NAME", "Sort by fields, descending with a minus", multiple=True))
    found += _build_extent_options(forms)
    found += _build_field_options(forms)
    if any("binary" in form.response for form in forms):
        found.append(
            _text("--save", "PATH", "Write the file in the answer to this file, or into this directory")
        )
    if call.fields_in:
        found.append(
            _text(
                "--set",
                "NAME=TEXT",
                "Record field; NAME:=JSON for JSON, NAME=@FILE for a file",
                multiple=True,
            )
        )
    if call.verb in ("create", "modify", "delete", "do"):
        found += _build_row_options()
    found += [
        _text(
            "--parameter",
            "NAME=TEXT",
            "Any parameter; NAME:=JSON for JSON, NAME=@FILE for a file",
            short="-p",
            multiple=True,
        ),
        _text("--params", "FILE", "JSON object with parameters, - for standard input; options win"),
        _text("--resourceid", "ID", "The same as the argument ID"),
        _text("--identifier", "TEXT", "Label of the action, echoed by the server"),
        _flag("--dry-run", "Print the action as JSON and send nothing", short="-n"),
        _flag("--yes", "Answer every question with yes"),
        _flag("--no-validate", "Send without checking against the catalogue"),
    ]
    return [option for option in found if taken.isdisjoint(option.opts)]


def _build_extent_options(forms: list[Call]) -> list[TyperOption]:
    """Give the options that say how much is read, as far as the call can do it."""
    call, pagings = forms[0], [form.paging for form in forms if form.paging]
    found: list[TyperOption] = []
    if call.verb in ("read", "get"):
        # Where there is nothing to page, --all is taken all the same: a script need not know.
        every = _flag("--all", "Read all records, page by page")
        every.hidden = not pagings and not any(form.period for form in forms)
        found.append(every)
    if pagings:
        found.append(_number("--limit", "Records to read at most; more than a page has are paged"))
    if any(paging.offset for paging in pagings):
        found.append(_number("--offset", "Records to pass over first"))
    if pagings:
        found.append(_flag("--count", "Write only how many records there are"))
    if call.changed_field:
        found.append(_text("--since", "WHEN", "Only records changed since a date, or within 24h, 7d"))
    if pagings:
        found.append(_text("--jobs", "N", "Requests in flight at most; auto is up to 4"))
        found.append(_text("--batch", "N", "Pages in one request; auto is up to 5"))
    if any(paging.walk for paging in pagings):
        found.append(_text("--resume", "FILE", "Write to an NDJSON file, or go on where it was interrupted"))
    return found


def _build_field_options(forms: list[Call]) -> list[TyperOption]:
    """Give the options that need the field configuration, where the call has one."""
    call = next((form for form in forms if form.fields_module), None)
    if call is None:
        return []
    found = [_flag("--labels", "Take labels of select fields for their keys, in --where and --set")]
    if call.verb == "read":
        found.append(_flag("--typed", "Make numbers, booleans, lists and ISO dates of the values"))
    if call.verb == "read" and call.parameter("data"):
        found.append(
            _flag("--skip-unknown-fields", "Read without the fields that the API refuses, and say which")
        )
    return found


def _build_row_options() -> list[TyperOption]:
    """Give the options for many actions of one call, a row each."""
    section = "Rows"
    return [
        _text(
            "--from",
            "FILE",
            "One action a row: CSV, TSV, JSON or NDJSON, - for standard input",
            section=section,
        ),
        _text(
            "--from-format",
            "FORMAT",
            "Where the file's name does not tell it: csv, excel-de, tsv, json, ndjson",
            section=section,
        ),
        _flag("--send-empty", "Send empty cells too, which clears those fields", section=section),
        _text(
            "--results",
            "FILE",
            "NDJSON with what became of each row, written as answers come",
            section=section,
        ),
        _flag("--resume", "Go on where a run stopped; nothing that was sent is sent again", section=section),
        _flag("--retry-unknown", "With --resume: send again what may have happened", section=section),
        _text("--failed", "FILE", "Write the rows that were refused, to mend and run again", section=section),
        _number("--batch", "Rows in one request [default 10]", section=section),
        _number("--jobs", "Requests in flight at most; order is kept with 1 [default 1]", section=section),
        _number("--confirm", "Like --yes, if there are so many rows to send", section=section),
    ]


def _text(
    flag: str,
    metavar: str,
    summary: str,
    *,
    key: str = "",
    short: str = "",
    section: str = "Options",
    multiple: bool = False,
) -> TyperOption:
    return TyperOption(
        param_decls=[key or flag.strip("-").replace("-", "_"), *filter(None, (short, flag))],
        type=str,
        metavar=metavar,
        multiple=multiple,
        help=summary,
        rich_help_panel=section,
    )


def _number(flag: str, summary: str, *, section: str = "Options") -> TyperOption:
    return TyperOption(
        param_decls=[flag.strip("-"), flag], type=int, metavar="N", help=summary, rich_help_panel=section
    )


def _flag(
    flag: str, summary: str, *, key: str = "", short: str = "", off: str = "", section: str = "Options"
) -> TyperOption:
    names = f"{flag}/{off}" if off else flag
    return TyperOption(
        param_decls=[key or flag.strip("-").replace("-", "_"), *filter(None, (short, names))],
        is_flag=True,
        default=None,
        help=summary,
        rich_help_panel="Parameters" if key else section,
    )
