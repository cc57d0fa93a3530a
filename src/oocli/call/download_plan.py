"""A download before it begins: its options, read and checked. Nothing is sent here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oocli.call.asked import ReadingOptions
from oocli.call.dry_run import show_actions
from oocli.call.extent import read_pace
from oocli.call.record_numbers import plan_record_reading, read_numbers
from oocli.errors import UsageError
from oocli.files.file_choice import FileChoice, read_only
from oocli.files.file_lists import check_kinds, find_form
from oocli.files.name_patterns import ONE_RECORD, SEVERAL_RECORDS, NamePattern
from oocli.files.record_lists import SIZE_PARAMETER, build_list_action
from oocli.paging.since import read_moment

if TYPE_CHECKING:
    from oocli.call.planning import Plan
    from oocli.catalogue import Parameter
    from oocli.context import Context
    from oocli.files.download_options import DownloadOptions

_ORIGINAL = "original"


class Download:
    """A download that is ready: everything that can be checked without sending is checked."""

    def __init__(self, context: Context, options: DownloadOptions) -> None:
        """Check what is asked for.

        Raises:
            UsageError: something cannot be right.
        """
        records, catalogue = options.records, context.catalogue
        self.context, self.options = context, options
        self.form, self.call = find_form(catalogue, records.module)
        kinds, groups = read_only(options.only)
        check_kinds(catalogue, self.form, (*options.kinds, *kinds))
        usual = ONE_RECORD if records.is_one else SEVERAL_RECORDS
        self.pattern = NamePattern(options.pattern or usual, self.call.response.get("elements", {}))
        since = read_moment(options.since, now=context.now()) if options.since else None
        self.choice = FileChoice((*options.kinds, *kinds), groups, since)
        self.jobs = read_pace(ReadingOptions(jobs=options.jobs)).jobs
        if options.folder.exists() and not options.folder.is_dir():
            raise UsageError(f"--dir {options.folder} is not a directory")
        self.extras = _read_size(self.form, self.call.parameter(SIZE_PARAMETER), options.size)
        self.plan = self._plan_reading()
        self.numbers = read_numbers(records.numbers, one=self.form, read_input=context.stdin.read)
        if self.plan is None and not self.numbers and "-" not in records.numbers:
            raise UsageError(
                "No record is named", hint="Give numbers, - for a list on standard input, --where or --all"
            )

    def _plan_reading(self) -> Plan | None:
        """Return the reading that finds the records, if they are not named."""
        records = self.options.records
        if not records.where and not records.every:
            return None
        if records.numbers:
            raise UsageError("Numbers of records and --where or --all exclude each other")
        jobs = self.options.jobs
        return plan_record_reading(self.context, self.form, where=records.where, jobs=jobs)

    def show(self) -> None:
        """Write the actions that would be sent first."""
        lists = [
            build_list_action(self.call, self.form, number, extras=self.extras) for number in self.numbers
        ]
        show_actions(self.context, lists if self.plan is None else [self.plan.first])


def _read_size(form: str, parameter: Parameter | None, size: str) -> dict[str, str]:
    """Return the parameters for listing files, for pictures in another size than the files have.

    Raises:
        UsageError: there is no such size, or the API has such files in one size only.
    """
    if not size or size == _ORIGINAL:
        return {}
    if parameter is None:
        raise UsageError(
            f"The API has the files of an {form} in their original size only", hint="Leave out --size"
        )
    if size not in parameter.enum:
        raise UsageError(f"There is no size {size[:40]!r}", hint=f"Use one of: {', '.join(parameter.enum)}")
    return {parameter.name: size}
