"""bash's command line: split into words, and what bash wants back for the last of them.

bash cuts words at ``COMP_WORDBREAKS`` too (``=``, ``:``, ``@``) and replaces only what
follows the last cut, so ``--relationtype estate:addr`` needs ``address:...`` as its answer.
Other shells cut words as they do for running commands, and need none of this.
"""

from __future__ import annotations

_SPECIAL = " \t\"'\\$`&|;<>()*?[]{}~#!"

_LEFT = "$@"  # readline cuts words before these, not after them


class Line:
    """A command line up to the cursor.

    Attributes:
        words: as the command would get them; the last one is being typed, perhaps empty.
    """

    def __init__(self, words: list[str], kept: int, quote: str) -> None:
        self.words = words
        self._kept = kept
        self._quote = quote

    def write(self, value: str) -> str:
        """Return a value for the last word as bash inserts it: without the part that stays, with escapes."""
        text = value[self._kept :]
        if self._quote:
            return text
        return "".join(f"\\{character}" if character in _SPECIAL else character for character in text)


def read_line(text: str, *, breaks: str) -> Line:
    """Split a line that may end inside a word, inside quotes or after a backslash.

    ``breaks`` are the characters at which bash cuts words, besides blanks and quotes.
    """
    words: list[str] = []
    word, begun, quote, kept, escaped = "", False, "", 0, False
    for character in text:
        if escaped:
            word, escaped = word + character, False
        elif character == "\\" and quote != "'":
            begun = escaped = True
        elif quote:
            quote, word = ("", word) if character == quote else (quote, word + character)
        elif character in "\"'":
            quote, begun, kept = character, True, len(word)
        elif character in " \t\n":
            words += [word] if begun else []
            word, begun, kept = "", False, 0
        else:
            if character in breaks:
                kept = len(word) + (character not in _LEFT)
            word, begun = word + character, True
    return Line([*words, word], kept, quote)
