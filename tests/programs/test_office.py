"""An office for programs: what the commands do, without their streams."""

import inspect
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import oocli
from harness import Clock, Outcome
from oocli import Office, connect, errors
from oocli.client import Transport
from oocli.context import Context
from oocli.profiles import propose_profile
from oocli.sandbox import SECRET, TOKEN
from paged_office import PagedOffice, make_records
from scripted import ScriptedTransport, answer, result
from served import serve_sandbox

PAIR: dict[str, Any] = {"token": "t" * 32, "secret": "s" * 64}

SURFACE = {
    "close": "(self) -> 'None'",
    "count": "(self, resource: 'str', /, *, where: 'str | Iterable[str] | None' = None,"
    " since: 'str' = '', **parameters: 'Any') -> 'int'",
    "create": "(self, resource: 'str', fields: 'Mapping[str, Any] | None' = None, /,"
    " **parameters: 'Any') -> 'Record'",
    "delete": "(self, resource: 'str', number: 'str | int' = '', /, *, confirm: 'bool' = False,"
    " **parameters: 'Any') -> 'None'",
    "do": "(self, resource: 'str', form: 'str' = '', /, *, confirm: 'bool' = False,"
    " **parameters: 'Any') -> 'list[Record]'",
    "download": "(self, resource: 'str', number: 'int', folder: 'str | Path' = '', /, *,"
    " types: 'str | Iterable[str] | None' = None, replace: 'bool' = False) -> 'list[FileOutcome]'",
    "fields": "(self, module: 'str', /, *, language: 'str' = '', refresh: 'bool' = False)"
    " -> 'FieldConfiguration'",
    "get": "(self, resource: 'str', form: 'str' = '', /, **parameters: 'Any') -> 'list[Record]'",
    "modify": "(self, resource: 'str', number: 'str | int', fields: 'Mapping[str, Any] | None' = None, /,"
    " **parameters: 'Any') -> 'None'",
    "read": "(self, resource: 'str', number: 'str | int | Iterable[str | int] | None' = None, /, *,"
    " fields: 'str | Iterable[str] | None' = None, where: 'str | Iterable[str] | None' = None,"
    " sort: 'str | Iterable[str] | None' = None, limit: 'int | None' = None, offset: 'int | None' = None,"
    " since: 'str' = '', typed: 'bool' = False, skip_unknown_fields: 'bool' = False,"
    " **parameters: 'Any') -> 'Iterator[Record]'",
    "send": "(self, actions: 'Iterable[Mapping[str, Any]]', /, *, confirm: 'bool' = False)"
    " -> 'list[ActionResult]'",
    "undo": "(self, results: 'str | Path' = '', /, *, confirm: 'bool' = False, force: 'bool' = False,"
    " batch: 'int | None' = None, jobs: 'int | None' = None) -> 'list[RowOutcome]'",
    "upload": "(self, file: 'str | Path', /, *, estate: 'int | None' = None, address: 'int | None' = None,"
    " agentslog: 'int | None' = None, task: 'int | None' = None, type: 'str' = '', title: 'str' = '',"
    " freetext: 'str' = '', position: 'int | None' = None, **parameters: 'Any') -> 'FileOutcome'",
    "write_rows": "(self, verb: 'str', resource: 'str', rows: 'Iterable[Mapping[str, Any]]', /, *,"
    " results: 'str | Path' = '', confirm: 'bool | int' = False, resume: 'bool' = False,"
    " batch: 'int | None' = None, jobs: 'int | None' = None, **parameters: 'Any') -> 'list[RowOutcome]'",
}
CONNECT = (
    "(profile: str = '', *, token: str = '', secret: str = '', api_url: str = '', sandbox: bool = False,"
    " read_only: bool = False, warn: collections.abc.Callable[[str], None] = <lambda>,"
    " environ: collections.abc.Mapping[str, str] | None = None) -> oocli.programs.office.Office"
)


@pytest.fixture
def office(environ: dict[str, str]) -> Iterator[Office]:
    """Give the sandbox as an office."""
    with connect(sandbox=True, environ=environ) as opened:
        yield opened


@pytest.fixture
def over(environ: dict[str, str], clock: Clock) -> Callable[..., Office]:
    """Give a function that gives an office over a transport."""

    def open_office(transport: Transport, warn: Callable[[str], None] = print) -> Office:
        context = Context(
            environ=environ,
            now=clock.now,
            sleep=clock.sleep,
            options={"errors": "text"},
            open_transport=lambda _profile: transport,
        )
        context.profile = propose_profile("acme", PAIR, {}, environ)
        return Office(context, warn=warn)

    return open_office


def test_the_surface_changes_only_on_purpose() -> None:
    """Programs rely on these names and signatures: an addition is a line here, anything else breaks them."""
    methods = {name: member for name, member in vars(Office).items() if name[0] != "_"}
    found = {
        name: str(inspect.signature(member)) for name, member in methods.items() if inspect.isfunction(member)
    }
    assert found == SURFACE
    assert set(methods) - set(found) == {"profile"}
    shown = str(inspect.signature(connect)).replace(
        repr(inspect.signature(connect).parameters["warn"].default), "<lambda>"
    )
    assert shown == CONNECT
    assert oocli.__all__ == ["Office", "__version__", "connect"]


def test_an_unknown_name_of_the_package_is_none() -> None:
    """What is not there fails as in any module."""
    with pytest.raises(AttributeError, match="no attribute 'disconnect'"):
        _ = oocli.disconnect


def test_reading_gives_what_the_command_gives(office: Office, oocli: Callable[..., Outcome]) -> None:
    """The same records, all of them."""
    arguments = (
        "--sandbox",
        "read",
        "estate",
        "--all",
        "--fields",
        "Id,kaufpreis,ort",
        "--typed",
        "-o",
        "json",
    )
    outcome = oocli(*arguments)
    read = list(office.read("estate", fields=["Id", "kaufpreis", "ort"], typed=True))
    assert read == outcome.json
    assert len(read) == office.count("estate") == 300


def test_records_come_as_their_pages_come(over: Callable[..., Office]) -> None:
    """Who takes one record has asked for a few pages, not for all."""
    paged = PagedOffice(make_records(range(1, 100_001), kaufpreis=1))
    records = over(paged).read("estate", fields="Id")
    assert next(records)["id"] == 1
    assert len(paged.requests) < 20


def test_a_reading_is_checked_at_once(office: Office) -> None:
    """Not only when the first record is taken."""
    with pytest.raises(errors.FilterError):
        office.read("estate", where="kaufpreis <<< 3")


def test_a_record_that_is_not_there_is_a_failure(office: Office) -> None:
    """As it is for a command."""
    with pytest.raises(errors.RecordNotFound):
        list(office.read("estate", 999_999))


def test_an_empty_number_is_refused(office: Office) -> None:
    """A variable that is not set must not mean all records."""
    with pytest.raises(errors.UsageError, match="id is empty"):
        office.read("estate", "")


def test_limit_of_the_api_itself_is_one_page(office: Office) -> None:
    """Who names the parameter wants so many."""
    assert len(list(office.read("estate", listlimit=3))) == 3


def test_what_is_written_is_read(office: Office) -> None:
    """Python's values become those of the API: numbers, dates, decimals, None for nothing."""
    fields = {"kaufpreis": Decimal("349000.50"), "verfuegbar_ab": None, "lage": "Schön, 5 % unter Markt"}
    office.modify("estate", 11, fields)
    read = next(office.read("estate", 11, fields=fields, typed=True))["elements"]
    assert read == {"kaufpreis": 349000.5, "verfuegbar_ab": "", "lage": "Schön, 5 % unter Markt"}


def test_days_and_times_are_written_as_the_api_writes_them(over: Callable[..., Office]) -> None:
    """No T, no fraction of a second."""
    script = ScriptedTransport([answer(result({"id": 5, "type": "task", "elements": {}}))])
    when = datetime(2026, 12, 1, 15, 30, 0, 7)
    over(script).create("task", {"Betreff": "Besichtigung"}, data={"Beginn": when, "Ende": when.date()})
    assert script.actions[-1]["parameters"] == {
        "data": {"Beginn": "2026-12-01 15:30:00", "Ende": "2026-12-01", "Betreff": "Besichtigung"}
    }


def test_a_value_that_cannot_be_one_is_refused_before_sending(office: Office) -> None:
    """With the same words as on the command line."""
    with pytest.raises(errors.InvalidAction, match="is not sent") as caught:
        office.modify("estate", 11, {"kaufpreis": "viel"})
    assert "'viel' is not a number" in caught.value.why


def test_a_value_that_json_has_not_is_refused(office: Office) -> None:
    """A set, an object of the program."""
    with pytest.raises(errors.UsageError, match="lage cannot be written as JSON"):
        office.modify("estate", 11, {"lage": {1, 2}})


def test_what_reaches_people_needs_to_be_confirmed(office: Office) -> None:
    """The failure says how."""
    with pytest.raises(errors.GuardError) as caught:
        office.do(
            "sendmail", emailidentity="a@example.org", receiver=["b@example.org"], subject="x", body="y"
        )
    assert caught.value.hint == "confirm=True sends it"


def test_read_only_holds_whatever_is_confirmed(environ: dict[str, str]) -> None:
    """For one record, for rows, and for raw actions."""
    office = connect(sandbox=True, read_only=True, environ=environ)
    delete = {"actionid": "delete", "resourcetype": "calendar", "resourceid": "1"}
    for write in (
        lambda: office.modify("estate", 11, {"lage": "x"}),
        lambda: office.write_rows("modify", "estate", [{"_id": 11, "lage": "x"}], confirm=True),
        lambda: office.send([delete], confirm=True),
        lambda: office.upload(__file__, estate=11, type="Dokument"),
    ):
        with pytest.raises(errors.GuardError, match="read-only"):
            write()


def test_each_action_that_is_sent_has_its_own_result(office: Office) -> None:
    """One that failed raises when its records are asked for, not before."""
    good = {"actionid": "read", "resourcetype": "user", "parameters": {"data": ["Nr"]}}
    ok, refused = office.send([good, {**good, "resourcetype": "nothing"}])
    assert (ok.failure, len(ok.records)) == (None, ok.total)
    with pytest.raises(errors.ApiError):
        _ = refused.records


def test_rows_are_recorded_and_told(office: Office, tmp_path: Path) -> None:
    """Each row has an outcome, and the results file has the same."""
    rows: list[dict[str, Any]] = [{"_id": 11, "kaufpreis": 1}, {"_id": 13, "kaufpreis": 2.5}]
    path = tmp_path / "results.ndjson"
    outcomes = office.write_rows("modify", "estate", rows, results=path, confirm=2)
    assert [(outcome.row, outcome.status, outcome.id) for outcome in outcomes] == [
        (1, "ok", 11),
        (2, "ok", 13),
    ]
    assert [json.loads(line)["status"] for line in path.read_text().splitlines()] == ["ok", "ok"]


def test_rows_of_which_one_is_refused_name_the_results(office: Office) -> None:
    """What became of each stands in the file."""
    with pytest.raises(errors.PartlyDone) as caught:
        office.write_rows(
            "modify", "estate", [{"_id": 11, "lage": "x"}, {"_id": 999_999, "lage": "x"}], confirm=True
        )
    lines = Path(caught.value.details["results"]).read_text().splitlines()
    assert [json.loads(line)["status"] for line in lines] == ["ok", "error"]


@pytest.mark.parametrize("confirm", [False, 3, 0])
def test_rows_that_are_not_confirmed_are_not_sent(office: Office, confirm: bool | int) -> None:
    """Neither without a word nor with another number."""
    before = next(office.read("estate", 11, fields="lage"))
    with pytest.raises(errors.GuardError) as caught:
        office.write_rows("modify", "estate", [{"_id": 11, "lage": "never"}], confirm=confirm)
    assert caught.value.hint == "confirm=True sends it"
    assert next(office.read("estate", 11, fields="lage")) == before


@pytest.mark.parametrize("names_it", [True, False])
def test_a_run_is_taken_back(office: Office, tmp_path: Path, names_it: bool) -> None:
    """By its file of results, or as the newest one; nothing is sent without a word."""
    read = partial(office.read, "estate", fields="lage,kaufpreis", where="Id in (11,13)")
    before = list(read())
    results = tmp_path / "prices.ndjson"
    rows: list[dict[str, Any]] = [{"_id": 11, "lage": "Rand", "kaufpreis": 1}, {"_id": 13, "kaufpreis": 2}]
    office.write_rows("modify", "estate", rows, results=results if names_it else "", confirm=True)
    after = list(read())
    with pytest.raises(errors.GuardError, match="needs to be confirmed"):
        office.undo(results if names_it else "")
    assert list(read()) == after != before
    outcomes = office.undo(results if names_it else "", confirm=True)
    assert [(outcome.status, outcome.id) for outcome in outcomes] == [("ok", 11), ("ok", 13)]
    assert list(read()) == before


def test_what_was_changed_since_is_left(office: Office) -> None:
    """A failure names how many rows; ``force`` takes them back, too."""
    office.write_rows("modify", "estate", [{"_id": 11, "lage": "Rand"}], confirm=True)
    office.modify("estate", 11, {"lage": "Mitte"})
    with pytest.raises(errors.PartlyDone) as caught:
        office.undo(confirm=True)
    assert caught.value.details["left"] == 1
    assert [outcome.status for outcome in office.undo(confirm=True, force=True)] == ["ok"]


def test_no_rows_are_no_failure(office: Office) -> None:
    """A night without changes."""
    assert office.write_rows("modify", "estate", [], confirm=True) == []


def test_a_file_goes_up_and_comes_back(office: Office, tmp_path: Path) -> None:
    """With its content."""
    (tmp_path / "plan.pdf").write_bytes(b"%PDF-1.4 made up")
    stored = office.upload(tmp_path / "plan.pdf", estate=11, type="Grundriss")
    found = office.download("estate", 11, tmp_path / "files", types="Grundriss")
    paths = {str(file.id): file.facts["path"] for file in found}
    assert Path(paths[str(stored.id)]).read_bytes() == b"%PDF-1.4 made up"


def test_a_file_needs_one_record(office: Office) -> None:
    """None, or two, are refused."""
    nothing: dict[str, Any] = {}
    for targets in (nothing, {"estate": 1, "address": 2}):
        with pytest.raises(errors.UsageError, match="goes to one record"):
            office.upload(__file__, type="Dokument", **targets)


def test_warnings_go_where_the_program_wants(environ: dict[str, str]) -> None:
    """Each once, and nowhere else."""
    told: list[str] = []
    with connect(sandbox=True, environ=environ, warn=told.append) as office:
        office.fields("estate")
        list(office.read("estate", fields=["Id", "kaufpreiss"], skip_unknown_fields=True, limit=1))
    assert [text for text in told if "kaufpreiss" in text]


def test_a_call_that_is_not_known_is_refused(office: Office) -> None:
    """With what may have been meant."""
    with pytest.raises(errors.UsageError, match="no call read estat") as caught:
        office.read("estat")
    assert "Did you mean read estate?" in caught.value.hint


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        ({"token": "t" * 32}, errors.CredentialsError),
        ({"secret": "s" * 64}, errors.CredentialsError),
        ({"profile": "acme", "sandbox": True}, errors.UsageError),
        ({"profile": "nobody"}, errors.UsageError),
        ({}, errors.CredentialsError),
    ],
)
def test_arguments_that_name_no_account_are_refused(
    environ: dict[str, str], arguments: dict[str, Any], kind: type[errors.OocliError]
) -> None:
    """Before anything is sent, and never the sandbox in its place."""
    with pytest.raises(kind):
        connect(**arguments, environ=environ)


def test_a_pair_that_is_handed_over_wins_over_the_environment(environ: dict[str, str]) -> None:
    """No profile of this machine decides where the token of a program goes."""
    others = {
        "OOCLI_SANDBOX": "1",
        "OOCLI_PROFILE": "nobody",
        "OOCLI_TOKEN": "x" * 32,
        "OOCLI_SECRET": "y" * 64,
    }
    office = connect(**PAIR, environ={**environ, **others})
    assert office.profile == "program"


def test_secrets_are_in_no_representation(environ: dict[str, str]) -> None:
    """A log of a program may show an office."""
    assert "s" * 64 not in repr(vars(connect(**PAIR, environ=environ)))


def test_display_settings_of_the_environment_do_not_matter(environ: dict[str, str]) -> None:
    """They are for people: a table here would be read by nobody."""
    variables = {
        "OOCLI_OUTPUT": "csv",
        "OOCLI_FORCE_TTY": "1",
        "OOCLI_FLAT": "1",
        "OOCLI_DEBUG": "1",
        "OOCLI_QUIET": "2",
    }
    office = connect(sandbox=True, environ={**environ, **variables})
    outcomes = office.write_rows("modify", "estate", [{"_id": 11, "lage": "x"}], confirm=True)
    assert outcomes[0].status == "ok"


def test_threads_share_one_office(environ: dict[str, str], home: Path) -> None:
    """Over HTTP, with one set of connections."""
    counts: list[int] = []
    with serve_sandbox(home / "data" / "sandbox.sqlite") as server:
        office = connect(token=TOKEN, secret=SECRET, api_url=server.url, environ=environ)
        with office:
            work = [
                threading.Thread(target=lambda: counts.append(sum(1 for _ in office.read("estate"))))
                for _ in range(4)
            ]
            for thread in work:
                thread.start()
            for thread in work:
                thread.join()
    assert counts == [300] * 4


def test_nothing_is_printed(office: Office, capfd: pytest.CaptureFixture[str]) -> None:
    """Not for failures, warnings or many rows."""
    list(office.read("estate", fields=["Id", "kaufpreis"], limit=3))
    office.write_rows("modify", "estate", [{"_id": 11, "lage": "x"}], confirm=True)
    with pytest.raises(errors.OocliError):
        office.modify("estate", 999_999, {"lage": "x"})
    assert capfd.readouterr() == ("", "")


def test_what_is_loaded(environ: dict[str, str]) -> None:
    """Neither Typer nor rich ever, and requests not before the first request."""
    program = (
        "import sys\n"
        "from oocli import connect\n"
        "connect(token='t' * 32, secret='s' * 64, api_url='http://127.0.0.1:1/api')\n"
        "early = [name for name in ('requests', 'typer', 'rich', 'sqlite3', 'ssl') if name in sys.modules]\n"
        "office = connect(sandbox=True)\n"
        "office.write_rows('modify', 'estate', [{'_id': 11, 'lage': 'x'}], confirm=True)\n"
        "print(early, [name for name in ('requests', 'typer', 'rich') if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env={**environ}, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("[] []\n", "")


def test_importing_costs_at_most_half_more_than_requests(environ: dict[str, str]) -> None:
    """By processor time, the best of some: what a script pays that may not send anything at all."""

    def measure(statement: str) -> float:
        program = f"import time; {statement}; print(time.process_time())"
        done = subprocess.run(
            [sys.executable, "-c", program], env={**environ}, capture_output=True, text=True, check=True
        )
        return float(done.stdout)

    pairs = [(measure("import requests"), measure("from oocli import connect")) for _ in range(5)]
    assert min(ours for _, ours in pairs) <= 1.5 * min(theirs for theirs, _ in pairs)
