"""The fields that an onOffice usually has, as data: known before a customer's own are asked for.

The facts are in ``usual_fields.json``, made from the sandbox's modules by ``make completions``.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).parent / "usual_fields.json"


class UsualField(NamedTuple):
    """One field of one module.

    Attributes:
        module: the API's name for it.
        name: the API's name for the field.
        type: as the field configuration gives it.
        label: what people see, in German.
        english: the same in English.
    """

    module: str
    name: str
    type: str
    label: str
    english: str


def list_usual_fields() -> Sequence[UsualField]:
    """Read all fields of all modules."""
    modules = json.loads(_FILE.read_text(encoding="utf-8"))
    return [
        UsualField(module, name, *facts)
        for module, fields in modules.items()
        for name, facts in fields.items()
    ]
