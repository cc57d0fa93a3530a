"""``oocli upload``: files to a record, in blocks, one after another."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from typer.core import TyperArgument, TyperOption

from oocli.catalogue import Call, Catalogue
from oocli.catalogue.modules import list_modules
from oocli.files.destinations import find_upload_call, list_destinations, list_types
from oocli.files.upload_options import BLOCK, UploadOptions
from oocli.interface.option_kinds import flag_option, number_option, text_option
from oocli.interface.options import Command

_HELP = """Upload files and store them with a record, one after another, in blocks.

Each file has a line of its own in the output: file, status (ok, error, unknown, skipped),
fileId, bytes, message. One that fails does not stop the others. `unknown` is a file
whose last answer was lost; oocli never sends it twice by itself.

Examples:
  oocli upload kueche.jpg bad.jpg --estate 409 --type Foto
  oocli upload grundriss.pdf --estate 409 --type Grundriss --title Erdgeschoss --position 0
  oocli upload vertrag.pdf --address 101
"""

_PARAMETERS = (
    "Art",
    "title",
    "freetext",
    "position",
    "documentAttribute",
    "setDefaultPublicationRights",
    "applyWaterMark",
)
"""Parameters of the linking call; each option is parsed under the name of its own."""


def build(_name: str) -> Any:
    """Return the command; its destinations are those of the call that uploads."""
    return _Upload(find_upload_call(Catalogue()))


class _Upload(Command):
    """The command, with an option for each module whose records can have files."""

    def __init__(self, call: Call) -> None:
        self.modules = {f"record_{module}": module for module in list_destinations(call)}
        super().__init__("upload", help=_HELP, params=_build_options(self.modules))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the words, and make a value of them."""
        from oocli.call.uploading import run_upload

        rest = super().parse_args(ctx, args)
        self.callback = partial(run_upload, ctx.obj, _read_options(ctx.params, self.modules))
        ctx.params = {}
        return rest


def _build_options(modules: Mapping[str, str]) -> list[TyperArgument | TyperOption]:
    return [
        TyperArgument(
            param_decls=["files"],
            type=Path,
            nargs=-1,
            required=True,
            metavar="FILE ...",
            help="Files of this computer",
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
        number_option(
            "--block-size", f"Characters in one request, a multiple of 4 [default {BLOCK}]", key="block"
        ),
        flag_option("--dry-run", "Check everything, list the files and send nothing", short="-n"),
        flag_option("--no-validate", "Send also what the catalogue does not know"),
    ]


def _build_destination(key: str, module: str) -> TyperOption:
    _, _, noun = list_modules()[module].one.partition(" ")
    return number_option(f"--{module.lower()}", f"{noun.capitalize()} to store with", metavar="ID", key=key)


def _read_options(typed: Mapping[str, Any], modules: Mapping[str, str]) -> UploadOptions:
    """Return what was typed as a value."""
    given = {name: value for name, value in typed.items() if value not in (None, "")}
    return UploadOptions(
        files=given["files"],
        records=tuple((module, given[key]) for key, module in modules.items() if key in given),
        parameters=tuple((name, given[name]) for name in _PARAMETERS if name in given),
        **{name: given[name] for name in ("block", "dry_run", "no_validate") if name in given},
    )
