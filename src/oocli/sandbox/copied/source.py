"""What was read from a customer's onOffice, as it came; what is written is decided elsewhere."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

MODULES = ("estate", "address", "user", "task", "agentsLog", "calendar")
"""The modules whose records are copied."""


class Link(NamedTuple):
    """A relation between two records.

    Attributes:
        type: relation type without its URN prefix.
        parent: number of the parent record.
        child: number of the child record.
    """

    type: str
    parent: int
    child: int


class Office(NamedTuple):
    """A customer's onOffice.

    Attributes:
        source: the profile used for reading, and the API's address.
        copied: when, ISO 8601.
        fields: module to field to what ``get fields`` says about it, with German labels.
        english: the same with English labels and real data types; may be empty.
        records: module to records, ``{"id", "type", "elements"}``; None if only fields are copied.
        links: relations between those records.
    """

    source: str
    copied: str
    fields: Mapping[str, Mapping[str, Any]]
    english: Mapping[str, Mapping[str, Any]]
    records: Mapping[str, Sequence[Mapping[str, Any]]] | None = None
    links: Sequence[Link] = ()
