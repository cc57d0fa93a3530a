"""Look at everything that stands between a command and an answer, in the order in which it matters.

Owns what is looked at and what each finding means; leaves to the command how it is shown.
No finding holds a token or a secret. Each check goes as far as it can: a damaged secret
does not keep the address from being tried.
"""

import os
import ssl
import stat
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import urlsplit

from oocli import __version__
from oocli.actions import Action
from oocli.address import build_url
from oocli.catalogue.error_codes import describe
from oocli.client import Client, Transport
from oocli.errors import ApiError, CredentialsError, OocliError
from oocli.profiles import Profile, find_profile
from oocli.profiles.config_file import find_config_path
from oocli.profiles.credentials import check_secret, check_token
from oocli.refusals import TIMESTAMP_REFUSED
from oocli.reply import Reply
from oocli.retry import reply_failure
from oocli.server_clock import WINDOW, describe_offset, find_offset

State = Literal["ok", "warn", "fail"]

LONGEST_TIMEOUT = 15.0
"""Seconds that the doctor waits for an answer at most; a longer limit would not tell more."""

_NO_ACTION = b'{"token":"","request":{"actions":[]}}'
_PROMPT_SECONDS = 3.0
_SAME_SECONDS = 2  # the header has whole seconds, and takes a while to come
_STEADY_SECONDS = 30
_WRONG_PAIR = ("auth", "account", "market", "request", "json")
_RIGHTS = "Extras > Settings > User > the API user > rights"


@dataclass(frozen=True)
class Finding:
    """What one check found.

    Attributes:
        check: what was looked at, a word or two; unique among the findings of one run.
        state: ``ok``, ``warn`` (works, or may be meant) or ``fail`` (nothing will work like this).
        found: a sentence without a full stop.
        advice: what to do next; empty where nothing is to be done.
        exit_code: what a command that fails for this reason exits with; 0 unless ``fail``.
    """

    check: str
    state: State
    found: str
    advice: str = ""
    exit_code: int = 0


@dataclass(frozen=True)
class Right:
    """One reading that shows whether the API user may read a module.

    Attributes:
        action: asks for as little as the call can give.
        expects_records: whether an empty answer is odd; the API gives one where a right is missing.
    """

    action: Action
    expects_records: bool = False


@dataclass
class Examination:
    """One run of the doctor.

    Attributes:
        options: the common options that were typed.
        environ: environment variables.
        now: Unix time in seconds.
        hide: is told of a secret, and what to say in its place.
        open_transport: gives the transport to a profile's address.
        open_client: opens the client that signs, over a transport (None: the profile's own).
    """

    options: Mapping[str, Any]
    environ: Mapping[str, str]
    now: Callable[[], float]
    hide: Callable[[str, str], None]
    open_transport: Callable[[Profile], Transport]
    open_client: Callable[[Transport | None], AbstractContextManager[Client]]
    _profile: Profile | None = field(default=None, init=False)
    _transport: Transport | None = field(default=None, init=False)

    def findings(self) -> Iterator[Finding]:
        """Give one finding after the other, as they come; never raises an OocliError."""
        yield describe_versions()
        file = examine_file(find_config_path(self.environ))
        yield file
        is_signed = True
        if file.state != "fail":
            for finding in (self._find_profile(), *self._examine_pair()):
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
            return _fail("profile", error)
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
            yield _fail("address", error)
            return
        yield Finding("address", "ok", f"{url} ({profile.sources['url']})")
        started = time.monotonic()
        try:
            transport = self.open_transport(replace(profile, timeout=min(profile.timeout, LONGEST_TIMEOUT)))
            reply = transport.post(_NO_ACTION)
            failure = reply_failure(reply)
        except OocliError as error:
            yield from _explain_no_connection(error)
            return
        if failure is not None:
            yield _fail("connection", failure)
            return
        self._transport = transport
        yield _describe_speed(urlsplit(url).netloc, time.monotonic() - started)
        yield _describe_tls(url, self.environ)
        yield self._examine_clock(reply)

    def _examine_clock(self, reply: Reply) -> Finding:
        offset = find_offset(reply.headers.get("date", ""), self.now())
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
        if self.options.get("clock_from_server"):
            return Finding("clock", "warn", f"{found}; --clock-from-server makes up for it", advice)
        advice += "; until then --clock-from-server signs with the server's time"
        return Finding(
            "clock", "fail", f"{found}; signatures are refused", advice, CredentialsError.exit_code
        )

    # In onOffice

    def _examine_rights(self, profile: Profile) -> Iterator[Finding]:
        """Read one record of each module, in one signed request."""
        rights = list_rights(self.now())
        actions = [right.action for right in rights]
        try:
            with self.open_client(self._transport) as client:
                client.attempts = 1
                answer = client.send(actions)
                refusals = client.find_refusals(answer, actions)
        except OocliError as error:
            yield _fail("signed read", error)
            return
        if all(refusals) and refusals[0] is not None and _blames_pair(refusals[0]):
            yield _fail("signed read", refusals[0], advice=_advise_on(refusals[0], profile))
            return
        yield Finding("signed read", "ok", "onOffice accepts token and signature")
        for number, (right, refusal) in enumerate(zip(rights, refusals, strict=True)):
            yield _describe_right(right, refusal, answer.results[number].records if not refusal else ())


def describe_versions() -> Finding:
    """Say what is running, for a report of a fault."""
    names = ("typer", "rich", "requests", "platformdirs")
    parts = ", ".join(f"{name} {_find_version(name)}" for name in names)
    python = ".".join(map(str, sys.version_info[:3]))
    return Finding("version", "ok", f"oocli {__version__}, Python {python} on {sys.platform}, {parts}")


def examine_file(path: Path | None) -> Finding:
    """Look at place and modes of the configuration file; what stands in it is not read."""
    if path is None:
        return Finding(
            "file", "warn", "there is no home directory to keep profiles in", "Set OOCLI_CONFIG_DIR to one"
        )
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        folder_mode = stat.S_IMODE(path.parent.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return Finding("file", "ok", f"{path} does not exist yet")
    except OSError as error:
        return Finding("file", "fail", f"{path}: {error.strerror or error}", exit_code=4)
    if os.name != "posix":
        return Finding("file", "ok", str(path))
    if mode & 0o077:
        found = f"{path} is open to other users of this machine: its mode is {mode:04o}"
        return Finding("file", "fail", found, f"Close it with: chmod 600 {_quote(path)}", exit_code=4)
    if folder_mode & 0o022:
        found = (
            f"others may put another file in the place of {path}: the directory's mode is {folder_mode:04o}"
        )
        return Finding("file", "warn", found, f"Close it with: chmod 700 {_quote(path.parent)}")
    return Finding("file", "ok", f"{path}, mode {mode:04o}")


def list_rights(now: float) -> Sequence[Right]:
    """Give a reading for each module, small ones; of appointments those of one day."""
    day = time.strftime("%Y-%m-%d", time.gmtime(now))
    one: dict[str, Any] = {"listlimit": 1}
    return (
        Right(Action("read", "estate", parameters={"data": ["Id"], **one}), expects_records=True),
        Right(Action("read", "address", parameters={"data": ["KdNr"], **one}), expects_records=True),
        Right(Action("read", "user", parameters={"data": ["Nr"], **one}), expects_records=True),
        Right(Action("read", "task", parameters={"data": ["Betreff"], **one})),
        Right(Action("read", "agentslog", parameters={"data": ["Datum"], **one})),
        Right(
            Action("read", "calendar", parameters={"datestart": day, "dateend": day, "allusers": True}),
        ),
    )


def _describe_right(right: Right, refusal: ApiError | None, records: Sequence[Any]) -> Finding:
    check = right.action.name
    if refusal is not None:
        return Finding(check, "warn", refusal.message, refusal.hint)
    if records:
        return Finding(check, "ok", "records can be read")
    found = "nothing comes: there is nothing, or a right is missing"
    if right.expects_records:
        return Finding(check, "warn", found, f"Have the right given in onOffice: {_RIGHTS}")
    return Finding(check, "ok", found)


def _stand_in(options: Mapping[str, Any], environ: Mapping[str, str]) -> Profile:
    """Give a profile with no more than the settings that hold without any: the address above all."""
    sandbox = cast(Profile, find_profile({**options, "profile": "", "sandbox": True}, environ))
    return replace(sandbox, is_sandbox=False)


def _explain_no_connection(error: OocliError) -> Iterator[Finding]:
    """Say which of address, connection and TLS it was that failed."""
    if not isinstance(error.__cause__, ssl.SSLError):
        yield _fail("connection", error)
        return
    yield Finding("connection", "ok", "somebody answers")
    yield _fail("tls", error)


def _describe_speed(host: str, seconds: float) -> Finding:
    found = f"{host} answers in {seconds * 1000:,.0f} ms"
    if seconds < _PROMPT_SECONDS:
        return Finding("connection", "ok", found)
    return Finding("connection", "warn", found, "https://status.onoffice.de/ tells of troubles")


def _describe_tls(url: str, environ: Mapping[str, str]) -> Finding:
    if urlsplit(url).scheme == "http":
        return Finding("tls", "ok", "not used, and not needed: the address is this computer")
    bundle = next((name for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE") if environ.get(name)), "")
    own = f", by the certificates of {bundle}" if bundle else ""
    return Finding("tls", "ok", f"encrypted, and the certificate is trusted{own}")


def _blames_pair(refusal: ApiError) -> bool:
    """Say whether a refusal concerns every request that is signed like this one."""
    return describe(refusal.errorcode).error_class in _WRONG_PAIR


def _advise_on(refusal: ApiError, profile: Profile) -> str:
    """Say what to do about a refused signature, for which the dictionary sends people here."""
    if refusal.errorcode == TIMESTAMP_REFUSED or describe(refusal.errorcode).error_class != "auth":
        return refusal.hint
    return (
        "Make a new pair of token and secret in onOffice, and store it with: "
        f"oocli profile add {profile.name} --force"
    )


def _fail(check: str, error: OocliError, *, advice: str = "") -> Finding:
    found = f"{error.message}: {error.why}" if error.why else error.message
    return Finding(check, "fail", found, advice or error.hint, error.exit_code)


def _find_version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "of unknown version"


def _quote(path: Path) -> str:
    import shlex

    return shlex.quote(str(path))
