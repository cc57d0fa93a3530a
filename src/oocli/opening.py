"""Put a client together for a profile: transport, credentials, guard.

The only module that knows both HTTP and the sandbox; each is imported inside one
function, when something is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import TYPE_CHECKING

from oocli.catalogue import Catalogue
from oocli.client import Client, Transport
from oocli.client.guard import Guard
from oocli.client.retry import ATTEMPTS
from oocli.disk.directories import find_data_dir
from oocli.profiles import Profile
from oocli.wire import messages
from oocli.wire.address import build_url
from oocli.wire.messages import Credentials

if TYPE_CHECKING:
    from oocli.wire.lifting import Lifting

_MEBIBYTE = 1024 * 1024


def open_client(
    profile: Profile,
    *,
    catalogue: Catalogue,
    environ: Mapping[str, str],
    now: Callable[[], float],
    sleep: Callable[[float], None],
    confirmed: bool,
    ask: Callable[[str], bool] | None,
    open_transport: Callable[[Profile], Transport] | None,
    tell: Callable[[str], None] | None,
    shows_bodies: bool,
    follows_server_clock: bool = False,
    cuts_records: bool = False,
    attempts: int | None = None,
    cached_seconds: float = 0,
    warn: Callable[[str], None] | None = None,
    lifting: Lifting | None = None,
    while_writing: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Client:
    """Return the client of a profile.

    ``confirmed`` and ``ask`` go to the guard; ``open_transport`` replaces HTTP and sandbox; ``tell`` takes a
    report of each exchange, a full one with ``shows_bodies``; ``follows_server_clock``, ``cuts_records``
    (read them only as far as needed to hand them on) and ``attempts`` (None: the usual number) say how the
    client works. With ``cached_seconds`` answers are kept, and used until they are older; ``warn`` takes the
    reason why one cannot be kept. ``lifting`` says what of an answer over HTTP goes to files.
    ``while_writing`` gives a block around each request that writes.

    Raises:
        CredentialsError: token or secret is missing, or cannot be right.
        UsageError: the address is none that may be used.
    """
    usual = partial(open_usual_transport, catalogue=catalogue, environ=environ, now=now, lifting=lifting)
    transport, credentials = (open_transport or usual)(profile), find_credentials(profile)
    if tell is not None:
        from oocli.client.exchanges import WatchedTransport

        transport = WatchedTransport(transport, tell, bodies=shows_bodies)
    if cached_seconds:
        from oocli.answers.answer_files import open_answers
        from oocli.answers.transport import CachedTransport

        answers = open_answers(profile, environ, seconds=cached_seconds, now=now, warn=warn)
        transport = CachedTransport(transport, answers, credentials, tell, bodies=shows_bodies)
    return Client(
        transport,
        credentials,
        Guard(catalogue, tenant=profile.name, read_only=profile.read_only, confirmed=confirmed, ask=ask),
        now=now,
        sleep=sleep,
        hmac_version=profile.hmac_version,
        claim=profile.extendedclaim,
        follows_server_clock=follows_server_clock,
        decode=messages.decode_sliced if cuts_records else messages.decode,
        attempts=attempts or ATTEMPTS,
        while_writing=while_writing,
    )


def open_usual_transport(
    profile: Profile,
    *,
    catalogue: Catalogue,
    environ: Mapping[str, str],
    now: Callable[[], float],
    lifting: Lifting | None = None,
) -> Transport:
    """Return what carries the requests of a profile: the sandbox, or HTTP; nothing is sent yet.

    Raises:
        UsageError: the address is none that may be used, or the sandbox's file is something else.
    """
    if not profile.is_sandbox:
        return open_http(profile, lifting=lifting)
    from oocli.sandbox.door.answer import Sandbox
    from oocli.sandbox.records.store import Store

    store = Store.open(find_data_dir(environ) / "sandbox.sqlite")
    return Sandbox(store, now=now, catalogue=catalogue)


def find_credentials(profile: Profile) -> Credentials:
    """Return the pair that signs the requests of a profile.

    Raises:
        CredentialsError: token or secret is missing, or cannot be right.
    """
    if not profile.is_sandbox:
        return Credentials(*profile.credentials())
    from oocli import sandbox

    return Credentials(sandbox.TOKEN, sandbox.SECRET)


def open_http(profile: Profile, *, lifting: Lifting | None = None) -> Transport:
    """Return the transport to a profile's address; nothing is sent yet.

    Raises:
        UsageError: the address is none that may be used.
    """
    from oocli.transport import HttpTransport

    url = build_url(profile.url, profile.api_version)
    return HttpTransport(
        url, timeout=profile.timeout, max_bytes=profile.max_answer * _MEBIBYTE, lifting=lifting
    )
