"""Names from files that completion reads by itself: profiles, cached fields, directories."""

import json
import sys
from pathlib import Path
from typing import Any

import platformdirs
import pytest

from oocli.completion import answer, complete
from oocli.completion.names import Names
from oocli.completion.quick_json import load_json
from oocli.fields.facts import FieldConfiguration
from oocli.fields.field_cache import open_cache
from oocli.profiles import find_profile
from oocli.profiles.config_file import ConfigFile, find_config_path

_FACTS: dict[str, Any] = {
    "kaufpreis": {"type": "float", "label": "Kaufpreis", "permittedvalues": None},
    "objektart": {"type": "singleselect", "label": "Objektart", "permittedvalues": {"haus": "Haus"}},
}
_TOKEN, _SECRET = "t" * 32, "s" * 64


def _fail(text: str) -> None:
    raise AssertionError(text)


def _cache_fields(environ: dict[str, str], facts: dict[str, Any], **options: Any) -> None:
    profile = find_profile(options, environ)
    assert profile is not None
    open_cache(profile, environ, warn=_fail).keep(
        FieldConfiguration(module="estate", language="DEU", facts=facts, label="Objekte", fetched=1.0)
    )


def _offer(environ: dict[str, str], *words: str) -> list[tuple[str, str]]:
    return complete(words, Names(environ))


def test_profiles_of_the_configuration_file(environ: dict[str, str]) -> None:
    """--profile offers the profiles that were added, and the sandbox."""
    file = ConfigFile(find_config_path(environ))
    file.add("acme", {"token": _TOKEN, "secret": _SECRET})
    file.add("büro", {"token": _TOKEN, "secret": _SECRET})
    assert [value for value, _ in _offer(environ, "--profile", "")] == ["acme", "büro", "sandbox"]
    assert _offer(environ, "profile", "use", "ac") == [("acme", "")]


def test_cached_fields_of_the_sandbox(environ: dict[str, str]) -> None:
    """Where no profile is set up the cached fields are those of the sandbox, with their labels."""
    _cache_fields(environ, _FACTS, sandbox=True)
    assert _offer(environ, "read", "estate", "--where", "objektar") == [("objektart=", "Objektart")]
    assert _offer(environ, "fields", "estate", "kauf") == [("kaufpreis", "Kaufpreis")]
    assert _offer(environ, "explain", "estate.kauf") == [("estate.kaufpreis", "Kaufpreis")]


def test_permitted_values_of_a_cached_field(environ: dict[str, str]) -> None:
    """Behind the equals sign come the keys of a select field with their labels."""
    _cache_fields(environ, _FACTS, sandbox=True)
    assert _offer(environ, "read", "estate", "--where", "objektart=") == [("objektart=haus", "Haus")]
    assert _offer(environ, "create", "estate", "--set", "objektart=h") == [("objektart=haus", "Haus")]
    assert _offer(environ, "create", "estate", "--set", "kaufpreis=") == []


@pytest.mark.parametrize(
    ("words", "variables", "offered"),
    [
        ([], {}, "acme_field"),
        (["--sandbox"], {}, "sandbox_field"),
        (["--profile", "sandbox"], {}, "sandbox_field"),
        (["--profile=sandbox"], {}, "sandbox_field"),
        ([], {"OOCLI_PROFILE": "sandbox"}, "sandbox_field"),
        ([], {"OOCLI_SANDBOX": "1"}, "sandbox_field"),
        ([], {"OOCLI_TOKEN": "e" * 32, "OOCLI_SECRET": _SECRET}, "environment_field"),
        (["--profile", "acme"], {"OOCLI_TOKEN": "e" * 32, "OOCLI_SECRET": _SECRET}, "acme_field"),
    ],
)
def test_the_profile_is_chosen_as_the_command_would(
    environ: dict[str, str], words: list[str], variables: dict[str, str], offered: str
) -> None:
    """Cached fields are those of the profile that the command at hand would use."""
    ConfigFile(find_config_path(environ)).add("acme", {"token": _TOKEN, "secret": _SECRET})
    pair = {"OOCLI_TOKEN": "e" * 32, "OOCLI_SECRET": _SECRET}
    for name, extra in (("acme", {}), ("sandbox", {"OOCLI_SANDBOX": "1"}), ("environment", pair)):
        _cache_fields({**environ, **extra}, {f"{name}_field": {"label": ""}})
    found = _offer({**environ, **variables}, *words, "fields", "estate", "")
    assert [value for value, _ in found] == [offered]


def test_damaged_files_offer_nothing(environ: dict[str, str], home: Path) -> None:
    """A file that is no JSON, or JSON of another kind, is as good as none."""
    for folder, name in (("config", "config.json"), ("cache/fields/x", "estate.DEU.json")):
        (home / folder).mkdir(parents=True)
        (home / folder / name).write_text("[" if folder == "config" else "[]")
    assert [value for value, _ in _offer(environ, "--profile", "")] == ["sandbox"]
    assert _offer(environ, "fields", "estate", "I") == []


@pytest.mark.parametrize("text", ['{"a": [1, -2.5e3, "ü\\u00fc\\n", true, null, {}]}', "[]", '"x"', " 1 "])
def test_quick_json_reads_what_json_reads(tmp_path: Path, text: str) -> None:
    """The quick way gives the same value as the standard library."""
    path = tmp_path / "value.json"
    path.write_text(text, encoding="utf-8")
    assert load_json(str(path)) == json.loads(text)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs itself is asked")
@pytest.mark.parametrize("kind", ["config", "cache"])
@pytest.mark.parametrize("base", ["/somewhere/else", ""])
def test_directories_are_those_of_platformdirs(monkeypatch: pytest.MonkeyPatch, kind: str, base: str) -> None:
    """The directories found without platformdirs are the ones that platformdirs gives."""
    monkeypatch.setenv(f"XDG_{kind.upper()}_HOME", base)
    monkeypatch.setenv("HOME", "/home/someone")
    environ = {"HOME": "/home/someone", f"XDG_{kind.upper()}_HOME": base}
    find = platformdirs.user_cache_dir if kind == "cache" else platformdirs.user_config_dir
    assert Names(environ)._directory(kind) == find("oocli", appauthor=False)


_ODD = {
    "two\nlines": "",
    "tab\there": "",
    "c1\x9b31m": "",
    "bidi\u202e": "",
    "hidden\u200b": "",
    "sound\u00e9 \u00a0\u202f": "label\nwith \u202e and \x9b",
}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_offers_neither_control_the_terminal_nor_hide_in_it(
    environ: dict[str, str], shell: str, tmp_path: Path
) -> None:
    """A name with a line break makes no two offers, what hides something none; labels are shown safely."""
    _cache_fields(environ, {name: {"label": label} for name, label in _ODD.items()}, sandbox=True)
    words = ["oocli", "fields", "estate", "=" if shell == "powershell" else ""]
    arguments = ["bash", "=", " ".join(words)] if shell == "bash" else [shell, *words]
    (line,) = answer(arguments, environ).splitlines()
    value, _, summary = line.partition("\t")
    assert value.replace("\\", "") == "sound\u00e9 \u00a0\u202f"
    assert summary == "label with <U+202E> and <U+009B>"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_file_with_a_line_break_is_no_offer(environ: dict[str, str], tmp_path: Path) -> None:
    """The files beside it are offered as ever."""
    for name in ("a.csv", "a\nb.csv", "a\u202egpj.csv"):
        (tmp_path / name).touch()
    offered = answer(["zsh", "oocli", "create", "address", "--from", f"{tmp_path}/a"], environ)
    assert offered == f"{tmp_path}/a.csv\t\n"
