"""Which record is linked to which: read for 500 parents at a time, all replaced in one transaction.

A link is gone only when it is missing twice, and not too many at once. The links of a type that
fails stay as they were.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any

from oocli.catalogue.relations import Relation, find_relation, list_relations
from oocli.errors import OocliError, UsageError
from oocli.replica.asking import read_result
from oocli.replica.change_log import Run, build_relation_line, write_lines
from oocli.replica.keeping import Tally
from oocli.replica.limits import MostDeletes, build_too_many
from oocli.replica.record_ids import read_all
from oocli.replica.statements import Sql, sql
from oocli.replica.sweep import split
from oocli.replica.tables import TABLES
from oocli.request.actions import Action

if TYPE_CHECKING:
    from sqlite3 import Connection

    from oocli.replica.asking import Found, Office
    from oocli.replica.file import Copy

_USUAL = ({"estate", "address"}, {"estate", "user"})
_FOUND = (
    "CREATE TEMP TABLE IF NOT EXISTS linked (type TEXT, parent INTEGER, child INTEGER,"
    " PRIMARY KEY (type, parent, child)) WITHOUT ROWID"
)
_NEW = Sql(
    "SELECT type, parent, child FROM temp.linked EXCEPT SELECT type, parent_id, child_id FROM relation"
)
_GONE = Sql(
    "SELECT type, parent_id, child_id FROM relation WHERE type IN (SELECT value FROM json_each(?))"
    " EXCEPT SELECT type, parent, child FROM temp.linked"
)
NONE = "none"


def list_usual_types(tables: Collection[str]) -> list[str]:
    """Return the types of estates with addresses and with users whose parents are in these tables."""
    return [
        relation.short
        for relation in list_relations()
        if {relation.parent, relation.child} in _USUAL
        and "read" in relation.documented_for
        and find_table(relation) in tables
    ]


def find_types(text: str) -> list[str]:
    """Return the types that are named, separated by commas; none for ``none``.

    Raises:
        UsageError: no type is named, there is none of that name, or its parents are not a table of a copy.
    """
    if text.strip() == NONE:
        return []
    found = [find_relation(word) for word in text.split(",") if word.strip()]
    if not found:
        raise UsageError(f"--relations {text!r} names no type", hint=f"--relations {NONE} keeps no links")
    for relation in found:
        if find_table(relation) not in TABLES:
            raise UsageError(
                f"The parents of {relation.short} are {relation.parent}, of which a copy has no table",
                hint=f"The tables are {', '.join(TABLES)}",
            )
    return list(dict.fromkeys(relation.short for relation in found))


def find_table(relation: Relation) -> str:
    """Return the table of the parents of a relation."""
    return relation.parent.lower()


@dataclass
class Linker:
    """Reads relations in one run.

    Attributes:
        copy: the file.
        office: asked.
        run: number and time, and whether changes are written down.
        most: links of a type that may vanish.
        tally: counts what is done.
        read_types: the types that were read.
    """

    copy: Copy
    office: Office
    run: Run
    most: MostDeletes
    tally: Tally
    read_types: list[str] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        self.copy.db.execute(_FOUND)
        self.copy.db.execute("DELETE FROM temp.linked")

    def read(self, relation: Relation) -> None:
        """Read the links of a type; ``replace`` puts them into the copy.

        Raises:
            GuardError: too many are missing.
            OocliError: a request failed.
        """
        try:
            self._ask(relation, _list_parents(self.copy.db, find_table(relation), self.office.most_numbers))
            gone = self._list_gone(relation)
            if gone:
                parents = dict.fromkeys(parent for parent, _ in gone)
                self._ask(relation, split(parents, self.office.most_numbers))
                gone = self._list_gone(relation)
            self._check(relation, len(gone))
        except OocliError:
            self.copy.db.execute("DELETE FROM temp.linked WHERE type = ?", (relation.short,))
            raise
        self.read_types.append(relation.short)

    def replace(self) -> None:
        """Let the copy have the links of the types that were read, all at once."""
        types = (json.dumps(self.read_types),)
        with self.copy.writing() as db:
            if self.run.keeps_lines:
                self._write_lines(types)
            new = db.execute(sql("INSERT INTO relation {new}", new=_NEW))
            gone = "DELETE FROM relation WHERE (type, parent_id, child_id) IN ({gone})"
            old = db.execute(sql(gone, gone=_GONE), types)
        self.tally.inserted += new.rowcount
        self.tally.deleted += old.rowcount

    def _write_lines(self, types: tuple[str]) -> None:
        db = self.copy.db
        for op, rows in (("insert", db.execute(_NEW)), ("delete", db.execute(_GONE, types))):
            for part in split(rows):
                lines = [build_relation_line(op, kind, (parent, child)) for kind, parent, child in part]
                write_lines(db, self.run, lines)

    def _ask(self, relation: Relation, parents: Iterable[list[int]]) -> None:
        """Read the children of parents into ``linked``."""
        actions = (
            Action("get", "idsfromrelation", parameters={"relationtype": relation.urn, "parentids": numbers})
            for numbers in parents
        )
        for answer in self.office.ask(actions):
            rows = [(relation.short, *pair) for found in answer for pair in _read_pairs(found)]
            with self.copy.writing() as db:
                db.executemany("INSERT OR IGNORE INTO temp.linked VALUES (?, ?, ?)", rows)

    def _list_gone(self, relation: Relation) -> list[tuple[int, int]]:
        """Return the links of parents that are there which have not come."""
        return self.copy.db.execute(
            sql(
                "SELECT parent_id, child_id FROM relation WHERE type = ?"
                " AND parent_id IN (SELECT _id FROM {parents} WHERE _deleted_at IS NULL)"
                " AND (type, parent_id, child_id) NOT IN (SELECT type, parent, child FROM temp.linked)",
                parents=find_table(relation),
            ),
            (relation.short,),
        ).fetchall()

    def _check(self, relation: Relation, gone: int) -> None:
        """Refuse to drop too many links at once, or all of them where no other type speaks for the right."""
        db, kind = self.copy.db, (relation.short,)
        found = db.execute("SELECT count(*) FROM temp.linked WHERE type = ?", kind).fetchone()[0]
        there = db.execute("SELECT count(*) FROM relation WHERE type = ?", kind).fetchone()[0]
        speaks = bool(found or (self.tally.listed and gone <= self.most.rows))
        if gone and not self.most.allows(gone, there + 1 if speaks else gone):
            raise build_too_many(f"relation {relation.short}", gone, there if found else gone)
        self.tally.listed += found


def _list_parents(db: Connection, table: str, size: int) -> Iterator[list[int]]:
    last = None
    statement = sql(
        "SELECT _id FROM {table} WHERE _deleted_at IS NULL AND (:last IS NULL OR _id > :last)"
        " ORDER BY _id LIMIT :size",
        table=table,
    )
    while rows := db.execute(statement, {"last": last, "size": size}).fetchall():
        yield [row[0] for row in rows]
        last = rows[-1][0]


def _read_pairs(found: Found) -> Iterator[tuple[int, int]]:
    """Return parent and child of each link in an answer.

    Raises:
        PartlyDone: a link has no numbers.
        OocliError: the action failed.
    """
    for record in read_result(found).records:
        elements = record.get("elements")
        for parent, children in elements.items() if isinstance(elements, Mapping) else ():
            yield from product(read_all([parent]), read_all(_list_children(children)))


def _list_children(children: Any) -> Iterable[Any]:
    """Return the children of one parent: a list, an object that has them as values, or one alone."""
    if isinstance(children, Mapping):
        return children.values()
    if isinstance(children, list):
        return children
    return () if children in (None, "") else (children,)
