"""Help that was prepared when oocli was built: shown without loading the program that it describes.

Finding out what a command takes costs four times as much as all of Python's start; laying out what was found
costs a tenth of it. ``ready_help.ndjson`` has the parts of each page (``help_lines``), a line each after the
words of its command; the first line says what may be set in the environment. It is made by ``make help``.
Whatever is not found here is left to the program.

Imports nothing that Python has not loaded itself.
"""

from __future__ import annotations

import os

from oocli.completion.quick_json import parse_json
from oocli.interface.help_lines import find_width, lay_out, write_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, TextIO

FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "ready_help.ndjson")
FLAGS = ("-h", "--help")


def show_ready_help(arguments: Sequence[str], stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Write the help that a command line asks for; False if it asks for none, or none was prepared.

    Raises:
        OSError: it cannot be written, or there is no file of pages.
    """
    words = _find_words(arguments)
    if words is None:
        return False
    with open(FILE, "rb") as file:
        pages = file.read()
    choices = parse_json(pages[: pages.index(b"\n")].decode())
    parts = find_page(pages, words)
    if parts is None or not all(environ.get(name, "") in ("", *known) for name, known in choices.items()):
        return False
    lines = lay_out(parts, find_width(stream, environ))
    write_lines(lines, stream, environ, color=environ.get("OOCLI_COLOR") or "auto")
    return True


def _find_words(arguments: Sequence[str]) -> str | None:
    """Return the words whose help is meant, with ``help`` before a topic; None if none is asked for."""
    if arguments and arguments[-1] in FLAGS:
        words = arguments[:-1]
    elif not arguments or arguments[0] == "help":
        words = arguments
    else:
        return None
    joined = " ".join(words)
    return joined if joined.split() == list(words) else None


def find_page(pages: bytes, words: str) -> list[Any] | None:
    """Return the parts of the page for these words, or None; ``help read`` has the page of ``read``."""
    for wanted in (words, f"{words} ".removeprefix("help ").strip()):
        begin = pages.find(f'\n["{wanted}", '.encode("utf-8", "replace")) + 1
        if begin:
            found, parts = parse_json(pages[begin : pages.index(b"\n", begin)].decode())
            if found == wanted:
                return list(parts)
    return None
