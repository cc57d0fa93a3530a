"""Connections of urllib3 that report when nothing was sent, and have one time limit for an answer.

Owns everything that is bound to a socket; leaves what is posted and read to the transport.
"""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager
from urllib3.response import BaseHTTPResponse
from urllib3.util import Timeout

from oocli.transport.failures import FOREIGN_ERRORS, explain_no_connection

LONGEST_TIMEOUT = 24 * 60 * 60.0
"""Seconds: the longest accepted limit; a socket does not take every number."""

_BUFFER = 64 * 1024  # bytes
KEPT_CONNECTIONS = 16  # more threads than this work too, each over a connection of its own

# Seconds. Apache, the most impatient of the usual servers, closes idle connections after
# 5. A write that runs into the closing is one whose outcome nobody knows; urllib3 itself
# only sees connections that are closed already.
_LONGEST_IDLE = 4.0


class Outgoing(NamedTuple):
    """A request as it goes out.

    Attributes:
        method: ``POST`` or ``GET``.
        url: where to.
        headers: of it, but those that follow from the rest.
        body: bytes; None for none.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None = None


class Pools:
    """The connections to a server that is reached directly."""

    def __init__(self, connect_timeout: float, context: ssl.SSLContext | None) -> None:
        """Take the seconds allowed for making a connection, and the context that judges certificates."""
        self._manager = PoolManager(
            maxsize=KEPT_CONNECTIONS,
            timeout=Timeout(connect=connect_timeout),
            ssl_context=context,
            cert_reqs="CERT_REQUIRED",
        )
        self._manager.pool_classes_by_scheme = POOLS

    def send(self, request: Outgoing, left: float) -> BaseHTTPResponse:
        """Send a request; gives the answer with its body unread, for which ``left`` seconds are left."""
        return self._manager.urlopen(
            request.method,
            request.url,
            body=request.body,
            headers=request.headers,
            timeout=Timeout(connect=left, read=left),
            redirect=False,
            retries=False,
            preload_content=False,
            decode_content=False,
        )

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._manager.clear()


class _Connection(HTTPConnection):
    """A connection that says when nothing was sent, and that has one time limit for a whole answer.

    urllib3 sets ``timeout`` for every request, to all the time that is left for it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._connect_limit = float(self.timeout or LONGEST_TIMEOUT)
        self._until = 0.0
        self._last_answer = 0.0
        self.response_class = _TimedResponse

    @property
    def is_connected(self) -> bool:
        """Whether the next request may go over this connection."""
        return time.monotonic() - self._last_answer < _LONGEST_IDLE and super().is_connected

    def connect(self) -> None:
        left = self.timeout
        peer = f"{self._tunnel_host or self.host}:{self._tunnel_port or self.port}"
        proxy = "" if self.proxy is None else f"{self.proxy.host}:{self.proxy.port}"
        self.timeout = min(self._connect_limit, float(left or LONGEST_TIMEOUT))
        try:
            super().connect()
        except FOREIGN_ERRORS as error:
            raise explain_no_connection(error, peer, timeout=self.timeout, proxy=proxy) from error
        finally:
            self.timeout = left
        self.sock.settimeout(left)

    def request(self, *args: Any, **kwargs: Any) -> None:
        self._until = time.monotonic() + float(self.timeout or LONGEST_TIMEOUT)
        super().request(*args, **kwargs)

    def getresponse(self) -> Any:
        self.timeout = max(self._until - time.monotonic(), 0.001)
        response = super().getresponse()
        self._last_answer = time.monotonic()
        return response


class _TlsConnection(_Connection, HTTPSConnection):
    """The same over TLS."""


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


POOLS = {"http": _HttpPool, "https": _HttpsPool}
"""Pools of our connections, by the scheme of an address."""


class _TimedResponse(http.client.HTTPResponse):
    """An answer of which every byte, headers included, must come within the socket's time limit.

    A socket's own limit applies to each read, so one byte a second would never exceed it.
    """

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        until = time.monotonic() + (sock.gettimeout() or LONGEST_TIMEOUT)
        self.fp = io.BufferedReader(_TimedReader(self.fp.detach(), sock, until), _BUFFER)

    def begin(self) -> None:
        super().begin()
        # urllib3 refuses this too, but only when nothing is left to close the socket.
        lengths = ",".join(self.headers.get_all("Content-Length", [])).split(",")
        if len({length.strip() for length in lengths}) > 1:
            raise http.client.HTTPException("more than one Content-Length")


class _TimedReader(io.RawIOBase):
    """Reads from a socket's file, with the remaining time as the limit of each read."""

    def __init__(self, file: io.RawIOBase, sock: socket.socket, until: float) -> None:
        self._file = file
        self._sock = sock
        self._until = until

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the time for the whole answer is over")
        self._sock.settimeout(left)
        return self._file.readinto(buffer)

    def close(self) -> None:
        self._file.close()
        super().close()
