"""Phone, fax and mail entries of addresses, each with a number of its own."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from oocli.sandbox.ask import Ask
from oocli.sandbox.records import sql
from oocli.sandbox.records.conditions import Several
from oocli.sandbox.records.storing import as_text
from oocli.sandbox.refusal import Refusal

PARAMETERS: Mapping[str, tuple[str, str]] = {
    "phone": ("phone", ""),
    "phone_private": ("phone", "private"),
    "phone_business": ("phone", "business"),
    "mobile": ("phone", "mobile"),
    "fax": ("fax", ""),
    "fax_private": ("fax", "private"),
    "fax_business": ("fax", "business"),
    "email": ("email", ""),
    "email_private": ("email", "private"),
    "email_business": ("email", "business"),
}
"""Parameter of create and modify to kind and type of the entry."""

DEFAULTS: Mapping[str, str] = {"default_phone": "phone", "default_fax": "fax", "default_email": "email"}
"""Parameter of create to the kind whose main entry it names."""

SELECTORS: Mapping[str, str] = {
    "phone": "kind = 'phone' AND type <> 'mobile'",
    "mobile": "kind = 'phone' AND type = 'mobile'",
    "fax": "kind = 'fax'",
    "email": "kind = 'email'",
    "defaultphone": "kind = 'phone' AND main = 1",
    "defaultfax": "kind = 'fax' AND main = 1",
    "defaultemail": "kind = 'email' AND main = 1",
}
"""Name in ``data`` of a read to SQL that tells which entries it stands for."""

FILTERS: Mapping[str, Several] = {
    name: Several("contact", f"address = r.id AND {SELECTORS[name]} AND value")
    for name in ("phone", "mobile", "fax", "email")
}
"""Name in ``filter`` to the entries it searches, not only the main one."""


def read_contacts(ask: Ask, ids: Sequence[int], selectors: Iterable[str]) -> dict[int, dict[str, str]]:
    """Return address number to its entries as elements: ``phone__13021`` and, if any, its ``__Comment``."""
    wanted = " OR ".join(f"({SELECTORS[name]})" for name in selectors)
    statement = sql.select(
        ["address", "kind", "id", "value", "comment"],
        "contact",
        where=f"{sql.among('address')} AND ({wanted or '0'})",
        tail="ORDER BY id",
    )
    found: dict[int, dict[str, str]] = {}
    for address, kind, number, value, comment in ask.db.execute(statement, (json.dumps(ids),)):
        entries = found.setdefault(address, {})
        entries[f"{kind}__{number}"] = value
        if comment:
            entries[f"{kind}__{number}__Comment"] = comment
    return found


def add_contacts(ask: Ask, address: int, parameters: Mapping[str, Any]) -> None:
    """Write the entries of a new address; the first of a kind is the main one unless another is named."""
    for name, (kind, kind_type) in PARAMETERS.items():
        if value := as_text(parameters.get(name)):
            add_contact(ask, address, kind, kind_type, value=value)
    for name, kind in DEFAULTS.items():
        value = as_text(parameters.get(name))
        if not value:
            continue
        entry = ask.db.execute(
            "SELECT id FROM contact WHERE address = ? AND kind = ? AND value = ?", (address, kind, value)
        ).fetchone()
        if entry is None:
            raise Refusal(260) if kind == "phone" else Refusal(258, kind)
        make_main(ask, address, kind, entry[0])


def add_contact(ask: Ask, address: int, kind: str, kind_type: str, *, value: str) -> int:
    """Write one entry, the main one if it is the first of its kind, and give its number."""
    first = not ask.db.execute(
        "SELECT 1 FROM contact WHERE address = ? AND kind = ? AND main = 1", (address, kind)
    ).fetchone()
    entry = {"address": address, "kind": kind, "type": kind_type, "value": value, "main": int(first)}
    return sql.insert(ask.db, "contact", entry)


def make_main(ask: Ask, address: int, kind: str, entry: int) -> None:
    """Make one entry the main one of its kind."""
    ask.db.execute(
        "UPDATE contact SET main = (id = ?) WHERE address = ? AND kind = ?", (entry, address, kind)
    )


def change_contact(ask: Ask, address: int, name: str, change: Any) -> None:
    """Carry out ``{"action", "oldvalue", "newvalue", "default"}`` for one parameter of modify.

    A plain text in place of the object changes nothing, as with the API.

    Raises:
        Refusal: 81, 82, 83, 85, 86, 87 as the vendor's list has them.
    """
    if not isinstance(change, Mapping):
        return
    kind, kind_type = PARAMETERS[name]
    action = change.get("action")
    if not action:
        raise Refusal(81)
    if action not in ("add", "modify", "delete"):
        raise Refusal(82)
    if action != "delete" and not as_text(change.get("newvalue")):
        raise Refusal(85)
    if action == "add":
        entry = add_contact(ask, address, kind, kind_type, value=as_text(change["newvalue"]))
    else:
        entry = _find_entry(ask, address, kind, kind_type, value=as_text(change.get("oldvalue")))
    if action == "modify":
        sql.update(ask.db, "contact", "id", entry, {"value": as_text(change["newvalue"])})
    if action == "delete":
        ask.db.execute("DELETE FROM contact WHERE id = ?", (entry,))
    elif change.get("default"):
        make_main(ask, address, kind, entry)


def _find_entry(ask: Ask, address: int, kind: str, kind_type: str, *, value: str) -> int:
    if not value:
        raise Refusal(86)
    found = ask.db.execute(
        "SELECT id FROM contact WHERE address = ? AND kind = ? AND type = ? AND value = ?",
        (address, kind, kind_type, value),
    ).fetchall()
    if len(found) > 1:
        raise Refusal(87)
    if not found:
        raise Refusal(83)
    return int(found[0][0])
