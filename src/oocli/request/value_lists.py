"""Lists of values from a file or standard input: ``@ids.txt``, ``-``. Pure."""

import json
import re

from oocli.errors import UsageError
from oocli.text.lazy_pattern import lazy_pattern

_NUMBERS = lazy_pattern(r"[\d\s,;]+", re.ASCII)


def list_values(text: str, name: str) -> list[str]:
    """Return the values of a text: a JSON array, or one a line; numbers also with commas or blanks between.

    Empty lines are left out. ``name`` says what they were read from.

    Raises:
        UsageError: there are no values.
    """
    stripped = text.strip()
    if stripped.startswith("["):
        try:
            values = json.loads(stripped)
        except (ValueError, RecursionError) as error:
            raise UsageError(f"{name} begins like a JSON array, but is not one") from error
        texts = [value if isinstance(value, str) else json.dumps(value) for value in values]
    elif _NUMBERS.fullmatch(stripped):
        texts = re.split(r"[\s,;]+", stripped.strip(",; \t\r\n"))
    else:
        texts = [line.strip() for line in stripped.splitlines()]
    found = [value for value in texts if value]
    if not found:
        raise UsageError(f"There are no values in {name}", hint="Write one a line")
    return found
