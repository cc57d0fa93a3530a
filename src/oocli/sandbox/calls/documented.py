"""The answer of a call that has no function of its own, made from its catalogue entry.

One record with every element that the entry names. Its value is the first permitted one if the entry has any,
else the entry's own words about the element.
"""

import re
from collections.abc import Mapping
from typing import Any

from oocli.catalogue import Call, Response
from oocli.sandbox.ask import Ask, Found

_READING_RECORDS = frozenset({"read", "create", "modify", "delete"})
_NAME = re.compile(r"[A-Za-z][\w:-]*")


def answer_as_documented(ask: Ask, call: Call) -> Found:
    """Return the one record that the entry describes."""
    response = call.variant(ask.resourceid).response
    record = {
        "id": int(ask.resourceid) if ask.resourceid.isdecimal() and len(ask.resourceid) < 19 else 0,
        "type": call.resourcetype if call.verb in _READING_RECORDS else "",
        "elements": describe_elements(response) or [],
    }
    return Found([record], 1 if response.get("total") else None)


def describe_elements(response: Response) -> dict[str, Any]:
    """Return element to value; ``price.net`` stands in the object ``price``.

    Names in brackets, which stand for names that only the customer's data has, are left out.
    """
    elements: dict[str, Any] = {}
    enums: Mapping[str, list[Any]] = response.get("enums", {})
    for path, meaning in response.get("elements", {}).items():
        names = path.split(".")
        if not all(_NAME.fullmatch(name) for name in names):
            continue
        place = elements
        for name in names[:-1]:
            inner = place.get(name)
            place[name] = inner if isinstance(inner, dict) else {}
            place = place[name]
        known = enums.get(path, [])
        place[names[-1]] = known[0] if known else "success" if path == "success" else meaning
    return elements
