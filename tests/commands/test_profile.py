"""``oocli profile`` keeps credentials, shows where values come from, and never shows a secret."""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from harness import NOW
from oocli import sandbox
from oocli.client import Transport
from oocli.errors import NetworkError
from oocli.render import FORMATS
from oocli.sandbox.door.answer import Sandbox
from oocli.sandbox.records.store import Store
from oocli.wire.reply import Reply
from scripted import ScriptedTransport, answer, refusal, result

Oocli = Callable[..., Any]
TOKEN = "d8e7c8cba562ff1523dee85eeb84572b"
SECRET = "3ab8e78c72c95635f69aeb00bf55a632ca38cf02bb1a533938ff10879cdbb841"
OTHER = "f" * 64
LINES = f"{TOKEN}\n{SECRET}\n"
PAIR = {"OOCLI_TOKEN": TOKEN, "OOCLI_SECRET": SECRET}
PRINTS_SECRET = f'"{Path(sys.executable).as_posix()}" -c "print(\'{SECRET}\')"'
on_posix = pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are a matter of POSIX")


def _read_file(environ: Mapping[str, str]) -> Any:
    """Give the configuration as it stands in the file."""
    return json.loads((Path(environ["OOCLI_CONFIG_DIR"]) / "config.json").read_text(encoding="utf-8"))


def test_add_reads_token_and_secret_from_standard_input(oocli: Oocli, environ: dict[str, str]) -> None:
    """Two lines are enough; without a terminal nothing is said."""
    done = oocli("profile", "add", "acme", "--no-check", "--stdin", stdin=LINES)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert _read_file(environ) == {
        "version": 1,
        "current": "acme",
        "profiles": {"acme": {"token": TOKEN, "secret": SECRET}},
    }


def test_add_takes_token_and_secret_from_the_environment(oocli: Oocli, environ: dict[str, str]) -> None:
    """With --from-env standard input is not read."""
    assert oocli("profile", "add", "acme", "--no-check", "--from-env", variables=PAIR).code == 0
    assert _read_file(environ)["profiles"] == {"acme": {"token": TOKEN, "secret": SECRET}}


def test_add_asks_where_a_person_sits(oocli: Oocli, environ: dict[str, str]) -> None:
    """Both questions, their order, and what is said at the end; stdout stays empty."""
    done = oocli("profile", "add", "acme", "--no-check", stdin=LINES, terminal=True)
    path = Path(environ["OOCLI_CONFIG_DIR"]) / "config.json"
    assert (done.code, done.out) == (0, "")
    assert (
        done.err.split() == f"Token (not shown): Secret (not shown): Profile acme is kept in {path}".split()
    )


def test_add_keeps_settings_with_the_profile(oocli: Oocli, environ: dict[str, str]) -> None:
    """Settings follow the name, or are common options that were typed; each is kept as its type."""
    oocli(
        "profile",
        "add",
        "--no-check",
        "acme",
        "read-only=yes",
        "timeout=2.5",
        "--hmac-version",
        "1",
        "--stdin",
        stdin=LINES,
    )
    assert _read_file(environ)["profiles"]["acme"] == {
        "token": TOKEN,
        "secret": SECRET,
        "hmac-version": 1,
        "read-only": True,
        "timeout": 2.5,
    }


def test_add_with_a_secret_command_keeps_the_command_and_not_the_secret(
    oocli: Oocli, environ: dict[str, str]
) -> None:
    """The token alone is read; the command is tried and its answer checked."""
    done = oocli(
        "profile",
        "add",
        "acme",
        "--no-check",
        "--stdin",
        "--secret-command",
        PRINTS_SECRET,
        stdin=f"{TOKEN}\n",
    )
    assert done.code == 0
    assert _read_file(environ)["profiles"] == {"acme": {"token": TOKEN, "secret-command": PRINTS_SECRET}}


@pytest.mark.parametrize(
    ("arguments", "stdin", "code", "message"),
    [
        ([], "", 2, "Token and secret are missing, and nobody can be asked for them"),
        (["--stdin"], "", 4, "This token cannot be right"),
        (["--stdin"], f"{TOKEN}\n", 4, "This secret cannot be right"),
        (["--stdin"], f"{SECRET}\n{TOKEN}\n", 4, "This token cannot be right"),
        (["--stdin"], f'"{TOKEN}"\n{SECRET}\n', 4, "This token cannot be right"),
        (["--from-env"], LINES, 4, "OOCLI_TOKEN is not set"),
        (["--stdin", "--from-env"], LINES, 2, "--stdin and --from-env exclude each other"),
        (["--keyring", "--secret-command", "x"], "", 2, "--secret-command and --keyring exclude each other"),
        (["--stdin", "--secret-command", "no-such-cmd"], LINES, 4, "The secret command cannot be started"),
        (["--stdin", "api-version=old"], LINES, 2, "api-version must be stable or latest, not 'old'"),
        (
            ["--stdin", "url=http://a.example"],
            LINES,
            2,
            "The API address 'http://a.example' is not encrypted",
        ),
        (["--stdin", "--api-url", "ftp://x"], LINES, 2, "The API address 'ftp://x' is not an https address"),
        (["--stdin", "output=pdf"], LINES, 2, f"output must be one of {', '.join(FORMATS)}, not 'pdf'"),
        (["--stdin", "readonly=1"], LINES, 2, "A profile has no key 'readonly', did you mean read-only?"),
        (["--stdin", SECRET], LINES, 2, "Setting 1 is not of the form KEY=VALUE"),
        (["--stdin", f"secret={SECRET}"], LINES, 2, "secret cannot be given as an argument"),
    ],
)
def test_add_refuses_what_cannot_work_and_keeps_nothing(
    oocli: Oocli, environ: dict[str, str], arguments: list[str], stdin: str, code: int, message: str
) -> None:
    """One message, the exit code, no file; and no message repeats what may be a secret."""
    done = oocli("profile", "add", "acme", "--no-check", *arguments, stdin=stdin)
    assert (done.code, done.error["message"]) == (code, message)
    assert not {part for part in (TOKEN, SECRET) if part in done.err}
    assert not Path(environ["OOCLI_CONFIG_DIR"]).exists()


def test_no_input_forbids_the_question(oocli: Oocli) -> None:
    """On a terminal --no-input fails at once and names what answers."""
    done = oocli("--no-input", "profile", "add", "acme", "--no-check", stdin=LINES, terminal=True)
    assert done.code == 2
    assert "--stdin" in done.err


def test_add_needs_force_for_a_name_that_is_taken(oocli: Oocli, environ: dict[str, str]) -> None:
    """It fails before it asks for anything, and the old credentials stay."""
    oocli("profile", "add", "acme", "--no-check", "--stdin", stdin=LINES)
    done = oocli("profile", "add", "acme", "--no-check", stdin=f"{TOKEN}\n{OTHER}\n", terminal=True)
    assert (done.code, "Token" in done.err) == (2, False)
    assert _read_file(environ)["profiles"]["acme"]["secret"] == SECRET


def test_add_with_force_changes_the_credentials_alone(oocli: Oocli, environ: dict[str, str]) -> None:
    """A profile that was read-only is still read-only; of two places for the secret the new one is left."""
    oocli(
        "profile",
        "add",
        "acme",
        "--no-check",
        "--stdin",
        "read-only=true",
        "--secret-command",
        PRINTS_SECRET,
        stdin=LINES,
    )
    assert (
        oocli("profile", "add", "acme", "--no-check", "--stdin", "--force", stdin=f"{TOKEN}\n{OTHER}\n").code
        == 0
    )
    assert _read_file(environ)["profiles"] == {"acme": {"token": TOKEN, "read-only": True, "secret": OTHER}}


def test_a_second_profile_is_not_used_by_itself(oocli: Oocli) -> None:
    """On a terminal the note says how to use it."""
    oocli("profile", "add", "acme", "--no-check", "--stdin", stdin=LINES)
    done = oocli("profile", "add", "other", "--no-check", "--stdin", stdin=LINES, terminal=True)
    assert " ".join(done.err.split()).endswith("; use it with: oocli profile use other")


def test_list_shows_every_profile_and_the_sandbox(oocli: Oocli) -> None:
    """The whole JSON: which one is current, where its secret is, the beginning of the token."""
    oocli("profile", "add", "acme", "--no-check", "--stdin", "read-only=true", stdin=LINES)
    assert oocli("profile", "list").json == [
        {
            "id": "acme",
            "type": "profile",
            "elements": {
                "current": True,
                "token": "d8e7\u2026",
                "secret": "file",
                "url": "https://api.onoffice.de/api",
                "read-only": True,
            },
        },
        {
            "id": "sandbox",
            "type": "profile",
            "elements": {"current": False, "token": "", "secret": "", "url": "", "read-only": False},
        },
    ]


def test_show_says_where_each_value_comes_from(oocli: Oocli, environ: dict[str, str]) -> None:
    """Option, environment, profile and default in one output."""
    oocli(
        "profile",
        "add",
        "acme",
        "--no-check",
        "--stdin",
        "timeout=30",
        "extendedclaim=claim-of-acme",
        stdin=LINES,
    )
    path = Path(environ["OOCLI_CONFIG_DIR"]) / "config.json"
    done = oocli("profile", "show", "-o", "csv", "--hmac-version", "1", variables={"OOCLI_READ_ONLY": "1"})
    assert done.out == (
        "_id,value,source\n"
        f"profile,acme,the current one of {path}\n"
        "token,d8e7\u2026,profile acme\n"
        "secret,hidden,profile acme\n"
        "url,https://api.onoffice.de/api,default\n"
        "api-version,stable,default\n"
        "hmac-version,1,option --hmac-version\n"
        "timeout,30,profile acme\n"
        "max-answer,256,default\n"
        "output,csv,option --output\n"
        "extendedclaim,hidden,profile acme\n"
        "read-only,true,environment OOCLI_READ_ONLY\n"
        "language,,default\n"
    )


def test_show_of_a_name_wins_over_the_environment(oocli: Oocli) -> None:
    """It shows what --profile with that name would use."""
    oocli("profile", "add", "acme", "--no-check", "--stdin", stdin=LINES)
    shown = oocli("profile", "show", "acme", variables={"OOCLI_TOKEN": "x", "OOCLI_SECRET": "y"}).json
    assert shown[0]["elements"] == {"value": "acme", "source": "option --profile"}


def test_show_of_the_sandbox_has_no_secret(oocli: Oocli) -> None:
    """The built-in profile can be shown like any other."""
    rows = oocli("profile", "show", "sandbox").json
    assert [row["id"] for row in rows[:3]] == ["profile", "token", "url"]


@pytest.mark.parametrize(("token", "shown"), [(SECRET, "\u2026"), ("abcde", "\u2026"), ("", "")])
def test_show_gives_nothing_of_a_token_that_cannot_be_one(
    oocli: Oocli, environ: dict[str, str], token: str, shown: str
) -> None:
    """Where somebody wrote the secret in the token's place not even its beginning is shown."""
    oocli("profile", "add", "acme", "--no-check", "--stdin", stdin=LINES)
    path = Path(environ["OOCLI_CONFIG_DIR"]) / "config.json"
    path.write_text(path.read_text().replace(TOKEN, token))
    assert oocli("profile", "show").json[1]["elements"]["value"] == shown
    assert oocli("profile", "list").json[0]["elements"]["token"] == shown


def test_show_without_any_profile_says_what_to_do(oocli: Oocli) -> None:
    """Exit code 4 and the command that sets one up."""
    done = oocli("profile", "show")
    assert done.code == 4
    assert "oocli profile add NAME" in done.error["hint"]


def test_use_changes_the_current_profile(oocli: Oocli, environ: dict[str, str]) -> None:
    """The sandbox can be used too."""
    oocli("profile", "add", "acme", "--no-check", "--stdin", stdin=LINES)
    assert oocli("profile", "use", "sandbox").code == 0
    assert _read_file(environ)["current"] == "sandbox"


def test_use_warns_where_the_environment_wins(oocli: Oocli) -> None:
    """A change without effect is said even without a terminal."""
    done = oocli("profile", "use", "sandbox", variables=PAIR)
    assert (done.code, done.err) == (
        0,
        "OOCLI_TOKEN is set in the environment and wins over the current profile\n",
    )


def test_set_changes_and_takes_away(oocli: Oocli, environ: dict[str, str]) -> None:
    """An empty value takes the key away; even one that oocli does not know."""
    oocli("profile", "add", "acme", "--no-check", "--stdin", "timeout=30", stdin=LINES)
    path = Path(environ["OOCLI_CONFIG_DIR"]) / "config.json"
    path.write_text(path.read_text().replace('"timeout": 30', '"timeout": 30, "timout": 5'))
    assert oocli("profile", "show").error["message"] == "The profile 'acme' has an unknown key 'timout'"
    assert oocli("profile", "set", "acme", "timout=", "timeout=", "language=DEU").code == 0
    assert _read_file(environ)["profiles"]["acme"] == {"token": TOKEN, "secret": SECRET, "language": "DEU"}


def test_set_changes_all_or_nothing(oocli: Oocli, environ: dict[str, str]) -> None:
    """One wrong pair among right ones leaves the profile as it was."""
    oocli("profile", "add", "acme", "--no-check", "--stdin", stdin=LINES)
    assert oocli("profile", "set", "acme", "language=DEU", "timeout=never").code == 2
    assert _read_file(environ)["profiles"]["acme"] == {"token": TOKEN, "secret": SECRET}


@pytest.mark.parametrize("word", ["set", "remove", "add"])
def test_the_sandbox_cannot_be_changed(oocli: Oocli, word: str) -> None:
    """Set, remove and add say so alike."""
    done = oocli("profile", word, "sandbox", *(["timeout=3"] if word == "set" else []))
    assert done.code == 2
    assert done.error["message"] == "The profile 'sandbox' is built in and stays as it is"


def test_remove_needs_yes_where_nobody_can_be_asked(oocli: Oocli, environ: dict[str, str]) -> None:
    """Exit code 8 and nothing is removed; with --yes it is."""
    oocli("profile", "add", "acme", "--no-check", "--stdin", stdin=LINES)
    assert oocli("profile", "remove", "acme").code == 8
    assert list(_read_file(environ)["profiles"]) == ["acme"]
    assert oocli("profile", "remove", "acme", "--yes").code == 0
    assert _read_file(environ) == {"version": 1, "current": None, "profiles": {}}


@pytest.mark.parametrize(("answer", "code", "left"), [("n", 8, ["acme"]), ("", 8, ["acme"]), ("y", 0, [])])
def test_remove_asks_on_a_terminal(
    oocli: Oocli, environ: dict[str, str], answer: str, code: int, left: list[str]
) -> None:
    """Only a yes removes the profile."""
    oocli("profile", "add", "acme", "--no-check", "--stdin", stdin=LINES)
    done = oocli("profile", "remove", "acme", stdin=f"{answer}\n", terminal=True)
    assert (done.code, list(_read_file(environ)["profiles"])) == (code, left)
    assert done.err.startswith("Remove the profile acme and its credentials? [y/N] ")


@pytest.mark.parametrize("terminal", [True, False])
@pytest.mark.parametrize("output", ["table", "json", "ndjson", "csv", "tsv", "ids"])
def test_no_word_ever_shows_a_secret(oocli: Oocli, output: str, terminal: bool) -> None:
    """Every word of the command, in every format, with --debug, on a terminal and without."""
    common = ("--debug", "-v", "-o", output)
    claim = "claim-that-nobody-may-see"
    runs = [
        oocli(*common, *words, stdin=LINES, terminal=terminal, variables=variables)
        for variables in ({}, PAIR)
        for words in (
            ("profile", "add", "acme", "--no-check", "--stdin", f"extendedclaim={claim}"),
            ("profile", "add", "acme", "--no-check", "--from-env", "--force"),
            ("profile", "add", "cmd", "--stdin", "--force", "--secret-command", PRINTS_SECRET),
            ("profile", "list"),
            ("profile", "show"),
            ("profile", "show", "acme"),
            ("profile", "show", "cmd"),
            ("profile", "set", "acme", f"secret={SECRET}"),
            ("profile", "set", "acme", "timeout=3"),
            ("profile", "use", "cmd"),
            ("profile", "remove", "acme"),
        )
    ]
    said = "".join(run.out + run.err for run in runs)
    assert not [part for part in (TOKEN, SECRET, claim, TOKEN[:8], SECRET[:8]) if part in said]


# The real program in a process of its own

FAKE_KEYRING = """
import json, os, pathlib
from keyring import errors
_FILE = pathlib.Path(os.environ["FAKE_KEYRING"])
def _load():
    return json.loads(_FILE.read_text()) if _FILE.exists() else {}
def get_password(service, name):
    if os.environ.get("FAKE_LOCKED"):
        raise errors.KeyringLocked("the password is in here")
    return _load().get(f"{service} {name}")
def set_password(service, name, password):
    _FILE.write_text(json.dumps({**_load(), f"{service} {name}": password}))
def delete_password(service, name):
    _FILE.write_text(json.dumps({key: value for key, value in _load().items() if key != f"{service} {name}"}))
"""
FAKE_ERRORS = "class KeyringError(Exception): pass\nclass KeyringLocked(KeyringError): pass\n"


@dataclass(frozen=True)
class _Process:
    """The program as a user starts it, with a keyring of the test's own on its path."""

    environ: Mapping[str, str]

    def run(self, *words: str, stdin: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
        """Run one command line to its end."""
        return subprocess.run(
            [sys.executable, "-m", "oocli", *words],
            input=stdin,
            env={**self.environ, **variables},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )


@pytest.fixture
def process(environ: dict[str, str], tmp_path: Path) -> _Process:
    """Give the real program with a made-up keyring that keeps its secrets in ``ring.json``."""
    package = tmp_path / "modules" / "keyring"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(FAKE_KEYRING)
    (package / "errors.py").write_text(FAKE_ERRORS)
    inherited = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    own = {"PYTHONPATH": str(package.parent), "FAKE_KEYRING": str(tmp_path / "ring.json")}
    nowhere = {"OOCLI_URL": "http://127.0.0.1:1/api"}
    return _Process({**inherited, **environ, **own, **nowhere})


def test_the_keyring_keeps_the_secret(process: _Process, environ: dict[str, str], tmp_path: Path) -> None:
    """Added, used and removed: the file never has the secret, and the keyring loses it in the end."""
    added = process.run("profile", "add", "acme", "--no-check", "--stdin", "--keyring", stdin=LINES)
    assert (added.returncode, added.stdout, added.stderr) == (0, "", "")
    assert _read_file(environ)["profiles"] == {"acme": {"token": TOKEN, "keyring": True}}
    assert json.loads((tmp_path / "ring.json").read_text()) == {"oocli acme": SECRET}
    assert '"source":"profile acme: keyring"' in process.run("profile", "show").stdout
    assert process.run("profile", "remove", "acme", "--yes").returncode == 0
    assert json.loads((tmp_path / "ring.json").read_text()) == {}


def test_other_credentials_take_the_old_secret_out_of_the_keyring(process: _Process, tmp_path: Path) -> None:
    """With --force and no --keyring the secret moves into the file, and none is left behind."""
    process.run("profile", "add", "acme", "--no-check", "--stdin", "--keyring", stdin=LINES)
    assert (
        process.run("profile", "add", "acme", "--no-check", "--stdin", "--force", stdin=LINES).returncode == 0
    )
    assert json.loads((tmp_path / "ring.json").read_text()) == {}


def test_credentials_that_cannot_be_kept_leave_the_old_pair(
    process: _Process, environ: dict[str, str], tmp_path: Path
) -> None:
    """Token and secret are a pair: where the file takes no new token, the keyring keeps its secret."""
    process.run("profile", "add", "acme", "--no-check", "--stdin", "--keyring", stdin=LINES)
    before = _read_file(environ), (tmp_path / "ring.json").read_text()
    folder = Path(environ["OOCLI_CONFIG_DIR"])
    (folder / "config.json.new").mkdir()  # where the new content would be written first
    new = f"{'n' * 32}\n{'w' * 64}\n"
    failed = process.run("profile", "add", "acme", "--no-check", "--stdin", "--keyring", "--force", stdin=new)
    assert failed.returncode == 1
    assert (_read_file(environ), (tmp_path / "ring.json").read_text()) == before


def test_a_locked_keyring_is_reported_without_its_own_words(process: _Process) -> None:
    """A request that needs the secret ends with exit code 4; what the keyring says is not repeated."""
    process.run("profile", "add", "acme", "--no-check", "--stdin", "--keyring", stdin=LINES)
    done = process.run("read", "estate", FAKE_LOCKED="1")
    failure = json.loads(done.stderr)
    assert (done.returncode, failure["message"], failure["why"]) == (
        4,
        "The keyring cannot be used",
        "it says KeyringLocked",
    )


def test_a_keyring_without_the_secret_says_how_to_put_it_there(process: _Process, tmp_path: Path) -> None:
    """Somebody emptied the keyring; the message names the command that mends it."""
    process.run("profile", "add", "acme", "--no-check", "--stdin", "--keyring", stdin=LINES)
    (tmp_path / "ring.json").unlink()
    done = process.run("read", "estate")
    assert done.returncode == 4
    assert json.loads(done.stderr)["hint"] == "Put it there with: oocli profile add acme --force --keyring"


def test_without_the_keyring_extra_the_option_says_what_to_install(process: _Process, tmp_path: Path) -> None:
    """The package is an extra; without it nothing is kept."""
    (tmp_path / "modules" / "keyring" / "__init__.py").write_text("raise ImportError")
    done = process.run("profile", "add", "acme", "--no-check", "--stdin", "--keyring", stdin=LINES)
    assert done.returncode == 4
    assert json.loads(done.stderr)["hint"] == "Install it with: pip install 'oocli[keyring]'"
    assert not (tmp_path / "config").exists()


@dataclass(frozen=True)
class _Typist:
    """A person at a pseudo-terminal, in front of a running oocli."""

    process: subprocess.Popen[bytes]
    master: int
    slave: int

    def read_until(self, text: bytes) -> bytes:
        """Give what appears on the screen up to a text."""
        screen = b""
        while text not in screen:
            ready, _, _ = select.select([self.master], [], [], 60)
            assert ready, screen
            screen += os.read(self.master, 1024)
        return screen

    def echo_is_on(self) -> bool:
        """Say whether the terminal shows what is typed."""
        import termios

        return bool(termios.tcgetattr(self.slave)[3] & termios.ECHO)


@contextmanager
def _at_a_terminal(environ: Mapping[str, str], *words: str) -> Iterator[_Typist]:
    """Start oocli with a pseudo-terminal as standard input and standard error."""
    import pty

    master, slave = pty.openpty()
    command = [sys.executable, "-m", "oocli", *words]
    try:
        with subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=dict(environ)) as process:
            try:
                yield _Typist(process, master, slave)
            finally:
                process.kill()
    finally:
        os.close(master)
        os.close(slave)


@on_posix
def test_what_is_typed_does_not_appear_on_the_screen(process: _Process, environ: dict[str, str]) -> None:
    """Token and secret pasted at once stay hidden; afterwards the terminal echoes again."""
    with _at_a_terminal(process.environ, "profile", "add", "acme", "--no-check") as typist:
        screen = typist.read_until(b"Token (not shown): ")
        os.write(typist.master, LINES.encode())
        screen += typist.read_until(b"Profile acme is kept")
        assert typist.process.wait(60) == 0
        assert typist.echo_is_on()
    assert screen.startswith(b"Token (not shown): \r\nSecret (not shown): \r\nProfile acme is kept")
    assert _read_file(environ)["profiles"] == {"acme": {"token": TOKEN, "secret": SECRET}}


@on_posix
def test_an_interrupted_question_leaves_the_terminal_as_it_was(process: _Process, tmp_path: Path) -> None:
    """Ctrl-C while the secret is asked for: exit code 130, the echo is on again, nothing is kept."""
    with _at_a_terminal(process.environ, "profile", "add", "acme", "--no-check") as typist:
        typist.read_until(b"Token (not shown): ")
        assert not typist.echo_is_on()
        typist.process.send_signal(signal.SIGINT)
        assert typist.process.wait(60) == 130
        assert typist.echo_is_on()
    assert not (tmp_path / "config").exists()


def _at_sandbox(environ: Mapping[str, str]) -> Transport:
    """Give the sandbox as the office that is asked."""
    store = Store.open(Path(environ["OOCLI_DATA_DIR"]) / "sandbox.sqlite")
    return Sandbox(store, now=lambda: NOW)


GOOD = f"{sandbox.TOKEN}\n{sandbox.SECRET}\n"


def test_add_says_that_the_api_took_the_pair(oocli: Oocli, environ: dict[str, str]) -> None:
    """One signed reading is sent before anything is kept."""
    done = oocli("profile", "add", "acme", stdin=GOOD, terminal=True, transport=_at_sandbox(environ))
    assert (done.code, done.out) == (0, "")
    assert "onOffice accepts token and secret. Profile acme is kept in" in " ".join(done.err.split())


def test_add_keeps_nothing_that_the_api_refuses(oocli: Oocli, environ: dict[str, str]) -> None:
    """A secret that does not fit is exit code 4, and no file; the message repeats neither."""
    stdin = f"{sandbox.TOKEN}\n{OTHER}\n"
    done = oocli("profile", "add", "acme", "--stdin", stdin=stdin, transport=_at_sandbox(environ))
    assert (done.code, done.error["message"], done.error["api_errorcode"]) == (
        4,
        "onOffice does not accept token and secret; nothing was kept",
        137,
    )
    assert sandbox.TOKEN not in done.err
    assert OTHER not in done.err
    assert not Path(environ["OOCLI_CONFIG_DIR"]).exists()


def test_refused_pair_leaves_the_old_one(oocli: Oocli, environ: dict[str, str]) -> None:
    """With --force the profile stays as it was."""
    oocli("profile", "add", "acme", "--no-check", "--stdin", stdin=LINES)
    before = _read_file(environ)
    stdin = f"{sandbox.TOKEN}\n{OTHER}\n"
    done = oocli("profile", "add", "acme", "--force", "--stdin", stdin=stdin, transport=_at_sandbox(environ))
    assert (done.code, _read_file(environ)) == (4, before)


@pytest.mark.parametrize(
    ("step", "warning"),
    [
        (
            NetworkError("No connection to office", arrived=False),
            "onOffice could not be asked about token and secret: No connection to office;"
            " `oocli doctor` checks again",
        ),
        (
            answer(refusal(136, "Your timestamp is too old")),
            "The API refused read estate: Your timestamp is too old (136); `oocli doctor` checks again",
        ),
        (
            answer(refusal(104, "User is not active")),
            "The API refused read estate: User is not active (104); `oocli doctor` checks again",
        ),
    ],
    ids=["no network", "clock", "user"],
)
def test_pair_of_which_nobody_knows_is_kept_with_a_warning(
    oocli: Oocli, environ: dict[str, str], step: Reply | NetworkError, warning: str
) -> None:
    """Where the pair may be right, it is not lost; one request is sent and no more."""
    transport = ScriptedTransport([step])
    done = oocli("profile", "add", "acme", "--stdin", stdin=LINES, transport=transport)
    assert (done.code, done.err, len(transport.sent)) == (0, f"{warning}\n", 1)
    assert _read_file(environ)["profiles"] == {"acme": {"token": TOKEN, "secret": SECRET}}


def test_right_that_is_missing_is_no_matter_of_the_pair(oocli: Oocli) -> None:
    """Who may not read estates has signed rightly."""
    transport = ScriptedTransport([answer(refusal(151, "No permission"))])
    done = oocli("profile", "add", "acme", stdin=LINES, terminal=True, transport=transport)
    assert done.code == 0
    assert "onOffice accepts token and secret" in done.err


def test_no_check_sends_nothing(oocli: Oocli) -> None:
    """The request is left out, and nothing is said about the API."""
    transport = ScriptedTransport([])
    done = oocli("profile", "add", "acme", "--no-check", "--stdin", stdin=LINES, transport=transport)
    assert (done.code, done.err, transport.sent) == (0, "", [])


def test_trial_goes_where_the_profile_will(oocli: Oocli, environ: dict[str, str]) -> None:
    """Settings that are typed with it hold already: the claim goes with the request."""
    transport = ScriptedTransport([answer(result())])
    oocli(
        *("profile", "add", "acme", "--stdin", "--extendedclaim", "claim-of-mine"),
        stdin=LINES,
        transport=transport,
    )
    assert transport.actions[0]["parameters"]["extendedclaim"] == "claim-of-mine"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (TOKEN[:-1], "it has 31 characters and must have 32"),
        (SECRET, "it has 64 characters, as a secret has: token and secret look swapped"),
        ("", "it is empty"),
        (f'"{TOKEN}"', "there are quotes around it"),
    ],
)
def test_token_that_cannot_be_right_is_asked_for_again(oocli: Oocli, wrong: str, why: str) -> None:
    """The reason is said and the question asked anew; two mistakes for each of both are forgiven."""
    stdin = f"{wrong}\n{wrong}\n{TOKEN}\n{TOKEN}\nx\n{SECRET}\n"
    done = oocli("profile", "add", "acme", "--no-check", stdin=stdin, terminal=True)
    said = " ".join(done.err.split())
    assert (done.code, said.count(f"This token cannot be right: {why}")) == (0, 2)
    assert (said.count("Token (not shown)"), said.count("Secret (not shown)")) == (3, 3)


def test_third_answer_that_cannot_be_right_is_the_last(oocli: Oocli, environ: dict[str, str]) -> None:
    """Three times is enough: exit code 4, and nothing is kept."""
    done = oocli("profile", "add", "acme", "--no-check", stdin="x\n" * 9, terminal=True)
    assert (done.code, done.err.count("Token (not shown)"), done.err.count("cannot be right")) == (4, 3, 3)
    assert not Path(environ["OOCLI_CONFIG_DIR"]).exists()


def test_nobody_is_asked_again_who_has_left(oocli: Oocli) -> None:
    """The end of the input (Ctrl-D) ends the questions."""
    done = oocli("profile", "add", "acme", "--no-check", stdin="", terminal=True)
    assert (done.code, done.err.count("Token (not shown)")) == (4, 1)
