"""Patterns that are compiled when they are first used: most runs use few of those that they load."""

import re
from typing import Any, cast


def lazy_pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return what can be used as the compiled pattern, and is compiled by that."""
    return cast(re.Pattern[str], _LazyPattern(source, flags))


class _LazyPattern:
    """Stands for a pattern; keeps each of its methods that was asked for, so that it costs nothing more."""

    def __init__(self, source: str, flags: int) -> None:
        self._asked = (source, flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._asked), name)
        setattr(self, name, found)
        return found
