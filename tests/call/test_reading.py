"""Reading everything from the command line: --all, --limit, --count, --since, --resume and their failures."""

import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness import Outcome
from oocli.errors import NetworkError
from oocli.wire.reply import Reply
from paged_office import PagedOffice, make_records

ACCOUNT = {"OOCLI_TOKEN": "t" * 32, "OOCLI_SECRET": "s" * 64}
ONE_BY_ONE = ("--jobs", "1", "--batch", "1")
Oocli = Callable[..., Outcome]


@pytest.fixture
def read(oocli: Oocli) -> Oocli:
    """Give a function that runs a command line against a transport."""

    def call(transport: object, *arguments: str, **settings: object) -> Outcome:
        return oocli(*arguments, transport=transport, variables=ACCOUNT, **settings)

    return call


@dataclass
class Breaking:
    """An office that cannot be reached after so many requests, or where something else happens then."""

    office: PagedOffice
    after: int
    happen: Callable[[], None] | None = None

    def post(self, body: bytes) -> Reply:
        """Answer, or fail."""
        if len(self.office.requests) >= self.after:
            if self.happen is None:
                raise NetworkError("The connection broke", arrived=True)
            self.happen()
        return self.office.post(body)


def test_all_estates_of_the_sandbox_come(oocli: Oocli) -> None:
    """Every page of the sandbox, as one array, in small pages and large."""
    whole = oocli("--sandbox", "read", "estate", "--all")
    assert whole.code == 0
    assert len(whole.json) == 300
    assert oocli("--sandbox", "read", "estate", "--all", "--listlimit", "7") == whole
    assert oocli("--sandbox", "read", "estate", "--all", "--jobs", "1", "--batch", "1") == whole


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (("read", "address", "--all"), 200),
        (("read", "address", "--limit", "5"), 5),
        (("read", "task", "--all", "--listlimit", "11"), 60),
        (("read", "estate", "--all", "--sort", "ort", "--listlimit", "30"), 300),
        (("read", "estate", "--all", "--where", "Id>300", "--limit", "120", "--listlimit", "50"), 120),
        (("read", "estate", "17", "--all"), 1),
    ],
)
def test_so_many_records_of_the_sandbox_come(oocli: Oocli, arguments: tuple[str, ...], count: int) -> None:
    """What pages, pages, each call in its own way, and no record comes twice."""
    ids = oocli("--sandbox", *arguments, "-o", "ids").out.split()
    assert len(ids) == len(set(ids)) == count


@pytest.mark.parametrize("ending", ["xlsx", "parquet", "geojson"])
def test_count_is_refused_where_a_number_would_be_no_file(oocli: Oocli, tmp_path: Path, ending: str) -> None:
    """Else a workbook would be written that no program opens."""
    path = tmp_path / f"count.{ending}"
    outcome = oocli("--sandbox", "read", "estate", "--count", "--output-file", str(path))
    assert (outcome.code, path.exists()) == (2, False)
    assert f"--count gives a number and nothing else, and {ending} has no place for it" in outcome.err


def test_count_is_a_number_and_nothing_else(oocli: Oocli) -> None:
    """--count writes what a script can compare."""
    assert oocli("--sandbox", "read", "estate", "--count") == Outcome(0, "300\n", "")
    assert oocli("--sandbox", "read", "task", "--count") == Outcome(0, "60\n", "")


def test_since_becomes_a_condition_on_the_field_of_changes(read: Oocli) -> None:
    """Each module has its own field, and German time; that of tasks has the day alone."""
    office = PagedOffice({})
    expected = {
        "estate": ("geaendert_am", "2025-10-08 10:53:20"),
        "address": ("Aenderung", "2025-10-08 10:53:20"),
        "task": ("modified", "2025-10-08"),
    }
    for resource, (field, start) in expected.items():
        shown = read(office, "read", resource, "--since", "24h", "--dry-run").json
        assert shown["parameters"]["filter"] == {field: [{"op": ">=", "val": start}]}


def test_dry_run_shows_the_first_page(read: Oocli) -> None:
    """--all is shown as it will be asked for, and nothing is sent."""
    office = PagedOffice({})
    shown = read(office, "read", "estate", "--fields", "ort", "--all", "--dry-run").json
    assert shown["parameters"] == {"data": ["ort"], "listlimit": 500, "sortby": {"Id": "ASC"}}
    assert office.requests == []


@pytest.mark.parametrize(
    "words",
    [("read", "log"), ("read", "recordsLastSeen", "--module", "estate")],
    ids=" ".join,
)
def test_page_size_that_a_call_demands_is_given_by_all_and_count(
    oocli: Oocli, words: tuple[str, ...]
) -> None:
    """Where the API wants a page size, --all and --count know it."""
    count = oocli("--sandbox", *words, "--count")
    whole = oocli("--sandbox", *words, "--all", "-o", "ids")
    assert (count.code, whole.code, whole.err) == (0, 0, "")
    assert len(whole.out.split()) == int(count.out)


@pytest.mark.parametrize("option", [("--jobs", "0"), ("--jobs", "99"), ("--batch", "x"), ("--batch", "-1")])
def test_pace_out_of_bounds_is_refused(oocli: Oocli, option: tuple[str, str]) -> None:
    """Numbers that would overrun the server are wrong usage."""
    outcome = oocli("--sandbox", "read", "estate", "--all", *option)
    assert outcome.code == 2
    assert "takes a number from 1 to" in outcome.error["message"]


def test_all_is_taken_where_nothing_pages(oocli: Oocli) -> None:
    """A script need not know which calls page."""
    assert oocli("--sandbox", "get", "users", "--all") == oocli("--sandbox", "get", "users")


def test_raw_gives_every_answer(oocli: Oocli) -> None:
    """Raw output holds each page's answer on a line."""
    lines = oocli("--sandbox", "read", "estate", "--all", "--listlimit", "100", "-o", "raw").out.splitlines()
    assert [len(json.loads(line)["response"]["results"][0]["data"]["records"]) for line in lines] == [100] * 3


@pytest.mark.parametrize("output", ["json", "ndjson", "csv", "tsv"])
def test_what_came_before_a_failure_is_valid(read: Oocli, output: str) -> None:
    """The output before a failing page can be used; the exit code and standard error tell of the rest."""
    transport = Breaking(PagedOffice(make_records(range(1, 5000))), after=3)
    outcome = read(transport, "read", "estate", "--all", "-o", output, *ONE_BY_ONE)
    assert outcome.code == 7
    assert "up to Id 1500: --where 'Id>1500' reads the rest" in outcome.err
    if output == "json":
        ids = [record["id"] for record in outcome.json]
    elif output == "ndjson":
        ids = [json.loads(line)["id"] for line in outcome.out.splitlines()]
    else:
        separator = "," if output == "csv" else "\t"
        ids = [int(line.split(separator)[0]) for line in outcome.out.splitlines()[1:]]
    assert ids == list(range(1, ids[-1] + 1))


def test_output_file_appears_whole_or_not_at_all(read: Oocli, tmp_path: Path) -> None:
    """A file of an export that failed is not there to be mistaken for a whole one."""
    target = tmp_path / "estates.csv"
    transport = Breaking(PagedOffice(make_records(range(1, 5000))), after=3)
    arguments = ("read", "estate", "--all", *ONE_BY_ONE, "-o", "csv", "--output-file", str(target))
    assert read(transport, *arguments).code == 7
    assert list(tmp_path.glob("*estates*")) == []
    assert read(transport.office, *arguments).code == 0
    assert len(target.read_text().splitlines()) == 5000


@pytest.mark.parametrize("failure", ["network", "ctrl-c"])
def test_a_file_that_does_not_appear_is_not_gone_on_with(read: Oocli, tmp_path: Path, failure: str) -> None:
    """Where nothing is kept, no way to read only the rest is shown: the rest would be all there is."""
    target = tmp_path / "estates.ndjson"
    target.write_text("before\n")
    stop = (lambda: signal.raise_signal(signal.SIGINT),) if failure == "ctrl-c" else ()
    transport = Breaking(PagedOffice(make_records(range(1, 5000))), 3, *stop)
    outcome = read(transport, "read", "estate", "--all", *ONE_BY_ONE, "--output-file", str(target))
    assert outcome.code == (130 if failure == "ctrl-c" else 7)
    assert "--where" not in outcome.err
    assert f"they are not kept, for {target} is written whole or not at all" in outcome.error["hint"]
    assert target.read_text() == "before\n"


def test_records_of_a_page_that_were_not_written_are_not_passed_over(read: Oocli) -> None:
    """Where a record in the middle of a page cannot be written, no rest is named that begins behind it."""
    records = make_records(range(1, 2000), preis="1")
    records[700] = {"Id": 700, "preis": "NO", "o": {"a": 1}}
    office = PagedOffice(records)

    class Spoiling:
        """Gives a word that is no JSON for one value."""

        def post(self, body: bytes) -> Reply:
            return Reply(
                office.post(body).body.replace(b", ", b",").replace(b": ", b":").replace(b'"NO"', b"NO")
            )

    outcome = read(Spoiling(), "read", "estate", "--all", *ONE_BY_ONE, "-o", "ndjson", "--flat")
    assert outcome.code == 7
    assert outcome.error["message"] == "Record 700 of the answer is not JSON"
    assert "--where" not in outcome.error["hint"]
    ids = [json.loads(line)["_id"] for line in outcome.out.splitlines()]
    assert ids == list(range(1, len(ids) + 1))


def test_a_pipe_by_name_keeps_what_came(read: Oocli) -> None:
    """What is written to a device or a pipe is there, and the rest can be read behind it."""
    transport = Breaking(PagedOffice(make_records(range(1, 5000))), 3)
    outcome = read(transport, "read", "estate", "--all", *ONE_BY_ONE, "--output-file", os.devnull)
    assert "up to Id 1500: --where 'Id>1500' reads the rest" in outcome.error["hint"]


@pytest.mark.skipif(sys.platform == "win32", reason="it has no pipes by name")
@pytest.mark.parametrize("output", ["json", "csv"])
def test_a_reader_that_has_enough_is_no_failure(read: Oocli, tmp_path: Path, output: str) -> None:
    """A pipe by name, as of ``--output-file >(head -1)``, ends like standard output: 141, without a word."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: pipe.open("rb").close())
    reader.start()
    transport = PagedOffice(make_records(range(1, 20_000)))
    outcome = read(transport, "read", "estate", "--all", "-o", output, "--output-file", str(pipe))
    reader.join()
    assert (outcome.code, outcome.err) == (141, "")


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("estates.csv.gz", "-o csv | gzip > "),
        ("estates.JSONL.ZST", "-o ndjson | zstd > "),
        ("estates.xz", "-o json | xz > "),
    ],
)
@pytest.mark.parametrize("words", [("read", "estate"), ("modify", "estate", "11", "--set", "ort=Aachen")])
def test_no_plain_file_gets_the_name_of_a_compressed_one(
    oocli: Oocli, tmp_path: Path, name: str, command: str, words: tuple[str, ...]
) -> None:
    """It is refused before anything is sent, with the command that compresses; none is compressed here."""
    target = tmp_path / name
    outcome = oocli("--sandbox", *words, "--output-file", str(target), "--errors", "json")
    assert (outcome.code, outcome.error["code"]) == (2, "usage")
    assert f"{command}{target}" in outcome.error["hint"]
    assert list(tmp_path.glob("*estates*")) == []


@pytest.mark.parametrize("name", ["estates.ods", "estates.XLS", "estates.xlsm"])
def test_no_json_gets_the_name_of_a_workbook(oocli: Oocli, tmp_path: Path, name: str) -> None:
    """Of the workbooks that are read only one is written; whoever names a format knows what he does."""
    target = tmp_path / name
    outcome = oocli("--sandbox", "read", "estate", "--output-file", str(target), "--errors", "json")
    assert (outcome.code, outcome.error["hint"]) == (2, "Name it estates.xlsx")
    assert list(tmp_path.glob("*estates*")) == []
    assert oocli("--sandbox", "read", "estate", "-o", "csv", "--output-file", str(target)).code == 0


def test_missing_records_are_exit_code_6(read: Oocli) -> None:
    """Where so much goes on that nothing proves that all have come, it is told after everything that came."""
    office = PagedOffice(make_records(range(1, 1200)), number="")
    office.before = lambda request: office.records.pop(1200 - request, None)
    outcome = read(office, "read", "address", "--all", "-o", "ndjson")
    assert outcome.code == 6
    assert len(outcome.out.splitlines()) > 1180
    assert outcome.error["message"].endswith("records were read, and some may be missing")


def test_ctrl_c_leaves_valid_output_and_the_way_on(read: Oocli) -> None:
    """Ctrl-C ends with 130 after whole lines, and says where to go on."""
    transport = Breaking(
        PagedOffice(make_records(range(1, 5000))), 3, lambda: signal.raise_signal(signal.SIGINT)
    )
    outcome = read(transport, "read", "estate", "--all", *ONE_BY_ONE, "-o", "ndjson", "--errors", "text")
    ids = [json.loads(line)["id"] for line in outcome.out.splitlines()]
    assert outcome.code == 130
    assert outcome.err == (
        "Interrupted\n"
        "  1,500 records were read before that, up to Id 1500: --where 'Id>1500' reads the rest\n"
    )
    assert ids == list(range(1, 1501))


def test_ctrl_c_leaves_no_thread_to_wait_for(read: Oocli) -> None:
    """While several requests are under way Ctrl-C ends at once: the threads are daemons."""
    entered = threading.Event()
    transport = Breaking(PagedOffice(make_records(range(1, 50_000))), 3, entered.set)
    office, main = transport.office, threading.main_thread().ident
    assert main is not None
    office.before = lambda request: signal.pthread_kill(main, signal.SIGINT) if request == 4 else None
    outcome = read(transport, "read", "estate", "--all", "-o", "ndjson")
    assert outcome.code == 130
    assert all(json.loads(line) for line in outcome.out.splitlines())
    assert all(thread.daemon for thread in threading.enumerate() if thread.name == "oocli-request")


def test_progress_is_shown_and_gone(read: Oocli) -> None:
    """On a terminal a table's reading shows how far it is, and leaves only the note."""
    office = PagedOffice(make_records(range(1, 1200), ort="Köln"))
    outcome = read(office, "read", "estate", "--all", "--fields", "Id", terminal=True)
    assert outcome.err.startswith("\r500 of 1,199 estate records")
    assert outcome.err.endswith("\r1,199 of 1,199 estates\n")


def test_quiet_shows_no_progress(read: Oocli) -> None:
    """-q leaves standard error empty."""
    office = PagedOffice(make_records(range(1, 1200)))
    assert read(office, "read", "estate", "--all", "--fields", "Id", "-q", terminal=True).err == ""


# --resume


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Give the name of a file that is not there."""
    return tmp_path / "estates.ndjson"


def ids_in(path: Path) -> list[int]:
    """Give the ids of the records in a file."""
    return [json.loads(line)["id"] for line in path.read_text().splitlines()]


def test_resume_goes_on_behind_the_last_record(read: Oocli, target: Path) -> None:
    """An interrupted file is filled up by the same command, also when its last line was cut off."""
    office = PagedOffice(make_records(range(1, 5000)))
    command = ("read", "estate", "--all", *ONE_BY_ONE, "--fields", "Id", "--resume", str(target))
    failed = read(Breaking(office, after=3), *command)
    assert failed.code == 7
    assert failed.error["hint"].endswith(f"the same command continues {target}")
    written = ids_in(target)
    assert written == list(range(1, written[-1] + 1))
    with target.open("a") as stream:
        stream.write('{"id": 99999, "ty')
    assert read(office, *command) == Outcome(0, "", "")
    assert ids_in(target) == list(range(1, 5000))
    assert list(target.parent.glob("*.oocli-resume.json")) == []


@pytest.mark.parametrize(
    ("others", "differ"),
    [
        (("--fields", "Id,ort"), "fields"),
        (("--fields", "Id", "--where", "Id>3"), "filter"),
        (("--fields", "Id", "--formatoutput"), "parameters"),
        (("--fields", "Id", "--flat"), "flat"),
    ],
)
def test_resume_refuses_another_question(
    read: Oocli, target: Path, others: tuple[str, ...], differ: str
) -> None:
    """Nothing is added to a file that was begun with other fields or another filter."""
    office = PagedOffice(make_records(range(1, 5000)))
    command = ("read", "estate", "--all", *ONE_BY_ONE, "--resume", str(target))
    read(Breaking(office, after=3), *command, "--fields", "Id")
    before, asked = target.read_bytes(), len(office.requests)
    outcome = read(office, *command, *others)
    assert outcome.code == 2
    assert f"Different: {differ};" in outcome.error["why"]
    assert (target.read_bytes(), len(office.requests)) == (before, asked)


def test_resume_refuses_a_file_that_is_complete(read: Oocli, target: Path) -> None:
    """A complete file, or one of another program, is not added to."""
    target.write_text('{"id": 1}\n')
    outcome = read(PagedOffice({}), "read", "estate", "--resume", str(target))
    assert (outcome.code, outcome.error["message"]) == (2, f"{target} is not an interrupted reading")


@pytest.mark.parametrize(
    "options",
    [("--sort", "ort"), ("--offset", "5"), ("-o", "csv"), ("--limit", "3"), ("--count",)],
    ids=" ".join,
)
def test_resume_refuses_what_it_cannot_go_on_with(
    read: Oocli, target: Path, options: tuple[str, ...]
) -> None:
    """Another order, a start, an end or another format leave no place to go on from."""
    assert read(PagedOffice({}), "read", "estate", "--resume", str(target), *options).code == 2
    assert not target.exists()


def test_resume_says_which_option_stands_in_the_way(read: Oocli, target: Path) -> None:
    """Only what was typed is named."""
    words = ("read", "estate", "--resume", str(target), "--estatelanguage", "ENG", "--errors", "json")
    assert json.loads(read(PagedOffice({}), *words).err)["hint"] == "Leave out --estatelanguage"


def test_resume_needs_a_file(read: Oocli) -> None:
    """Standard output cannot be gone on with, and no file is called so."""
    assert read(PagedOffice({}), "read", "estate", "--all", "--resume", "-").code == 2
    assert not Path("-").exists()
