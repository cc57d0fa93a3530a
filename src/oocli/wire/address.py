"""The API's address: which ones are allowed, and what a configured one means.

Pure, and apart from the transport so that a profile or a dry run can check an address
without loading what sends.
"""

from urllib.parse import urlsplit

from oocli.errors import UsageError

DEFAULT_URL = "https://api.onoffice.de/api"


def build_url(url: str, api_version: str) -> str:
    """Return the address of the ``api.php`` that a configured address means.

    A base that ends in ``/api`` gets ``<api_version>/api.php``; an empty one means the
    vendor's; everything else is a whole address already, taken without a trailing slash,
    which the vendor's server does not accept.

    Raises:
        UsageError: the address is not allowed, see ``check_url``.
    """
    url = url or DEFAULT_URL
    check_url(url)
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    if path.endswith("/api"):
        path = f"{path}/{api_version}/api.php"
    return parts._replace(path=path).geturl()


def check_url(url: str) -> None:
    """See that requests, and the token in them, may be sent to this address.

    Raises:
        UsageError: neither https nor http to a loopback address (127.0.0.0/8, ::1,
            localhost), a user or password in it, or no address at all. The text repeats
            nothing of an address that holds a password.
    """
    hint = f"Give an address like {DEFAULT_URL}"
    if any(character <= " " or character in "\x7f\\" for character in url):
        raise UsageError("The API address has blanks, control characters or backslashes in it", hint=hint)
    if "@" in url:
        raise UsageError("The API address has a user name or password in it", hint=hint)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise UsageError(f"The API address {url!r} cannot be read", why=str(error), hint=hint) from error
    if parts.scheme not in ("https", "http") or not host or port == 0:
        raise UsageError(f"The API address {url!r} is not an https address", hint=hint)
    if parts.scheme == "http" and not is_loopback(host):
        raise UsageError(
            f"The API address {url!r} is not encrypted",
            why="plain http is for this computer only: 127.0.0.1, ::1 or localhost",
            hint=f"Try https://{parts.netloc}{parts.path}",
        )


def is_loopback(host: str) -> bool:
    """Whether a host, by its name alone, is this computer."""
    if host.lower() == "localhost":
        return True
    # Imported here, because every start loads this module and hardly any has an http address.
    import ipaddress

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
