"""Conditions between parameters, as the catalogue has them."""

from typing import Any

import pytest

from judging import FINE, URN, judge, problems, warnings

MAIL = {"emailidentity": "a@example.com", "receiver": ["b@example.com"]}


@pytest.mark.parametrize(
    ("name", "parameters", "resourceid", "problem"),
    [
        ("create agentslog", {"note": "x"}, "", "the call needs addressids or estateid"),
        (
            "get idsfromrelation",
            {"relationtype": f"{URN}estate:address:buyer", "parentids": [1], "childids": [2]},
            "",
            "parentids and childids exclude each other, give one of them",
        ),
        (
            "get searchcriterias",
            {"mode": "internal"},
            "",
            "ids is missing, it is required when mode is internal, external or searchcriteria",
        ),
        (
            "do sendmail",
            {**MAIL, "forwarded": "true"},
            "",
            "messageid is missing, it is required when forwarded is true",
        ),
        (
            "do sendmail",
            {**MAIL, "webexposeids": [53]},
            "",
            'receiver must be a list of whole numbers, not ["b@example.com"], when webexposeids is given '
            "(web exposes go to address records only)",
        ),
        (
            "create relation",
            {"relationtype": f"{URN}estate:address:buyer", "parentid": [1, 2], "childid": [3, 4]},
            "",
            "childid takes one value only when parentid is a list of several (the API refuses n:n)",
        ),
        (
            "create address",
            {"phone": "0241 1", "mobile": "0171 1", "default_phone": "0241 2"},
            "",
            'default_phone is "0241 2", it must be the value of phone, phone_private, phone_business '
            "or mobile",
        ),
        (
            "create relation",
            {
                "relationtype": f"{URN}estate:address:buyer",
                "parentid": 1,
                "childid": 2,
                "relationinfo": {"statusTerminbestaetigung": "gesendet"},
            },
            "",
            f"relationtype must be or contain {URN}calendar:address when relationinfo is given",
        ),
        (
            "read recordsLastSeen",
            {"module": "email", "listlimit": 1, "filter": {"Betreff": [{"op": "=", "val": "x"}]}},
            "",
            "filter takes only date, not Betreff, when module is email",
        ),
        (
            "get appointmentList",
            {"data": ["id"]},
            "",
            "filter is missing, it is required when resourceid is not given",
        ),
        (
            "do uploadfile",
            {"data": "aGFsbG8=", "module": "tmpUpload"},
            "",
            "module cannot be given when data is given (the API would skip attaching the file)",
        ),
        (
            "do uploadfile",
            {"module": "address", "relatedRecordId": 3, "file": "a.png"},
            "",
            "the call needs data, tmpUploadId or url",
        ),
        (
            "create calendar",
            {
                "data": {"start_dt": "2026-01-01 10:00", "end_dt": "2026-01-01 11:00"},
                "reminderTypes": "popup",
            },
            "",
            "data.erinnerung is missing, it is required when reminderTypes is given",
        ),
        (
            "create calendar",
            {
                "data": {"start_dt": "2026-01-01 10:00", "end_dt": "2026-01-01 11:00"},
                "location": {"estate": "39", "address": "1"},
            },
            "",
            "location.address and location.estate exclude each other, give one of them",
        ),
        (
            "modify address",
            {"phone": {"action": "modify", "newvalue": "0241 1"}},
            6,
            "phone.oldvalue is missing, it is required when phone.action is modify or delete",
        ),
        (
            "modify address",
            {"email": "a@example.com"},
            6,
            'email must be an object with action, oldvalue, newvalue and default, not "a@example.com"',
        ),
        (
            "read estate",
            {"data": ["Id"], "georangesearch": {"zip": "52068", "radius": "10"}},
            "",
            "georangesearch needs country and zip, or country and city, or latitude and longitude",
        ),
        (
            "read estate",
            {"data": ["Id"], "georangesearch": {"latitude": "50.7", "longitude": "6.1"}},
            "",
            "georangesearch.radius is missing, it is required: "
            "Radius of the search (unit not stated on the page)",
        ),
    ],
)
def test_broken_rule_is_refused(
    name: str, parameters: dict[str, Any], resourceid: str | int, problem: str
) -> None:
    """A documented condition between parameters is checked, and the message says when it holds."""
    assert problem in problems(name, parameters, resourceid)


@pytest.mark.parametrize(
    "parameters",
    [
        {"data": "aGFsbG8="},
        {"data": "aGFsbG8=", "tmpUploadId": "a17ebec0"},
        {
            "tmpUploadId": "a17ebec0",
            "module": "tmpUpload",
            "file": "a.png",
            "Art": None,
            "relatedRecordId": None,
        },
        {"tmpUploadId": "a17ebec0", "module": "address", "file": "a.png", "relatedRecordId": 3},
        {"url": "https://example.com", "module": "estate", "Art": "Link", "relatedRecordId": 3, "title": "x"},
    ],
)
def test_each_step_of_an_upload_passes(parameters: dict[str, Any]) -> None:
    """Blocks, the attaching call and a link need different parameters of one call."""
    assert judge("do uploadfile", parameters, None) == FINE


def test_ignored_parameter_is_a_warning() -> None:
    """What the server takes no notice of is sent, but told."""
    assert warnings(
        "read estate",
        {
            "data": ["Id"],
            "outputlanguage": "ENG",
            "sortby": {"Id": "ASC"},
            "sortorder": "ASC",
            "filter": {"Id": []},
        },
        409,
    ) == (
        "filter has no effect when resourceid is given",
        "outputlanguage has no effect when formatoutput is not given or false",
        "sortorder has no effect when sortby is an object",
    )


def test_unconfirmed_rule_is_a_warning() -> None:
    """A link to nothing succeeds without an effect; that is told, not refused."""
    mail = {"emailidentity": "a", "messageid": "<1>", "uid": 2, "folder": "INBOX"}
    assert warnings("do emailassignments", mail) == (
        "the call needs addressIds, estateid or addressid (else nothing is linked)",
    )
