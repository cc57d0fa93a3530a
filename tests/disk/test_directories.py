"""Where things are kept: as platformdirs says, also where it is not asked."""

import platformdirs
import pytest

from oocli.disk.directories import find_user_dir


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
