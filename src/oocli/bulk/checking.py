"""The rows of ``--from`` as actions of a call, all of which are checked before one is sent."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import KW_ONLY, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from oocli.bulk.differences import find_comparison
from oocli.bulk.leftovers import write_failed
from oocli.bulk.row_problems import RowProblem, RowProblems
from oocli.bulk.row_verdicts import RowVerdicts
from oocli.errors import InvalidAction, UsageError
from oocli.fields.check import check_fields
from oocli.validation import check
from oocli.values.parsed import list_unread
from oocli.wire.php_json import check_sendable

if TYPE_CHECKING:
    from oocli.bulk.journal import Journal
    from oocli.bulk.key_matching import Matcher
    from oocli.bulk.repeats import Repeats
    from oocli.bulk.row_actions import RowActions
    from oocli.bulk.row_input import RowInput
    from oocli.bulk.rows import Row
    from oocli.call.asked import RowOptions
    from oocli.call.field_options import CallFields
    from oocli.catalogue import Call
    from oocli.changes.comparing import Comparison
    from oocli.live.reading_ahead import Seen
    from oocli.request.actions import Action

_SHOWN = 3  # actions


class Survey(NamedTuple):
    """What a check has seen in the rows.

    Attributes:
        total: how many there are.
        last_row: the highest row number.
        first: numbers and actions of the first few.
    """

    total: int
    last_row: int
    first: list[tuple[int, Action]]


@dataclass
class CallRows:
    """The rows of an input, for one call.

    Attributes:
        call: the call.
        rows: the input.
        maker: makes actions from rows.
        fields: what is known about the fields.
        matcher: finds the records of the rows; None if the rows name them.
        repeats: finds records that occur twice; None if that is allowed or means nothing.
        validates: whether rows are checked against the catalogue.
        warn: says a warning.
    """

    call: Call
    rows: RowInput
    maker: RowActions
    fields: CallFields
    repeats: Repeats | None
    matcher: Matcher | None = None
    _: KW_ONLY
    validates: bool
    warn: Callable[[str], None]

    @property
    def name(self) -> str:
        """The name of the input in messages."""
        return self.rows.name

    @cached_property
    def comparison(self) -> Comparison | None:
        """Compares the actions with their records; None if these cannot be read back."""
        if self.matcher is not None:
            return self.matcher.key.comparison
        return find_comparison(self.call, self.fields)

    @cached_property
    def _verdicts(self) -> RowVerdicts:
        return RowVerdicts(self.call, self.fields)

    def list_numbers(self) -> Iterator[int]:
        """Return the numbers of all rows, ascending."""
        return (row.number for row in self.rows)

    def write_failed(self, journal: Journal, asked: RowOptions) -> None:
        """Write the rows that were refused, if that was asked for.

        Raises:
            OocliError: they cannot be written.
        """
        write_failed(self.rows, journal, asked, warn=self.warn)

    def list_actions(self, *, wanted: Callable[[int], bool]) -> Generator[tuple[int, Action]]:
        """Return number and action of each wanted row, by number; the rows have been checked."""
        for row in self.rows:
            if wanted(row.number):
                action = self._make(row)
                self._take_doubts()  # which the check has told
                yield row.number, action

    def find_objection(self, seen: Seen) -> str:
        """Return nothing: a row is sent whatever its record has."""
        del seen
        return ""

    def count(self) -> Survey:
        """Return how many rows there are, without looking at any."""
        total = last_row = 0
        for number in self.list_numbers():
            total, last_row = total + 1, number
        return Survey(total, last_row, [])

    def check(self, done: Sequence[int] = ()) -> Survey:
        """Look at every row as if it were sent; warnings go to standard error.

        Rows for whose number ``done`` has a 1 are only counted: they have been sent.

        Raises:
            InvalidAction: with every problem at once and the rows that have it.
            UsageError: the input cannot be read.
        """
        problems, warnings = RowProblems(self.rows.unit), RowProblems(self.rows.unit)
        total, last_row = 0, 0
        first: list[tuple[int, Action]] = []
        for row in self.rows:
            total, last_row = total + 1, row.number
            if done and done[row.number] and len(first) == _SHOWN:
                continue
            action, found = self._look_at(row, warnings)
            for problem in found:
                problems.take(row.line, problem)
            if action is not None and len(first) < _SHOWN:
                first.append((row.number, action))
        self._tell(warnings)
        if problems.rows:
            raise self._refuse(problems, total)
        return Survey(total, last_row, first)

    def _look_at(self, row: Row, warnings: RowProblems) -> tuple[Action | None, Sequence[RowProblem]]:
        """Return the action of a row, if one can be made, and what is wrong with it."""
        action, without_id = None, self.maker.without_id
        found: Sequence[RowProblem]
        try:
            action = self._make(row)
            check_sendable(action)
            if row.problem:
                found = [RowProblem(row.problem, is_final=True)]
            else:
                found = self._judge(row.line, action, warnings)
        except UsageError as error:
            text = row.problem or ": ".join(filter(None, (error.message, error.why)))
            found = [RowProblem(text, is_final=True)]
        for doubt in (*row.doubts, *self._take_doubts()):
            warnings.add(row.line, doubt)
        if action is None:
            return None, found
        more = self._find_record_problems(action, has_id=self.maker.without_id == without_id)
        return action, [*found, *more] if more else found

    def _make(self, row: Row) -> Action:
        """Return the action of a row, with its number as the identifier, after one that was typed."""
        action = self.fields.prepare(self.maker.build(row.values, is_text=row.is_text))
        return action._replace(identifier=f"{action.identifier}-{row.number}".removeprefix("-"))

    def _take_doubts(self) -> list[str]:
        """Return the warnings about the values of the row that was made last."""
        values = self.fields.values
        if not self.maker.doubts and (values is None or not values.doubts):
            return []
        taken = [*(values.doubts if values is not None else ()), *self.maker.doubts]
        self.maker.doubts.clear()
        if values is not None:
            values.doubts.clear()
        return taken

    def _find_record_problems(self, action: Action, *, has_id: bool) -> Sequence[RowProblem]:
        """Return what is wrong with the record that a row is about; a repeat of an earlier one is."""
        if self.matcher is not None:
            return [RowProblem(text, is_final=True) for text in self.matcher.list_problems(action)]
        repeated = self.repeats.find(action) if has_id and self.repeats is not None else ""
        return [RowProblem(repeated, "a record of its own", is_final=True)] if repeated else ()

    def _judge(self, line: int, action: Action, warnings: RowProblems) -> Sequence[RowProblem]:
        """Return what the catalogue has against an action; unreadable texts are counted by kind."""
        texts = self._validate(line, action, warnings) if self.validates else ()
        if not texts:
            return ()
        known = {unread.problem: (unread.kind, unread.cause) for unread in list_unread(action.parameters)}
        told = ((text, *known.get(text, ("", ""))) for text in texts)
        return [RowProblem(text, kind, cause=cause) for text, kind, cause in told]

    def _validate(self, line: int, action: Action, warnings: RowProblems) -> tuple[str, ...]:
        if self.matcher is None:
            verdict = self._verdicts.find(action)
            for doubt in verdict.warnings:
                warnings.add(line, doubt)
            return verdict.problems
        findings = [check(form, call) for form, call in self.matcher.list_forms(action, self.call)]
        doubts = [doubt for finding in findings for doubt in finding.warnings]
        known = self.fields.configuration
        if known is not None:
            doubts += check_fields(action, self.call, known, unlisted=self.fields.unlisted)
        for doubt in dict.fromkeys(doubts):
            warnings.add(line, doubt)
        unread = [unread.problem for unread in list_unread(action.parameters)]  # also in the key
        problems = [problem for finding in findings for problem in finding.problems]
        return tuple(dict.fromkeys([*unread, *problems]))

    def _tell(self, warnings: RowProblems) -> None:
        for line in warnings.list_lines():
            self.warn(line)
        if self.maker.ignores_id:
            self.warn(f"The ids in the rows are left out: {self.call.name} has no use for them.")
        if self.maker.lists_as_text and self.call.fields_module:
            name, *others = sorted(self.maker.lists_as_text)
            self.warn(
                f"{', '.join((name, *others))}: lists in cells are sent as text. A column {name}:= sends them"
                f" as lists; so does {name} where the types of fields are known."
            )

    def _refuse(self, problems: RowProblems, count: int) -> InvalidAction:
        are = "row is" if problems.rows == 1 else "rows are"
        is_offered = self.validates and problems.has_other_kinds and not problems.has_final
        unchecked = "; --no-validate sends them as they are" if is_offered else ""
        means_commas = self.maker.signs.leaves_open and self.rows.may_be_excel_de
        said = "; --from-format excel-de says that all numbers have decimal commas" if means_commas else ""
        return InvalidAction(
            f"Nothing is sent: {problems.rows:,} {are} wrong, of {count:,}",
            problems.list_lines(),
            hint=f"Correct {self.rows.name} in these {self.rows.unit}s{said}{unchecked}",
            doc_url=self.call.doc,
        )
