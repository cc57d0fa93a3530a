"""An office in which things happen while it is copied, and a way to it on which things go wrong."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from copied_office import Bench
from oocli.errors import NetworkError
from oocli.sandbox.door.answer import Sandbox, encode
from oocli.text.german_time import german_time
from oocli.wire.reply import Reply

TABLES = {
    "estate": ("Id", "kaufpreis", "geaendert_am"),
    "address": ("id", "Name", "Aenderung"),
    "task": ("Nr", "Betreff", "modified"),
    "activity": ("Nr", "Bemerkung", "Datum_bearb"),
    "appointment": ("Nr", "description", "modified"),
    "searchcriteria": ("id", "publicnote", "editdate"),
}
"""Table of the office to its number, a value, and the time of its last change."""

LINKS = ("estate:address:owner", "estate:address:buyer", "estate:address:interested")


class Killed(BaseException):
    """The process is no more."""


@dataclass
class Storm:
    """A transport to an office where others work, over a line that fails now and then.

    Attributes:
        bench: whose office it is.
        random: draws what happens.
        unrest: what can happen before a request, at most.
        trouble: how likely a request is to fail, or its answer to be wrong.
        gone: table to the numbers that were deleted.
        has_lied: whether an answer was wrong without a word; that happens once in a run.
    """

    bench: Bench
    random: Random
    unrest: int = 3
    trouble: float = 0.15
    gone: dict[str, set[int]] = field(default_factory=dict)
    has_lied: bool = False

    def __post_init__(self) -> None:
        self._sandbox = Sandbox(self.bench.store, now=self.bench.clock.now)
        self._happenings = [
            self.insert,
            self.delete,
            self.change,
            self.change,
            self.link,
            self.unlink,
            self.file,
        ]
        self._powerless = Sandbox(self.bench.store, now=self.bench.clock.now, rights=False)

    def post(self, body: bytes) -> Reply:
        """Let things happen, and answer, mostly rightly."""
        for _ in range(self.random.randint(0, self.unrest)):
            self.random.choice(self._happenings)()
        self.bench.clock.time += self.random.choice((0, 0, 0, 1, 40))
        if self.random.random() >= self.trouble:
            return self._sandbox.post(body)
        troubles: list[Callable[[bytes], Reply]] = [self._fail, self._lose, self._kill]
        if not self.has_lied:
            troubles += [self._refuse, self._halve]
        return self.random.choice(troubles)(body)

    def insert(self) -> None:
        """Copy a record under a new number."""
        table, number, _ = self._draw()
        with self.bench.store.writing() as db:
            names = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        rest = ", ".join(f'"{name}"' for name in names if name != TABLES[table][0])
        key = TABLES[table][0]
        self.bench.change(f"INSERT INTO {table} ({rest}) SELECT {rest} FROM {table} WHERE {key} = ?", number)
        self._touch(table, self._last(table))

    def delete(self) -> None:
        """Delete a record for ever."""
        table, number, count = self._draw()
        if count < 15:
            return
        self.bench.change(f"DELETE FROM {table} WHERE {TABLES[table][0]} = ?", number)
        self.gone.setdefault(table, set()).add(number)
        if table == "address":  # what it looks for goes with it
            with self.bench.store.reading() as db:
                found = db.execute("SELECT id FROM searchcriteria WHERE internaladdressid = ?", (number,))
                self.gone.setdefault("searchcriteria", set()).update(row[0] for row in found)
            self.bench.change("DELETE FROM searchcriteria WHERE internaladdressid = ?", number)

    def change(self) -> None:
        """Change a value, perhaps in the second of the last change."""
        table, number, _ = self._draw()
        self._touch(table, number)

    def link(self) -> None:
        """Link two records."""
        kind, estate, address = self._draw_link()
        self.bench.change(
            "INSERT OR IGNORE INTO relation (type, parent, child) VALUES (?, ?, ?)", kind, estate, address
        )

    def unlink(self) -> None:
        """Take a link away."""
        kind, estate, _ = self._draw_link()
        self.bench.change(
            "DELETE FROM relation WHERE type = ? AND parent = ? AND child ="
            " (SELECT min(child) FROM relation WHERE type = ? AND parent = ?)",
            *(kind, estate, kind, estate),
        )

    def file(self) -> None:
        """Add, name anew or delete a file of an estate or an address."""
        with self.bench.store.reading() as db:
            files = [
                row[0] for row in db.execute("SELECT id FROM file WHERE module IN ('estate', 'address')")
            ]
            owners = db.execute(
                "SELECT 'estate', Id FROM estate UNION SELECT 'address', id FROM address"
            ).fetchall()
        number, drawn = self.random.choice(files), str(self.random.randint(0, 10**6))
        self.random.choice(
            (
                lambda: self.bench.change("DELETE FROM file WHERE id = ?", number),
                lambda: self.bench.change("UPDATE file SET title = ? WHERE id = ?", drawn, number),
                lambda: self.bench.change(
                    "INSERT INTO file (module, record, name, originalname, modified, content)"
                    " VALUES (?, ?, ?, ?, 0, '')",
                    *(*self.random.choice(owners), drawn, drawn),
                ),
            )
        )()

    def _touch(self, table: str, number: int) -> None:
        key, value, stamp = TABLES[table]
        drawn = self.random.randint(0, 10**6)
        self.bench.change(
            f"UPDATE {table} SET {value} = ?, {stamp} = ? WHERE {key} = ?",
            drawn if value == "kaufpreis" else str(drawn),
            german_time(self.bench.clock.time),
            number,
        )

    def _draw(self) -> tuple[str, int, int]:
        table = self.random.choice(list(TABLES))
        with self.bench.store.reading() as db:
            numbers = [row[0] for row in db.execute(f"SELECT {TABLES[table][0]} FROM {table}")]
        return table, self.random.choice(numbers), len(numbers)

    def _last(self, table: str) -> int:
        with self.bench.store.reading() as db:
            return int(db.execute(f"SELECT max({TABLES[table][0]}) FROM {table}").fetchone()[0])

    def _draw_link(self) -> tuple[str, int, int]:
        with self.bench.store.reading() as db:
            estates = [row[0] for row in db.execute("SELECT Id FROM estate")]
            addresses = [row[0] for row in db.execute("SELECT id FROM address")]
        return self.random.choice(LINKS), self.random.choice(estates), self.random.choice(addresses)

    def _fail(self, _body: bytes) -> Reply:
        raise NetworkError("The line is dead", arrived=False)

    def _lose(self, _body: bytes) -> Reply:
        return Reply(b"<html>busy</html>", status=502)

    def _refuse(self, body: bytes) -> Reply:
        """Answer as to somebody without rights: all is empty."""
        self.has_lied = True
        return self._powerless.post(body)

    def _halve(self, body: bytes) -> Reply:
        """Leave out half of the records, or all links, without a word."""
        self.has_lied = True
        reply = self._sandbox.post(body)
        answer = json.loads(reply.body)
        for result in answer["response"]["results"]:
            if result["resourcetype"] != "fields" and isinstance(result["data"], dict):
                for record in result["data"]["records"]:
                    if record["id"] == "relatedIds":
                        record["elements"] = {key: [] for key in record["elements"]}
                if len(result["data"]["records"]) > 1:
                    del result["data"]["records"][::2]
        return Reply(encode(answer), headers=reply.headers)

    def _kill(self, _body: bytes) -> Reply:
        raise Killed
