"""What a handler is given, and what it gives back."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from oocli.sandbox.records.configuration import Module, Modules
from oocli.sandbox.records.counts import Counts
from oocli.sandbox.records.picture_paths import HOST
from oocli.sandbox.refusal import Refusal
from oocli.text.german_time import german_time

_GREATEST = (1 << 63) - 1
API_USER = 17
"""Number of the user whose token the sandbox has."""


@dataclass(frozen=True)
class Ask:
    """One action asked of the sandbox, its signature already checked.

    Attributes:
        db: connection inside a transaction; a refusal rolls it back.
        resourceid: as text; empty where the action has none.
        parameters: the API's parameters.
        now: Unix seconds.
        modules: field configuration.
        counts: counts records and remembers how many there were.
        rights: False where the API user may neither see nor change other people's records.
        host: scheme and host of the addresses of pictures.
    """

    db: sqlite3.Connection
    resourceid: str
    parameters: Mapping[str, Any]
    now: float
    modules: Modules
    counts: Counts
    rights: bool = True
    host: str = HOST

    @property
    def today(self) -> str:
        """The moment of the action as the API writes it."""
        return german_time(self.now)

    def module(self, name: str) -> Module:
        """Return the field configuration of a module."""
        return self.modules.find(name)

    def whole(self, name: str, default: int) -> int:
        """Return a parameter that is a whole number from 0, as number or as digits."""
        value = self.parameters.get(name)
        if value is None or value == "":
            return default
        try:
            number = int(value)
        except (TypeError, ValueError, OverflowError):
            raise Refusal(68) from None
        if abs(number) > _GREATEST:
            raise Refusal(68)
        if number < 0:
            raise Refusal(67)
        return number

    def flag(self, name: str) -> bool:
        """Return a parameter that is true or false, in any form that the API takes."""
        return self.parameters.get(name) in (True, 1, "1", "true", "TRUE")

    def required_data(self) -> dict[str, Any]:
        """Return ``parameters.data``, which live accounts demand although the documentation leaves it open.

        Raises:
            Refusal: 167 without it, 74 where it is not an object.
        """
        if self.parameters.get("data") is None:
            raise Refusal(167, "data")
        return self.data()

    def data(self) -> dict[str, Any]:
        """Return ``parameters.data`` as an object; PHP sends an empty list for an empty one."""
        data = self.parameters.get("data")
        if data is None or data == []:
            return {}
        if not isinstance(data, dict):
            raise Refusal(74)
        return data


@dataclass(frozen=True)
class Found:
    """What an action found or did.

    Attributes:
        records: ``{"id", "type", "elements"}`` each.
        total: ``cntabsolute``, or None where the call counts nothing.
    """

    records: Sequence[Mapping[str, Any]]
    total: int | None = None


Handler = Callable[[Ask], Found]


def one(record_id: Any, record_type: str | None, elements: Any) -> Found:
    """Return the answer of one record, without a count."""
    return Found([{"id": record_id, "type": record_type, "elements": elements}])


def success(record_type: str = "") -> Found:
    """Return the answer of most writes: record 0 that says ``success``."""
    return one(0, record_type, {"success": "success"})
