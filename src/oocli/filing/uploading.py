"""An upload: every file and record looked at, then planned, or confirmed and carried out.

Owns the order of the steps; each step has a module of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oocli.bulk.headers import read_rules
from oocli.bulk.row_input import open_input
from oocli.bulk.row_problems import RowProblems
from oocli.call.dry_run import refuse_forbidden
from oocli.errors import UsageError
from oocli.files.block_sizes import count_blocks
from oocli.files.destinations import find_destination, find_upload_call, list_destinations
from oocli.files.local_files import check_files
from oocli.files.shipments import Shipment
from oocli.filing.folders import find_files, find_number
from oocli.filing.manifest import Manifest
from oocli.filing.record_search import find_module
from oocli.filing.upload_lists import read_columns, read_wishes
from oocli.filing.upload_run import carry_out, find_present
from oocli.filing.wishes import Wish

if TYPE_CHECKING:
    from collections.abc import Callable

    from oocli.catalogue import Call
    from oocli.client import Client
    from oocli.context import Context
    from oocli.files.upload_options import UploadOptions

_PLANNED = ("file", "bytes", "blocks", "parameters")


def run_upload(context: Context, options: UploadOptions) -> None:
    """Check everything, send the files, and write the outcome of each.

    Raises:
        UsageError: something cannot be right; nothing was sent.
        GuardError: the profile is read-only, or it was not confirmed; nothing was sent.
        PartlyDone: some were stored and some were not; and the other failures of ``files.conclude``.
    """
    check_options(context, options)
    shipments = _gather(context, options) if options.is_listed else _take_files(context, options)
    if not shipments:
        context.voice.warn(f"There are no rows in {options.listed.source}, so nothing is sent.")
        context.output.write([], columns=_PLANNED[:2])
    elif options.dry_run:
        _show_plan(context, options, shipments)
    else:
        carry_out(context, options, shipments)


def check_options(context: Context, options: UploadOptions) -> None:
    """Refuse options that exclude each other.

    Raises:
        UsageError: with the first that was found.
    """
    listed, journal = options.listed, options.journal
    if listed.by_folder and (listed.match or listed.source):
        other = "--match" if listed.match else "--from"
        raise UsageError(f"--by-folder and {other} are two ways to say which record a file goes to")
    if listed.source and options.files:
        raise UsageError("--from names the files, and others are given besides", hint="Leave out one of them")
    if not options.files and not listed.source:
        raise UsageError("No file is given", hint="`oocli upload --help` shows how it is used")
    if listed.to and not (listed.by_folder or listed.match):
        raise UsageError("--to belongs to --by-folder or --match")
    if (listed.by_folder or listed.match) and options.records:
        raise UsageError(
            f"{'--by-folder' if listed.by_folder else '--match'} says which record each file goes to,"
            " and one is named besides",
            hint="Leave out one of them",
        )
    if journal.retry_unknown and not journal.resume:
        raise UsageError("--retry-unknown is for an upload that is continued", hint="Add --resume")
    if journal.results == "-":
        raise UsageError(
            "--results needs a file of its own", hint="Standard output has the outcomes with -o ndjson"
        )
    context.output.check()


def _take_files(context: Context, options: UploadOptions) -> list[Shipment]:
    """Return files that go to one record."""
    destination = find_destination(context.catalogue, options)
    files = check_files(options.files)
    shipments = [Shipment(row, file, destination, before=row - 1) for row, file in enumerate(files, start=1)]
    if not options.no_validate:
        context.validate(shipments[0].build_link(), find_upload_call(context.catalogue))
    return shipments


def _gather(context: Context, options: UploadOptions) -> list[Shipment]:
    """Return files that go to many records, with the records that they go to."""
    call = find_upload_call(context.catalogue)
    lend = _find_lender(context, dry_run=options.dry_run)
    if options.listed.source:
        return _gather_list(context, options, call, lend)
    module = find_module(list_destinations(call), options.listed.to)
    manifest = Manifest(context.catalogue, options, lend, field=options.listed.match)
    wishes = list(_list_found(options, module))
    if not wishes:
        raise UsageError(f"There are no files in {', '.join(map(str, options.files))}")
    return manifest.check(wishes)


def _list_found(options: UploadOptions, module: str) -> Iterator[Wish]:
    parameters = dict(options.parameters)
    for row, found in enumerate(find_files(options.files), start=1):
        wish = Wish(row, 0, found.path, module, parameters=parameters)
        if options.listed.match:
            yield wish._replace(names=found.names)
        elif number := find_number(found):
            yield wish._replace(record=number)
        else:
            folder = found.path.absolute().parent.name
            yield wish._replace(problem=f"{found.path} stands in {folder}, which is no number of a record")


def _gather_list(
    context: Context,
    options: UploadOptions,
    call: Call,
    lend: Callable[[], AbstractContextManager[Client]] | None,
) -> list[Shipment]:
    listed, modules = options.listed, list_destinations(call)
    to = find_module(modules, listed.to) if listed.match or listed.to else ""
    rules = read_rules(listed.mapped, listed.ignored)
    with open_input(
        listed.source, context.stdin, row_format=listed.row_format, sheet=listed.sheet, rules=rules
    ) as rows:
        rows.check_header()
        names = rows.columns if rows.is_sheet else _list_names(rows)
        columns = read_columns(names, modules, rules, match=listed.match)
        if listed.match and not columns.key:
            raise UsageError(f"There is no column {listed.match}, by which --match finds the records")
        context.voice.note(f"{rows.name}: {rows.describe()}")
        folder = Path() if listed.source == "-" else Path(listed.source).parent
        target = options.records[0] if len(options.records) == 1 else (to, 0)
        doubts, usual = RowProblems(rows.unit), dict(options.parameters)
        wishes = list(
            read_wishes(rows, call, columns, usual=usual, target=target, folder=folder, doubts=doubts)
        )
        for doubt in doubts.list_lines():
            context.voice.warn(doubt)
        unit, name = rows.unit, rows.name
    manifest = Manifest(
        context.catalogue, options, lend, unit=unit, name=name, field=listed.match, is_exact=True
    )
    return manifest.check(wishes)


def _list_names(rows: Any) -> list[str]:
    """Return the names in rows of JSON, each once."""
    return list(dict.fromkeys(name for row in rows for name in row.values))


def _find_lender(context: Context, *, dry_run: bool) -> Callable[[], AbstractContextManager[Client]] | None:
    """Return what opens a client; None for a dry run without an account, which asks nobody."""
    if dry_run:
        from oocli.profiles import find_profile

        if find_profile(context.options, context.environ) is None:
            return None
    return context.client


def _show_plan(context: Context, options: UploadOptions, shipments: Sequence[Shipment]) -> None:
    """Write what would be sent: the size of each file, and what the linking call says of it."""
    there: dict[int, Any] = {}
    skips = options.journal.skip_existing
    if skips and shipments and _find_lender(context, dry_run=True) is not None:
        with context.client() as client:
            there = find_present(client, context, options, shipments, taken={})
    columns = ("file", "record", *_PLANNED[1:]) if options.is_listed else _PLANNED
    planned = (_plan(shipment, options, there) for shipment in shipments)
    context.output.write(planned, columns=(*columns, "fileId") if skips else columns)
    refuse_forbidden(context, [shipment.build_link() for shipment in shipments[:1]])


def _plan(shipment: Shipment, options: UploadOptions, there: dict[int, Any]) -> dict[str, Any]:
    parameters = dict(shipment.build_link().parameters)
    del parameters["tmpUploadId"]
    elements: dict[str, Any] = {"file": str(shipment.file.path)}
    if options.is_listed:
        elements |= {"module": shipment.target[0], "record": shipment.target[1]}
    elements |= {
        "bytes": shipment.file.size,
        "blocks": count_blocks(shipment.file.size, options.block or 0),
        "parameters": parameters,
    }
    if options.journal.skip_existing:
        elements["fileId"] = there.get(shipment.row)
    return {"id": None, "type": "file", "elements": elements}
