"""The messenger: rooms, who is in them, and messages that stay."""

from collections.abc import Mapping
from typing import Any

from oocli.sandbox.ask import API_USER, Ask, Found, Handler
from oocli.sandbox.records.agency import office_data
from oocli.sandbox.records.documents import keep, recall
from oocli.sandbox.records.storing import as_text
from oocli.sandbox.refusal import Refusal

MESSENGER_IDS = 167000
"""A user's messenger id is this more than the user's number."""


def list_rooms(ask: Ask) -> Found:
    """List the rooms; the id of a record is a running number, not the room."""
    records = []
    for at, room in enumerate(office_data()["rooms"]):
        elements = {name: value for name, value in room.items() if name != "participants"}
        message = recall(ask, "message", room["uid"])
        if message:
            elements |= {"lastMessage": message[1], "lastSeenByAll": ""}
        records.append({"id": at, "type": "", "elements": elements})
    return Found(records)


def list_participants(ask: Ask) -> Found:
    """List who is in a room; the own request is null, that of the others accepted."""
    members = _room(ask)["participants"]
    names = dict(ask.db.execute("SELECT Nr, trim(Vorname || ' ' || trim(Nachname)) FROM \"user\""))
    records = [
        {
            "id": MESSENGER_IDS + user,
            "type": None,
            "elements": {"name": names[user], "accept": None if user == API_USER else "accept"},
        }
        for user in members
    ]
    return Found(records, len(records))


def send_message(ask: Ask) -> Found:
    """Send a message to a room; success shows in the status only."""
    room = _room(ask)
    message = as_text(ask.parameters.get("message"))
    if not message:
        raise Refusal(167, "message")
    keep(ask, "message", room["uid"], message)
    return Found([])


def _room(ask: Ask) -> Mapping[str, Any]:
    for room in office_data()["rooms"]:
        if room["uid"] == ask.resourceid:
            return dict(room)
    raise Refusal(165)


CALLS: Mapping[str, Handler] = {
    "read messengerroomlist": list_rooms,
    "read messengerchatroomparticipants": list_participants,
    "do messengersendmessageroom": send_message,
}
