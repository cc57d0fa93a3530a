r"""Lines of a given width, broken between words only. Pure.

What a reader copies stays in one piece where it fits on a line: ``--limit N``, a command in
backticks, a condition in quotes. A command that is too long goes on after a backslash.

Finding these pieces takes ``re``; breaking lines does not, and imports nothing: help is shipped as texts
whose pieces are marked.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

_BEGIN, _END = "\ue001", "\ue002"  # around a piece that is kept together
_HELD = "\ue000"  # stands for a blank at which no line may end
_PIECES = (
    r"`[^`\n]+`"  # a command
    r"|(?<![\w'])'[^'\n]+'(?![\w'])"  # a value in quotes, no apostrophe
    r"|--[\w.-]+ (?:[A-Z][A-Z_=.,-]*)(?![\w])"  # an option and its value
)
_BELOW = " " * 4  # before a text that stands below its name
_BLANKS = str.maketrans("\n\v\f\r", "    ")


def wrap(text: str, width: int, first: str = "", further: str = "") -> list[str]:
    """Return the lines of a text; the first one begins with ``first``, all others with ``further``.

    A single word that is wider than a line stands on a line of its own.
    """
    return wrap_marked(mark_pieces(text), width, first, further)


def wrap_beside(start: str, text: str, width: int, left: int) -> list[str]:
    """Return the lines of a text right of ``start``, from column ``left`` on.

    Where its longest word has no room there, the text stands below, a little indented.
    """
    if measure_longest(text) <= width - left:
        return wrap(text, width, start.ljust(left), " " * left)
    return [start.rstrip(), *wrap(text, width, _BELOW, _BELOW)]


def mark_pieces(text: str) -> str:
    """Return a text for ``wrap_marked``, with marks around what stays on one line where it fits."""
    import re

    def mark(found: re.Match[str]) -> str:
        return f"{_BEGIN}{found[0]}{_END}" if " " in found[0] else found[0]

    return re.sub(_PIECES, mark, text.expandtabs())


def unmark(text: str) -> str:
    """Return a marked text without its marks."""
    return text.replace(_BEGIN, "").replace(_END, "")


def wrap_marked(text: str, width: int, first: str = "", further: str = "") -> list[str]:
    """Return the lines of a text whose pieces are marked, as ``wrap`` does."""
    text = _hold(text.translate(_BLANKS), width - len(further))
    width = max(width, len(first) + 1, len(further) + 1)
    lines: list[str] = []
    line, is_begun = first, False
    for blanks, word in _list_words(text):
        if is_begun and len(line) + len(blanks) + len(word) > width:
            lines.append(line)
            line, is_begun = further, False
        line += word if lines and not is_begun else blanks + word
        is_begun = True
    lines += [line] if is_begun else []
    return [line.replace(_HELD, " ") for line in lines]


def _hold(text: str, room: int) -> str:
    """Let no line end within a marked piece that fits on one."""
    if _BEGIN not in text:
        return text
    before, *rest = text.split(_BEGIN)
    for part in rest:
        piece, _, behind = part.partition(_END)
        before += (piece.replace(" ", _HELD) if len(piece) <= room else piece) + behind
    return before


def _list_words(text: str) -> Iterator[tuple[str, str]]:
    """Return each word with the blanks before it."""
    blanks = ""
    for number, word in enumerate(text.split(" ")):
        blanks += " " if number else ""
        if word:
            yield blanks, word
            blanks = ""


def measure_longest(text: str) -> int:
    """Return the width of the longest word."""
    return max(map(len, text.split()), default=0)


def fold_command(line: str, width: int) -> list[str]:
    """Return a command of the shell in lines that can be copied, each but the last ending with a backslash.

    An option and its value stay on one line where they fit.
    """
    if len(line) <= width:
        return [line]
    indent = " " * (len(line) - len(line.lstrip()) + 4)
    lines: list[str] = []
    current = line[: len(indent) - 4]
    pieces = _pair(_split_command(line), width - len(indent) - 2)
    for number, piece in enumerate(pieces, 1):
        joined = f"{current} {piece}" if current.strip() else current + piece
        room = width if number == len(pieces) else width - 2
        if len(joined) > room and current.strip():
            lines.append(f"{current} \\")
            joined = indent + piece
        current = joined
    return [*lines, current]


def _split_command(line: str) -> list[str]:
    """Return the words as the shell sees them, with their quotes."""
    words: list[str] = []
    quote, is_open = "", False
    for char in line:
        if char == " " and not quote:
            is_open = False
            continue
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        if is_open:
            words[-1] += char
        else:
            words.append(char)
        is_open = True
    return words


def _pair(words: list[str], room: int) -> list[str]:
    """Return the words, an option together with its value where both fit on a line."""
    pieces: list[str] = []
    for word in words:
        last = pieces[-1] if pieces else ""
        is_value = last.startswith("-") and " " not in last and not word.startswith("-")
        if is_value and len(last) + 1 + len(word) <= room:
            pieces[-1] = f"{last} {word}"
        else:
            pieces.append(word)
    return pieces
