"""``oocli upload``: files to a record, or each to its own."""

from functools import partial
from typing import Any

from oocli.catalogue import Call, Catalogue
from oocli.files.destinations import find_upload_call, list_destinations
from oocli.interface.options import Command
from oocli.interface.upload_declarations import build_upload_options, read_upload_options

_HELP = """Upload files and store them with their records, several at once, in blocks.

Files go to one record, or each to its own: a list names them (--from), folders are named after the
records (--by-folder), or names begin with a value of a field (--match). Everything is checked before
anything is sent. Each file has a line of its own in the output: file, status (ok, error, unknown,
skipped), fileId, bytes, message. One that fails does not stop the others. `unknown` is a file
whose last answer was lost; it is never sent twice by itself. --resume goes on with what stopped.

Examples:
  oocli upload kueche.jpg bad.jpg --estate 409 --type Foto
  oocli upload grundriss.pdf --estate 409 --type Grundriss --title Erdgeschoss --position 0
  oocli upload vertrag.pdf --address 101
  oocli upload --from photos.csv --dry-run
  oocli upload photos/ --by-folder --to estate --type Foto --skip-existing --yes
  oocli upload neu/ --match objektnr_extern --to estate --type Foto --dry-run
"""


def build(_name: str) -> Any:
    """Return the command; its destinations are those of the call that uploads."""
    return _Upload(find_upload_call(Catalogue()))


class _Upload(Command):
    """The command, with an option for each module whose records can have files."""

    def __init__(self, call: Call) -> None:
        self.modules = {f"record_{module}": module for module in list_destinations(call)}
        super().__init__("upload", help=_HELP, params=build_upload_options(self.modules))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the words, and make a value of them."""
        from oocli.filing.uploading import run_upload

        rest = super().parse_args(ctx, args)
        self.callback = partial(run_upload, ctx.obj, read_upload_options(ctx.params, self.modules))
        ctx.params = {}
        return rest
