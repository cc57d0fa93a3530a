"""Make what the help of a verb lists: the titles of its calls, together in one small file.

To read each entry for its title would double the time that ``oocli get --help`` takes. Run it by
``make completions``; with ``--check`` it writes nothing and fails if anything would change.
"""

import json
import sys
from pathlib import Path

from generated import bring_up_to_date

from oocli.catalogue import VERBS, Catalogue

_ROOT = Path(__file__).parent.parent


def main(arguments: list[str]) -> int:
    """Write the file, or compare it; gives the exit code."""
    return bring_up_to_date(make_files(Catalogue()), _ROOT, check="--check" in arguments)


def make_files(catalogue: Catalogue) -> dict[str, str]:
    """Give the text of the file, by its path in the project."""
    titles = {
        verb: {call.resourcetype: call.title for call in catalogue if call.verb == verb} for verb in VERBS
    }
    return {"src/oocli/catalogue/titles.json": json.dumps(titles, ensure_ascii=False, indent=1) + "\n"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
