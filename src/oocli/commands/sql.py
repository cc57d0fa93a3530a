"""``oocli sql``: ask a copy of the office, in every output format."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.main import get_command

from oocli.context import Context
from oocli.interface.options import Command

if TYPE_CHECKING:
    from oocli.replica.query import Answer


def build(_name: str) -> Any:
    """Return the command."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command("sql", cls=Command, help=_HELP)(sql)
    return get_command(app)


_HELP = """Ask a file that `oocli sync` has made, in SQL; it only reads.

A row is its columns and nothing else, in every format of --output. - reads the statement from
standard input. docs/sync.md says which tables there are.

Examples:
  oocli --sandbox sync crm.db
  oocli sql crm.db 'select ort, count(*) as n from estate_now group by ort order by n desc'
  oocli sql crm.db 'select * from field where state = "refused"' -o csv
"""


def sql(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="The SQLite file")],
    statement: Annotated[
        str, typer.Argument(metavar="SQL", help="One statement that reads; - for standard input")
    ],
) -> None:
    """Write the rows of a query.

    Raises:
        UsageError: there is no such file, or the statement is none that reads.
    """
    from oocli.disk.inputs import read_text
    from oocli.replica.file import read_path
    from oocli.replica.query import ask

    context: Context = ctx.obj
    text = read_text("-", context.stdin) if statement == "-" else statement
    with ask(read_path(file), text) as answer:
        records = _build_records(answer, has_ids=context.output.format == "ids")
        places = _find_places(answer.columns)
        output = context.output.rendering(columns=answer.columns, rows=True, coordinates=places)
        with output as (renderer, stream):
            renderer.render(records, stream)


def _find_places(columns: Collection[str]) -> tuple[str, ...]:
    """Return the columns of latitude and longitude, for maps; none where there are none."""
    from oocli.catalogue.modules import list_modules

    pairs = (module.coordinates for module in list_modules().values() if module.coordinates)
    return next((pair for pair in pairs if set(pair) <= set(columns)), ())


def _build_records(answer: Answer, *, has_ids: bool) -> Iterator[dict[str, Any]]:
    """Return each row as what renderers take; of the format ids the first column is the number."""
    for row in answer.rows:
        values = [value.hex() if isinstance(value, bytes) else value for value in row]
        elements = dict(zip(answer.columns, values, strict=True))
        yield {"id": values[0] if has_ids else "", "type": "row", "elements": elements}
