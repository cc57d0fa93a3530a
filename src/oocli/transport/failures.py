"""What the errors of requests, of urllib3 and from below them mean, before a connection and after it.

Owns the words, and whether the request may have arrived; no text contains anything of a request or of an
answer's body.
"""

import gzip
import http.client
import socket
import ssl
import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import urllib3.exceptions

from oocli.errors import NetworkError

FOREIGN_ERRORS = (
    urllib3.exceptions.HTTPError,
    http.client.HTTPException,
    zlib.error,
    OSError,  # gzip.BadGzipFile, ssl.SSLError and all of requests too
    EOFError,  # gzip: cut off
    ValueError,  # urllib3.exceptions.ProxySchemeUnsupported, and numbers that a server made up
)
"""Everything that requests, urllib3 and the layers below may raise."""

_NEVER_SENT = (
    "requests.exceptions.ConnectTimeout",
    "requests.exceptions.InvalidSchema",
    "requests.exceptions.InvalidURL",
    "requests.exceptions.MissingSchema",
    "requests.exceptions.ProxyError",
    "requests.exceptions.URLRequired",
    urllib3.exceptions.ConnectTimeoutError,
    urllib3.exceptions.LocationValueError,
    urllib3.exceptions.ProxyError,
    urllib3.exceptions.ProxySchemeUnsupported,
)
"""What is only raised before there is a connection, also where ``_Connection`` did not make it.

Classes of requests are named, for it is loaded where there is a proxy and nowhere else."""

CHECK_ADDRESS = "Check the address: `oocli profile show`; --api-url gives another"
_CHECK_LATER = "Run it again later; `oocli doctor` checks the way to the API"
_CHECK_PROXY = "Check HTTPS_PROXY, ALL_PROXY and NO_PROXY in the environment"


class _Reason(NamedTuple):
    """What one kind of foreign error means.

    Attributes:
        kinds: exception classes, or their names, to which the error or one of its causes belongs.
        why: in words; ``{timeout}`` is the limit in seconds.
        hint: what to do.
        retryable: whether the same request may succeed later.
    """

    kinds: tuple[type[BaseException] | str, ...]
    why: str
    hint: str = _CHECK_LATER
    retryable: bool = True


# In both tables the first row that fits is taken, so special rows come before general ones, and the last row
# fits all. Requests and urllib3 keep the error of the socket, of TLS or of http.client among the causes of
# theirs, so that most rows need not know them.
_NO_CONNECTION = (
    _Reason(
        (ssl.SSLCertVerificationError,),
        "its certificate is not trusted",
        "If this network has a CA of its own, name its file in REQUESTS_CA_BUNDLE",
        retryable=False,
    ),
    _Reason((ssl.SSLError,), "no TLS could be agreed on", CHECK_ADDRESS),
    _Reason((socket.gaierror,), "the name was not found", "Check the network and the address"),
    _Reason((TimeoutError,), "nobody accepted it within {timeout:g} s"),
    _Reason((ConnectionRefusedError,), "nothing listens there", CHECK_ADDRESS),
    _Reason(
        ("requests.exceptions.InvalidSchema",),  # the address was checked before
        "a SOCKS proxy needs the Python package PySocks",
        "Install it with: pip install pysocks; or unset ALL_PROXY and HTTPS_PROXY",
        retryable=False,
    ),
    _Reason(
        (
            "requests.exceptions.InvalidURL",
            urllib3.exceptions.LocationValueError,
            urllib3.exceptions.ProxySchemeUnsupported,
        ),
        "the address, or that of the proxy, cannot be used",
        _CHECK_PROXY,
        retryable=False,
    ),
    _Reason((BaseException,), "it could not be made"),
)
_NO_ANSWER = (
    _Reason(
        (TimeoutError, urllib3.exceptions.TimeoutError),
        "it was not complete within {timeout:g} s",
        "Allow more with --timeout, or ask for less: a smaller --limit, fewer --fields",
    ),
    _Reason((http.client.IncompleteRead, EOFError), "it broke off, or was damaged on the way"),
    _Reason((zlib.error, gzip.BadGzipFile), "it cannot be decompressed"),
    _Reason((ConnectionError,), "the connection was closed before it was complete"),
    _Reason((ssl.SSLError,), "TLS failed"),
    _Reason((http.client.HTTPException, urllib3.exceptions.InvalidHeader), "it is not HTTP", CHECK_ADDRESS),
    _Reason((BaseException,), "the connection failed"),
)


def explain_no_connection(
    error: BaseException, peer: str, *, timeout: float, proxy: str = ""
) -> NetworkError:
    """Return the failure that a foreign error means if no connection to ``peer`` could be made.

    ``timeout`` is in seconds; ``proxy`` is the host and port of a proxy in between, or empty.
    """
    through = f" through the proxy {proxy}" if proxy else ""
    return _explain(
        error,
        _NO_CONNECTION,
        f"No connection to {peer}{through}",
        timeout=timeout,
        hint=_CHECK_PROXY if proxy else "",
    )


def explain_failure(error: BaseException, peer: str, *, timeout: float) -> NetworkError:
    """Return the failure that a foreign error during a request to ``peer`` means.

    ``timeout`` is in seconds, for the whole answer.
    """
    if any(_is_one_of(cause, _NEVER_SENT) for cause in _walk_causes(error)):
        return explain_no_connection(error, peer, timeout=timeout)
    return _explain(error, _NO_ANSWER, f"No usable answer from {peer}", timeout=timeout)


def _explain(
    error: BaseException, reasons: tuple[_Reason, ...], message: str, *, timeout: float, hint: str = ""
) -> NetworkError:
    """Return the failure; ``hint`` replaces the reason's own if another try may help."""
    causes = tuple(_walk_causes(error))
    reason = next(row for row in reasons if any(_is_one_of(cause, row.kinds) for cause in causes))
    why = reason.why.format(timeout=timeout)
    detail = next(filter(None, map(_quote, causes)), "")
    return NetworkError(
        message,
        arrived=reasons is _NO_ANSWER,
        retryable=reason.retryable,
        why=f"{why} ({detail})" if detail else why,
        hint=hint if hint and reason.retryable else reason.hint,
    )


def _is_one_of(error: BaseException, kinds: Iterable[type[BaseException] | str]) -> bool:
    names = {f"{base.__module__}.{base.__name__}" for base in type(error).__mro__}
    return any(kind in names if isinstance(kind, str) else isinstance(error, kind) for kind in kinds)


def is_distrust(failure: NetworkError) -> bool:
    """Say whether there is no connection because the server's certificate is not trusted."""
    return any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _walk_causes(failure))


def _walk_causes(error: BaseException) -> Iterator[BaseException]:
    """Return an error and its causes: requests keeps them in ``args``, urllib3 in ``reason``."""
    yield error
    for inner in (error.__cause__ or error.__context__, getattr(error, "reason", None), *error.args):
        if isinstance(inner, BaseException):
            yield from _walk_causes(inner)


def _quote(error: BaseException) -> str:
    """Return the words of an error that come from the system or from TLS, which hold no secret."""
    # Only errors that OpenSSL itself made have these attributes.
    if isinstance(error, ssl.SSLCertVerificationError):
        return str(getattr(error, "verify_message", ""))
    if isinstance(error, ssl.SSLError):
        return str(getattr(error, "reason", None) or "").replace("_", " ").lower()
    if isinstance(error, OSError) and isinstance(error.strerror, str):
        return error.strerror
    # What a proxy answers to CONNECT; Python has no better class for it.
    return str(error)[:100] if type(error) is OSError else ""
