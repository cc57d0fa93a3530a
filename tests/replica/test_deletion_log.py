"""Who deleted a record and when, where the log may be read."""

import json
from dataclasses import dataclass

from copied_office import Bench
from oocli.replica.wish import Wish
from oocli.sandbox.door.answer import Sandbox, encode
from oocli.wire.reply import Reply

TASKS = Wish(tables=("task",))
DELETED = "SELECT _deleted_at, _deleted_by, _deleted_on FROM task WHERE _id = 403"
MISSED = "2025-10-09T08:53:20+00:00"


@dataclass
class Refusing:
    """The office of an API user who may not read the log.

    Attributes:
        bench: whose office it is.
    """

    bench: Bench

    def post(self, body: bytes) -> Reply:
        """Answer, and refuse the log."""
        reply = Sandbox(self.bench.store, now=self.bench.clock.now).post(body)
        answer = json.loads(reply.body)
        for result in answer["response"]["results"]:
            if result["resourcetype"] == "log":
                result["data"] = []
                result["status"] = {"errorcode": 156, "message": "not allowed"}
        return Reply(encode(answer), headers=reply.headers)


def delete(bench: Bench, *, logged: str = "2025-10-09 10:20:30", module: str = "task") -> None:
    """Delete a task, and write that into the log."""
    bench.change("DELETE FROM task WHERE Nr = 403")
    bench.change(
        "INSERT INTO log_entry (action, module, user, moment, resource) VALUES ('delete', ?, 19, ?, '403')",
        module,
        logged,
    )


def test_the_log_says_who_deleted_a_record_and_when(bench: Bench) -> None:
    """The number of the user, and German time; beside when it was missed."""
    bench.run(TASKS)
    delete(bench)
    bench.run(TASKS)
    assert bench.ask(DELETED) == [(MISSED, 19, "2025-10-09T10:20:30")]


def test_the_last_entry_counts(bench: Bench) -> None:
    """A record may have been deleted, brought back and deleted again."""
    bench.run(TASKS)
    delete(bench, logged="2025-10-09 09:00:00")
    delete(bench)
    bench.run(TASKS)
    assert bench.ask(DELETED) == [(MISSED, 19, "2025-10-09T10:20:30")]


def test_what_was_deleted_long_before_was_another_record(bench: Bench) -> None:
    """As was one of another module; the log is read from the last run on."""
    bench.run(TASKS)
    delete(bench, logged="2025-10-01 10:20:30")
    delete(bench, module="estate")
    bench.run(TASKS)
    assert bench.ask(DELETED) == [(MISSED, None, None)]


def test_nobody_needs_the_log(bench: Bench) -> None:
    """Who may not read it marks what is gone all the same."""
    bench.run(TASKS)
    delete(bench)
    bench.transport = Refusing(bench)
    (outcome,) = bench.run(TASKS)
    assert outcome.failure is None
    assert bench.ask(DELETED) == [(MISSED, None, None)]


def test_a_record_that_comes_back_was_deleted_by_nobody(bench: Bench) -> None:
    """As after a backup was restored."""
    bench.run(TASKS)
    with bench.store.reading() as db:
        row = db.execute("SELECT * FROM task WHERE Nr = 403").fetchone()
    delete(bench)
    bench.run(TASKS)
    bench.change(f"INSERT INTO task VALUES ({', '.join('?' * len(row))})", *row)
    bench.run(TASKS)
    assert bench.ask(DELETED) == [(None, None, None)]


def test_appointments_and_search_criteria_have_their_names_in_the_log(bench: Bench) -> None:
    """The log calls search criteria by two words."""
    bench.run(Wish(tables=("searchcriteria", "calendar")))
    for table, module, key in (
        ("searchcriteria", "search criteria", "id"),
        ("appointment", "calendar", "Nr"),
    ):
        with bench.store.reading() as db:
            number = db.execute(f"SELECT min({key}) FROM {table}").fetchone()[0]
        bench.change(f"DELETE FROM {table} WHERE {key} = ?", number)
        bench.change(
            "INSERT INTO log_entry (action, module, user, moment, resource)"
            " VALUES ('delete', ?, 19, '2025-10-09 10:20:30', ?)",
            module,
            str(number),
        )
    bench.run(Wish(tables=("searchcriteria", "calendar")))
    for table in ("searchcriteria", "calendar"):
        assert bench.ask(f"SELECT _deleted_by FROM {table} WHERE _deleted_at IS NOT NULL") == [(19,)]
