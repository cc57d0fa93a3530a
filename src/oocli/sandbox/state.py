"""The file of a sandbox: which one is meant, with which numbers, and whether it was written to."""

import shlex
from pathlib import Path
from typing import Any

from oocli.errors import UsageError
from oocli.sandbox.records.store import Store

SEED = 1
ESTATES = 300
MOST_ESTATES = 10_000_000
_GREATEST_SEED = 1_000_000_000
_NAME = "sandbox.sqlite"


def find_path(directory: Path, state: str, *, seed: int | None = None, estates: int | None = None) -> Path:
    """Return the named file, else that of ``--sandbox``, or a separate one for other numbers."""
    if state:
        return Path(state)
    if seed is None and estates is None:
        return directory / _NAME
    numbers = (SEED if seed is None else seed, ESTATES if estates is None else estates)
    return directory / "sandbox-{}-{}.sqlite".format(*numbers)


def open_state(path: Path, *, seed: int | None = None, estates: int | None = None) -> Store:
    """Open a file, made with these numbers if it is not there yet.

    Raises:
        UsageError: the numbers are out of range, or the file is made with others.
    """
    store = _open(path, seed, estates)
    facts = store.facts()
    for name, asked in (("seed", seed), ("estates", estates)):
        if asked is not None and facts.get(name) != asked:
            store.close()
            is_copy = f"is a copy of {facts.get('source')}"
            raise UsageError(
                f"{path} {is_copy if 'source' in facts else f'was made with --{name} {facts[name]}'}",
                hint="Name another file, or run: "
                f"oocli sandbox reset --state {shlex.quote(str(path))} --{name} {asked}",
            )
    return store


def reset_state(
    path: Path, *, seed: int | None = None, estates: int | None = None, keeps_numbers: bool = False
) -> Store:
    """Make the office that ships anew; ``keeps_numbers`` uses the numbers that the file was made with.

    Raises:
        UsageError: the numbers are out of range, or the file is not a sandbox.
    """
    made = (_find_facts(path) if keeps_numbers else None) or {}
    numbers = {} if "source" in made else made
    return _open(
        path,
        numbers.get("seed") if seed is None else seed,
        numbers.get("estates") if estates is None else estates,
        anew=True,
    )


def holds_changes(path: Path) -> bool:
    """Say whether a file was written to since it was made, or may have been."""
    if not path.exists():
        return False
    facts = _find_facts(path)
    return facts is None or facts["revision"] != facts["made"]


def _find_facts(path: Path) -> dict[str, Any] | None:
    """Return what a file was made with; None if it is missing or can no longer be read."""
    if not path.exists():
        return None
    try:
        store = Store.open(path)
    except UsageError:
        return None
    facts = store.facts()
    store.close()
    return facts


def _open(path: Path, seed: int | None, estates: int | None, *, anew: bool = False) -> Store:
    if seed is not None and abs(seed) > _GREATEST_SEED:
        raise UsageError(f"--seed is a number up to {_GREATEST_SEED:,}")
    if estates is not None and not 0 <= estates <= MOST_ESTATES:
        raise UsageError(f"--estates is a number from 0 to {MOST_ESTATES:,}")
    return Store.open(
        path,
        seed=SEED if seed is None else seed,
        estates=ESTATES if estates is None else estates,
        anew=anew,
    )
