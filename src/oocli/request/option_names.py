"""The rule by which a documented parameter becomes options, for commands and for completion alike.

A parameter has the option ``--name``, a boolean also ``--no-name``; the keys of an object have
options of their own with a dot, down to two dots; what lies deeper is given as JSON. Imports
nothing: completion asks at every Tab key.
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
    """Return the dotted name and the parameter of each option that a parameter has.

    ``look`` gives name, type and keys of a parameter, in whatever shape it comes.
    """
    name, kind, keys = look(item)
    if name.startswith("<"):
        return  # stands for any field; those are set by name
    yield prefix + name, item
    if kind in ("object", "map<string>") and (prefix + name).count(".") < _DEEPEST:
        for inner in keys:
            yield from list_options(inner, look, f"{prefix}{name}.")


def name_flags(name: str, kind: str) -> tuple[str, ...]:
    """Return the flags of a parameter's option; of a boolean the one that says no, too."""
    return (f"--{name}", f"--no-{name}") if kind == "boolean" else (f"--{name}",)


def takes_json(kind: str) -> bool:
    """Say whether the value of a type is typed as JSON."""
    return kind in ("object", "array<object>") or kind.startswith("map<")
