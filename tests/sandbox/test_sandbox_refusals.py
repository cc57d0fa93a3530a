"""What is refused as live accounts refuse it: single actions, missing data, things that do not exist."""

from typing import Any

import pytest

from office import CREDENTIALS, NOW, Office
from oocli.request.actions import Action
from oocli.wire.messages import sign

_WRONG = Action("read", "estate", parameters={"data": ["kaufpreiss"]})
_RIGHT = Action("read", "estate", parameters={"data": ["kaufpreis"]})


def _post(office: Office, *actions: Action) -> dict[str, Any]:
    return office.post([sign(action, CREDENTIALS, int(NOW)) for action in actions])


def test_the_only_action_that_fails_makes_the_status_500(office: Office) -> None:
    """Code 500 and errorcode 97 at the top, with the result of the action below."""
    answer = _post(office, _WRONG)
    assert answer["status"] == {"code": 500, "errorcode": 97, "message": "Error in action"}
    assert answer["response"]["results"][0]["status"]["errorcode"] == 141


def test_one_of_several_actions_leaves_the_status_200(office: Office) -> None:
    """With several actions errorcode 97 says that one of them failed."""
    assert _post(office, _RIGHT, _WRONG)["status"]["code"] == 200
    assert _post(office, _RIGHT)["status"] == {"code": 200, "errorcode": 0, "message": "OK"}


@pytest.mark.parametrize(
    ("verb", "resource", "resourceid", "parameters", "code"),
    [
        ("create", "estate", "", {}, 167),
        ("create", "estate", "", {"data": None}, 167),
        ("create", "estate", "", {"objekttitel": "Haus"}, 167),
        ("create", "estate", "", {"data": {"objekttitel": "Haus"}, "kaufpreis": 1}, 143),
        ("modify", "estate", 11, {}, 167),
        ("modify", "estate", 11, {"data": {"ort": "Köln"}, "plz": "50667"}, 143),
        ("modify", "estate", "", {"data": {"ort": "Köln"}}, 18),
        ("create", "searchcriteria", "", {"addressid": 101}, 167),
        (
            "create",
            "searchcriteria",
            "",
            {"addressid": 101, "data": {"ort": "Köln"}, "kaufpreis__bis": 1},
            145,
        ),
        ("modify", "searchcriteria", 1, {}, 167),
        ("modify", "searchcriteria", 1, {"data": {"ort": "Köln"}, "range": 5}, 145),
        ("modify", "address", "", {"Name": "X"}, 18),
        ("read", "agentslog", 267, {"data": ["Nr"]}, 25),
        ("read", "task", "", {"data": ["Nr"], "listoffset": 5}, 144),
    ],
)
def test_data_is_mandatory(
    fresh: Office, verb: str, resource: str, resourceid: Any, parameters: dict[str, Any], code: int
) -> None:
    """Fields stand in data and nowhere else, and a change needs the number of the record."""
    assert fresh.error(verb, resource, parameters, resourceid)[0] == code


_MAIL = {"emailidentity": "api@gruenewald-immobilien.example", "receiver": ["kunde@beispiel.example"]}
_PLANNED = {"data": {"start_dt": "2026-12-01 10:00:00", "end_dt": "2026-12-01 11:00:00"}}


@pytest.mark.parametrize(
    ("call", "parameters", "code"),
    [
        ("do sendmail", {**_MAIL, "emailidentity": "fremd@beispiel.example"}, 51),
        ("do sendmail", {**_MAIL, "estateids": [987654]}, 293),
        ("do sendmail", {**_MAIL, "signatureid": 987654}, 235),
        ("do sendmail", {**_MAIL, "pdfletterids": [987654]}, 246),
        ("do sendmail", {**_MAIL, "pdfformids": [987654]}, 245),
        ("get emailsignature", {"language": "ZZZ"}, 160),
        ("get estatepictures", {"estateids": [11], "categories": ["Selfie"]}, 162),
        ("get estatepictures", {"estateids": [11], "categories": ["Foto"], "language": "deutsch"}, 160),
        ("get estatepictures", {"estateids": [987654], "categories": ["Foto"]}, 293),
        ("get appointmentConflicts", {**_PLANNED, "relatedAddressIds": [987654]}, 292),
        ("read estate", {"data": ["Id"], "estatelanguage": "ZZZ"}, 160),
        ("read address", {"data": ["Name"], "outputlanguage": "Deutsch"}, 160),
        ("create agentslog", {"actionkind": "Email", "addressids": [987654]}, 292),
        ("create agentslog", {"actionkind": "Email", "addressids": [101], "estateid": 987654}, 293),
        ("create task", {"data": {"Betreff": "X"}, "relatedEstateId": 987654}, 293),
    ],
)
def test_what_does_not_exist_is_refused(
    fresh: Office, call: str, parameters: dict[str, Any], code: int
) -> None:
    """Senders, categories of pictures, languages and record numbers that the office does not have."""
    assert fresh.error(*call.split(), parameters)[0] == code


def test_a_refused_reference_leaves_nothing_behind(fresh: Office) -> None:
    """What a call wrote before its reference was refused is gone."""
    before = fresh("read", "agentslog", {"data": ["Nr"]})["data"]["meta"]
    fresh.error("create", "agentslog", {"actionkind": "Email", "addressids": [101, 987654], "estateid": 11})
    assert fresh("read", "agentslog", {"data": ["Nr"]})["data"]["meta"] == before
