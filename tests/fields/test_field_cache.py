"""The field cache: one file an account, module and language, whole or not at all, never fatal."""

import json
import os
import sys
from pathlib import Path

import pytest

from oocli.errors import UsageError
from oocli.fields.facts import FieldConfiguration
from oocli.fields.field_cache import FieldCache, clear, clear_all, list_cached, open_cache
from oocli.profiles import Profile, find_profile

_FACTS = {"Id": {"type": "integer"}, "größe": {"type": "float", "label": "Größe"}}


def _configuration(module: str = "estate", language: str = "DEU", fetched: float = 5.0) -> FieldConfiguration:
    return FieldConfiguration(module, language, _FACTS, label="Immobilien", fetched=fetched)


@pytest.fixture
def said() -> list[str]:
    """Give the list that collects what a cache warns of."""
    return []


@pytest.fixture
def cache(tmp_path: Path, said: list[str]) -> FieldCache:
    """Give an empty cache of one account, in a folder that does not exist yet."""
    return FieldCache(tmp_path / "fields" / "account", "https://x/api.php", "acme", said.append)


def _profile(token: str, environ: dict[str, str], **options: str) -> Profile:
    pair = {"OOCLI_TOKEN": token, "OOCLI_SECRET": "s" * 64}
    found = find_profile(options, {**environ, **pair})
    assert found is not None
    return found


def test_what_is_kept_is_loaded(cache: FieldCache, said: list[str]) -> None:
    """A configuration comes back as it was kept, umlauts too."""
    cache.keep(_configuration())
    assert cache.load("estate", "DEU") == cache.load("estate") == _configuration()
    assert said == []


def test_nothing_is_known_of_what_was_not_kept(cache: FieldCache, said: list[str]) -> None:
    """Another module, another language, and an odd name are simply not there."""
    cache.keep(_configuration())
    found = [
        cache.load("task"),
        cache.load("estate", "ENG"),
        cache.load("../estate"),
        cache.load("estate", "*"),
    ]
    assert found == [None] * 4
    assert said == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_file_is_for_its_owner_only(cache: FieldCache) -> None:
    """The file has mode 0600 and its folder 0700, whatever the umask."""
    cache.keep(_configuration())
    path = cache.folder / "estate.DEU.json"
    assert [oct(item.stat().st_mode & 0o777) for item in (path, cache.folder)] == ["0o600", "0o700"]


def test_nothing_but_the_file_is_left(cache: FieldCache) -> None:
    """A second writing replaces the first, also after a run that was killed while writing."""
    cache.folder.mkdir(parents=True)
    (cache.folder / f".estate.DEU.json.{os.getpid()}.part").write_text("half", encoding="utf-8")
    cache.keep(_configuration(fetched=1.0))
    cache.keep(_configuration(fetched=2.0))
    assert [path.name for path in cache.folder.iterdir()] == ["estate.DEU.json"]
    assert cache.load("estate") == _configuration(fetched=2.0)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"version": 1}',
        b'{"version": 1, "fields": {"a": 1}, "fetched": 1, "module": "", "language": "", "label": "", '
        b'"profile": "", "address": ""}',
        b'{"version": 1, "fields": {}, "fetched": 1e300, "module": "", "language": "", "label": "", '
        b'"profile": "", "address": ""}',
        b'{"version": 1, "fields": {}, "fetched": NaN, "module": "", "language": "", "label": "", '
        b'"profile": "", "address": ""}',
    ],
)
def test_damaged_file_is_passed_over(cache: FieldCache, said: list[str], content: bytes) -> None:
    """What cannot be understood is as good as none; a warning names the file."""
    cache.folder.mkdir(parents=True)
    path = cache.folder / "estate.DEU.json"
    path.write_bytes(content)
    assert cache.load("estate", "DEU") is None
    assert said == [f"The field cache {path} is ignored: it is damaged"]


def test_file_of_another_version_is_passed_over_in_silence(cache: FieldCache, said: list[str]) -> None:
    """A file of an older or newer oocli is none, and no reason to warn."""
    cache.folder.mkdir(parents=True)
    (cache.folder / "estate.DEU.json").write_text('{"version": 99}', encoding="utf-8")
    assert (cache.load("estate"), said) == (None, [])


def test_unwritable_cache_is_a_warning(tmp_path: Path, said: list[str]) -> None:
    """A cache that cannot be written fails nothing."""
    (tmp_path / "fields").write_text("a file where the folder should be", encoding="utf-8")
    cache = FieldCache(tmp_path / "fields" / "account", "", "acme", said.append)
    cache.keep(_configuration())
    (warning,) = said
    assert warning.startswith(f"The field cache {cache.folder / 'estate.DEU.json'} cannot be written: ")


def test_newest_language_is_loaded_where_none_is_named(cache: FieldCache) -> None:
    """Names and keys are the same in every language, so the last one fetched does."""
    for language, when in (("DEU", 2), ("ENG", 3), ("FRA", 1)):
        cache.keep(_configuration(language=language))
        os.utime(cache.folder / f"estate.{language}.json", (when, when))
    loaded = cache.load("estate")
    assert loaded is not None
    assert loaded.language == "ENG"


def test_all_modules_of_a_language(cache: FieldCache) -> None:
    """Every module that is cached in a language is given by its name."""
    for module, language in (("estate", "DEU"), ("task", "DEU"), ("address", "ENG")):
        cache.keep(_configuration(module, language))
    assert list(cache.load_all("DEU")) == ["estate", "task"]


def test_token_is_not_in_the_cache(tmp_path: Path, environ: dict[str, str], said: list[str]) -> None:
    """Neither names nor content of the files hold the token; the address and the profile are there."""
    cache = open_cache(_profile("t0ken" * 6 + "ab", environ), environ, warn=said.append)
    cache.keep(_configuration())
    path = cache.folder / "estate.DEU.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    assert "t0ken" not in f"{path}{content}"
    assert (content["address"], content["profile"]) == (
        "https://api.onoffice.de/api/stable/api.php",
        "environment",
    )


def test_accounts_do_not_mix(environ: dict[str, str]) -> None:
    """Another token, another address and the sandbox have folders of their own; the same pair has one."""
    one = _profile("a" * 32, environ)
    two = _profile("b" * 32, environ)
    elsewhere = _profile("a" * 32, environ, api_version="latest")
    sandbox = find_profile({"sandbox": True}, environ)
    assert sandbox is not None
    folders = [
        open_cache(profile, environ, warn=print).folder for profile in (one, two, elsewhere, sandbox, one)
    ]
    assert len(set(folders)) == 4
    assert folders[0] == folders[4]


def test_wrong_address_is_refused_as_elsewhere(environ: dict[str, str]) -> None:
    """An address that must not be used has no cache either."""
    with pytest.raises(UsageError, match="not encrypted"):
        open_cache(_profile("a" * 32, environ, api_url="http://example.com"), environ, warn=print)


def test_files_are_listed_over_all_accounts(environ: dict[str, str], said: list[str]) -> None:
    """The listing names profile, module, language, number of fields, and passes over what is damaged."""
    cache = open_cache(_profile("a" * 32, environ), environ, warn=said.append)
    cache.keep(_configuration())
    (cache.folder / "task.DEU.json").write_text("damaged", encoding="utf-8")
    (listed,) = list_cached(environ)
    assert (listed.profile, listed.module, listed.language, listed.fields, listed.fetched) == (
        "environment",
        "estate",
        "DEU",
        2,
        5.0,
    )
    assert listed.size == listed.path.stat().st_size


def test_clearing_takes_one_account_or_all(environ: dict[str, str], said: list[str]) -> None:
    """One account is cleared without touching the other; then all that is left."""
    one, two = (open_cache(_profile(token * 32, environ), environ, warn=said.append) for token in "ab")
    for cache in (one, two):
        cache.keep(_configuration())
        cache.keep(_configuration("task"))
    assert (clear(one.folder), clear(one.folder)) == (2, 0)
    assert (one.folder.exists(), two.load("task")) == (False, _configuration("task"))
    assert (clear_all(environ), list_cached(environ)) == (2, [])
