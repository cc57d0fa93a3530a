"""Patterns that are compiled at their first use: most runs use few of the patterns that they load."""

import re
from typing import Any, AnyStr, cast


def lazy_pattern(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return an object that can be used like the compiled pattern; the first use compiles it."""
    return cast(re.Pattern[AnyStr], _LazyPattern(source, flags))


class _LazyPattern:
    """Stands for a pattern; keeps each method that was asked for, so that its next use costs nothing more."""

    def __init__(self, source: Any, flags: int) -> None:
        self._asked = (source, flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._asked), name)
        setattr(self, name, found)
        return found
