"""``oocli download``: the files of a record into a directory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.main import get_command

from oocli.call.dry_run import show_actions
from oocli.call.watching import progress_line
from oocli.context import Context
from oocli.errors import UsageError
from oocli.interface.options import Command
from oocli.text.spelling import ask

if TYPE_CHECKING:
    from oocli.catalogue import Call
    from oocli.files import FileOutcome
    from oocli.files.downloads import RemoteFile

_COLUMNS = ("file", "status", "path", "bytes", "type", "url", "message")


def build(_name: str) -> Any:
    """Give the command."""
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
    """Give the kinds of records whose files can be listed."""
    return list(_find_variants(ctx.obj))


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
    """List the files of a record, fetch them one by one, and write the outcome of each."""
    from oocli.files import collect, conclude
    from oocli.files.downloads import Downloader, build_list_action, choose_kinds

    context: Context = ctx.obj
    form, call = _find_form(context, module)
    if record < 1:
        raise UsageError(f"{record} is not the number of an {form}")
    wanted = kinds or []
    _check_types(context, call, form, wanted)
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"--dir {folder} is no directory")
    if dry_run:
        show_actions(context, [build_list_action(call, form, record)])
        return
    outcomes: list[FileOutcome] = []
    with context.client() as client, progress_line(context, "files") as show:
        downloader = Downloader(client, call, form, record)
        listed, gap = downloader.list_files()
        files = choose_kinds(listed, wanted)

        def watch(done: int) -> None:
            if show is not None:
                show(done, len(files))

        coming = downloader.download(files, folder, replaces=replaces, watch=watch)
        context.output.write(collect(coming, outcomes, redact=context.voice.redact), columns=_COLUMNS)
    conclude(outcomes, done="downloaded")
    if gap is not None:
        raise gap
    _tell(context, listed, outcomes, f"{form} {record}")


def _find_variants(context: Context) -> Mapping[str, Call]:
    call = context.catalogue.find("get", "file")
    return {} if call is None else call.variants


def _find_form(context: Context, module: str) -> tuple[str, Call]:
    """Give the kind of record as the API spells it, and how its files are asked for.

    Raises:
        UsageError: the API lists no files of such records.
    """
    variants = _find_variants(context)
    folded = {name.lower(): name for name in variants}
    if module.lower() in folded:
        form = folded[module.lower()]
        return form, variants[form]
    near = ask(module, variants)
    raise UsageError(
        f"The API lists no files of {module!r}{near and f', {near}'}",
        hint=f"It lists those of {', '.join(variants)}",
    )


def _check_types(context: Context, call: Call, form: str, kinds: Sequence[str]) -> None:
    """Refuse a misspelt type; one like none that is known may be the customer's own."""
    if kinds and "type" not in call.response.get("elements", {}):
        raise UsageError(f"The API tells no type of the files of an {form}", hint="Leave out --type")
    upload = context.catalogue.find("do", "uploadfile")
    art = upload.parameter("Art") if upload else None
    known = art.enum if art else ()
    for kind in kinds:
        near = "" if kind.lower() in map(str.lower, known) else ask(kind, known)
        if near:
            raise UsageError(f"There is no file type {kind!r}, {near}")


def _tell(
    context: Context, listed: Sequence[RemoteFile], outcomes: Sequence[FileOutcome], record: str
) -> None:
    """Say on a terminal what was done, and where nothing was, what there would have been."""
    if listed and not outcomes:
        kinds = ", ".join(sorted({file.kind for file in listed if file.kind}))
        context.voice.warn(f"{record} has no files of that type; it has {kinds}")
        return
    done = sum(outcome.status == "ok" for outcome in outcomes)
    links = sum(outcome.facts["url"] is not None for outcome in outcomes)
    present = len(outcomes) - done - links
    parts = [f"{done} of {len(outcomes)} files were downloaded"]
    parts += [f"{present} were there already"] if present else []
    parts += [f"{links} are links"] if links else []
    context.voice.note(", ".join(parts))
