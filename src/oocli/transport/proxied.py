"""The way to a server through a proxy; requests knows best which proxy, and how to speak to it.

Loaded only if there may be a proxy: requests takes twice as long to load as all of Python.
"""

import ssl
from collections.abc import Mapping
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies
from urllib3.response import BaseHTTPResponse
from urllib3.util import Timeout

from oocli.transport.sockets import KEPT_CONNECTIONS, POOLS, Outgoing


def find_proxies(url: str) -> dict[str, str]:
    """Return the proxies for an address, by scheme, as requests finds them; mostly none."""
    return dict(get_environ_proxies(url))


class ProxiedPools:
    """The connections to a server that is reached through a proxy."""

    def __init__(
        self, connect_timeout: float, context: ssl.SSLContext | None, proxies: Mapping[str, str]
    ) -> None:
        """Take what ``Pools`` takes, and the proxies."""
        self._adapter = _Adapter(connect_timeout, context)
        self._proxies = proxies

    def send(self, request: Outgoing, left: float) -> BaseHTTPResponse:
        """Send a request; gives the answer with its body unread, for which ``left`` seconds are left."""
        prepared = requests.Request(
            request.method, request.url, headers=dict(request.headers), data=request.body
        ).prepare()
        answer = self._adapter.send(prepared, stream=True, timeout=(left, left), proxies=self._proxies)
        raw: BaseHTTPResponse = answer.raw
        return raw

    def close(self) -> None:
        """Close all kept connections."""
        self._adapter.close()


class _Adapter(HTTPAdapter):
    """Requests' way to urllib3, with connections of our own and certificates read once.

    Left alone, requests lets urllib3 read the file of certificates again for each
    connection, which takes longer than the rest of a handshake.
    """

    def __init__(self, connect_timeout: float, context: ssl.SSLContext | None) -> None:
        self._limit = Timeout(connect=connect_timeout)
        self._context = context
        super().__init__(pool_maxsize=KEPT_CONNECTIONS, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools for a server that is reached directly."""
        super().init_poolmanager(*args, timeout=self._limit, ssl_context=self._context, **kwargs)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Return the pools for a server that is reached through a proxy."""
        manager = super().proxy_manager_for(proxy, timeout=self._limit, ssl_context=self._context, **kwargs)
        if not proxy.lower().startswith("socks"):  # its pools speak SOCKS, ours do not
            manager.pool_classes_by_scheme = POOLS
        return manager

    def build_connection_pool_key_attributes(self, request: Any, verify: Any, cert: Any = None) -> Any:
        """Ask the pools for the host alone; their TLS settings are all the same."""
        host, _ = super().build_connection_pool_key_attributes(request, True, None)
        return host, {"cert_reqs": "CERT_REQUIRED"}

    def cert_verify(self, *args: Any) -> None:
        """Add no certificates to a pool: its context has them and always verifies."""
