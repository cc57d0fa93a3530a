"""The options of ``oocli upload``: declared, and made into a value of what was typed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from typer.core import TyperArgument, TyperOption

from oocli.catalogue.modules import list_modules
from oocli.files.destinations import find_upload_call, list_destinations, list_types
from oocli.files.upload_options import PARAMETERS, JournalOptions, ListOptions, UploadOptions
from oocli.interface.option_kinds import flag_option, number_option, text_option
from oocli.text.formats import ROW_FORMATS


def build_upload_options(modules: Mapping[str, str]) -> list[TyperArgument | TyperOption]:
    """Return the argument and the options; ``modules`` are those whose records can have files, by key."""
    return [
        TyperArgument(
            param_decls=["files"],
            type=Path,
            nargs=-1,
            required=False,
            metavar="FILE ...",
            help="Files of this computer; folders with --by-folder and --match",
        ),
        *(_build_destination(key, module) for key, module in modules.items()),
        text_option(
            "--type",
            "TYPE",
            "Type of the files: Foto, Titelbild, Grundriss, Dokument ...; an estate's file needs one",
            key="Art",
            offers=lambda ctx: list_types(find_upload_call(ctx.obj.catalogue)),
        ),
        text_option("--title", "TEXT", "Title; an estate's file has its name unless given"),
        text_option("--freetext", "TEXT", "Free text"),
        number_option("--position", "Place of the first file among the estate's, 0 is first"),
        text_option(
            "--documentAttribute",
            "KEY",
            "Document attribute, as `oocli fields file` lists them; each once per estate",
        ),
        flag_option("--setDefaultPublicationRights", "Publish as the basic settings say for new files"),
        flag_option("--applyWaterMark", "Put the configured watermark on pictures"),
        *_build_list_options(),
        *_build_journal_options(),
        number_option(
            "--block-size",
            "Characters in one request, a multiple of 4 [default: by the size of the file]",
            key="block",
        ),
        flag_option("--dry-run", "Check everything, list the files and send nothing", short="-n"),
        flag_option("--no-validate", "Send also what the catalogue does not know"),
    ]


def _build_list_options() -> list[TyperOption]:
    """Return the options that say where it stands which file goes to which record."""
    return [
        text_option(
            "--from",
            "FILE",
            "List of files and records: CSV, TSV, JSON, NDJSON or Excel, - for standard input",
            key="source",
        ),
        text_option(
            "--from-format",
            "FORMAT",
            f"If the list's name does not say it: {', '.join(ROW_FORMATS)}",
            key="row_format",
            offers=lambda _ctx: ROW_FORMATS,
        ),
        text_option("--sheet", "NAME", "Sheet of a workbook [default: the first]"),
        text_option("--map", "COLUMN=NAME", "What a column of the list is", key="mapped", multiple=True),
        text_option("--ignore", "COLUMN", "Leave out a column of the list", key="ignored", multiple=True),
        flag_option("--by-folder", "Folders are named after the numbers of their records"),
        text_option(
            "--match",
            "FIELD",
            "Names of files or folders begin with the value of this field; in a list a column has it",
        ),
        text_option(
            "--to",
            "MODULE",
            "Which records --by-folder and --match mean: estate, address ...",
            offers=lambda ctx: [
                name.lower() for name in list_destinations(find_upload_call(ctx.obj.catalogue))
            ],
        ),
    ]


def _build_journal_options() -> list[TyperOption]:
    """Return the options that say how an upload is confirmed, recorded and gone on with."""
    return [
        flag_option("--skip-existing", "Leave out files that their record has: same name, size and content"),
        flag_option("--yes", "Answer every question with yes"),
        number_option("--confirm", "Confirm that so many files are uploaded"),
        text_option("--results", "FILE", "NDJSON with what became of each file [default: oocli keeps it]"),
        flag_option("--resume", "Go on with an upload that stopped; looks first what is there"),
        flag_option(
            "--retry-unknown", "With --resume: send again what may be there, and cannot be looked for"
        ),
        flag_option("--again", "Upload the same list once more, which doubles it"),
        number_option("--jobs", "Requests in flight at most [default 4]"),
    ]


def _build_destination(key: str, module: str) -> TyperOption:
    _, _, noun = list_modules()[module].one.partition(" ")
    return number_option(f"--{module.lower()}", f"{noun.capitalize()} to store with", metavar="ID", key=key)


def read_upload_options(typed: Mapping[str, Any], modules: Mapping[str, str]) -> UploadOptions:
    """Return what was typed as a value."""
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in typed.items()
        if value not in (None, "")
    }
    return UploadOptions(
        files=given.get("files", ()),
        records=tuple((module, given[key]) for key, module in modules.items() if key in given),
        parameters=tuple((name, given[name]) for name in PARAMETERS if name in given),
        listed=ListOptions(**{name: given[name] for name in ListOptions._fields if name in given}),
        journal=JournalOptions(**{name: given[name] for name in JournalOptions._fields if name in given}),
        **{name: given[name] for name in ("block", "dry_run", "no_validate") if name in given},
    )
