"""What has changed in a field configuration: between what ``oocli fields -o json`` printed then, and now.

Pure. Owns how both are compared: a field or a key that is there on one side only was added or removed,
one with another label was renamed, any other fact has changed.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from oocli.errors import UsageError

_ADDED, _REMOVED, _RENAMED, _CHANGED = "added", "removed", "renamed", "changed"
_MAPS = ("permittedvalues", "dependencies", "filters")
_NAMES = ("module", "field", "label")

Record = Mapping[str, Any]


class ConfigurationChange(NamedTuple):
    """One thing that is not as it was.

    Attributes:
        module: where it was.
        field: its field; empty where it is about the module itself.
        what: ``module``, ``field``, ``value``, or the API's word for a fact (``type``, ``length`` ...).
        change: ``added``, ``removed``, ``renamed`` (the same key with another label) or ``changed``.
        key: of the value, or inside the fact; empty where there is none.
        old: the label or fact as it was, or None.
        new: the label or fact as it is, or None.
    """

    module: str
    field: str
    what: str
    change: str
    key: str
    old: Any
    new: Any

    def as_record(self) -> dict[str, Any]:
        """Return the change as a record, under the number that the thing has in ``oocli fields``."""
        name = f"{self.module}.{self.field}" if self.field else self.module
        return {"id": name, "type": "change", "elements": self._asdict()}


class OldFields(NamedTuple):
    """What was printed then.

    Attributes:
        modules: records of modules, by name.
        fields: records of fields, by module and name.
    """

    modules: Mapping[str, Record]
    fields: Mapping[tuple[str, str], Record]

    @property
    def named(self) -> set[str]:
        """The modules that it has fields of."""
        return {module for module, _ in self.fields}

    def within(self, module: str) -> "OldFields":
        """Return what is of one module alone."""
        return OldFields(
            {name: record for name, record in self.modules.items() if name == module},
            {place: record for place, record in self.fields.items() if place[0] == module},
        )


def read_old(values: Iterable[Any], source: str) -> OldFields:
    """Return what stands in a file: the JSON values that ``oocli fields`` printed, as one list or one a line.

    Raises:
        UsageError: something in it is neither a field nor a module; ``source`` names the file.
    """
    modules: dict[str, Record] = {}
    fields: dict[tuple[str, str], Record] = {}
    listed = [item for value in values for item in (value if isinstance(value, list) else [value])]
    for place, record in enumerate(listed, start=1):
        elements = record.get("elements", record) if isinstance(record, Mapping) else {}
        match _sort_out(elements):
            case "field":
                fields[elements["module"], elements["field"]] = elements
            case "module":
                modules[elements["module"]] = elements
            case _:
                raise UsageError(
                    f"{source} is not what `oocli fields -o json` printed",
                    why=f"Its value {place} is neither a field nor a module",
                )
    return OldFields(modules, fields)


def _sort_out(elements: Any) -> str:
    """Say whether this is a field or a module; nothing where it is neither."""
    if not isinstance(elements, Mapping) or not isinstance(elements.get("module"), str):
        return ""
    if isinstance(elements.get("field"), str):
        return "field" if all(isinstance(elements.get(name) or {}, Mapping) for name in _MAPS) else ""
    return "module" if "fields" in elements else ""


def find_changes(old: OldFields, new: OldFields) -> Iterator[ConfigurationChange]:
    """Return every change, modules first, then by module and field."""
    for module in sorted({*old.modules, *new.modules}):
        yield from _compare(module, "", "module", old.modules.get(module), new.modules.get(module))
    for module, field in sorted({*old.fields, *new.fields}):
        place = (module, field)
        yield from _compare(module, field, "field", old.fields.get(place), new.fields.get(place))


def _compare(
    module: str, field: str, what: str, old: Record | None, new: Record | None
) -> Iterator[ConfigurationChange]:
    """Return what is not the same of a module or a field; one side may lack it."""
    was, now = (None if side is None else side.get("label") for side in (old, new))
    if old is None or new is None:
        change = _ADDED if old is None else _REMOVED
        yield ConfigurationChange(module, field, what, change, "", was, now)
        return
    if was != now:
        yield ConfigurationChange(module, field, what, _RENAMED, "", was, now)
    for fact in (name for name in new if name in old and name not in _NAMES):
        if fact == "permittedvalues":
            yield from _compare_keys(module, field, old[fact] or {}, new[fact] or {})
        elif fact in _MAPS:
            yield from _compare_map(module, field, fact, old[fact] or {}, new[fact] or {})
        elif old[fact] != new[fact]:
            yield ConfigurationChange(module, field, fact, _CHANGED, "", old[fact], new[fact])


def _compare_keys(module: str, field: str, old: Record, new: Record) -> Iterator[ConfigurationChange]:
    for key in sorted({*old, *new}):
        if old.get(key) != new.get(key) or (key in old) != (key in new):
            change = _RENAMED if key in old and key in new else _ADDED if key in new else _REMOVED
            yield ConfigurationChange(module, field, "value", change, key, old.get(key), new.get(key))


def _compare_map(
    module: str, field: str, fact: str, old: Record, new: Record
) -> Iterator[ConfigurationChange]:
    for key in sorted({*old, *new}):
        if old.get(key) != new.get(key):
            yield ConfigurationChange(module, field, fact, _CHANGED, key, old.get(key), new.get(key))


def count_changes(changes: Iterable[ConfigurationChange]) -> str:
    """Say how many changes there are of which kind: ``2 values added, 1 field removed``."""
    counts: dict[tuple[str, str], int] = {}
    for item in changes:
        kind = (item.what if item.what in ("module", "field", "value") else "fact", item.change)
        counts[kind] = counts.get(kind, 0) + 1
    return ", ".join(
        f"{number:,} {what}{'' if number == 1 else 's'} {change}" for (what, change), number in counts.items()
    )
