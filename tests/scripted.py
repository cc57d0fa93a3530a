"""A transport that follows a script, for faults and for looking at what is sent."""

import json
from dataclasses import dataclass, field
from typing import Any

from oocli.errors import NetworkError
from oocli.wire.reply import Reply


def answer(*results: Any, code: int = 200, errorcode: int = 0, message: str = "OK") -> Reply:
    """Give a reply with these results, readable or not, and top status."""
    status = {"code": code, "errorcode": errorcode, "message": message}
    body = json.dumps({"status": status, "response": {"results": list(results)}})
    return Reply(body.encode())


def result(*records: dict[str, Any], total: int | None = None) -> dict[str, Any]:
    """Give a result that succeeded, with these records."""
    data = {"meta": {"cntabsolute": total}, "records": list(records)}
    return {"data": data, "status": {"errorcode": 0, "message": "OK"}}


def refusal(errorcode: int, message: str) -> dict[str, Any]:
    """Give a result that failed."""
    return {"data": [], "status": {"errorcode": errorcode, "message": message}}


@dataclass
class ScriptedTransport:
    """Replays replies and failures in order; the last one again and again.

    Attributes:
        script: what each post gives or raises.
        sent: the requests that were posted, as JSON.
    """

    script: list[Reply | NetworkError]
    sent: list[dict[str, Any]] = field(default_factory=list)

    def post(self, body: bytes) -> Reply:
        """Take the next step of the script."""
        step = self.script[min(len(self.sent), len(self.script) - 1)]
        self.sent.append(json.loads(body))
        if isinstance(step, NetworkError):
            raise step
        return step

    @property
    def actions(self) -> list[dict[str, Any]]:
        """Every action that was sent, over all requests."""
        return [action for request in self.sent for action in request["request"]["actions"]]
