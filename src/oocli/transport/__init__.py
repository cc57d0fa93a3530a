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

Requests is used only if there is a proxy, and below its Session, through the adapter alone. A Session would
take a login from .netrc if it may look at the environment, keep cookies, and read the body of a redirect to
its end, however long, even when told not to follow. Without a proxy urllib3 does what requests would make it
do.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin, urlsplit

from urllib3.response import BaseHTTPResponse

from oocli import __version__
from oocli.errors import NetworkError, UsageError
from oocli.transport.answer_bodies import BodyReader
from oocli.transport.certificates import Certificates
from oocli.transport.failures import CHECK_ADDRESS, FOREIGN_ERRORS, explain_failure, is_distrust
from oocli.transport.sockets import LONGEST_TIMEOUT, Pools
from oocli.wire.address import check_url, is_loopback
from oocli.wire.reply import Reply

if TYPE_CHECKING:
    from oocli.transport.proxied import ProxiedPools
    from oocli.wire.lifting import Lifting

MAX_BYTES = 256 * 1024 * 1024
USER_AGENT = f"oocli/{__version__}"

_MAX_REDIRECTS = 3


class HttpTransport:
    """Posts request bodies to one address, over connections that are kept open.

    ``post`` may be called from several threads at once. Use it as a context manager, or
    call ``close``. The environment is read once, at the start: proxies as requests finds them, and
    ``REQUESTS_CA_BUNDLE`` or ``CURL_CA_BUNDLE`` for other certificates.
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
        self._host = parts.netloc
        self._timeout = timeout
        self._reader = BodyReader(self._host, max_bytes, lifting)
        self._headers = {
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "Content-Type": "application/json",
            "User-Agent": user_agent,
        }
        self._certificates = Certificates(os.environ) if parts.scheme == "https" else None
        self._pools = _open_pools(url, connect_timeout, self._certificates)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._pools.close()

    def post(self, body: bytes) -> Reply:
        """Send one request body and give the reply, whatever its HTTP status.

        Raises:
            NetworkError: there is no whole reply; it says whether the request may have arrived.
        """
        try:
            return self._post(body, time.monotonic() + self._timeout)
        except FOREIGN_ERRORS as error:
            raise explain_failure(error, self._host, timeout=self._timeout) from error

    def _post(self, body: bytes, until: float) -> Reply:
        url = self._url
        for _ in range(_MAX_REDIRECTS + 1):
            response = self._send(url, body, until)
            try:
                location = response.headers.get("location")
                if location is None or response.status not in range(300, 400):
                    return self._reader.read(response)
                url = _follow_redirect(url, location, response.status)
            finally:
                response.close()
                response.release_conn()
        raise self._reader.refuse("redirects again and again", hint=CHECK_ADDRESS)

    def _send(self, url: str, body: bytes, until: float) -> BaseHTTPResponse:
        try:
            return self._try(url, body, until)
        except NetworkError as failure:  # before a connection: nothing was sent
            if self._certificates is None or not is_distrust(failure) or not self._certificates.add_bundle():
                raise
        return self._try(url, body, until)

    def _try(self, url: str, body: bytes, until: float) -> BaseHTTPResponse:
        return self._pools.post(url, body, self._headers, max(until - time.monotonic(), 0.001))


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
