"""Many imports under random faults: no row is applied twice, the journal is true, undone all is as before.

As many as some seconds hold; ``OOCLI_TORTURE`` is another number, and ``make torture`` takes thousands.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from time import monotonic

import pytest

from harness import TORTURE_SEED, Clock, Outcome
from oocli.sandbox.records.store import Store
from torturer import Trial

TRIALS = int(os.environ.get("OOCLI_TORTURE", "0"))
SECONDS = 8.0
AT_LEAST = 20
MEMORY = Path("/dev/shm")


@pytest.fixture
def quick_folder() -> Iterator[Path]:
    """Give an empty directory in memory where the system has that: a disk would wait for every line."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as name:
        yield Path(name)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot limit the length of files")
def test_imports_under_random_faults(oocli: Callable[..., Outcome], clock: Clock, quick_folder: Path) -> None:
    """Whatever happens, --resume comes to an end, each row is done or told, and undo takes it back."""
    store = Store.open(":memory:", estates=300, addresses=3)
    began = monotonic()
    for trials in count(1):
        Trial(TORTURE_SEED + trials - 1, store, quick_folder, oocli, clock.now).run()
        if trials >= (TRIALS or AT_LEAST) and (TRIALS or monotonic() - began > SECONDS):
            break
    store.close()
    assert trials >= (TRIALS or AT_LEAST)
