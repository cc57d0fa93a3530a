"""Exposés of many estates: one file a record, several at once; templates told where one is missing."""

import base64
import json
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from harness import Outcome
from oocli.errors import NetworkError
from oocli.wire.reply import Reply
from scripted import answer, refusal, result

Oocli = Callable[..., Outcome]
ACCOUNT = {"OOCLI_TOKEN": "t" * 32, "OOCLI_SECRET": "s" * 64}
TEMPLATE = "urn:onoffice-de-ns:smart:2.5:pdf:expose:kurz:design01Expose"


@pytest.fixture
def exposes(oocli: Oocli, tmp_path: Path) -> Oocli:
    """Give a function that asks for exposés into ``pdf``."""

    def run(
        *words: str, template: str = TEMPLATE, office: "Office | None" = None, **settings: Any
    ) -> Outcome:
        command = ("get", "pdf", *words, "--save", str(tmp_path / "pdf"))
        command += ("--template", template) if template else ()
        if office is None:
            return oocli("--sandbox", *command, **settings)
        return oocli(*command, transport=office, variables=ACCOUNT, **settings)

    return run


@dataclass
class Office:
    """A transport that makes a document of each estate, or what a test wants in its place.

    Attributes:
        instead: what an estate's answer is, or raises.
        asked: numbers of estates in the order in which they were asked for.
    """

    instead: dict[int, Any] = field(default_factory=dict)
    asked: list[int] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def post(self, body: bytes) -> Reply:
        """Answer a request of one action."""
        (action,) = json.loads(body)["request"]["actions"]
        if action["resourcetype"] == "templates":
            return answer(result())
        estate = action["parameters"]["estateid"]
        with self._lock:
            self.asked.append(estate)
        found = self.instead.get(estate, zlib.compress(b"%%PDF-1.4 %d" % estate))
        if isinstance(found, NetworkError):
            raise found
        if isinstance(found, Reply):
            return found
        document = base64.b64encode(found).decode()
        return answer(result({"id": 0, "type": "", "elements": {"document": document}}))


def _rows(outcome: Outcome) -> list[dict[str, Any]]:
    return [record["elements"] for record in outcome.json]


def _statuses(outcome: Outcome) -> list[str]:
    return [row["status"] for row in _rows(outcome)]


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_one_of_each_record(exposes: Oocli, tmp_path: Path) -> None:
    """The list may come from a file or from standard input; each is a document of its own."""
    (tmp_path / "ids.txt").write_text("11\n13\n")
    outcome = exposes("--from", str(tmp_path / "ids.txt"))
    assert (outcome.code, outcome.err) == (0, "")
    folder = tmp_path / "pdf"
    assert _names(folder) == ["estate-11.pdf", "estate-13.pdf"]
    contents = [(folder / name).read_bytes() for name in _names(folder)]
    assert all(content.startswith(b"%PDF-1.4") for content in contents)
    assert contents[0] != contents[1]
    first = _rows(outcome)[0]
    assert first == {
        "file": "estate-11",
        "status": "ok",
        "record": 11,
        "path": str(folder / "estate-11.pdf"),
        "bytes": len(contents[0]),
        "message": "",
    }
    assert _statuses(exposes("--from", "-", stdin='{"id": 13}\n{"id": 15}\n')) == ["skipped", "ok"]


def test_records_that_fit(exposes: Oocli, tmp_path: Path) -> None:
    """``--where`` finds them as a reading does."""
    assert exposes("--where", "Id in (11,17)").code == 0
    assert _names(tmp_path / "pdf") == ["estate-11.pdf", "estate-17.pdf"]


def test_what_is_there_is_left_unless_forced(exposes: Oocli, tmp_path: Path) -> None:
    """So a run that was stopped goes on with what is missing."""
    office = Office()
    exposes("--from", "-", stdin="1\n2\n", office=office)
    (tmp_path / "pdf" / "estate-1.pdf").unlink()
    office.asked.clear()
    assert _statuses(exposes("--from", "-", stdin="1\n2\n", office=office)) == ["ok", "skipped"]
    assert office.asked == [1]
    assert _statuses(exposes("--from", "-", "--force", stdin="1\n2\n", office=office)) == ["ok", "ok"]


@pytest.mark.parametrize(
    ("instead", "message"),
    [
        (answer(refusal(293, "Unknown estate")), "The API refused get pdf: Unknown estate (293)"),
        (zlib.compress(b"%PDF" * 99)[:-4], "The file in the answer cannot be decoded"),
        (b"", "The answer for estate-2 has no file"),
        (zlib.compress(b""), "The file for estate-2 is empty, so nothing is written"),
        (NetworkError("Reset", arrived=True), "Reset"),
    ],
)
def test_one_that_fails_keeps_back_no_other(
    exposes: Oocli, tmp_path: Path, instead: Any, message: str
) -> None:
    """Refused, damaged, empty or lost: its row says so, and no file of it is there."""
    outcome = exposes("--from", "-", stdin="1\n2\n3\n", office=Office({2: instead}))
    assert outcome.code == 6
    assert [row["message"] for row in _rows(outcome)] == ["", message, ""]
    assert _names(tmp_path / "pdf") == ["estate-1.pdf", "estate-3.pdf"]


def test_network_that_stays_away_ends_it(exposes: Oocli) -> None:
    """After the second in a row the others are not tried."""
    lost = NetworkError("No route", arrived=False)
    office = Office(dict.fromkeys(range(2, 30), lost))
    outcome = exposes("--from", "-", "--jobs", "1", stdin="\n".join(map(str, range(1, 30))), office=office)
    assert outcome.code == 6
    assert _statuses(outcome) == ["ok", "error", "error", *["skipped"] * 26]


def test_order_is_that_of_the_list(exposes: Oocli) -> None:
    """Whatever comes back first."""
    numbers = [*range(30, 0, -1)]
    outcome = exposes("--from", "-", stdin="\n".join(map(str, numbers)), office=Office())
    assert [row["record"] for row in _rows(outcome)] == numbers


@pytest.mark.parametrize("words", [("--from", "-"), ("--estateid", "11")])
def test_missing_template_is_told_with_those_there_are(exposes: Oocli, words: tuple[str, ...]) -> None:
    """Before a file is asked for, of one record and of many."""
    outcome = exposes(*words, template="", stdin="11\n")
    assert (outcome.code, outcome.error["message"]) == (2, "--template is missing")
    assert f"{TEMPLATE}  (Design 01 Exposé (kurz))" in outcome.error["hint"]
    assert len(outcome.error["values"]) == 3


def test_unknown_template_is_told_with_those_there_are(exposes: Oocli, tmp_path: Path) -> None:
    """Of many before the first is asked for; of one beside what the API says."""
    outcome = exposes("--from", "-", template="foo", stdin="11\n")
    assert (outcome.code, outcome.error["message"]) == (2, "There is no template 'foo'")
    assert TEMPLATE in outcome.error["hint"]
    assert not (tmp_path / "pdf" / "estate-11.pdf").exists()
    outcome = exposes("--estateid", "11", template="foo")
    assert (outcome.code, outcome.error["api_errorcode"]) == (5, 54)
    assert TEMPLATE in outcome.error["hint"]


def test_templates_that_cannot_be_listed_stop_nothing(exposes: Oocli) -> None:
    """The right to list them may be missing where that to use one is there."""
    assert exposes("--from", "-", template="mine", stdin="1\n", office=Office()).code == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--from", "-", "--where", "Id=1"), "--from and --where or --all exclude each other"),
        (("--from", "-", "--estateid", "1"), "--estateid and a list of records exclude each other"),
        (("--from", "-", "--params", "-"), "Standard input cannot be both --from and --params"),
        (("--from", "none.txt"), "Cannot read none.txt"),
        (("--estateid", "11", "--force"), "--force is for files of several records"),
    ],
)
def test_what_cannot_be_is_refused(exposes: Oocli, words: tuple[str, ...], message: str) -> None:
    """Before anything is sent."""
    office = Office()
    outcome = exposes(*words, stdin="11\n", office=office)
    assert (outcome.code, outcome.error["message"], office.asked) == (2, message, [])


@pytest.mark.parametrize("target", ["", "-", __file__])
def test_several_need_a_directory(oocli: Oocli, target: str) -> None:
    """Standard output takes one file, and so does a file."""
    save = ("--save", target) if target else ()
    outcome = oocli("--sandbox", "get", "pdf", "--from", "-", "--template", TEMPLATE, *save, stdin="11")
    assert outcome.code == 2
    assert "Files of several records need" in outcome.error["message"] + outcome.error["hint"]


def test_all_beside_a_record_means_the_record(oocli: Oocli) -> None:
    """As with every call that has nothing to page."""
    words = ("get", "pdf", "--estateid", "11", "--template", TEMPLATE, "--all")
    assert len(oocli("--sandbox", *words).json) == 1


def test_dry_run_shows_what_is_sent(exposes: Oocli, tmp_path: Path) -> None:
    """An action a record, or the reading that finds the records; nothing is made."""
    shown = exposes("--from", "-", "-n", stdin="11\n13\n").json
    assert [action["parameters"]["estateid"] for action in shown] == [11, 13]
    assert exposes("--where", "Id=11", "-n").json["resourcetype"] == "estate"
    assert not (tmp_path / "pdf").exists()
