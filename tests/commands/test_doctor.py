"""``oocli doctor``: every check, what it says, and the exit code of the first that failed."""

import os
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path

import pytest

from harness import NOW, Clock, Outcome
from oocli.errors import NetworkError
from oocli.sandbox import SECRET, TOKEN
from oocli.sandbox.door.answer import Sandbox
from oocli.sandbox.records.store import Store
from oocli.wire.reply import Reply
from scripted import ScriptedTransport, answer, refusal, result
from wire_server import WireServer, say
from wire_server import answer as http_answer

Run = Callable[..., Outcome]
PAIR = {"OOCLI_TOKEN": TOKEN, "OOCLI_SECRET": SECRET}
posix = pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")


@dataclass
class Office:
    """An onOffice whose clock and rights a test sets; it notes what it was sent."""

    ahead: float = 0.0
    rights: bool = True
    bodies: list[bytes] = field(default_factory=list)

    def post(self, body: bytes) -> Reply:
        """Answer from a sandbox in memory."""
        self.bodies.append(body)
        store = Store.open(":memory:", estates=3, addresses=3)
        return Sandbox(store, now=lambda: NOW + self.ahead, rights=self.rights).post(body)


def dated(reply: Reply, moment: float = NOW) -> Reply:
    """Give a reply with the server's time."""
    return Reply(reply.body, reply.status, {"date": formatdate(moment, usegmt=True)})


def states(outcome: Outcome) -> dict[str, str]:
    """Give the state of each check in a JSON answer."""
    return {record["id"]: record["elements"]["state"] for record in outcome.json}


def find(outcome: Outcome, check: str) -> tuple[str, str, str]:
    """Give state, finding and advice of one check."""
    elements = next(record["elements"] for record in outcome.json if record["id"] == check)
    return elements["state"], elements["found"], elements["advice"]


def lines_below_version(outcome: Outcome) -> str:
    """Give the output without the first check, which differs from machine to machine."""
    lines = outcome.out.splitlines(keepends=True)
    return "".join(lines[next(i for i, line in enumerate(lines) if line.startswith("ok    file")) :])


def test_all_is_well(oocli: Run, home: Path) -> None:
    """With a good pair, clock and rights every line is ok, and a person is told so."""
    variables = {**PAIR, "OOCLI_CONFIG_DIR": "/c", "NO_COLOR": "1"}
    outcome = oocli("doctor", variables=variables, transport=Office(), terminal=True)
    assert (outcome.code, outcome.err) == (0, "Everything works\n")
    assert re.sub(r"in \d+ ms", "in 0 ms", lines_below_version(outcome)) == (
        "ok    file            /c/config.json does not exist yet\n"
        "ok    profile         environment (OOCLI_TOKEN and OOCLI_SECRET)\n"
        "ok    token           32 characters (environment OOCLI_TOKEN)\n"
        "ok    secret          64 characters (environment OOCLI_SECRET)\n"
        "ok    address         https://api.onoffice.de/api/stable/api.php (default)\n"
        "ok    connection      api.onoffice.de answers in 0 ms\n"
        "ok    tls             encrypted, and the certificate is trusted\n"
        "ok    clock           This machine's clock agrees with the server's\n"
        "ok    signed read     onOffice accepts token and signature\n"
        "ok    read estate     records can be read\n"
        "ok    read address    records can be read\n"
        "ok    read user       records can be read\n"
        "ok    read task       records can be read\n"
        "ok    read agentslog  records can be read\n"
        "ok    read calendar   nothing comes: there is nothing, or a right is missing\n"
    )


def test_two_requests_are_sent_and_the_first_holds_no_secret(oocli: Run) -> None:
    """The address is tried without token; then one signed request asks for everything."""
    office = Office()
    oocli("doctor", variables=PAIR, transport=office)
    first, second = office.bodies
    assert TOKEN.encode() not in first
    assert second.count(b"hmac_version") == 6


def test_sandbox_needs_no_way(oocli: Run) -> None:
    """The sandbox has no address, no pair and no clock of its own; its rights are looked at."""
    outcome = oocli("--sandbox", "doctor")
    assert (outcome.code, outcome.err) == (0, "")
    assert list(states(outcome)) == [
        *("version", "file", "profile", "signed read"),
        *(f"read {name}" for name in ("estate", "address", "user", "task", "agentslog", "calendar")),
    ]
    assert set(states(outcome).values()) == {"ok"}


def test_without_a_profile_the_way_is_tried_all_the_same(oocli: Run) -> None:
    """Nothing set up is exit code 4, and whoever sets it up learns that the address answers."""
    outcome = oocli("doctor", transport=Office())
    assert outcome.code == outcome.error["exit_code"] == 4
    assert outcome.error["message"] == "1 of 7 checks failed: profile"
    assert find(outcome, "profile") == (
        "fail",
        "there is none, and no OOCLI_TOKEN and OOCLI_SECRET",
        "`oocli profile add NAME` sets one up; --sandbox needs no account",
    )
    assert find(outcome, "clock")[0] == "ok"


@pytest.mark.parametrize(
    ("token", "secret", "check", "found"),
    [
        (SECRET, TOKEN, "token", "it has 64 characters, as a secret has: token and secret look swapped"),
        (SECRET, TOKEN, "secret", "it has 32 characters, as a token has: token and secret look swapped"),
        (TOKEN + " ", SECRET, "token", "there is white space before or after it"),
        (TOKEN, SECRET[:-1], "secret", "it has 63 characters and must have 64"),
        (f'"{TOKEN}"', SECRET, "token", "there are quotes around it"),
        (TOKEN, SECRET[:-1] + "\u2026", "secret", None),
    ],
)
def test_damaged_pair_is_seen(token: str, secret: str, check: str, found: str | None, oocli: Run) -> None:
    """Swapped, cut or wrongly copied credentials fail by themselves; nothing signed is sent."""
    office = Office()
    outcome = oocli("doctor", variables={"OOCLI_TOKEN": token, "OOCLI_SECRET": secret}, transport=office)
    assert outcome.code == 4
    state, seen, _ = find(outcome, check)
    assert (state, seen) == ("fail", found if found is not None else seen)
    assert len(office.bodies) == 1


@posix
def test_file_that_others_can_read_is_told(oocli: Run, home: Path) -> None:
    """A configuration file with open modes fails, with the command that closes it."""
    file = home / "config" / "config.json"
    file.parent.mkdir(mode=0o700)
    file.write_text("{}", encoding="utf-8")
    file.chmod(0o644)
    outcome = oocli("doctor", transport=Office())
    assert outcome.code == 4
    assert find(outcome, "file") == (
        "fail",
        f"{file} is open to other users of this machine: its mode is 0644",
        f"Close it with: chmod 600 {file}",
    )


@posix
def test_directory_that_others_can_write_warns(oocli: Run, home: Path) -> None:
    """A directory where others may swap the file is told of."""
    folder = home / "config"
    folder.mkdir()
    (folder / "config.json").touch(mode=0o600)
    (folder / "config.json").write_text("{}", encoding="utf-8")
    folder.chmod(0o777)
    state, _, advice = find(oocli("doctor", transport=Office()), "file")
    assert (state, advice) == ("warn", f"Close it with: chmod 700 {folder}")


def test_damaged_file_is_told(oocli: Run, home: Path) -> None:
    """A configuration that is no JSON fails the profile, and says where."""
    (home / "config").mkdir(mode=0o700)
    file = home / "config" / "config.json"
    file.touch(mode=0o600)
    file.write_text('{"profiles": ', encoding="utf-8")
    state, found, _ = find(oocli("doctor", transport=Office()), "profile")
    assert state == "fail"
    assert found.startswith(f"{file} is damaged in line 1, column 14: ")


def test_address_that_is_not_allowed_fails(oocli: Run) -> None:
    """Plain http to another machine is refused before anything is sent."""
    outcome = oocli("doctor", "--api-url", "http://example.com/api", variables=PAIR, transport=Office())
    assert outcome.code == 2
    assert find(outcome, "address")[::2] == ("fail", "Try https://example.com/api")
    assert "connection" not in states(outcome)


def test_address_where_nobody_listens_fails(oocli: Run) -> None:
    """A refused connection is exit code 7; the checks that need an answer are left out."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/api"
        outcome = oocli("doctor", "--api-url", url, variables=PAIR)
    assert outcome.code == 7
    assert find(outcome, "connection")[0] == "fail"
    assert list(states(outcome))[-1] == "connection"


def test_certificate_that_is_not_trusted_fails(oocli: Run) -> None:
    """Somebody answers, but cannot show who it is: TLS fails, with exit code 7."""
    with WireServer(say(), tls=True) as server:
        outcome = oocli("doctor", "--api-url", server.url, variables=PAIR)
    assert outcome.code == 7
    assert find(outcome, "connection") == ("ok", "somebody answers", "")
    state, found, _ = find(outcome, "tls")
    assert state == "fail"
    assert "its certificate is not trusted" in found


def test_web_page_in_the_place_of_the_api_fails(oocli: Run) -> None:
    """A login page of a network, or a wrong address, is told from the API."""
    with WireServer(say(http_answer(b"<html>Please log in</html>"))) as server:
        outcome = oocli("doctor", "--api-url", server.url, variables=PAIR)
    assert outcome.code == 7
    assert find(outcome, "connection")[:2] == (
        "fail",
        "A web page came instead of an API answer: HTTP status 200 with a web page",
    )


@pytest.mark.parametrize(
    ("ahead", "state", "found", "code"),
    [
        (-2, "ok", "This machine's clock agrees with the server's", 0),
        (-30, "ok", "This machine's clock is 30 seconds ahead of the server's", 0),
        (90, "warn", "This machine's clock is 90 seconds behind the server's; 120 are too many", 0),
        (600, "fail", "This machine's clock is 600 seconds behind the server's; signatures are refused", 4),
    ],
)
def test_clock_is_compared(ahead: int, state: str, found: str, code: int, oocli: Run) -> None:
    """The clock is ok within half a minute, warns within the window, and fails beyond it."""
    outcome = oocli("doctor", variables=PAIR, transport=Office(ahead))
    assert (outcome.code, find(outcome, "clock")[:2]) == (code, (state, found))


def test_clock_from_server_makes_up_for_a_wrong_clock(oocli: Run) -> None:
    """With the option the wrong clock warns, and the signed read works."""
    outcome = oocli("--clock-from-server", "doctor", variables=PAIR, transport=Office(600))
    assert outcome.code == 0
    assert find(outcome, "clock")[0] == "warn"
    assert find(outcome, "signed read")[0] == "ok"


def test_server_without_a_clock_warns(oocli: Run) -> None:
    """Without a Date header the clock cannot be compared."""
    transport = ScriptedTransport([answer(), answer(*[result({"id": 1})] * 6)])
    outcome = oocli("doctor", variables=PAIR, transport=transport)
    assert (outcome.code, find(outcome, "clock")[0]) == (0, "warn")


def test_pair_that_does_not_fit_fails(oocli: Run) -> None:
    """A refused signature names the cause, and what to do instead of running the doctor again."""
    variables = {"OOCLI_TOKEN": TOKEN, "OOCLI_SECRET": "x" * 64}
    outcome = oocli("doctor", variables=variables, transport=Office())
    assert outcome.code == 4
    state, found, advice = find(outcome, "signed read")
    assert state == "fail"
    assert found.startswith("The API refused read estate: The HMAC is invalid. (137)")
    assert advice == (
        "Make a new pair of token and secret in onOffice, and set OOCLI_TOKEN and OOCLI_SECRET to it"
    )
    assert "read estate" not in states(outcome)


def test_missing_rights_warn(oocli: Run) -> None:
    """An API user without rights is told module by module; commands may still be meant to work."""
    outcome = oocli(
        "doctor", "--color", "never", variables=PAIR, transport=Office(rights=False), terminal=True
    )
    assert outcome.code == 0
    assert "warn  read estate     nothing comes: there is nothing, or a right is missing\n" in outcome.out
    assert "warn  read user       The API refused read user: " in outcome.out
    assert outcome.err.endswith("checks warn\n")


def test_lost_answer_fails_at_once(oocli: Run, clock: Clock) -> None:
    """The doctor tries once: a broken connection is a finding, not something to wait for."""
    lost = NetworkError("The connection broke", arrived=True)
    outcome = oocli("doctor", variables=PAIR, transport=ScriptedTransport([dated(answer()), lost]))
    assert (outcome.code, clock.pauses) == (7, [])
    assert find(outcome, "signed read")[:2] == ("fail", "The connection broke")


def test_secrets_that_a_server_repeats_are_not_shown(oocli: Run) -> None:
    """What comes back is redacted on standard output too."""
    echo = answer(*[refusal(137, f"bad pair {TOKEN} {SECRET}")] * 6)
    outcome = oocli("doctor", variables=PAIR, transport=ScriptedTransport([dated(answer()), dated(echo)]))
    assert "bad pair [hidden] [hidden]" in find(outcome, "signed read")[1]
    assert TOKEN not in outcome.out + outcome.err
    assert SECRET not in outcome.out + outcome.err


def test_text_of_a_server_does_not_control_the_terminal(oocli: Run) -> None:
    """Escape sequences in a refusal are shown, not obeyed."""
    evil = answer(*[refusal(170, "\x1b[2Jgone\u202e")] * 6)
    transport = ScriptedTransport([dated(answer()), dated(evil)])
    outcome = oocli("doctor", "--color", "never", variables=PAIR, transport=transport, terminal=True)
    assert "␛[2Jgone<U+202E>" in outcome.out
    assert "\x1b" not in outcome.out + outcome.err


def test_colour_only_adds_to_the_words(oocli: Run) -> None:
    """With colour each state is painted; without the paint the text is the same."""
    painted, plain = (
        oocli("doctor", "--color", when, variables=PAIR, transport=Office(600), terminal=True)
        for when in ("always", "never")
    )
    assert "\x1b[1;31mfail\x1b[0m  clock" in painted.out
    bare = painted.out
    for code in ("\x1b[32m", "\x1b[33m", "\x1b[1;31m", "\x1b[0m"):
        bare = bare.replace(code, "")
    assert re.sub(r"\d+ ms", "", bare) == re.sub(r"\d+ ms", "", plain.out)


def test_lines_fit_the_terminal(oocli: Run) -> None:
    """No line is wider than the terminal, and advice stands below what it is for."""
    variables = {**PAIR, "OOCLI_FORCE_TTY": "64", "OOCLI_CONFIG_DIR": "/c", "NO_COLOR": "1"}
    outcome = oocli("doctor", variables=variables, transport=Office(600))
    assert max(map(len, outcome.out.splitlines())) <= 64
    assert "→ Set this machine's clock" in outcome.out


def test_a_narrow_terminal_tears_no_word(oocli: Run) -> None:
    """What has no room beside its check stands below it; no line is wider than a phone held upright."""
    folder = "/etc/oocli-settings-of-everyone"
    variables = {**PAIR, "OOCLI_FORCE_TTY": "48", "OOCLI_CONFIG_DIR": folder, "NO_COLOR": "1"}
    lines = oocli("doctor", variables=variables, transport=Office(600)).out.splitlines()
    assert max(map(len, lines)) <= 48
    assert f"    {folder}/config.json" in lines


def test_read_only_is_told(oocli: Run) -> None:
    """A profile that may not write says so."""
    outcome = oocli("doctor", variables={**PAIR, "OOCLI_READ_ONLY": "1"}, transport=Office())
    assert find(outcome, "profile")[1] == "environment (OOCLI_TOKEN and OOCLI_SECRET), read-only"


def test_variable_makes_up_for_a_wrong_clock_too(oocli: Run) -> None:
    """What --clock-from-server does, OOCLI_CLOCK_FROM_SERVER does."""
    outcome = oocli("doctor", variables={**PAIR, "OOCLI_CLOCK_FROM_SERVER": "1"}, transport=Office(600))
    assert (outcome.code, find(outcome, "clock")[0]) == (0, "warn")


def test_pair_of_a_profile_is_to_be_stored_again(oocli: Run) -> None:
    """Where the pair is that of a profile the advice names it."""
    oocli("profile", "add", "acme", "--no-check", "--from-env", variables={**PAIR, "OOCLI_SECRET": "x" * 64})
    outcome = oocli("doctor", transport=Office())
    assert find(outcome, "signed read")[2].endswith("store it with: oocli profile add acme --force")
