"""A link as a file that a double click opens: an Internet shortcut, ``.url``. Pure."""

from urllib.parse import quote, urlsplit

_SCHEMES = ("http", "https")
_KEPT = "!#$%&'()*+,/:;=?@[]~-._"


def write_shortcut(url: str) -> bytes:
    """Return the content of a shortcut to an address; empty where a double click would open no page."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return b""
    if parts.scheme.lower() not in _SCHEMES or not parts.netloc:
        return b""
    return f"[InternetShortcut]\r\nURL={quote(url.strip(), safe=_KEPT)}\r\n".encode("ascii")
