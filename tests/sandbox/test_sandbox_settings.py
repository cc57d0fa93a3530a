"""Settings, history, and whatever else a record can have done to it."""

from collections.abc import Callable
from typing import Any

import pytest

from office import Office


def test_basic_settings_answer_in_the_shape_asked_for(office: Office) -> None:
    """The tree of names comes back as a tree of values."""
    data = {"basicData": {"characteristicsCi": ["color", "claim"], "team": ["about"]}}
    assert office.records("read", "basicsettings", {"data": data}) == [
        {
            "id": 0,
            "type": None,
            "elements": {
                "basicData": {
                    "characteristicsCi": {"color": "1f6f8b", "claim": "Zuhause finden"},
                    "team": {"about": "Wir vermitteln Häuser und Wohnungen im Rheinland und in Sachsen."},
                }
            },
        }
    ]
    assert office.error("read", "basicsettings", {"data": {"basicData": {"team": ["x"]}}})[0] == 255


def test_basic_settings_have_a_number_or_none(office: Office) -> None:
    """Live accounts answer 15 and count one, the documentation 0 and no count: both occur."""
    one = {"characteristicsCi": ["color"]}
    for asked, number, total in ((one, 15, 1), ({**one, "team": ["about"]}, 0, None)):
        answered = office("read", "basicsettings", {"data": {"basicData": asked}})["data"]
        assert (answered["records"][0]["id"], answered["meta"]["cntabsolute"]) == (number, total)


def test_the_record_of_the_imprint_is_called_impressum(office: Office) -> None:
    """The record is called impressum; the country is a code unless formatted."""
    wanted = {"data": ["title", "country"], "language": "ENG", "formatoutput": True}
    assert office.records("read", "impressum", wanted) == [
        {"id": "impressum", "type": None, "elements": {"title": "Ms", "country": "Germany"}}
    ]
    assert office.elements("read", "impressum", {"data": ["country"]}) == [{"country": "DEU"}]
    assert office.error("read", "impressum", {"data": ["keller"]})[0] == 141


def test_kinds_of_action(office: Office) -> None:
    """German keys, labels in the language asked for, and a running number as text."""
    record = office.records("get", "actionkindtypes", {"lang": "ENG"})[1]
    assert record == {
        "id": "1",
        "type": "actionkind",
        "elements": {
            "key": "Telefonat",
            "label": "Phone call",
            "types": {"Ausgang": "outgoing", "Eingang": "incoming"},
            "default": "",
        },
    }


def test_filters_are_listed_by_module(office: Office) -> None:
    """Public and office filters, and the own private ones, by module."""
    result = office("get", "filters", {"module": "estate"})["data"]
    assert result["meta"] == {"cntabsolute": 3}
    assert result["records"][1] == {
        "id": 103,
        "type": "filter",
        "elements": {"scope": "office", "name": "Kauf unter 300.000 €", "userId": None, "groupId": 225},
    }
    assert office.error("get", "filters", {"module": "task"})[0] == 163


def test_regions_are_a_tree(office: Office) -> None:
    """Children by key, none as an empty list; the count is that of all nodes."""
    result = office("get", "regions", {})["data"]
    assert (result["meta"]["cntabsolute"], len(result["records"])) == (8, 3)
    cologne = result["records"][0]["elements"]["children"]["indMulti1274Select5437"]
    assert cologne["children"]["indMulti1274Select5438"]["children"] == []


def test_regions_by_name(office: Office) -> None:
    """Hits tell level and number, and the path of names."""
    assert office.elements("get", "regionsLiveSearch", {"searchstring": "nippes"}) == [
        [{"key": "3_5438", "title": "Rheinland - Köln - Nippes", "field": "indMulti1274Select5438"}]
    ]
    assert office.error("get", "regionsLiveSearch", {"searchstring": "n"})[0] == 151


def test_types_are_listed_by_class(office: Office) -> None:
    """Classes as a list, types as lists by class."""
    classes, types = office.records("get", "estateCategories", {})
    assert {"id": "haus", "name": "Haus"} in classes["elements"]
    assert {"id": "villa", "name": "Villa"} in types["elements"]["haus"]
    assert types["elements"].keys() <= {choice["id"] for choice in classes["elements"]}


def test_choices_for_addresses(office: Office) -> None:
    """One record per choice, its id the key."""
    records = office.records("get", "confignewaddressfields", {"fieldname": "Land"}, "fieldvalues")
    assert {"id": "DEU", "type": "", "elements": {"title": "Deutschland"}} in records
    assert len(records) == 235
    assert office.error("get", "confignewaddressfields", {"fieldname": "Name"}, "fieldvalues")[0] == 171


def test_starting_and_stopping_the_clock_shows(fresh: Office) -> None:
    """Starting and stopping shows; the times are those of today."""
    started = fresh.elements("modify", "timetracking", {"track": 1})[0]
    stopped = fresh.elements("modify", "timetracking", {"track": 0})[0]
    assert (started["currentlytracking"], stopped["currentlytracking"]) == (True, False)
    assert stopped["worktime"] == "00:00:00"


def test_writes_are_logged(fresh: Office) -> None:
    """A write leaves a line in the log and the record among those last seen."""
    fresh.records("modify", "estate", {"data": {"lage": "x"}}, 49)
    wanted = {"module": "estate", "action": "edit", "listlimit": 500, "user": 17}
    assert [row["resourceId"] for row in fresh.elements("read", "log", wanted)] == ["49"]
    seen = fresh.records("read", "recordsLastSeen", {"module": "estate", "listlimit": 1})
    assert seen == [{"id": 49, "type": "lastSeen", "elements": {"id": "49"}}]


@pytest.mark.parametrize(
    ("resource", "module", "most"), [("log", "estate", 500), ("recordsLastSeen", "estate", 1000)]
)
def test_limit_zero_only_counts(office: Office, resource: str, module: str, most: int) -> None:
    """Listlimit 0 gives the count alone, too much of it gives 20, and it is required."""
    wanted = {"module": module, "listlimit": 0}
    counted = office("read", resource, wanted)["data"]
    assert counted["records"] == []
    assert counted["meta"]["cntabsolute"] > 0
    assert len(office.records("read", resource, {**wanted, "listlimit": most + 1})) <= 20
    assert office.error("read", resource, {"module": module})[0] == 167


def test_log_pages_with_its_own_spelling(office: Office) -> None:
    """The offset is called listOffset; filters take the log's columns."""
    every = [row["id"] for row in office.records("read", "log", {"listlimit": 500})]
    assert [row["id"] for row in office.records("read", "log", {"listlimit": 2, "listOffset": 3})] == every[
        3:5
    ]
    later = {"filter": {"id": [{"op": ">", "val": every[-2]}]}, "listlimit": 5}
    assert [row["id"] for row in office.records("read", "log", later)] == every[-1:]


def test_an_offer_reads_back_as_german_text(fresh: Office) -> None:
    """An offer reads back as German text with currency; none is an empty text."""
    pair = {"estateId": 11, "addressId": 101}
    assert fresh.elements("get", "priceOffer", pair) == [{"priceOffer": ""}]
    fresh.records("do", "priceOffer", {**pair, "priceOffer": 350000})
    assert fresh.elements("get", "priceOffer", pair) == [{"priceOffer": "350.000,00 €"}]
    assert fresh.error("do", "priceOffer", {**pair, "priceOffer": "viel"})[0] == 214


@pytest.mark.parametrize(
    ("parameters", "errorcode"),
    [
        ({"type": "estate", "ids": [11]}, 273),
        ({"listName": "A", "type": "task", "ids": [401]}, 269),
        ({"listName": "A", "type": "estate", "ids": []}, 265),
        ({"listName": "A", "type": "estate", "ids": [9]}, 293),
        ({"listName": "Schon da", "type": "estate", "ids": [11]}, 266),
    ],
)
def test_a_worklist_has_records_that_exist(fresh: Office, parameters: dict[str, Any], errorcode: int) -> None:
    """A worklist has a name of its own and records that exist."""
    made = fresh.records("create", "workinglist", {"listName": "Schon da", "type": "address", "ids": [101]})
    assert made[0]["type"] == "workinglist"
    assert fresh.error("create", "workinglist", parameters)[0] == errorcode


def test_a_tracking_account_answers_to_its_password(fresh: Office) -> None:
    """The account answers to its password only; estates come under keys with gaps."""
    account = {"accountname": "a", "accountpassword": "p", "estateid": "11", "addressid": 101}
    made = fresh.records("do", "createestatetrackingaccount", {**account, "accountnote": "n"})
    assert made[0]["elements"] == {"accountname": "a", "accountpassword": "p"}
    read = fresh.elements("get", "estatetrackingdetails", {"accountname": "a", "password": "p"})[0]
    assert read == {
        "accountname": "a",
        "information": "",
        "note": "n",
        "addressid": "101",
        "estateids": {"1": "11"},
    }
    assert fresh.error("get", "estatetrackingdetails", {"accountname": "a", "password": "q"})[0] == 105
    assert fresh.error("get", "estatetrackingdetails", {"accountname": "b", "password": "p"})[0] == 103


def test_numbers_with_a_right_are_a_list_of_text(office: Office, open_office: Callable[..., Office]) -> None:
    """The numbers on which a user has the right, as a list of text; none without rights."""
    wanted = {"action": "read", "module": "address", "userid": 19, "recordIds": ["101", "9"]}
    assert office("get", "checkuserrecordsright", wanted)["data"] == {
        "meta": {"cntabsolute": 1},
        "records": [{"id": 0, "type": "", "elements": ["101"]}],
    }
    assert open_office(rights=False).elements("get", "checkuserrecordsright", wanted) == [[]]


def test_stamps_and_links(fresh: Office) -> None:
    """Stamps and links are for records that exist."""
    stamp = {"acTemplate": "Test1", "module": "estate", "recordId": 11, "templateOwner": 19}
    assert fresh.elements("do", "accessControl", stamp) == [{"success": "success"}]
    assert fresh.error("do", "accessControl", {**stamp, "acTemplate": "Fremd"})[0] == 255
    assert fresh.records("get", "getlink", {"recordId": 11}, "estate")[0]["id"] == 11
    assert fresh.error("get", "getlink", {"recordId": 9}, "estate")[0] == 293


def test_hierarchy_lists_the_contacts_below(fresh: Office) -> None:
    """The address itself, then those linked below it."""
    relation = "urn:onoffice-de-ns:smart:2.5:relationTypes:address:contact:address"
    fresh.records("create", "relation", {"relationtype": relation, "parentid": [101], "childid": [105]})
    assert [row["id"] for row in fresh.records("get", "addressHierarchyContacts", {}, 101)] == [101, 105]


def test_a_message_stays_the_last_one_of_its_room(fresh: Office) -> None:
    """A message stays the last one of its room; the answer to sending it has no records."""
    assert fresh.records("do", "messengersendmessageroom", {"message": "Hallo"}, "151977") == []
    rooms = fresh.elements("read", "messengerroomlist", {})
    assert next((row["uid"], row["lastMessage"]) for row in rooms) == ("151977", "Hallo")
    people = fresh.records("read", "messengerchatroomparticipants", {}, "151977")
    assert [(row["id"], row["elements"]["accept"]) for row in people][:2] == [
        (167017, None),
        (167019, "accept"),
    ]
    assert fresh.error("do", "messengersendmessageroom", {"message": "x"}, "1")[0] == 165


def test_a_photo_is_base64_or_a_link(office: Office) -> None:
    """A photo is base64, a link on request, null where there is none."""
    photos = {row["id"]: row["elements"]["photo"] for row in office.records("read", "userphoto", {})}
    assert photos[17] is None
    assert photos[19].startswith("iVBORw0KGgo")
    linked = office.elements("read", "userphoto", {"photosAsLinks": True}, 19)
    assert linked == [{"photo": "https://files.sandbox.invalid/user/19.png"}]


@pytest.mark.parametrize(
    ("verb", "resource", "parameters", "errorcode"),
    [
        ("do", "unlockProvider", {"parameterCacheId": "x", "extendedclaim": "c"}, 177),
        ("do", "unlockProvider", {"parameterCacheId": "6802c44a-7ac0-4210-a3d4-e5581e3fa0b6"}, 193),
        ("get", "getMarketplaceInvoiceRecipient", {"transactionid": 1, "userid": 19}, 189),
        ("get", "getMarketplaceInvoiceRecipient", {"transactionid": 5001, "userid": 21}, 184),
        ("get", "getMarketplaceInvoiceRecipient", {"transactionid": 5001, "userid": 19}, 190),
        ("do", "transactionRefund", {"transactionid": 5003}, 210),
        ("do", "marketplaceCancelAbo", {"aboid": "7"}, 167),
    ],
)
def test_what_the_marketplace_is_told_is_checked(
    office: Office, verb: str, resource: str, parameters: dict[str, Any], errorcode: int
) -> None:
    """Handles, claims, buyers and states are checked."""
    assert office.error(verb, resource, parameters)[0] == errorcode


def test_a_transaction_is_refunded_once(fresh: Office) -> None:
    """A transaction is refunded once; links and webhooks answer with a result."""
    assert fresh.elements("do", "transactionRefund", {"transactionid": 5001}) == [{"result": "success"}]
    assert fresh.error("do", "transactionRefund", {"transactionid": 5001})[0] == 210
    link = {"transactionid": "5001", "priceNet": "10.00", "description": "x", "sendMailToCustomer": True}
    assert fresh.elements("do", "subsequentPaymentLink", link) == [
        {
            "result": {
                "subsequentPaymentUrl": "https://shop.sandbox.invalid/pay/5001",
                "mailToCustomerSent": True,
            }
        }
    ]
    assert fresh.elements("do", "executeMarketplaceWebhooks", {"module": "estate"}, 11) == [
        {"result": "success"}
    ]
