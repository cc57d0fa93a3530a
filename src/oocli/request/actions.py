"""An action: one call of the API with its values, built from what was typed.

Pure. Owns how typed text becomes the JSON values that the catalogue documents; knows
nothing of options, files or the network. Types come from the catalogue, never from how
a value looks: ``01067`` stays text if text is documented, or nothing is.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from oocli.catalogue import Call, Parameter
from oocli.errors import UsageError
from oocli.values.parsed import Unread

if TYPE_CHECKING:
    from oocli.values.field_values import FieldValues
    from oocli.values.numbers import DecimalSign

OF_ONE_RECORD = ("modify", "delete")
"""Verbs of actions that have the id of a record and may be repeated."""

ACTIONID = "urn:onoffice-de-ns:smart:2.5:smartml:action:"


class Action(NamedTuple):
    """One call with its values, not yet signed.

    Attributes:
        verb: ``read``, ``create``, ``modify``, ``delete``, ``get`` or ``do``; or a whole
            actionid where a raw request carries an unknown one.
        resourcetype: the API's resource type, case as documented.
        resourceid: record number, variant name, ``""`` for lists, or None where the
            documentation or a raw request says null.
        identifier: any label; the server echoes it.
        parameters: the API's parameters as JSON values.
    """

    verb: str
    resourcetype: str
    resourceid: str | int | None = ""
    identifier: str = ""
    parameters: Mapping[str, Any] = MappingProxyType({})

    @property
    def actionid(self) -> str:
        """The verb as it is sent: the URN of the action."""
        return self.verb if ":" in self.verb else ACTIONID + self.verb

    @property
    def name(self) -> str:
        """The action as it is typed: ``read estate``."""
        return f"{self.verb} {self.resourcetype}"

    def label(self, number: int) -> str | int:
        """Return the name of an action among several: its identifier, else its number, from 1."""
        return self.identifier or number

    def with_claim(self, claim: str) -> "Action":
        """Return the action with a marketplace claim among its parameters, unless it has its own."""
        if not claim or "extendedclaim" in self.parameters:
            return self
        return self._replace(parameters={**self.parameters, "extendedclaim": claim})

    def as_json(self) -> dict[str, Any]:
        """Return the action as the documentation prints it: no token, no timestamp, no signature."""
        return {
            "actionid": self.actionid,
            "resourceid": self.resourceid,
            "identifier": self.identifier,
            "resourcetype": self.resourcetype,
            "parameters": dict(self.parameters),
        }


class Inputs(NamedTuple):
    """What was typed for one action, before the catalogue gives it types.

    Attributes:
        resourceid: the ID argument; empty when none was given.
        identifier: label for the action.
        params: the JSON object of ``--params``; everything below wins over it.
        options: documented parameters as (dotted name, texts), in the order typed.
        assignments: ``-p`` texts: ``NAME=TEXT``, ``NAME:=JSON``, ``NAME=@FILE``.
        sets: ``--set`` texts of the same three forms, for record fields.
        fields: ``--fields`` texts, each a name or names joined by commas.
        where: ``--where`` expressions.
        sort: ``--sort`` texts.
        limit: ``--limit``, records.
        offset: ``--offset``, records.
    """

    resourceid: str = ""
    identifier: str = ""
    params: Mapping[str, Any] = MappingProxyType({})
    options: Sequence[tuple[str, Sequence[str]]] = ()
    assignments: Sequence[str] = ()
    sets: Sequence[str] = ()
    fields: Sequence[str] = ()
    where: Sequence[str] = ()
    sort: Sequence[str] = ()
    limit: int | None = None
    offset: int | None = None

    @property
    def has_values(self) -> bool:
        """Whether a value is given, which may mean different things to different types of fields."""
        return bool(self.params or self.options or self.assignments or self.sets or self.where)


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
    _add_reading(parameters, call, inputs, read_file, fields)
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


def find_parameter(call: Call, name: str) -> Parameter:
    """Return the parameter behind a dotted name; an unknown one takes any text."""
    known = call.parameters
    found = Parameter(name=name)
    for part in name.split("."):
        found = next((parameter for parameter in known if parameter.name == part), Parameter(name=part))
        known = found.properties
    return found


def convert(
    parameter: Parameter,
    texts: Sequence[str],
    *,
    read_file: Callable[[str], str],
    sign: "DecimalSign" = "",
) -> Any:
    """Return the JSON value that typed text means for a parameter.

    One text for a single value; several, or commas, for a list. Objects, maps and lists
    of objects are JSON, or ``@FILE`` with JSON in it. The last text wins for a single value.
    What does not fit the documented type stays as it was typed, as ``Unread``, so that validation tells of it
    together with all else. ``sign`` is the decimal sign, where it is known.

    Raises:
        UsageError: what must be JSON is not.
    """
    text = texts[-1]
    if parameter.type.startswith("array<"):
        return _convert_list(parameter, texts, read_file, sign)
    if parameter.type == "object" or parameter.type.startswith("map<"):
        return _convert_object(parameter, text, read_file)
    if parameter.format == "urn":
        from oocli.catalogue.relations import resolve_relationtype

        return resolve_relationtype(text)
    return _convert_single(parameter, parameter.type, text, sign)


def _convert_list(
    parameter: Parameter, texts: Sequence[str], read_file: Callable[[str], str], sign: "DecimalSign"
) -> Any:
    item = parameter.type[len("array<") : -1]
    values: list[Any] = []
    for text in texts:
        stripped = text.lstrip()
        if stripped.startswith("{") and any(other.startswith("map") for other in parameter.alt_types):
            return read_json_text(parameter.name, text)
        if item != "object" and (stripped.startswith("@") or text.strip() == "-"):
            name = text.strip().removeprefix("@")
            content = _read_values(parameter.name, item, name, read_file)
            if content.lstrip().startswith("{"):
                return read_json_text(parameter.name, content)
            from oocli.request.value_lists import list_values

            listed = list_values(content, name)
            values.extend(_convert_single(parameter, item, value, sign) for value in listed)
            continue
        if stripped.startswith("[") or item == "object":
            loaded = _load_json(parameter.name, text, read_file)
            values.extend(loaded if isinstance(loaded, list) else [loaded])
            continue
        values.extend(
            _convert_single(parameter, item, part.strip(), sign) for part in text.split(",") if part.strip()
        )
    return values


def _convert_object(parameter: Parameter, text: str, read_file: Callable[[str], str]) -> Any:
    if "string" in parameter.alt_types and text.lstrip()[:1] not in ("{", "[", "@"):
        return text
    return _load_json(parameter.name, text, read_file)


def _convert_single(parameter: Parameter, kind: str, text: str, sign: "DecimalSign") -> Any:
    """Return the value of one text; a value that can only be text costs no import."""
    if kind not in ("integer", "number", "boolean") and not parameter.format.startswith("date"):
        return text
    from oocli.values.parameters import read_parameter

    return read_parameter(parameter, kind, text, sign=sign)


def _load_json(name: str, text: str, read_file: Callable[[str], str]) -> Any:
    stripped = text.strip()
    return read_json_text(name, read_file(stripped[1:]) if stripped.startswith("@") else text)


def read_json_text(name: str, text: str) -> Any:
    """Return the JSON value of a text; ``name`` says what it is for.

    Raises:
        UsageError: it is not JSON; says where.
    """
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        place = (
            f"line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        )
        raise UsageError(
            f"{name} is not JSON",
            why=" ".join(filter(None, (str(getattr(error, "msg", error)), place and f"at {place}"))),
            hint="""Write it like '{"key": "value"}', or put it into a file and give @FILE""",
        ) from error


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


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


def _read_values(parameter: str, item: str, file: str, read_file: Callable[[str], str]) -> str:
    """Return the text of the file that has the values of a list.

    Raises:
        UsageError: it cannot be read; says how the sign itself is sent.
    """
    try:
        return read_file(file)
    except UsageError as failure:
        if item in ("string", "any"):
            sign = json.dumps([f"@{file}"], ensure_ascii=False)
            hint = f"@... means a file with a value a line; the text itself is --{parameter} '{sign}'"
            failure.supplement(hint=hint)
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


def _add_reading(
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
    from oocli.request.filters import parse_sort

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
