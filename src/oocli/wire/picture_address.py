"""Which addresses of pictures that stand in an answer may be opened. Pure.

What stands in a record was written by anybody who may write records, or by what fills a form on a website.
To open an address tells its owner who asks and when, and may reach what only this computer can reach.
So only those are opened that lead to onOffice; a server on this computer, such as the sandbox, has its
own.
"""

import re
from urllib.parse import urlsplit

from oocli.wire.address import is_loopback

_DOMAIN = "onoffice.de"
# The documentation has pictures at image.onoffice.de (get estatepictures) and smart.onoffice.de (get file).
_HOST = re.compile(rf"([a-z0-9-]+\.)*{re.escape(_DOMAIN)}(:443)?", re.IGNORECASE)
_UNSAFE = re.compile(r"[\0- \x7f\\]")


def find_objection(url: str, api_url: str) -> str:
    """Return why an address is not opened by who sends requests to ``api_url``; empty where it may be."""
    try:
        there, api = urlsplit(url), urlsplit(api_url)
        host, api_host = there.hostname, api.hostname
    except ValueError:
        return "what stands there is no address"
    if _UNSAFE.search(url) or not host:
        return "what stands there is no address"
    if is_loopback(api_host or ""):
        is_same = (there.scheme, there.netloc.lower()) == (api.scheme, api.netloc.lower())
        return "" if is_same else f"it leads to another server ({host[:80]}) than {api.netloc}"
    if there.scheme != "https":
        return "it is not an https address"
    return "" if _HOST.fullmatch(there.netloc) else f"{host[:80]} is no host of onOffice ({_DOMAIN})"
