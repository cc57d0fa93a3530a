"""What completion offers at a place on the command line, for the catalogue that ships with oocli."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from oocli.catalogue import Catalogue
from oocli.completion import answer, complete
from oocli.completion.names import Names


def _offer(*words: str, environ: Mapping[str, str] | None = None) -> list[str]:
    empty = {"OOCLI_CONFIG_DIR": "/nowhere", "OOCLI_CACHE_DIR": "/nowhere"}
    return [value for value, _ in complete(words, Names(environ or empty))]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["rea"], ["read"]),
        (["profile", "s"], ["show", "set"]),
        (["read", "us"], ["user", "userphoto"]),
        (["read", "EST"], ["estate"]),
        (["--sandbox", "-o", "json", "read", "est"], ["estate"]),
        (["help", "read", "est"], ["estate"]),
        (["get", "file", ""], ["estate", "address", "appointment"]),
        (["get", "file", "--resourceid", "ad"], ["address"]),
        (["fields", "est"], ["estate"]),
        (["completion", "install", "p"], ["powershell"]),
        (["explain", "rel"], ["relation"]),
        (["explain", "read", "est"], ["estate"]),
        (["explain", "error", "141"], ["141"]),
        (["explain", "relation", "estate:address:buy"], ["estate:address:buyer"]),
        (["read", "nothing", "x"], []),
        (["nothing", "x"], []),
    ],
)
def test_words_are_offered_by_their_first_letters(words: list[str], offered: list[str]) -> None:
    """Commands, resource types, forms and other arguments are offered by their first letters."""
    assert _offer(*words) == offered


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["read", "estate", "--sorto"], ["--sortorder"]),
        (["read", "estate", "--addM"], ["--addMainLangId", "--addMobileUrl"]),
        (["read", "estate", "--no-addM"], ["--no-addMainLangId", "--no-addMobileUrl"]),
        (
            ["read", "estate", "--georangesearch.l"],
            ["--georangesearch.latitude", "--georangesearch.longitude"],
        ),
        (["read", "estate", "--limit", "5", "--wh"], ["--where"]),
        (["get", "file", "appointment", "--fileI"], ["--fileId"]),
        (["get", "file", "estate", "--documentA"], ["--documentAttribute"]),
        (["get", "file", "appointment", "--documentA"], []),
        (["read", "estate", "--sandb"], ["--sandbox"]),
        (["profile", "add", "--from"], ["--from-env"]),
        (["--ver"], ["--verbose", "--version"]),
        (["read", "estate", "--ver"], ["--verbose"]),
        (["read", "estate", "--", "--wh"], []),
    ],
)
def test_options_of_the_call_and_the_common_ones_are_offered(words: list[str], offered: list[str]) -> None:
    """Options are those of the call, of its form, of the command, and the common ones."""
    assert sorted(_offer(*words)) == offered


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["read", "estate", "-o", "js"], ["json"]),
        (["read", "estate", "--output=n"], ["--output=ndjson"]),
        (["--dialect", ""], ["rfc4180", "excel-de"]),
        (["read", "estate", "--sortorder", ""], ["ASC", "DESC"]),
        (["do", "uploadfile", "--Art", "Ogu"], ["Ogulo-Link"]),
        (["get", "estatepictures", "--categories", "Foto,Tit"], ["Foto,Titelbild"]),
        (["get", "estatepictures", "--categories", "Titelbild,Tit"], []),
        (["get", "idsfromrelation", "--relationtype", "estate:address:buy"], ["estate:address:buyer"]),
        (["read", "estate", "-p", "addMain"], ["addMainLangId="]),
        (["read", "estate", "-p", "addMainLangId="], ["addMainLangId=true", "addMainLangId=false"]),
        (["create", "task", "--set", "Prio"], ["Prio="]),
        (["create", "task", "--set", "Einheit_Aufwand_Soll=S"], ["Einheit_Aufwand_Soll=Stunden"]),
        (["read", "estate", "--fields", "Id,kaufp"], ["Id,kaufpreis"]),
        (["read", "estate", "--sort", "-kaufp"], ["-kaufpreis"]),
        (["read", "estate", "--where", "kaufp"], ["kaufpreis="]),
        (["read", "impressum", "--fields", "hand"], ["handelsregister", "handelsregisterNr"]),
        (["calls", "--verb", "d"], ["delete", "do"]),
        (["calls", "--module", "est"], ["estates"]),
        (["read", "estate", "--limit", ""], []),
    ],
)
def test_an_option_is_followed_by_its_values(words: list[str], offered: list[str]) -> None:
    """Behind an option come its permitted values, names of fields, parameters, relations."""
    assert _offer(*words) == offered


@pytest.mark.parametrize(
    "arguments",
    [
        ["bash", " =:", "oocli read es"],
        ["zsh", "oocli", "read", "es"],
        ["fish", "oocli", "read", "es"],
        ["powershell", "oocli", "read", "=es"],
    ],
)
def test_each_shell_asks_in_its_own_way(arguments: list[str]) -> None:
    """A line for bash, words for the others: the answer is a candidate a line, with what it is."""
    assert answer(arguments, {}) == "estate\tRead estates\n"


def test_an_option_takes_the_next_word_whatever_it_is() -> None:
    """A value that looks like a command does not lead into it."""
    assert _offer("--profile", "read", "prof") == ["profile"]


def test_nothing_typed_shows_options_where_no_word_belongs() -> None:
    """After a call an empty Tab shows which options there are, oocli's own first."""
    assert _offer("read", "estate", "")[:3] == ["--fields", "--where", "--sort"]


@pytest.mark.parametrize("words", [["send"], ["read", "estate", "--params"], ["--output-file"]])
def test_files_are_offered_where_one_belongs(tmp_path: Path, words: list[str]) -> None:
    """Files and folders are offered where a file belongs, hidden ones only when asked for."""
    for name in ("a.json", "b.json", ".hidden"):
        (tmp_path / name).touch()
    (tmp_path / "folder").mkdir()
    assert _offer(*words, f"{tmp_path}/") == [
        f"{tmp_path}/{name}" for name in ("a.json", "b.json", "folder/")
    ]
    assert _offer(*words, f"{tmp_path}/.h") == [f"{tmp_path}/.hidden"]


def test_files_behind_an_at_sign(tmp_path: Path) -> None:
    """@FILE is completed for objects, for -p and for --set."""
    (tmp_path / "zone.json").touch()
    path = f"@{tmp_path}/zo"
    assert _offer("read", "estate", "--georangesearch", path) == [f"@{tmp_path}/zone.json"]
    assert _offer("read", "estate", "-p", f"georangesearch={path}") == [
        f"georangesearch=@{tmp_path}/zone.json"
    ]
    assert _offer("create", "task", "--set", f"Aufgabe={path}") == [f"Aufgabe=@{tmp_path}/zone.json"]


def test_every_resource_type_of_the_catalogue_is_offered() -> None:
    """Completion and catalogue find the same calls in the same files."""
    catalogue = Catalogue()
    for verb in ("read", "create", "modify", "delete", "get", "do"):
        assert _offer(verb, "") == list(catalogue.names(verb))


def test_every_candidate_of_a_call_is_explained() -> None:
    """No option of a documented call is offered without saying what it is."""
    names = Names({})
    for call in Catalogue():
        silent = [flag for flag, text in complete([call.verb, call.resourcetype, "--"], names) if not text]
        assert silent == []
