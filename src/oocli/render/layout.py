"""What a rendering needs to know besides the records: columns, dialect, and the terminal."""

from typing import NamedTuple


class Layout(NamedTuple):
    """How output shall look; every format takes from it what concerns it.

    Attributes:
        columns: fields in the order they were asked for; empty where that is not known.
        flat: JSON and NDJSON write ``{"_id", ...elements}`` for each record.
        pretty: JSON is indented for reading (stdout is a terminal).
        dialect: of CSV: ``rfc4180`` or ``excel-de``.
        width: of the terminal, in character cells.
        height: of the terminal, in lines.
        color: whether tables may use SGR codes.
        unicode: whether lines and marks may be other than ASCII.
        single: one record was asked for; a table shows it as field and value lines.
    """

    columns: tuple[str, ...] = ()
    flat: bool = False
    pretty: bool = False
    dialect: str = "rfc4180"
    width: int = 80
    height: int = 24
    color: bool = False
    unicode: bool = True
    single: bool = False
