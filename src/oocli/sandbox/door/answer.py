"""Request bytes to reply bytes: what the API's front door does with a body.

Checks run in this order: the request (its refusal is the whole answer), the token, then
for each action its elements, its clock, its signature, its call and required parameters.
A failing action does not stop the others; the top level then says 97, as documented, with status 500 if it
was the only one.
"""

import hmac
import json
import math
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from oocli.catalogue import VERBS, Call, Catalogue
from oocli.errors import AddressRefused
from oocli.request.actions import ACTIONID, Action
from oocli.sandbox import SECRET, TOKEN
from oocli.sandbox.ask import Ask, Found, Handler
from oocli.sandbox.calls import find_handler
from oocli.sandbox.calls.documented import answer_as_documented
from oocli.sandbox.calls.logs import write_history
from oocli.sandbox.calls.references import check_references
from oocli.sandbox.clock import http_date
from oocli.sandbox.door.given import read_parameters
from oocli.sandbox.door.malformed import MALFORMED, explain_malformed, is_too_much
from oocli.sandbox.door.required import check_required
from oocli.sandbox.records.counts import Counts
from oocli.sandbox.records.picture_paths import HOST, StoredPicture, find_picture
from oocli.sandbox.records.store import Store
from oocli.sandbox.refusal import Refusal
from oocli.wire.messages import Credentials, sign_v1, sign_v2
from oocli.wire.reply import Reply

CLOCK_SECONDS = 120
"""How far the timestamp of an action may be from the sandbox's clock, either way."""

_ELEMENTS = (("actionid", 16), ("resourceid", 18), ("resourcetype", 19), ("parameters", 20))

_READING = frozenset({"read", "get"})


class Sandbox:
    """An onOffice over made-up records; a Transport that needs no network.

    Attributes:
        store: the records.
        rights: False to answer as for an API user without rights on other people's records.
    """

    def __init__(
        self,
        store: Store,
        *,
        now: Callable[[], float],
        rights: bool = True,
        catalogue: Catalogue | None = None,
    ) -> None:
        self.store = store
        self.rights = rights
        self._now = now
        self._credentials = Credentials(TOKEN, SECRET)
        self._catalogue = catalogue or Catalogue()
        self._calls: dict[tuple[str, str], Call | None] = {}
        self._counts = Counts()

    def post(self, body: bytes) -> Reply:
        """Answer one request, as the API would: HTTP 200 whatever happened."""
        now = self._now()
        headers = {"content-type": "application/json; charset=utf-8", "date": http_date(now)}
        return Reply(encode(self.answer(body, now)), headers=headers)

    def get(self, url: str) -> Reply:
        """Give a picture of which an answer has the address, as a web server would."""
        if not url.startswith(f"{HOST}/"):
            raise AddressRefused(
                "An address in a record is not opened: the sandbox has its own pictures only"
            )
        picture = self.find_picture(url.removeprefix(HOST))
        if picture is None:
            return Reply(b"", status=404)
        headers = {"content-type": picture.type, "content-length": str(len(picture.content))}
        return Reply(picture.content, headers=headers)

    def find_picture(self, path: str) -> StoredPicture | None:
        """Return the picture that has a path; None where there is none."""
        with self.store.reading() as db:
            return find_picture(db, path)

    def answer(self, body: bytes, now: float, *, host: str = HOST) -> dict[str, Any]:
        """Return the answer to a request as JSON values; ``now`` in Unix seconds.

        ``host`` is scheme and host of the pictures that it names.
        """
        try:
            actions = self._read_request(body)
        except Refusal as refusal:
            code = 400 if refusal.errorcode in (13, 22) else 500
            return _whole(code, refusal.errorcode, refusal.text, [])
        results = [self._answer_action(action, now, host) for action in actions]
        if any(result["status"]["errorcode"] for result in results):
            code = 500 if len(results) == 1 else 200  # what the API says for several actions is unknown
            return _whole(code, 97, Refusal(97).text, results)
        return _whole(200, 0, "OK", results)

    def _read_request(self, body: bytes) -> list[Any]:
        request = _read_json(body)
        token = request.get("token") if isinstance(request, dict) else None
        if not isinstance(token, str) or not token:
            raise Refusal(13)
        inner = request.get("request")
        if not isinstance(inner, dict):
            raise Refusal(14)
        actions = inner.get("actions")
        if not isinstance(actions, list) or not actions:
            raise Refusal(15)
        if not hmac.compare_digest(token.encode(), TOKEN.encode()):
            raise Refusal(22)
        return actions

    def _answer_action(self, action: Any, now: float, host: str) -> dict[str, Any]:
        action = action if isinstance(action, dict) else {}
        echoed = {
            "actionid": action.get("actionid"),
            "resourceid": "" if action.get("resourceid") is None else action["resourceid"],
            "resourcetype": action.get("resourcetype"),
            "cacheable": False,
            "identifier": "" if action.get("identifier") is None else action["identifier"],
        }
        try:
            call = self._check(action, now)
            found = self._carry_out(call, action, now, host)
        except RecursionError:
            status = {"errorcode": 3, "message": Refusal(3).text}
            return {**echoed, "data": [], "status": status}
        except Refusal as refusal:
            status = {"errorcode": refusal.errorcode, "message": refusal.text}
            return {**echoed, "data": [], "status": status}
        response = call.variant(_resourceid(action)).response
        echoed["cacheable"] = call.verb in _READING and response.get("cacheable", True)
        data = {"meta": {"cntabsolute": found.total}, "records": found.records}
        return {**echoed, "data": data, "status": {"errorcode": 0, "message": "OK"}}

    def _check(self, action: Mapping[str, Any], now: float) -> Call:
        """Check elements, clock, signature and required parameters; give the call that is meant."""
        for name, code in _ELEMENTS:
            if name not in action:
                raise Refusal(code)
        if not isinstance(action["actionid"], str) or not isinstance(action["resourcetype"], str):
            raise Refusal(16 if not isinstance(action["actionid"], str) else 19)
        if not action["actionid"]:
            raise Refusal(17)
        if isinstance(action["resourceid"], dict | list | bool | float):
            raise Refusal(18)
        if not action["resourcetype"]:
            raise Refusal(19)
        if not isinstance(action["parameters"], dict) and action["parameters"] != []:
            raise Refusal(20)
        self._check_signature(action, now)
        verb = action["actionid"].removeprefix(ACTIONID)
        if verb not in VERBS:
            raise Refusal(23, action["actionid"])
        call = self._find_call(verb, action["resourcetype"])
        if call is None:
            raise Refusal(25, action["resourcetype"])
        resourceid = _resourceid(action)
        if call.variants and resourceid not in call.variants:
            raise Refusal(24, resourceid)
        parameters = action["parameters"] or {}
        if "" in parameters:
            raise Refusal(21)
        check_required(call.variant(resourceid), resourceid, parameters)
        return call

    def _check_signature(self, action: Mapping[str, Any], now: float) -> None:
        try:
            timestamp = int(action.get("timestamp", ""))
        except (TypeError, ValueError):
            raise Refusal(136) from None
        if abs(now - timestamp) > CLOCK_SECONDS:
            raise Refusal(136)
        signed = Action(
            action["actionid"] if ":" in action["actionid"] else f":{action['actionid']}",
            action["resourcetype"],
            action["resourceid"],
            str(action.get("identifier") or ""),
            action["parameters"] or {},
        )
        sign = sign_v2 if str(action.get("hmac_version", 1)) == "2" else sign_v1
        expected = sign(self._credentials, timestamp, signed)
        if not hmac.compare_digest(expected.encode(), str(action.get("hmac", "")).encode()):
            raise Refusal(137)

    def _find_call(self, verb: str, resourcetype: str) -> Call | None:
        """Return the call with exactly these names, read once."""
        if (verb, resourcetype) not in self._calls:
            call = self._catalogue.find(verb, resourcetype)
            self._calls[verb, resourcetype] = call if call and call.resourcetype == resourcetype else None
        return self._calls[verb, resourcetype]

    def _carry_out(self, call: Call, action: Mapping[str, Any], now: float, host: str) -> Found:
        handler = find_handler(call.name) or partial(answer_as_documented, call=call)
        reading = call.verb in _READING
        with self.store.reading() if reading else self.store.writing() as db:
            ask = replace(self._build_ask(db, call, action, now), host=host)
            found = _ask_handler(handler, ask, call)
            if not reading:
                write_history(ask, call.name, found)
            return found

    def _build_ask(self, db: sqlite3.Connection, call: Call, action: Mapping[str, Any], now: float) -> Ask:
        return Ask(
            db=db,
            resourceid=_resourceid(action),
            parameters=read_parameters(call.verb, action["parameters"]),
            now=now,
            modules=self.store.find_modules(db),
            counts=self._counts,
            rights=self.rights,
        )


def _ask_handler(handler: Handler, ask: Ask, call: Call) -> Found:
    """Let the call's function answer; what it cannot handle is refused as the API would refuse it."""
    try:
        found = handler(ask)
        check_references(ask, call)
    except sqlite3.OperationalError as error:
        if is_too_much(error):
            raise Refusal(257, error) from error
        raise
    except MALFORMED as error:
        raise explain_malformed(call, ask.resourceid, ask.parameters) from error
    return found


def encode(answer: Mapping[str, Any]) -> bytes:
    r"""Write an answer as PHP does: no spaces, ``\/`` and ``\uxxxx``; no floats occur in answers."""
    return json.dumps(answer, separators=(",", ":")).replace("/", "\\/").encode("ascii")


def _read_json(body: bytes) -> Any:
    """Read a body as PHP would, which refuses half a character, escaped or not."""
    if not body.strip():
        raise Refusal(9)
    try:
        value = json.loads(body, parse_constant=_refuse_constant, parse_float=_read_float)
        if b"\\ud" in body.lower():
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise Refusal(3) from None
    except UnicodeError:
        raise Refusal(7) from None
    except ValueError:
        raise Refusal(4) from None
    return value


def _refuse_constant(text: str) -> Any:
    """Refuse ``NaN`` and ``Infinity``, which Python reads although they are not JSON."""
    raise ValueError(text)


def _read_float(text: str) -> float:
    """Read a number with a point or an exponent; one that is too great for any number is refused."""
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _whole(code: int, errorcode: int, message: str, results: Sequence[Any]) -> dict[str, Any]:
    status = {"code": code, "errorcode": errorcode, "message": message}
    return {"status": status, "response": {"results": results}}


def _resourceid(action: Mapping[str, Any]) -> str:
    return "" if action["resourceid"] is None else str(action["resourceid"])
