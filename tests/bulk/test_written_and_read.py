"""What oocli writes, whatever the format, is taken back by ``modify --from`` as it was."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness import Outcome
from oocli.bulk.columns import Columns
from oocli.bulk.row_actions import RowActions
from oocli.catalogue import Catalogue
from oocli.request.actions import Action

Run = Callable[..., Outcome]

_ESTATE = (
    "objektnr_extern,plz,kaufpreis,wohnflaeche,objektart,status,letzte_aktion,balkon,lage,multiParkingLot"
)
_ADDRESS = "Anrede,Name,Plz,Land,Geburtsdatum,ArtDaten,Bemerkung,Umsatz"
_LOG = "Aktionsart,Aktionstyp,Kosten,Bemerkung,merkmal,HerkunftKontakt,dauer,Datum"
_READINGS = {
    "estate": f"read estate --fields {_ESTATE}",
    "address": f"read address --fields {_ADDRESS}",
    "task": "read task --fields Betreff,Aufgabe,Prio,Status,Verantwortung,modified",
    "agentslog": f"read agentslog --fields {_LOG}",
    "searchcriteria": "get searchcriterias --mode searchcriteria --ids 1,2,3,4,5,6,7,8",
}
_FORMATS = {
    "rows.csv": "-o csv",
    "excel.csv": "-o csv --dialect excel-de",
    "rows.tsv": "-o tsv",
    "rows.json": "-o json",
    "rows.ndjson": "-o ndjson",
    "flat.ndjson": "-o ndjson --flat",
    "rows.xlsx": "-o xlsx",
    "typed.json": "-o json --flat --typed",
}


@pytest.mark.parametrize("name", _FORMATS)
@pytest.mark.parametrize("module", _READINGS)
def test_what_was_read_changes_nothing(oocli: Run, tmp_path: Path, module: str, name: str) -> None:
    """Each module in each format: what a reading calls otherwise than a writing is put where it belongs."""
    words = [*_READINGS[module].split(), *_FORMATS[name].split()]
    if module == "searchcriteria" and "--typed" in words:
        words.remove("--typed")  # their fields have no configuration
    file = tmp_path / name
    assert oocli("--sandbox", *words, "--output-file", str(file)).code == 0
    outcome = oocli(
        "--sandbox", "modify", module, "--from", str(file), "--diff", "--exit-code", "-o", "ndjson"
    )
    assert (outcome.code, outcome.out) == (0, "")


def _build(name: str, values: dict[str, Any], *, is_text: bool) -> Any:
    call = Catalogue().find(*name.split())
    assert call is not None
    made = RowActions(call, Action(call.verb, call.resourcetype), Columns(call))
    return made.build(values, is_text=is_text).parameters["data"]


_CRITERION = {
    "_id": 1,
    "objektart": ["haus"],
    "range_kaufpreis": ["", "670000"],
    "Range": {"range": "40", "range_plz": "97070", "range_ort": "", "range_breitengrad": "49.79"},
    "_meta": {"internaladdressid": 103, "advisor": 21, "status": 1, "publicnote": "", "kocriterias": ["plz"]},
}
_WRITTEN = {
    "objektart": ["haus"],
    "kaufpreis": ["", "670000"],
    "range": "40",
    "range_plz": "97070",
    "advisor": 21,
    "sys_status": "1",
    "sys_ko": ["plz"],
}


def test_parts_of_an_element_go_where_they_are_written() -> None:
    """A search criterion keeps its radius and its advisor; what nobody can write is left out."""
    assert _build("modify searchcriteria", _CRITERION, is_text=False) == _WRITTEN


def test_parts_of_an_element_in_a_cell_go_there_too() -> None:
    """A sheet has JSON in the cell, and keys as a list in JSON."""
    cells = {
        "_id": "1",
        "objektart": '["haus"]',
        "range_kaufpreis": '["","670000"]',
        "Range": '{"range":"40","range_plz":"97070","range_ort":""}',
        "_meta": '{"advisor":21,"status":1,"kocriterias":["plz"]}',
    }
    assert _build("modify searchcriteria", cells, is_text=True) == _WRITTEN


@pytest.mark.parametrize("keys", ["|a||b|", "a; b", '["a","b"]', ["a", "b"]])
def test_a_field_is_written_under_its_own_name(keys: Any) -> None:
    """The log calls ``Kosten`` what is written as ``cost``, and its keys come in the form of each format."""
    values = {"_id": "201", "Kosten": "12.50", "merkmal": keys, "Datum": "28.11.2026 08:30"}
    assert _build("modify agentslog", values, is_text=isinstance(keys, str)) == {
        "cost": 12.5,
        "features": ["a", "b"],
        "datetime": "2026-11-28 08:30:00",
    }
