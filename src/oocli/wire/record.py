"""A record that was not read, only cut out of an answer, to be handed on as it came, or nearly."""

import json
from typing import Any, Self

from oocli.errors import NetworkError

ELEMENTS = b',"elements":{'
"""What stands before the members of a record's elements."""


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

    def decode(self) -> dict[str, Any]:
        """Return the record itself, ``{"id", "type", "elements"}``.

        Raises:
            NetworkError: it is not JSON, which nobody has looked at so far.
        """
        try:
            record: dict[str, Any] = json.loads(self.text)
        except (ValueError, RecursionError) as error:
            raise NetworkError(
                f"Record {self['id']} of the answer is not JSON",
                arrived=True,
                hint="-o raw gives the answer as it came",
            ) from error
        return record

    def with_text(self, text: bytes) -> Self:
        """Return a record of the same number with another text."""
        changed = type(self)(self)
        changed.text = text
        return changed

    def part(self) -> tuple[bytes, bytes] | None:
        """Return the text up to the first member of its elements, and the text behind that.

        The latter ends with two braces. None where its elements are no object, where another object may stand
        in them, or something behind. A quote in a text is escaped, so that a name behind a comma is one.
        """
        text = self.text
        begin = text.find(b"{", 1) + 1
        if not text.endswith(ELEMENTS, 0, begin) or text.find(b"{", begin) >= 0 or not text.endswith(b"}}"):
            return None
        return text[:begin], text[begin:]
