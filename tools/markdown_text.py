"""Text of the program as Markdown: tables, paragraphs of help, signs that must not be read as markup."""

import re
from collections.abc import Iterable, Iterator, Sequence


def write_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Give a table; bars in its cells are escaped."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", r"\|") for cell in line) + " |" for line in lines)


def to_markdown(text: str) -> Iterator[str]:
    """Give paragraphs of help as Markdown: commands as code, notes as a list."""
    for paragraph in text.strip().split("\n\n"):
        first, *rest = paragraph.split("\n")
        if rest and all(line.startswith("  - ") for line in rest):
            yield escape(first)
            yield "\n".join(f"- {escape(line[4:])}" for line in rest)
        elif rest and all(line.startswith("  ") for line in rest):
            yield escape(first)
            yield "\n".join(["```sh", *(line[2:] for line in rest), "```"])
        elif paragraph:
            yield escape(" ".join([first, *rest]))


def escape(text: str) -> str:
    """Keep signs of a text from being read as Markdown; what stands in backticks is left alone."""
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(part if part.startswith("`") else _escape_plain(part) for part in parts)


def _escape_plain(text: str) -> str:
    text = text.replace("*", r"\*")
    text = re.sub(r"(?<![^\W_])_+|_+(?![^\W_])", lambda found: r"\_" * len(found[0]), text)
    return text.replace("<", "&lt;").replace(">", "&gt;")
