"""One run: every table of a copy brought up to date, one after another, and what came of each.

A table that fails leaves the others alone; only a network that is gone ends the run. What was
written before stays, and the next run reads what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from oocli import __version__
from oocli.catalogue.relations import find_relation
from oocli.errors import ApiError, GuardError, NetworkError, OocliError, PartlyDone
from oocli.replica.change_log import Run, begin_giving, forget_old_lines
from oocli.replica.field_list import keep_fields
from oocli.replica.keeping import Tally
from oocli.replica.named_fields import forget_strangers, refuse_strangers
from oocli.replica.relations import Linker, find_table
from oocli.replica.table_run import MANY, TableRun, read_period_of
from oocli.replica.tables import DEPENDENT, FIELD, NAMES, RELATION, TABLES
from oocli.replica.wish import Remembered, Wish, combine, remember

if TYPE_CHECKING:
    from oocli.fields.facts import FieldConfiguration
    from oocli.fields.lookup import FieldLookup
    from oocli.replica.asking import Office
    from oocli.replica.file import Copy

_RUNS_KEPT = 1000

Show = Callable[[str, int, int | None], None]
"""Is told how far a table is: its name, records done, and of how many (None: nobody knows)."""


class Lines(Enum):
    """Which changes a run writes down as lines."""

    KEPT = "kept"
    """Those that somebody waits for: the file keeps a history, or was watched before."""
    WATCHED = "watched"
    """From now on all but those of a table's first reading."""
    ALL = "all"
    """All, of a first reading too: what is compared."""


class Outcome(NamedTuple):
    """What came of a table.

    Attributes:
        table: its name.
        tally: what was done.
        failure: why it is not up to date, or None.
    """

    table: str
    tally: Tally
    failure: OocliError | None = None


@dataclass
class Synchronization:
    """One run on a file.

    Attributes:
        copy: the file.
        office: the account.
        lookup: gives the field configuration, which is asked for again.
        wish: what was asked for.
        now: Unix seconds when it begins.
        showing: gives what is told how far it is, while the tables are read.
        outcomes: of the tables that are through.
        lines: which changes are written down.
        many: records of a table above which all are listed once a day only.
    """

    copy: Copy
    office: Office
    lookup: FieldLookup
    wish: Wish
    now: float
    showing: Callable[[], AbstractContextManager[Show]]
    lines: Lines = Lines.KEPT
    outcomes: list[Outcome] = field(default_factory=list)
    many: int = MANY

    def run(self) -> list[Outcome]:
        """Bring the tables up to date and give what came of each.

        Raises:
            NetworkError: the account cannot be reached any more.
            ApiError: not even the field configuration is given.
            UsageError: a field was named that nobody has.
        """
        with self.copy.beginning():
            return self._read()

    def _read(self) -> list[Outcome]:
        remembered = combine(self.copy, self.wish)
        names = [name for name in remembered.tables if name in (self.wish.tables or remembered.tables)]
        configurations = self._fetch_fields(TABLES if FIELD in names else {*names, *self.wish.fields})
        refuse_strangers(self.copy, self.office, self.wish.fields, configurations)
        remembered = forget_strangers(self.copy, remembered, configurations)
        remember(self.copy, self.wish, remembered)
        with self._running() as run, self.showing() as show:
            if FIELD in names:  # before its types and labels change with the tables
                self._keep_fields(configurations, run)
            for name in names:
                if name in TABLES:
                    self._read_table(name, remembered, configurations.get(name), run, show)
                elif name == RELATION:
                    self._read_relations(remembered, run, show)
            forget_old_lines(self.copy, run)
        self.outcomes.sort(key=lambda outcome: NAMES.index(outcome.table))
        return self.outcomes

    def _fetch_fields(self, names: Iterable[str]) -> dict[str, FieldConfiguration]:
        """Ask for the fields of these tables, past the cache; give them by table.

        Raises:
            ApiError: not even they are given.
        """
        modules = {name: TABLES[name].module for name in names if name in TABLES and TABLES[name].module}
        found = self.lookup.fetch([*modules.values()]) if modules else {}
        return {name: found[module] for name, module in modules.items()}

    def _keep_fields(self, configurations: Mapping[str, FieldConfiguration], run: Run) -> None:
        tally = Tally()
        with self._noting(FIELD, tally, run):
            lines = self._choose_lines(run, is_filled=self._is_filled(FIELD))
            keep_fields(self.copy, configurations, lines, tally)

    @contextmanager
    def _running(self) -> Iterator[Run]:
        """Give the run its number, and write down how it ended."""
        at = datetime.fromtimestamp(self.now, UTC).isoformat(timespec="seconds")
        if self.lines is Lines.WATCHED:
            begin_giving(self.copy)
        keeps = (
            self.lines is not Lines.KEPT or self.copy.read_fact("history") or self.copy.read_fact("watched")
        )
        db = self.copy.db
        number = db.execute("INSERT INTO _run (started, version) VALUES (?, ?)", (at, __version__)).lastrowid
        db.execute("DELETE FROM _run WHERE number <= ?", ((number or 0) - _RUNS_KEPT,))
        yield Run(number or 0, at, bool(keeps))
        ended = datetime.fromtimestamp(self.office.client.now(), UTC).isoformat(timespec="seconds")
        state = "incomplete" if any(outcome.failure for outcome in self.outcomes) else "complete"
        db.execute("UPDATE _run SET ended = ?, state = ? WHERE number = ?", (ended, state, number))

    def _read_table(
        self,
        name: str,
        remembered: Remembered,
        configuration: FieldConfiguration | None,
        run: Run,
        show: Show,
    ) -> None:
        table = TABLES[name]
        is_filled = self._is_filled(name)
        reading = TableRun(
            copy=self.copy,
            office=self.office,
            table=table,
            wish=self.wish,
            run=self._choose_lines(run, is_filled=is_filled),
            is_filled=is_filled,
            now=self.now,
            period=read_period_of(remembered.calendar, self.now),
            show=lambda done, total: show(name, done, total),
            many=self.many,
        )
        with self._noting(name, reading.tally, run):
            reading.read(configuration, remembered.choose_fields(name))

    def _read_relations(self, remembered: Remembered, run: Run, show: Show) -> None:
        tally, failures = Tally(), []
        is_filled = self._is_filled(RELATION)
        linker = Linker(
            self.copy,
            self.office,
            self._choose_lines(run, is_filled=is_filled),
            self.wish.most,
            tally,
        )
        with self._noting(RELATION, tally, run):
            for at, kind in enumerate(remembered.relations):
                show(RELATION, at, len(remembered.relations))
                relation = find_relation(kind)
                try:
                    self._see_parents(find_table(relation), kind)
                    linker.read(relation)
                except NetworkError:
                    raise
                except OocliError as failure:
                    failures.append(failure)
            linker.replace()
            if failures:
                raise _join(failures)

    def _see_parents(self, table: str, kind: str) -> None:
        """See that the parents of a relation are in the copy.

        Raises:
            PartlyDone: they are not, so that nothing can be said of their links.
        """
        if not self._is_filled(table):
            raise PartlyDone(
                f"relation {kind}: the copy does not have all of {table}, which are its parents",
                hint=f"Have {table} in the copy, or choose other types with --relations",
            )

    def _choose_lines(self, run: Run, *, is_filled: bool) -> Run:
        """Return the run without lines for a table that is read for the first time."""
        return run if is_filled or self.lines is Lines.ALL else run._replace(keeps_lines=False)

    def _is_filled(self, name: str) -> bool:
        row = self.copy.db.execute("SELECT filled FROM _table WHERE name = ?", (name,)).fetchone()
        return bool(row and row[0])

    @contextmanager
    def _noting(self, name: str, tally: Tally, run: Run) -> Iterator[None]:
        """Write down how a table has fared; what is wrong with it alone does not end the run."""
        try:
            yield
        except NetworkError as failure:
            self._note(name, failure, run)
            raise
        except OocliError as failure:
            self._note(name, failure, run)
            self.outcomes.append(Outcome(name, tally, failure))
        else:
            self._note(name, None, run)
            self.outcomes.append(Outcome(name, tally))

    def _note(self, name: str, failure: OocliError | None, run: Run) -> None:
        state = "ok" if failure is None else "refused" if isinstance(failure, ApiError) else "incomplete"
        problem = None if failure is None else failure.message
        self.copy.db.execute(
            "INSERT INTO _table (name, filled, read_at, state, problem) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET filled = max(filled, excluded.filled),"
            " state = excluded.state, problem = excluded.problem,"
            " read_at = coalesce(excluded.read_at, read_at)",
            (name, failure is None, run.at if failure is None else None, state, problem),
        )


def conclude(outcomes: list[Outcome]) -> OocliError | None:
    """Return the failure of a run some of whose tables are not up to date; None where all are."""
    failed = {outcome.table: outcome.failure for outcome in outcomes if outcome.failure is not None}
    if not failed:
        return None
    own = [outcome.table for outcome in outcomes if outcome.table not in DEPENDENT] or [*failed]
    gravest = [failed[name] for name in own if name in failed]
    if len(gravest) == len(own) and len({failure.exit_code for failure in gravest}) == 1:
        return _join(gravest)
    failures = [*failed.values()]
    if len(failures) == 1 and isinstance(failures[0], GuardError):
        return failures[0]
    kind = GuardError if any(isinstance(failure, GuardError) for failure in failures) else PartlyDone
    return kind(
        f"{len(failed)} of {len(outcomes)} tables are not up to date: {', '.join(failed)}",
        why="\n".join(failure.message for failure in failures),
        hint="\n".join(dict.fromkeys(failure.hint for failure in failures if failure.hint)),
        details={"tables": [*failed]},
    )


def _join(failures: list[OocliError]) -> OocliError:
    """Return one failure for several of a kind, or the gravest kind."""
    if len(failures) == 1:
        return failures[0]
    guarded = [failure for failure in failures if isinstance(failure, GuardError)]
    gravest = max(guarded or failures, key=lambda failure: failure.details.get("gone", 0))
    text = "\n".join(dict.fromkeys(failure.message for failure in failures))
    if isinstance(gravest, ApiError):
        return ApiError(text, errorcode=gravest.errorcode, exit_code=gravest.exit_code, hint=gravest.hint)
    return (GuardError if isinstance(gravest, GuardError) else PartlyDone)(text, hint=gravest.hint)
