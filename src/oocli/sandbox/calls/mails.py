"""Mails: kept in an outbox instead of being sent; received ones can be looked at and linked."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from oocli.sandbox.ask import Ask, Found, Handler, one, success
from oocli.sandbox.calls import estates
from oocli.sandbox.calls.appointment import confirmations
from oocli.sandbox.calls.calendar import find_appointment
from oocli.sandbox.calls.search import find_owner
from oocli.sandbox.records import sql
from oocli.sandbox.records.agency import office_data
from oocli.sandbox.records.identifiers import new_uuid
from oocli.sandbox.records.links import check_exists, find_children, link, relink, whole_numbers
from oocli.sandbox.records.storing import as_text
from oocli.sandbox.refusal import Refusal

_FOLDERS = ("INBOX", "Posteingang", "Gesendet")
_LINKED_ORIGINAL = ("forwarded", "replied", "addoriginalmailattachments", "attachLinkedMailToHtmlMessage")


def send(ask: Ask) -> Found:
    """Send a mail: check it as onOffice would, then put it into the outbox."""
    parameters = ask.parameters
    identity = _identity(parameters["emailidentity"])
    receivers = _receivers(ask, parameters["receiver"])
    if not receivers:
        raise Refusal(53)
    numbers = [item for item in parameters["receiver"] if _is_number(item)]
    if len(numbers) > 1 or (parameters.get("webexposeids") and not numbers):
        raise Refusal(55)
    if any(parameters.get(name) for name in _LINKED_ORIGINAL):
        _find_mail(ask, parameters.get("messageid"))
    body = as_text(parameters.get("body"))
    subject = as_text(parameters.get("subject"))
    if template := parameters.get("templateid"):
        found = _template(template)
        body, subject = found["body"], subject or found["subject"]
    mail = {
        "from": identity,
        "to": receivers,
        "cc": _receivers(ask, parameters.get("cc") or []),
        "bcc": _receivers(ask, parameters.get("bcc") or []),
        "subject": subject,
        "body": body,
        "attachments": _attachments(parameters),
        "estates": whole_numbers(parameters.get("estateids"), "estateids"),
    }
    put_mail(ask, mail)
    return success()


def confirm_appointment(ask: Ask) -> Found:
    """Send the confirmation of an appointment to its addresses, which then counts as sent."""
    number = find_appointment(ask, ask.parameters["calendarId"])
    identity = _identity(ask.parameters.get("emailidentity") or office_data()["identities"][0])
    addresses = list(confirmations(ask, number))
    receivers = [mail for address in addresses if (mail := find_mail_address(ask, address))]
    subject = ask.db.execute("SELECT description FROM appointment WHERE Nr = ?", (number,)).fetchone()[0]
    put_mail(ask, {"from": identity, "to": receivers, "subject": f"Terminbestätigung: {subject}", "body": ""})
    link(ask.db, "calendar:address", number, addresses, {"statusTerminbestaetigung": "gesendet"})
    return success()


def send_address_completion(ask: Ask) -> Found:
    """Send an address the link for completing its data."""
    if ask.parameters["mode"] not in ("modus1", "modus2"):
        raise Refusal(152)
    address = _number(ask.parameters["addressId"])
    check_exists(ask.db, "address", address)
    identity = _identity(ask.parameters.get("emailidentity") or office_data()["identities"][0])
    receiver = find_mail_address(ask, address)
    if not receiver:
        raise Refusal(146)
    put_mail(
        ask, {"from": identity, "to": [receiver], "subject": "Ihre Daten", "body": ask.parameters["mode"]}
    )
    return success()


def register_newsletter(ask: Ask) -> Found:
    """Register or cancel the newsletter of an address; registering waits for the double opt-in."""
    address = _number(ask.resourceid)
    check_exists(ask.db, "address", address)
    wanted = ask.flag("register")
    ask.db.execute("UPDATE address SET newsletter_aktiv = ? WHERE id = ?", (3 if wanted else 2, address))
    receiver = find_mail_address(ask, address)
    if wanted and receiver:
        mail = {"from": office_data()["identities"][0], "to": [receiver], "subject": "Newsletter", "body": ""}
        put_mail(ask, mail)
    entry = {
        "Aktionsart": "Newsletter",
        "Aktionstyp": "bestellt" if wanted else "nicht bestellt",
        "Datum": ask.today,
        "created": ask.today,
        "Datum_bearb": ask.today,
    }
    link(ask.db, "agentsLog:address", sql.insert(ask.db, "activity", entry), [address])
    return success()


def read_info(ask: Ask) -> Found:
    """Report which addresses and estates a received mail is linked to, and what was done with it."""
    mail = _find_received(
        ask, ask.parameters["emailIdentity"], ask.parameters["messageId"], ask.parameters["folder"]
    )
    elements = {
        "isPortalRequest": bool(mail["body"].get("portal")),
        "addresses": [
            _describe_address(ask, number) for number in find_children(ask.db, "mail:address", mail["id"])
        ],
        "estates": [
            _describe_estate(ask, number) for number in find_children(ask.db, "mail:estate", mail["id"])
        ],
        "actions": mail["body"].get("actions", []),
    }
    return one(ask.parameters["messageId"], "", elements)


def read_assignments(ask: Ask) -> Found:
    """Report the same by the old call, one record per link."""
    for name in ("messageid", "folder", "emailidentity"):
        if not ask.parameters.get(name):
            raise Refusal(58 if name == "messageid" else 167, name)
    mail = _find_received(
        ask, ask.parameters["emailidentity"], ask.parameters["messageid"], ask.parameters["folder"]
    )
    records = [
        {
            "id": number,
            "type": "",
            "elements": {key.lower(): value for key, value in _describe_address(ask, number).items()},
        }
        for number in find_children(ask.db, "mail:address", mail["id"])
    ]
    records += [
        {
            "id": number,
            "type": "",
            "elements": {key.lower(): value for key, value in _describe_estate(ask, number).items()},
        }
        for number in find_children(ask.db, "mail:estate", mail["id"])
    ]
    return Found(records)


def assign(ask: Ask) -> Found:
    """Link a received mail to addresses, which replaces the former ones, and to an estate."""
    mail = _find_received(
        ask, ask.parameters["emailidentity"], ask.parameters["messageid"], ask.parameters["folder"]
    )
    several, single = ask.parameters.get("addressIds"), ask.parameters.get("addressid")
    if several is not None and single is not None:
        raise Refusal(297)
    if several is not None and not isinstance(several, list):
        raise Refusal(298)
    if several is not None or single is not None:
        numbers = [
            number
            for number in whole_numbers(several if several is not None else single, "addressIds")
            if number
        ]
        for number in numbers:
            check_exists(ask.db, "address", number)
        relink(ask.db, "mail:address", mail["id"], numbers)
    if (estate := ask.parameters.get("estateid")) is not None:
        estates = [number for number in whole_numbers(estate, "estateid") if number]
        for number in estates:
            check_exists(ask.db, "estate", number)
        relink(ask.db, "mail:estate", mail["id"], estates)
    return success()


def _identity(given: Any) -> str:
    """Return the sender, which must be one of the API user's."""
    if not given:
        raise Refusal(50)
    if as_text(given) not in office_data()["identities"]:
        raise Refusal(51)
    return as_text(given)


def _receivers(ask: Ask, given: Any) -> list[str]:
    if not isinstance(given, list):
        raise Refusal(52)
    found = []
    for item in given:
        mail = find_mail_address(ask, int(item)) if _is_number(item) else as_text(item)
        if "@" not in mail:
            raise Refusal(55 if _is_number(item) else 146)
        found.append(mail)
    return found


def _is_number(item: Any) -> bool:
    return not isinstance(item, bool) and str(item).isdecimal()


def find_mail_address(ask: Ask, address: int) -> str:
    """Return the mail address of an address; empty if it has none."""
    row = ask.db.execute(
        "SELECT value FROM contact WHERE address = ? AND kind = 'email' ORDER BY main DESC, id LIMIT 1",
        (address,),
    ).fetchone()
    return row[0] if row else ""


def _template(number: Any) -> Mapping[str, Any]:
    for template in office_data()["templates"]["mail"]:
        if str(template["id"]) == str(number):
            return dict(template)
    raise Refusal(233)


def _attachments(parameters: Mapping[str, Any]) -> list[str]:
    known = {template["identifier"] for template in office_data()["templates"]["pdf"]}
    exposes = parameters.get("pdfexposeidentifiers") or []
    if any(not str(expose).startswith("urn:onoffice-de-ns:smart:2.5:pdf:expose:") for expose in exposes):
        raise Refusal(54)
    names = [str(expose) for expose in exposes if expose in known]
    for name, content in (parameters.get("attachmentsDirectData") or {}).items():
        try:
            base64.b64decode(content, validate=True)
        except (binascii.Error, TypeError, ValueError):
            raise Refusal(255, "attachmentsDirectData") from None
        names.append(name)
    return names


def put_mail(ask: Ask, mail: Mapping[str, Any]) -> None:
    """Put a mail into the outbox, which reaches nobody."""
    row = {
        "messageid": f"<{new_uuid()}@sandbox.invalid>",
        "direction": "out",
        "moment": ask.today,
        "body": json.dumps(mail, ensure_ascii=False),
    }
    sql.insert(ask.db, "mail", row)


def _find_mail(ask: Ask, messageid: Any) -> dict[str, Any]:
    if not messageid:
        raise Refusal(58)
    row = ask.db.execute("SELECT id, body FROM mail WHERE messageid = ?", (as_text(messageid),)).fetchone()
    if row is None:
        raise Refusal(62)
    return {"id": row[0], "body": json.loads(row[1])}


def _find_received(ask: Ask, identity: Any, messageid: Any, folder: Any) -> dict[str, Any]:
    _identity(identity)
    if folder not in _FOLDERS:
        raise Refusal(94, folder)
    return _find_mail(ask, messageid)


def _describe_address(ask: Ask, number: int) -> dict[str, Any]:
    row = ask.db.execute(
        "SELECT KdNr, Vorname, Name, Zusatz1 FROM address WHERE id = ?", (number,)
    ).fetchone()
    return {
        "addressId": number,
        "addressCustomerNo": row[0],
        "addressFirstname": row[1],
        "addressSurname": row[2],
        "addressCompany": row[3],
        "addressEmail": find_mail_address(ask, number),
    }


def _describe_estate(ask: Ask, number: int) -> dict[str, Any]:
    columns = ["objektnr_extern", "strasse", "ort"]
    row = ask.db.execute(sql.select(columns, estates.SOURCE.table, where="r.Id = ?"), (number,)).fetchone()
    keys = ("estateExternalNo", "estateStreet", "estateCity")
    return {"estateId": number, **dict(zip(keys, row, strict=True)), "estateOwner": find_owner(ask, number)}


def _number(value: Any) -> int:
    if not _is_number(value):
        raise Refusal(64)
    return int(value)


CALLS: Mapping[str, Handler] = {
    "do sendmail": send,
    "do appointmentAffirmation": confirm_appointment,
    "do sendaddresscompletion": send_address_completion,
    "do registerNewsletter": register_newsletter,
    "get emailInfo": read_info,
    "get emailassignments": read_assignments,
    "do emailassignments": assign,
}
