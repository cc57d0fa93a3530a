"""The schemas in docs/schemas: what the commands write fits them, and they name all that is written."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from harness import Outcome
from oocli import errors
from oocli.interface.command_facts import EFFECTS, EXIT_CODES

Run = Callable[..., Outcome]

_FOLDER = Path(__file__).parent.parent / "docs" / "schemas"
NAMES = sorted(path.stem for path in _FOLDER.glob("*.json"))
BESIDE = {"error", "files-lines", "results-lines"}  # written to standard error and to files
_MAIL = ("--receiver", "a@example.com", "--subject", "x", "--body", "y", "--yes")
_FROM = ("--emailidentity", "api@gruenewald-immobilien.example")
_PDF = ("get", "pdf", "--template", "urn:onoffice-de-ns:smart:2.5:pdf:expose:kurz:design02Expose")
_REQUEST = {
    "token": "x",
    "request": {
        "actions": [
            {
                "actionid": "urn:onoffice-de-ns:smart:2.5:smartml:action:read",
                "resourceid": "",
                "resourcetype": "estate",
                "identifier": "",
                "timestamp": 1,
                "hmac_version": "2",
                "hmac": "x",
                "parameters": {"data": ["Id"], "nothing": 1},
            }
        ]
    },
}
FILES = {
    "rows.csv": "_id,kaufpreis\n11,100\n13,200\n99999,1\n",
    "good.csv": "_id,kaufpreis\n11,101\n13,201\n",
    "new.csv": "Vorname,Name\nErika,Musterfrau\n",
    "picture.jpg": "a picture",
    "list.csv": "file,estate,type\npicture.jpg,11,Foto\npicture.jpg,13,Foto\n",
    "ids.txt": "11\n99999\n",
    "actions.json": json.dumps(
        [{"actionid": "read", "resourcetype": "user"}, {"actionid": "read", "resourcetype": "x"}]
    ),
    "request.json": json.dumps(_REQUEST),
    "old.json": json.dumps([{"module": "estate", "field": "gone", "label": "Weg", "type": "text"}]),
}

# Name of a schema, the command whose output it describes, its exit code, and what goes before it.
CASES: list[tuple[str, tuple[str, ...], int, tuple[tuple[str, ...], ...]]] = [
    ("records", ("read", "estate", "--limit", "3"), 0, ()),
    ("records", ("read", "estate", "--typed", "--fields", "@all", "--limit", "3"), 0, ()),
    ("records", ("read", "calendar", "--datestart", "2020-01-01", "--dateend", "2030-01-01"), 0, ()),
    ("records", ("read", "estate", "--where", "Id=0"), 0, ()),
    ("records", ("get", "file", "estate", "--estateid", "11"), 0, ()),
    ("records", ("get", "templates", "--type", "mail"), 0, ()),
    ("records", ("modify", "estate", "11", "--set", "kaufpreis=5"), 0, ()),
    ("records", ("create", "address", "--set", "Name=B"), 0, ()),
    ("records", ("do", "sendmail", *_FROM, *_MAIL), 0, ()),
    ("flat-records", ("read", "address", "--limit", "3", "--flat"), 0, ()),
    ("count", ("read", "estate", "--count"), 0, ()),
    ("action", ("read", "estate", "--dry-run"), 0, ()),
    ("action", ("read", "estate", "11", "13", "--dry-run"), 0, ()),
    ("action", ("modify", "estate", "11", "--set", "kaufpreis=5", "--as", "json"), 0, ()),
    ("action", ("download", "estate", "11", "--dry-run"), 0, ()),
    ("actions", ("send", "actions.json", "--dry-run"), 0, ()),
    ("outcomes", ("modify", "estate", "--from", "rows.csv", "--yes"), 6, ()),
    ("outcomes", ("create", "address", "--from", "new.csv", "--yes"), 0, ()),
    ("outcomes", ("modify", "estate", "--from", "good.csv", "--yes", "--no-before"), 0, ()),
    ("row-plan", ("modify", "estate", "--from", "rows.csv", "--dry-run"), 0, ()),
    ("row-plan", ("create", "address", "--from", "new.csv", "--dry-run"), 0, ()),
    ("changes", ("modify", "estate", "11", "--set", "kaufpreis=5", "--diff"), 0, ()),
    ("changes", ("modify", "estate", "--from", "good.csv", "--diff", "--exit-code"), 9, ()),
    (
        "changes",
        ("undo", "--last", "--yes"),
        0,
        (("modify", "estate", "--from", "good.csv", "--yes"),),
    ),
    (
        "changes",
        ("undo", "--last", "--dry-run"),
        0,
        (("modify", "estate", "--from", "good.csv", "--yes"),),
    ),
    (
        "history",
        ("history",),
        0,
        (
            ("modify", "estate", "--from", "good.csv", "--yes"),
            ("create", "address", "--from", "new.csv", "--yes"),
        ),
    ),
    ("history", ("history",), 0, ()),
    ("fields", ("fields", "estate"), 0, ()),
    ("fields", ("fields", "--all"), 0, ()),
    ("fields", ("fields", "estate", "objekttyp"), 0, ()),
    ("fields", ("fields", "--search", "preis"), 0, ()),
    ("fields", ("explain", "estate.kaufpreis"), 0, ()),
    ("modules", ("fields",), 0, ()),
    ("field-changes", ("fields", "estate", "--diff", "old.json"), 0, ()),
    ("calls", ("calls",), 0, ()),
    ("calls", ("calls", "mail"), 0, ()),
    ("calls", ("calls", "signatur"), 0, ()),
    ("calls", ("calls", "kaufpreis"), 0, ()),
    ("commands", ("commands",), 0, ()),
    ("commands", ("commands", "get", "file"), 0, ()),
    ("commands", ("explain", "sandbox"), 0, ()),
    ("call", ("explain", "read", "estate"), 0, ()),
    ("call", ("explain", "get", "file", "address", "-o", "json"), 0, ()),
    ("call", ("explain", "modify", "estate", "-o", "json"), 0, ()),
    ("error-codes", ("explain", "error"), 0, ()),
    ("relations", ("explain", "relation"), 0, ()),
    ("signatures", ("explain", "signature"), 0, ()),
    ("signature-checks", ("explain", "signature", "request.json"), 0, ()),
    ("requests", ("explain", "request", "request.json"), 0, ()),
    ("meanings", ("explain", "mail"), 0, ()),
    ("meanings", ("explain", "signatur"), 0, ()),
    ("results", ("send", "actions.json"), 6, ()),
    ("uploads", ("upload", "picture.jpg", "--estate", "11", "--type", "Foto"), 0, ()),
    ("upload-plan", ("upload", "picture.jpg", "--estate", "11", "--type", "Foto", "--dry-run"), 0, ()),
    ("uploads", ("upload", "--from", "list.csv", "--yes"), 0, ()),
    ("upload-plan", ("upload", "--from", "list.csv", "--dry-run"), 0, ()),
    ("downloads", ("download", "estate", "11"), 0, ()),
    ("downloads", ("download", "estate", "11", "13", "99999"), 6, ()),
    ("action", ("download", "estate", "11", "13", "--dry-run"), 0, ()),
    ("saved", (*_PDF, "--from", "ids.txt", "--save", "pdfs"), 6, ()),
    ("records", (*_PDF, "--estateid", "11", "--save", "one.pdf"), 0, ()),
    (
        "take-backs",
        ("undo", "results.ndjson"),
        0,
        (("create", "address", "--from", "new.csv", "--yes", "--results", "results.ndjson"),),
    ),
    (
        "take-backs",
        ("undo", "results.ndjson"),
        0,
        (("upload", "--from", "list.csv", "--yes", "--results", "results.ndjson"),),
    ),
    ("tables", ("sync", "copy.db", "estate", "user"), 0, ()),
    ("tables", ("sync", "copy.db", "estate", "--dry-run"), 0, (("sync", "copy.db", "estate"),)),
    ("table-states", ("sync", "copy.db", "--status"), 0, (("sync", "copy.db", "estate"),)),
    (
        "copy-differences",
        ("sync", "copy.db", "estate", "--check"),
        0,
        (("sync", "copy.db", "estate"), ("modify", "estate", "11", "--set", "kaufpreis=7")),
    ),
    (
        "record-changes",
        ("watch", "copy.db", "estate", "--once"),
        0,
        (
            ("watch", "copy.db", "estate", "--once"),
            ("modify", "estate", "11", "--set", "kaufpreis=7"),
        ),
    ),
    ("rows", ("sql", "copy.db", "select Id, kaufpreis from estate"), 0, (("sync", "copy.db", "estate"),)),
    ("checks", ("doctor",), 0, ()),
    ("profiles", ("profile", "list"), 0, ()),
    ("settings", ("profile", "show"), 0, ()),
    ("cache", ("cache", "info"), 0, (("fields", "estate"),)),
    ("cache", ("cache", "list"), 0, (("read", "estate", "--cache", "1h"),)),
    ("sandbox", ("sandbox", "info"), 0, (("do", "sendmail", *_FROM, *_MAIL),)),
]


def read_schema(name: str) -> dict[str, Any]:
    """Give a schema as it is published."""
    schema: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return schema


def forbid_more(schema: Any) -> Any:
    """Give a schema in which an object has nothing but what is named: all that is written stands in it."""
    if isinstance(schema, list):
        return [forbid_more(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: forbid_more(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict) and isinstance(schema.get("type"), str):
        found.setdefault("additionalProperties", False)
    return found


def check(name: str, values: list[Any]) -> None:
    """See that every value fits a schema."""
    validator = Draft202012Validator(forbid_more(read_schema(name)))
    assert [
        f"{error.json_path}: {error.message}" for value in values for error in validator.iter_errors(value)
    ] == []


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a current directory with files to work with."""
    work = tmp_path / "work"
    work.mkdir()
    for name, text in FILES.items():
        (work / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(work)
    return work


@pytest.mark.parametrize("name", NAMES)
def test_each_is_a_schema_that_says_what_it_is_of(name: str) -> None:
    """Of draft 2020-12, with a title and a description."""
    schema = read_schema(name)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"]
    assert schema["description"].endswith(".")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("name", "words", "code", "before"), CASES, ids=[" ".join(words) for _, words, _, _ in CASES]
)
def test_what_a_command_writes_fits(
    oocli: Run, name: str, words: tuple[str, ...], code: int, before: tuple[tuple[str, ...], ...]
) -> None:
    """Nothing more, nothing less, and nothing of another kind."""
    for earlier in before:
        assert oocli("--sandbox", *earlier).code == 0
    outcome = oocli("--sandbox", "-o", "json", *words)
    assert outcome.code == code, outcome.err
    lines = name == "record-changes"
    check(name, [json.loads(line) for line in outcome.out.splitlines()] if lines else [outcome.json])
    if code:
        check("error", [outcome.error])


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", ["records", "outcomes", "fields", "commands", "history"])
def test_a_line_of_ndjson_is_an_item_of_the_list(oocli: Run, name: str) -> None:
    """One schema is enough for both."""
    words = next(words for known, words, _, _ in CASES if known == name)
    schema = forbid_more(read_schema(name))
    item = {"$defs": schema.get("$defs", {}), **schema["items"]}
    lines = oocli("--sandbox", "-o", "ndjson", *words).out.splitlines()
    assert all(Draft202012Validator(item).is_valid(json.loads(line)) for line in lines)


@pytest.mark.usefixtures("folder")
def test_the_lines_of_a_results_file_fit(oocli: Run, folder: Path) -> None:
    """Those of rows that were done, refused, and not sent."""
    oocli("--sandbox", "modify", "estate", "--from", "rows.csv", "--yes", "--results", "results.ndjson")
    oocli("--sandbox", "create", "address", "--from", "new.csv", "--yes", "--results", "new.ndjson")
    oocli("--sandbox", "upload", "--from", "list.csv", "--yes", "--results", "files.ndjson")
    lines = [
        json.loads(line)
        for name in ("results.ndjson", "new.ndjson", "files.ndjson")
        for line in (folder / name).read_text(encoding="utf-8").splitlines()
    ]
    assert {line["status"] for line in lines} == {"ok", "error"}
    check("results-lines", lines)


@pytest.mark.usefixtures("folder")
def test_the_lines_of_downloaded_files_fit(oocli: Run, folder: Path) -> None:
    """What the directory has of each record."""
    oocli("--sandbox", "download", "estate", "11", "13", "--dir", "files")
    lines = (folder / "files" / "files.ndjson").read_text(encoding="utf-8").splitlines()
    assert lines
    check("files-lines", [json.loads(line) for line in lines])


def test_the_line_of_a_served_sandbox_fits(environ: dict[str, str]) -> None:
    """Which a script waits for."""
    command = [sys.executable, "-m", "oocli", "sandbox", "serve", "--port", "0", "-o", "json"]
    with subprocess.Popen(
        command, env={**os.environ, **environ}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as served:
        assert served.stdout is not None
        ready = json.loads(served.stdout.readline())
        served.terminate()
    check("server", [ready])


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("read", "estate", "--where", "kaufpreis<"), "filter"),
        (("read", "estate", "--nothing"), "usage"),
        (("read", "estate", "--formatoutput", "perhaps"), "invalid_action"),
        (("do", "sendmail"), "invalid_action"),
        (("read", "estate", "99999"), "not_found"),
        (("read", "estate", "--fields", "nothing"), "api"),
        (("read", "estate", "--fields", "Id,nothing", "--sort", "nothing"), "api"),
        (("read", "nothing"), "api"),
        (("modify", "estate", "--from", "rows.csv", "--yes"), "partly_done"),
        (("modify", "estate", "--from", "rows.csv"), "guard"),
        (("modify", "estate", "--from", "rows.csv", "--diff"), "partly_done"),
        (("modify", "estate", "--from", "good.csv", "--diff", "--exit-code"), "differences"),
        (("send", "actions.json"), "partly_done"),
        (("do", "sendmail", *_FROM, *_MAIL[:-1]), "guard"),
        (("upload", "nothing.jpg", "--estate", "11"), "usage"),
        (("explain", "nothing at all"), "usage"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_failures_fit(oocli: Run, words: tuple[str, ...], code: str) -> None:
    """As one JSON object on standard error."""
    outcome = oocli("--sandbox", "--errors", "json", *words)
    assert outcome.error["code"] == code
    check("error", [outcome.error])


def test_the_schema_of_failures_knows_each_class() -> None:
    """Every short name, and every exit code stands in the list of those."""
    found = list(_list_failures(errors.OocliError))
    names = read_schema("error")["properties"]["code"]["enum"]
    assert set(names) == {failure.code for failure in found}
    assert {failure.exit_code for failure in found} <= EXIT_CODES.keys()


def _list_failures(kind: type[errors.OocliError]) -> Iterator[type[errors.OocliError]]:
    yield kind
    for below in kind.__subclasses__():
        if below.__module__ == errors.__name__:
            yield from _list_failures(below)


def test_every_schema_is_named_by_a_command_and_tried_here(oocli: Run) -> None:
    """And no command names one that is not there."""
    commands = [record for record in oocli("commands").json if record["type"] == "command"]
    named = {output["schema"] for record in commands for output in record["elements"]["outputs"]} - {None}
    assert named == set(NAMES) - BESIDE
    assert {name for name, _, _, _ in CASES} | BESIDE | {"server"} == set(NAMES)


@pytest.mark.usefixtures("folder")
def test_no_command_ends_otherwise_than_it_says(oocli: Run) -> None:
    """Here, and without an account; the last words are those of no output."""
    said = {record["id"]: record["elements"] for record in oocli("commands").json}
    silent = [("cache", "clear"), ("profile", "use", "x"), ("profile", "remove", "x"), ("sandbox", "clone")]
    found = [(words, code) for _, words, code, _ in CASES]
    found += [(words, oocli(*words).code) for words in [*(words for words, _ in found), *silent]]
    for words, code in found:
        names = [" ".join(words[:length]) for length in range(len(words), 0, -1)]
        name = next(name for name in names if name in said)
        assert code in said[name]["exit_codes"], words


def test_every_command_says_what_it_does(oocli: Run) -> None:
    """Its effect and its exit codes are among those that oocli explains."""
    program, *commands = oocli("commands").json
    assert program["elements"]["effects"] == EFFECTS
    for record in commands:
        assert record["elements"]["effect"] in EFFECTS
        assert set(map(str, record["elements"]["exit_codes"])) <= program["elements"]["exit_codes"].keys()
