"""What can be done with a record apart from its fields: links, rights, offers, worklists, tracking."""

from collections.abc import Mapping
from typing import Any

from oocli.sandbox.ask import API_USER, Ask, Found, Handler, one, success
from oocli.sandbox.records.agency import office_data
from oocli.sandbox.records.documents import keep, recall
from oocli.sandbox.records.links import check_exists, find_children, link, whole_number, whole_numbers
from oocli.sandbox.records.storing import as_text
from oocli.sandbox.refusal import Refusal

_STAMPED = ("estate", "address", "agentsLog", "calendar", "task")
_RIGHTS = ("read", "delete", "modify", "create")
_CHECKED = {"agents_log": "agentsLog", "searchCriteria": "searchcriteria"}
_CHECKABLE = (
    *("folder", "agents_log", "calendar", "address", "estate", "task", "project", "statistic", "file"),
    *("searchCriteria", "emailDraft", "objecttracking", "smartsite2Root", "pdfForms", "agentslogMail"),
)


def make_link(ask: Ask) -> Found:
    """Return the address of a record's page in onOffice enterprise."""
    number = whole_number(ask.parameters["recordId"], "recordId")
    check_exists(ask.db, "agentsLog" if ask.resourceid == "agentslog" else ask.resourceid, number)
    return one(number, "", {"url": f"https://smart.sandbox.invalid/smart.php?{ask.resourceid}={number}"})


def check_rights(ask: Ask) -> Found:
    """Return the record numbers on which a user has a right; here everybody has every right."""
    parameters = ask.parameters
    for name in ("action", "module", "userid", "recordIds"):
        if name not in parameters:
            raise Refusal(167, name)
    if parameters["action"] not in _RIGHTS:
        raise Refusal(255, "action")
    if parameters["module"] not in _CHECKABLE:
        raise Refusal(163)
    if not isinstance(parameters["recordIds"], list):
        raise Refusal(74)
    check_exists(ask.db, "user", whole_number(parameters["userid"], "userid"))
    module = _CHECKED.get(parameters["module"], parameters["module"])
    allowed = [as_text(number) for number in parameters["recordIds"] if _exists(ask, module, number)]
    allowed = allowed if ask.rights else []
    return Found([{"id": 0, "type": "", "elements": allowed}], len(allowed))


def apply_stamp(ask: Ask) -> Found:
    """Apply a stamp of record rights; they are noted but change nothing here."""
    parameters = ask.parameters
    if parameters["module"] not in _STAMPED:
        raise Refusal(163)
    if parameters["acTemplate"] not in office_data()["stamps"]:
        raise Refusal(255, "acTemplate")
    number = whole_number(parameters["recordId"], "recordId")
    check_exists(ask.db, parameters["module"], number)
    check_exists(ask.db, "user", whole_number(parameters["templateOwner"], "templateOwner"))
    keep(ask, "stamp", f"{parameters['module']} {number}", parameters["acTemplate"])
    return success()


def list_hierarchy(ask: Ask) -> Found:
    """List an address and the contacts below it."""
    number = whole_number(ask.resourceid, "resourceid")
    check_exists(ask.db, "address", number)
    records = []
    for address in (number, *find_children(ask.db, "address:contact:address", number)):
        row = ask.db.execute(
            "SELECT KdNr, Vorname, Name, Zusatz1,"
            " COALESCE((SELECT value FROM contact WHERE address = a.id AND kind = 'email' AND main = 1), '')"
            " FROM address a WHERE id = ?",
            (address,),
        ).fetchone()
        keys = ("customerno", "firstname", "surname", "company", "primaryEmail")
        elements = {"id": address, **dict(zip(keys, (str(row[0]), *row[1:]), strict=True))}
        records.append({"id": address, "type": "address", "elements": elements})
    return Found(records)


def read_offer(ask: Ask) -> Found:
    """Return the price an address offered for an estate, as text with currency."""
    offer = recall(ask, "priceOffer", " ".join(map(str, _pair(ask))))
    if offer is None:
        return one(0, "", {"priceOffer": ""})
    return one(0, "", {"priceOffer": f"{_price(offer[1])} €"})


def write_offer(ask: Ask) -> Found:
    """Set the price that an address offers for an estate."""
    estate, address = _pair(ask)
    try:
        price = float(as_text(ask.parameters["priceOffer"]))
    except ValueError:
        raise Refusal(214) from None
    if price < 0:
        raise Refusal(214)
    keep(ask, "priceOffer", f"{estate} {address}", f"{price:.2f}")
    link(ask.db, "address:estate:offer", address, [estate])
    return success()


def create_worklist(ask: Ask) -> Found:
    """Create a worklist of estates or addresses."""
    name, module = as_text(ask.parameters.get("listName")), ask.parameters.get("type")
    if not name:
        raise Refusal(273)
    if module not in ("estate", "address"):
        raise Refusal(269)
    ids = whole_numbers(ask.parameters.get("ids"), "ids")
    if not ids:
        raise Refusal(265)
    for number in ids:
        check_exists(ask.db, module, number)
    if recall(ask, "worklist", name):
        raise Refusal(266)
    number = keep(ask, "worklist", name, {"type": module, "ids": ids, "user": API_USER})
    return one(number, "workinglist", [])


def create_tracking(ask: Ask) -> Found:
    """Create the account with which an owner follows the sale of an estate."""
    name = as_text(ask.parameters["accountname"])
    estate = whole_number(ask.parameters["estateid"], "estateid")
    check_exists(ask.db, "estate", estate)
    if not name or recall(ask, "tracking", name):
        raise Refusal(78)
    account = {
        "password": as_text(ask.parameters["accountpassword"]),
        "information": as_text(ask.parameters.get("accountinformation")),
        "note": as_text(ask.parameters.get("accountnote")),
        "addressid": as_text(ask.parameters.get("addressid")),
        "estates": [estate],
    }
    number = keep(ask, "tracking", name, account)
    return one(number, "estateTracking", {"accountname": name, "accountpassword": account["password"]})


def read_tracking(ask: Ask) -> Found:
    """Read a tracking account; the estates come under odd numbers, with gaps."""
    name = as_text(ask.parameters["accountname"])
    account = recall(ask, "tracking", name)
    if account is None:
        raise Refusal(103)
    number, kept = account
    if as_text(ask.parameters["password"]) != kept["password"]:
        raise Refusal(105)
    elements = {
        "accountname": name,
        "information": kept["information"],
        "note": kept["note"],
        "addressid": kept["addressid"],
        "estateids": {str(1 + 2 * at): str(estate) for at, estate in enumerate(kept["estates"])},
    }
    return one(number, "estateTracking", elements)


def _pair(ask: Ask) -> tuple[int, int]:
    estate = whole_number(ask.parameters["estateId"], "estateId")
    address = whole_number(ask.parameters["addressId"], "addressId")
    check_exists(ask.db, "estate", estate)
    check_exists(ask.db, "address", address)
    return estate, address


def _price(value: str) -> str:
    """Write ``350000.00`` as ``350.000,00``."""
    return f"{float(value):,.2f}".translate(str.maketrans(",.", ".,"))


def _exists(ask: Ask, module: str, number: Any) -> bool:
    try:
        check_exists(ask.db, module, whole_number(number, "recordIds"))
    except Refusal:
        return False
    return True


CALLS: Mapping[str, Handler] = {
    "get getlink": make_link,
    "get checkuserrecordsright": check_rights,
    "do accessControl": apply_stamp,
    "get addressHierarchyContacts": list_hierarchy,
    "get priceOffer": read_offer,
    "do priceOffer": write_offer,
    "create workinglist": create_worklist,
    "do createestatetrackingaccount": create_tracking,
    "get estatetrackingdetails": read_tracking,
}
