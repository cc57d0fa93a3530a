"""What formats with types of their own know of a field: its type, and what people call it. Pure."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class FieldFacts(NamedTuple):
    """What is known of a field.

    Attributes:
        type: as the field configuration names it: ``varchar``, ``float``, ``date`` ...
        label: what people call it; may be empty.
        measure: display format, ``DATA_TYPE_MONETARY`` ...; may be empty.
        permitted: key to label of a select field.
    """

    type: str = ""
    label: str = ""
    measure: str = ""
    permitted: Mapping[str, str] = MappingProxyType({})

    @property
    def is_text(self) -> bool:
        """Whether its values are texts, however much they look like numbers: postcodes, phones, keys."""
        return self.type not in ("", "integer", "float", "boolean", "date", "datetime")

    @property
    def is_money(self) -> bool:
        """Whether its numbers are amounts of money."""
        return self.measure.startswith("DATA_TYPE_MONETARY")
