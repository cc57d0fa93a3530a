"""Whether a call that writes has anything to write: nobody wants an empty record.

Pure. Fields count as content; switches and the numbers of addressed records do not.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from oocli.catalogue import Call
from oocli.request.actions import Action
from oocli.validation.value_types import Objection, list_words

_EMPTY: tuple[Any, ...] = ("", None, [], {})
_VERBS = {"create": "is created", "modify": "is changed"}


def check_written(action: Action, form: Call) -> Iterator[Objection]:
    """Find out whether an action would create an empty record, or change nothing."""
    if form.verb not in _VERBS or form.variants:
        return
    given = {name: value for name, value in action.parameters.items() if name != "extendedclaim"}
    if form.fields_in:
        is_written = any(_is_content(form, value) for value in _list_contents(form, given))
        advice = "give fields with --set FIELD=VALUE"
    else:
        optional = [parameter.name for parameter in form.parameters if not parameter.required]
        is_written = form.verb == "create" or not optional or len(optional) == len(form.parameters)
        is_written = is_written or any(name in given for name in optional)
        advice = f"give {list_words(optional)}" if optional else ""
    if not is_written:
        yield Objection(f"nothing {_VERBS[form.verb]}: {advice}")


def _is_content(form: Call, value: Any) -> bool:
    """Say whether a value is something to write; emptying a field changes it, but creates nothing."""
    return form.verb == "modify" or value not in _EMPTY


def _list_contents(form: Call, given: Mapping[str, Any]) -> Iterator[Any]:
    """Return the values that are written: of fields, and of other parameters where these suffice."""
    documented = {parameter.name: parameter for parameter in form.parameters}
    data = documented.get("data") if form.fields_in == "parameters.data" else None
    if data is not None:
        fields = given.get("data")
        yield from fields.values() if isinstance(fields, Mapping) else () if fields in _EMPTY else (fields,)
    if data is not None and data.required:
        return
    for name, value in given.items():
        is_switch = name in documented and documented[name].type == "boolean"
        if name != "data" and not is_switch:
            yield value
