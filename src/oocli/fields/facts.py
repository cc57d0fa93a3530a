"""What the field configuration says: one field, and the fields of one module.

Pure. Owns how the answer of ``get fields`` is read, with the PHP lists that stand where
maps are meant; knows nothing of the cache or of the calls that use the fields. Source:
apidoc.onoffice.de, "Field configuration".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from oocli.text.letter_case import fold_case
from oocli.text.spelling import suggest

OLD = 7 * 24 * 3600.0  # seconds; fields change rarely, and a new one is missed at once
_DIGITS = 9  # of a length; Python refuses to read thousands of them


class Field(NamedTuple):
    """One field of a module.

    Attributes:
        module: ``estate``, ``address``, ``agentsLog`` ...
        name: the API's name, case-sensitive.
        label: what people see, in the language that was asked for; may be empty.
        type: ``varchar``, ``text``, ``blob``, ``freetext``, ``integer``, ``float``, ``boolean``,
            ``date``, ``datetime``, ``singleselect``, ``multiselect``; others may exist.
        length: longest text in characters, or None.
        permitted: key to label of a select field; empty where any value goes.
        default: what a new record gets, or None.
        filters: field or value to the filters set up for it; may be empty.
        dependencies: own key to the key that the field above it must have; may be empty.
        compound: names of the fields that make this one up; written through those.
        measure: display format, ``DATA_TYPE_MONETARY`` ...; may be empty.
    """

    module: str
    name: str
    label: str = ""
    type: str = ""
    length: int | None = None
    permitted: Mapping[str, str] = MappingProxyType({})
    default: Any = None
    filters: Mapping[str, Any] = MappingProxyType({})
    dependencies: Mapping[str, str] = MappingProxyType({})
    compound: tuple[str, ...] = ()
    measure: str = ""

    def keys_of(self, label: str) -> list[str]:
        """Return the keys that have this label, letter case ignored; mostly one or none."""
        wanted = fold_case(label.strip())
        return [key for key, text in self.permitted.items() if fold_case(text.strip()) == wanted]

    def as_json(self) -> dict[str, Any]:
        """Return the field under the API's own words, an empty map for an empty PHP list."""
        return {
            "module": self.module,
            "field": self.name,
            "label": self.label,
            "type": self.type,
            "length": self.length,
            "default": self.default,
            "permittedvalues": dict(self.permitted),
            "filters": dict(self.filters),
            "dependencies": dict(self.dependencies),
            "compoundFields": list(self.compound),
            "fieldMeasureFormat": self.measure or None,
        }


@dataclass(frozen=True)
class FieldConfiguration:
    """The fields of one module, as one customer has them.

    Attributes:
        module: name of the module.
        language: of the labels, such as ``DEU``.
        facts: field name to what the API says of it; read by ``find`` and iteration.
        label: what people call the module; may be empty.
        fetched: when the API said so, Unix seconds.
    """

    module: str
    language: str
    facts: Mapping[str, Mapping[str, Any]]
    label: str = ""
    fetched: float = 0.0
    _read: dict[str, Field] = field(default_factory=dict, init=False, repr=False, compare=False)

    def find(self, name: str) -> Field | None:
        """Return the field of exactly that name, or None."""
        if name not in self._read and name in self.facts:
            self._read[name] = _read_field(self.module, name, self.facts[name])
        return self._read.get(name)

    def find_in_any_case(self, name: str) -> Field | None:
        """Return the field of that name, case forgiven where that leads to one field only."""
        if name not in self.facts:
            folded = [known for known in self.facts if known.lower() == name.lower()]
            name = folded[0] if len(folded) == 1 else name
        return self.find(name)

    def suggest(self, name: str) -> tuple[str, ...]:
        """Return up to three names that look like a misspelt one, or that it is the label of."""
        wanted = fold_case(name.strip())
        labelled = [known for known, facts in self.facts.items() if fold_case(_label(facts)) == wanted]
        return tuple(labelled[:3]) or suggest(name, self.facts)

    def is_old(self, now: float) -> bool:
        """Say whether it is worth asking again; ``now`` in Unix seconds."""
        return now - self.fetched > OLD

    def __iter__(self) -> Iterator[Field]:
        """Return each field, in the order of the API."""
        return (_read_field(self.module, name, facts) for name, facts in self.facts.items())


def read_module(
    name: str, elements: Mapping[str, Any], *, language: str, fetched: float
) -> FieldConfiguration:
    """Return the fields of a module from the elements of its record in the answer of ``get fields``.

    ``elements`` holds an object for each field and, with labels, the module's own label.
    """
    return FieldConfiguration(
        module=name,
        language=language,
        facts={field_name: facts for field_name, facts in elements.items() if isinstance(facts, dict)},
        label=_label(elements),
        fetched=fetched,
    )


def _read_field(module: str, name: str, facts: Mapping[str, Any]) -> Field:
    length = facts.get("length")
    compound = facts.get("compoundFields") or facts.get("compoundField")
    return Field(
        module=module,
        name=name,
        label=_label(facts),
        type=str(facts.get("type") or ""),
        length=int(str(length)) if str(length).isdecimal() and len(str(length)) < _DIGITS else None,
        permitted={
            key: "" if label is None else str(label)
            for key, label in _read_map(facts.get("permittedvalues")).items()
        },
        default=facts.get("default"),
        filters=_read_map(facts.get("filters")),
        dependencies={key: str(above) for key, above in _read_map(facts.get("dependencies")).items()},
        compound=tuple(map(str, compound)) if isinstance(compound, list) else (),
        measure=str(facts.get("fieldMeasureFormat") or ""),
    )


def _label(facts: Mapping[str, Any]) -> str:
    label = facts.get("label")
    return label if isinstance(label, str) else ""


def _read_map(value: Any) -> dict[str, Any]:
    """Return a map from what PHP made of it: a map with the keys 0, 1, 2 ... arrives as a list."""
    if isinstance(value, list):
        return {str(number): item for number, item in enumerate(value)}
    return dict(value) if isinstance(value, Mapping) else {}
