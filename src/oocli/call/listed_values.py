"""Values of a parameter that another call lists, such as templates: shown if one is missing or unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oocli.errors import ApiError, OocliError, UsageError
from oocli.request.actions import Action

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oocli.call.asked import CallOptions
    from oocli.catalogue import Call, Parameter, ValueList
    from oocli.client import Client
    from oocli.context import Context

_SHOWN = 20


def run_listed(context: Context, call: Call, options: CallOptions) -> None:
    """Read, and show the existing values if one is missing or unknown.

    Raises:
        UsageError: one is missing.
        OocliError: everything that ``run_reading`` raises, with the values in its hint.
    """
    from oocli.call.reading import run_reading

    check_given(context, call, options)
    try:
        run_reading(context, call, options)
    except ApiError as failure:
        given = dict(options.inputs.parameters)
        for parameter in list_parameters(call):
            _explain(context, parameter, given.get(parameter.name, ("",))[0], failure)
        raise


def list_parameters(call: Call) -> list[Parameter]:
    """Return the parameters whose values another call lists."""
    return [known for known in call.parameters if known.listed_by is not None]


def check_given(context: Context, call: Call, options: CallOptions) -> None:
    """Refuse to go on without a required value that another call lists.

    Raises:
        UsageError: one is missing; with the existing values.
    """
    inputs, sending = options.inputs, options.sending
    if sending.dry_run or sending.no_validate or inputs.params:
        return
    names = {name for name, _ in inputs.parameters}
    names |= {text.partition("=")[0].rstrip(":") for text in inputs.assignments}
    for parameter in list_parameters(call):
        if parameter.required and parameter.name not in names:
            with context.client() as client:
                values = find_values(client, parameter)
            raise UsageError(
                f"--{parameter.name} is missing",
                hint=_tell_values(parameter, values),
                details={"values": list(values)},
            )


def check_known(client: Client, parameter: Parameter, value: str) -> None:
    """Refuse a value that another call does not list; if it lists none, that is unknown.

    Raises:
        UsageError: it is not listed; with the existing values.
    """
    values = find_values(client, parameter)
    if values and value not in values:
        raise UsageError(
            f"There is no {parameter.name} {value!r}",
            hint=_tell_values(parameter, values),
            details={"values": list(values)},
        )


def find_values(client: Client, parameter: Parameter) -> Mapping[str, str]:
    """Return the values of a parameter with their names; none if they cannot be fetched."""
    source = parameter.listed_by
    if source is None:
        return {}
    action = Action(source.verb, source.resourcetype, None, parameters=dict(source.parameters))
    try:
        records = client.call(action).records
    except OocliError:
        return {}
    elements = [record.get("elements") for record in records]
    return {
        str(told[source.element]): str(told.get(source.title) or "")
        for told in elements
        if isinstance(told, dict) and told.get(source.element)
    }


def _explain(context: Context, parameter: Parameter, value: str, failure: ApiError) -> None:
    """Put the existing values into the hint of a failure, if the given one is not among them."""
    with context.client() as client:
        values = find_values(client, parameter)
    if values and value not in values:
        failure.supplement(hint=_tell_values(parameter, values), details={"values": list(values)})


def _tell_values(parameter: Parameter, values: Mapping[str, str]) -> str:
    command = _write_command(parameter.listed_by)
    if not values:
        return f"`{command}` lists them"
    lines = [f"{value}{title and f'  ({title})'}" for value, title in list(values.items())[:_SHOWN]]
    more = f"\n{len(values) - _SHOWN} more: `{command}`" if len(values) > _SHOWN else ""
    return "There are\n" + "\n".join(lines) + more


def _write_command(source: ValueList | None) -> str:
    if source is None:
        return "oocli --help"
    words = " ".join(f"--{name} {value}" for name, value in source.parameters.items())
    return f"oocli {source.verb} {source.resourcetype} {words}".rstrip()
