"""Planted secrets: no command writes them anywhere, whatever it is told and whatever goes wrong.

Token, secret and claim are planted in the configuration, in the environment and in what a
server repeats; the signatures are those that were made. Then every command runs in every
format, with ``--debug``, and everything is searched: both streams and each file but the one
that keeps the credentials.
"""

import json
import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from harness import Clock, Outcome, Stream
from oocli.__main__ import run
from oocli.app import COMMANDS
from oocli.catalogue import VERBS, Catalogue
from oocli.context import Context
from oocli.errors import NetworkError
from oocli.wire.reply import Reply

Run = Callable[..., Outcome]
TOKEN = "Vq7Lk2Zt9Xw4Rb6Nc8Md3Hs5Jf1Gp0Ty"
SECRET = "aB/3+dE5fG7hJ9kL2mN4pQ6rS8tU1vW3xY5zA7bC9dE2fG4hJ6kL8mN1pQ3rS5tU"
CLAIM = "claim-0123456789-QWERTZUIOP-asdfghjkl"
PASSWORD = "Bitte-bald-aendern!"
FORMATS = ("table", "json", "ndjson", "csv", "tsv", "md", "geojson", "raw", "ids")

OTHER_LINES = {
    "fields": ("fields estate", "fields estate kaufpreis --refresh", "fields"),
    "cache": ("cache list", "cache clear"),
    "calls": ("calls estate",),
    "explain": ("explain read estate", "explain error 137", "explain relation", "explain field estate Id"),
    "send": ("send -", "send - --dry-run"),
    "commands": ("commands", "commands read"),
    "upload": ("upload {file} --estate 11 --type Foto", "upload {file} --estate 11 --type Foto --dry-run"),
    "download": ("download estate 11 --dir {home}/down",),
    "doctor": ("doctor",),
    "profile": (
        "profile list",
        "profile show",
        "profile show acme",
        "profile add acme --from-env --force",
        "profile add acme --stdin --force",
        "profile add other --stdin --no-check",
        "profile add acme --stdin",
        "profile set acme timeout=30",
        "profile set acme timeout=never",
        "profile use acme",
        "profile remove none --yes",
    ),
    "sandbox": ("sandbox info",),
    "completion": ("completion show bash",),
    "undo": (
        "modify estate --from {rows} --results {home}/undone.ndjson --yes",
        "undo {home}/undone.ndjson --dry-run",
        "undo --last --yes",
    ),
    "history": ("history",),
    "sync": ("sync {home}/crm.db estate", "sync {home}/crm.db --status", "sync {home}/crm.db --check"),
    "watch": ("watch {home}/crm.db estate --once",),
    "sql": ("sql {home}/crm.db 'select 1'",),
}
UNSIGNED = {"calls", "commands", "explain", "profile", "cache", "sandbox", "completion", "history", "sql"}
BULK_LINES = (
    "create address --from {rows} --results {home}/results.ndjson --failed {home}/failed.csv --yes",
    "modify estate --from {rows} --results {home}/results2.ndjson --yes",
    "create address --from {rows} --dry-run",
)
ACTION = {"actionid": "read", "resourcetype": "estate", "parameters": {"data": ["Id"]}, "hmac": "x" * 44}


@dataclass
class Office:
    """Answers in one of several bad ways, and remembers every signature it was sent.

    Attributes:
        manner: what it does, see ``MANNERS``.
        signatures: the hmac of every action that came.
    """

    manner: str
    signatures: set[str] = field(default_factory=set)

    def post(self, body: bytes) -> Reply:
        """Answer; nearly always with what was sent."""
        actions = json.loads(body)["request"]["actions"]
        self.signatures |= {action["hmac"] for action in actions}
        text = body.decode()
        secrets = f"{TOKEN} {SECRET} {CLAIM}"
        match self.manner:
            case "page":
                return Reply(f"<html>{text}</html>".encode(), status=500)
            case "mirror":
                return Reply(body)
            case "lost":
                raise NetworkError("No answer", arrived=True, retryable=False, why=f"{text} {secrets}")
            case "crash":
                raise RuntimeError(f"{text} {secrets}")
            case "refusal":
                result = {"data": [], "status": {"errorcode": 137, "message": f"{text} {secrets}"}}
            case _:
                elements = {"Id": "1", "echo": text, "token": TOKEN, "all": secrets}
                record = {"id": 1, "type": "estate", "elements": elements}
                data = {"meta": {"cntabsolute": 1}, "records": [record]}
                result = {"data": data, "status": {"errorcode": 0, "message": "OK"}}
        top = {"code": 200, "errorcode": 0, "message": secrets}
        answer = {"status": top, "response": {"results": [result] * len(actions)}}
        return Reply(json.dumps(answer).replace("/", "\\/").encode())


MANNERS = ("records", "refusal", "mirror", "page", "lost", "crash", "records")
CONFIG = {
    "version": 1,
    "current": "acme",
    "profiles": {"acme": {"token": TOKEN, "secret": SECRET, "extendedclaim": CLAIM}},
}


def write_profile(**keys: object) -> str:
    """Give a configuration whose one profile has these keys and a claim."""
    return json.dumps({"profiles": {"acme": {"extendedclaim": CLAIM, **keys}}})


@pytest.fixture
def place(home: Path) -> Path:
    """Give a home with a profile whose credentials are planted, and files to send."""
    write_config(home, json.dumps(CONFIG))
    (home / "photo.jpg").write_bytes(b"\xff\xd8\xff photo")
    (home / "rows.csv").write_text("Name,kaufpreis,id\nMeier,1,11\nSchmidt,2,13\n", encoding="utf-8")
    return home


def write_config(home: Path, text: str) -> None:
    """Put a configuration file into a home, with the modes it must have."""
    folder = home / "config"
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / "config.json").touch(mode=0o600)
    (folder / "config.json").write_text(text, encoding="utf-8")


def speak(
    arguments: list[str], home: Path, office: Office, *, variables: dict[str, str], terminal: bool = False
) -> Outcome:
    """Run the program once."""
    clock, stdout, stderr = Clock(), Stream(terminal=terminal), Stream(terminal=terminal)
    stdin = json.dumps(ACTION) if arguments[0] == "send" else f"{TOKEN}\n{SECRET}\n"
    context = Context(
        environ={
            "HOME": str(home),
            **{f"OOCLI_{name.upper()}_DIR": str(home / name) for name in ("config", "data", "cache")},
            **variables,
        },
        stdin=Stream(stdin, terminal=terminal),
        stdout=stdout,
        stderr=stderr,
        now=clock.now,
        sleep=clock.sleep,
        open_transport=lambda _profile: office,
    )
    code = run(context, arguments)
    return Outcome(code, stdout.getvalue(), stderr.getvalue())


def read_files(home: Path) -> Iterator[tuple[str, str]]:
    """Give path and text of each file that a run may have left; the sandbox's is binary, and its own."""
    for path in home.rglob("*"):
        if path.is_file() and path.name not in ("config.json", "sandbox.sqlite"):
            yield str(path), path.read_bytes().decode("utf-8", "replace")


def search(text: str, office: Office, where: str) -> None:
    """See that a text holds no secret: whole, as JSON or PHP writes it, or the half of one."""
    plain = text.replace("\\/", "/").replace("\n", "")
    pieces = [TOKEN, SECRET, CLAIM, TOKEN[:16], TOKEN[16:], SECRET[:16], SECRET[-16:], CLAIM[:20]]
    for secret in (*pieces, *office.signatures):
        assert secret not in text, where
        assert secret not in plain, where


def list_lines(word: str) -> list[str]:
    """Give command lines for a word of oocli: the documented examples, for a verb those of its calls."""
    if word not in VERBS:
        return list(OTHER_LINES[word])
    calls = [call for call in Catalogue() if call.verb == word]
    examples = [call.example.removeprefix("oocli ").replace('"$CLAIM"', CLAIM) for call in calls]
    return [*examples, *(line for line in BULK_LINES if line.startswith(word))]


def test_every_command_is_tried() -> None:
    """A new word of oocli needs lines here."""
    assert set(OTHER_LINES) | set(VERBS) == set(COMMANDS)


@pytest.mark.parametrize("keeping", ["profile", "environment"])
@pytest.mark.parametrize("word", COMMANDS)
def test_no_command_writes_a_secret(word: str, keeping: str, place: Path) -> None:
    """Every command, in every format, with --debug, whatever a server does with what it was sent."""
    pair = {"OOCLI_TOKEN": TOKEN, "OOCLI_SECRET": SECRET, "OOCLI_EXTENDEDCLAIM": CLAIM}
    variables = pair if keeping == "environment" else {}
    places = {"{home}": place, "{file}": place / "photo.jpg", "{rows}": place / "rows.csv"}
    signed = 0
    for number, line in enumerate(list_lines(word)):
        for mark, path in places.items():
            line = line.replace(mark, str(path))
        for turn, output in enumerate(FORMATS):
            office = Office(MANNERS[(number + turn) % len(MANNERS)])
            words = [*shlex.split(line), *(["--yes"] if word in ("delete", "do") else [])]
            arguments = [*words, "--debug", "-o", output]
            outcome = speak(arguments, place, office, variables=variables, terminal=turn % 3 == 0)
            where = f"{' '.join(arguments)} ({office.manner})"
            search(outcome.out + outcome.err, office, where)
            assert PASSWORD not in outcome.err, where
            signed += len(office.signatures)
            for written, text in read_files(place):
                search(text, office, f"{written} after {where}")
    assert signed or word in UNSIGNED


@pytest.mark.parametrize(
    ("token", "secret"),
    [
        (SECRET, TOKEN),
        (TOKEN + " ", SECRET),
        (TOKEN, SECRET[:-1]),
        (TOKEN[:-1] + "\u00fc", SECRET),
        (SECRET, ""),
    ],
    ids=["swapped", "blank", "cut", "umlaut", "one"],
)
@pytest.mark.parametrize("errors", ["text", "json"])
def test_wrong_credentials_are_not_repeated(token: str, secret: str, errors: str, place: Path) -> None:
    """A pair that cannot be right is described, never shown; neither is one that is being stored."""
    office = Office("refusal")
    variables = {"OOCLI_TOKEN": token, "OOCLI_SECRET": secret, "OOCLI_ERRORS": errors}
    for line in ("read estate", "doctor", "profile show", "profile add new --from-env", "send -"):
        outcome = speak([*line.split(), "--debug"], place, office, variables=variables)
        search(outcome.out + outcome.err, office, line)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(CONFIG)[:-2],
        json.dumps(CONFIG).replace('"secret"', '"secrett"'),
        json.dumps(CONFIG).replace(f'"{SECRET}"', f'["{SECRET}"]'),
        json.dumps(CONFIG).replace('"acme"}', f'"{TOKEN}"}}'),
        f"token={TOKEN} secret={SECRET}",
        write_profile(token=SECRET, secret=TOKEN, keyring=True),
        write_profile(token=TOKEN, **{"secret-command": f"false {SECRET}"}),
        write_profile(token=TOKEN, **{"secret-command": f"no-such-{SECRET}"}),
        write_profile(token=TOKEN, secret=SECRET, url=f"https://x:{SECRET}@y/"),
    ],
    ids=lambda text: re.sub(r"[^a-z]+", "-", text.replace(SECRET, "secret").replace(TOKEN, "token"))[-40:],
)
def test_broken_configuration_is_not_repeated(text: str, place: Path) -> None:
    """What is wrong with the file is said, without what stands in it."""
    write_config(place, text)
    office = Office("refusal")
    for line in ("read estate", "doctor", "profile show", "profile list", "profile set acme timeout=3"):
        for profile in ([], ["--profile", "acme"]):
            outcome = speak([*line.split(), *profile, "--debug"], place, office, variables={})
            search(outcome.out + outcome.err, office, line)


def test_secret_given_as_an_argument_is_not_repeated(place: Path) -> None:
    """Who types a secret where none belongs is told so, without an echo."""
    office = Office("records")
    for line in (
        f"profile add new {TOKEN} {SECRET}",
        f"profile add new secret={SECRET}",
        f"profile set acme token={TOKEN}",
        f"read estate --token {TOKEN}",
        f"read estate --secret={SECRET}",
        f"--token {TOKEN} read estate",
    ):
        outcome = speak([*shlex.split(line), "--debug"], place, office, variables={})
        assert outcome.code == 2, line
        search(outcome.out + outcome.err, office, line)


def test_secret_of_the_environment_stays_hidden_under_another_profile(place: Path) -> None:
    """--profile uses other credentials; those of the environment are still never said."""
    office = Office("lost")
    variables = {"OOCLI_TOKEN": TOKEN[::-1], "OOCLI_SECRET": SECRET[::-1]}
    outcome = speak(["--profile", "acme", "read", "estate", "--debug"], place, office, variables=variables)
    assert outcome.code == 7
    search(outcome.out + outcome.err, office, "read estate")


def test_planted_secrets_would_be_found(place: Path) -> None:
    """The search itself works: what a server repeats does reach the output, with marks in it."""
    office = Office("records")
    outcome = speak(["read", "estate", "-o", "json"], place, office, variables={})
    assert outcome.json[0]["elements"]["all"] == "[hidden] [hidden] [hidden]"
    assert '"hmac":"[hidden]"' in outcome.json[0]["elements"]["echo"]
    with pytest.raises(AssertionError):
        search(f"x {SECRET}", office, "")
