"""``oocli download``: the files of a record into a directory."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.main import get_command

from oocli.files.download_options import DownloadOptions
from oocli.files.file_lists import list_forms
from oocli.interface.options import Command


def build(_name: str) -> Any:
    """Return the command."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command("download", cls=Command, help=_HELP)(download)
    return get_command(app)


_HELP = """Download the files of a record, under their own names, with the time of their last change.

Each file has a line of its own in the output: file, status (ok, error, skipped), path, bytes,
type, url, message. A file that is there already is skipped; another one of the same name is
never replaced without --force. Links are not followed. Of the files of an appointment the
API gives only addresses.

Examples:
  oocli --sandbox download estate 11
  oocli --sandbox download estate 11 --dir fotos --type Foto --type Titelbild
  oocli --sandbox download address 101 --dir briefe
"""


def list_modules(ctx: typer.Context) -> list[str]:
    """Return the kinds of records whose files can be listed."""
    return list(list_forms(ctx.obj.catalogue))


def download(
    ctx: typer.Context,
    module: Annotated[
        str,
        typer.Argument(metavar="MODULE", help="estate, address or appointment", autocompletion=list_modules),
    ],
    record: Annotated[int, typer.Argument(metavar="ID", help="Number of the record")],
    folder: Annotated[
        Path, typer.Option("--dir", metavar="DIR", help="Directory to write to; made if it is not there")
    ] = Path(),
    kinds: Annotated[
        list[str] | None,
        typer.Option("--type", metavar="TYPE", help="Only files of this type (Foto); can be repeated"),
    ] = None,
    replaces: Annotated[bool, typer.Option("--force", help="Replace files of the same name")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Print the action that lists the files, send nothing")
    ] = False,
) -> None:
    """Make a value of what was typed, and have it done."""
    from oocli.call.downloading import run_download

    options = DownloadOptions(module, record, folder, tuple(kinds or ()), replaces, dry_run)
    run_download(ctx.obj, options)
