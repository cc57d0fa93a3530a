"""The six verbs, and under each a command per catalogue entry, made from the entry when it is asked for.

No call has code of its own: ``interface`` makes the options from the entry. What a call then
does stands in ``call``, imported when it is run: help and completion need none of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from oocli.catalogue import Call
from oocli.context import Context
from oocli.errors import UsageError
from oocli.interface.call_help import describe_call, describe_notes, describe_several
from oocli.interface.call_options import build_id, build_own_options, read_options, take_dialect
from oocli.interface.call_ways import choose_way
from oocli.interface.options import Command, Group
from oocli.interface.parameter_options import build_parameter_options, join_parameters

_ABOUT = {
    "read": "Read records of a module.",
    "create": "Create a record.",
    "modify": "Change a record.",
    "delete": "Delete a record. Asks first; --yes answers.",
    "get": "Get information.",
    "do": "Do something. What reaches people (mail, webhook, payment) asks first; --yes answers.",
}

_EXAMPLES = {
    "read": "  oocli read estate --where 'status=1' --limit 5",
    "create": "  oocli create address --set Vorname=Max --set Name=Mustermann",
    "modify": "  oocli modify estate 409 --set kaufpreis=350000",
    "delete": "  oocli delete calendar 107 --dry-run",
    "get": "  oocli get search address --input Dörfel",
    "do": "  oocli do sendmail --help",
}


def build(verb: str) -> Group:
    """Return the group of a verb, with a command for each call of the catalogue."""
    text = f"{_ABOUT[verb]} `oocli {verb} NAME --help` explains each.\n\nExample:\n{_EXAMPLES[verb]}"
    return _Verb(name=verb, help=text)


class _Verb(Group):
    """A verb: its commands are the catalogue's calls, and any other resource type with a warning."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the resource types from the file names; no entry is read."""
        return list(ctx.obj.catalogue.names(self.name))

    def summarize(self, ctx: Any) -> Mapping[str, str]:
        """Return the title of each call; no entry is read."""
        titles: Mapping[str, str] = ctx.obj.catalogue.titles(self.name)
        return titles

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
            from oocli.interface.unknown_calls import describe_unknown

            call = describe_unknown(context, str(self.name), word, sure="--no-validate" in rest)
        chosen = next((text for text in rest if text in call.variants), "")
        return word, _CallCommand(call, call.variant(chosen)), rest


class _CallCommand(Command):
    """The command of one documented call, or of one form of it."""

    def __init__(self, call: Call, form: Call) -> None:
        forms = [form] if form is not call or not call.variants else list(call.variants.values())
        parameters = list(join_parameters(call.variants) if len(forms) > 1 else form.parameters)
        taken = {f"--{parameter.name}" for parameter in parameters}
        self.call = form
        self.parameters = build_parameter_options(parameters)
        super().__init__(
            call.resourcetype,
            params=[build_id(call), *build_own_options(forms, taken), *self.parameters.options],
            help=describe_call(form),
            epilog=describe_notes(form),
        )

    def advise_on_extra(self, ctx: Any, extra: Sequence[str]) -> str:
        """Return what to do where more than one ID was typed."""
        return describe_several(self.call, [str(ctx.params.get("id") or "ID"), *extra])

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the words, make a value of them, and choose the way that such a call takes."""
        rest = super().parse_args(ctx, args)
        options = read_options(self.call.verb, ctx.params, self.parameters.list_typed(ctx.params))
        options = take_dialect(options, ctx.obj.options)
        self.callback = partial(choose_way(self.call, options), ctx.obj, self.call, options)
        ctx.params = {}
        return rest
