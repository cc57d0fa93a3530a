"""docs/rehearsal.md: the rehearsal runs as it stands there, against a customer's onOffice."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

from customer import CREDENTIALS, open_customer
from harness import Clock, Outcome
from oocli.sandbox.door.answer import Sandbox

_PAGE = Path(__file__).parent.parent / "docs" / "rehearsal.md"
_FILES = re.compile(r"[\w-]+\.(csv|ndjson)")


def test_rehearsal_runs_as_it_stands_there(
    oocli: Callable[..., Outcome], tmp_path: Path, clock: Clock
) -> None:
    """Every command succeeds silently, and the customer then has what the copy had."""
    text = _PAGE.read_text(encoding="utf-8")
    (rows,) = re.findall(r"```csv\n(.*?)```", text, re.DOTALL)
    (tmp_path / "prices.csv").write_text(rows, encoding="utf-8")
    lines = "".join(re.findall(r"```console\n(.*?)```", text, re.DOTALL)).splitlines()
    given = "\n".join(CREDENTIALS.values())
    assert oocli("profile", "add", "acme", "--no-check", "--stdin", stdin=given).code == 0
    store = open_customer(tmp_path / "customer.sqlite")
    customer = Sandbox(store, now=clock.now)
    rehearsed = []
    for line in lines:
        words = [
            str(tmp_path / word) if _FILES.fullmatch(word) else word
            for word in shlex.split(line.removeprefix("$ oocli "))
        ]
        outcome = oocli(*words, transport=customer if "acme" in words else None)
        assert (outcome.code, outcome.err) == (0, ""), line
        rehearsed += [outcome.json] if "read" in words else []
    shown = ("read", "estate", "11", "13", "--fields", "Id,kaufpreis,ind_900_Feld_ObjZusatz1")
    assert oocli("--profile", "acme", *shown, transport=customer).json == rehearsed[0]
    assert len(lines) == 10
    store.close()
