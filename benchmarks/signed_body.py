"""A signed request with one action, as scripts make it: hashlib, hmac and nothing of oocli."""

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping
from typing import Any

TOKEN, SECRET = "t" * 32, "s" * 64
_ACTION = "urn:onoffice-de-ns:smart:2.5:smartml:action:"


def sign(verb: str, resourcetype: str, parameters: Mapping[str, Any], *, form: str = "") -> dict[str, Any]:
    """Give the body of a request, signed now; ``form`` is the word that stands in place of a record."""
    timestamp = int(time.time())
    message = f"{timestamp}{TOKEN}{resourcetype}{_ACTION}{verb}".encode()
    signature = hmac.new(SECRET.encode(), message, hashlib.sha256).digest()
    action = {
        "actionid": f"{_ACTION}{verb}",
        "resourceid": form,
        "resourcetype": resourcetype,
        "identifier": "",
        "timestamp": timestamp,
        "hmac": base64.b64encode(signature).decode(),
        "hmac_version": 2,
        "parameters": parameters,
    }
    return {"token": TOKEN, "request": {"actions": [action]}}
