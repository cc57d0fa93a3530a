"""``oocli download --size``: pictures in another size come whole, from onOffice alone, or are told."""

import base64
import json
import struct
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from file_office import FileOffice
from harness import NOW, Outcome
from oocli import sandbox
from oocli.sandbox.records.pictures import draw_picture
from served import serve_sandbox
from wire_server import Peer, WireServer, answer, read_length

Oocli = Callable[..., Outcome]
PICTURE = draw_picture(1, width=120)
LETTER = b"%PDF letter"
NAMES = ["Foto_13_1.png", "Foto_13_2.png", "Grundriss_13_3.png", "Titelbild_13_0.png"]


@pytest.fixture(autouse=True)
def _no_proxy_of_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the tests from leaving through a proxy."""
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the directory that is downloaded to."""
    return tmp_path / "files"


@pytest.fixture
def download(oocli: Oocli, folder: Path) -> Oocli:
    """Give a function that downloads the files of estates from a server, else from the sandbox."""

    def run(*words: str, url: str = "", **settings: Any) -> Outcome:
        command = ("download", "estate", *words, "--dir", str(folder))
        if not url:
            return oocli("--sandbox", *command, **settings)
        account = {"OOCLI_URL": url, "OOCLI_TOKEN": sandbox.TOKEN, "OOCLI_SECRET": sandbox.SECRET}
        return oocli(*command, variables=account, **settings)

    return run


def _rows(outcome: Outcome) -> list[dict[str, Any]]:
    return [record["elements"] for record in outcome.json]


def _statuses(outcome: Outcome) -> list[str]:
    return [row["status"] for row in _rows(outcome)]


def _measure(path: Path) -> tuple[int, int]:
    width, height = struct.unpack(">II", path.read_bytes()[16:24])
    return width, height


def _list_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "files.ndjson")


def _inventory(folder: Path) -> dict[str, dict[str, Any]]:
    lines = (folder / "files.ndjson").read_text("utf-8").splitlines()
    return {line["file"]: line for line in map(json.loads, lines)}


@pytest.mark.parametrize(("size", "pixels"), [("small", (120, 90)), ("medium", (200, 150))])
def test_pictures_come_in_the_size_asked_for(
    download: Oocli, folder: Path, size: str, pixels: tuple[int, int]
) -> None:
    """In process, from the sandbox."""
    outcome = download("13", "--size", size)
    assert (outcome.code, outcome.err) == (0, "")
    assert _list_names(folder) == NAMES
    assert {_measure(folder / name) for name in NAMES} == {pixels}
    assert {(row["status"], row["url"], row["message"]) for row in _rows(outcome)} == {("ok", None, "")}
    assert {line["scale"] for line in _inventory(folder).values()} == {size}


@pytest.mark.parametrize("jobs", ["1", "4"])
def test_pictures_come_over_http(download: Oocli, home: Path, folder: Path, jobs: str) -> None:
    """From the server that gives the answers; rows are in the order of the records."""
    with serve_sandbox(home / "data" / "sandbox.sqlite", now=lambda: NOW) as server:
        outcome = download("11", "13", "--size", "small", "--jobs", jobs, url=server.url)
    assert (outcome.code, outcome.err) == (0, "")
    assert [row["record"] for row in _rows(outcome)] == [11, 11, 11, 13, 13, 13, 13]
    assert {_measure(path) for path in folder.rglob("*.png")} == {(120, 90)}


def test_what_is_there_in_that_size_is_not_fetched_again(download: Oocli, folder: Path) -> None:
    """Another size is, in the place of the one that is there."""
    sizes = ("small", "small", "medium", "original", "original", "small")
    statuses, widths = [], []
    for size in sizes:
        outcome = download("13", "--size", size)
        statuses.append(set(_statuses(outcome)))
        widths.append({_measure(folder / name)[0] for name in NAMES})
    assert statuses == [{"ok"}, {"skipped"}, {"ok"}, {"ok"}, {"skipped"}, {"ok"}]
    assert widths == [{120}, {120}, {200}, {64}, {64}, {120}]
    assert _list_names(folder) == NAMES


def test_without_a_size_a_small_picture_is_not_taken_for_the_file(download: Oocli, folder: Path) -> None:
    """The list in the directory remembers the size."""
    download("13", "--size", "small")
    assert set(_statuses(download("13"))) == {"ok"}
    assert {_measure(folder / name)[0] for name in NAMES} == {64}
    assert all("scale" not in line for line in _inventory(folder).values())


def test_picture_that_was_changed_here_is_not_replaced(download: Oocli, folder: Path) -> None:
    """By another size neither, unless that is forced."""
    download("13", "--size", "small", "--only", "Titelbild")
    path = folder / "Titelbild_13_0.png"
    path.write_bytes(b"mine")
    outcome = download("13", "--size", "medium", "--only", "Titelbild")
    assert (outcome.code, _statuses(outcome), path.read_bytes()) == (2, ["error"], b"mine")
    assert download("13", "--size", "medium", "--only", "Titelbild", "--force").code == 0
    assert _measure(path) == (200, 150)


def test_original_that_is_there_is_not_replaced_without_the_list(download: Oocli, folder: Path) -> None:
    """Nobody knows whose file that is."""
    download("13", "--only", "Titelbild")
    (folder / "files.ndjson").unlink()
    assert _statuses(download("13", "--size", "small", "--only", "Titelbild")) == ["error"]


@pytest.mark.parametrize(
    "fault", ["reset", "reset-middle", "lost", "truncated", "html", "empty", "status-503"]
)
def test_faults_are_tried_again(download: Oocli, home: Path, folder: Path, fault: str) -> None:
    """Every second request meets one, and every picture is whole."""
    with serve_sandbox(home / "data" / "sandbox.sqlite", f"{fault}:1/2", now=lambda: NOW) as server:
        outcome = download("13", "--size", "small", "--jobs", "1", url=server.url)
    assert outcome.code == 0
    assert _list_names(folder) == NAMES
    assert {_measure(folder / name) for name in NAMES} == {(120, 90)}


class PictureOffice:
    """A server with an office of three pictures and a letter; what a picture's address gives is scripted."""

    def __init__(self, give: Callable[[int], bytes], address: str = "{url}/{id}.png") -> None:
        self.give = give
        self.address = address
        self.asked: list[int] = []
        self.server = WireServer(self.script)
        self.url = self.server.url.removesuffix("/stable/api.php")

    def script(self, peer: Peer) -> None:
        """Answer the requests of one connection."""
        while True:
            body = peer.read_request()
            if body:
                peer.send(answer(self.office.post(body).body))
                continue
            number = int(peer.head.split()[1].removeprefix(b"/").removesuffix(b".png"))
            self.asked.append(number)
            given = self.give(number)
            peer.send(given)
            head, _, content = given.partition(b"\r\n\r\n")
            if read_length(head) != len(content):
                return  # the connection is closed

    @property
    def office(self) -> FileOffice:
        """The office, without the pictures in another size."""
        base = self.url.removesuffix("/api")
        files = [self._describe(number, base) for number in (1, 2, 3)]
        content = base64.b64encode(LETTER).decode()
        told = {"type": "Foto", "originalname": "brief.pdf", "fileSize": len(LETTER), "content": content}
        address = {"imageUrl": self.address.format(url=base, id=4)}
        return FileOffice(files=[*files, {"id": 4, "type": "file", "elements": {**told, **address}}])

    def _describe(self, number: int, base: str) -> dict[str, Any]:
        told = {"type": "Foto", "originalname": f"{number}.png", "fileSize": 9, "modified": 1_750_000_000}
        address = self.address.format(url=base, id=number) if number == 2 else f"{base}/{number}.png"
        return {"id": number, "type": "file", "elements": {**told, "imageUrl": address}}


@pytest.fixture
def look(download: Oocli, folder: Path) -> Callable[..., tuple[Outcome, PictureOffice]]:
    """Give a function that downloads the small pictures of such an office, of which one may be disturbed."""

    def run(bad: bytes = b"", address: str = "{url}/{id}.png") -> tuple[Outcome, PictureOffice]:
        good = answer(PICTURE, "Content-Type: image/png")
        office = PictureOffice(lambda number: bad if bad and number == 2 else good, address)
        with office.server:
            return download("409", "--size", "small", "--jobs", "1", url=office.url), office

    return run


Look = Callable[..., tuple[Outcome, PictureOffice]]


def test_documents_come_as_they_are(look: Look, folder: Path) -> None:
    """Sizes are of pictures; what else there is comes too."""
    outcome, office = look()
    assert (outcome.code, outcome.err) == (0, "")
    assert _list_names(folder) == ["1.png", "2.png", "3.png", "brief.pdf"]
    assert (folder / "brief.pdf").read_bytes() == LETTER
    assert (folder / "2.png").read_bytes() == PICTURE
    assert sorted(office.asked) == [1, 2, 3]


def test_nothing_of_the_account_goes_along(look: Look) -> None:
    """A request for a picture has neither token nor signature nor body."""
    _, office = look()
    pictures = [request for request in office.server.requests if request.startswith(b"GET")]
    assert len(pictures) == 3
    assert not any(word in request for request in pictures for word in (b"token", b"hmac", b"Cookie"))


@pytest.mark.parametrize(
    ("bad", "tries", "message"),
    [
        (answer(PICTURE)[:-20], 4, "No usable answer from 127.0.0.1"),
        (answer(b"", status="404 Not Found"), 1, "There is no picture at the address that the API gives"),
        (answer(b"", status="403 Forbidden"), 1, "There is no picture at the address that the API gives"),
        (
            answer(b"<html>", "Content-Type: text/html"),
            4,
            "No whole picture came from the address that the API gives",
        ),
        (
            answer(b"text", "Content-Type: text/plain"),
            4,
            "No whole picture came from the address that the API gives",
        ),
        (
            answer(PICTURE[:-12], "Content-Type: image/png"),
            4,
            "No whole picture came from the address that the API gives",
        ),
        (
            b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nConnection: close\r\n\r\n" + PICTURE,
            4,
            "No whole picture came from the address that the API gives",
        ),
    ],
    ids=["cut", "404", "403", "page", "text", "cut-inside", "no-length"],
)
def test_failure_of_a_picture_leaves_the_others(
    look: Look, folder: Path, bad: bytes, tries: int, message: str
) -> None:
    """The one is told, with its address, and there is no file of it."""
    outcome, office = look(bad)
    assert outcome.code == 6
    assert _statuses(outcome) == ["ok", "error", "ok", "ok"]
    assert _rows(outcome)[1]["message"].startswith(message)
    assert _rows(outcome)[1]["url"].endswith("/2.png")
    assert _list_names(folder) == ["1.png", "3.png", "brief.pdf"]
    assert office.asked.count(2) == tries


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://foreign.example/{id}.png", "foreign.example"),
        ("https://image.onoffice.de/{id}.png", "image.onoffice.de"),
        ("http://127.0.0.1:9/{id}.png", "127.0.0.1"),
        ("http://169.254.169.254/{id}.png", "169.254.169.254"),
        ("file:///{id}.png", "no address"),
        ("https://[::1/{id}.png", "no address"),
    ],
)
def test_addresses_of_others_are_not_opened(look: Look, folder: Path, address: str, reason: str) -> None:
    """They are told under ``url``, and all else comes."""
    outcome, office = look(address=address)
    assert (outcome.code, outcome.error["code"]) == (6, "partly_done")
    assert _statuses(outcome) == ["ok", "skipped", "ok", "ok"]
    assert _rows(outcome)[1]["url"] == address.format(id=2)
    assert reason in outcome.error["why"]
    assert _list_names(folder) == ["1.png", "3.png", "brief.pdf"]
    assert sorted(office.asked) == [1, 3]


def test_a_picture_that_moves_to_another_server_is_not_followed(look: Look) -> None:
    """It is told as an address of others is."""
    outcome, _ = look(answer(b"", "Location: https://image.onoffice.de/2.png", status="302 Found"))
    assert outcome.code == 6
    assert _statuses(outcome) == ["ok", "skipped", "ok", "ok"]


def test_pictures_are_fetched_several_at_once(download: Oocli) -> None:
    """As contents are: neither of two is answered before the other has been asked for."""
    together = threading.Barrier(2, timeout=30)

    def meet(number: int) -> bytes:
        if number != 3:
            together.wait()
        return answer(PICTURE)

    office = PictureOffice(meet)
    with office.server:
        outcome = download("409", "--size", "small", "--jobs", "4", url=office.url)
    assert outcome.code == 0
