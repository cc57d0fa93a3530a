"""A customer's onOffice: fields of its own, one that usually is there missing, secrets in every text."""

import copy
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from oocli.request.actions import Action
from oocli.sandbox import SECRET, TOKEN
from oocli.sandbox.copied.source import Office
from oocli.sandbox.door.answer import Sandbox
from oocli.sandbox.records.configuration import Field
from oocli.sandbox.records.store import Store
from oocli.wire.messages import Credentials, encode, sign

CREDENTIALS = {"OOCLI_TOKEN": TOKEN, "OOCLI_SECRET": SECRET}
GONE = "kamin"
OWN = "ind_900_Feld_ObjZusatz1"
OWN_TEXT = "ind_902_Feld_adressen9"
PLANTED = "Geheimtext"
_TEXTS = ("varchar", "text", "blob", "singleselect", "multiselect")


def ask(sandbox: Sandbox, action: Action, now: float) -> list[dict[str, Any]]:
    """Send an action and give the records of its answer."""
    body = encode([sign(action, Credentials(TOKEN, SECRET), int(now))], TOKEN)
    (result,) = json.loads(sandbox.post(body).body)["response"]["results"]
    assert result["status"]["errorcode"] == 0, result["status"]
    records: list[dict[str, Any]] = result["data"]["records"]
    return records


def describe_fields(language: str = "DEU") -> dict[str, dict[str, Any]]:
    """Give the fields of the office that ships, as ``get fields`` answers."""
    store, now = Store.open(":memory:", estates=1, addresses=1), time.time()
    flags = ("labels", "showContent", "showTable", "showFieldMeasureFormat", "showfielddependencies")
    action = Action("get", "fields", "", "", {"language": language, **dict.fromkeys(flags, True)})
    found = ask(Sandbox(store, now=lambda: now), action, now)
    store.close()
    return {record["id"]: record["elements"] for record in found}


def make_fields() -> dict[str, dict[str, Any]]:
    """Give the fields of the customer: one gone, one renamed, one with other keys, two of their own."""
    fields = copy.deepcopy(describe_fields())
    estate, address = fields["estate"], fields["address"]
    del estate[GONE]
    estate["kaufpreis"]["label"] = "Preis des Hauses"
    estate["zustand"]["permittedvalues"] = {"neu": "Neu", "ind_z1": "Wie im Märchen"}
    own: dict[str, Any] = {
        "length": None,
        "default": None,
        "filters": [],
        "dependencies": [],
        "compoundFields": [],
    }
    choices = {"indMulti900Select1": "Mit Teich", "indMulti900Select2": "Mit 'Graben'"}
    estate[OWN] = {**own, "type": "multiselect", "permittedvalues": choices, "label": "Wasser"}
    address[OWN_TEXT] = {**own, "type": "varchar", "permittedvalues": None, "label": "Spitzname"}
    return fields


def open_customer(path: Path, *, estates: int = 12, addresses: int = 20) -> Store:
    """Give the records of a customer, in a file."""
    office = Office("customer", "2026-01-01T00:00:00+00:00", make_fields(), {})
    return Store.open(path, estates=estates, addresses=addresses, anew=True, office=office)


def plant(store: Store, *, but: Callable[[str, Field], bool]) -> int:
    """Write a secret into every text of every record, select fields too; give into how many fields.

    ``but`` names the fields that are left as they are, by module.
    """
    tables = {"estate": "pattern", "address": "address", "task": "task", "user": "user"}
    tables |= {"agentsLog": "activity", "calendar": "appointment"}
    planted = 0
    with store.writing() as db:
        for module, table in tables.items():
            for field in store.find_modules(db).find(module).columns.values():
                if not field.is_stored or field.is_whole or field.type not in _TEXTS or but(module, field):
                    continue
                shared = table if not field.facts.get("own") else "estate"
                db.execute(f'UPDATE "{shared}" SET "{field.name}" = ?', (f"{PLANTED} {field.name}",))
                planted += 1
        db.execute("UPDATE contact SET value = ?", (f"{PLANTED}@example.org",))
    return planted
