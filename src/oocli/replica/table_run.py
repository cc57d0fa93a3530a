"""One table in one run: its columns, what is new or changed, and what is gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from oocli.errors import GuardError, OocliError, PartlyDone
from oocli.replica.change_log import Run
from oocli.replica.configured import choose_fields
from oocli.replica.deletion_log import note_deletions
from oocli.replica.deletions import (
    ALL,
    check_missing,
    confirm_by_number,
    count_there,
    list_missing,
    mark,
    purge,
)
from oocli.replica.fetching import fetch_wanted, note_unsettled
from oocli.replica.file_columns import Layout, add_unconfigured, create_table, lay_out
from oocli.replica.keeping import Keeper, Tally
from oocli.replica.known import read_fields
from oocli.replica.sql_columns import Column
from oocli.replica.stamps import step_back
from oocli.replica.statements import sql
from oocli.replica.sweep import Sweep, choose_wanted, clear, count_found, split, sweep_all, sweep_latest
from oocli.replica.tables import FILE, Table
from oocli.replica.views import create_view, write_permitted
from oocli.replica.whole import CALENDAR, Period, drop_outside, read_period, read_whole, write_inside
from oocli.replica.wish import Wish
from oocli.text.german_time import german_time

if TYPE_CHECKING:
    from oocli.fields.facts import FieldConfiguration
    from oocli.replica.asking import Office
    from oocli.replica.file import Copy

MANY = 50_000
"""Records above which a table is swept once a day only, if nothing else was asked for."""

_DAY = timedelta(days=1)


def read_period_of(text: str, now: float) -> Period:
    """Return the days of the appointments to keep, as of a moment in Unix seconds."""
    return read_period(text, date.fromisoformat(german_time(now)[:10]))


@dataclass
class TableRun:
    """Brings one table up to date.

    Attributes:
        copy: the file.
        office: the account.
        table: which one.
        wish: what was asked for.
        run: number and time, and whether changes are written down.
        is_filled: whether the table was whole once.
        now: Unix seconds.
        period: days of appointments.
        show: is told how many records are done, of how many.
        many: records above which all are listed once a day only.
        tally: counts what is done.
    """

    copy: Copy
    office: Office
    table: Table
    wish: Wish
    run: Run
    is_filled: bool
    now: float
    period: Period
    show: Callable[[int, int | None], None]
    many: int = MANY
    tally: Tally = field(default_factory=Tally)
    _began: float = field(default=0.0, init=False)
    """Unix seconds of the server's clock before the first record is read."""

    def read(self, configuration: FieldConfiguration | None, chosen: Sequence[str]) -> None:
        """Read what is new or changed, and mark what is gone.

        Raises:
            GuardError: too much is missing, or nothing can be said of it.
            PartlyDone: some of it may not have come.
            OocliError: a request failed; what came before it is kept.
        """
        layout = self._lay_out(configuration, chosen)
        keeper = Keeper(self.copy.db, self.table, layout, self.run, tally=self.tally)
        clear(self.copy.db)
        if self.table.changed and keeper.is_empty:
            self._read_first(keeper)
        elif self.table.changed:
            self._read_changes(keeper)
        elif self.table.name == FILE:
            self._read_files(keeper)
        else:
            self._read_whole(keeper)
        with self.copy.writing() as db:
            create_view(db, self.table.name)
        if self.wish.purges:
            purge(self.copy, self.table.name)

    def _lay_out(self, configuration: FieldConfiguration | None, chosen: Sequence[str]) -> Layout:
        """Make the columns that the fields need; a table without configured fields has those that it has."""
        name = self.table.name
        if configuration is None:
            with self.copy.writing() as db:
                create_table(db, name)
                known = [Column(old.field, old.column, old.kind) for old in read_fields(db, name).values()]
                new = add_unconfigured(db, name, known, self.table.kinds, at=self.run.at)
            return Layout((*known, *new))
        self._see_configured(configuration)
        choice = choose_fields(
            self.office,
            self.table,
            configuration,
            chosen=chosen,
            known=read_fields(self.copy.db, name),
            now=datetime.fromtimestamp(self.now, UTC),
            asks_refused=self.wish.is_full,
        )
        self._began = choice.server_time
        with self.copy.writing() as db:
            layout = lay_out(db, name, choice, at=self.run.at)
            write_permitted(db, name, choice.fields)
            create_view(db, name)
        return layout

    def _see_configured(self, configuration: FieldConfiguration) -> None:
        """See that fields are configured at all, where the copy has some.

        Raises:
            GuardError: none is; a lost right looks like a module without fields.
        """
        kept = [field for field in read_fields(self.copy.db, self.table.name).values() if field.column]
        if kept and not any(configuration):
            raise GuardError(
                f"{self.table.name}: no field is configured any more, and the copy has {len(kept)}",
                why="A right that is lost looks like that; nothing was read, and no value was changed",
                hint="See to the rights of the API user",
            )

    def _read_first(self, keeper: Keeper) -> None:
        """Read all records into an empty table: cheaper than a list of them, and then each by number."""
        action = self.table.build_reading(keeper.layout.fields, self.period)
        listing = self.office.list_all(action)
        for part in split(listing):
            with self.copy.writing() as db:
                note_unsettled(db, self.table.name, keeper.keep(part), self._began)
            self.tally.listed += len(part)
            self.show(self.tally.listed, listing.total)
        after = self.office.count(self.table.build_sweep())
        if after is not None and self.tally.listed < min(listing.total or 0, after):
            raise PartlyDone(
                f"{self.table.name}: {self.tally.listed:,} records came, where {after:,} are counted",
                hint="Run it again",
            )
        self._note_sweep()

    def _read_changes(self, keeper: Keeper) -> None:
        """Sweep, fetch, and mark what is gone; what a sweep could not make sure of is told in the end."""
        db, name = self.copy.db, self.table.name
        doubt: OocliError | None = None
        try:
            sweep = self._sweep()
        except (GuardError, PartlyDone) as failure:
            doubt, sweep = failure, Sweep(count_found(db), is_whole=False)
        self.tally.listed = sweep.seen
        total = choose_wanted(db, name, sweep, every=self.wish.is_full)
        fetch_wanted(self.copy, self.office, keeper, show=lambda done: self.show(done, total))
        if doubt is not None:
            raise doubt
        if not sweep.is_whole:
            self.tally.listed = count_there(db, name)
        else:
            missing = list_missing(db, name)
            check_missing(self.copy, name, len(missing), self.wish.most)
            if missing:
                confirm_by_number(self.copy, self.office, self.table, missing)
            self._mark(missing)
            self._note_sweep()

    def _note_sweep(self) -> None:
        self.copy.db.execute(
            "INSERT INTO _table (name, swept_at) VALUES (?, ?)"
            " ON CONFLICT DO UPDATE SET swept_at = excluded.swept_at",
            (self.table.name, self.run.at),
        )

    def _sweep(self) -> Sweep:
        since = "" if self._sweeps_all() else self._find_start()
        if since:
            return sweep_latest(self.copy.db, self.office, self.table, since)
        return sweep_all(self.copy.db, self.office, self.table)

    def _sweeps_all(self) -> bool:
        """Say whether all records are listed, or only those changed since the last run."""
        if not self.is_filled or self.wish.is_full or self.wish.sweep == "always":
            return True
        if self.wish.sweep == "never":
            return False
        name = self.table.name
        (count,) = self.copy.db.execute(sql("SELECT count(*) FROM {table}", table=name)).fetchone()
        (swept,) = self.copy.db.execute("SELECT swept_at FROM _table WHERE name = ?", (name,)).fetchone()
        if count <= self.many or swept is None:
            return True
        return datetime.fromisoformat(swept) + _DAY <= datetime.fromtimestamp(self.now, UTC)

    def _find_start(self) -> str:
        """Return the stamp from which changes are asked for: well before the last one that is past."""
        (last,) = self.copy.db.execute(
            sql("SELECT max(_changed) FROM {table} WHERE _changed <= ?", table=self.table.name),
            (german_time(self.now),),
        ).fetchone()
        return step_back(last) if last else ""

    def _read_whole(self, keeper: Keeper) -> None:
        db, name = self.copy.db, self.table.name
        action = self.table.build_reading(keeper.layout.fields if self.table.module else [], self.period)

        def read() -> None:
            read_whole(self.copy, self.office, keeper, action, show=lambda done: self.show(done, None))

        read()
        inside = write_inside(self.copy, self.period) if name == CALENDAR else ALL
        missing = list_missing(db, name, inside=inside)
        if missing:  # what is gone is missing twice
            keeper.is_empty = False
            read()
            missing = list_missing(db, name, inside=inside)
        self.tally.listed = count_found(db)
        check_missing(self.copy, name, len(missing), self.wish.most)
        self._mark(missing)
        if name == CALENDAR:
            drop_outside(self.copy, self.period)

    def _read_files(self, keeper: Keeper) -> None:
        """Read the files of all records that may have some, again those of records that lack one."""
        # Imported here: they cost milliseconds, and few copies have files.
        from oocli.replica.record_files import LISTED, PARENTS, FileReader, drop_files_of_nobody, list_parents

        db = self.copy.db
        tables = [name for name in PARENTS if self.copy.has_table(name)]
        if not tables:
            raise PartlyDone(
                "file: the copy has no table whose records have files",
                hint=f"Name one of {', '.join(PARENTS)}, too",
            )
        reader = FileReader(self.copy, self.office, keeper, lambda done: self.show(done, None))
        reader.read(list_parents(db, tables))
        missing = list_missing(db, FILE, inside=LISTED)
        if missing:  # what is gone is missing twice
            keeper.is_empty = False
            reader.read(list_parents(db, tables, unfound=True))
            missing = list_missing(db, FILE, inside=LISTED)
        self.tally.listed = count_found(db)
        check_missing(self.copy, FILE, len(missing), self.wish.most)
        self._mark([*missing, *drop_files_of_nobody(self.copy, tables)])
        reader.check()

    def _mark(self, missing: list[int]) -> None:
        mark(self.copy, self.table.name, missing, self.run)
        self.tally.deleted += len(missing)
        note_deletions(self.copy, self.office, self.table, missing, now=self.now)
