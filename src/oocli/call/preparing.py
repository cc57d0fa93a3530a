"""From the options of a call to its action, with what is known about its fields. Nothing is sent here."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from oocli.call.extent import limit_page, read_since_condition, read_since_period
from oocli.call.field_options import CallFields
from oocli.errors import UsageError
from oocli.request.actions import Action, Inputs
from oocli.request.building import add_companions, build

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, TextIO

    from oocli.call.asked import CallInputs, CallOptions
    from oocli.catalogue import Call
    from oocli.context import Context
    from oocli.fields.facts import FieldConfiguration


class Prepared(NamedTuple):
    """A call that is ready to be checked and sent.

    Attributes:
        call: the form of the call that is meant.
        action: the action to send.
        fields: what is known of its fields.
    """

    call: Call
    action: Action
    fields: CallFields

    def check(self, first: Action, *, validate: Callable[[Action, Call], None]) -> None:
        """Check the first action that is sent; a call that the catalogue does not know passes.

        Raises:
            InvalidAction: what ``validate`` raises.
        """
        if self.call.is_catalogued:
            validate(first, self.call)
            self.fields.check(first)


def prepare(context: Context, call: Call, options: CallOptions) -> Prepared:
    """Return the call with its action, ready to be checked and sent.

    Raises:
        UsageError: what is asked for cannot be read, or contradicts itself.
    """
    form = choose_form(call, options.inputs)
    inputs = read_inputs(form, options, stdin=context.stdin, now=context.now())
    fields = open_fields(context, form, options)
    if inputs.fields:
        inputs = inputs._replace(fields=fields.choose(inputs.fields))
    if inputs.sets or inputs.where:
        fields.tell_left_out()
    values = fields.values if inputs.has_values else None
    action = build(form, inputs, read_file=lambda name: _read_file(name, context.stdin), fields=values)
    return Prepared(form, add_companions(fields.prepare(action), form), fields)


def open_fields(context: Context, call: Call, options: CallOptions) -> CallFields:
    """Return what is known about the fields of a call, or may be asked of the API."""

    def find(module: str, language: str) -> FieldConfiguration:
        if not (options.sending.dry_run or options.sending.diff):
            from oocli.call.dry_run import refuse_forbidden

            refuse_forbidden(context, [Action(call.verb, call.resourcetype)])
        return context.find_fields(module, language=language)

    return CallFields(
        call,
        options.fields,
        load=context.load_fields,
        find=find,
        is_dry=options.sending.dry_run,
        voice=context.voice,
        now=context.now,
    )


def choose_form(call: Call, inputs: CallInputs) -> Call:
    """Return the form of a call that its id names, or the call itself.

    Raises:
        UsageError: two different ids are given.
    """
    if (inputs.id or inputs.ids) and inputs.resourceid not in ("", inputs.id):
        raise UsageError("The ID is given twice, with different values", hint="Leave out --resourceid")
    return call.variant(inputs.resourceid or inputs.id)


def read_inputs(call: Call, options: CallOptions, *, stdin: TextIO, now: float) -> Inputs:
    """Return the inputs for the action of a call; ``now`` is Unix time in seconds.

    Raises:
        UsageError: ``--params`` or ``--since`` cannot be read.
    """
    inputs, reading = options.inputs, options.reading
    return Inputs(
        resourceid=inputs.resourceid or inputs.id,
        identifier=inputs.identifier,
        params={
            **read_since_period(call, options, now=now),
            **_read_params(inputs.params, stdin),
        },
        options=inputs.parameters,
        assignments=inputs.assignments,
        sets=inputs.sets,
        fields=inputs.fields,
        where=[*inputs.where, *read_since_condition(call, reading, now=now)],
        sort=inputs.sort,
        limit=limit_page(call, reading),
        offset=reading.offset,
    )


def _read_file(name: str, stdin: TextIO) -> str:
    from oocli.disk.inputs import read_text

    return read_text(name, stdin)


def _read_params(name: str, stdin: TextIO) -> Mapping[str, Any]:
    if not name:
        return {}
    from oocli.disk.inputs import read_json_object

    return read_json_object(name, stdin)


def list_columns(action: Action) -> Sequence[str]:
    """Return the requested fields in order; none if they are unknown."""
    columns = action.parameters.get("data")
    return columns if isinstance(columns, list) else ()


def leaves_records(context: Context, call: Call, options: CallOptions) -> bool:
    """Say whether records are written as they come, or nearly, so that they need not be decoded."""
    if options.reading.save or (call.response.get("links") and context.output.format == "ids"):
        return False
    if options.fields.typed:
        from oocli.wire.fast_json import has_orjson

        if has_orjson():  # to decode and encode them takes four fifths of the time then
            return False
    return bool(options.reading.resume) or context.output.keeps_records
