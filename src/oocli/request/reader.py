"""A typed text that is read piece by piece, and the errors that point at a place in it. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from oocli.errors import FilterError


@dataclass
class Reader:
    """One expression and the position up to which it has been read.

    Attributes:
        text: the expression.
        at: place of the next character.
        read_file: gives the text of a file that the expression names; None if it can name none.
    """

    text: str
    at: int = 0
    read_file: Callable[[str], str] | None = None

    @property
    def ended(self) -> bool:
        """Whether all of it has been read."""
        return self.at >= len(self.text)

    def skip_blanks(self) -> None:
        """Go on to what is no blank."""
        while not self.ended and self.text[self.at].isspace():
            self.at += 1

    def peek(self) -> str:
        """Return the next character, or "" at the end."""
        return self.text[self.at : self.at + 1]

    def take(self, pattern: re.Pattern[str]) -> str:
        """Read what the pattern matches here; "" if it does not match."""
        match = pattern.match(self.text, self.at)
        if match is None:
            return ""
        self.at = match.end()
        return match.group()

    def fail(self, message: str, *, at: int | None = None, hint: str = "") -> FilterError:
        """Return the error that points at a position, by default the current one."""
        from oocli.text.pointer import point_at  # most expressions have no mistake

        position = self.at if at is None else at
        pointer = point_at(self.text, position)
        return FilterError(message, expression=self.text, position=position, pointer=pointer, hint=hint)


def read_quoted(reader: Reader) -> str:
    """Read a text in quotes, of which the next character is the first; give what stands between them.

    Raises:
        FilterError: the other quote is missing.
    """
    opened = reader.at
    quote = reader.peek()
    kept: list[str] = []
    reader.at += 1
    while not reader.ended:
        pair = reader.text[reader.at : reader.at + 2]
        if pair in (f"\\{quote}", "\\\\", quote * 2):
            kept.append(pair[1])
            reader.at += 2
        elif pair[0] == quote:
            reader.at += 1
            return "".join(kept)
        else:
            kept.append(pair[0])
            reader.at += 1
    raise reader.fail("The quote is not closed", at=opened, hint=f"Write {quote} at the end of the text")
