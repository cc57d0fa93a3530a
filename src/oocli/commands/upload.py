"""``oocli upload``: files to a record, in blocks, one after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.main import get_command

from oocli.call.dry_run import refuse_forbidden
from oocli.call.watching import progress_line
from oocli.context import Context
from oocli.errors import UsageError
from oocli.interface.options import Command
from oocli.text.spelling import ask

if TYPE_CHECKING:
    from oocli.catalogue import Call
    from oocli.files import FileOutcome
    from oocli.files.destinations import Destination
    from oocli.files.local_files import LocalFile

_LARGEST_BLOCK = 16 * 1024 * 1024  # characters
_KIBIBYTE = 1024
_ONE_OF_A_KIND = "Titelbild"


def build(_name: str) -> Any:
    """Give the command."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command("upload", cls=Command, help=_HELP)(upload)
    return get_command(app)


_HELP = """Upload files and store them with a record, one after another, in blocks.

Each file has a line of its own in the output: file, status (ok, error, unknown, skipped),
fileId, bytes, message. One that fails does not keep back the others. `unknown` is a file
whose last answer was lost; it is never sent twice by itself.

Examples:
  oocli upload kueche.jpg bad.jpg --estate 409 --type Foto
  oocli upload grundriss.pdf --estate 409 --type Grundriss --title Erdgeschoss --position 0
  oocli upload vertrag.pdf --address 101
"""


def list_types(ctx: typer.Context) -> list[str]:
    """Give the types that a file can have; those of links, which take no file, are left out."""
    call = _find_call(ctx.obj)
    art = call.parameter("Art")
    links = {kind for rule in call.rules if "url" in rule.get("required", ()) for kind in _kinds_of(rule)}
    return [kind for kind in (art.enum if art else ()) if kind not in links]


def upload(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE ...", help="Files of this computer")],
    estate: Annotated[int | None, typer.Option("--estate", metavar="ID", help="Estate to store with")] = None,
    address: Annotated[
        int | None, typer.Option("--address", metavar="ID", help="Address to store with")
    ] = None,
    agentslog: Annotated[
        int | None, typer.Option("--agentslog", metavar="ID", help="Entry of the agents log to store with")
    ] = None,
    task: Annotated[int | None, typer.Option("--task", metavar="ID", help="Task to store with")] = None,
    kind: Annotated[
        str,
        typer.Option(
            "--type",
            metavar="TYPE",
            help="Type of the files: Foto, Titelbild, Grundriss, Dokument ...; an estate's file needs one",
            autocompletion=list_types,
        ),
    ] = "",
    title: Annotated[
        str,
        typer.Option("--title", metavar="TEXT", help="Title; an estate's file has its name unless given"),
    ] = "",
    freetext: Annotated[str, typer.Option("--freetext", metavar="TEXT", help="Free text")] = "",
    position: Annotated[
        int | None,
        typer.Option(
            "--position", metavar="N", help="Place of the first file among the estate's, 0 is first"
        ),
    ] = None,
    attribute: Annotated[
        str,
        typer.Option(
            "--documentAttribute",
            metavar="KEY",
            help="Document attribute, as `oocli fields file` lists them; each once per estate",
        ),
    ] = "",
    publishes: Annotated[
        bool,
        typer.Option("--setDefaultPublicationRights", help="Publish as the basic settings say for new files"),
    ] = False,
    watermarks: Annotated[
        bool, typer.Option("--applyWaterMark", help="Put the configured watermark on pictures")
    ] = False,
    block_size: Annotated[
        int,
        typer.Option(
            "--block-size", metavar="N", help="Characters in one request, a multiple of 4 [default 524288]"
        ),
    ] = 512 * 1024,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Check everything, list the files and send nothing")
    ] = False,
    no_validate: Annotated[
        bool, typer.Option("--no-validate", help="Send also what the catalogue does not know")
    ] = False,
) -> None:
    """Check everything, send the files, and write the outcome of each."""
    from oocli.files.destinations import Destination
    from oocli.files.local_files import check_files

    context: Context = ctx.obj
    module, record = _read_target(
        {"estate": estate, "address": address, "agentsLog": agentslog, "task": task}
    )
    given = {
        "Art": kind,
        "title": title,
        "freetext": freetext,
        "documentAttribute": attribute,
        "position": position,
        "setDefaultPublicationRights": publishes,
        "applyWaterMark": watermarks,
    }
    parameters = {
        name: value for name, value in given.items() if value not in ("", None) and value is not False
    }
    _check_block_size(block_size)
    if not no_validate:
        _check_type(ctx, kind, module)
        _check_uniqueness(parameters, len(files))
    found = check_files(files)
    destination = Destination(module, record, parameters)
    links = [destination.build_link(file, "", before=number) for number, file in enumerate(found)]
    if not no_validate:
        context.validate(links[0], _find_call(context))
    if dry_run:
        context.output.write(
            _plan(destination, found, block_size), columns=("file", "bytes", "blocks", "parameters")
        )
        refuse_forbidden(context, links)
        return
    _send(context, destination, found, block_size)


def _find_call(context: Context) -> Call:
    call = context.catalogue.find("do", "uploadfile")
    if call is None:
        raise UsageError("The catalogue does not know do uploadfile")
    return call


def _kinds_of(rule: Mapping[str, Any]) -> Iterable[str]:
    kinds = rule.get("when", {}).get("Art", ())
    return () if isinstance(kinds, str) else kinds


def _read_target(typed: Mapping[str, int | None]) -> tuple[str, int]:
    """Give module and number of the record that the files are for.

    Raises:
        UsageError: none was named, or several.
    """
    named = {module: record for module, record in typed.items() if record is not None}
    if len(named) != 1:
        options = " or ".join(f"--{module.lower()}" for module in named or typed)
        raise UsageError(
            "Files go to one record" if named else "No record is named that the files are for",
            hint=f"Give {options} with its number",
        )
    ((module, record),) = named.items()
    if record < 1:
        raise UsageError(f"--{module.lower()} takes the number of a record, not {record}")
    return module, record


def _check_block_size(size: int) -> None:
    if size % 4 or not 4 <= size <= _LARGEST_BLOCK:
        raise UsageError(
            f"--block-size takes a multiple of 4 up to {_LARGEST_BLOCK:,}, not {size}",
            why="Base64 has 4 characters for 3 bytes",
        )


def _check_type(ctx: typer.Context, kind: str, module: str) -> None:
    """Refuse a type that there is not, and an estate's file without one."""
    types = list_types(ctx)
    if kind in types or (not kind and module != "estate"):
        return
    listed = f"The types are {', '.join(types)}"
    if not kind:
        raise UsageError(
            "An estate's file needs a type", hint=f"Give --type; {listed[0].lower()}{listed[1:]}"
        )
    if kind in _list_all_types(ctx):
        raise UsageError(
            f"{kind} is the type of a link, which takes no file",
            hint=f"`oocli do uploadfile --module estate --Art {kind} --url ...` stores a link",
        )
    near = ask(kind, types)
    raise UsageError(f"There is no file type {kind!r}{near and f', {near}'}", hint=listed)


def _list_all_types(ctx: typer.Context) -> Sequence[str]:
    art = _find_call(ctx.obj).parameter("Art")
    return art.enum if art else ()


def _check_uniqueness(parameters: Mapping[str, Any], files: int) -> None:
    """Refuse to give several files what an estate has only once."""
    if files > 1 and parameters.get("Art") == _ONE_OF_A_KIND:
        raise UsageError(f"An estate has one {_ONE_OF_A_KIND}, and {files} files are given")
    if files > 1 and "documentAttribute" in parameters:
        raise UsageError(f"A document attribute belongs to one file, and {files} files are given")


def _plan(destination: Destination, files: Sequence[LocalFile], block_size: int) -> Iterator[dict[str, Any]]:
    """Give for each file what would be sent: its size, and what the linking call says of it."""
    from oocli.files.uploads import count_blocks

    for before, file in enumerate(files):
        parameters = dict(destination.build_link(file, "", before=before).parameters)
        del parameters["tmpUploadId"]
        elements = {
            "file": str(file.path),
            "bytes": file.size,
            "blocks": count_blocks(file, block_size),
            "parameters": parameters,
        }
        yield {"id": None, "type": "file", "elements": elements}


def _send(context: Context, destination: Destination, files: Sequence[LocalFile], block_size: int) -> None:
    """Send the files and write what became of each.

    Raises:
        PartlyDone: some were stored and some were not; and the other failures of ``files.conclude``.
    """
    from oocli.files import collect, conclude
    from oocli.files.uploads import Uploader

    total = sum(file.size for file in files) // _KIBIBYTE
    outcomes: list[FileOutcome] = []
    with context.client() as client, progress_line(context, "KiB") as show:

        def watch(sent: int) -> None:
            if show is not None:
                show(sent // _KIBIBYTE, total)

        client.guard.check([destination.build_link(file, "") for file in files])
        uploader = Uploader(client, destination, block_size, watch)
        try:
            records = collect(uploader.upload(files), outcomes, redact=context.voice.redact)
            table = context.output.format == "table"  # where fileId says it
            context.output.write(
                ({**record, "id": ""} if table else record for record in records),
                columns=("file", "status", "fileId", "bytes", "message"),
            )
        except KeyboardInterrupt as stop:
            stop.add_note(
                f"{sum(outcome.status == 'ok' for outcome in outcomes)} of {len(files)} files were uploaded"
            )
            raise
    conclude(outcomes, done="uploaded")
    context.voice.note(f"{len(files)} {'file was' if len(files) == 1 else 'files were'} uploaded")
