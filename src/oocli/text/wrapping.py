r"""Lines of a given width, broken between words only. Pure.

What a reader copies stays in one piece where it fits on a line: ``--limit N``, a command in
backticks, a condition in quotes. A command that is too long goes on after a backslash.
"""

import re
import textwrap

_HELD = "\ue000"  # stands for a blank at which no line may end
_PIECES = re.compile(
    r"`[^`\n]+`"  # a command
    r"|(?<![\w'])'[^'\n]+'(?![\w'])"  # a value in quotes, no apostrophe
    r"|--[\w.-]+ (?:[A-Z][A-Z_=.,-]*)(?![\w])"  # an option and what it takes
)
_SHELL_WORDS = re.compile(r"(?:'[^']*'|\"[^\"]*\"|[^\s'\"])+")


def wrap(text: str, width: int, first: str = "", further: str = "") -> list[str]:
    """Return the lines of a text; the first one begins with ``first``, all others with ``further``.

    A single word that is wider than a line stands on one of its own.
    """
    room = width - len(further)

    def hold(found: re.Match[str]) -> str:
        piece = found[0]
        return piece.replace(" ", _HELD) if len(piece) <= room else piece

    lines = textwrap.wrap(
        _PIECES.sub(hold, text),
        max(width, len(further) + 1, len(first) + 1),
        initial_indent=first,
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(_HELD, " ") for line in lines]


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
    pieces = _pair(_SHELL_WORDS.findall(line), width - len(indent) - 2)
    for number, piece in enumerate(pieces, 1):
        joined = f"{current} {piece}" if current.strip() else current + piece
        room = width if number == len(pieces) else width - 2
        if len(joined) > room and current.strip():
            lines.append(f"{current} \\")
            joined = indent + piece
        current = joined
    return [*lines, current]


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
