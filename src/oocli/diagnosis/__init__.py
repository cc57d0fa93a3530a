"""Look at everything that stands between a command and an answer, in the order in which it matters.

Owns what is looked at, and when to go on; what each finding says is in ``machine``, ``way`` and ``rights``,
and how it is shown is up to the command. No finding holds a token or a secret. Each check goes as far as it
can: a damaged secret does not keep the address from being tried.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Any, cast
from urllib.parse import urlsplit

from oocli.catalogue import Catalogue
from oocli.client import Client, Transport
from oocli.client.retry import reply_failure
from oocli.diagnosis.finding import Finding, fail
from oocli.diagnosis.machine import describe_versions, examine_file
from oocli.diagnosis.rights import advise_on, blames_pair, describe_right, list_rights
from oocli.diagnosis.way import describe_speed, describe_tls, examine_clock, explain_no_connection
from oocli.errors import ApiError, CredentialsError, OocliError
from oocli.profiles import Profile, find_profile
from oocli.profiles.config_file import find_config_path
from oocli.profiles.credentials import check_secret, check_token
from oocli.wire.address import build_url

LONGEST_TIMEOUT = 15.0
"""Seconds that the doctor waits for an answer at most; a longer limit would tell no more."""

_NO_ACTION = b'{"token":"","request":{"actions":[]}}'


@dataclass
class Examination:
    """One run of the doctor.

    Attributes:
        options: the common options that were typed.
        environ: environment variables.
        catalogue: the documented calls.
        now: Unix time in seconds.
        follows_server_clock: whether the run makes up for a wrong clock.
        hide: takes a secret, and what to say in its place.
        open_transport: gives the transport to a profile's address.
        open_client: opens the client that signs, over a transport (None: the profile's own),
            for requests that are not tried again.
    """

    options: Mapping[str, Any]
    environ: Mapping[str, str]
    catalogue: Catalogue
    now: Callable[[], float]
    follows_server_clock: bool
    hide: Callable[[str, str], None]
    open_transport: Callable[[Profile], Transport]
    open_client: Callable[[Transport | None], AbstractContextManager[Client]]
    _profile: Profile | None = field(default=None, init=False)
    _transport: Transport | None = field(default=None, init=False)

    def findings(self) -> Iterator[Finding]:
        """Return one finding after the other as they are made; never raises an OocliError."""
        yield describe_versions()
        file = examine_file(find_config_path(self.environ))
        yield file
        is_signed = True
        profile = self._find_profile()
        if file.state != "fail" or profile.state != "fail":  # one failure is not told twice
            for finding in (profile, *self._examine_pair()):
                is_signed = is_signed and finding.state != "fail"
                yield finding
        if self._profile is None or not self._profile.is_sandbox:
            yield from self._examine_way()
        if self._profile is not None and is_signed and (self._profile.is_sandbox or self._transport):
            yield from self._examine_rights(self._profile)

    # On this machine

    def _find_profile(self) -> Finding:
        try:
            profile = self._profile = find_profile(self.options, self.environ)
        except OocliError as error:
            return fail("profile", error)
        if profile is None:
            return Finding(
                "profile",
                "fail",
                "there is none, and no OOCLI_TOKEN and OOCLI_SECRET",
                "`oocli profile add NAME` sets one up; --sandbox needs no account",
                CredentialsError.exit_code,
            )
        self.hide(profile.extendedclaim, "extendedclaim")
        limits = ", read-only" if profile.read_only else ""
        return Finding("profile", "ok", f"{profile.name} ({profile.sources['profile']}){limits}")

    def _examine_pair(self) -> Iterator[Finding]:
        """Look at token and secret, each by itself."""
        profile = self._profile
        if profile is None or profile.is_sandbox:
            return
        source = profile.sources.get("secret", "")
        yield self._examine_text("token", lambda: check_token(profile.token), profile.sources["token"])
        yield self._examine_text("secret", lambda: check_secret(profile.secret), source)

    def _examine_text(self, what: str, check: Callable[[], str], source: str) -> Finding:
        """Say whether token or secret can be right, by length and characters alone."""
        try:
            text = check()
        except CredentialsError as error:
            return Finding(what, "fail", error.why or error.message, error.hint, error.exit_code)
        self.hide(text, what)
        return Finding(what, "ok", f"{len(text)} characters ({source})")

    # On the way

    def _examine_way(self) -> Iterator[Finding]:
        """Try the address without any credentials: address, connection, TLS, clock."""
        try:
            profile = self._profile or _stand_in(self.options, self.environ)
            url = build_url(profile.url, profile.api_version)
        except OocliError as error:
            yield fail("address", error)
            return
        yield Finding("address", "ok", f"{url} ({profile.sources['url']})")
        started = time.monotonic()
        try:
            transport = self.open_transport(replace(profile, timeout=min(profile.timeout, LONGEST_TIMEOUT)))
            reply = transport.post(_NO_ACTION)
            failure = reply_failure(reply)
        except OocliError as error:
            yield from explain_no_connection(error)
            return
        if failure is not None:
            yield fail("connection", failure)
            return
        self._transport = transport
        yield describe_speed(urlsplit(url).netloc, time.monotonic() - started)
        yield describe_tls(url, self.environ)
        yield examine_clock(
            reply.headers.get("date", ""), self.now(), follows_server=self.follows_server_clock
        )

    # In onOffice

    def _examine_rights(self, profile: Profile) -> Iterator[Finding]:
        """Read one record of each module, in one signed request."""
        rights = list_rights(self.catalogue, self.now())
        actions = [right.action for right in rights]
        try:
            with self.open_client(self._transport) as client:
                answer = client.send(actions)
                refusals = client.find_refusals(answer, actions)
        except OocliError as error:
            yield fail("signed read", error)
            return
        first = refusals[0]
        if all(refusals) and isinstance(first, ApiError) and blames_pair(first):
            yield fail("signed read", first, advice=advise_on(first, profile))
            return
        yield Finding("signed read", "ok", "onOffice accepts token and signature")
        for number, (right, refusal) in enumerate(zip(rights, refusals, strict=True)):
            yield describe_right(right, refusal, answer.results[number].records if not refusal else ())


def _stand_in(options: Mapping[str, Any], environ: Mapping[str, str]) -> Profile:
    """Return a profile with only the settings that hold without any profile: above all, the address."""
    sandbox = cast(Profile, find_profile({**options, "profile": "", "sandbox": True}, environ))
    return replace(sandbox, is_sandbox=False)
