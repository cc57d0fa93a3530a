"""Who may use a server on loopback: programs on this computer, and no web page.

A browser lets any page send requests to a local server. It names the page in ``Origin`` and, if a name was
made to point here, that name in ``Host``; both are checked. Of the kinds of body that a page may send without
asking first, text and forms with files are refused; plain form bodies are accepted, because the vendor's own
client sends them.
"""

import ipaddress
from collections.abc import Collection
from http import HTTPStatus
from urllib.parse import urlsplit

_REFUSED_TYPES = ("text/plain", "multipart/")


def find_objection(
    host: str | None, origin: str | None, content_type: str | None, *, allowed: Collection[str] = ()
) -> tuple[HTTPStatus, str] | None:
    """Return status and text of the refusal that the headers of a request call for, or None.

    ``allowed`` are names of further hosts, without port.
    """
    if host is not None and not _is_local(_read_name(f"//{host}"), allowed):
        return HTTPStatus.FORBIDDEN, f"Host {host[:80]!r} is not this computer; --allow-host allows it"
    if origin is not None and not _is_local(_read_name(origin), allowed):
        return HTTPStatus.FORBIDDEN, f"Origin {origin[:80]!r} is not this computer; --allow-host allows it"
    if (content_type or "").strip().lower().startswith(_REFUSED_TYPES):
        return HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "A body is JSON: send content-type: application/json"
    return None


def _read_name(address: str) -> str:
    """Return the host of an address without port and brackets; empty if there is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _is_local(name: str, allowed: Collection[str]) -> bool:
    if name == "localhost" or name.endswith(".localhost") or name in {host.lower() for host in allowed}:
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
