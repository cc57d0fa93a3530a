"""Settings of the made-up agency that no call changes: templates, regions, imprint, and so on."""

import json
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "agency.json"


@cache  # constant facts of the package, read when the first call asks for them
def office_data() -> dict[str, Any]:
    """Return the content of ``agency.json``; callers must not change it."""
    data: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return data
