"""A record that was not read, only cut out of an answer, to be handed on as it came."""

from typing import Any


class Slice(dict[str, Any]):
    """A record of which only the ``id`` was read; ``slices`` makes them.

    Attributes:
        text: all of it: JSON on one line, UTF-8, non-ASCII as it is.
    """

    __slots__ = ("text",)
    text: bytes

    def __repr__(self) -> str:
        """Return the text, which tells one record from another."""
        return self.text.decode()
