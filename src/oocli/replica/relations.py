"""Which record is linked to which: read for 500 parents at a time, replaced in one transaction a type.

A link is gone only when it is missing twice, and not too many at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oocli.catalogue.relations import Relation, find_relation, list_relations
from oocli.errors import UsageError
from oocli.replica.asking import read_result
from oocli.replica.change_log import Run, build_relation_line, write_lines
from oocli.replica.keeping import Tally
from oocli.replica.limits import MostDeletes, build_too_many
from oocli.replica.statements import sql
from oocli.replica.sweep import split
from oocli.replica.tables import TABLES
from oocli.request.actions import Action

if TYPE_CHECKING:
    from sqlite3 import Connection

    from oocli.replica.asking import Found, Office
    from oocli.replica.file import Copy

_USUAL = ({"estate", "address"}, {"estate", "user"})
_FOUND = "CREATE TEMP TABLE IF NOT EXISTS linked (parent INTEGER, child INTEGER, PRIMARY KEY (parent, child))"
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
        UsageError: there is no such type, or its parents are not a table of a copy.
    """
    if text.strip() == NONE:
        return []
    found = [find_relation(word) for word in text.split(",") if word.strip()]
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
    """

    copy: Copy
    office: Office
    run: Run
    most: MostDeletes
    tally: Tally

    def read(self, relation: Relation) -> None:
        """Read the links of a type and replace those in the copy.

        Raises:
            GuardError: too many are missing.
            OocliError: a request failed; the links of the type stay as they were.
        """
        db = self.copy.db
        db.execute(_FOUND)
        db.execute("DELETE FROM temp.linked")
        self._ask(relation, _list_parents(db, find_table(relation), self.office.most_numbers))
        gone = self._list_gone(relation)
        if gone:
            parents = dict.fromkeys(parent for parent, _ in gone)
            self._ask(relation, split(parents, self.office.most_numbers))
            gone = self._list_gone(relation)
        self._check(relation, len(gone))
        self._replace(relation)

    def _ask(self, relation: Relation, parents: Iterable[list[int]]) -> None:
        """Read the children of parents into ``linked``."""
        actions = (
            Action("get", "idsfromrelation", parameters={"relationtype": relation.urn, "parentids": numbers})
            for numbers in parents
        )
        for answer in self.office.ask(actions):
            pairs = [pair for found in answer for pair in _read_pairs(found)]
            self.copy.db.execute("BEGIN")
            self.copy.db.executemany("INSERT OR IGNORE INTO temp.linked VALUES (?, ?)", pairs)
            self.copy.db.execute("COMMIT")

    def _list_gone(self, relation: Relation) -> list[tuple[int, int]]:
        """Return the links of parents that are there which have not come."""
        return self.copy.db.execute(
            sql(
                "SELECT parent_id, child_id FROM relation WHERE type = ?"
                " AND parent_id IN (SELECT _id FROM {parents} WHERE _deleted_at IS NULL)"
                " AND (parent_id, child_id) NOT IN (SELECT parent, child FROM temp.linked)",
                parents=find_table(relation),
            ),
            (relation.short,),
        ).fetchall()

    def _check(self, relation: Relation, gone: int) -> None:
        """Refuse to drop too many links at once, or all of them where no other type speaks for the right."""
        db, kind = self.copy.db, (relation.short,)
        found = db.execute("SELECT count(*) FROM temp.linked").fetchone()[0]
        there = db.execute("SELECT count(*) FROM relation WHERE type = ?", kind).fetchone()[0]
        speaks = bool(found or (self.tally.listed and gone <= self.most.rows))
        if gone and not self.most.allows(gone, there + 1 if speaks else gone):
            raise build_too_many(f"relation {relation.short}", gone, there if found else gone)
        self.tally.listed += found

    def _replace(self, relation: Relation) -> None:
        kind = relation.short
        with self.copy.writing() as db:
            new = db.execute(
                "SELECT parent, child FROM temp.linked"
                " EXCEPT SELECT parent_id, child_id FROM relation WHERE type = ?",
                (kind,),
            ).fetchall()
            old = db.execute(
                "SELECT parent_id, child_id FROM relation WHERE type = ?"
                " EXCEPT SELECT parent, child FROM temp.linked",
                (kind,),
            ).fetchall()
            db.executemany("INSERT INTO relation VALUES (?, ?, ?)", [(kind, *pair) for pair in new])
            db.executemany(
                "DELETE FROM relation WHERE type = ? AND parent_id = ? AND child_id = ?",
                [(kind, *pair) for pair in old],
            )
            if self.run.keeps_lines:
                lines = [build_relation_line("insert", kind, pair) for pair in new]
                write_lines(
                    db, self.run, [*lines, *(build_relation_line("delete", kind, pair) for pair in old)]
                )
        self.tally.inserted += len(new)
        self.tally.deleted += len(old)


def _list_parents(db: Connection, table: str, size: int) -> Iterator[list[int]]:
    last = None
    statement = sql(
        "SELECT _id FROM {table} WHERE _deleted_at IS NULL AND (?1 IS NULL OR _id > ?1)"
        " ORDER BY _id LIMIT ?2",
        table=table,
    )
    while rows := db.execute(statement, (last, size)).fetchall():
        yield [row[0] for row in rows]
        last = rows[-1][0]


def _read_pairs(found: Found) -> Iterator[tuple[int, int]]:
    """Return parent and child of each link in an answer.

    Raises:
        OocliError: the action failed.
    """
    for record in read_result(found).records:
        elements = record.get("elements")
        for parent, children in elements.items() if isinstance(elements, Mapping) else ():
            for child in children.values() if isinstance(children, Mapping) else children or ():
                yield int(parent), int(child)
