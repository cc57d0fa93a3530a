"""What a record holds inside its elements, brought to the top and into the shape of a writing. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from oocli.catalogue import ReadBack

_KEYS = "keys"


def unfold(elements: Mapping[str, Any], way: ReadBack) -> Mapping[str, Any]:
    """Return the elements and those inside them, with dotted names, in the shapes of a writing.

    ``{"_meta": {"advisor": 17}, "range_kaufpreis": ["1", "2"]}`` has ``_meta.advisor`` and
    ``range_kaufpreis.0`` too. A reading that takes a choice of fields gives them as they are written, and is
    left as it is.
    """
    if way.takes_fields:
        return elements
    inside = dict(_list_inside(elements))
    shaped = {name: _shape(inside[name], shape) for name, shape in way.shapes.items() if name in inside}
    return {**inside, **shaped}


def _list_inside(elements: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in elements.items():
        yield name, value
        items = value.items() if isinstance(value, Mapping) else enumerate(value) if _is_list(value) else ()
        yield from ((f"{name}.{place}", item) for place, item in items)


def _shape(value: Any, shape: str) -> Any:
    """Return the value as it is written; a value of another shape than expected stays as it is."""
    if shape == _KEYS:
        keys = list(value) if isinstance(value, Mapping) else []
        return keys[0] if len(keys) == 1 else keys
    return "".join(f"{shape}{item}" for item in value) if _is_list(value) else value


def _is_list(value: Any) -> bool:
    return isinstance(value, list)
