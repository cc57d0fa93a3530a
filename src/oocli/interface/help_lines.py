"""The lines of a help page: rows of names and texts, paragraphs with examples."""

from collections.abc import Iterable

from oocli.text.wrapping import fold_command, measure_longest, wrap

_LEFT = 30  # widest name that has its text beside it
_UNDER = 6  # indent of a text that has its name above it


def list_rows(rows: Iterable[tuple[str, str]], width: int) -> list[str]:
    """Set names left and texts right; a long name gets a line of its own, a long word the whole width."""
    listed = list(rows)
    left = min(max((len(name) for name, _ in listed), default=0), _LEFT) + 4
    return [line for name, text in listed for line in _list_row(name, text, left, width)]


def _list_row(name: str, text: str, left: int, width: int) -> list[str]:
    names = _name_lines(name, width)
    if measure_longest(text) > width - left:
        return [*names, *wrap(text, width, " " * _UNDER, " " * _UNDER)]
    body = wrap(text, width, " " * left, " " * left)
    if len(names) > 1 or len(name) > left - 4 or not body:
        return [*names, *body]
    return [names[0].ljust(left) + body[0].lstrip(), *body[1:]]


def _name_lines(name: str, width: int) -> list[str]:
    """Return a name on one line; ``--this / --no-this`` on two where it is too wide."""
    on, slash, off = name.partition(" / ")
    return [f"  {name}"] if len(name) + 2 <= width or not slash else [f"  {on} /", f"  {off}"]


def fill_paragraphs(text: str, width: int) -> list[str]:
    """Wrap paragraphs; one with indented lines keeps its lines, each wrapped under itself."""
    lines: list[str] = []
    for paragraph in text.split("\n\n"):
        rows = paragraph.split("\n")
        if any(row.startswith(" ") for row in rows):
            lines += [piece for row in rows for piece in _wrap_hanging(row, width)]
        else:
            lines += wrap(paragraph, width)
        lines.append("")
    return lines[:-1]


def _wrap_hanging(row: str, width: int) -> list[str]:
    """Wrap an item of a list under its text, and a command so that it can still be copied."""
    text = row.lstrip()
    indent = row[: len(row) - len(text)]
    if not text:
        return [row]
    if text.startswith("oocli ") and "   " not in text:
        return fold_command(row, width)
    return wrap(text, width, indent, indent + ("  " if text.startswith("- ") else ""))
