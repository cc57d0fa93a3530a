"""Whose records a copy has: an account, told apart from others without keeping its token."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from oocli.wire.address import build_url, is_loopback

if TYPE_CHECKING:
    from oocli.profiles import Profile

_SANDBOX = "sandbox"


class Account(NamedTuple):
    """An account.

    Attributes:
        key: a hash of host and token.
        described: for messages, without a secret.
        is_local: whether it is the sandbox, or lies on this computer.
    """

    key: str
    described: str
    is_local: bool


def identify(profile: Profile) -> Account:
    """Return the account of a profile.

    Raises:
        UsageError: the profile's address is not allowed.
    """
    from hashlib import sha256

    host = _SANDBOX
    if not profile.is_sandbox:
        host = urlsplit(build_url(profile.url, profile.api_version)).hostname or ""
    key = sha256(f"{host}\n{profile.token}".encode()).hexdigest()[:32]
    described = "the sandbox" if profile.is_sandbox else f"profile {profile.name} at {host}"
    return Account(key, described, profile.is_sandbox or is_loopback(host))
