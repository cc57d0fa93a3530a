"""Copies that are made while others work in the office, the line fails and the process is killed.

After one quiet run the copy equals the office. ``OOCLI_STORMS=200 pytest tests/replica/test_storm.py``
draws more of them (``make storms``).
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from copied_office import Bench, SmallPages, compare, list_wrongly_marked_files
from harness import FUZZ_SEED, Clock
from oocli.errors import OocliError
from oocli.replica.limits import MostDeletes
from oocli.replica.tables import NAMES
from oocli.replica.wish import Wish
from oocli.sandbox.records.store import Store
from storm import TABLES, Killed, Storm

STORMS = int(os.environ.get("OOCLI_STORMS", "6"))
PAGE_OF_NUMBERS = 11
OCTOBER = 1_792_888_200.0  # 25 October 2026, 02:30 in Germany, for the first time
WISH = Wish(
    most=MostDeletes(share=1.0, rows=0)
)  # all but everything may vanish: the guard is not what is tried
COPIED = {"activity": "agentslog", "appointment": "calendar"}
_WITH_FILES = 0.25  # of the storms; they take a question for each record


@pytest.mark.parametrize("seed", range(FUZZ_SEED % 1000, FUZZ_SEED % 1000 + STORMS))
def test_after_a_storm_one_quiet_run_makes_the_copy_right(
    seed: int, small_office: Path, tmp_path: Path
) -> None:
    """Nothing is missing, nothing is there that is gone, no value is old, no link is wrong."""
    random = Random(seed)
    shutil.copy(small_office, tmp_path / "office.sqlite")
    start = random.choice((OCTOBER, OCTOBER + 3600, Clock().time))
    bench = Bench(
        Store.open(tmp_path / "office.sqlite"),
        tmp_path / "crm.db",
        Clock(start),
        catalogue=SmallPages(),
        most_numbers=PAGE_OF_NUMBERS,
    )
    wish = WISH._replace(tables=NAMES) if random.random() < _WITH_FILES else WISH
    storm = Storm(bench, random, unrest=random.choice((1, 2, 4)), trouble=random.choice((0.0, 0.03, 0.15)))
    bench.transport = storm
    for _ in range(random.randint(1, 4)):
        storm.has_lied = False
        with suppress(OocliError, Killed):
            bench.run(wish)
        assert list_wrongly_marked_files(bench) == set()
        bench.clock.time += random.choice((0, 1, 300, 3600))
        for table in TABLES:
            assert find_wrongly_marked(bench, storm, table) == set()
    bench.transport = None
    outcomes = bench.run(wish)
    assert [outcome for outcome in outcomes if outcome.failure] == []
    assert compare(bench) == {}


def find_wrongly_marked(bench: Bench, storm: Storm, table: str) -> set[int]:
    """Give the records that are marked as gone and never were."""
    name = COPIED.get(table, table)
    if not bench.ask("SELECT 1 FROM sqlite_master WHERE name = ?", name):
        return set()
    marked = {row[0] for row in bench.ask(f"SELECT _id FROM {name} WHERE _deleted_at IS NOT NULL")}
    return marked - storm.gone.get(table, set())
