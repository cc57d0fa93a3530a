"""The way that a call takes: read, written, sent for rows, compared, or made into files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from oocli.catalogue import Call
from oocli.context import Context
from oocli.errors import UsageError

if TYPE_CHECKING:
    from oocli.call.asked import CallOptions


def choose_way(call: Call, options: CallOptions) -> Callable[[Context, Call, CallOptions], None]:
    """Return what carries a call out.

    Raises:
        UsageError: options for rows are given, but no rows; or one that needs another.
    """
    if _names_records(call, options):
        from oocli.call.making_files import run_record_files

        return run_record_files
    if options.reading.replaces:
        raise UsageError("--force is for files of several records", hint="Add --from, --where or --all")
    if any(known.listed_by is not None for known in call.parameters):
        from oocli.call.listed_values import run_listed

        return run_listed
    if call.verb in ("read", "get"):
        from oocli.call.reading import run_reading

        return run_reading
    if options.sending.exit_code and not options.sending.diff:
        raise UsageError("--exit-code is for --diff", hint="Add --diff")
    from oocli.interface.row_options import has_rows

    if has_rows(options):
        from oocli.bulk.run import run_bulk

        return run_bulk
    if options.sending.diff:
        from oocli.bulk.preview import preview_one

        return preview_one
    from oocli.call.writing import run_writing

    return run_writing


def _names_records(call: Call, options: CallOptions) -> bool:
    """Say whether a call that makes a file of a record is about a list; ``--all`` beside a record is none."""
    if call.each is None:
        return False
    is_one = call.each.name in dict(options.inputs.parameters)
    return bool(options.reading.source or options.inputs.where or (options.reading.every and not is_one))
