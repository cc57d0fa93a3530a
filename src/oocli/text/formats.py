"""The formats of data: what oocli writes, and what rows are read from. Pure.

One line for each. ``render`` knows how a format is written, ``bulk`` how it is read.
"""

from collections.abc import Iterable
from types import MappingProxyType
from typing import NamedTuple


class Format(NamedTuple):
    """One format.

    Attributes:
        name: as typed.
        endings: of files in this format, the usual one first.
        read_endings: of files that can be read as this format, but are never written.
        is_written: whether ``-o`` writes it.
        is_read: whether ``--from`` reads rows from it.
        is_json: whether programs read it, and so get failures as JSON too.
        is_typed: whether its values always have the types of their fields.
        is_binary: whether it is not text, so that no terminal shows it.
        is_document: whether only records can stand in it, and not a number alone.
        has_columns: whether a record is a row of plain values; JSON keeps each value as the API sent it.
    """

    name: str
    endings: tuple[str, ...] = ()
    read_endings: tuple[str, ...] = ()
    is_written: bool = True
    is_read: bool = False
    is_json: bool = False
    is_typed: bool = False
    is_binary: bool = False
    is_document: bool = False
    has_columns: bool = False


_TABLE = (
    Format("table", has_columns=True),
    Format("json", (".json",), is_read=True, is_json=True),
    Format("ndjson", (".ndjson", ".jsonl"), is_read=True, is_json=True),
    Format("csv", (".csv",), is_read=True, has_columns=True),
    Format("excel-de", is_written=False, is_read=True),
    Format("tsv", (".tsv", ".tab"), is_read=True, has_columns=True),
    Format("md", (".md",), has_columns=True),
    Format("geojson", (".geojson",), is_json=True, is_document=True),
    Format(
        "xlsx",
        (".xlsx",),
        (".xlsm", ".xls", ".ods"),
        is_read=True,
        is_typed=True,
        is_binary=True,
        is_document=True,
        has_columns=True,
    ),
    Format("parquet", (".parquet",), is_typed=True, is_binary=True, is_document=True, has_columns=True),
    Format("raw", is_json=True),
    Format("ids", has_columns=True),
)


def _name(formats: Iterable[Format]) -> tuple[str, ...]:
    return tuple(known.name for known in formats)


FORMATS = _name(known for known in _TABLE if known.is_written)
"""Names of what ``-o`` writes."""

ROW_FORMATS = _name(known for known in _TABLE if known.is_read)
"""Names of what ``--from`` reads."""

JSON_FAMILY = _name(known for known in _TABLE if known.is_json)
"""Formats that programs read; they get failures as JSON too."""

TYPED_FORMATS = _name(known for known in _TABLE if known.is_typed)
"""Formats whose values always have the types of their fields."""

BINARY_FORMATS = _name(known for known in _TABLE if known.is_binary)
"""Formats that are not text, so that no terminal shows them."""

DOCUMENT_FORMATS = _name(known for known in _TABLE if known.is_document)
"""Formats in which only records can stand, and not a number alone."""

COLUMN_FORMATS = _name(known for known in _TABLE if known.has_columns)
"""Formats in which a record is a row of plain values."""

DIALECTS = ("rfc4180", "excel-de")
"""Kinds of CSV, the usual one first."""


COMPRESSORS = MappingProxyType({".gz": "gzip", ".bz2": "bzip2", ".xz": "xz", ".zst": "zstd"})
"""Endings of compressed files, which are never written, and the programs that write them."""


def find_written(ending: str) -> str:
    """Return the format in which a file with this ending is written; empty for an unknown ending."""
    return next((known.name for known in _TABLE if ending in known.endings), "")


def find_read(ending: str) -> str:
    """Return the format in which rows are read from a file with this ending; empty for an unknown ending."""
    readable = (known for known in _TABLE if known.is_read)
    return next((known.name for known in readable if ending in known.endings + known.read_endings), "")
