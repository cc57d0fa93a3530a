"""What every program says about itself, and where it sends to."""

import json
from collections.abc import Sequence
from typing import Any

from oocli.request.actions import Action
from oocli.wire.address import DEFAULT_URL

URL = DEFAULT_URL
"""Where a program sends to unless ``OOCLI_URL`` says otherwise; ``/stable/api.php`` joins it."""

PLACES = "OOCLI_TOKEN, OOCLI_SECRET and OOCLI_URL are read from the environment."


def describe(actions: Sequence[Action]) -> str:
    """Return the names of what is sent, on one line: ``read estate, create address``."""
    return ", ".join(dict.fromkeys(action.name for action in actions)).replace("\n", " ").replace("*/", "")


def write_json(value: Any, *, indent: str = "") -> str:
    """Return a JSON value over several lines, of which all but the first are indented."""
    return json.dumps(value, ensure_ascii=False, indent=2).replace("\n", f"\n{indent}")
