"""The fields of one module as code is made of them, and what the module is called there. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from oocli.catalogue.modules import Module
from oocli.fields.facts import Field

_WORDS = re.compile(r"[A-Za-z0-9]+")


class ModuleFields(NamedTuple):
    """What code is made of.

    Attributes:
        name: the API's name of the module.
        label: what people call it; may be empty.
        record_type: ``type`` of its records in an answer; empty where no call reads them.
        fields: its fields, by name.
        system: names of those that onOffice sets itself.
        structured: names of those that hold lists or objects, whatever their type.
        documented: fields that the calls which write take by their own description, by name.
        is_free: whether such a call takes every field besides.
    """

    name: str
    label: str
    record_type: str
    fields: tuple[Field, ...]
    system: frozenset[str] = frozenset()
    structured: frozenset[str] = frozenset()
    documented: tuple[Field, ...] = ()
    is_free: bool = True

    def list_fields(self, shape: str) -> list[Field]:
        """Return the fields that a shape has, sorted: what is written leaves out what only onOffice sets."""
        if shape != "write":
            return list(self.fields)
        named = {field.name: field for field in self.documented}
        named |= {field.name: field for field in self.fields if field.name in named or self._takes(field)}
        return [named[name] for name in sorted(named)]

    def list_labels(self, shape: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Return the fields of a shape that have keys, each with its keys and their labels, sorted."""
        for field in self.list_fields(shape):
            if field.permitted:
                yield field.name, sorted(field.permitted.items())

    def _takes(self, field: Field) -> bool:
        return self.is_free and field.name not in self.system and not field.compound


def gather(
    name: str,
    fields: Iterable[Field],
    *,
    label: str = "",
    record_type: str = "",
    known: Module | None = None,
    documented: Iterable[Field] = (),
    is_free: bool = True,
) -> ModuleFields:
    """Return the fields of a module, sorted, with those that its calls take without their being listed."""
    found = {field.name: field for field in fields}
    unlisted: Mapping[str, str] = known.unlisted if known is not None else {}
    for other, kind in unlisted.items():
        found.setdefault(other, Field(name, other, type=kind))
    return ModuleFields(
        name,
        label or (known.title if known is not None else ""),
        record_type,
        tuple(found[field] for field in sorted(found)),
        frozenset(known.system if known is not None else ()),
        frozenset(known.structured if known is not None else ()),
        tuple(documented),
        is_free,
    )


def name_types(modules: Sequence[ModuleFields]) -> dict[str, str]:
    """Return the name of each module as a type, an identifier of its own: ``agentsLog`` is ``AgentsLog``."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for module in modules:
        words = "".join(word[0].upper() + word[1:] for word in _WORDS.findall(module.name))
        plain = words if words[:1].isalpha() else f"Module{words}"
        name, number = plain, 1
        while taken & {name.lower(), f"{name}record".lower(), f"{name}labels".lower()}:
            number += 1
            name = f"{plain}{number}"
        taken |= {name.lower(), f"{name}record".lower(), f"{name}labels".lower()}
        names[module.name] = name
    return names
