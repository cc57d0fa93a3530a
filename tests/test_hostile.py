"""Hostile and broken answers: each ends in one clear message and the right exit code.

Three readings of that: thousands of odd answers through the program, in process; the same
through everything that makes text of records; and each fault of the sandbox over a real
connection. ``OOCLI_FUZZ_SEED`` draws other answers than the usual ones; the seed stands at
the head of every run.
"""

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from harness import FUZZ_SEED, NOW, Clock, Outcome, Stream
from hostile_answers import HostileTransport, is_api_answer, replies
from oocli.__main__ import run
from oocli.context import Context
from oocli.errors import NetworkError, OocliError
from oocli.render import Layout, choose
from oocli.sandbox import SECRET, TOKEN
from oocli.sandbox.door.answer import Sandbox
from oocli.sandbox.door.faults import KINDS, Fault, FaultPlan, FaultySandbox
from oocli.sandbox.door.server import SandboxServer
from oocli.sandbox.records.store import Store
from oocli.wire.messages import decode
from oocli.wire.reply import Reply
from scripted import ScriptedTransport, answer, refusal, result
from wire_server import WireServer, repeat
from wire_server import answer as http_answer

Run = Callable[..., Outcome]
PAIR = {"OOCLI_TOKEN": TOKEN, "OOCLI_SECRET": SECRET}
FORMATS = ("table", "json", "ndjson", "csv", "tsv", "md", "geojson", "raw", "ids")
WRITTEN_FORMATS = [name for name in FORMATS if name != "geojson"]  # what a writing answers has no place
FUZZ = settings(
    database=None, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck), max_examples=60
)
READS = (
    "read estate",
    "read estate 1",
    "read estate --all",
    "read estate --limit 700 --jobs 1",
    "read estate --count",
    "read estate --since 2d --flat",
    "read estate --typed",
    "read estate --fields Id,kaufpreis --skip-unknown-fields",
    "read address --all --jobs 1",
    "read task --all",
    "read user --clock-from-server",
    "get idsfromrelation --relationtype estate:address:buyer --parentids 1",
    "get file estate --estateid 1",
    "get search estate --input x",
    "get appointmentList --all --no-validate",
    "get fields",
    "get newThing --no-validate",
    "fields",
    "fields estate",
    "fields estate kaufpreis",
    "doctor",
)
WRITES = (
    "modify estate 1 --set kaufpreis=1",
    "create address --set Name=Meier --no-fields",
    "delete calendar 1 --yes",
    "do sendmail --yes --no-validate",
)
CODES = {0, 2, 3, 4, 5, 6, 7, 10}


def speak(words: str, transport: HostileTransport, style: str, home: Path, output: str) -> Outcome:
    """Run the program once; ``style`` is how it speaks: plain, terminal, verbose, debug, text."""
    terminal = style == "terminal"
    clock, stdout, stderr = Clock(), Stream(terminal=terminal), Stream(terminal=terminal)
    option = {"verbose": ["-v"], "debug": ["--debug"], "text": ["--errors", "text"]}.get(style, [])
    context = Context(
        environ={**PAIR, "NO_COLOR": "1", **{f"OOCLI_{name}_DIR": str(home) for name in _PLACES}},
        stdin=Stream(terminal=terminal),
        stdout=stdout,
        stderr=stderr,
        now=clock.now,
        sleep=clock.sleep,
        open_transport=lambda _profile: transport,
    )
    code = run(context, [*words.split(), "-o", output, *option])
    return Outcome(code, stdout.getvalue(), stderr.getvalue())


_PLACES = ("CONFIG", "DATA", "CACHE")


def judge(outcome: Outcome, style: str, output: str) -> None:
    """See that a run ended as it should, whatever the answers were."""
    assert outcome.code in CODES, outcome.err
    assert "Traceback" not in outcome.err
    assert "oocli failed" not in outcome.err
    assert outcome.code == 0 or outcome.err.strip()
    if style == "terminal":
        text = outcome.out + outcome.err
        assert [char for char in text if not char.isprintable() and char not in "\n\t"] == []
    elif outcome.code and style == "plain" and output in ("json", "ndjson", "raw"):
        assert outcome.error["exit_code"] == outcome.code
    if outcome.code == 0 and output in ("json", "ndjson") and style != "terminal":
        outcome.out.encode()
        for line in outcome.out.splitlines() if output == "ndjson" else [outcome.out]:
            json.loads(line or "null", parse_constant=pytest.fail)


styles = st.sampled_from(("plain", "plain", "terminal", "verbose", "debug", "text"))


@pytest.mark.parametrize("words", READS)
def test_any_answer_to_a_reading(words: str, tmp_path: Path) -> None:
    """Whatever comes, a reading ends with an exit code of the table, a message, and nothing broken."""
    kind = "fields" if "fields" in words.split()[:2] else "records"

    @seed(FUZZ_SEED)
    @FUZZ
    @given(st.lists(replies(kind), min_size=1, max_size=3), styles, st.sampled_from(FORMATS))
    def check(script: list[Reply], style: str, output: str) -> None:
        transport = HostileTransport(script)
        outcome = speak(words, transport, style, tmp_path, output)
        judge(outcome, style, output)
        # The doctor has the exit code of what it found first, which may be the clock.
        if not any(map(is_api_answer, script)) and transport.posts and words != "doctor":
            assert outcome.code == 7

    check()


@pytest.mark.parametrize("words", WRITES)
def test_any_answer_to_a_writing(words: str, tmp_path: Path) -> None:
    """A writing is sent once; an answer that cannot be read leaves its outcome unknown."""

    @seed(FUZZ_SEED)
    @FUZZ
    @given(replies("records"), styles, st.sampled_from(WRITTEN_FORMATS))
    def check(reply: Reply, style: str, output: str) -> None:
        transport = HostileTransport([reply])
        outcome = speak(words, transport, style, tmp_path, output)
        judge(outcome, style, output)
        if reply.status == 429:
            assert outcome.code in (7, 10)
            return
        assert transport.posts == 1
        if not is_api_answer(reply):
            assert outcome.code == 10

    check()


@pytest.mark.parametrize("output", [name for name in FORMATS if name != "raw"])
def test_any_record_can_be_written(output: str) -> None:
    """Records of any shape are written in every format, or refused in words."""

    @seed(FUZZ_SEED)
    @settings(FUZZ, max_examples=400)
    @given(replies("records"), st.booleans(), st.booleans())
    def check(reply: Reply, flat: bool, single: bool) -> None:
        try:
            records = [record for item in decode(reply.body, 1).results for record in item.records]
            stream = Stream()
            layout = Layout(flat=flat, single=single, pretty=single, coordinates=("lat", "lng"))
            choose(output, layout).render(records, stream)
        except OocliError:
            return
        stream.getvalue().encode("utf-8")

    check()


@seed(FUZZ_SEED)
@settings(FUZZ, max_examples=1000)
@given(st.binary(max_size=200) | st.builds(lambda reply: reply.body, replies("records")), st.integers(0, 3))
def test_any_bytes_are_an_answer_or_a_failure(body: bytes, actions: int) -> None:
    """Reading an answer never fails otherwise than as a network's failure that may have arrived."""
    try:
        decode(body, actions)
    except NetworkError as error:
        arrived = error.arrived
    else:
        arrived = True
    assert arrived


# What was found


def test_period_that_is_ignored_ends(oocli: Run) -> None:
    """A server that always speaks of more than it gives is not asked for every second of 25 years."""
    transport = ScriptedTransport([answer(result({"id": 1, "type": "task", "elements": {}}, total=10**9))])
    outcome = oocli("read", "task", "--all", variables=PAIR, transport=transport)
    assert outcome.code == 6
    assert outcome.error["message"].startswith("read task says again and again that there is more")
    assert len(transport.sent) < 250


@pytest.mark.parametrize("odd", [[], {}, [1], {"a": 1}, 1.5, True, "9" * 5000, None])
@pytest.mark.parametrize("words", ["read task --all", "read address --all --jobs 1"])
def test_ids_of_odd_types_are_read(odd: Any, words: str, oocli: Run) -> None:
    """An id that is no number and no text is written as it came."""
    record = {"id": odd, "type": "x", "elements": {}}
    transport = ScriptedTransport([answer(result(record, total=1))])
    outcome = oocli(*words.split(), variables=PAIR, transport=transport)
    assert (outcome.code, outcome.json) == (0, [record])


@pytest.mark.parametrize("words", ["modify estate 1 --set kaufpreis=1", "read estate"])
@pytest.mark.parametrize("output", [name for name in FORMATS if name not in ("raw", "ids")])
def test_deep_nesting_with_infinity_is_refused_in_words(output: str, words: str, oocli: Run) -> None:
    """A value that is too deep to be written, and holds what JSON has not, has a message of its own."""
    deep = b'{"a":' * 400 + b"1e999" + b"}" * 400
    body = answer(result({"id": 1, "type": "x", "elements": {"Id": "@"}}, total=1)).body.replace(b'"@"', deep)
    outcome = oocli(*words.split(), "-o", output, variables=PAIR, transport=HostileTransport([Reply(body)]))
    assert "oocli failed" not in outcome.err


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity"])
@pytest.mark.parametrize("output", ["json", "ndjson"])
def test_what_is_no_number_is_not_handed_on(number: bytes, output: str, oocli: Run) -> None:
    """Some writers of JSON have NaN and infinities; what oocli writes has null there."""
    body = b'{"status":{"code":200,"errorcode":0,"message":"OK"},"response":{"results":[{"data":{"meta":'
    body += b'{"cntabsolute":1},"records":[{"id":1,"type":"x","elements":{"Id":%b}}]},' % number
    body += b'"status":{"errorcode":0,"message":"OK"}}]}}'
    outcome = oocli("get", "fields", "-o", output, variables=PAIR, transport=HostileTransport([Reply(body)]))
    assert (outcome.code, number.decode() in outcome.out, "null" in outcome.out) == (0, False, True)


def test_half_a_character_is_written_to_a_file(oocli: Run, home: Path) -> None:
    """Lone surrogates, which JSON can carry and UTF-8 cannot, keep no file from being written."""
    transport = ScriptedTransport([answer(result({"id": 1, "type": "x", "elements": {"a": "\ud800"}}))])
    action = json.dumps({"actionid": "read", "resourcetype": "estate", "parameters": {}})
    words = ("send", "-", "--output-file", str(home / "out.json"))
    outcome = oocli(*words, stdin=action, variables=PAIR, transport=transport)
    assert outcome.code == 0
    written = json.loads((home / "out.json").read_text(encoding="utf-8"))
    assert written[0]["data"]["records"][0]["elements"] == {"a": "\ud800"}


ENDLESS = "9" * 5000
NUMBERS = [ENDLESS, f"-{ENDLESS}.5", f"0.{ENDLESS}", 10**400, -(10**400), "1e999", "\u0663", "\u00b2"]


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: str(number)[:6])
def test_endless_numbers_of_an_answer_are_kept(number: Any, oocli: Run) -> None:
    """Numbers that Python does not read, or no double holds, pass through --typed as they came."""
    facts = {name: {"type": name, "length": number, "permittedvalues": None} for name in ("integer", "float")}
    fields = answer(result({"id": "estate", "type": "", "elements": facts}))
    record = {"id": 1, "type": "estate", "elements": dict.fromkeys(facts, number)}
    transport = ScriptedTransport([fields, answer(result(record, total=1))])
    assert oocli("fields", "estate", variables=PAIR, transport=transport).code == 0
    words = ("read", "estate", "--fields", "integer,float", "--typed")
    outcome = oocli(*words, variables=PAIR, transport=transport)
    assert (outcome.code, outcome.json) == (0, [record])


@pytest.mark.parametrize(
    "words",
    [
        f"explain error {ENDLESS}",
        f"get downloadFiles --addressid {ENDLESS}",
        f"read estate --listlimit {ENDLESS}",
        f"read estate --limit {ENDLESS}",
        f"read estate --where kaufpreis<{ENDLESS}",
        f"read estate -p listlimit:={ENDLESS}",
        f"read estate -p listlimit={ENDLESS}",
        f"read estate --since {ENDLESS}d",
        f"read estate --jobs {ENDLESS}",
        f"modify estate {ENDLESS} --set kaufpreis={ENDLESS}",
        f"read estate --timeout {ENDLESS}",
        f"read estate --max-answer {ENDLESS}",
    ],
    ids=lambda words: words[:30],
)
def test_endless_numbers_on_the_command_line_are_no_crash(words: str, oocli: Run) -> None:
    """Thousands of digits are wrong usage, or a value like any other."""
    transport = ScriptedTransport([answer(result(total=0))])
    outcome = oocli(*words.split(), variables=PAIR, transport=transport)
    assert outcome.code in (0, 2)


@pytest.mark.parametrize("name", ["COLUMNS", "OOCLI_FORCE_TTY", "OOCLI_QUIET"])
@pytest.mark.parametrize("text", [ENDLESS, "\u00b2", "-1", "0", "1e9", "x"])
def test_odd_numbers_in_the_environment_are_passed_over(name: str, text: str, oocli: Run) -> None:
    """A width that no terminal has counts for nothing."""
    words = ("--sandbox", "read", "estate", "--limit", "2", "-o", "table")
    outcome = oocli(*words, variables={name: text, "NO_COLOR": "1"})
    assert outcome.code == 0
    assert max(map(len, outcome.out.splitlines())) <= 80


def test_position_without_an_end_in_a_refusal_is_passed_over(oocli: Run) -> None:
    """A refusal whose position has thousands of digits still names the field."""
    refused = refusal(144, f'Invalid field in input data: "({ENDLESS}, tags)"')
    outcome = oocli("read", "task", variables=PAIR, transport=ScriptedTransport([answer(refused)]))
    assert (outcome.code, outcome.error["api_errorcode"]) == (5, 144)


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("code", [137, 141, 99999])
def test_endless_text_of_a_refusal_is_shortened(form: str, code: int, oocli: Run) -> None:
    """A refusal of a megabyte is not poured over the terminal."""
    transport = ScriptedTransport([answer(refusal(code, "x" * 1_000_000))])
    outcome = oocli("read", "estate", "--errors", form, variables=PAIR, transport=transport)
    assert outcome.code in (4, 5)
    assert "xxx ... (1,000,000 characters)" in outcome.err
    assert len(outcome.err) < 3000


def test_answer_has_a_size_that_can_be_set(oocli: Run) -> None:
    """An answer that has no end is given up at --max-answer, after decompression too."""
    bomb = gzip.compress(bytes(3 * 1024 * 1024), 1)
    with WireServer(repeat(http_answer(bomb, "Content-Encoding: gzip"))) as server:
        words = ("--api-url", server.url, "--max-answer", "1", "read", "estate")
        outcome = oocli(*words, variables=PAIR)
    assert outcome.code == 7
    assert outcome.error["message"].endswith(" sends more than 1048576 bytes in one answer")
    assert "--max-answer" in outcome.error["hint"]


# The faults of the sandbox

_LOST = dict.fromkeys(
    (
        *("status-500", "status-502", "status-503", "status-504", "reset", "reset-middle", "lost"),
        *("truncated", "html", "empty", "hang", "slow", "missing-result", "extra-result"),
    ),
    (7, 10),
)
EXPECTED = {**_LOST, "status-429": (7, 7), "action-error": (5, 10), "clock": (4, 4), "rights": (0, 4)}


@pytest.fixture
def serve(prepared_sandbox: Path) -> Iterator[Callable[[str], str]]:
    """Give a function that serves the sandbox with a fault on every request, and gives its address."""
    servers: list[SandboxServer] = []
    store = Store.open(":memory:", estates=3, addresses=3)

    def start(kind: str) -> str:
        office = FaultySandbox(Sandbox(store, now=lambda: NOW), now=lambda: NOW)
        servers.append(SandboxServer(office, plan=FaultPlan([Fault(kind)])))
        threading.Thread(target=servers[-1].serve_forever, args=(0.01,), daemon=True).start()
        return servers[-1].url

    yield start
    for server in servers:
        server.close()
    store.close()


def test_every_fault_has_its_exit_code() -> None:
    """A new fault of the sandbox is a new line of the table above."""
    assert set(EXPECTED) == set(KINDS)


@pytest.mark.parametrize("kind", EXPECTED)
def test_fault_during_a_reading(kind: str, serve: Callable[[str], str], oocli: Run) -> None:
    """A reading that stays without an answer after every attempt is exit code 7, with a reason."""
    words = ("--api-url", serve(kind), "--timeout", "0.3", "read", "estate", "--fields", "Id")
    outcome = oocli(*words, variables=PAIR)
    assert outcome.code == EXPECTED[kind][0]
    if outcome.code:
        assert outcome.error["exit_code"] == outcome.code
        assert outcome.error["message"]
        assert outcome.error["hint"]


@pytest.mark.parametrize("kind", EXPECTED)
def test_fault_during_a_writing(kind: str, serve: Callable[[str], str], oocli: Run, clock: Clock) -> None:
    """A writing whose answer is lost is exit code 10, sent once, and says where to look."""
    words = ("--api-url", serve(kind), "--timeout", "0.3", "create", "address", "--set", "Plz=52064")
    outcome = oocli(*words, variables=PAIR)
    assert outcome.code == EXPECTED[kind][1]
    assert outcome.error["exit_code"] == outcome.code
    if outcome.code == 10:
        assert outcome.error["hint"] == "Look before you repeat it: `oocli read address`"
        assert clock.pauses == []


OK_STATUS = {"errorcode": 0, "message": "OK"}
COUNTED: dict[str, Any] = {"meta": {"cntabsolute": 1200}}
ODD_DATA: tuple[Any, ...] = (None, "", [], 5, {}, COUNTED)
ODD_RECORDS: tuple[Any, ...] = (None, "x", [[]], [1], {"a": 1})
UNREADABLE: list[Any] = [
    {"status": OK_STATUS},
    *({"data": odd, "status": OK_STATUS} for odd in ODD_DATA),
    *({"data": {**COUNTED, "records": odd}, "status": OK_STATUS} for odd in ODD_RECORDS),
    {"data": {"records": []}},
    {"data": {"records": []}, "status": {}},
    "nothing",
    None,
]


@pytest.mark.parametrize("shape", UNREADABLE, ids=repr)
@pytest.mark.parametrize(
    "words",
    [
        *("read estate", "read estate -o ndjson", "read estate --all -o ndjson", "read estate --count"),
        *("read address --all -o csv", "read task --all", "get users", "fields estate", "read estate -o raw"),
        *("get appointmentList --no-validate", "read agentslog --all --jobs 1"),
    ],
)
def test_answer_in_another_shape_is_not_an_empty_one(words: str, shape: Any, oocli: Run) -> None:
    """What cannot be read is not "no records" and no count of 0: it is asked for again, then exit code 7."""
    transport = ScriptedTransport([answer(shape)])
    outcome = oocli(*words.split(), variables=PAIR, transport=transport)
    assert (outcome.code, len(transport.sent)) == (7, 4)
    assert outcome.out in ("", "[]\n")


@pytest.mark.parametrize("shape", UNREADABLE, ids=repr)
@pytest.mark.parametrize("words", [*WRITES, "send -"])
def test_answer_in_another_shape_leaves_a_writing_unknown(words: str, shape: Any, oocli: Run) -> None:
    """A writing whose answer cannot be read is sent once, and its outcome is unknown."""
    action = json.dumps({"actionid": "create", "resourcetype": "address", "parameters": {}})
    transport = ScriptedTransport([answer(shape)])
    outcome = oocli(*words.split(), stdin=action, variables=PAIR, transport=transport)
    assert (outcome.code, len(transport.sent)) == (10, 1)


@pytest.mark.parametrize("shape", UNREADABLE, ids=repr)
def test_row_whose_result_has_another_shape_is_unknown(shape: Any, oocli: Run, home: Path) -> None:
    """Of three rows in one request one has no readable result: that one is unknown, the others are known."""
    made = [result({"id": number, "type": "address", "elements": {}}) for number in (7, 9)]
    (home / "rows.csv").write_text("Name\nA\nB\nC\n", encoding="utf-8")
    files = ("--from", str(home / "rows.csv"), "--results", str(home / "done.ndjson"))
    transport = ScriptedTransport([answer(made[0], shape, made[1])])
    outcome = oocli("create", "address", *files, "--yes", "--no-fields", variables=PAIR, transport=transport)
    lines = [json.loads(line) for line in (home / "done.ndjson").read_text(encoding="utf-8").splitlines()]
    last = {line["row"]: line["status"] for line in lines if "row" in line}
    assert (outcome.code, last) == (10, {1: "ok", 2: "unknown", 3: "ok"})


def test_unreadable_result_beside_others_of_a_sent_request(oocli: Run) -> None:
    """Of two actions in one request one is refused and one is unknown: that is what counts."""
    actions = json.dumps([{"actionid": "create", "resourcetype": "address", "parameters": {}}] * 2)
    transport = ScriptedTransport([answer(refusal(141, "no"), UNREADABLE[0])])
    outcome = oocli("send", "-", stdin=actions, variables=PAIR, transport=transport)
    assert outcome.code == 10


def test_page_that_is_readable_the_second_time_is_read(oocli: Run) -> None:
    """A reading asks again after an answer of another shape, as after half a one."""
    good = answer(result({"id": 1, "type": "estate", "elements": {}}, total=1))
    transport = ScriptedTransport([answer(UNREADABLE[1]), good])
    assert oocli("read", "estate", "-o", "ids", variables=PAIR, transport=transport).out == "1\n"


def test_empty_page_beside_a_count_is_told_of(oocli: Run) -> None:
    """No record of 1,200 that are counted is not an empty office."""
    transport = ScriptedTransport([answer(result(total=1200))])
    outcome = oocli("read", "estate", variables=PAIR, transport=transport)
    assert (outcome.code, outcome.error["why"]) == (6, "The API counts 1,200 records, but none came")


def test_page_behind_the_last_record_is_empty(oocli: Run) -> None:
    """Nothing comes behind the end, and a page of no records was asked for without any."""
    transport = ScriptedTransport([answer(result(total=1200))])
    for words in ("read estate --offset 1200", "read log --listlimit 0"):
        assert oocli(*words.split(), variables=PAIR, transport=transport).code == 0
