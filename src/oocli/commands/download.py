"""``oocli download``: the files of records into a directory."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.main import get_command

from oocli.files.destinations import find_upload_call, list_types
from oocli.files.download_options import DownloadOptions, RecordChoice
from oocli.files.file_choice import GROUPS
from oocli.files.file_lists import list_forms
from oocli.interface.options import Command


def build(_name: str) -> Any:
    """Return the command."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command("download", cls=Command, help=_HELP)(download)
    return get_command(app)


_HELP = """Download the files of records, under their own names, with the time of their last change.

Each file has a line of its own in the output: file, status (ok, error, skipped, gone, deleted),
path, bytes, type, url, message; with more than one record its number, too. What is there already
is not fetched again; another file of the same name is never replaced without --force. Links become
.url files and are not followed. Of the files of an appointment the API gives only addresses.

With more than one record each has a directory of its own. files.ndjson in the directory lists what
is there.

Examples:
  oocli --sandbox download estate 11
  oocli --sandbox download estate 11 --dir fotos --type Foto --type Titelbild
  oocli --sandbox download estate 11 13 17 --dir fotos --only pictures
  oocli --sandbox download estate --where status=1 --dir fotos --name '{id}/{position:02d}-{title}'
  oocli --sandbox download estate --all --dir fotos --only Grundriss,documents --since 7d
  oocli --sandbox download address 101 --dir briefe
"""


def list_modules(ctx: typer.Context) -> list[str]:
    """Return the kinds of records whose files can be listed."""
    return list(list_forms(ctx.obj.catalogue))


def list_wanted(ctx: typer.Context) -> list[str]:
    """Return what ``--only`` takes: groups of files, and types that the catalogue has."""
    return [*GROUPS, *list_types(find_upload_call(ctx.obj.catalogue))]


def list_sizes(_ctx: typer.Context) -> list[str]:
    """Return what ``--size`` takes."""
    return ["small", "medium", "original"]


def download(
    ctx: typer.Context,
    module: Annotated[
        str,
        typer.Argument(metavar="MODULE", help="estate, address or appointment", autocompletion=list_modules),
    ],
    numbers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ID...",
            help="Numbers of the records; - for a list on standard input, a line or record each",
        ),
    ] = None,
    folder: Annotated[
        Path, typer.Option("--dir", metavar="DIR", help="Directory to write to; made if it is not there")
    ] = Path(),
    where: Annotated[
        list[str] | None,
        typer.Option("--where", metavar="CONDITION", help="Files of all records that fit; repeat for AND"),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Files of all records")] = False,
    kinds: Annotated[
        list[str] | None,
        typer.Option("--type", metavar="TYPE", help="Only files of this type (Foto); can be repeated"),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="TYPE,...",
            help="Only these types, or pictures, documents, links",
            autocompletion=list_wanted,
        ),
    ] = None,
    since: Annotated[
        str,
        typer.Option("--since", metavar="WHEN", help="Only files changed since a date, or within 24h, 7d"),
    ] = "",
    pattern: Annotated[
        str,
        typer.Option(
            "--name", metavar="PATTERN", help="What files are called: '{id}/{position:02d}-{title}'"
        ),
    ] = "",
    size: Annotated[
        str,
        typer.Option(
            "--size",
            metavar="SIZE",
            help="Of pictures: small (120 pixels wide), medium (200), original",
            autocompletion=list_sizes,
        ),
    ] = "",
    jobs: Annotated[
        str, typer.Option("--jobs", metavar="N", help="Requests in flight at most; auto is up to 4")
    ] = "auto",
    replaces: Annotated[bool, typer.Option("--force", help="Replace files of the same name")] = False,
    deletes: Annotated[
        bool, typer.Option("--delete", help="Remove downloaded files that onOffice no longer has")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Print the actions that list the files, send nothing")
    ] = False,
) -> None:
    """Make a value of what was typed, and have it done."""
    from oocli.call.downloading import run_download

    records = RecordChoice(module, tuple(numbers or ()), tuple(where or ()), every)
    options = DownloadOptions(
        records,
        folder,
        kinds=tuple(kinds or ()),
        only=tuple(only or ()),
        since=since,
        pattern=pattern,
        size=size,
        jobs=jobs,
        replaces=replaces,
        deletes=deletes,
        dry_run=dry_run,
    )
    run_download(ctx.obj, options)
