"""Pictures of estates, fetched from the addresses that the sandbox names, in process and over HTTP."""

import base64
import http.client
import json
import struct
from pathlib import Path
from typing import Any

import pytest

from office import CREDENTIALS, NOW, Office
from oocli.errors import AddressRefused
from oocli.request.actions import Action
from oocli.sandbox import TOKEN
from oocli.sandbox.door.server import SandboxServer
from oocli.wire.messages import encode, sign
from served import serve_sandbox

_HOST = "https://files.sandbox.invalid"


def _list_addresses(office: Office, size: str) -> list[str]:
    parameters = {"estateid": 11, "includeImageUrl": size}
    return [elements["imageUrl"] for elements in office.elements("get", "file", parameters, "estate")]


def _measure(content: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", content[16:24])
    return width, height


@pytest.mark.parametrize(("size", "pixels"), [("small", (120, 90)), ("medium", (200, 150))])
def test_pictures_have_the_documented_width(office: Office, size: str, pixels: tuple[int, int]) -> None:
    """120 pixels, or 200."""
    replies = [office.sandbox.get(url) for url in _list_addresses(office, size)]
    assert {(reply.status, reply.headers["content-type"]) for reply in replies} == {(200, "image/png")}
    assert {_measure(reply.body) for reply in replies} == {pixels}
    assert [reply.headers["content-length"] for reply in replies] == [str(len(one.body)) for one in replies]


def test_original_is_the_stored_picture(office: Office) -> None:
    """Byte for byte what get file gives."""
    url = _list_addresses(office, "original")[0]
    first = office.records("get", "file", {"estateid": 11}, "estate")[0]
    chosen = {"estateid": 11, "fileid": first["id"]}
    content = office.elements("get", "file", chosen, "estate")[0]["content"]
    assert office.sandbox.get(url).body == base64.b64decode(content)


@pytest.mark.parametrize(
    ("size", "pixels"),
    [
        ("500x300", (500, 300)),
        (None, (64, 48)),
        ("original", (64, 48)),
        ("9999x9999", (64, 48)),
        ("0x5", (64, 48)),
        ("../../x", (64, 48)),
    ],
)
def test_published_pictures_have_the_size_asked_for(
    office: Office, size: str | None, pixels: tuple[int, int]
) -> None:
    """In pixels; without one, too large, or in other words it is the stored size."""
    asked: dict[str, Any] = {"estateids": [11], "categories": ["Titelbild", "Foto"]}
    pictures = office.elements("get", "estatepictures", asked | ({"size": size} if size else {}))
    assert pictures
    for (picture,) in pictures:
        assert _measure(office.sandbox.get(picture["url"]).body) == pixels


@pytest.mark.parametrize(
    "path",
    [
        "/estate/11/small/999999/a.png",
        "/estate/11/small/999999999999999999/a.png",
        "/estate/11/small",
        "/estate/11/../13/1/a.png",
        "/api/stable/api.php",
        "/",
    ],
)
def test_what_is_not_there_is_not_found(office: Office, path: str) -> None:
    """HTTP 404, also for a picture of another record."""
    assert office.sandbox.get(f"{_HOST}{path}").status == 404


def test_picture_belongs_to_its_record(office: Office) -> None:
    """Its number under that of another estate is nothing."""
    url = _list_addresses(office, "small")[0]
    assert office.sandbox.get(url.replace("/estate/11/", "/estate/13/")).status == 404


def test_documents_have_no_picture(fresh: Office) -> None:
    """A file that is internal has neither an address nor an answer at what would be its address."""
    upload = fresh.elements("do", "uploadfile", {"data": "AAAA"}, None)[0]["tmpUploadId"]
    wanted = {"module": "estate", "relatedRecordId": 11, "file": "a/b ü.png", "Art": "Dokument"}
    fresh.elements("do", "uploadfile", {"tmpUploadId": upload, **wanted}, None)
    records = fresh.records("get", "file", {"estateid": 11, "includeImageUrl": "small"}, "estate")
    (document,) = [record for record in records if record["elements"]["type"] == "Dokument"]
    assert document["elements"]["imageUrl"] == ""
    assert fresh.sandbox.get(f"{_HOST}/estate/11/small/{document['id']}/x.png").status == 404


@pytest.mark.parametrize("url", ["https://image.onoffice.de/a.png", "http://127.0.0.1/estate/11/small/1/a"])
def test_sandbox_in_process_opens_no_other_address(office: Office, url: str) -> None:
    """It has nothing but its own pictures."""
    with pytest.raises(AddressRefused):
        office.sandbox.get(url)


def _ask(
    server: SandboxServer, method: str, path: str, body: bytes = b"", **headers: str
) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    try:
        connection.request(method, path, body, headers)
        reply = connection.getresponse()
        return reply.status, reply.read()
    finally:
        connection.close()


def _find_served(server: SandboxServer, **headers: str) -> str:
    action = Action("get", "file", "estate", "", {"estateid": 11, "includeImageUrl": "small"})
    body = encode([sign(action, CREDENTIALS, int(NOW))], TOKEN)
    answer = json.loads(_ask(server, "POST", "/api/stable/api.php", body, **headers)[1])
    url: str = answer["response"]["results"][0]["data"]["records"][0]["elements"]["imageUrl"]
    return url


def test_served_pictures_are_at_the_server(small_sandbox: Path) -> None:
    """Under the name by which it was asked, so that they are of the same server for who checks that."""
    with serve_sandbox(small_sandbox, now=lambda: NOW) as server:
        port = server.server_address[1]
        assert _find_served(server).startswith(f"http://127.0.0.1:{port}/estate/11/small/")
        url = _find_served(server, Host=f"localhost:{port}")
        assert url.startswith(f"http://localhost:{port}/estate/11/small/")
        path = url.removeprefix(f"http://localhost:{port}")
        status, content = _ask(server, "GET", path)
        assert (status, _measure(content)) == (200, (120, 90))
        assert _ask(server, "GET", path.replace("/11/", "/999/"))[0] == 404


def test_pages_of_the_web_get_no_pictures(small_sandbox: Path) -> None:
    """Host and Origin are looked at as for requests."""
    with serve_sandbox(small_sandbox, now=lambda: NOW) as server:
        path = "/" + _find_served(server).split("/", 3)[3]
        assert _ask(server, "GET", path, Host="foreign.example")[0] == 403
        assert _ask(server, "GET", path, Origin="https://foreign.example")[0] == 403
        assert _find_served(server, Host="me@localhost").startswith("http://127.0.0.1:")


def test_faults_hit_pictures_too(small_sandbox: Path) -> None:
    """They count as requests."""
    with serve_sandbox(small_sandbox, "status-503:2", now=lambda: NOW) as server:
        path = "/estate/11/small/1/a.png"
        assert [_ask(server, "GET", path)[0] for _ in range(3)] == [503, 503, 200]
