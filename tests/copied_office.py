"""What tests of a copy work with: an office in memory, runs on a file, and whether both say the same."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness import Clock
from oocli.catalogue import Call, Catalogue
from oocli.client import Client, Transport
from oocli.client.guard import Guard
from oocli.fields.field_cache import FieldCache
from oocli.fields.lookup import FieldLookup
from oocli.replica.asking import Office
from oocli.replica.file import Copy, open_copy, open_to_read
from oocli.replica.synchronizing import Lines, Outcome, Synchronization
from oocli.replica.table_run import MANY
from oocli.replica.wish import Wish
from oocli.sandbox import SECRET, TOKEN
from oocli.sandbox.door.answer import Sandbox
from oocli.sandbox.records.store import Store
from oocli.wire.messages import Credentials

PAGE = 7  # records; small pages are many pages


class SmallPages(Catalogue):
    """The catalogue, with pages so small that a small office has many."""

    def find(self, verb: str, resourcetype: str) -> Call | None:
        """Give the call."""
        call = super().find(verb, resourcetype)
        if call is None or call.paging is None:
            return call
        return call._replace(paging=call.paging._replace(max=PAGE, default=PAGE))


@dataclass
class Bench:
    """An office and a copy of it.

    Attributes:
        store: the office's records.
        path: of the copy.
        clock: of the office and of this machine.
        transport: what carries requests; the sandbox itself if none is given.
        catalogue: with pages of the usual size, or small ones.
        most_numbers: records that one action fetches.
        jobs: requests in flight at most.
        many: records above which all are listed once a day only.
    """

    store: Store
    path: Path
    clock: Clock = field(default_factory=Clock)
    transport: Transport | None = None
    catalogue: Catalogue = field(default_factory=Catalogue)
    most_numbers: int = 500
    jobs: int = 1
    many: int = MANY

    def run(self, wish: Wish | None = None, *, lines: Lines = Lines.KEPT) -> list[Outcome]:
        """Bring the copy up to date."""
        with self.open() as copy:
            return self.begin(copy, wish, lines=lines).run()

    def begin(self, copy: Copy, wish: Wish | None = None, *, lines: Lines = Lines.KEPT) -> Synchronization:
        """Give a run that has not begun."""
        client = Client(
            self.transport or Sandbox(self.store, now=self.clock.now),
            Credentials(TOKEN, SECRET),
            Guard(self.catalogue),
            now=self.clock.now,
            sleep=self.clock.sleep,
        )

        @contextmanager
        def lend() -> Iterator[Client]:
            yield client

        cache = FieldCache(self.path.parent / "fields", "sandbox", "test", lambda _: None)
        return Synchronization(
            copy=copy,
            office=Office(client, self.catalogue, jobs=self.jobs, batch=5, most_numbers=self.most_numbers),
            lookup=FieldLookup(cache, "DEU", lend, self.clock.now),
            wish=wish or Wish(),
            now=self.clock.now(),
            showing=lambda: nullcontext(_look_away),
            lines=lines,
            many=self.many,
        )

    @contextmanager
    def open(self) -> Iterator[Copy]:
        """Open the copy to write."""
        with open_copy(self.path, account="a", described="the sandbox") as copy:
            yield copy

    def ask(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the copy."""
        with open_to_read(self.path) as copy:
            return copy.db.execute(statement, values).fetchall()

    def change(self, statement: str, *values: Any) -> int:
        """Change the office's records; give the number of the row that was inserted."""
        with self.store.writing() as db:
            return db.execute(statement, values).lastrowid or 0


def _look_away(_table: str, _done: int, _total: int | None) -> None:
    """Look at no progress."""


_FILES = "SELECT parent, parent_id, number, title FROM file"
_OFFICE_FILES = (
    "SELECT replace(module, 'appointment', 'calendar'), record, id,"
    " CASE module WHEN 'estate' THEN title END FROM file WHERE CASE module"
    " WHEN 'estate' THEN record IN (SELECT Id FROM estate)"
    " WHEN 'address' THEN record IN (SELECT id FROM address)"
    " WHEN 'appointment' THEN record IN (SELECT Nr FROM appointment) END"
)
_SIDES = {
    "estate": (
        "SELECT e.Id, e.kaufpreis, p.objekttitel, e.geaendert_am"
        " FROM estate e JOIN pattern p ON p.id = e.pattern",
        "SELECT _id, kaufpreis, objekttitel, _changed FROM estate WHERE _deleted_at IS NULL",
    ),
    "address": (
        "SELECT id, Name, Aenderung FROM address",
        "SELECT _id, Name, _changed FROM address WHERE _deleted_at IS NULL",
    ),
    "task": (
        "SELECT Nr, Betreff, modified FROM task",
        "SELECT _id, Betreff, _changed FROM task WHERE _deleted_at IS NULL",
    ),
    "agentslog": (
        "SELECT Nr, Bemerkung, Datum_bearb FROM activity",
        "SELECT _id, Bemerkung, _changed FROM agentslog WHERE _deleted_at IS NULL",
    ),
    "calendar": (
        "SELECT Nr, description FROM appointment",
        "SELECT _id, subject FROM calendar WHERE _deleted_at IS NULL",
    ),
    "user": (
        'SELECT Nr, Nachname FROM "user"',
        "SELECT _id, Nachname FROM user WHERE _deleted_at IS NULL",
    ),
    "searchcriteria": (
        "SELECT id, publicnote, editdate FROM searchcriteria",
        "SELECT _id, meta_publicnote, meta_editdate FROM searchcriteria WHERE _deleted_at IS NULL",
    ),
    "relation": (
        "SELECT r.type, r.parent, r.child FROM relation r JOIN estate e ON e.Id = r.parent"
        " WHERE r.type IN ('estate:address:owner', 'estate:address:buyer', 'estate:address:interested')",
        "SELECT type, parent_id, child_id FROM relation"
        " WHERE type IN ('estate:address:owner', 'estate:address:buyer', 'estate:address:interested')",
    ),
}


def list_wrongly_marked_files(bench: Bench) -> set[Any]:
    """Give the files that are marked as gone in the copy and are there in the office."""
    if not bench.ask("SELECT 1 FROM sqlite_master WHERE name = 'file'"):
        return set()
    with bench.store.reading() as db:
        there = {row[:3] for row in db.execute(_OFFICE_FILES)}
    return there & {row[:3] for row in bench.ask(f"{_FILES} WHERE _deleted_at IS NOT NULL")}


def compare(bench: Bench) -> dict[str, tuple[list[Any], list[Any]]]:
    """Give for each table that differs what only the office has, and what only the copy has."""
    different = {}
    has_files = bench.ask("SELECT 1 FROM sqlite_master WHERE name = 'file'")
    files = {"file": (_OFFICE_FILES, f"{_FILES} WHERE _deleted_at IS NULL")} if has_files else {}
    for table, (statement, kept) in {**_SIDES, **files}.items():
        with bench.store.reading() as db:
            truth = set(db.execute(statement).fetchall())
        found = set(bench.ask(kept))
        if truth != found:
            different[table] = (sorted(truth - found, key=repr)[:5], sorted(found - truth, key=repr)[:5])
    return different
