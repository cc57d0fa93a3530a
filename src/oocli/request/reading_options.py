"""What ``--fields``, ``--where``, ``--sort``, ``--limit`` and ``--offset`` mean for a call. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from oocli.catalogue import Call
from oocli.errors import UsageError
from oocli.request.actions import Inputs
from oocli.request.parameter_values import find_parameter

if TYPE_CHECKING:
    from oocli.values.field_values import FieldValues


def add_reading(
    parameters: dict[str, Any],
    call: Call,
    inputs: Inputs,
    read_file: Callable[[str], str],
    fields: "FieldValues | None",
) -> None:
    """Add what ``--fields``, ``--where``, ``--sort``, ``--limit`` and ``--offset`` mean for the call."""
    names = [name.strip() for text in inputs.fields for name in text.split(",") if name.strip()]
    _refuse_twice(inputs)
    if names:
        parameters["data"] = names
    elif call.default_fields:
        parameters.setdefault("data", list(call.default_fields))
    if inputs.where:
        from oocli.request.filters import parse  # takes 2 ms, and most calls have no filter

        read = None if fields is None else fields.read_condition
        typed = parse(inputs.where, read=read, read_file=read_file)
        parameters["filter"] = _join_filters(parameters.get("filter"), typed)
    if inputs.sort:
        parameters.update(_build_sort(call, inputs.sort))
    if call.paging is None:
        return
    if inputs.limit is not None:
        parameters[call.paging.limit] = inputs.limit
    if inputs.offset is not None and call.paging.offset:
        parameters[call.paging.offset] = inputs.offset


def _refuse_twice(inputs: Inputs) -> None:
    """Refuse an option of oocli and one of the API that mean the same parameter."""
    documented = {name for name, _ in inputs.options}
    for option, given, names in (
        ("--fields", inputs.fields, {"data"}),
        ("--sort", inputs.sort, {"sortby", "sortorder"}),
    ):
        for name in sorted(names & documented) if given else ():
            raise UsageError(f"{option} and --{name} mean the same", hint="Leave one of them out")


def _join_filters(given: Any, typed: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    joined: dict[str, Any] = dict(given) if isinstance(given, Mapping) else {}
    if given and not (joined and all(isinstance(conditions, list) for conditions in joined.values())):
        raise UsageError(
            "--where cannot join a filter of another shape",
            hint='A filter is {"kaufpreis": [{"op": "<", "val": 300000}]}; or leave out --where',
        )
    for name, conditions in typed.items():
        joined[name] = [*joined.get(name, []), *conditions]
    return joined


def _build_sort(call: Call, texts: Sequence[str]) -> dict[str, Any]:
    """Return sorting in the form of the call: an object, or one field with ``sortorder``."""
    from oocli.request.sort_order import parse_sort

    keys = parse_sort(texts)
    parameter = find_parameter(call, "sortby")
    if parameter.type != "string":
        return {"sortby": dict(keys)}
    if len(keys) > 1:
        raise UsageError(
            f"{call.name} sorts by one field only, not by {len(keys)}",
            hint=f"Give one, for example --sort {keys[0][0]}",
        )
    name, order = keys[0]
    return {"sortby": name, "sortorder": order}
