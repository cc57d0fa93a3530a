"""One HTTP attempt: a request body out, a reply back, or why there is none and whether it arrived.

Owns what is sent; ``answer_bodies`` what is read and how much of it, ``sockets`` the sockets and their time
limits, ``proxied`` the way through a proxy, ``certificates`` who is trusted, ``failures`` the errors of
requests and urllib3. No module outside this package imports these two libraries. Leaves retries,
signing and the meaning of the reply to the client.

Rules for every attempt, which a change here must keep:

- Nothing is sent twice. The retries of urllib3 are off.
- A request that fails while a connection is made never arrived; from the first byte on, it may have. This is
  known from the one place where connections are made, not guessed from the class of an error.
- One time limit covers the whole answer, not each piece of it.
- The answer's size is limited after decompression, without unpacking all of it first.
- Certificates are always checked. No redirect leaves the server.
- Token and signatures go to the one address that was given. A picture is got without any of them, and only
  where ``wire.picture_address`` has no objection.

Requests is used only if there is a proxy, and below its Session, through the adapter alone. A Session would
take a login from .netrc if it may look at the environment, keep cookies, and read the body of a redirect to
its end, however long, even when told not to follow. Without a proxy urllib3 does what requests would make it
do.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin, urlsplit

from urllib3.response import BaseHTTPResponse

from oocli import __version__
from oocli.errors import AddressRefused, NetworkError, UsageError
from oocli.transport.answer_bodies import BodyReader
from oocli.transport.failures import CHECK_ADDRESS, FOREIGN_ERRORS, explain_failure, is_distrust
from oocli.transport.sockets import LONGEST_TIMEOUT, Outgoing, Pools
from oocli.wire.address import check_url, is_loopback
from oocli.wire.reply import Reply

if TYPE_CHECKING:
    from oocli.transport.certificates import Certificates
    from oocli.transport.proxied import ProxiedPools
    from oocli.wire.lifting import Lifting

MAX_BYTES = 256 * 1024 * 1024
USER_AGENT = f"oocli/{__version__}"

_MAX_REDIRECTS = 3
_PICTURE_HEADERS = {"Accept": "image/*", "Accept-Encoding": "identity"}


class HttpTransport:
    """Posts request bodies to one address, over connections that are kept open, and gets pictures.

    ``post`` and ``get`` may be called from several threads at once. Use it as a context manager, or
    call ``close``. The environment is read once, here at the start: proxies where requests
    finds them, and ``REQUESTS_CA_BUNDLE`` or ``CURL_CA_BUNDLE`` for other certificates.
    """

    def __init__(
        self,
        url: str,
        *,
        timeout: float = 60.0,
        connect_timeout: float = 10.0,
        max_bytes: int = MAX_BYTES,
        user_agent: str = USER_AGENT,
        lifting: Lifting | None = None,
    ) -> None:
        """Prepare to post to ``url``, the whole address of an ``api.php``.

        ``timeout`` is in seconds, for sending a request and reading its whole answer;
        ``connect_timeout`` is in seconds, for each address that the host's name has;
        ``max_bytes`` limits an answer after decompression. With ``lifting`` long
        texts of an element go to files while they come, and do not count against that limit.

        Raises:
            UsageError: the address is not allowed, a time limit cannot be kept, or the
                certificates that the environment names cannot be read.
        """
        check_url(url)
        for seconds in (timeout, connect_timeout):
            if not 0 < seconds <= LONGEST_TIMEOUT:
                raise UsageError(f"A time limit of {seconds:g} s cannot be kept", hint="Try --timeout 60")
        parts = urlsplit(url)
        self._url = url
        self._timeout = timeout
        self._reader = BodyReader(parts.netloc, max_bytes, lifting)
        self._headers = {
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "Content-Type": "application/json",
            "User-Agent": user_agent,
        }
        self._certificates = _read_certificates() if parts.scheme == "https" else None
        self._connect_timeout = connect_timeout
        self._pools = {parts.netloc: _open_pools(url, connect_timeout, self._certificates)}
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections that are kept open."""
        for pools in self._pools.values():
            pools.close()

    def post(self, body: bytes) -> Reply:
        """Send one request body and give the reply, whatever its HTTP status.

        Raises:
            NetworkError: there is no whole reply; it says whether the request may have arrived.
        """
        request = Outgoing("POST", self._url, self._headers, body)
        return self._exchange(request, self._reader, _follow_redirect)

    def get(self, url: str) -> Reply:
        """Fetch a picture whose address stands in an answer, and give the reply, whatever its HTTP status.

        Nothing of the account goes along.

        Raises:
            AddressRefused: it leads elsewhere than pictures may, or from there to another server.
            NetworkError: there is no whole reply.
        """
        from oocli.wire.picture_address import find_objection  # hardly any run has pictures

        if objection := find_objection(url, self._url):
            raise AddressRefused("An address in a record is not opened", why=objection)
        reader = self._reader._replace(host=urlsplit(url).netloc, lifting=None)
        request = Outgoing("GET", url, {**_PICTURE_HEADERS, "User-Agent": self._headers["User-Agent"]})
        return self._exchange(request, reader, _follow_picture)

    def _exchange(self, request: Outgoing, reader: BodyReader, follow: Callable[..., str]) -> Reply:
        try:
            return self._carry(request, reader, follow)
        except FOREIGN_ERRORS as error:
            raise explain_failure(error, reader.host, timeout=self._timeout) from error

    def _carry(self, request: Outgoing, reader: BodyReader, follow: Callable[..., str]) -> Reply:
        until = time.monotonic() + self._timeout
        for _ in range(_MAX_REDIRECTS + 1):
            response = self._send(request, until)
            try:
                location = response.headers.get("location")
                if location is None or response.status not in range(300, 400):
                    return reader.read(response)
                request = request._replace(url=follow(request.url, location, response.status))
            finally:
                response.close()
                response.release_conn()
        raise reader.refuse("redirects again and again", hint=CHECK_ADDRESS)

    def _send(self, request: Outgoing, until: float) -> BaseHTTPResponse:
        try:
            return self._try(request, until)
        except NetworkError as failure:  # before a connection: nothing was sent
            if self._certificates is None or not is_distrust(failure) or not self._certificates.add_bundle():
                raise
        return self._try(request, until)

    def _try(self, request: Outgoing, until: float) -> BaseHTTPResponse:
        return self._find_pools(request.url).send(request, max(until - time.monotonic(), 0.001))

    def _find_pools(self, url: str) -> Pools | ProxiedPools:
        """Return the connections to a host: another one may have another proxy, or none."""
        host = urlsplit(url).netloc
        with self._lock:
            if host not in self._pools:
                self._pools[host] = _open_pools(url, self._connect_timeout, self._certificates)
            return self._pools[host]


def _read_certificates() -> Certificates:
    from oocli.transport.certificates import Certificates

    return Certificates(os.environ)


def _open_pools(url: str, connect_timeout: float, certificates: Certificates | None) -> Pools | ProxiedPools:
    """Return the connections to a server, through a proxy if the environment has one for it."""
    context = None if certificates is None else certificates.context
    # Through a proxy, "this computer" would be the proxy, reached over plain http.
    if not is_loopback(urlsplit(url).hostname or "") and _may_have_proxy():
        from oocli.transport.proxied import ProxiedPools, find_proxies

        if proxies := find_proxies(url):
            return ProxiedPools(connect_timeout, context, proxies)
    return Pools(connect_timeout, context)


def _may_have_proxy() -> bool:
    """Say whether a proxy is set up anywhere: in the environment, or in the settings of such systems."""
    return sys.platform in ("darwin", "win32") or any(name.lower().endswith("_proxy") for name in os.environ)


def _follow_redirect(url: str, location: str, status: int) -> str:
    """Return the address to post to again, on the same server only.

    Raises:
        NetworkError: it leads to another server, or would lose the body.
    """
    target = urljoin(url, location)
    here, there = urlsplit(url), urlsplit(target)
    same_server = (here.scheme, here.hostname, here.port) == (there.scheme, there.hostname, there.port)
    if same_server and status in (307, 308):
        return target
    port = f":{there.port}" if there.port else ""
    why = f"HTTP status {status} asks for a request without a body there"
    if not same_server:
        why = "requests carry the token, so they are sent to the address that was given and to no other"
    raise NetworkError(
        f"{here.netloc} redirects to {there.scheme}://{there.hostname}{port}",
        arrived=True,
        retryable=False,
        why=why,
        hint=CHECK_ADDRESS,
        details={"http_status": status},
    )


def _follow_picture(url: str, location: str, _status: int) -> str:
    """Return the address that a picture has moved to, on the same server only.

    Raises:
        AddressRefused: it is another server.
    """
    target = urljoin(url, location)
    here, there = urlsplit(url), urlsplit(target)
    if (here.scheme, here.netloc) == (there.scheme, there.netloc):
        return target
    raise AddressRefused(
        "An address in a record is not opened", why=f"{here.netloc} sends on to {(there.hostname or '')[:80]}"
    )
