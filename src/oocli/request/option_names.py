"""The rule by which a documented parameter becomes options, for commands and for completion.

A parameter has the option ``--name``, a boolean also ``--no-name``; the keys of an object have
options of their own with one dot or two; what lies deeper is given as JSON. Imports
nothing: completion asks at every press of the Tab key.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeVar

    Item = TypeVar("Item")

_DEEPEST = 2  # dots in the name of an option


def list_options(
    item: "Item",
    look: "Callable[[Item], tuple[str, str, Iterable[Item]]]",
    prefix: str = "",
) -> "Iterator[tuple[str, Item]]":
    """Return the dotted name and the parameter of each option of a parameter.

    ``look`` gives name, type and keys of a parameter, whatever its shape.
    """
    name, kind, keys = look(item)
    if name.startswith("<"):
        return  # stands for any field; fields are set by name
    yield prefix + name, item
    if kind in ("object", "map<string>") and (prefix + name).count(".") < _DEEPEST:
        for inner in keys:
            yield from list_options(inner, look, f"{prefix}{name}.")


def name_flags(name: str, kind: str) -> tuple[str, ...]:
    """Return the flags of a parameter's option; for a boolean, also the one that says no."""
    return (f"--{name}", f"--no-{name}") if kind == "boolean" else (f"--{name}",)


def takes_json(kind: str) -> bool:
    """Say whether values of a type are typed as JSON."""
    return kind in ("object", "array<object>") or kind.startswith("map<")
