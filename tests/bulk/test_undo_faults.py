"""Runs under random faults, gone on with and then undone: every field is as it was before."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness import TORTURE_SEED, Clock, Outcome
from oocli import sandbox
from oocli.errors import NetworkError
from oocli.sandbox.door.answer import Sandbox
from oocli.sandbox.records.store import Store
from oocli.wire.reply import Reply

_ACCOUNT = {"OOCLI_TOKEN": sandbox.TOKEN, "OOCLI_SECRET": sandbox.SECRET}
_FIELDS = "kaufpreis,objekttitel,heizungsart,reserviert,wohnflaeche,verkauft_am,lage"
_VALUES: dict[str, tuple[Any, ...]] = {
    "kaufpreis": ("0", "350000", "1.5", ""),
    "objekttitel": ("x", "Ä |b|", ""),
    "heizungsart": (["zentral"], ["ofen", "etage"], []),
    "reserviert": ("0", "1"),
    "wohnflaeche": ("80", "80.50"),
    "lage": ("eins\nzwei", "3"),
}
_LOST = {"before": False, "after": True}  # whether it was carried out


class _Line:
    """A sandbox behind a line that loses answers to writings, by the draws of a seed."""

    def __init__(self, inner: Sandbox, draws: random.Random) -> None:
        self._inner = inner
        self._draws = draws
        self.is_faulty = True

    def post(self, body: bytes) -> Reply:
        """Answer, or lose the answer."""
        actions = json.loads(body)["request"]["actions"]
        if not self.is_faulty or not actions[0]["actionid"].endswith("modify"):
            return self._inner.post(body)
        fault = self._draws.choice(("none", "none", "before", "after", "refused"))
        if fault == "refused":
            raise NetworkError("Connection refused", arrived=False, retryable=False)
        if fault in _LOST:
            if _LOST[fault]:
                self._inner.post(body)
            raise NetworkError("The connection was reset", arrived=True)
        return self._inner.post(body)


@pytest.mark.parametrize("trial", range(12))
def test_everything_is_as_before(
    oocli: Callable[..., Outcome], clock: Clock, home: Path, tmp_path: Path, trial: int
) -> None:
    """Whichever rows were carried out, and whichever of them twice."""
    draws = random.Random(TORTURE_SEED + trial)
    store = Store.open(home / "data" / "sandbox.sqlite")
    line = _Line(Sandbox(store, now=clock.now), draws)

    def run(*words: str) -> Outcome:
        return oocli(*words, variables=_ACCOUNT, transport=line)

    def read() -> Any:
        numbers = ",".join(map(str, range(11, 111, 2)))
        found = run("read", "estate", "--where", f"Id in ({numbers})", "--fields", _FIELDS, "--all").json
        for record in found:  # the order of keys means nothing
            record["elements"]["heizungsart"] = sorted(record["elements"]["heizungsart"] or ())
        return found

    before = read()
    rows = [
        {
            "_id": number,
            **{
                name: draws.choice(_VALUES[name])
                for name in draws.sample(sorted(_VALUES), draws.randint(1, 4))
            },
        }
        for number in draws.sample(range(11, 111, 2), draws.randint(1, 40))
    ]
    (tmp_path / "rows.json").write_text(json.dumps(rows), encoding="utf-8")
    results = str(tmp_path / "done.ndjson")
    words = ("modify", "estate", "--from", str(tmp_path / "rows.json"), "--yes", "--results", results)
    outcome = run(*words, "--batch", str(draws.randint(1, 7)))
    for attempt in range(draws.randint(0, 4)):
        if not Path(results).exists():
            break
        retry = ("--retry-unknown",) if draws.random() < 0.5 or attempt == 0 else ()
        outcome = run(*words, "--resume", *retry)
    line.is_faulty = False
    if Path(results).exists():
        undone = run("undo", results, "--yes", "-o", "ids")
        assert undone.code == 0, (trial, outcome.err, undone.err)
    assert read() == before, (TORTURE_SEED, trial)
    store.close()
