"""Links between records: rows of ``relation``, a type without its URN prefix, parent, child.

Types that onOffice does not have (``calendar:user``, ``calendar:group``, ``mail:address``)
are the sandbox's own and never leave it.
"""

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from oocli.sandbox.refusal import Refusal

_GREATEST = (1 << 63) - 1
_MOST_DIGITS = 19
_TABLES = {
    "estate": ("estate", "Id", 293),
    "address": ("address", "id", 292),
    "user": ("user", "Nr", 251),
    "task": ("task", "Nr", 80),
    "calendar": ("appointment", "Nr", 169),
    "agentsLog": ("activity", "Nr", 80),
    "searchcriteria": ("searchcriteria", "id", 95),
}
"""Module to table, number column, and the code for a number that does not exist."""


def find_children(db: sqlite3.Connection, kind: str, parent: int) -> list[int]:
    """Return the children of a parent, in the order of their numbers."""
    rows = db.execute(
        "SELECT child FROM relation WHERE type = ? AND parent = ? ORDER BY child", (kind, parent)
    )
    return [row[0] for row in rows]


def link(db: sqlite3.Connection, kind: str, parent: int, children: Iterable[int], info: Any = None) -> None:
    """Link children to a parent; existing links stay, with their info if none is given."""
    text = "" if info is None else json.dumps(info, ensure_ascii=False)
    db.executemany(
        "INSERT INTO relation (type, parent, child, info) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (type, parent, child)"
        " DO UPDATE SET info = CASE WHEN excluded.info = '' THEN info ELSE excluded.info END",
        [(kind, parent, child, text) for child in children],
    )


def relink(db: sqlite3.Connection, kind: str, parent: int, children: Iterable[int]) -> None:
    """Make these the only children of a parent."""
    db.execute("DELETE FROM relation WHERE type = ? AND parent = ?", (kind, parent))
    link(db, kind, parent, children)


def whole_numbers(value: Any, name: str) -> list[int]:
    """Return record numbers from a number, digits or a list of them.

    Raises:
        Refusal: 294 for anything else.
    """
    if value is None or value == "":
        return []
    numbers = []
    for item in value if isinstance(value, list) else [value]:
        number = read_number(item)
        if number is None:
            raise Refusal(294, name)
        numbers.append(number)
    return numbers


def read_number(value: Any) -> int | None:
    """Return a whole number from 0 that may be a record's, from a number or digits; else None."""
    text = "" if isinstance(value, bool | float) else str(value)
    if not (text.isascii() and text.isdecimal()) or len(text.lstrip("0")) > _MOST_DIGITS:
        return None
    number = int(text.lstrip("0") or "0")
    return number if number <= _GREATEST else None


def whole_number(value: Any, name: str) -> int:
    """Return the one record number that is meant.

    Raises:
        Refusal: 294 for anything but numbers, 228 for none or several.
    """
    numbers = whole_numbers(value, name)
    if len(numbers) != 1:
        raise Refusal(228, name)
    return numbers[0]


def check_exists(db: sqlite3.Connection, module: str, record_id: int) -> None:
    """Refuse a record number that does not exist; numbers of modules that the sandbox lacks are accepted."""
    if module not in _TABLES:
        return
    table, key, code = _TABLES[module]
    statement = " ".join(("SELECT 1 FROM", f'"{table}"', "WHERE", key, "= ?"))
    if not db.execute(statement, (record_id,)).fetchone():
        raise Refusal(code, record_id)
