"""Which code of fields is asked for. Pure."""

from typing import NamedTuple

SHAPES = ("read", "write", "typed")
"""What a read answers as it comes, what a write takes, what ``--typed`` gives."""

SQL_DIALECTS = ("sqlite", "postgres", "duckdb")
"""Names that ``--sql`` takes, the usual one first."""


class CodeWish(NamedTuple):
    """What code is asked for.

    Attributes:
        language: one of ``LANGUAGES``.
        shape: one of ``SHAPES``.
        dialect: one of ``SQL_DIALECTS``.
        command: what was typed for it, said at the head of the code.
    """

    language: str
    shape: str
    dialect: str = SQL_DIALECTS[0]
    command: str = "oocli fields"

    @property
    def origin(self) -> str:
        """Where the code comes from, a sentence without what could end a comment."""
        return f"Made by `{self.command}`; do not edit."
