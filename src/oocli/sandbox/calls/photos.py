"""Photos of users: small pictures, drawn when they are asked for."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from oocli.sandbox.ask import API_USER, Ask, Found, Handler
from oocli.sandbox.calls.messenger import MESSENGER_IDS
from oocli.sandbox.calls.users import SOURCE
from oocli.sandbox.records import sql
from oocli.sandbox.records.conditions import Condition, build_filter, build_order
from oocli.sandbox.records.links import whole_numbers
from oocli.sandbox.records.picture_paths import HOST
from oocli.sandbox.records.pictures import draw_picture
from oocli.sandbox.records.selection import Part, find_ids, page_size, single
from oocli.sandbox.refusal import Refusal

_MOST = 1_000_000
_WITHOUT = frozenset({17, 21})


def read_photos(ask: Ask) -> Found:
    """Read the photos of users as base64, as links, or null where there is none."""
    if not ask.rights and ask.resourceid != str(API_USER):
        raise Refusal(170)
    fields = ask.module("user").fields
    chosen = ask.parameters.get("messengerUIds")
    if ask.resourceid:
        part = Part(single(ask.resourceid, SOURCE.key), limit=1)
    else:
        condition = build_filter(ask.parameters.get("filter"), fields)
        if chosen:
            users = [number - MESSENGER_IDS for number in whole_numbers(chosen, "messengerUIds")]
            condition = Condition(sql.among(SOURCE.key), (json.dumps(users),))
        order = build_order(ask.parameters.get("sortby"), None, fields)
        part = Part(condition, order, page_size(ask, most=_MOST))
    records = [
        {"id": user, "type": "user", "elements": _describe(ask, user, chosen is not None)}
        for user in find_ids(ask, SOURCE, part)
    ]
    return Found(records)


def _describe(ask: Ask, user: int, by_messenger: bool) -> dict[str, Any]:
    photo: str | None = None
    if user not in _WITHOUT:
        picture = base64.b64encode(draw_picture(user, width=48, height=64)).decode("ascii")
        photo = f"{HOST}/user/{user}.png" if ask.flag("photosAsLinks") else picture
    return {"photo": photo, **({"messengerUId": MESSENGER_IDS + user} if by_messenger else {})}


CALLS: Mapping[str, Handler] = {"read userphoto": read_photos}
