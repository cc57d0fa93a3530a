"""Records into text: the formats, and the choice between them.

A renderer takes records and a stream and nothing else; it asks no terminal and reads no
setting, the Layout says it all. Records are ``{"id", "type", "elements"}`` and are drawn
from their iterator no faster than they are written, so that pages stream through.

A format is imported when it is chosen.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any, Protocol, TextIO

from oocli.errors import UsageError
from oocli.render.layout import Layout
from oocli.text.formats import DIALECTS, FORMATS

__all__ = ["DIALECTS", "FORMATS", "Layout", "Renderer", "choose"]


class Renderer(Protocol):
    """One output format, made for one run of it.

    Attributes:
        notes: true warnings met while rendering, one sentence each; complete when
            ``render`` has returned. The caller shows them on stderr.
    """

    notes: list[str]

    def render(self, records: Iterable[dict[str, Any]], stream: TextIO) -> int:
        """Write all records to the stream, flushing as they come; give their number.

        An exception of the iterator passes through after what came before it was written.
        The stream must not translate line ends.
        """


def choose(output_format: str, layout: Layout) -> Renderer:
    """Return the renderer of a format; ``raw`` has none, its bytes are not ours to change.

    Raises:
        MissingExtra: the format needs a package that is not installed.
        UsageError: no such format or dialect, a dialect for a format that has none, or a map of
            records that have no place.
    """
    if layout.dialect not in DIALECTS:
        raise UsageError(
            f"There is no CSV dialect {layout.dialect!r}", hint=f"Use one of: {', '.join(DIALECTS)}"
        )
    if layout.dialect != "rfc4180" and output_format != "csv":
        raise UsageError(f"--dialect {layout.dialect} is for CSV, not for {output_format}", hint="Add -o csv")
    if output_format == "table":
        from oocli.render.table import TableRenderer

        return TableRenderer(layout)
    match output_format:
        case "json":
            from oocli.render.json import JsonRenderer

            return JsonRenderer(layout)
        case "ndjson":
            from oocli.render.ndjson import NdjsonRenderer

            return NdjsonRenderer(layout)
        case "csv" | "tsv" | "md":
            return _choose_delimited(output_format, layout)
        case "geojson":
            from oocli.render.geojson import GeoJsonRenderer

            return GeoJsonRenderer(layout)
        case "xlsx":
            from oocli.render.workbook import WorkbookRenderer

            return WorkbookRenderer(layout)
        case "parquet":
            from oocli.render.parquet import ParquetRenderer

            return ParquetRenderer(layout)
        case "ids":
            from oocli.render.ids import IdsRenderer

            return IdsRenderer()
    is_raw = output_format == "raw"
    what = "This command has no API answer to show raw" if is_raw else f"There is no format {output_format!r}"
    raise UsageError(what, hint=f"Use one of: {', '.join(name for name in FORMATS if name != 'raw')}")


def _choose_delimited(output_format: str, layout: Layout) -> Renderer:
    """Return the renderer of rows whose cells are parted by a sign."""
    from oocli.render.cell_lines import Lines
    from oocli.render.delimited import DelimitedRenderer

    write = partial(DelimitedRenderer, layout.columns, numbered=layout.numbered, rows=layout.rows)
    if output_format == "md":
        from oocli.render.markdown import encode_markdown_header, encode_markdown_rows

        header = partial(encode_markdown_header, shapes=layout.shapes)
        return write(encode_markdown_rows, encode_header=header)
    if output_format == "tsv":
        from oocli.render.tsv import TSV

        return write(Lines(TSV).encode)
    from oocli.render.csv import CSV, EXCEL

    if layout.dialect == "excel-de":
        return write(Lines(EXCEL).encode, start="\ufeff")
    return write(Lines(CSV).encode)
