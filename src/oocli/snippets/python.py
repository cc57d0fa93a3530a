"""A request in Python: by the standard library (``python``), or by requests."""

import json
from collections.abc import Sequence

from oocli.request.actions import Action
from oocli.snippets.about import PLACES, URL, describe
from oocli.snippets.literals import Notation, write

_IMPORTS = {"python": "from urllib.request import Request, urlopen", "requests": "import requests"}

_SENDS = {
    "python": """request = Request(URL, json.dumps(body).encode(), {"Content-Type": "application/json"})
with urlopen(request, timeout=60) as response:
    answer = json.load(response)
""",
    "requests": """response = requests.post(URL, json=body, timeout=60)
response.raise_for_status()
answer = response.json()
""",
}

_PROGRAM = """import base64
import hashlib
import hmac
import json
import os
import time
%(imports)s

# %(about)s
# %(places)s
TOKEN, SECRET = os.environ["OOCLI_TOKEN"], os.environ["OOCLI_SECRET"]
URL = os.environ.get("OOCLI_URL", "%(url)s")
if not URL.endswith("api.php"):
    URL = URL.rstrip("/") + "/stable/api.php"

ACTIONS = %(actions)s


def sign(action):
    timestamp = int(time.time())
    text = f"{timestamp}{TOKEN}{action['resourcetype']}{action['actionid']}"
    digest = hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).digest()
    signature = base64.b64encode(digest).decode()
    return {**action, "timestamp": timestamp, "hmac_version": "2", "hmac": signature}


body = {"token": TOKEN, "request": {"actions": [sign(action) for action in ACTIONS]}}
%(send)sprint(json.dumps(answer, ensure_ascii=False, indent=2))
"""


def _write_text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


_NOTATION = Notation(_write_text, {True: "True", False: "False", None: "None"}, ": ", "{}", "{}")


def write_python(actions: Sequence[Action]) -> str:
    """Return a program that needs nothing but Python."""
    return _write_program("python", actions)


def write_requests(actions: Sequence[Action]) -> str:
    """Return a program that sends by requests."""
    return _write_program("requests", actions)


def _write_program(way: str, actions: Sequence[Action]) -> str:
    return _PROGRAM % {
        "imports": _IMPORTS[way] if way == "python" else f"\n{_IMPORTS[way]}",
        "about": describe(actions),
        "places": PLACES,
        "url": URL,
        "actions": write([action.as_json() for action in actions], _NOTATION),
        "send": _SENDS[way],
    }
