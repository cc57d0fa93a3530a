"""``oocli cache``: what is kept of the field configuration, and throwing it away."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from typer.main import get_command

from oocli.context import Context
from oocli.disk.directories import find_cache_dir
from oocli.fields.cache import CachedFile, clear, clear_all, list_cached
from oocli.interface.options import Command, Group

_COLUMNS = ("profile", "module", "language", "fields", "fetched", "size", "address", "path")


def build(_name: str) -> Any:
    """Give the command with its two words."""
    app = typer.Typer(cls=Group, rich_markup_mode=None, add_completion=False, help=_HELP)
    app.command("info", cls=Command, help="Show what is in the cache, of every profile.")(info)
    app.command("clear", cls=Command, help="Empty the cache of this profile, or of all.")(clear_cache)
    return get_command(app)


_HELP = """Look into the cache of the field configuration, or empty it.

The API takes seconds for its field configuration, so oocli keeps the answer for each
profile, module and language. It holds field names and labels, no records, no token.

Examples:
  oocli cache info
  oocli cache clear
  oocli cache clear --all
"""


def info(ctx: typer.Context) -> None:
    """Write a row for each file of the cache."""
    context: Context = ctx.obj
    table = context.output.format == "table"  # where profile, module and language say it beside each other
    records = map(_as_record, list_cached(context.environ))
    context.output.write(({**record, "id": ""} if table else record for record in records), columns=_COLUMNS)
    context.voice.note(f"The cache lies in {find_cache_dir(context.environ)}")


def clear_cache(
    ctx: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Of every profile, not only this one")] = False,
) -> None:
    """Remove the files of this profile's account, or all."""
    context: Context = ctx.obj
    removed = clear_all(context.environ) if everything else clear(context.field_lookup().cache.folder)
    context.voice.note(f"{removed} files removed" if removed != 1 else "1 file removed")


def _as_record(file: CachedFile) -> dict[str, Any]:
    facts = {**asdict(file), "path": str(file.path), "fetched": _write_time(file.fetched)}
    return {
        "id": f"{file.profile}.{file.module}.{file.language}",
        "type": "cached",
        "elements": {name: facts[name] for name in _COLUMNS},
    }


def _write_time(seconds: float) -> str:
    return datetime.fromtimestamp(int(seconds), UTC).isoformat()
