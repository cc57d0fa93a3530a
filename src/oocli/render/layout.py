"""What a rendering needs to know besides the records: columns, dialect, the terminal and its reader."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from oocli.render.field_facts import FieldFacts
    from oocli.render.shapes import Shape
    from oocli.text.number_style import NumberStyle


class Layout(NamedTuple):
    """How output shall look; every format takes from it what concerns it.

    Attributes:
        columns: fields in the order they were asked for; empty where that is not known.
        rows: what is written are rows without a number; no format adds ``_id``.
        flat: JSON and NDJSON write ``{"_id", ...elements}`` for each record.
        pretty: JSON is indented for reading (stdout is a terminal).
        dialect: of CSV: ``rfc4180`` or ``excel-de``.
        width: of the terminal, in character cells.
        height: of the terminal, in lines.
        color: whether tables may use SGR codes.
        unicode: whether lines and marks may be other than ASCII.
        single: one record was asked for; a table shows it as field and value lines.
        numbered: whether rows begin with the id of their record.
        heading: what stands above the ids in a table; empty is ``_id``.
        whole: columns of a table whose texts are never shortened: names that are typed again.
        shapes: what is known of fields, by name, for tables.
        coordinates: the fields of latitude and longitude, for maps; empty where there are none.
        known: what is known of fields, by name, for formats with types of their own.
        numbers: how tables write the numbers of fields that are grouped; None is as they were sent.
    """

    columns: tuple[str, ...] = ()
    rows: bool = False
    flat: bool = False
    pretty: bool = False
    dialect: str = "rfc4180"
    width: int = 80
    height: int = 24
    color: bool = False
    unicode: bool = True
    single: bool = False
    numbered: bool = True
    heading: str = ""
    whole: tuple[str, ...] = ()
    shapes: Mapping[str, "Shape"] = MappingProxyType({})
    coordinates: tuple[str, ...] = ()
    known: Mapping[str, "FieldFacts"] = MappingProxyType({})
    numbers: "NumberStyle | None" = None
