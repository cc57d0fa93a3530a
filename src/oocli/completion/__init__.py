"""What the Tab key offers: commands, resource types, options and values, found by their names alone.

A person waits at every Tab, so this is answered before anything else of oocli is loaded. Rule for the modules
of this package: at import and on the way to an answer nothing but ``os``, ``sys`` and each other. Against
``python -c pass`` as 1, ``import json`` alone makes 1.7, ``re`` 1.55, ``typing`` 1.9, ``dataclasses`` 2.4,
``pathlib`` 2.1, ``typer`` 7. Hence plain dicts and tuples, ``os.path``, and no types but builtin ones at run
time.

The words of the commands are in ``words.json``, which is made from the commands themselves
(``make completions``); calls are read from the catalogue's own files, at most one call for each Tab. No
network, and no visible failure.
"""

from __future__ import annotations

from oocli.completion.bash_words import read_line
from oocli.completion.cursor import Cursor
from oocli.completion.names import Names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HIDDEN_WORD = "__complete"
_BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"


def answer(arguments: Sequence[str], environ: Mapping[str, str], *, calls: str = "") -> str:
    """Return what a shell's script asks for: one candidate per line, then a tab and its meaning.

    ``arguments`` are the name of the shell and what its script knows: for bash its
    ``COMP_WORDBREAKS`` and the line up to the cursor, for others the words of the line, the
    last one up to the cursor; PowerShell's last one has an equals sign before it. ``calls``
    is the folder of the catalogue, if it is not the package's own. A candidate ends with
    ``=`` or ``/`` where more must follow at once.
    """
    shell, *rest = arguments
    names = Names(environ, calls=calls)
    if shell == "bash":
        line = read_line(rest[1], breaks=rest[0])
        return _join((line.write(value), summary) for value, summary in complete(line.words[1:], names))
    *words, current = rest[1:]
    return _join(complete([*words, current[1:] if shell == "powershell" else current], names))


def complete(words: Sequence[str], names: Names) -> list[tuple[str, str]]:
    """Return the candidates for the last of the words that follow ``oocli``, each with its meaning."""
    cursor = Cursor(names)
    if words and words[0] == "help":
        words = words[1:]  # `help X` takes what X takes
    for word in words[:-1]:
        cursor.take(word)
    return cursor.offer(words[-1] if words else "")


def _join(candidates: Iterable[tuple[str, str]]) -> str:
    """Write candidates; one that would control the terminal, or hide in it, is not a candidate.

    Showing a replacement would put that replacement on the command line.
    """
    return "".join(
        f"{value}\t{_show(summary)}\n" for value, summary in candidates if all(map(_is_safe, value))
    )


def _show(summary: str) -> str:
    if summary.isprintable():
        return summary
    return "".join(char if _is_safe(char) else f"<U+{ord(char):04X}>" for char in " ".join(summary.split()))


def _is_safe(char: str) -> bool:
    """Say whether a character is nothing but what is seen of it; wide and narrow blanks pass."""
    return char.isprintable() or char in _BLANKS
