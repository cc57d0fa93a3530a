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
    draft = _Draft(call, read_file, fields)
    draft.take_json(inputs.params)
    draft.take_options(inputs.options)
    draft.assign(inputs.assignments)
    add_reading(draft.parameters, call, inputs, read_file, fields)
    draft.set_fields(inputs.sets)
    return Action(
        verb=call.verb,
        resourcetype=call.resourcetype,
        resourceid=inputs.resourceid or call.resourceid.value,
        identifier=inputs.identifier,
        parameters=draft.parameters,
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


class _Draft:
    """The parameters of an action while they are gathered, and how typed texts become their values.

    Attributes:
        parameters: what has been gathered.
    """

    def __init__(self, call: Call, read_file: Callable[[str], str], fields: "FieldValues | None") -> None:
        self.parameters: dict[str, Any] = {}
        self._call = call
        self._read_file = read_file
        self._fields = fields

    def take_json(self, given: Mapping[str, Any]) -> None:
        """Take parameters that are JSON values already."""
        for name, value in given.items():
            self.parameters[name] = self._read_given([name], value)

    def take_options(self, options: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Take the texts of options by the dotted names of their parameters."""
        for name, texts in options:
            path = name.split(".")
            parameter = find_parameter(self._call, name)._replace(name=name)
            value = convert(parameter, texts, read_file=self._read_file)
            put_value(self.parameters, path, self._read_given(path, value))

    def assign(self, texts: Sequence[str]) -> None:
        """Take what ``-p`` says; a list that is named several times gets all the values."""
        lists: dict[str, list[str]] = {}
        for text in texts:
            name, kind, typed = _split_assignment(text)
            top = self._call.parameter(name.split(".")[0])
            path = name.split(".") if top is not None and top.properties else [name]
            if kind == ":=":
                lists.pop(name, None)
                put_value(self.parameters, path, self._read_given(path, read_json_text(name, typed)))
                continue
            documented = find_parameter(self._call, name)
            given = lists.setdefault(name, []) if documented.type.startswith("array<") else []
            given.append(self._find_text(name, kind, typed))
            if self._is_field(path) and len(given) == 1:
                value = self._read_field(documented._replace(name=path[-1]), given[0])
            else:
                value = convert(documented, given, read_file=self._read_file)
            put_value(self.parameters, path, value)

    def set_fields(self, texts: Sequence[str]) -> None:
        """Take the values of ``--set``, to where the call has its record fields; each field takes one.

        Raises:
            UsageError: the call has none, or a field is given two values.
        """
        if texts and not self._call.fields_in:
            raise UsageError(
                f"{self._call.name} has no record fields to set",
                hint=f"Its parameters are listed by `oocli {self._call.name} --help`",
            )
        before: dict[str, Any] = {}
        for text in texts:
            name, value = self._read_set(text)
            if name in before and before[name] != value:
                raise UsageError(
                    f"{name} is set twice, to different values", hint="Leave out one of the --set"
                )
            before[name] = value
            path = ["data", name] if self._call.fields_in == "parameters.data" else [name]
            put_value(self.parameters, path, value)

    def _is_field(self, path: Sequence[str]) -> bool:
        """Say whether a path of names leads to a field of a record."""
        if self._call.fields_in == "parameters.data":
            return len(path) == len(("data", "field")) and path[0] == "data"
        return (
            self._call.fields_in == "parameters" and len(path) == 1 and self._call.parameter(path[0]) is None
        )

    def _read_given(self, path: Sequence[str], value: Any) -> Any:
        """Return a JSON value, with record fields and conditions read by their types."""
        fields = self._fields
        if fields is None:
            return value
        if self._is_field(path):
            return fields.read_json_value(path[-1], value)
        if list(path) == ["filter"]:
            return fields.check_filter(value)
        is_data = list(path) == ["data"] and self._call.fields_in == "parameters.data"
        if is_data and isinstance(value, Mapping):
            return {name: fields.read_json_value(name, item) for name, item in value.items()}
        return value

    def _read_set(self, text: str) -> tuple[str, Any]:
        """Return name and value of a field that ``--set`` sets."""
        inside = self._call.fields_in == "parameters.data"
        known = find_parameter(self._call, "data").properties if inside else self._call.parameters
        name, kind, typed = _split_assignment(text)
        if kind == ":=":
            value = read_json_text(name, typed)
            return name, value if self._fields is None else self._fields.read_json_value(name, value)
        documented = next((parameter for parameter in known if parameter.name == name), Parameter(name=name))
        return name, self._read_field(documented, self._find_text(name, kind, typed))

    def _read_field(self, documented: Parameter, text: str) -> Any:
        """Return the value of a record field: read by the field's type, else by the documented one."""
        value = text
        if self._fields is not None:
            value = self._fields.read_text(documented.name, text, is_documented=documented.type != "any")
        if not isinstance(value, str) or isinstance(value, Unread):
            return value
        return convert(documented, (value,), read_file=self._read_file)

    def _find_text(self, name: str, kind: str, typed: str) -> str:
        """Return the text of ``NAME=TEXT``, or of the file that ``NAME=@FILE`` names.

        Raises:
            UsageError: the file cannot be read; says how the sign itself is sent.
        """
        if kind != "=@":
            return typed
        try:
            return self._read_file(typed)
        except UsageError as failure:
            sign = json.dumps(f"@{typed}", ensure_ascii=False)
            failure.supplement(hint=f"{name}=@... means a file; the text itself is {name}:='{sign}'")
            raise


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


def put_value(parameters: dict[str, Any], path: Sequence[str], value: Any) -> None:
    """Put a value under a path of names; objects on the way are made, or copied before being changed."""
    for part in path[:-1]:
        inner = parameters.get(part)
        parameters[part] = dict(inner) if isinstance(inner, Mapping) else {}
        parameters = parameters[part]
    parameters[path[-1]] = value
