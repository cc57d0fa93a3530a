"""``oocli fields``: the field configuration of this customer, by module and field."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any

import typer
from typer.main import get_command

from oocli.actions import Action
from oocli.commands.options import Command
from oocli.context import Context
from oocli.errors import UsageError
from oocli.spelling import suggest

_MODULES = (
    "address",
    "agentsLog",
    "calendar",
    "email",
    "estate",
    "file",
    "news",
    "intranet",
    "project",
    "task",
    "user",
)
_COLUMNS = ("module", "field", "label", "type", "length", "default", "values")


def build(_name: str) -> Any:
    """Give the command."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command("fields", cls=Command, help=_HELP)(fields)
    return get_command(app)


_HELP = """Show the fields of this customer's onOffice: names, labels, types, permitted values.

Examples:
  oocli --sandbox fields estate
  oocli --sandbox fields estate objektart
  oocli --sandbox fields estate --search preis
"""


def fields(
    ctx: typer.Context,
    module: Annotated[str, typer.Argument(metavar="MODULE", help=f"One of {', '.join(_MODULES)}")] = "",
    field: Annotated[str, typer.Argument(metavar="FIELD", help="Field name, for its permitted values")] = "",
    search: Annotated[
        str, typer.Option("--search", metavar="TEXT", help="Only fields with this in name or label")
    ] = "",
    language: Annotated[
        str, typer.Option("--language", metavar="CODE", help="Language of the labels, such as DEU or ENG")
    ] = "",
) -> None:
    """Ask for the field configuration and write one row a field, or one field in full."""
    context: Context = ctx.obj
    parameters: dict[str, Any] = {"labels": True, "language": language or context.profile.language or "DEU"}
    if module:
        parameters["modules"] = [module]
    with context.client() as client:
        result = client.call(Action("get", "fields", parameters=parameters))
    found = list(_flatten(result.records))
    if field:
        _show_field(context, found, module, field)
        return
    if search:
        found = [row for row in found if _matches(row, search.lower())]
    context.write(map(_as_row, found), columns=_COLUMNS)


def _flatten(modules: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give a dict per field: its name, its module, and what the API says of it."""
    for module in modules:
        for name, facts in module["elements"].items():
            if isinstance(facts, dict):
                yield {"module": module["id"], "field": name, **facts}


def _matches(row: Mapping[str, Any], text: str) -> bool:
    return text in str(row["field"]).lower() or text in str(row.get("label") or "").lower()


def _as_row(row: Mapping[str, Any]) -> dict[str, Any]:
    values = row.get("permittedvalues")
    elements = {name: row.get(name) for name in _COLUMNS} | {"values": len(values) if values else None}
    return {"id": f"{row['module']}.{row['field']}", "type": "field", "elements": elements}


def _show_field(context: Context, found: list[dict[str, Any]], module: str, field: str) -> None:
    row = next((row for row in found if row["field"] == field), None)
    if row is None:
        close = suggest(field, [str(row["field"]) for row in found])
        raise UsageError(
            f"{module} has no field {field!r}",
            hint=f"Did you mean {' or '.join(close)}?" if close else f"`oocli fields {module}` lists them",
        )
    context.write([{"id": f"{module}.{field}", "type": "field", "elements": row}], single=True)
