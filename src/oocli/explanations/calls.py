"""A call, as its help, or as its catalogue entry with the options of its command."""

from collections.abc import Mapping, Sequence
from typing import Any

from oocli.catalogue import Call, Catalogue, Paging, Parameter, Period, Probe, ReadBack, ResourceId
from oocli.context import Context
from oocli.errors import UsageError
from oocli.interface.help import show_help


def explain_call(ctx: Any, verb: str, resource: str, rest: Sequence[str]) -> None:
    """Write the help of a call, or its catalogue entry where another format is asked for.

    ``ctx`` is the parser's context of the command at hand.

    Raises:
        UsageError: the catalogue has no such call, or the call no such form.
    """
    context: Context = ctx.obj
    call = context.catalogue.find(verb, resource)
    if call is None:
        raise _describe_unknown(context.catalogue, verb, resource)
    if rest and rest[0] not in call.variants:
        forms = f"Its forms are {', '.join(call.variants)}" if call.variants else "It has one form only"
        raise UsageError(f"The call {call.name} has no form {' '.join(rest)!r}", hint=forms)
    if context.settings.get("output") in ("", "table"):
        show_help(ctx, [verb, call.resourcetype, *rest[:1]])
    else:
        from oocli.interface.command_records import build_call_command

        form = rest[0] if rest else ""
        record = _call_record(call.variant(form))
        record["elements"] |= build_call_command(ctx, verb, call, form)
        context.output.write([record], single=True)


def _describe_unknown(catalogue: Catalogue, verb: str, resource: str) -> UsageError:
    """Say that there is no such call, and which one may have been meant."""
    near = " or ".join(f"`oocli explain {verb} {name}`" for name in catalogue.suggest(verb, resource))
    others = " or ".join(f"`oocli explain {other} {resource}`" for other in catalogue.verbs_of(resource))
    hint = f"Did you mean {others or near}?" if near or others else f"`oocli {verb} --help` lists the calls"
    return UsageError(f"The catalogue has no call {verb} {resource}", hint=hint)


def _call_record(call: Call) -> dict[str, Any]:
    return {"id": f"{call.verb}.{call.resourcetype}", "type": "call", "elements": _prune(call)}


def _prune(value: Any) -> Any:
    """Leave out what an entry does not say: keys with None, an empty text, list or object."""
    if isinstance(value, Paging):
        value = value.as_entry()
    elif isinstance(value, Call | Parameter | Period | Probe | ReadBack | ResourceId):
        value = value._asdict()
    if isinstance(value, Mapping):
        return {key: _prune(item) for key, item in value.items() if item not in (None, "", (), [], {})}
    return [_prune(item) for item in value] if isinstance(value, list | tuple) else value
