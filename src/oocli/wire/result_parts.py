"""The shape of one result: where its status, its count and its records stand, and whether they do.

Pure. PHP writes an array whose first entries were taken out as an object with numeric keys;
such records are read as a list. Everything else that is not a list of records is said to be
none, so that nobody takes it for an empty one.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from oocli.wire.record import Slice

_EMPTY_PHP_LIST: list[Any] = []
_NOTHING: Mapping[str, Any] = {}


class ResultParts(NamedTuple):
    """What could be read of a result.

    Attributes:
        status: its status; empty where there is none.
        records: ``{"id", "type", "elements"}`` each.
        total: ``cntabsolute``, or None where the call counts none.
        problem: what keeps it from being read, as the end of a sentence; else empty.
    """

    status: Mapping[str, Any]
    records: tuple[dict[str, Any], ...]
    total: int | None
    problem: str


def read_parts(raw: Any) -> ResultParts:
    """Read one result of an answer; one that failed needs no records."""
    status = raw.get("status") if isinstance(raw, dict) else None
    if not isinstance(status, dict) or read_number(status.get("errorcode")) is None:
        return ResultParts(_NOTHING, (), None, "the status of the result cannot be read")
    data = raw.get("data")
    inner: Mapping[str, Any] = data if isinstance(data, dict) else _NOTHING
    meta = inner.get("meta")
    total = read_number(meta.get("cntabsolute")) if isinstance(meta, dict) else None
    records = _list_records(inner.get("records"))
    if records is not None:
        return ResultParts(status, records, total, "")
    failed = read_number(status["errorcode"]) != 0
    return ResultParts(status, (), total, "" if failed else _describe(raw, inner))


def read_number(value: Any) -> int | None:
    """Return the whole number that a value is, or None where it is none; text may be one."""
    if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
        return None
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def _list_records(records: Any) -> tuple[dict[str, Any], ...] | None:
    """Return the records, or None where they are not a list of objects."""
    if isinstance(records, dict) and all(key.isascii() and key.isdecimal() for key in records):
        records = list(records.values())
    if not isinstance(records, list):
        return None
    if records and isinstance(records[0], Slice):  # then all are, and none has anything to mend
        return tuple(records)
    if not set(map(type, records)) <= {dict}:
        return None
    if _EMPTY_PHP_LIST in [record.get("elements") for record in records]:
        return tuple(map(_mend_record, records))
    return tuple(records)


def _mend_record(record: dict[str, Any]) -> dict[str, Any]:
    return {**record, "elements": {}} if record.get("elements") == _EMPTY_PHP_LIST else record


def _describe(raw: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    """Say what stands where the records should."""
    name, holder = ("records", data) if isinstance(raw.get("data"), dict) else ("data", raw)
    if name not in holder:
        return f"its {name} is missing" if name == "data" else f"its {name} are missing"
    if name == "records" and isinstance(holder[name], list):
        return "not all of its records are objects"
    kinds = {dict: "an object", list: "a list", str: "text", type(None): "null", bool: "true or false"}
    kind = kinds.get(type(holder[name]), "a number")
    return f"its {name} {'is' if name == 'data' else 'are'} {kind}"
