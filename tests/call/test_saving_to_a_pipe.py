"""``--save -``: the one file of an answer to a pipe, whole or not at all, and never to a terminal."""

import base64
import io
import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from file_office import FileOffice
from harness import Clock, Outcome, Stream
from oocli.__main__ import run
from oocli.client import Transport
from oocli.context import Context
from scripted import ScriptedTransport, answer, result

Pour = Callable[..., tuple[int, bytes, str]]
_PDF = ("get", "pdf", "--estateid", "11", "--template", "urn:x", "--save", "-")
_FILE = ("get", "file", "estate", "--estateid", "409", "--fileid", "1", "--save", "-")


@pytest.fixture
def pour(environ: dict[str, str], clock: Clock) -> Pour:
    """Give a function that runs a command line with a pipe as standard output."""

    def call(*words: str, transport: Transport) -> tuple[int, bytes, str]:
        written, stderr = io.BytesIO(), Stream()
        account = {"OOCLI_TOKEN": "t" * 32, "OOCLI_SECRET": "s" * 64}
        context = Context(
            environ={**environ, **account},
            stdin=Stream(),
            stdout=io.TextIOWrapper(written, encoding="utf-8"),
            stderr=stderr,
            now=clock.now,
            sleep=clock.sleep,
            open_transport=lambda _profile: transport,
        )
        code = run(context, words)
        return code, written.getvalue(), stderr.getvalue()

    return call


def _file(content: bytes, **elements: Any) -> dict[str, Any]:
    text = base64.b64encode(content).decode()
    told = {"type": "Foto", "originalname": "a.jpg", "fileSize": len(content)}
    return {"id": 1, "type": "file", "elements": {**told, "content": text, **elements}}


def _message(err: str) -> str:
    message: str = json.loads(err)["message"]
    return message


@pytest.mark.parametrize("content", [b"", b"\0", b"\r\n\xff" * 70_000])
def test_file_comes_byte_for_byte(pour: Pour, content: bytes) -> None:
    """And nothing else: no record, no line end."""
    assert pour(*_FILE, transport=FileOffice(files=[_file(content)])) == (0, content, "")


def test_compressed_file_is_unpacked(pour: Pour) -> None:
    """As the catalogue says of exposés."""
    text = base64.b64encode(zlib.compress(b"%PDF-1.4")).decode()
    record = {"id": 0, "type": "", "elements": {"type": "application/pdf", "document": text}}
    assert pour(*_PDF, transport=ScriptedTransport([answer(result(record))]))[:2] == (0, b"%PDF-1.4")


@pytest.mark.parametrize(
    ("content", "told", "message"),
    [
        (b"x" * 5, 7, "The file did not come whole: 5 of 7 bytes"),
        (b"x" * 7, 5, "The file did not come whole: 7 of 5 bytes"),
        (b"", 5, "The file did not come whole: 0 of 5 bytes"),
    ],
)
def test_file_of_another_size_is_a_failure(pour: Pour, content: bytes, told: int, message: str) -> None:
    """Shorter or longer than the API said: nothing is written."""
    code, written, err = pour(*_FILE, transport=FileOffice(files=[_file(content, fileSize=told)]))
    assert (code, written, _message(err)) == (6, b"", message)


def test_cut_exposé_is_a_failure(pour: Pour) -> None:
    """The API tells no size of it, but what was compressed has an end."""
    text = base64.b64encode(zlib.compress(b"%PDF-1.4" * 99)[:-3]).decode()
    record = {"id": 0, "type": "", "elements": {"document": text}}
    code, written, err = pour(*_PDF, transport=ScriptedTransport([answer(result(record))]))
    assert (code, written, _message(err)) == (1, b"", "The file in the answer cannot be decoded")


def test_list_of_files_has_none(pour: Pour) -> None:
    """Nothing in a pipe must not look like an empty file."""
    words = ("get", "file", "estate", "--estateid", "409", "--save", "-")
    code, written, err = pour(*words, transport=FileOffice(files=[_file(b"x")]))
    assert (code, written, _message(err)) == (3, b"", "No file came, so nothing was written")


def test_several_files_are_refused(pour: Pour) -> None:
    """One behind the other they would be no file at all."""
    code, written, err = pour(*_FILE, transport=FileOffice(files=[_file(b"x"), _file(b"y")]))
    assert (code, written, _message(err)) == (2, b"", "Several files came, and --save - takes one")


def test_records_go_to_a_file_besides(pour: Pour, tmp_path: Path) -> None:
    """With --output-file what the API tells of the file is not lost."""
    target = tmp_path / "told.json"
    words = (*_FILE, "--output-file", str(target))
    assert pour(*words, transport=FileOffice(files=[_file(b"x")]))[:2] == (0, b"x")
    assert json.loads(target.read_text())[0]["elements"]["content"] == "-"


def test_terminal_gets_no_file(oocli: Callable[..., Outcome]) -> None:
    """It is refused before anything is sent, with the way on."""
    office = FileOffice()
    variables = {"OOCLI_TOKEN": "t" * 32, "OOCLI_SECRET": "s" * 64}
    outcome = oocli(*_FILE, terminal=True, transport=office, variables=variables)
    assert (outcome.code, outcome.out, office.requests) == (2, "", [])
    assert "A terminal cannot show a file, which is not text" in outcome.err
    assert "--save - | program" in outcome.err


@pytest.mark.parametrize("target", ["-", "file.bin"])
def test_form_that_is_not_known_has_no_file(oocli: Callable[..., Outcome], target: str) -> None:
    """With --no-validate it may be asked for; where its file is, nobody knows."""
    outcome = oocli("--sandbox", "get", "file", "11", "--no-validate", "--save", target)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.error["message"].startswith(
        "--save writes files, and it is not known where get file has one"
    )
