"""Tables that the API user may not read: the others are kept, and the exit code says which it was."""

import json
from collections.abc import Collection
from dataclasses import dataclass

import pytest

from copied_office import Bench
from oocli.errors import ApiError, OocliError
from oocli.replica.synchronizing import conclude
from oocli.replica.wish import Wish
from oocli.sandbox.door.answer import Sandbox, encode
from oocli.wire.reply import Reply

FEW = Wish(tables=("task", "user", "searchcriteria"))


@dataclass
class Forbidding:
    """The office of an API user without the right to some calls.

    Attributes:
        bench: whose office it is.
        resourcetypes: of the calls that are refused.
    """

    bench: Bench
    resourcetypes: Collection[str]

    def post(self, body: bytes) -> Reply:
        """Answer, and refuse."""
        reply = Sandbox(self.bench.store, now=self.bench.clock.now).post(body)
        answer = json.loads(reply.body)
        for result in answer["response"]["results"]:
            if result["resourcetype"] in self.resourcetypes:
                result["data"] = []
                result["status"] = {"errorcode": 156, "message": "The user has no access to this module"}
        return Reply(encode(answer), headers=reply.headers)


def run(bench: Bench, *refused: str) -> OocliError | None:
    """Bring a copy up to date whose calls of these resource types are refused; give what is wrong."""
    bench.transport = Forbidding(bench, refused)
    return conclude(bench.run(FEW))


def test_a_table_that_is_refused_leaves_the_others_alone(bench: Bench) -> None:
    """6; the others are there, and the status names it."""
    failure = run(bench, "user")
    assert failure is not None
    assert (failure.exit_code, failure.details) == (6, {"tables": ["user"]})
    assert bench.ask("SELECT count(*) > 0 FROM task_now") == [(1,)]
    assert bench.ask("SELECT state FROM _table WHERE name = 'user'") == [("refused",)]


def test_when_all_are_refused_a_right_is_missing(bench: Bench) -> None:
    """4."""
    failure = run(bench, "task", "user", "searchcriterias")
    assert failure is not None
    assert failure.exit_code == 4


def test_links_and_files_of_tables_that_are_refused_make_no_difference(bench: Bench) -> None:
    """They need their records; what is wrong is the right to these."""
    bench.transport = Forbidding(bench, ["estate", "address"])
    failure = conclude(bench.run(Wish(tables=("estate", "address", "relation", "file", "field"))))
    assert failure is not None
    assert failure.exit_code == 4


def test_that_fields_may_be_read_is_no_consolation(bench: Bench) -> None:
    """The list of fields is had without reading any record."""
    bench.transport = Forbidding(bench, ["task"])
    failure = conclude(bench.run(Wish(tables=("task", "field"))))
    assert failure is not None
    assert failure.exit_code == 4


def test_what_was_there_stays_when_a_right_is_lost(bench: Bench) -> None:
    """Nothing is marked as gone, and with the right it goes on."""
    run(bench)
    before = bench.ask("SELECT * FROM user")
    run(bench, "user")
    assert bench.ask("SELECT * FROM user") == before
    assert run(bench) is None


def test_a_copy_without_fields_to_ask_for_is_refused_as_a_whole(bench: Bench) -> None:
    """Where not even the configuration is given, nothing is begun."""
    run(bench)
    before = bench.ask("SELECT count(*) FROM _run")
    with pytest.raises(ApiError) as caught:
        run(bench, "fields")
    assert caught.value.exit_code == 4
    assert bench.ask("SELECT count(*) FROM _run") == before
