"""The real program as a process, over real HTTP, against the served sandbox."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from oocli import sandbox
from oocli.sandbox.door.server import SandboxServer
from served import serve_sandbox

# Runs oocli without or with orjson, as the first word says, and tells on standard error whether it was used.
READER = """
import sys
if sys.argv.pop(1) == "without":
    sys.modules["orjson"] = None  # as if it were not installed
from oocli.__main__ import main
code = main()
print("orjson" if sys.modules.get("orjson") else "json", file=sys.stderr)
sys.exit(code)
"""

FIELDS = "Id,objekttitel,lage,objektbeschreibung,kaufpreis,wohnflaeche,ort,nutzungsart,geaendert_am"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def server(home: Path) -> Iterator[SandboxServer]:
    """Give a served sandbox with fresh records."""
    with serve_sandbox(home / "data" / "sandbox.sqlite") as running:
        yield running


@pytest.fixture
def run(environ: dict[str, str]) -> Run:
    """Give a function that runs oocli as a process with the sandbox's credentials in its environment."""

    def call(
        url: str, *words: str, stdin: str = "", program: Sequence[str] = ("-m", "oocli")
    ) -> "subprocess.CompletedProcess[str]":
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
        account = {"OOCLI_URL": url, "OOCLI_TOKEN": sandbox.TOKEN, "OOCLI_SECRET": sandbox.SECRET}
        return subprocess.run(
            [sys.executable, *program, *words],
            env={**kept, **environ, **account},
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return call


def test_main_job_over_http(run: Run, server: SandboxServer) -> None:
    """The documentation's first example brings the cheapest active estates in order, silently."""
    done = run(
        server.url,
        *("read", "estate", "--where", "kaufpreis<300000", "--where", "status=1"),
        *("--fields", "Id,kaufpreis,lage", "--sort", "kaufpreis,warmmiete", "--limit", "10"),
    )
    assert (done.returncode, done.stderr) == (0, "")
    prices = [float(record["elements"]["kaufpreis"]) for record in json.loads(done.stdout)]
    assert len(prices) == 10
    assert prices == sorted(prices)
    assert prices[-1] < 300000


def test_umlauts_travel_both_ways(run: Run, server: SandboxServer) -> None:
    """What is written with umlauts, emoji and quotes is read back the same."""
    name = 'Größe "Œuvre" 🏡 \\ / <b>'
    created = run(server.url, "create", "address", "--set", f"Name={name}")
    assert created.returncode == 0, created.stderr
    number = json.loads(created.stdout)[0]["id"]
    read = run(server.url, "read", "address", str(number), "--fields", "Name")
    assert json.loads(read.stdout)[0]["elements"]["Name"] == name


@pytest.mark.parametrize("version", ["1", "2"])
def test_both_signatures_are_accepted(run: Run, server: SandboxServer, version: str) -> None:
    """The server takes what either version signs, with slashes, umlauts and floats in the parameters."""
    done = run(
        server.url,
        *("--hmac-version", version, "read", "estate", "--where", "ort='Köln/Süd'"),
        *("--where", "kaufpreis<1.5", "--limit", "1"),
    )
    assert (done.returncode, done.stdout) == (0, "[]\n")


def test_wrong_secret_is_exit_code_4(run: Run, server: SandboxServer, environ: dict[str, str]) -> None:
    """A secret that does not fit ends with 4 and what to do; it is not repeated in the message."""
    environ["OOCLI_PROFILE"] = "sandbox"
    done = run(
        server.url, "profile", "add", "wrong", "--no-check", "--stdin", stdin=f"{sandbox.TOKEN}\n{'x' * 64}\n"
    )
    assert done.returncode == 0, done.stderr
    refused = run(server.url, "--profile", "wrong", "read", "estate")
    failure = json.loads(refused.stderr)
    assert (refused.returncode, failure["api_errorcode"]) == (4, 137)
    assert "x" * 64 not in refused.stderr


def test_nobody_there_is_exit_code_7(run: Run, server: SandboxServer) -> None:
    """A closed port ends with 7 after the retries that are safe."""
    free = server.url.replace(str(server.server_address[1]), "9")
    done = run(free, "read", "estate", "--limit", "1", "--timeout", "2")
    assert done.returncode == 7
    assert json.loads(done.stderr)["retryable"] is True


def test_http_elsewhere_is_refused(run: Run) -> None:
    """Plain http goes to this computer only; nothing is sent."""
    done = run("http://crm.example/api", "read", "estate")
    assert done.returncode == 2


def test_lost_answer_of_a_write_is_exit_code_10(run: Run, home: Path) -> None:
    """A write whose answer is lost is not repeated: it was carried out once, and oocli says unknown."""
    state = home / "data" / "sandbox.sqlite"
    with serve_sandbox(state, "lost:1") as server:
        lost = run(server.url, "create", "address", "--set", "Name=Einmalig", "--no-fields")
        assert lost.returncode == 10
        found = run(server.url, "read", "address", "--where", "Name=Einmalig", "-o", "ids")
    assert len(found.stdout.split()) == 1


def test_lost_answer_of_a_read_is_asked_for_again(run: Run, home: Path) -> None:
    """A read survives a reset and a 503 without a word."""
    with serve_sandbox(home / "data" / "sandbox.sqlite", "reset-middle:1") as server:
        done = run(server.url, "read", "estate", "--limit", "2", "-o", "ids")
    assert (done.returncode, len(done.stdout.split()), done.stderr) == (0, 2, "")


@pytest.mark.parametrize("options", ["csv", "tsv", "ndjson --typed", "json --typed --flat"])
def test_orjson_changes_no_byte(run: Run, server: SandboxServer, options: str) -> None:
    """What ``oocli[fast]`` reads and writes is what plain oocli does; both were really used."""
    plain, fast = (_export(run, server, which, options) for which in ("without", "with"))
    assert [done.stderr.splitlines()[-1] for done in (plain, fast)] == ["json", "orjson"]
    assert fast.stdout == plain.stdout
    assert "ö" in fast.stdout


@pytest.mark.parametrize("options", ["ndjson", "json", "ids", "ndjson --flat", "json --flat"])
def test_orjson_is_not_needed_where_records_are_handed_on(
    run: Run, server: SandboxServer, options: str
) -> None:
    """These formats decode no record, whether orjson is there or not."""
    plain, fast = (_export(run, server, which, options) for which in ("without", "with"))
    assert [done.stderr.splitlines()[-1] for done in (plain, fast)] == ["json", "json"]
    assert fast.stdout == plain.stdout


def _export(run: Run, server: SandboxServer, which: str, options: str) -> "subprocess.CompletedProcess[str]":
    words = ("read", "estate", "--all", "--fields", FIELDS, "-o", *options.split())
    done = run(server.url, which, *words, program=("-c", READER))
    assert done.returncode == 0, done.stderr
    return done


def test_closed_pipe_is_silent(run: Run, server: SandboxServer, environ: dict[str, str]) -> None:
    """``oocli ... | head -1`` ends without a word."""
    account = {"OOCLI_URL": server.url, "OOCLI_TOKEN": sandbox.TOKEN, "OOCLI_SECRET": sandbox.SECRET}
    words = [sys.executable, "-m", "oocli", "read", "estate", "--limit", "300", "-o", "ndjson"]
    with subprocess.Popen(
        words, env={**environ, **account}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        complaint = process.stderr.read()
    assert (process.returncode, complaint) == (141, b"")
