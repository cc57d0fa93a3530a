"""Where files are opened for them, long texts of an answer never stand in memory."""

import gzip
import io
import json
from typing import IO

import pytest

from oocli.errors import NetworkError
from oocli.transport import HttpTransport
from oocli.wire.lifting import Lifting
from wire_server import WireServer, answer, repeat

_LONG = "ab/c" * 200_000
_LIFTING = Lifting("content", io.BytesIO)


def _answer(*, packed: bool = False) -> bytes:
    body = json.dumps({"content": _LONG, "id": 7}).replace("/", "\\/").encode()
    if packed:
        return answer(gzip.compress(body), "Content-Encoding: gzip")
    return answer(body)


@pytest.mark.parametrize("packed", [False, True])
def test_long_text_goes_to_a_file(packed: bool) -> None:
    """The body has a name in its place; it does not count against the limit of an answer."""
    with WireServer(repeat(_answer(packed=packed))) as server:
        transport = HttpTransport(server.url, max_bytes=100_000, lifting=_LIFTING)
        reply = transport.post(b"{}")
        transport.close()
    left = json.loads(reply.body)
    assert left["id"] == 7
    assert reply.lifted[left["content"]].read() == _LONG.encode()


def test_file_that_cannot_be_opened() -> None:
    """A full disk is no trouble of the network that trying again would end."""

    def open_file() -> IO[bytes]:
        raise OSError(28, "No space left on device")

    with WireServer(repeat(_answer())) as server:
        transport = HttpTransport(server.url, lifting=Lifting("content", open_file))
        with pytest.raises(NetworkError) as caught:
            transport.post(b"{}")
        transport.close()
    assert (caught.value.retryable, caught.value.why) == (False, "No space left on device")


def test_files_have_a_limit_too() -> None:
    """An answer without an end does not fill the disk."""
    with WireServer(repeat(_answer())) as server:
        transport = HttpTransport(server.url, max_bytes=40_000, lifting=_LIFTING)
        with pytest.raises(NetworkError, match="sends more than 40000 bytes in one answer"):
            transport.post(b"{}")
        transport.close()
