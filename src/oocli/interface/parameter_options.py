"""The API's own parameters as options of a command, and what was typed for them.

The rule by which a parameter becomes options is in ``request.option_names``, where completion finds it too.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from typer.core import TyperOption

from oocli.catalogue import Call, Parameter
from oocli.interface.call_help import describe_parameter, describe_type
from oocli.interface.option_kinds import PARAMETER_SECTION, REQUIRED_SECTION, flag_option, text_option
from oocli.request.option_names import list_options, name_flags

_SHORTENED = ("data", "filter", "sortby")  # --fields, --set, --where and --sort stand for them


class ParameterOptions(NamedTuple):
    """The options of a call's parameters.

    Attributes:
        options: as they are declared.
        names: dotted name of the parameter by the key under which its option is parsed.
    """

    options: list[TyperOption]
    names: Mapping[str, str]

    def list_typed(self, typed: Mapping[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
        """Return the typed options as (dotted name, texts); a flag is ``true`` or ``false``."""
        return [
            (name, (str(value).lower(),) if isinstance(value, bool) else tuple(value))
            for key, name in self.names.items()
            if (value := typed.get(key)) not in (None, (), [])
        ]


def join_parameters(forms: Mapping[str, Call]) -> Iterable[Parameter]:
    """Return the parameters of all forms; one that only some forms require says which."""
    joined = {item.name: item for form in forms.values() for item in form.parameters}
    for name, item in joined.items():
        asking = [word for word, form in forms.items() if (same := form.parameter(name)) and same.required]
        if 0 < len(asking) < len(forms):
            yield item._replace(required=False, required_if=f"ID is {' or '.join(asking)}")
        else:
            yield item


def build_parameter_options(parameters: Iterable[Parameter]) -> ParameterOptions:
    """Return the options for parameters, and for the documented keys of objects among them."""
    found = [item for parameter in parameters for item in list_options(parameter, _look)]
    keys = {f"parameter_{number}": name for number, (name, _) in enumerate(found)}
    options = [
        _build_option(key, name, parameter) for key, (name, parameter) in zip(keys, found, strict=True)
    ]
    return ParameterOptions(options, keys)


def _look(parameter: Parameter) -> tuple[str, str, Iterable[Parameter]]:
    return parameter.name, parameter.type, parameter.properties


def _build_option(key: str, name: str, parameter: Parameter) -> TyperOption:
    text = describe_parameter(parameter)
    is_first = parameter.required and "." not in name and name not in _SHORTENED
    section = REQUIRED_SECTION if is_first else PARAMETER_SECTION
    flag, *off = name_flags(name, parameter.type)
    if off:
        return flag_option(flag, text, key=key, off=off[0], section=section)
    return text_option(flag, describe_type(parameter), text, key=key, section=section, multiple=True)
