"""One HTTP attempt over real sockets: what is sent, what comes back, and what every failure says."""

import gzip
import os
import socket
import ssl
import threading
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests.exceptions
import urllib3.exceptions
from hypothesis import given, settings
from hypothesis import strategies as st

from oocli import __version__
from oocli.errors import NetworkError, UsageError
from oocli.transport import HttpTransport
from oocli.transport.failures import FOREIGN_ERRORS, explain_failure
from oocli.wire.reply import Reply
from wire_server import CERTIFICATE, Peer, Script, WireServer, answer, repeat, say

BODY = b'{"token":"T","request":{"actions":[]}}'
OK = b'{"status":{"code":200}}'
LATER = "Run it again later; `oocli doctor` checks the way to the API"
ADDRESS = "Check the address: `oocli profile show`; --api-url gives another"
MORE_TIME = "Allow more with --timeout, or ask for less: a smaller --limit, fewer --fields"
LESS = "Ask for less: a smaller --limit, fewer --fields; --max-answer MIB allows more"


def post_to(script: Script, *, timeout: float = 5.0, max_bytes: int = 1_000_000) -> Reply:
    """Post once to a server that follows a script."""
    with (
        WireServer(script) as server,
        HttpTransport(server.url, timeout=timeout, max_bytes=max_bytes) as transport,
    ):
        return transport.post(BODY)


def fail_with(
    url: str, *, timeout: float = 5.0, connect_timeout: float = 5.0, max_bytes: int = 1_000_000
) -> dict[str, object]:
    """Post once, and give all that the failure says."""
    with (
        HttpTransport(
            url, timeout=timeout, connect_timeout=connect_timeout, max_bytes=max_bytes
        ) as transport,
        pytest.raises(NetworkError) as caught,
    ):
        transport.post(BODY)
    error = caught.value
    return {
        "message": error.message,
        "why": error.why,
        "hint": error.hint,
        "arrived": error.arrived,
        "retryable": error.retryable,
    }


def fail_at(script: Script, *, timeout: float = 5.0, max_bytes: int = 1_000_000) -> dict[str, object]:
    """Post once to a server that follows a script; give the failure, with HOST for the server's address."""
    with WireServer(script) as server:
        said = fail_with(server.url, timeout=timeout, max_bytes=max_bytes)
        said["message"] = str(said["message"]).replace(f"127.0.0.1:{server.port}", "HOST")
        return said


def no_answer(why: str, hint: str = LATER) -> dict[str, object]:
    """Give what a failure says when the request was sent and no whole answer came."""
    return {
        "message": "No usable answer from HOST",
        "why": why,
        "hint": hint,
        "arrived": True,
        "retryable": True,
    }


def refused(message: str, why: str, hint: str) -> dict[str, object]:
    """Give what a failure says when an answer came that must not be taken."""
    return {"message": message, "why": why, "hint": hint, "arrived": True, "retryable": False}


# What is sent and what comes back


def test_a_request_is_a_post_of_json_with_few_headers() -> None:
    """The server gets exactly these lines, and the body byte for byte."""
    with WireServer(repeat(answer(OK))) as server, HttpTransport(server.url) as transport:
        transport.post(BODY)
        head, _, body = server.requests[0].partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
    assert first == "POST /api/stable/api.php HTTP/1.1"
    assert sorted(lines) == [
        "Accept-Encoding: gzip",
        "Accept: application/json",
        f"Content-Length: {len(BODY)}",
        "Content-Type: application/json",
        f"Host: 127.0.0.1:{server.port}",
        f"User-Agent: oocli/{__version__}",
    ]
    assert body == BODY


def test_a_reply_has_body_status_and_headers_in_lower_case() -> None:
    """Headers that come twice are joined."""
    data = answer(b"{}", "Date: Sun, 06 Nov 1994 08:49:37 GMT", "X-A: 1", "x-a: 2", status="500 Oops")
    assert post_to(repeat(data)) == Reply(
        b"{}",
        status=500,
        headers={"content-length": "2", "date": "Sun, 06 Nov 1994 08:49:37 GMT", "x-a": "1, 2"},
    )


def test_a_429_comes_back_as_a_reply_with_its_retry_after() -> None:
    """A status is not a failure of the transport."""
    reply = post_to(repeat(answer(b"slow down", "Retry-After: 7", status="429 Too Many Requests")))
    assert (reply.status, reply.headers["retry-after"], reply.body) == (429, "7", b"slow down")


def test_a_503_page_comes_back_as_a_reply() -> None:
    """What the page means is said elsewhere."""
    reply = post_to(repeat(answer(b"<html>", status="503 Service Unavailable")))
    assert (reply.status, reply.body) == (503, b"<html>")


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "GZIP"])
def test_a_gzip_answer_is_decompressed(encoding: str) -> None:
    """The body of the reply is what the server meant."""
    data = answer(gzip.compress(OK), f"Content-Encoding: {encoding}")
    assert post_to(repeat(data)).body == OK


def test_a_chunked_gzip_answer_of_two_members_is_put_together() -> None:
    """Chunks and members of gzip are seams, not ends."""
    packed = gzip.compress(b'{"status":') + gzip.compress(b"{}}")
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (packed[:7], packed[7:]))
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"
    assert post_to(repeat(head + chunks + b"0\r\n\r\n")).body == b'{"status":{}}'


def test_an_empty_answer_is_an_empty_body() -> None:
    """Also when it claims to be compressed."""
    assert post_to(repeat(answer(b"", "Content-Encoding: gzip"))).body == b""


def test_an_answer_without_a_length_ends_with_the_connection() -> None:
    """The oldest way of HTTP still works."""
    assert post_to(say(b"HTTP/1.0 200 OK\r\n\r\n" + OK)).body == OK


# Connections


@pytest.mark.parametrize(
    "data",
    [
        answer(OK),
        answer(gzip.compress(OK), "Content-Encoding: gzip"),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n17\r\n" + OK + b"\r\n0\r\n\r\n",
    ],
    ids=["plain", "gzip", "chunked"],
)
def test_posts_in_a_row_share_one_connection(data: bytes) -> None:
    """A connection is kept open whatever the form of the answer."""
    with WireServer(repeat(data)) as server, HttpTransport(server.url) as transport:
        bodies = [transport.post(BODY).body for _ in range(3)]
        assert (bodies, server.connections) == ([OK] * 3, 1)


def test_threads_post_at_once_over_connections_of_their_own() -> None:
    """Four posts are in flight together, each gets its own answer, and no connection is opened twice."""
    together = threading.Barrier(4)

    def echo(peer: Peer) -> None:
        while True:
            body = peer.read_request()
            together.wait(5)
            peer.send(answer(body))

    with WireServer(echo) as server, HttpTransport(server.url) as transport, ThreadPoolExecutor(4) as pool:
        sent = [b"%d" % number for number in range(16)]
        replies = list(pool.map(transport.post, sent))
        assert ([reply.body for reply in replies], server.connections) == (sent, 4)


def test_a_connection_the_server_closed_while_idle_is_replaced() -> None:
    """The next post opens a new one instead of running into the closed one."""
    with WireServer(say(answer(OK))) as server, HttpTransport(server.url) as transport:
        first = transport.post(BODY)
        server.wait_for_scripts()
        second = transport.post(BODY)
        assert (first.body, second.body, server.connections) == (OK, OK, 2)


def test_a_kept_connection_that_breaks_under_a_request_is_not_hidden() -> None:
    """A request that went out on it may have been carried out, so nothing sends it again."""

    def script(peer: Peer) -> None:
        peer.read_request()
        peer.send(answer(OK))
        peer.read_request()
        peer.reset()

    with WireServer(script) as server, HttpTransport(server.url) as transport:
        transport.post(BODY)
        with pytest.raises(NetworkError) as caught:
            transport.post(BODY)
        assert (caught.value.arrived, server.connections, len(server.requests)) == (True, 1, 2)


def test_no_time_is_taken_over_from_the_post_before() -> None:
    """A slow answer leaves a later request on the same connection its whole time."""

    def script(peer: Peer) -> None:
        while True:
            peer.read_request()
            time.sleep(0.6)
            peer.send(answer(OK))

    with WireServer(script) as server, HttpTransport(server.url, timeout=1.1) as transport:
        assert [transport.post(BODY * 5000).body for _ in range(2)] == [OK, OK]


def test_cookies_are_not_kept() -> None:
    """Every request stands alone."""
    with (
        WireServer(repeat(answer(OK, "Set-Cookie: a=b; Path=/"))) as server,
        HttpTransport(server.url) as transport,
    ):
        transport.post(BODY)
        transport.post(BODY)
        assert b"cookie" not in server.requests[1].lower()


def test_a_login_in_netrc_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No Authorization header appears, wherever the file lies."""
    netrc = tmp_path / ".netrc"
    netrc.write_text("default login someone password hush\n")
    netrc.chmod(0o600)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    with WireServer(repeat(answer(OK))) as server, HttpTransport(server.url) as transport:
        transport.post(BODY)
        assert b"authorization" not in server.requests[0].lower()


# No connection: the request never arrived


def test_a_refused_connection_never_arrived() -> None:
    """The text says that nothing listens."""
    with socket.socket() as bound:  # bound but not listening: nobody else gets the port
        bound.bind(("127.0.0.1", 0))
        peer = f"127.0.0.1:{bound.getsockname()[1]}"
        assert fail_with(f"http://{peer}/api") == {
            "message": f"No connection to {peer}",
            "why": f"nothing listens there ({os.strerror(111)})",
            "hint": ADDRESS,
            "arrived": False,
            "retryable": True,
        }


def test_a_name_that_is_not_found_never_arrived() -> None:
    """The top-level domain "invalid" is reserved for having no names."""
    said = fail_with("https://no-such-host.invalid/api")
    assert (said["message"], str(said["why"]).split(" (")[0], said["arrived"]) == (
        "No connection to no-such-host.invalid:443",
        "the name was not found",
        False,
    )


def test_a_host_that_accepts_and_says_nothing_never_arrived() -> None:
    """A TLS handshake has the time limit of a connection."""
    with WireServer(Peer.wait_for_close) as server:
        url = f"https://127.0.0.1:{server.port}/api"
        assert fail_with(url, connect_timeout=0.1) == {
            "message": f"No connection to 127.0.0.1:{server.port}",
            "why": "nobody accepted it within 0.1 s",
            "hint": LATER,
            "arrived": False,
            "retryable": True,
        }


def test_a_server_without_tls_never_arrived() -> None:
    """Https to a plain http server ends before anything is said."""
    with WireServer(lambda peer: peer.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as server:
        said = fail_with(f"https://localhost:{server.port}/api")
    assert (said["message"], str(said["why"]).split(" (")[0], said["arrived"]) == (
        f"No connection to localhost:{server.port}",
        "no TLS could be agreed on",
        False,
    )


def test_an_untrusted_certificate_never_arrived() -> None:
    """It is refused, once and for all, and the server sees no request."""
    with WireServer(repeat(answer(OK)), tls=True) as server:
        said = fail_with(server.url)
        assert server.requests == []
    assert said == {
        "message": f"No connection to localhost:{server.port}",
        "why": "its certificate is not trusted (self-signed certificate)",
        "hint": "If this network has a CA of its own, name its file in REQUESTS_CA_BUNDLE",
        "arrived": False,
        "retryable": False,
    }


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_the_environment_may_name_other_certificates(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    """With its certificate named, the server is talked to, over one connection."""
    monkeypatch.setenv(variable, str(CERTIFICATE))
    with WireServer(repeat(answer(OK)), tls=True) as server, HttpTransport(server.url) as transport:
        bodies = [transport.post(BODY).body for _ in range(2)]
        assert (bodies, server.connections) == ([OK, OK], 1)


def test_a_certificate_for_another_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Being trusted does not let a certificate speak for another host."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(CERTIFICATE))
    with WireServer(repeat(answer(OK)), tls=True) as server:
        said = fail_with(f"https://127.0.0.1:{server.port}/api")
        assert server.requests == []
    assert str(said["why"]).startswith("its certificate is not trusted (IP address mismatch")


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_certificates_that_cannot_be_read_are_a_matter_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    """A missing or wrong file is named, before anything is sent."""
    bundle = tmp_path / "ca.pem"
    if content is not None:
        bundle.write_text(content)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    with pytest.raises(UsageError) as caught:
        HttpTransport("https://localhost/api")
    assert caught.value.message == f"The certificates in {bundle} cannot be read"


def test_a_proxy_that_refuses_means_it_never_arrived(monkeypatch: pytest.MonkeyPatch) -> None:
    """The text names the proxy and what it said, and not the password for it."""
    with WireServer(say(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://me:hush@127.0.0.1:{proxy.port}")
        said = fail_with("https://crm.example/api")
    assert said == {
        "message": f"No connection to crm.example:443 through the proxy 127.0.0.1:{proxy.port}",
        "why": "it could not be made (Tunnel connection failed: 407 Proxy Authentication Required)",
        "hint": "Check HTTPS_PROXY, ALL_PROXY and NO_PROXY in the environment",
        "arrived": False,
        "retryable": True,
    }


def test_a_proxy_of_no_use_means_it_never_arrived(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind of proxy that is not spoken here is an error like others."""
    monkeypatch.setenv("HTTPS_PROXY", "ftp://127.0.0.1:1")
    said = fail_with("https://crm.example/api")
    assert (said["message"], said["arrived"]) == ("No connection to crm.example", False)


def test_a_socks_proxy_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests speaks SOCKS only with a package that oocli does not bring."""
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1")
    said = fail_with("https://crm.example/api")
    assert "SOCKS" in str(said["why"])
    assert "ALL_PROXY" in str(said["hint"])
    assert said["arrived"] is False


def test_this_computer_is_never_reached_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Through a proxy, 127.0.0.1 would be the proxy's, and the way there not encrypted."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert post_to(repeat(answer(OK))).body == OK


def test_plain_http_to_another_computer_is_refused_before_anything_is_sent() -> None:
    """The transport itself refuses, whoever forgot to ask."""
    with pytest.raises(UsageError) as caught:
        HttpTransport("http://192.0.2.1/api")
    assert caught.value.message == "The API address 'http://192.0.2.1/api' is not encrypted"


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan"), float("inf"), 1e10])
def test_a_time_limit_has_to_be_a_number_a_socket_can_keep(seconds: float) -> None:
    """Anything else is refused at once."""
    with pytest.raises(UsageError):
        HttpTransport("http://127.0.0.1:1/", timeout=seconds)


# No usable answer: the request may have arrived


def test_a_reset_before_the_answer_may_have_arrived() -> None:
    """The server may have done the work and lost its voice."""

    def script(peer: Peer) -> None:
        peer.read_request()
        peer.reset()

    why = f"the connection was closed before it was complete ({os.strerror(104)})"
    assert fail_at(script) == no_answer(why)


def test_a_connection_closed_without_an_answer_may_have_arrived() -> None:
    """The end of the connection is not an answer."""
    assert fail_at(say(b"")) == no_answer("the connection was closed before it was complete")


def test_a_reset_in_the_middle_of_the_answer_may_have_arrived() -> None:
    """Half an answer is none."""

    def script(peer: Peer) -> None:
        peer.read_request()
        peer.send(answer(OK)[:-5])
        time.sleep(0.05)  # let the first part be read before the reset overtakes it
        peer.reset()

    why = f"the connection was closed before it was complete ({os.strerror(104)})"
    assert fail_at(script) == no_answer(why)


@pytest.mark.parametrize(
    "data",
    [
        answer(OK)[:-1],
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n17\r\n" + OK[:9],
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n17\r\n" + OK + b"\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n" + OK,
        answer(gzip.compress(OK)[:-9], "Content-Encoding: gzip"),
    ],
    ids=["short", "inside a chunk", "after a chunk", "no chunk", "gzip"],
)
def test_an_answer_that_is_cut_off_is_not_taken_for_whole(data: bytes) -> None:
    """Length, chunks and gzip each tell that something is missing."""
    assert fail_at(say(data)) == no_answer("it broke off, or was damaged on the way")


@pytest.mark.parametrize(
    "body",
    [OK, gzip.compress(OK)[:-4] + b"\0\0\0\0", gzip.compress(OK)[:10] + b"\xff" * 20],
    ids=["not gzip", "checksum", "damaged"],
)
def test_broken_gzip_is_said_to_be_so(body: bytes) -> None:
    """A damaged compressed answer may have arrived."""
    data = answer(body, "Content-Encoding: gzip")
    assert fail_at(repeat(data)) == no_answer("it cannot be decompressed")


def test_a_server_that_says_nothing_meets_the_time_limit() -> None:
    """The limit holds for waiting."""

    def script(peer: Peer) -> None:
        peer.read_request()
        peer.wait_for_close()

    assert fail_at(script, timeout=0.1) == no_answer("it was not complete within 0.1 s", MORE_TIME)


@pytest.mark.parametrize(
    "head",
    [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"],
    ids=["status line", "header", "body"],
)
def test_a_server_that_drips_meets_the_time_limit(head: bytes) -> None:
    """One byte every few milliseconds, wherever in the answer, does not stretch the limit."""

    def script(peer: Peer) -> None:
        peer.read_request()
        peer.send(head)
        while True:
            peer.send(b"1")
            time.sleep(0.02)

    start = time.monotonic()
    said = fail_at(script, timeout=0.2)
    assert said == no_answer("it was not complete within 0.2 s", MORE_TIME)
    assert time.monotonic() - start < 3


def test_a_server_that_never_reads_meets_the_time_limit() -> None:
    """The limit holds for sending a body that nobody takes."""
    over = threading.Event()
    with WireServer(lambda _: over.wait(10)) as server:
        with HttpTransport(server.url, timeout=0.1) as transport, pytest.raises(NetworkError) as caught:
            transport.post(b" " * 20_000_000)
        over.set()
        assert (caught.value.why, caught.value.arrived) == ("it was not complete within 0.1 s", True)


def test_an_endless_row_of_interim_answers_meets_the_time_limit() -> None:
    """An interim "100 Continue" again and again is not an answer."""

    def script(peer: Peer) -> None:
        peer.read_request()
        while True:
            peer.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 50)
            time.sleep(0.01)

    assert fail_at(script, timeout=0.1) == no_answer("it was not complete within 0.1 s", MORE_TIME)


@pytest.mark.parametrize(
    "head",
    [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"],
    ids=["no length", "huge length"],
)
def test_an_endless_answer_is_cut_at_the_limit(head: bytes) -> None:
    """No more than the limit is kept, however much comes."""

    def script(peer: Peer) -> None:
        peer.read_request()
        peer.send(head)
        while True:
            peer.send(b" " * 65536)

    assert fail_at(script, max_bytes=300_000) == refused(
        "HOST sends more than 300000 bytes in one answer", "", LESS
    )


def test_a_gzip_bomb_is_cut_at_the_limit() -> None:
    """20 MB in 20 KB are never unpacked."""
    data = answer(gzip.compress(bytes(20_000_000), 1), "Content-Encoding: gzip")
    assert fail_at(repeat(data)) == refused("HOST sends more than 1000000 bytes in one answer", "", LESS)


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip", "deflate"])
def test_a_compression_that_was_not_asked_for_is_refused(encoding: str) -> None:
    """Only gzip is unpacked, and once only."""
    data = answer(OK, f"Content-Encoding: {encoding}")
    assert fail_at(repeat(data)) == refused(
        "HOST compresses its answer in a way that was not asked for",
        f"Content-Encoding is {encoding!r}; only gzip is understood",
        ADDRESS,
    )


@pytest.mark.parametrize(
    "data",
    [
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 101 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"0" * 70_000,
    ],
    ids=["other protocol", "status", "many headers", "long header", "two lengths", "long chunk line"],
)
def test_what_is_not_http_is_said_to_be_so(data: bytes) -> None:
    """Another protocol and a flood of headers end in the same words."""
    assert fail_at(say(data)) == no_answer("it is not HTTP", ADDRESS)


# Redirects


@pytest.mark.parametrize("status", ["307 Temporary Redirect", "308 Permanent Redirect"])
def test_a_redirect_on_the_same_server_is_followed_with_the_body(status: str) -> None:
    """The body is posted again to the new path."""

    def script(peer: Peer) -> None:
        peer.read_request()
        peer.send(answer(b"moved", "Location: /new?x=1", status=status))

    def serve(peer: Peer) -> None:
        script(peer) if server.connections == 1 else repeat(answer(OK))(peer)

    with WireServer(serve) as server, HttpTransport(server.url) as transport:
        assert transport.post(BODY).body == OK
        assert [request.split(b" ")[1] for request in server.requests] == [
            b"/api/stable/api.php",
            b"/new?x=1",
        ]
        assert server.requests[1].endswith(BODY)


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("https://login.example/x", "https://login.example"),
        ("//login.example:8443/", "http://login.example:8443"),
        ("http://me:hush@127.0.0.1:1/", "http://127.0.0.1:1"),
        ("ftp://127.0.0.1/", "ftp://127.0.0.1"),
    ],
)
def test_a_redirect_to_another_server_is_not_followed(location: str, target: str) -> None:
    """The text names the other server, without what else stands in its address."""
    data = answer(b"", f"Location: {location}", status="307 Temporary Redirect")
    assert fail_at(repeat(data)) == refused(
        f"HOST redirects to {target}",
        "requests carry the token, so they are sent to the address that was given and to no other",
        ADDRESS,
    )


@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_redirect_that_would_lose_the_body_is_not_followed(status: int) -> None:
    """Even on the same server."""
    with WireServer(repeat(answer(b"", "Location: /login", status=f"{status} Moved"))) as server:
        said = fail_with(server.url)
    assert said == refused(
        f"127.0.0.1:{server.port} redirects to http://127.0.0.1:{server.port}",
        f"HTTP status {status} asks for a request without a body there",
        ADDRESS,
    )


def test_redirects_in_a_circle_end() -> None:
    """After three the transport has seen enough."""
    data = answer(b"", "Location: /again", status="307 Temporary Redirect")
    assert fail_at(repeat(data)) == refused("HOST redirects again and again", "", ADDRESS)


def test_the_body_of_a_redirect_is_not_read() -> None:
    """An endless one holds nobody up."""

    def script(peer: Peer) -> None:
        peer.read_request()
        peer.send(b"HTTP/1.1 302 Found\r\nLocation: https://other.example/\r\n\r\n")
        while True:
            peer.send(b" " * 65536)

    assert fail_at(script)["message"] == "HOST redirects to https://other.example"


def test_a_redirect_to_nowhere_is_a_failure_like_others() -> None:
    """An address that cannot be read does not get through as an error of Python's."""
    data = answer(b"", "Location: http://[oops", status="307 Temporary Redirect")
    assert fail_at(repeat(data)) == no_answer("the connection failed")


# Foreign errors

NEVER_SENT = {
    "ConnectTimeout",
    "ConnectTimeoutError",
    "InvalidProxyURL",
    "InvalidSchema",
    "InvalidURL",
    "LocationParseError",
    "LocationValueError",
    "MissingSchema",
    "NameResolutionError",
    "NewConnectionError",
    "ProxyError",
    "ProxySchemeUnknown",
    "ProxySchemeUnsupported",
    "URLRequired",
    "URLSchemeUnknown",
}


def list_foreign_errors() -> list[type[Exception]]:
    """Give every exception that requests, urllib3, ssl and zlib name, warnings apart."""
    modules = (requests.exceptions, urllib3.exceptions, ssl, zlib)
    found = {
        item
        for module in modules
        for item in vars(module).values()
        if isinstance(item, type) and issubclass(item, Exception) and not issubclass(item, Warning)
    }
    defects = {item for item in found if item.__module__ == "email.errors"}
    return sorted(found - defects, key=lambda item: f"{item.__module__}.{item.__name__}")


@pytest.mark.parametrize("kind", list_foreign_errors(), ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_no_foreign_error_is_forgotten(kind: type[Exception]) -> None:
    """Each one is caught and explained, and only those from before a connection never arrived."""
    assert issubclass(kind, FOREIGN_ERRORS)
    bare = kind.__new__(kind)  # without arguments: what an error is made of differs from class to class
    error = explain_failure(bare, "crm.example", timeout=60)
    expected = "No connection to" if kind.__name__ in NEVER_SENT else "No usable answer from"
    assert error.message == f"{expected} crm.example"
    assert error.arrived is (kind.__name__ not in NEVER_SENT)
    assert error.why
    assert error.hint


def test_an_explanation_repeats_nothing_of_the_foreign_text() -> None:
    """Errors of requests quote addresses and bodies; only words of the system get through."""
    inner = OSError(5, "Input/output error")
    error = requests.exceptions.ConnectionError(urllib3.exceptions.ProtocolError("token=hush", inner))
    assert (
        explain_failure(error, "crm.example", timeout=60).why == "the connection failed (Input/output error)"
    )


HEADS = st.sampled_from(
    [
        b"",
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n",
        b"HTTP/1.1 307 Moved\r\nLocation: ",
    ]
)
PIECES = st.sampled_from([b"\r\n", b"\r\n\r\n", b": ", b"5\r\n", gzip.compress(OK), b"Content-Length: "])


@given(HEADS, st.lists(st.one_of(st.binary(max_size=20), PIECES), max_size=8))
@settings(max_examples=60, deadline=None)
def test_any_bytes_end_in_a_reply_or_a_network_error(head: bytes, pieces: list[bytes]) -> None:
    """No answer, however odd, gets through as an error of anybody else's."""
    with (
        WireServer(say(head + b"".join(pieces))) as server,
        HttpTransport(server.url, timeout=5) as transport,
    ):
        try:
            outcome: object = transport.post(BODY)
        except NetworkError as error:
            outcome = error
    assert isinstance(outcome, Reply | NetworkError)
