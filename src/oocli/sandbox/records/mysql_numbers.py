"""Numbers in texts, read as MySQL does: Python also takes ``NaN``, ``1_000`` and digits of any script."""

import math
import re

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")


def read_number(text: str) -> float | None:
    """Return the number that a text is; None where it is none, or too great for a column."""
    number = float(text) if _NUMBER.fullmatch(text.strip()) else math.nan
    return number if math.isfinite(number) else None


def read_whole(text: str) -> int | None:
    """Return the whole number that a text is; None where it is none, or too great for a column."""
    return int(text) if _WHOLE.fullmatch(text.strip()) else None
