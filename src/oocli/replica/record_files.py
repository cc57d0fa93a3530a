"""Files of records: what onOffice tells of them, never their content; listed record by record.

The API has no list of all files. A request asks for those of several records, 100 at most of each
at a time, and again for the rest of a record that has more. Files of a record whose list was
refused, or did not come whole, stay as they were.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from oocli.errors import ApiError, PartlyDone
from oocli.files.file_lists import find_record_parameter, list_forms
from oocli.files.record_lists import build_list_action
from oocli.paging.walks import largest_page
from oocli.replica.asking import read_result
from oocli.replica.record_ids import read_ids, see_values
from oocli.replica.statements import Sql, sql
from oocli.replica.sweep import add_found, count_found

if TYPE_CHECKING:
    from sqlite3 import Connection

    from oocli.replica.asking import Found, Office
    from oocli.replica.file import Copy
    from oocli.replica.keeping import Keeper
    from oocli.request.actions import Action
    from oocli.wire.messages import Result

PARENTS = {"estate": "estate", "address": "address", "calendar": "appointment"}
"""Tables whose records have files, to the form of the call that lists them."""

LISTED = Sql("(parent, parent_id) IN (SELECT parent, parent_id FROM temp.listed)")
"""The condition of files whose record was listed to the end."""

_UNASKED = ("content",)
_PASSING = {"calendar": ("url",)}  # a link that is valid for an hour differs each time
_ENOUGH = 25  # records whose files are refused, before the right itself is in doubt


class Parent(NamedTuple):
    """A record that may have files.

    Attributes:
        table: where it stands.
        number: of the record.
    """

    table: str
    number: int


@dataclass
class FileReader:
    """Reads files of records into their table.

    Attributes:
        copy: the file.
        office: asked.
        keeper: keeps the rows.
        show: is told how many files have come.
        doubts: records whose files were refused or did not come whole, to the reason.
    """

    copy: Copy
    office: Office
    keeper: Keeper
    show: Callable[[int], None]
    doubts: dict[Parent, str] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        db = self.copy.db
        db.execute(
            "CREATE TEMP TABLE IF NOT EXISTS listed (parent TEXT, parent_id INTEGER,"
            " PRIMARY KEY (parent, parent_id)) WITHOUT ROWID"
        )
        db.execute("DELETE FROM temp.listed")
        db.execute("CREATE INDEX IF NOT EXISTS file_number ON file (number)")
        db.execute("CREATE INDEX IF NOT EXISTS file_parent ON file (parent, parent_id)")
        self._forms = list_forms(self.office.catalogue)
        self._came: dict[Parent, set[int]] = {}  # of records whose list goes on

    def read(self, parents: Iterable[Parent]) -> None:
        """Read the files of records; their numbers go into ``found``, and who was listed into ``listed``.

        Raises:
            ApiError: files are refused altogether.
            OocliError: a request failed; what came before it is kept.
        """
        actions: Iterable[Action] = (self._build_list(parent) for parent in parents)
        while actions:
            rest: list[Action] = []
            for answer in self.office.ask(actions):
                rest += self._keep(answer)
            actions = rest

    def check(self) -> None:
        """Say whose files could not be read.

        Raises:
            PartlyDone: those of some records; they stay as they were.
        """
        if self.doubts:
            raise PartlyDone(
                f"file: the files of {len(self.doubts):,} records cannot be read",
                why=next(iter(self.doubts.values())),
                hint="Run it again; a record may be gone since, or a right is missing",
            )

    def _build_list(self, parent: Parent) -> Action:
        form = PARENTS[parent.table]
        return build_list_action(self._forms[form], form, parent.number)

    def _keep(self, answer: Sequence[Found]) -> list[Action]:
        """Keep the files in an answer, and give the actions that ask for more."""
        files: list[dict[str, Any]] = []
        ended, rest = [], []
        for found in answer:
            parent = self._find_parent(found.action)
            result = self._read(found, parent)
            if result is None:
                continue
            files += _build_files(parent, result.records)
            action = self._build_rest(found.action, parent, result)
            if action is not None:
                rest.append(action)
            elif parent not in self.doubts:
                ended.append(parent)
        with self.copy.writing() as db:
            rows = self.keeper.keep(choose_numbers(db, files))
        with self.copy.writing() as db:
            add_found(db, [(number, None) for number in rows.numbers])
            db.executemany("INSERT OR IGNORE INTO temp.listed VALUES (?, ?)", ended)
        self.show(count_found(self.copy.db))
        return rest

    def _read(self, found: Found, parent: Parent) -> Result | None:
        """Return what one action brought; None where it was refused.

        Raises:
            ApiError: all that were asked for so far were refused.
        """
        try:
            return read_result(found)
        except ApiError as failure:
            self.doubts[parent] = failure.message
            (listed,) = self.copy.db.execute("SELECT count(*) FROM temp.listed").fetchone()
            if len(self.doubts) >= _ENOUGH and not listed:
                raise
            return None

    def _build_rest(self, action: Action, parent: Parent, result: Result) -> Action | None:
        """Return the action that asks for the files behind these, or None where there are none."""
        paging = self._forms[PARENTS[parent.table]].paging
        before = self._came.pop(parent, set())
        came = before | {*read_ids(result.records)}
        is_full = paging is not None and len(result.records) >= largest_page(paging)
        if (len(came) >= result.total) if result.total is not None else not is_full:
            self.doubts.pop(parent, None)
            return None
        if paging is None or not paging.offset or came == before:
            self.doubts[parent] = (
                f"{len(came)} files of {parent.table} {parent.number} came, of {result.total}"
            )
            return None
        self._came[parent] = came
        return action._replace(parameters={**action.parameters, paging.offset: len(came)})

    def _find_parent(self, action: Action) -> Parent:
        table = next(table for table, form in PARENTS.items() if form == action.resourceid)
        name = find_record_parameter(self._forms[PARENTS[table]])
        return Parent(table, int(action.parameters[name]))


def list_parents(db: Connection, tables: Iterable[str], *, unfound: bool = False) -> Iterator[Parent]:
    """Return the records that may have files; with ``unfound`` only those that lack one that they had."""
    lacking = (
        " AND _id IN (SELECT parent_id FROM file WHERE parent = ? AND _deleted_at IS NULL"
        " AND _id NOT IN (SELECT id FROM temp.found))"
    )
    for table in tables:
        statement = "SELECT _id FROM {table} WHERE _deleted_at IS NULL{condition} ORDER BY _id"
        rows = db.execute(
            sql(statement, table=table, condition=Sql(lacking if unfound else "")),
            (table,) if unfound else (),
        ).fetchall()
        yield from (Parent(table, row[0]) for row in rows)


def choose_numbers(db: Connection, files: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return files as records, under their own number; under one below 0 where another file has that.

    Nobody says that numbers of files are never the same for records of different kinds.
    """
    asked = json.dumps([file["number"] for file in files])
    rows = db.execute(
        "SELECT parent, parent_id, number, _id FROM file WHERE _deleted_at IS NULL"
        " AND number IN (SELECT value FROM json_each(?))",
        (asked,),
    ).fetchall()
    known = {row[:3]: row[3] for row in rows}
    taken = set(known.values())
    (least,) = db.execute("SELECT min(0, coalesce(min(_id), 0)) FROM file").fetchone()
    records = []
    for file in files:
        key = (file["parent"], file["parent_id"], file["number"])
        number = known.get(key, file["number"])
        if key not in known and number in taken:
            number = least = least - 1
        known[key] = number
        taken.add(number)
        records.append({"id": number, "elements": file})
    return records


def drop_files_of_nobody(copy: Copy, tables: Iterable[str]) -> list[int]:
    """Remove the files of records that the copy does not have any more, and give those of deleted ones."""
    deleted: list[int] = []
    with copy.writing() as db:
        for table in tables:
            whose = "parent = ? AND parent_id {side} IN (SELECT _id FROM {table}{which})"
            outside = sql(whose, side=Sql("NOT"), table=table, which=Sql(""))
            gone = sql(whose, side=Sql(""), table=table, which=Sql(" WHERE _deleted_at IS NOT NULL"))
            db.execute(sql("DELETE FROM file WHERE {condition}", condition=Sql(outside)), (table,))
            statement = sql(
                "SELECT _id FROM file WHERE _deleted_at IS NULL AND {condition}", condition=Sql(gone)
            )
            deleted += [row[0] for row in db.execute(statement, (table,))]
    return deleted


def _build_files(parent: Parent, records: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Return the elements of files, with the record that they belong to."""
    left_out = (*_UNASKED, *_PASSING.get(parent.table, ()))
    known = [*records]
    numbers, given = read_ids(known), [record.get("elements") for record in known]
    elements = [one if isinstance(one, Mapping) else {} for one in given]
    see_values(numbers, elements)
    for number, told in zip(numbers, elements, strict=True):
        own = {"parent": parent.table, "parent_id": parent.number, "number": number}
        yield {**{name: told[name] for name in told if name not in left_out}, **own}
