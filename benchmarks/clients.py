"""Many clients of the sandbox at once, as cheap as can be: what takes time is the server.

``python benchmarks/clients.py URL TOKEN SECRET CLIENTS SECONDS`` lets so many clients, each over a connection
that is kept open, read 20 estates one request after the other, and prints how many requests a second were
answered. One thread waits for all of them; the request is signed once.
"""

import base64
import hashlib
import hmac
import json
import selectors
import socket
import sys
import time
from urllib.parse import urlsplit

_ACTION = "urn:onoffice-de-ns:smart:2.5:smartml:action:read"
_FIELDS = ["Id", "objekttitel", "kaufpreis", "wohnflaeche", "anzahl_zimmer", "plz", "ort"]
_WARMING = 0.3  # seconds that do not count


class Client:
    """One connection, with one request under way."""

    def __init__(self, host: str, port: int, request: bytes) -> None:
        self.socket = socket.create_connection((host, port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._request, self._came = request, bytearray()

    def ask(self) -> None:
        """Send the request."""
        self.socket.sendall(self._request)

    def hear(self) -> bool:
        """Take what has come; say whether that is the whole answer.

        Raises:
            SystemExit: it is no answer with records.
        """
        came = self.socket.recv(1 << 18)
        self._came += came
        head, found, body = self._came.partition(b"\r\n\r\n")
        if not came or (found and not head.startswith(b"HTTP/1.1 200")):
            raise SystemExit(f"The server answered {bytes(head[:200])!r}")
        if not found or len(body) < _read_length(head):
            return False
        if b'"errorcode":0' not in body[:200]:
            raise SystemExit(f"The server answered {bytes(body[:200])!r}")
        self._came = bytearray()
        return True


def count_answers(host: str, port: int, request: bytes, *, clients: int, seconds: float) -> float:
    """Return how many requests a second so many clients have answered, one at a time each."""
    crowd = [Client(host, port, request) for _ in range(clients)]
    answered, counted_from = 0, time.perf_counter() + _WARMING
    with selectors.DefaultSelector() as selector:
        for client in crowd:
            selector.register(client.socket, selectors.EVENT_READ, client)
            client.ask()
        while (now := time.perf_counter()) < counted_from + seconds:
            for key, _ in selector.select(1.0):
                if key.data.hear():
                    key.data.ask()
                    answered += now >= counted_from
    for client in crowd:
        client.socket.close()
    return answered / (now - counted_from)


def build_request(address: str, token: str, secret: str) -> bytes:
    """Return a read of 20 estates as the bytes of an HTTP request; it holds for two minutes."""
    parts = urlsplit(address)
    timestamp = int(time.time())
    signed = hmac.new(secret.encode(), f"{timestamp}{token}estate{_ACTION}".encode(), hashlib.sha256)
    action = {
        "actionid": _ACTION,
        "resourceid": "",
        "resourcetype": "estate",
        "identifier": "",
        "timestamp": timestamp,
        "hmac": base64.b64encode(signed.digest()).decode(),
        "hmac_version": 2,
        "parameters": {"data": _FIELDS, "listlimit": 20},
    }
    body = json.dumps({"token": token, "request": {"actions": [action]}}).encode()
    head = (
        f"POST {parts.path}/stable/api.php HTTP/1.1\r\nHost: {parts.netloc}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _read_length(head: bytes | bytearray) -> int:
    lines = bytes(head).lower().split(b"\r\n")
    return next(int(line.partition(b":")[2]) for line in lines if line.startswith(b"content-length:"))


def main() -> None:
    """Ask, and print requests a second."""
    url, token, secret, clients, seconds = sys.argv[1:]
    parts = urlsplit(url)
    request = build_request(url, token, secret)
    rate = count_answers(
        str(parts.hostname), parts.port or 80, request, clients=int(clients), seconds=float(seconds)
    )
    sys.stdout.write(f"{rate:.1f}\n")


if __name__ == "__main__":
    main()
