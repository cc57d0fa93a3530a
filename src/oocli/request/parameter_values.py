"""Typed text as the JSON value that the catalogue documents for a parameter.

Pure. Types come from the catalogue, never from how a value looks: ``01067`` stays text if text is
documented, or nothing is.
"""

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from oocli.catalogue import Call, Parameter
from oocli.errors import UsageError

if TYPE_CHECKING:
    from oocli.values.numbers import DecimalSign

_SHOWN = 6  # parts in a message


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
    if parameter.properties and text.lstrip()[:1] not in ("{", "[", "@"):
        raise _refuse_whole(parameter)
    return _load_json(parameter.name, text, read_file)


def _refuse_whole(parameter: Parameter) -> UsageError:
    """Return the failure of one value for what is made of several."""
    parts = [f"{parameter.name}.{part.name}" for part in parameter.properties]
    more = f" and {len(parts) - _SHOWN} more" if len(parts) > _SHOWN else ""
    return UsageError(
        f"{parameter.name} is not a single value",
        why=f"It has parts: {', '.join(parts[:_SHOWN])}{more}",
        hint="Give each part as an option or a column of that name, or all as JSON",
    )


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
        from oocli.text.json_faults import explain_json_fault

        raise UsageError(
            f"{name} is not JSON",
            why=explain_json_fault(error),
            hint="""Write it like '{"key": "value"}', or put it into a file and give @FILE""",
        ) from error


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


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
