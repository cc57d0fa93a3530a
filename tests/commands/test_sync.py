"""``oocli sync``: what it takes, says and leaves behind."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from harness import Clock, Outcome
from oocli.replica.run_lock import locked

Oocli = Callable[..., Outcome]


def ask(path: Path, statement: str) -> list[tuple[object, ...]]:
    """Ask a file as any other program would."""
    db = sqlite3.connect(path)
    try:
        return db.execute(statement).fetchall()
    finally:
        db.close()


def change(home: Path, statement: str) -> None:
    """Change the sandbox's records."""
    db = sqlite3.connect(home / "data" / "sandbox.sqlite")
    db.execute(statement)
    db.execute("UPDATE fact SET value = value + 1 WHERE name = 'revision'")
    db.commit()
    db.close()


def test_a_copy_has_what_the_office_has(oocli: Oocli, tmp_path: Path) -> None:
    """Every table, a line each."""
    done = oocli("--sandbox", "sync", str(tmp_path / "crm.db"), "-o", "csv")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[:2] == [
        "_id,records,inserted,updated,deleted,state",
        "estate,300,300,0,0,ok",
    ]
    assert ask(tmp_path / "crm.db", "SELECT count(*) FROM estate_now") == [(300,)]


def test_a_second_run_reads_what_has_changed(oocli: Oocli, home: Path, tmp_path: Path, clock: Clock) -> None:
    """One estate that is new in a value, one that is gone."""
    clock.time = 1_800_000_000.0
    oocli("--sandbox", "sync", str(tmp_path / "crm.db"), "estate")
    change(home, "UPDATE estate SET geaendert_am = '2026-12-01 10:00:00', kaufpreis = 1 WHERE Id = 13")
    change(home, "DELETE FROM estate WHERE Id = 11")
    done = oocli("--sandbox", "sync", str(tmp_path / "crm.db"), "-o", "csv")
    assert done.out.splitlines()[1:] == ["estate,299,0,1,1,ok"]


def test_a_dry_run_says_what_would_change_and_changes_nothing(
    oocli: Oocli, home: Path, tmp_path: Path
) -> None:
    """Neither a file that is there nor one that is not."""
    path = tmp_path / "crm.db"
    done = oocli("--sandbox", "sync", "-n", str(path), "estate", "-o", "csv")
    assert done.out.splitlines()[1:] == ["estate,300,300,0,0,ok"]
    assert not path.exists()
    oocli("--sandbox", "sync", str(path), "estate")
    change(home, "DELETE FROM estate WHERE Id = 11")
    done = oocli("--sandbox", "sync", "-n", str(path), "-o", "csv")
    assert done.out.splitlines()[1:] == ["estate,299,0,0,1,ok"]
    assert ask(path, "SELECT count(*) FROM estate_now") == [(300,)]


@pytest.mark.parametrize("option", ["--dry-run", "--check"])
def test_a_file_that_is_no_copy_is_refused_by_its_own_name(oocli: Oocli, tmp_path: Path, option: str) -> None:
    """Also where a run would be tried on a double of it."""
    path = tmp_path / "other.db"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE mine (a)")
    db.close()
    done = oocli("--sandbox", "sync", option, str(path))
    assert done.code == 2
    assert done.error["message"] == f"{path} is not a copy that `oocli sync` has made"


def test_check_compares_every_value(oocli: Oocli, home: Path, tmp_path: Path) -> None:
    """Also those of records whose stamp has not changed; 9 where that is asked for."""
    path = str(tmp_path / "crm.db")
    oocli("--sandbox", "sync", path, "estate", "relation")
    assert oocli("--sandbox", "sync", "--check", path, "--exit-code").code == 0
    change(home, "UPDATE estate SET kaufpreis = 1 WHERE Id = 13")
    change(home, "DELETE FROM estate WHERE Id = 11")
    done = oocli("--sandbox", "sync", "--check", path, "--exit-code", "-o", "csv", "--errors", "text")
    assert done.code == 9
    assert done.out.splitlines() == [
        "_id,record,op,field,copy,office",
        "estate,13,update,kaufpreis,0.0,1.0",
        "estate,13,update,calculatedPrice,1276.0,1.0",
        "estate,11,delete,,,",
        *(line for line in done.out.splitlines() if line.startswith("relation,estate:") and ":" in line),
    ]
    assert "is not equal to onOffice" in done.err
    assert oocli("--sandbox", "sync", "--check", path).code == 0


def test_check_tells_of_more_missing_rows_than_may_vanish(oocli: Oocli, home: Path, tmp_path: Path) -> None:
    """It marks nothing, so no guard stops it: 9, and the hint names what a run will need."""
    path = str(tmp_path / "meine kopie.db")
    oocli("--sandbox", "sync", path, "user", "task")
    change(home, 'DELETE FROM "user"')
    change(home, "DELETE FROM task WHERE Nr IN (SELECT Nr FROM task ORDER BY Nr LIMIT 20)")
    done = oocli("--sandbox", "sync", "--check", path, "--exit-code", "-o", "csv", "--errors", "text")
    assert done.code == 9
    assert sum(line.startswith(("user,", "task,")) for line in done.out.splitlines()) == 28
    assert done.err.splitlines()[1:] == [
        "  task: 20 of 60 are missing, user: 8 of 8 are missing,"
        " more than may vanish at once: a right may be lost",
        f"  `oocli sync '{path}' --full --max-deletes 20` mends it, if they are gone indeed",
    ]
    done = oocli(
        "--sandbox", "sync", "--check", path, "--exit-code", "--max-deletes", "20", "--errors", "text"
    )
    assert done.err.splitlines()[1:] == [f"  `oocli sync '{path}' --full` mends it"]
    assert oocli("--sandbox", "sync", "--check", path).code == 0
    assert oocli("--sandbox", "sync", path, "--full", "--max-deletes", "20").code == 0
    assert oocli("--sandbox", "sync", "--check", path, "--exit-code").code == 0


def test_check_tells_of_missing_links_by_type(oocli: Oocli, home: Path, tmp_path: Path) -> None:
    """Each type has a limit of its own."""
    path = str(tmp_path / "crm.db")
    oocli("--sandbox", "sync", path, "estate", "relation", "--relations", "estate:address:owner")
    change(home, "DELETE FROM relation WHERE type = 'estate:address:owner'")
    done = oocli("--sandbox", "sync", "--check", path, "--exit-code", "--errors", "json")
    assert done.code == 9
    assert done.error["why"].startswith("relation estate:address:owner: ")


def test_check_of_half_a_copy_says_what_it_lacks(oocli: Oocli, tmp_path: Path) -> None:
    """A table that was never whole is not a reason to say that all is well."""
    path = tmp_path / "crm.db"
    oocli("--sandbox", "sync", str(path), "user")
    db = sqlite3.connect(path)
    db.execute("UPDATE _table SET filled = 0")
    db.execute("DELETE FROM user WHERE _id = 19")
    db.commit()
    db.close()
    done = oocli("--sandbox", "sync", "--check", str(path), "-o", "csv")
    assert done.out.splitlines()[1:] == ["user,19,insert,,,"]


def test_a_field_that_nobody_has_is_refused_with_what_was_meant(oocli: Oocli, tmp_path: Path) -> None:
    """A slip of the pen would else be found in an empty report; a new file is not made for it."""
    path = tmp_path / "crm.db"
    for _ in range(2):
        done = oocli("--sandbox", "sync", str(path), "estate", "--fields", "estate=ort,Größe,objekttittel")
        assert done.code == 2
        assert done.error["message"] == "estate has no fields 'Größe' and 'objekttittel'"
        assert done.error["hint"] == "Did you mean objekttitel?"
        assert not path.exists()
    oocli("--sandbox", "sync", str(path), "estate", "--fields", "estate=ort")
    assert oocli("--sandbox", "watch", str(path), "--fields", "estate=Ortt").code == 2
    assert ask(path, "SELECT value FROM _fact WHERE name = 'fields'") == [('{"estate": ["ort"]}',)]


def test_a_configured_field_that_is_not_given_is_told(oocli: Oocli, tmp_path: Path) -> None:
    """It stays chosen: a right may come back."""
    path = str(tmp_path / "crm.db")
    done = oocli("--sandbox", "sync", path, "task", "--fields", "task=Betreff,tags")
    assert done.code == 0
    assert "task: the API does not give tags" in done.err
    assert oocli("--sandbox", "sync", path, "task").err == ""


@pytest.mark.parametrize(
    ("option", "value", "table"),
    [
        ("--fields", "address=Name", "address"),
        ("--relations", "estate:address:owner", "relation"),
        ("--calendar", "-1d..1d", "calendar"),
    ],
)
def test_what_is_said_of_a_table_that_the_copy_does_not_have_is_refused(
    oocli: Oocli, tmp_path: Path, option: str, value: str, table: str
) -> None:
    """It would be remembered, and nothing be read."""
    path = str(tmp_path / "crm.db")
    done = oocli("--sandbox", "sync", path, "user", option, value)
    assert (done.code, done.error["hint"]) == (2, f"Name the table, too: user {table}")
    assert oocli("--sandbox", "sync", path, "user", "--relations", "none").code == 0


def test_status_asks_nobody(oocli: Oocli, tmp_path: Path) -> None:
    """It names the fields that are refused, and needs no profile."""
    path = str(tmp_path / "crm.db")
    oocli("--sandbox", "sync", path, "task")
    done = oocli("sync", "--status", path)
    assert done.json == [
        {
            "table": "task",
            "records": 60,
            "gone": 0,
            "read_at": "2025-10-09T08:53:20+00:00",
            "state": "ok",
            "lost_fields": ["Nr", "newValue", "tags"],
            "problem": "",
        }
    ]


def test_status_of_one_table_tells_of_no_other(oocli: Oocli, tmp_path: Path) -> None:
    """And a name that is no table is refused, as it is everywhere."""
    path = str(tmp_path / "crm.db")
    oocli("--sandbox", "sync", path, "task", "user")
    assert [row["table"] for row in oocli("sync", "--status", path, "user").json] == ["user"]
    assert oocli("sync", "--status", path, "users").code == 2


def test_two_runs_on_one_file_are_one_too_many(oocli: Oocli, tmp_path: Path) -> None:
    """The second ends at once with 8."""
    with locked(tmp_path / "crm.db", now=0.0):
        done = oocli("--sandbox", "sync", str(tmp_path / "crm.db"))
    assert done.code == 8
    assert "is being written by process" in done.error["message"]


def test_a_link_is_the_file_that_it_leads_to(oocli: Oocli, tmp_path: Path) -> None:
    """Also for the lock, or two runs would write at once; and where that file is made first."""
    (tmp_path / "link.db").symlink_to(tmp_path / "crm.db")
    assert oocli("--sandbox", "sync", str(tmp_path / "link.db"), "user").code == 0
    assert sorted(path.name for path in tmp_path.glob("*.db*")) == ["crm.db", "link.db"]
    with locked(tmp_path / "crm.db", now=0.0):
        done = oocli("--sandbox", "sync", str(tmp_path / "link.db"))
    assert (done.code, done.error["message"].split()[0]) == (8, str(tmp_path / "link.db"))


@pytest.mark.parametrize("name", [":memory:", "file:crm.db?mode=memory", "Büro #1%20?.db", "-x.db"])
def test_any_name_is_that_of_a_file(
    oocli: Oocli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """SQLite means something else by some."""
    monkeypatch.chdir(tmp_path)
    assert oocli("--sandbox", "sync", "--", name, "user").code == 0
    assert oocli("sql", "--", name, "select count(*) as n from user").json == [{"n": 8}]


def test_a_pipe_is_no_copy(oocli: Oocli) -> None:
    """A file named - would be a surprise."""
    assert oocli("--sandbox", "sync", "-").error["message"].startswith("A copy is a file")


def test_another_account_is_refused(oocli: Oocli, tmp_path: Path) -> None:
    """Before anything is asked."""
    path = str(tmp_path / "crm.db")
    oocli("--sandbox", "sync", path, "user")
    account = {"OOCLI_TOKEN": "t" * 32, "OOCLI_SECRET": "s" * 64, "OOCLI_URL": "http://127.0.0.1:9"}
    done = oocli("sync", path, variables=account)
    assert done.code == 2
    assert "is a copy of another account" in done.error["message"]


def test_a_run_that_never_began_leaves_no_file(oocli: Oocli, tmp_path: Path) -> None:
    """Nobody is at the address."""
    account = {"OOCLI_TOKEN": "t" * 32, "OOCLI_SECRET": "s" * 64, "OOCLI_URL": "http://127.0.0.1:9"}
    done = oocli("sync", str(tmp_path / "crm.db"), variables=account)
    assert done.code == 7
    assert list(tmp_path.glob("crm.db*")) == []


def test_days_of_appointments_in_german_notation(oocli: Oocli, tmp_path: Path) -> None:
    """The days of --calendar are those of 2026-11-01..2026-11-30 in either notation."""
    counts = []
    for days in ("1.1.2025..31.12.2026", "2025-01-01..2026-12-31"):
        words = ("--calendar", days, "-o", "json")
        done = oocli("--sandbox", "sync", str(tmp_path / f"{days}.db"), "calendar", *words)
        counts.append([record["elements"]["records"] for record in done.json if record["id"] == "calendar"])
    assert counts[0] == counts[1] != [0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["estates"], "There is no table 'estates', did you mean estate?"),
        (["--fields", "estate"], "--fields takes TABLE=NAME,NAME or TABLE=@all, not 'estate'"),
        (["--fields", "calendar=date"], "The fields of calendar cannot be chosen"),
        (["--relations", "task:file:attachment,complex:estate:units"], "The parents of complex:estate:units"),
        (["--relations", ","], "--relations ',' names no type"),
        (["--calendar", "soon"], "--calendar does not understand 'soon'"),
        (["--calendar", "31.2.2026..1.3.2026"], "--calendar does not understand '31.2.2026..1.3.2026'"),
        (["--calendar", "2027-01-01..2026-01-01"], "--calendar 2027-01-01..2026-01-01 ends before it begins"),
        (["--sweep", "often"], "--sweep takes auto, always, never, not 'often'"),
        (["--max-deletes", "few"], "--max-deletes takes 5% or 200, not 'few'"),
        (["--check", "--status"], "Choose one of --check, --status and --dry-run"),
        (["--exit-code"], "--exit-code belongs to --check"),
        (["--fields", ""], "--fields takes TABLE=NAME,NAME or TABLE=@all, not ''"),
        (["--fields", "estate= ,"], "--fields takes TABLE=NAME,NAME or TABLE=@all, not 'estate= ,'"),
        (["--relations", ""], "--relations '' names no type"),
        (["--calendar", ""], "--calendar does not understand ''"),
        (["--sweep", ""], "--sweep takes auto, always, never, not ''"),
        (["--max-deletes", ""], "--max-deletes takes 5% or 200, not ''"),
        (["--jobs", ""], "--jobs takes a number from 1 to 16, or auto, not ''"),
        (["--batch", ""], "--batch takes a number from 1 to 50, or auto, not ''"),
        ([""], "There is no table ''"),
        (["--status", "--full"], "--full has no meaning with --status"),
        (["--status", "--sweep", "auto", "--jobs", "3"], "--sweep and --jobs have no meaning with --status"),
        (["--check", "--purge"], "--purge has no meaning with --check"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_asked(
    oocli: Oocli, tmp_path: Path, arguments: list[str], message: str
) -> None:
    """With exit code 2, and no file."""
    done = oocli("--sandbox", "sync", str(tmp_path / "crm.db"), *arguments)
    assert done.code == 2
    assert done.error["message"].startswith(message)
    assert list(tmp_path.glob("crm.db*")) == []


@pytest.mark.parametrize("command", [["sync"], ["watch"], ["sync", "--status"]])
def test_an_empty_name_of_the_file_is_called_so(oocli: Oocli, command: list[str]) -> None:
    """The variable of a script may be empty."""
    done = oocli("--sandbox", *command, "")
    assert (done.code, done.error["message"]) == (2, "The name of the file is empty")


def test_a_table_that_is_refused_leaves_the_others_alone(oocli: Oocli, tmp_path: Path, home: Path) -> None:
    """6, and the others are there."""
    path = tmp_path / "crm.db"
    oocli("--sandbox", "sync", str(path), "user", "task")
    change(home, 'DELETE FROM "user"')
    done = oocli("--sandbox", "sync", str(path), "-o", "csv", "--errors", "text")
    assert done.code == 8
    assert "user: nothing came, and the copy has 8; nothing was marked as gone" in done.err
    assert ask(path, "SELECT count(*) FROM task_now") == [(60,)]
