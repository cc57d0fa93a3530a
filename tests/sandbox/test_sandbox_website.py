"""The two calls of the vendor's plugin that no page documents."""

from collections.abc import Callable
from typing import Any

import pytest

from office import Office


def test_distinct_values_are_those_that_occur(office: Office) -> None:
    """Keys with labels, of the records that fit, one record with the number 0."""
    asked = {"module": "estate", "field": "vermarktungsart", "language": "DEU"}
    (record,) = office.records("get", "distinctValues", asked)
    assert record == {"id": 0, "type": "", "elements": {"kauf": "Kauf", "miete": "Miete", "pacht": "Pacht"}}
    bought = {**asked, "filter": {"kaufpreis": [{"op": ">", "val": 0}]}}
    assert office.elements("get", "distinctValues", bought) == [{"kauf": "Kauf"}]


def test_each_key_of_several_is_a_value(office: Office) -> None:
    """A field with several keys in a record gives each of them."""
    (found,) = office.elements("get", "distinctValues", {"module": "estate", "field": "boden"})
    assert all("|" not in key for key in found)
    assert found["fliesen"] == "Fliesen"


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"module": "estate", "field": "gibtesnicht"}, 141),
        ({"module": "moon", "field": "Id"}, 163),
        ({"module": "estate", "field": "ort", "language": "XXX"}, 160),
    ],
)
def test_values_of_nothing_are_refused(office: Office, parameters: dict[str, Any], code: int) -> None:
    """An unknown field, module or language."""
    assert office.error("get", "distinctValues", parameters)[0] == code


def test_a_request_of_a_form_goes_to_the_outbox(open_office: Callable[..., Office]) -> None:
    """To the contacts of the estate, whoever is named beside it, or to who is named."""
    office = open_office()
    form = {"message": "Noch frei?", "subject": "Anfrage", "recipient": "x@beispiel.example"}
    assert office.elements("do", "contactaddress", {**form, "estateid": 11}) == [{"success": "success"}]
    office.elements("do", "contactaddress", form)
    with office.sandbox.store.reading() as db:
        bodies = [row[0] for row in db.execute("SELECT body FROM mail WHERE direction = 'out' ORDER BY id")]
    assert ["x@beispiel.example" in body for body in bodies] == [False, True]


def test_nobody_to_write_to_is_refused(open_office: Callable[..., Office]) -> None:
    """A recipient of null is none."""
    assert open_office().error("do", "contactaddress", {"message": "x", "recipient": None})[0] == 53
