"""Offices to ask: one for all reading tests, and fresh ones for tests that change something."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from office import NOW, Office
from oocli.sandbox.door.answer import Sandbox
from oocli.sandbox.records.store import Store


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    """Give an office that tests only read from."""
    store = Store.open(":memory:")
    yield Office(Sandbox(store, now=lambda: NOW))
    store.close()


@pytest.fixture(scope="session")
def small_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the file of a small sandbox, made once a session; tests work on copies."""
    path = tmp_path_factory.mktemp("small") / "sandbox.sqlite"
    Store.open(path, estates=20, addresses=10).close()
    return path


@pytest.fixture
def open_office(small_sandbox: Path, tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """Give a function that opens a fresh office; its arguments go to the sandbox."""
    stores: list[Store] = []

    def build(**options: Any) -> Office:
        path = tmp_path / f"office-{len(stores)}.sqlite"
        shutil.copy(small_sandbox, path)
        stores.append(Store.open(path))
        return Office(Sandbox(stores[-1], now=lambda: NOW, **options))

    yield build
    for store in stores:
        store.close()


@pytest.fixture
def fresh(open_office: Callable[..., Office]) -> Office:
    """Give a small office that a test may change: 20 estates (11 to 49), 10 addresses (101 to 119)."""
    return open_office()
