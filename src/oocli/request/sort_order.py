"""Turn what is typed after ``--sort`` into the API's sort order. Pure; knows no field names and no call."""

import re
from collections.abc import Sequence
from typing import Literal

from oocli.request.reader import Reader, read_quoted

Direction = Literal["ASC", "DESC"]

_SORT_ITEM = re.compile(r"[^,]*")
_DIRECTION = re.compile(r"[\s:]\s*(asc|desc)\s*$", re.IGNORECASE)
_ODD_DIRECTION = re.compile(r":(ascending|descending|up|down|dsc|dec|des)$|\s", re.IGNORECASE)


def parse_sort(texts: Sequence[str]) -> list[tuple[str, Direction]]:
    """Return (field, ``ASC`` or ``DESC``) in the order typed, for ``--sort kaufpreis,-Id``.

    A direction is a leading ``-`` or ``+``, or ``:desc``, ``:asc``, `` desc``, `` asc``
    after the field; without one it is ``ASC``.

    Raises:
        FilterError: an item is empty, names a field twice, or has an unknown direction.
    """
    order: list[tuple[str, Direction]] = []
    for text in texts:
        reader = Reader(text)
        while True:
            reader.skip_blanks()
            start = reader.at
            field, direction = _read_sort_item(reader)
            if field in (known for known, _ in order):
                raise reader.fail(f"{field} is named twice in --sort", at=start, hint="Leave one of them out")
            order.append((field, direction))
            if reader.ended:
                break
            reader.at += 1
    return order


def _read_sort_item(reader: Reader) -> tuple[str, Direction]:
    start = reader.at
    sign = reader.peek() if reader.peek() in ("-", "+") else ""
    reader.at += len(sign)
    quoted = read_quoted(reader) if reader.peek() in ("`", '"') else ""
    rest = reader.take(_SORT_ITEM).rstrip()
    match = _DIRECTION.search(rest)
    bare = (rest[: match.start()] if match else rest).rstrip()
    field = quoted or bare
    if not field:
        raise reader.fail("A field to sort by is missing", at=start, hint="Write --sort kaufpreis,-Id")
    if (quoted and bare) or (not quoted and _ODD_DIRECTION.search(bare)):
        name = re.split(r"[\s:]", field.strip())[0]
        raise reader.fail("The sort order cannot be read", at=start, hint=f"Write {name} or {name}:desc")
    if sign and match:
        raise reader.fail("The direction is given twice", at=start, hint=f"Write -{field} or {field}:desc")
    descending = match.group(1).lower() == "desc" if match else sign == "-"
    return field, "DESC" if descending else "ASC"
