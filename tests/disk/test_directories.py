"""Where things are kept: as platformdirs says, also where it is not asked."""

from pathlib import Path

import platformdirs
import pytest

from oocli.disk.directories import find_user_dir, may_have_fields


@pytest.mark.parametrize("base", ["", "/srv/somewhere"])
@pytest.mark.parametrize("kind", ["data", "cache", "config"])
def test_directories_of_a_user_are_those_of_platformdirs(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, kind: str, base: str
) -> None:
    """With what the XDG variables say, and without."""
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setenv(f"XDG_{kind.upper()}_HOME", base)
    asked = getattr(platformdirs, f"user_{kind}_path")("oocli", appauthor=False)
    assert find_user_dir(kind) == asked


@pytest.mark.parametrize("home", ["/dev/null", "/dev/null/below"])
def test_nothing_is_kept_in_a_home_that_is_no_directory(monkeypatch: pytest.MonkeyPatch, home: str) -> None:
    """A service may have such a home."""
    monkeypatch.setenv("HOME", home)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert find_user_dir("cache") is None


@pytest.mark.parametrize(("module", "found"), [("estate", True), ("address", False), ("est", False)])
def test_fields_of_a_module_are_found_in_the_folder_of_any_account(
    tmp_path: Path, module: str, found: bool
) -> None:
    """Of a module that no account has kept, no account need be asked for."""
    account = tmp_path / "fields" / "0123"
    account.mkdir(parents=True)
    (account / "estate.DEU.json").touch()
    assert may_have_fields({"OOCLI_CACHE_DIR": str(tmp_path)}, module) is found


def test_there_are_no_fields_where_nothing_was_kept(tmp_path: Path) -> None:
    """As before the first run."""
    assert not may_have_fields({"OOCLI_CACHE_DIR": str(tmp_path)}, "estate")


def test_there_may_be_fields_where_nobody_can_look(tmp_path: Path) -> None:
    """What reads them then says why it cannot."""
    (tmp_path / "fields").touch()
    assert may_have_fields({"OOCLI_CACHE_DIR": str(tmp_path)}, "estate")
