"""Build an action from what was typed.

Pure. Owns where in the parameters each value belongs; knows nothing of options, files or the network.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from oocli.catalogue import Call, Parameter
from oocli.errors import UsageError
from oocli.request.actions import Action, Inputs
from oocli.request.parameter_values import convert, find_parameter, read_json_text
from oocli.request.reading_options import add_reading
from oocli.values.parsed import Unread

if TYPE_CHECKING:
    from oocli.values.field_values import FieldValues


def build(
    call: Call, inputs: Inputs, *, read_file: Callable[[str], str], fields: "FieldValues | None" = None
) -> Action:
    """Return the action of a call that the inputs describe.

    ``read_file`` gives the text of the file behind ``@FILE``, ``fields`` reads the values of
    record fields by their types. The action is not checked against the catalogue here;
    ``validation.check`` does that.

    Raises:
        UsageError: a text cannot be read as the type that the catalogue documents, an
            assignment has no ``=``, or an option does not fit the call.
    """
    parameters = {name: _check_given(call, [name], value, fields) for name, value in inputs.params.items()}
    for name, texts in inputs.options:
        path = name.split(".")
        read = convert(find_parameter(call, name), texts, read_file=read_file)
        put_value(parameters, path, _check_given(call, path, read, fields))
    _assign(parameters, call, inputs.assignments, read_file, fields)
    add_reading(parameters, call, inputs, read_file, fields)
    _set_fields(parameters, call, inputs.sets, read_file, fields)
    return Action(
        verb=call.verb,
        resourcetype=call.resourcetype,
        resourceid=inputs.resourceid or call.resourceid.value,
        identifier=inputs.identifier,
        parameters=parameters,
    )


def add_companions(action: Action, call: Call) -> Action:
    """Return the action with the companions that its parameters need, unless it gives them itself."""
    given = action.parameters
    added = {
        name: value
        for leader, companions in call.companions.items()
        if given.get(leader) not in (None, "", False, 0, "0", "false")
        for name, value in companions.items()
        if name not in given
    }
    return action._replace(parameters={**given, **added}) if added else action


def _split_assignment(text: str) -> tuple[str, str, str]:
    """Split an assignment into name, kind (``:=``, ``=@`` or ``=``) and the rest."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip(":"):
        raise UsageError(
            f"{text!r} is not an assignment",
            hint="Write NAME=TEXT, NAME:=JSON or NAME=@FILE",
        )
    if name.endswith(":"):
        return name[:-1], ":=", value
    if value.startswith("@"):
        return name, "=@", value[1:]
    return name, "=", value


def _read_named(name: str, file: str, read_file: Callable[[str], str]) -> str:
    """Return the text of the file that ``NAME=@FILE`` names.

    Raises:
        UsageError: it cannot be read; says how the sign itself is sent.
    """
    try:
        return read_file(file)
    except UsageError as failure:
        sign = json.dumps(f"@{file}", ensure_ascii=False)
        failure.supplement(hint=f"{name}=@... means a file; the text itself is {name}:='{sign}'")
        raise


def _assign(
    parameters: dict[str, Any],
    call: Call,
    texts: Sequence[str],
    read_file: Callable[[str], str],
    fields: "FieldValues | None",
) -> None:
    """Put what ``-p`` says into the parameters; a list that is named several times gets all the values."""
    lists: dict[str, list[str]] = {}
    for text in texts:
        name, kind, value = _split_assignment(text)
        top = call.parameter(name.split(".")[0])
        path = name.split(".") if top is not None and top.properties else [name]
        if kind == ":=":
            lists.pop(name, None)
            put_value(parameters, path, _check_given(call, path, read_json_text(name, value), fields))
            continue
        documented = find_parameter(call, name)
        given = lists.setdefault(name, []) if documented.type.startswith("array<") else []
        given.append(_read_named(name, value, read_file) if kind == "=@" else value)
        if _is_field(call, path) and len(given) == 1:
            named = documented._replace(name=path[-1])
            put_value(parameters, path, read_field(named, given[0], fields, read_file=read_file))
        else:
            put_value(parameters, path, convert(documented, given, read_file=read_file))


def _is_field(call: Call, path: Sequence[str]) -> bool:
    """Say whether a path of names leads to a field of a record."""
    if call.fields_in == "parameters.data":
        return len(path) == len(("data", "field")) and path[0] == "data"
    return call.fields_in == "parameters" and len(path) == 1 and call.parameter(path[0]) is None


def _check_given(call: Call, path: Sequence[str], value: Any, fields: "FieldValues | None") -> Any:
    """Return a JSON value, with record fields and conditions read by their types."""
    if fields is None:
        return value
    if _is_field(call, path):
        return fields.read_json_value(path[-1], value)
    if list(path) == ["filter"]:
        return fields.check_filter(value)
    if list(path) == ["data"] and call.fields_in == "parameters.data" and isinstance(value, Mapping):
        return {name: fields.read_json_value(name, item) for name, item in value.items()}
    return value


def _set_fields(
    parameters: dict[str, Any],
    call: Call,
    texts: Sequence[str],
    read_file: Callable[[str], str],
    fields: "FieldValues | None",
) -> None:
    """Put the values of ``--set`` where the call has its record fields; each field takes one.

    Raises:
        UsageError: the call has none, or a field is given two values.
    """
    if texts and not call.fields_in:
        raise UsageError(
            f"{call.name} has no record fields to set",
            hint=f"Its parameters are listed by `oocli {call.name} --help`",
        )
    before: dict[str, Any] = {}
    for text in texts:
        name, value = _read_set(call, text, read_file, fields)
        if name in before and before[name] != value:
            raise UsageError(f"{name} is set twice, to different values", hint="Leave out one of the --set")
        before[name] = value
        put_value(parameters, ["data", name] if call.fields_in == "parameters.data" else [name], value)


def _read_set(
    call: Call, text: str, read_file: Callable[[str], str], fields: "FieldValues | None"
) -> tuple[str, Any]:
    inside = call.fields_in == "parameters.data"
    known = find_parameter(call, "data").properties if inside else call.parameters
    name, kind, typed = _split_assignment(text)
    documented = next((parameter for parameter in known if parameter.name == name), Parameter(name=name))
    if kind == ":=":
        value = read_json_text(name, typed)
        return name, value if fields is None else fields.read_json_value(name, value)
    return name, read_field(
        documented,
        _read_named(name, typed, read_file) if kind == "=@" else typed,
        fields,
        read_file=read_file,
    )


def read_field(
    documented: Parameter,
    text: str,
    fields: "FieldValues | None",
    *,
    read_file: Callable[[str], str],
) -> Any:
    """Return the typed value of a record field: read by the field's type, else by the documented one."""
    value = text
    if fields is not None:
        value = fields.read_text(documented.name, text, is_documented=documented.type != "any")
    if not isinstance(value, str) or isinstance(value, Unread):
        return value
    return convert(documented, (value,), read_file=read_file)


def put_value(parameters: dict[str, Any], path: Sequence[str], value: Any) -> None:
    """Put a value under a path of names; objects on the way are made, or copied before being changed."""
    for part in path[:-1]:
        inner = parameters.get(part)
        parameters[part] = dict(inner) if isinstance(inner, Mapping) else {}
        parameters = parameters[part]
    parameters[path[-1]] = value
