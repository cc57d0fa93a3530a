"""Make what is looked up by name: the titles of the calls, and the fields that an onOffice usually has.

To read each entry for its title would double the time that ``oocli get --help`` takes. The
usual fields are those of the sandbox. Run it by ``make completions``; with ``--check`` it writes
nothing and fails if anything would change.
"""

import json
import sys
from pathlib import Path
from typing import Any

from format_catalogue import format_json
from generated import bring_up_to_date

from oocli.catalogue import VERBS, Catalogue

_ROOT = Path(__file__).parent.parent
_MODULES = _ROOT / "src" / "oocli" / "sandbox" / "records" / "modules"


def main(arguments: list[str]) -> int:
    """Write the files, or compare them; gives the exit code."""
    return bring_up_to_date(make_files(Catalogue()), _ROOT, check="--check" in arguments)


def make_files(catalogue: Catalogue) -> dict[str, str]:
    """Give the text of each file, by its path in the project."""
    titles = {
        verb: {call.resourcetype: call.title for call in catalogue if call.verb == verb} for verb in VERBS
    }
    return {
        "src/oocli/catalogue/titles.json": format_json(titles),
        "src/oocli/catalogue/usual_fields.json": format_json(_list_fields()),
    }


def _list_fields() -> dict[str, dict[str, list[str]]]:
    """Give each field of each module as its type, its German and its English label."""
    found = {}
    for path in sorted(_MODULES.glob("*.json")):
        fields = json.loads(path.read_text(encoding="utf-8")).get("fields", [])
        if fields:
            found[path.stem] = {field["name"]: [field["type"], *_read_labels(field)] for field in fields}
    return found


def _read_labels(field: dict[str, Any]) -> tuple[str, str]:
    """Give the German and the English label; one stands for both."""
    label = field["label"]
    return (label, label) if isinstance(label, str) else (label[0], label[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
