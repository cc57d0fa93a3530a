"""Statements with the names of tables and columns in their places; a value mostly stays a ``?``.

Names and texts are quoted here and nowhere else: fields of onOffice may be called anything.
"""

from __future__ import annotations

from collections.abc import Iterable


class Sql(str):
    """A part of a statement that is SQL itself, and no name."""

    __slots__ = ()


def sql(template: str, /, **parts: str) -> str:
    """Return a statement: ``{name}`` in the template is the part of that name, quoted unless ``Sql``."""
    return template.format_map(
        {name: part if isinstance(part, Sql) else quote(part) for name, part in parts.items()}
    )


def quote(name: str) -> str:
    """Return a name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def quote_all(names: Iterable[str]) -> Sql:
    """Return a list of names."""
    return Sql(", ".join(map(quote, names)))


def write_text(text: str) -> Sql:
    """Return a text as SQL writes it."""
    return Sql("'" + text.replace("'", "''") + "'")


def name_view(table: str) -> str:
    """Return the name of the view of the records of a table that exist."""
    return f"{table}_now"
