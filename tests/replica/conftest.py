"""A small office and a copy that is to be made of it."""

import shutil
from pathlib import Path

import pytest

from copied_office import Bench
from oocli.sandbox.records.store import Store


@pytest.fixture(scope="session")
def small_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the file of a small office."""
    path = tmp_path_factory.mktemp("office") / "sandbox.sqlite"
    Store.open(path, estates=50, addresses=40).close()
    return path


@pytest.fixture
def bench(small_office: Path, tmp_path: Path) -> Bench:
    """Give an office of one's own, and the path of a copy that does not exist yet."""
    shutil.copy(small_office, tmp_path / "office.sqlite")
    return Bench(Store.open(tmp_path / "office.sqlite"), tmp_path / "crm.db")
