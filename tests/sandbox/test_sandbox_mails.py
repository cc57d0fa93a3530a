"""Mails: checked like real ones, kept in the outbox, linked to records; templates and macros."""

from typing import Any

import pytest

from office import Office
from oocli.sandbox.records.inventory import describe_store

_SENDER = "info@gruenewald-immobilien.example"
_MAIL = {
    "emailidentity": _SENDER,
    "receiver": ["kunde@beispiel.example"],
    "subject": "Hallo",
}
_LETTER = {"emailIdentity": _SENDER, "uid": "1", "folder": "Posteingang"}


def _outbox(office: Office) -> Any:
    return describe_store(office.sandbox.store)["outbox"]


def test_mails_go_to_the_outbox(fresh: Office) -> None:
    """Receivers by address number get their main mail address; templates win over body."""
    fresh.records("create", "address", {"Name": "Zeisig", "email": "z@beispiel.example"})
    mail = {**_MAIL, "receiver": [120], "body": "Text", "templateid": 1215, "estateids": ["11"]}
    assert fresh.records("do", "sendmail", mail) == [
        {"id": 0, "type": "", "elements": {"success": "success"}}
    ]
    assert _outbox(fresh) == [
        {
            "sent": "2026-11-18 12:06:40",
            "from": _SENDER,
            "to": ["z@beispiel.example"],
            "cc": [],
            "bcc": [],
            "subject": "Hallo",
            "body": "Herzlichen Glückwunsch 🎂",
            "attachments": [],
            "estates": [11],
        }
    ]


@pytest.mark.parametrize(
    ("changes", "errorcode"),
    [
        ({"emailidentity": ""}, 50),
        ({"emailidentity": "wir"}, 51),
        ({"emailidentity": "fremd@beispiel.example"}, 51),
        ({"receiver": "kunde@beispiel.example"}, 52),
        ({"receiver": []}, 53),
        ({"receiver": ["kunde"]}, 146),
        ({"receiver": [101, 103]}, 55),
        ({"webexposeids": [53]}, 55),
        ({"pdfexposeidentifiers": ["design01"]}, 54),
        ({"templateid": 1}, 233),
        ({"forwarded": True}, 58),
        ({"replied": True, "messageid": "<x>"}, 62),
        ({"attachmentsDirectData": {"a.txt": "%%"}}, 255),
    ],
)
def test_a_wrong_mail_is_not_sent(fresh: Office, changes: dict[str, Any], errorcode: int) -> None:
    """Each wrong value has its number, and nothing is sent."""
    assert fresh.error("do", "sendmail", {**_MAIL, **changes})[0] == errorcode
    assert _outbox(fresh) == []


def test_received_mails_are_linked_anew(fresh: Office) -> None:
    """AddressIds replaces the links, 0 removes the estate; the info tells the new ones."""
    letter = {"emailidentity": _SENDER, "uid": 1, "folder": "INBOX"}
    letter |= {"messageid": "<anfrage-2@portal.example>"}
    fresh.records("do", "emailassignments", {**letter, "addressIds": [103, 105], "estateid": 0})
    info = fresh.records("get", "emailInfo", {**_LETTER, "messageId": "<anfrage-2@portal.example>"})[0]
    assert info["id"] == "<anfrage-2@portal.example>"
    assert [row["addressId"] for row in info["elements"]["addresses"]] == [103, 105]
    assert info["elements"]["estates"] == []
    old = fresh.elements("get", "emailassignments", letter)
    assert [row["addressid"] for row in old] == [103, 105]
    both = {**letter, "addressIds": [101], "addressid": 101}
    assert fresh.error("do", "emailassignments", both)[0] == 297
    assert fresh.error("do", "emailassignments", {**letter, "addressIds": 101})[0] == 298


def test_unknown_mails_and_folders(office: Office) -> None:
    """A message that does not exist is error 62, a folder error 94."""
    assert office.error("get", "emailInfo", {**_LETTER, "messageId": "<x>"})[0] == 62
    assert office.error("get", "emailInfo", {**_LETTER, "messageId": "<x>", "folder": "Keller"})[0] == 94


def test_newsletter_waits_for_the_opt_in(fresh: Office) -> None:
    """Registering sets double opt-in, cancelling sets cancelled; both leave an activity."""
    states = []
    for register in (True, False):
        fresh.records("do", "registerNewsletter", {"register": register}, 101)
        states.append(
            fresh.elements("read", "address", {"data": ["newsletter_aktiv"]}, 101)[0]["newsletter_aktiv"]
        )
    log = {"data": ["Aktionstyp"], "filter": {"Aktionsart": [{"op": "=", "val": "Newsletter"}]}}
    kinds = [row["Aktionstyp"] for row in fresh.elements("read", "agentslog", log)]
    assert (states, kinds) == (["3", "2"], ["nicht bestellt", "bestellt"])


def test_the_form_to_complete_an_address_is_mailed_to_it(fresh: Office) -> None:
    """It is mailed to the address; unknown modes and addresses without mail are refused."""
    number = fresh.records("create", "address", {"Name": "Ohne Mail"})[0]["id"]
    assert fresh.error("do", "sendaddresscompletion", {"addressId": 101, "mode": "modus3"})[0] == 152
    assert fresh.error("do", "sendaddresscompletion", {"addressId": number, "mode": "modus1"})[0] == 146


def test_templates_of_mails_have_texts_and_those_of_pdfs_identifiers(office: Office) -> None:
    """Mail templates have numbers and texts, PDF templates identifiers."""
    short = office.elements("get", "templates", {"type": "mail", "list": True, "folderid": 53})
    assert short == [{"id": 1215, "title": "Zum Geburtstag", "subject": "Alles Gute!"}]
    pdf = office.elements("get", "templates", {"type": "pdf"})[0]
    assert pdf["identifier"] == "urn:onoffice-de-ns:smart:2.5:pdf:expose:kurz:design01Expose"
    assert office.error("get", "templates", {"type": "fax"})[0] == 72
    assert office.error("get", "templates", {})[0] == 71


def test_folders_are_one_record(office: Office) -> None:
    """Its id is the number of folders, not that of one."""
    records = office.records("get", "emailtemplatefolders", {})
    assert [(row["id"], row["elements"]["53"]) for row in records] == [(4, "Geburtstage")]


def test_default_attachments_count_attachments(office: Office) -> None:
    """The count is that of all attachments, not of records; without a template only the own ones."""
    own, both = (office("get", "defaultAttachments", {}, number)["data"] for number in ("", "1201"))
    assert (own["meta"]["cntabsolute"], len(own["records"])) == (1, 1)
    assert (both["meta"]["cntabsolute"], len(both["records"])) == (3, 2)


def test_signatures_are_listed_and_given_whole(office: Office) -> None:
    """A list of titles, the content of one, the default one, the customer's."""
    assert office.elements("get", "emailsignature", {})[1] == {"id": 7, "title": "Kurz", "isdefault": False}
    assert office.elements("get", "emailsignature", {}, 7)[0]["signature"] == "<p>Viele Grüße<br>Ihr Team</p>"
    assert list(office.elements("get", "emailsignature", {"getdefaultsignature": True})[0]) == ["signature"]
    assert "Amtsgericht" in office.elements("get", "emailsignature", {}, -1)[0]["signature"]


def test_macros_take_values_of_the_named_records(fresh: Office) -> None:
    """Macros take values of the records named; unknown ones stay."""
    fresh("modify", "estate", {"data": {"objekttitel": "Villa Kunterbunt"}}, 11)
    wanted = {"text": "_Objekttitel für _Name: _Unbekannt", "estateids": [11]}
    assert fresh.elements("get", "macroresolve", wanted) == [
        {"resolvedtext": "Villa Kunterbunt für _Name: _Unbekannt"}
    ]
    assert fresh.error("get", "macroresolve", {"text": ""})[0] == 125
