"""A server that says exactly the bytes a test wants, over a real socket on 127.0.0.1.

Each connection is handed to a script, a function that reads requests and writes whatever it
likes, broken or not. The server notes every request and how many connections there were.
"""

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Self

CERTIFICATE = Path(__file__).parent / "samples" / "tls" / "localhost.pem"


class Peer:
    """One connection, seen from the server.

    Attributes:
        head: first line and headers of the request that was read last.
    """

    def __init__(self, sock: socket.socket, requests: list[bytes]) -> None:
        self.head = b""
        self._sock = sock
        self._file = sock.makefile("rb")
        self._requests = requests

    def read_request(self) -> bytes:
        """Give the body of the next request; what was read is noted, head and body.

        Raises:
            ConnectionError: the client closed the connection instead.
        """
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = self._file.readline()
            if not line:
                raise ConnectionAbortedError
            head += line
        self.head = head
        body = self._file.read(read_length(head))
        self._requests.append(head + body)
        return body

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._sock.sendall(data)

    def wait_for_close(self) -> None:
        """Say nothing until the client closes the connection."""
        while self._file.read(1024):
            pass

    def reset(self) -> None:
        """Break the connection off hard, so that the client sees a reset."""
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()

    def close(self) -> None:
        """Close the connection; what was sent still arrives."""
        self._file.close()
        self._sock.close()


Script = Callable[[Peer], object]


class WireServer:
    """Serves a script on a free port of 127.0.0.1, each connection in a thread of its own.

    Attributes:
        requests: head and body of every request, as they arrived.
        connections: how many connections were accepted.
        port: the port it listens on.
    """

    def __init__(self, script: Script, *, tls: bool = False) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self._script = script
        self._context = _load_key() if tls else None
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []
        self._stopping = False
        self._threads = [threading.Thread(target=self._accept)]

    @property
    def url(self) -> str:
        """Address of an ``api.php`` on this server."""
        if self._context is not None:
            return f"https://localhost:{self.port}/api/stable/api.php"
        return f"http://127.0.0.1:{self.port}/api/stable/api.php"

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping = True
        with contextlib.suppress(OSError):  # closing the listener alone would not wake its thread
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        for sock in self._open:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(timeout=5)

    def wait_for_scripts(self) -> None:
        """Wait until every script so far has ended and its connection is closed."""
        for thread in self._threads[1:]:
            thread.join(timeout=5)

    def _accept(self) -> None:
        with self._listener:
            while True:
                sock, _ = self._listener.accept()
                if self._stopping:
                    sock.close()
                    return
                self.connections += 1
                self._open.append(sock)
                thread = threading.Thread(target=self._serve, args=(sock,))
                self._threads.append(thread)
                thread.start()

    def _serve(self, sock: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError):  # the client left, or refused the certificate
            try:
                if self._context is not None:
                    sock = self._context.wrap_socket(sock, server_side=True)
                peer = Peer(sock, self.requests)
                try:
                    self._script(peer)
                finally:
                    peer.close()
            finally:
                sock.close()


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """Give a whole HTTP answer with a length and further header lines."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n" + body


def say(*answers: bytes) -> Script:
    """Give a script that answers the requests of each connection in turn, then closes it."""

    def script(peer: Peer) -> None:
        for data in answers:
            peer.read_request()
            peer.send(data)

    return script


def repeat(data: bytes) -> Script:
    """Give a script that answers every request with the same bytes."""

    def script(peer: Peer) -> None:
        while True:
            peer.read_request()
            peer.send(data)

    return script


def read_length(head: bytes) -> int:
    """Give the content length that the head of a request announces, or 0."""
    for line in head.lower().split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name == b"content-length":
            return int(value)
    return 0


def _load_key() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE, CERTIFICATE.with_suffix(".key"))
    return context
