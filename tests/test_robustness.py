"""oocli as a process among others: closed streams, full disks, signals, odd locales, two at once.

Everything that only a process has is tested with processes; the child never sees the home
directory or the variables of whoever runs the tests.
"""

import json
import os
import shlex
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from harness import Outcome
from oocli import sandbox
from scripted import ScriptedTransport, answer, result
from served import serve_sandbox
from wire_server import Peer, WireServer
from wire_server import answer as reply_with

OOCLI = [sys.executable, "-m", "oocli"]
READ = ["--sandbox", "read", "estate", "--limit", "3"]
CREDENTIALS = {"OOCLI_TOKEN": "t" * 32, "OOCLI_SECRET": "s" * 64}
FORMATS = ("table", "json", "ndjson", "csv", "tsv", "md", "geojson", "raw", "ids")
MANY_FIELDS = "Id,objektnr_extern,objekttitel,objektbeschreibung,lage,ausstatt_beschr,plz,ort,strasse"
DISK_IS_FULL = """\
The output cannot be written
  No space left on device
  What was sent to the API before this has taken effect; --output-file FILE writes elsewhere
"""

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX shells, devices and signals")
needs_full = pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="the system has no /dev/full")


@pytest.fixture
def variables(environ: dict[str, str]) -> dict[str, str]:
    """Give the whole environment of a child: the test's home, and where Python is."""
    kept = ("PATH", "PYTHONPATH", "SYSTEMROOT", "VIRTUAL_ENV")
    return {**environ, **{name: os.environ[name] for name in kept if name in os.environ}}


def shell(script: str, *arguments: str, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run oocli by a shell: ``"$@"`` in the script is oocli with its arguments."""
    return subprocess.run(
        ["sh", "-c", script, "sh", *OOCLI, *arguments],
        env=variables,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


# Output that cannot be written


@posix
@needs_full
@pytest.mark.parametrize("output", FORMATS)
def test_full_disk_is_told(output: str, variables: dict[str, str]) -> None:
    """A standard output that takes nothing is one message and exit code 1, in every format."""
    done = shell('"$@" > /dev/full', *READ, "-o", output, "--errors", "text", variables=variables)
    assert (done.returncode, done.stderr) == (1, DISK_IS_FULL)


@posix
@needs_full
@pytest.mark.parametrize("words", ["--version", "--help", "read estate --help", "explain error 141"])
def test_full_disk_is_told_by_help_and_version(words: str, variables: dict[str, str]) -> None:
    """What needs no network says too that its output went nowhere."""
    done = shell('"$@" > /dev/full', *words.split(), variables={**variables, "OOCLI_ERRORS": "text"})
    assert (done.returncode, done.stderr) == (1, DISK_IS_FULL)


@posix
@needs_full
def test_full_disk_under_standard_error_does_not_change_the_exit_code(variables: dict[str, str]) -> None:
    """Where not even the message can be written the exit code still tells what happened."""
    done = shell('"$@" 2> /dev/full', "read", "estat", variables=variables)
    assert (done.returncode, done.stdout) == (2, "")


@posix
@pytest.mark.parametrize("words", [READ, ["--help"], ["--version"]])
def test_closed_standard_output_is_told(words: list[str], variables: dict[str, str]) -> None:
    """Without a standard output the data cannot be handed over: one message, exit code 1."""
    done = shell('"$@" >&-', *words, variables={**variables, "OOCLI_ERRORS": "text"})
    assert done.returncode == 1
    assert done.stderr.startswith("The output cannot be written\n  Bad file descriptor\n")


@posix
def test_closed_standard_error_loses_messages_only(variables: dict[str, str]) -> None:
    """Without a standard error data and exit code are what they would be."""
    done = shell('"$@" 2>&-', *READ, "-o", "ids", variables=variables)
    assert (done.returncode, done.stdout) == (0, "11\n13\n15\n")
    assert shell('"$@" 2>&-', "read", "estat", variables=variables).returncode == 2


@posix
def test_closed_streams_are_never_mistaken_for_files(variables: dict[str, str], home: Path) -> None:
    """With all three streams closed no file gets the number of one; the records stay whole."""
    done = shell('"$@" <&- >&- 2>&-', *READ, variables=variables)
    assert done.returncode == 1
    assert shell('"$@"', *READ, "-o", "ids", variables=variables).stdout == "11\n13\n15\n"


@posix
def test_closed_standard_input_is_empty(variables: dict[str, str]) -> None:
    """``-`` with a closed standard input is wrong usage, not a crash."""
    done = shell('"$@" <&-', "--sandbox", "send", "-", "--errors", "text", variables=variables)
    assert done.returncode == 2
    assert done.stderr.startswith("- is not JSON\n")


@posix
@pytest.mark.parametrize(
    "words",
    [
        *([*READ, "-o", name] for name in FORMATS),
        ["--help"],
        ["--version"],
        ["explain", "error", "1"],
        ["explain", "read", "estate"],
    ],
)
def test_closed_pipe_ends_silently(words: list[str], variables: dict[str, str]) -> None:
    """When nobody reads any more oocli ends with 141 and without a word."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([*OOCLI, *words], env=variables, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


@posix
def test_head_ends_a_long_listing_silently(variables: dict[str, str]) -> None:
    """``oocli ... | head -1`` gives one line, exit code 141, and nothing else."""
    words = ["--sandbox", "read", "estate", "--limit", "300", "-o", "json", "--fields", MANY_FIELDS]
    done = shell('{ "$@"; echo $? >&2; } | head -1', *words, variables=variables)
    assert (done.stdout, done.stderr) == ("[\n", "141\n")


# Signals


def _start(arguments: list[str], variables: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*OOCLI, *arguments],
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


@pytest.fixture
def silent_server() -> Iterator[tuple[WireServer, threading.Event]]:
    """Give a server that takes a request and never answers, and what tells that the request is there."""
    arrived = threading.Event()

    def listen(peer: Peer) -> None:
        peer.read_request()
        arrived.set()
        peer.wait_for_close()

    with WireServer(listen) as server:
        yield server, arrived


@posix
@pytest.mark.parametrize(
    ("number", "code", "word"), [(2, 130, "Interrupted"), (15, 143, "Terminated"), (1, 143, "Terminated")]
)
def test_signal_ends_waiting_for_an_answer(
    number: int,
    code: int,
    word: str,
    variables: dict[str, str],
    silent_server: tuple[WireServer, threading.Event],
) -> None:
    """A signal while an answer is awaited ends it at once, with one word and its exit code."""
    server, arrived = silent_server
    words = ["--api-url", server.url, "read", "user", "--errors", "text"]
    process = _start(words, {**variables, **CREDENTIALS})
    assert arrived.wait(30)
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err.splitlines()[0]) == (code, "", word)
    assert "Traceback" not in err


WRITES = {
    "modify": ("modify", "estate", "17", "--set", "lage=am Fluss", "--no-fields", "-qq"),
    "create": ("create", "address", "--set", "Name=Zoë", "--no-fields", "-qq"),
    "do": ("do", "registerNewsletter", "101", "--register", "--yes"),
    "send": ("send", "actions.json", "--yes"),
}
ACTION = {"actionid": "modify", "resourcetype": "task", "resourceid": "1", "parameters": {}}


@pytest.fixture
def slow_server() -> Iterator[tuple[WireServer, threading.Event, threading.Event]]:
    """Give a server, what tells that a request is there, and what lets it answer: all went well."""
    arrived, goes_on = threading.Event(), threading.Event()
    done = answer(result({"id": 17, "type": "", "elements": {"success": "success"}})).body

    def listen(peer: Peer) -> None:
        peer.read_request()
        arrived.set()
        goes_on.wait(30)
        peer.send(reply_with(done))

    with WireServer(listen) as server:
        yield server, arrived, goes_on


@posix
@pytest.mark.parametrize("verb", WRITES)
@pytest.mark.parametrize(("number", "code", "word"), [(2, 130, "Interrupted"), (15, 143, "Terminated")])
def test_signal_waits_for_the_answer_to_a_write(
    verb: str,
    number: int,
    code: int,
    word: str,
    variables: dict[str, str],
    slow_server: tuple[WireServer, threading.Event, threading.Event],
    tmp_path: Path,
) -> None:
    """What a write did is told first, then that it was interrupted: nobody need repeat it blindly."""
    server, arrived, goes_on = slow_server
    (tmp_path / "actions.json").write_text(json.dumps([ACTION]), encoding="utf-8")
    words = [str(tmp_path / word) if word.endswith(".json") else word for word in WRITES[verb]]
    common = ["--api-url", server.url, "--errors", "text", "-o", "table"]
    process = _start([*words, *common], {**variables, **CREDENTIALS})
    assert arrived.wait(30)
    process.send_signal(number)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.3)
    goes_on.set()
    out, err = process.communicate(timeout=30)
    assert (process.returncode, bool(out)) == (code, True)
    assert err.splitlines()[-1].startswith(f"{word}, but {'modify' if verb == 'send' else verb} ")
    assert err.splitlines()[-1].endswith(" was answered first")


@posix
def test_second_signal_says_what_nobody_knows(
    variables: dict[str, str], slow_server: tuple[WireServer, threading.Event, threading.Event]
) -> None:
    """Who does not wait for the answer to a write reads that it may have happened, and how to look."""
    server, arrived, goes_on = slow_server
    words = [*WRITES["modify"], "--api-url", server.url, "--errors", "text"]
    process = _start(words, {**variables, **CREDENTIALS})
    assert arrived.wait(30)
    process.send_signal(signal.SIGINT)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.3)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    goes_on.set()
    assert (process.returncode, out) == (130, "")
    assert " ".join(err.split()) == (
        "Interrupted modify estate was sent, and may or may not have happened; look before you repeat it:"
        " `oocli read estate 17`"
    )


@posix
def test_second_signal_ends_writing_to_a_reader_that_waits(variables: dict[str, str]) -> None:
    """The first signal lets a page be written whole; where nobody reads it, the second ends that too."""
    words = ["--sandbox", "read", "estate", "--limit", "300", "-o", "ndjson", "--fields", MANY_FIELDS]
    process = _start([*words, "--errors", "text"], variables)
    assert process.stdout is not None
    assert process.stdout.read(1) == "{"  # it is writing, and the rest does not fit into the pipe
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) in (130, 143)
    _, err = process.communicate(timeout=30)
    assert err.splitlines()[0] in ("Interrupted", "Terminated")


_INTERRUPT_ITSELF = """
import os, signal, sys
sys.argv = ["oocli", *sys.argv[2:]]
from oocli.__main__ import main
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "MODULE":
            os.kill(os.getpid(), signal.SIGNAL)
sys.meta_path.insert(0, Finder())
sys.exit(main())
"""


@posix
@pytest.mark.parametrize(
    "module", ["oocli.context", "oocli.app", "oocli.client", "oocli.sandbox.records.store"]
)
@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 143)])
def test_signal_while_modules_are_loaded(
    module: str, name: str, code: int, variables: dict[str, str]
) -> None:
    """A signal that comes before there is anything to do ends oocli without a traceback."""
    program = _INTERRUPT_ITSELF.replace("MODULE", module).replace("SIGNAL", name)
    done = subprocess.run(
        [sys.executable, "-c", program, "-", *READ, "--errors", "text"],
        env=variables,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    word = "Interrupted" if name == "SIGINT" else "Terminated"
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr in ("", f"{word}\n")


@posix
def test_ignored_interrupt_stays_ignored(
    variables: dict[str, str], silent_server: tuple[WireServer, threading.Event]
) -> None:
    """A job whose starter ignores Ctrl-C, as a script does for its background, is not ended by it."""
    server, arrived = silent_server
    words = ["--api-url", server.url, "read", "user", "--errors", "text", "--timeout", "1"]
    process = subprocess.Popen(
        ["sh", "-c", 'trap "" INT; exec "$@"', "sh", *OOCLI, *words],
        env={**variables, **CREDENTIALS},
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert arrived.wait(30)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGTERM)
    assert process.communicate(timeout=30)[1] == "Terminated\n"


# Locale and arguments


@posix
def test_output_is_utf8_in_any_locale(variables: dict[str, str]) -> None:
    """In the C locale, with Python's own help off, text is still UTF-8 in both directions."""
    odd = {**variables, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    words = ["--sandbox", "read", "estate", "--where", "ort=Köln", "--fields", "ort", "--limit", "1"]
    done = shell('"$@"', *words, variables=odd)
    assert (done.returncode, json.loads(done.stdout)[0]["elements"]["ort"]) == (0, "Köln")


@posix
def test_standard_input_is_utf8_in_any_locale(variables: dict[str, str]) -> None:
    """What is piped in is read as UTF-8, also with a byte order mark, and nothing else."""
    odd = {**variables, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    words = ["create", "address", "--params", "-", "--dry-run"]
    done = shell("""printf '\\357\\273\\277{"Name": "K\\303\\266ln"}' | "$@" """, *words, variables=odd)
    assert json.loads(done.stdout)["parameters"] == {"Name": "Köln"}
    latin1 = shell("""printf '{"Name": "K\\366ln"}' | "$@" --errors text""", *words, variables=odd)
    assert (latin1.returncode, latin1.stderr) == (2, "Cannot read -\n  it is not UTF-8 text\n")


@posix
@pytest.mark.parametrize(
    "words",
    [
        ["read", "estate", "--where", "ort=K\udcf6ln"],
        ["read", "estate", "--fields", "K\udcf6ln"],
        ["read", "K\udcf6ln"],
        ["create", "address", "--set", "Name=K\udcf6ln"],
        ["create", "address", "--set", "K\udcf6ln=Name", "--no-validate"],
        ["modify", "address", "K\udcf6ln", "--set", "Name=Meier", "--no-validate"],
        ["get", "search", "address", "--input", "K\udcf6ln"],
    ],
    ids=" ".join,
)
def test_argument_that_is_no_text_is_refused(words: list[str], variables: dict[str, str]) -> None:
    """Bytes that are not UTF-8 cannot be JSON: exit code 2, and nothing is sent."""
    done = shell('"$@"', "--sandbox", "--errors", "text", *words, variables=variables)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not UTF-8 text" in done.stderr


@posix
def test_file_name_need_not_be_text(variables: dict[str, str], home: Path) -> None:
    """A file whose name is not UTF-8 can be written and read all the same."""
    name = os.fsdecode(os.fsencode(home) + b"/K\xf6ln.json")
    assert shell('"$@"', *READ, "--output-file", name, variables=variables).returncode == 0
    Path(name).write_text('{"Name": "Meier"}', encoding="utf-8")
    done = shell('"$@"', "create", "address", "--params", name, "--dry-run", variables=variables)
    assert json.loads(done.stdout)["parameters"] == {"Name": "Meier"}


# Home and directories


_WITHOUT_PASSWD = """
import sys
sys.modules["pwd"] = None
sys.argv = ["oocli", *sys.argv[2:]]
from oocli.__main__ import main
sys.exit(main())
"""


def run_homeless(
    *words: str, variables: dict[str, str], folder: Path
) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """Run oocli as a user of whom the system knows no home; give what it left in its directory too."""
    folder.mkdir()
    names = ("HOME", "OOCLI_CONFIG_DIR", "OOCLI_DATA_DIR", "OOCLI_CACHE_DIR")
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT_PASSWD, "-", *words],
        env={name: value for name, value in variables.items() if name not in names},
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return done, [path.name for path in folder.iterdir()]


@posix
def test_without_a_home_calls_work(variables: dict[str, str], tmp_path: Path) -> None:
    """A service without a home directory works with what stands in its environment, and leaves nothing."""
    words = ["create", "address", "--set", "Plz=52064", "--dry-run"]
    done, left = run_homeless(*words, variables={**variables, **CREDENTIALS}, folder=tmp_path / "cwd")
    assert (done.returncode, done.stderr, left) == (0, "", [])
    assert json.loads(done.stdout)["parameters"] == {"Plz": "52064"}


@posix
@pytest.mark.parametrize("place", ["/dev/null", f"/{'h' * 300}/office"], ids=["device", "unusable"])
@pytest.mark.parametrize(
    "words", [["read", "user"], ["read", "estate", "--typed"], ["fields", "estate"]], ids=" ".join
)
def test_home_that_cannot_be_used_is_none(words: list[str], place: str, environ: dict[str, str]) -> None:
    """With credentials in the environment oocli reads, and has nothing to say of a home that is none."""
    nothing = {name: value for name, value in environ.items() if not name.startswith("OOCLI_")}
    with serve_sandbox(Path(environ["OOCLI_DATA_DIR"]) / "sandbox.sqlite") as server:
        pair = {"OOCLI_TOKEN": sandbox.TOKEN, "OOCLI_SECRET": sandbox.SECRET, "OOCLI_URL": server.url}
        done = shell('"$@"', *words, variables={**nothing, **pair, "HOME": place})
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)


_TOO_LONG = "n" * 300  # the name of no file; to look for it fails, as in a directory that lets nobody in


@pytest.mark.parametrize(
    "words",
    [
        ["modify", "estate", "--from", _TOO_LONG],
        ["modify", "estate", "--from", "-", "--results", _TOO_LONG],
        ["modify", "estate", "--from", "-", "--failed", _TOO_LONG],
        ["read", "estate", "--output-file", _TOO_LONG],
        ["read", "estate", "--all", "--resume", _TOO_LONG],
        ["download", "estate", "11", "--dir", _TOO_LONG],
        ["upload", _TOO_LONG, "--estate", "11", "--type", "Foto"],
        ["sync", _TOO_LONG],
        ["sql", _TOO_LONG, "SELECT 1"],
        ["watch", _TOO_LONG],
        ["undo", _TOO_LONG],
        ["send", _TOO_LONG],
        ["sandbox", "info", "--state", _TOO_LONG],
    ],
    ids=lambda words: " ".join(words).replace(_TOO_LONG, "NAME"),
)
def test_file_that_cannot_be_looked_for_is_refused(words: list[str], oocli: Callable[..., Outcome]) -> None:
    """It is named with the system's reason, as wrong usage; nobody speaks of what was sent."""
    outcome = oocli("--sandbox", *words, stdin="_id,kaufpreis\n11,1\n")
    assert (outcome.code, outcome.out) == (2, "")
    assert _TOO_LONG in outcome.error["message"]
    assert "sent" not in outcome.err
    assert "[Errno" not in outcome.err


def test_cache_that_cannot_be_looked_into_does_not_matter(oocli: Callable[..., Outcome]) -> None:
    """Fields and answers are asked for again, and nothing else happens."""
    closed = {"OOCLI_CACHE_DIR": f"/{_TOO_LONG}"}
    for words in (["read", "estate"], ["read", "estate", "--cache", "1h"], ["fields", "estate"]):
        outcome = oocli("--sandbox", *words, "-o", "ids", variables=closed)
        assert (outcome.code, bool(outcome.out)) == (0, True)
    assert oocli("cache", variables=closed).code == 0


def test_doctor_tells_of_a_configuration_that_cannot_be_read(oocli: Callable[..., Outcome]) -> None:
    """And goes on with the sandbox, which needs none."""
    outcome = oocli("--sandbox", "doctor", variables={"OOCLI_CONFIG_DIR": f"/{_TOO_LONG}"})
    states = {check["id"]: check["elements"]["state"] for check in outcome.json}
    assert (outcome.code, states["file"], states["profile"], states["signed read"]) == (4, "fail", "ok", "ok")


@posix
def test_sandbox_without_a_home_asks_for_a_place(variables: dict[str, str], tmp_path: Path) -> None:
    """The sandbox needs a place for its records, and never makes a directory named ``~``."""
    done, left = run_homeless(*READ, "--errors", "text", variables=variables, folder=tmp_path / "cwd")
    assert (done.returncode, done.stdout, left) == (2, "", [])
    assert done.stderr == (
        "It is not known where to keep the sandbox and the results of runs\n"
        "  there is no home directory that can be used\n"
        "  Set OOCLI_DATA_DIR to a directory that you can write to\n"
    )


@posix
def test_profile_without_a_home_asks_for_a_place(variables: dict[str, str], tmp_path: Path) -> None:
    """A profile that cannot be kept anywhere is not thought to be kept."""
    words = ["profile", "add", "--no-check", "office", "--from-env", "--errors", "text"]
    done, left = run_homeless(*words, variables={**variables, **CREDENTIALS}, folder=tmp_path / "cwd")
    assert (done.returncode, done.stdout, left) == (1, "", [])
    assert done.stderr.startswith(
        "It is not known where to keep the configuration\n  there is no home directory that can be used\n"
    )


# Two at once


def test_profiles_that_are_added_at_once_are_all_kept(variables: dict[str, str]) -> None:
    """Several oocli that write the configuration at the same time lose nothing."""
    names = [f"office{number}" for number in range(4)]
    running = [
        subprocess.Popen(
            [*OOCLI, "profile", "add", "--no-check", name, "--from-env"], env={**variables, **CREDENTIALS}
        )
        for name in names
    ]
    assert [process.wait(60) for process in running] == [0] * 4
    done = subprocess.run([*OOCLI, "profile", "list"], env=variables, capture_output=True, check=True)
    assert sorted(record["id"] for record in json.loads(done.stdout)) == [*names, "sandbox"]


def test_sandbox_that_is_opened_at_once_is_made_once(variables: dict[str, str], tmp_path: Path) -> None:
    """Several oocli that meet a new sandbox at the same time all see the same whole records."""
    fresh = {**variables, "OOCLI_DATA_DIR": str(tmp_path / "fresh")}
    words = ["--sandbox", "read", "estate", "-o", "ids"]
    running = [_start(words, fresh) for _ in range(3)]
    outcomes = [(process.communicate(timeout=60), process.returncode) for process in running]
    assert outcomes == [outcomes[0]] * 3
    assert outcomes[0][1] == 0


# Files and devices


@pytest.fixture
def device() -> Iterator[Path]:
    """Give a device that takes what is written: a terminal. Nobody can replace it by a file, root neither."""
    master, slave = os.openpty()
    yield Path(os.ttyname(slave))
    os.close(slave)
    os.close(master)


@posix
def test_device_as_output_file_is_written(
    device: Path, oocli: Callable[..., Outcome], variables: dict[str, str]
) -> None:
    """``--output-file`` writes to a device as it is: no file appears in its place or beside it."""
    words = ("--sandbox", "read", "estate", "--limit", "1", "-o", "ids", "--output-file", str(device))
    assert (oocli(*words).code, device.is_char_device()) == (0, True)


@posix
def test_device_cannot_keep_the_results_of_a_run(
    device: Path, oocli: Callable[..., Outcome], home: Path
) -> None:
    """A journal that forgets, or never ends, is refused before anything is sent."""
    (home / "rows.csv").write_text("Name\nMeier\n", encoding="utf-8")
    words = ("--sandbox", "create", "address", "--from", str(home / "rows.csv"), "--yes")
    outcome = oocli(*words, "--results", str(device))
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.error["message"] == f"{device} is not a file, so it cannot keep the results of a run"


@posix
def test_failed_rows_may_go_to_a_device(device: Path, oocli: Callable[..., Outcome], home: Path) -> None:
    """``--failed`` writes to a device as it is."""
    (home / "rows.csv").write_text("Name\nMeier\n", encoding="utf-8")
    words = ("--sandbox", "create", "address", "--from", str(home / "rows.csv"), "--yes")
    assert (oocli(*words, "--failed", str(device)).code, device.is_char_device()) == (0, True)


def test_output_file_keeps_the_link_that_leads_to_it(oocli: Callable[..., Outcome], home: Path) -> None:
    """A symbolic link given as ``--output-file`` is followed, and stays a link."""
    (home / "real.csv").write_text("old", encoding="utf-8")
    link = home / "link.csv"
    try:
        link.symlink_to(home / "real.csv")
    except OSError:
        pytest.skip("no right to make links")
    words = ("--sandbox", "read", "estate", "--fields", "Id", "--limit", "1", "-o", "csv")
    assert oocli(*words, "--output-file", str(link)).code == 0
    assert (link.is_symlink(), (home / "real.csv").read_text(encoding="utf-8")) == (True, "_id,Id\n11,11\n")


def _make_directory(path: Path) -> None:
    path.mkdir(parents=True)


def _write_garbage(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(b"\xff\x00garbage" * 500)


def _write_half(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(path.read_bytes()[:5000] or b'{"version": 1, "profiles": {')


DAMAGES = [_make_directory, _write_garbage, _write_half]


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("words", ["read estate", "profile list", "profile use acme", "doctor", "fields"])
def test_damaged_configuration_is_told(
    damage: Callable[[Path], None], words: str, oocli: Callable[..., Outcome], home: Path
) -> None:
    """Whatever lies in the place of the configuration, it is named, and never overwritten."""
    path = home / "config" / "config.json"
    damage(path)
    before = path.read_bytes() if path.is_file() else None
    outcome = oocli(*words.split(), "--errors", "text", transport=ScriptedTransport([answer()]))
    assert outcome.code == 4
    assert str(path) in outcome.out + outcome.err
    assert "oocli failed" not in outcome.err
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize(
    "words", ["read estate", "create address --set Name=Meier", "doctor", "fields estate"]
)
def test_damaged_sandbox_is_told(
    damage: Callable[[Path], None], words: str, oocli: Callable[..., Outcome], home: Path
) -> None:
    """A file that holds no records any more is named."""
    path = home / "data" / "sandbox.sqlite"
    if damage is _make_directory:
        path.unlink()
    damage(path)
    outcome = oocli("--sandbox", *words.split(), "--errors", "text")
    assert outcome.code == 2
    assert f"{path} cannot be used as the sandbox's file" in outcome.out + outcome.err


def test_sandbox_damaged_in_the_middle_is_told(oocli: Callable[..., Outcome], home: Path) -> None:
    """Pages that were overwritten are met in the middle of an action, and told like all the rest."""
    path = home / "data" / "sandbox.sqlite"
    content = bytearray(path.read_bytes())
    content[20_000:] = b"\x5a" * (len(content) - 20_000)
    path.write_bytes(content)
    outcome = oocli("--sandbox", "read", "estate", "--where", "kaufpreis>1", "--errors", "text")
    assert outcome.code in (2, 5, 7)
    assert "oocli failed" not in outcome.err


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_cache_is_passed_over(
    damage: Callable[[Path], None], oocli: Callable[..., Outcome], home: Path
) -> None:
    """A cache file that is none any more is told of and replaced; the command works."""
    assert oocli("--sandbox", "fields", "estate").code == 0
    (path,) = (home / "cache").rglob("estate.DEU.json")
    if damage is _make_directory:
        path.unlink()
    damage(path)
    outcome = oocli("--sandbox", "fields", "estate", "-o", "ids", "--errors", "text")
    assert (outcome.code, "kaufpreis\n" in outcome.out) == (0, True)
    assert str(path) in outcome.err


def test_cache_that_cannot_be_written_does_not_matter(oocli: Callable[..., Outcome], home: Path) -> None:
    """A file in the place of the cache directory is told of; the command works."""
    (home / "cache").write_text("", encoding="utf-8")
    outcome = oocli("--sandbox", "fields", "estate", "-o", "ids", "--errors", "text")
    assert (outcome.code, "kaufpreis\n" in outcome.out) == (0, True)
    assert "cannot be written" in outcome.err


def test_output_files_that_are_written_at_once_are_whole(variables: dict[str, str], home: Path) -> None:
    """Several oocli that write the same file leave the output of one of them, never a mixture."""
    words = ["--sandbox", "read", "estate", "-o", "json", "--output-file", str(home / "out.json")]
    running = [_start([*words, "--limit", str(limit)], variables) for limit in (3, 50, 100)]
    for process in running:
        assert process.communicate(timeout=60) == ("", "")
    assert len(json.loads((home / "out.json").read_text(encoding="utf-8"))) in (3, 50, 100)
    assert list(home.glob(".out.json*")) == []


def _write_other_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")
        db.execute("UPDATE fact SET value = value + 1 WHERE name = 'revision'")
        db.commit()


@pytest.mark.parametrize("damage", [_write_garbage, _write_half, _write_other_version])
def test_what_is_advised_for_a_damaged_sandbox_mends_it(
    damage: Callable[[Path], None], oocli: Callable[..., Outcome], home: Path
) -> None:
    """The command in the hint does it, whatever the file is called, and leaves others alone."""
    path = home / "eine Übung.sqlite"
    assert oocli("sandbox", "info", "--state", str(path)).code == 0
    damage(path)
    words = ("sandbox", "info", "--state", str(path))
    hint = json.loads(oocli(*words, "--errors", "json").err)["hint"]
    program, *advised = shlex.split(hint.partition(" makes room")[0].partition(" starts afresh")[0])
    if program == "mv":
        Path(advised[0]).rename(advised[1])
    else:
        assert oocli(*advised).code == 0
    assert oocli(*words).code == 0


@posix
def test_output_file_may_be_a_name_of_standard_output(variables: dict[str, str], tmp_path: Path) -> None:
    """What stands in a log that somebody appends to stays, and a pipe is written to."""
    log = tmp_path / "log.txt"
    log.write_text("old\n")
    words = (*READ, "-o", "ids", "--limit", "1", "--output-file", "/dev/stdout")
    done = shell(f'"$@" >> {shlex.quote(str(log))}', *words, variables=variables)
    assert (done.returncode, done.stderr) == (0, "")
    assert log.read_text().splitlines()[0] == "old"
    assert len(log.read_text().splitlines()) == 2
    assert shell('"$@" | cat', *words, variables=variables).stdout == log.read_text().splitlines()[1] + "\n"
