"""``oocli cache``: what is kept of the field configuration and of answers, and throwing it away."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from typer.main import get_command

from oocli.answers.answer_files import KeptFile, find_answers_dir, list_answers
from oocli.context import Context
from oocli.disk.directories import find_cache_dir
from oocli.fields.field_cache import CachedFile, list_cached
from oocli.fields.forgetting import forget, forget_all
from oocli.interface.options import Command, Group
from oocli.profiles.account import find_account

_COLUMNS = ("profile", "module", "language", "fields", "fetched", "size", "address", "path")
_ANSWER_COLUMNS = ("profile", "call", "kept", "until", "size", "address", "path")


def build(_name: str) -> Any:
    """Return the command with its words."""
    app = typer.Typer(cls=Group, rich_markup_mode=None, add_completion=False, help=_HELP)
    app.command("info", cls=Command, help="Show which field configurations are kept, of every profile.")(info)
    app.command("list", cls=Command, help=_LIST_HELP)(list_kept)
    app.command("clear", cls=Command, help="Empty the cache of this profile, or of all.")(clear_cache)
    return get_command(app)


_HELP = """Look into the cache of the field configuration and of answers, or empty it.

The API takes seconds for its field configuration, so oocli keeps the answer for each
profile, module and language. It holds field names and labels, no records, no token.
Answers with records are kept only where --cache asks for it.

Examples:
  oocli cache info
  oocli cache list
  oocli cache clear
  oocli cache clear --all
"""

_LIST_HELP = """Show which answers are kept, of every profile, and until when.

With `--cache 10m` a reading keeps its answer, and uses a kept one that is no older.

Examples:
  oocli --sandbox read user --cache 10m
  oocli cache list
"""


def info(ctx: typer.Context) -> None:
    """Write a row for each file of the cache."""
    context: Context = ctx.obj
    table = context.output.format == "table"  # where profile, module and language say it beside each other
    records = list(map(_as_record, list_cached(context.environ)))
    shown = ({**record, "id": ""} if table else record for record in records)
    context.output.write(shown, columns=_COLUMNS if records or not table else ())
    context.voice.note(f"The cache is in {find_cache_dir(context.environ)}")


def list_kept(ctx: typer.Context) -> None:
    """Write a row for each answer that is kept."""
    context: Context = ctx.obj
    table = context.output.format == "table"  # where the hash in the name of a file helps nobody
    records = list(map(_as_answer_record, list_answers(context.environ)))
    shown = ({**record, "id": ""} if table else record for record in records)
    context.output.write(shown, columns=_ANSWER_COLUMNS if records or not table else ())
    context.voice.note(f"Answers are in {find_answers_dir(context.environ)}")


def clear_cache(
    ctx: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Of every profile, not only this one")] = False,
) -> None:
    """Remove the files of this profile's account, or all: field configurations and answers."""
    context: Context = ctx.obj
    environ = context.environ
    removed = forget_all(environ) if everything else forget(environ, find_account(context.profile))
    context.voice.note(f"{removed} files removed" if removed != 1 else "1 file removed")


def _as_record(file: CachedFile) -> dict[str, Any]:
    facts = {**file._asdict(), "path": str(file.path), "fetched": _write_time(file.fetched)}
    return {
        "id": f"{file.profile}.{file.module}.{file.language}",
        "type": "cached",
        "elements": {name: facts[name] for name in _COLUMNS},
    }


def _as_answer_record(file: KeptFile) -> dict[str, Any]:
    facts = {
        **file._asdict(),
        "call": file.what,
        "path": str(file.path),
        "kept": _write_time(file.kept),
        "until": _write_time(file.until),
    }
    return {
        "id": file.path.stem,
        "type": "answer",
        "elements": {name: facts[name] for name in _ANSWER_COLUMNS},
    }


def _write_time(seconds: float) -> str:
    return datetime.fromtimestamp(int(seconds), UTC).isoformat()
