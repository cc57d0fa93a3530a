"""Files of an earlier oocli: brought to the tables of today, in one transaction.

A step is never changed once it is out; a new version of the tables is a new step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from oocli.replica.statements import Sql, sql

if TYPE_CHECKING:
    from sqlite3 import Connection


def migrate(db: Connection, version: int) -> None:
    """Bring tables of an earlier version to ``VERSION``, inside the caller's transaction."""
    for step in _STEPS[version - 1 :]:
        step(db)
    db.execute(sql("PRAGMA user_version = {number}", number=Sql(VERSION)))


def _add_deletions(db: Connection) -> None:
    """Give every table of records the columns that say who deleted a record and when."""
    tables = db.execute(
        "SELECT m.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c"
        " WHERE m.type = 'table' AND c.name = '_deleted_at'"
    ).fetchall()
    for (table,) in tables:
        db.execute(sql("ALTER TABLE {table} ADD COLUMN _deleted_by INTEGER", table=table))
        db.execute(sql("ALTER TABLE {table} ADD COLUMN _deleted_on TEXT", table=table))


_STEPS: Sequence[Callable[[Connection], None]] = (_add_deletions,)
"""What leads from version 1 to 2, from 2 to 3 and so on."""

VERSION = len(_STEPS) + 1
"""Of the tables; a file with a greater one was written by a later oocli."""
