"""Whose data the cache keeps: the account behind a profile, without its token."""

from hashlib import sha256
from typing import NamedTuple

from oocli import __version__
from oocli.profiles import Profile
from oocli.wire.address import build_url


class Account(NamedTuple):
    """An API user at an address.

    Attributes:
        address: of the API; for the sandbox its name and the version of oocli.
        folder: name of the folder for its data: a hash of address and token.
    """

    address: str
    folder: str


def find_account(profile: Profile) -> Account:
    """Return the account of a profile; several profiles may share one.

    Raises:
        UsageError: the profile's address is not allowed.
    """
    if profile.is_sandbox:
        return SANDBOX
    return _name_account(build_url(profile.url, profile.api_version), profile.token)


def _name_account(address: str, token: str) -> Account:
    return Account(address, sha256(f"{address}\n{token}".encode()).hexdigest()[:32])


SANDBOX = _name_account(f"sandbox {__version__}", "")
