"""A made-up office to ask: signed actions in, the result of the answer out."""

import json
from typing import Any

from oocli.request.actions import Action
from oocli.sandbox import SECRET, TOKEN
from oocli.sandbox.door.answer import Sandbox
from oocli.wire.messages import Credentials, encode, sign

NOW = 1_795_000_000.0
CREDENTIALS = Credentials(TOKEN, SECRET)


class Office:
    """A sandbox and the signing that a client does.

    Calling it sends one action and gives its result; ``post`` sends whole bodies.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    def __call__(
        self, verb: str, resource: str, parameters: Any = None, resourceid: str | int | None = ""
    ) -> dict[str, Any]:
        """Send one action, signed now, and give its result."""
        action = Action(verb, resource, resourceid, "", parameters or {})
        answer = self.post([sign(action, CREDENTIALS, int(NOW))])
        result: dict[str, Any] = answer["response"]["results"][0]
        return result

    def post(self, actions: list[dict[str, Any]], *, token: str = TOKEN) -> dict[str, Any]:
        """Send signed actions in one request and give the whole answer."""
        answer: dict[str, Any] = json.loads(self.sandbox.post(encode(actions, token)).body)
        return answer

    def records(self, *arguments: Any) -> list[dict[str, Any]]:
        """Send one action that must succeed and give its records."""
        result = self(*arguments)
        assert result["status"] == {"errorcode": 0, "message": "OK"}
        records: list[dict[str, Any]] = result["data"]["records"]
        return records

    def elements(self, *arguments: Any) -> list[Any]:
        """Send one action that must succeed and give the elements of its records."""
        return [record["elements"] for record in self.records(*arguments)]

    def error(self, *arguments: Any) -> tuple[int, str]:
        """Send one action that must fail and give its error code and text."""
        result = self(*arguments)
        assert result["data"] == []
        return result["status"]["errorcode"], result["status"]["message"]
