"""Parameters as PHP sees them: which count as not given, and which objects are lists.

Clients in daily use send ``recordids: []``, ``sortby: null`` or ``filterid: 0`` where they
want none, and objects with numbers as keys where PHP removed an entry from a list.
"""

from collections.abc import Mapping
from typing import Any

_MAY_BE_EMPTY = ("recordids", "filter", "sortby", "sortorder", "filterid", "filterId")
_SIDES = ("parentids", "childids")
_NOTHING: tuple[Any, ...] = (None, "", [], {})


def read_parameters(verb: str, parameters: Any) -> dict[str, Any]:
    """Return the parameters, with null for those that count as not given, and numbered objects as lists."""
    given: dict[str, Any] = {name: _as_php(value) for name, value in (parameters or {}).items()}
    if verb in ("read", "get"):
        for name in _MAY_BE_EMPTY:
            if name in given and (given[name] in _NOTHING or (_is_filter_id(name) and _is_zero(given[name]))):
                given[name] = None
        if all(name in given for name in _SIDES):
            for name in [name for name in _SIDES if given[name] in _NOTHING][:1]:
                given[name] = None
    return given


def _as_php(value: Any) -> Any:
    if isinstance(value, Mapping):
        if value and all(key.isdecimal() for key in value):
            return [_as_php(item) for item in value.values()]
        return {key: _as_php(item) for key, item in value.items()}
    return [_as_php(item) for item in value] if isinstance(value, list) else value


def _is_filter_id(name: str) -> bool:
    return name.lower() == "filterid"


def _is_zero(value: Any) -> bool:
    return value in (0, "0") and value is not False
