"""Options of both `sync` and `watch`: the file, what it should hold, how much may vanish at once."""

from typing import Annotated

import typer


def list_tables() -> list[str]:
    """Return the names of tables."""
    from oocli.replica.tables import NAMES

    return list(NAMES)


CopyFile = Annotated[str, typer.Argument(metavar="FILE", help="The SQLite file; made where there is none")]
Tables = Annotated[
    list[str] | None,
    typer.Argument(metavar="TABLE ...", help="Tables to read", autocompletion=list_tables),
]
Fields = Annotated[
    list[str] | None,
    typer.Option(
        "--fields",
        metavar="TABLE=NAMES",
        help="Fields to keep, or @all [default @all]; adds to what the file has",
    ),
]
MaxDeletes = Annotated[
    str | None,
    typer.Option(
        "--max-deletes",
        metavar="N",
        help="Rows of a table that may be gone at once, 5% or 200 [default 5%, at least 10]",
    ),
]
