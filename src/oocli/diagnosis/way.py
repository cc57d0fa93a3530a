"""What the doctor sees on the way to the API: connection, TLS, the server's clock."""

import ssl
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from oocli.client.server_clock import WINDOW, describe_offset, find_offset
from oocli.diagnosis.finding import Finding, fail
from oocli.errors import CredentialsError, OocliError

_PROMPT_SECONDS = 3.0
_SAME_SECONDS = 2  # the header has whole seconds, and takes a while to arrive
_STEADY_SECONDS = 30


def explain_no_connection(error: OocliError) -> Iterator[Finding]:
    """Say which of address, connection and TLS failed."""
    if not isinstance(error.__cause__, ssl.SSLError):
        yield fail("connection", error)
        return
    yield Finding("connection", "ok", "somebody answers")
    yield fail("tls", error)


def describe_speed(host: str, seconds: float) -> Finding:
    """Say how long the first answer took, in seconds."""
    found = f"{host} answers in {seconds * 1000:,.0f} ms"
    if seconds < _PROMPT_SECONDS:
        return Finding("connection", "ok", found)
    return Finding("connection", "warn", found, "https://status.onoffice.de/ shows outages")


def describe_tls(url: str, environ: Mapping[str, str]) -> Finding:
    """Say what vouches for the server, once it has answered."""
    if urlsplit(url).scheme == "http":
        return Finding("tls", "ok", "not used, and not needed: the address is this computer")
    bundle = next((name for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE") if environ.get(name)), "")
    own = f", by the certificates of {bundle}" if bundle else ""
    return Finding("tls", "ok", f"encrypted, and the certificate is trusted{own}")


def examine_clock(server_date: str, now: float, *, follows_server: bool) -> Finding:
    """Compare this machine's clock (Unix seconds) with the server's ``Date`` header."""
    offset = find_offset(server_date, now)
    if offset is None:
        return Finding(
            "clock", "warn", "the server does not say what time it is", "Compare this machine's clock"
        )
    found = describe_offset(offset if abs(offset) > _SAME_SECONDS else 0)
    if abs(offset) <= _STEADY_SECONDS:
        return Finding("clock", "ok", found)
    advice = "Set this machine's clock, or switch NTP on"
    if abs(offset) < WINDOW:
        return Finding("clock", "warn", f"{found}; {WINDOW} are too many", advice)
    if follows_server:
        return Finding("clock", "warn", f"{found}; --clock-from-server makes up for it", advice)
    advice += "; until then --clock-from-server signs with the server's time"
    return Finding("clock", "fail", f"{found}; signatures are refused", advice, CredentialsError.exit_code)
