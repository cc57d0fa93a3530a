"""Add a profile to the configuration, or give an existing one other credentials.

Token and secret are a pair: either both are kept, in the file and in the keyring, or
everything stays as it was.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from oocli.errors import CredentialsError
from oocli.profiles import SECRET_KEYS, Profile, propose_profile
from oocli.profiles.config_file import Config, ConfigFile
from oocli.profiles.credentials import remove_from_keyring, restoring_keyring, write_keyring
from oocli.profiles.keys import Scalar
from oocli.profiles.sources import PairOptions
from oocli.profiles.typed_settings import read_pairs


@dataclass(frozen=True)
class Addition:
    """A profile that is about to be stored.

    Attributes:
        file: where it will be stored.
        name: its name.
        old: its keys in the file; None if it is new.
        settings: the settings that were typed; None removes one.
    """

    file: ConfigFile
    name: str
    old: Mapping[str, Scalar] | None
    settings: Mapping[str, Scalar | None]

    def propose(
        self, token: str, secret: str, *, options: Mapping[str, Any], environ: Mapping[str, str]
    ) -> Profile:
        """Return the profile as it will be, before anything is stored; the secret is not fetched again.

        Raises:
            UsageError: an option or a variable cannot be read.
        """
        pair = {**dict.fromkeys(SECRET_KEYS), "token": token, "secret": secret}
        keys = {**(self.old or {}), **self.settings, **pair}
        known = {key: value for key, value in keys.items() if value is not None}
        return propose_profile(self.name, known, options, environ)

    def keep(self, token: str, secret: str, options: PairOptions, *, warn: Callable[[str], None]) -> Config:
        """Store everything and give the new content of the file; the settings of an old profile stay.

        The options may send the secret elsewhere than to the file; ``warn`` takes a message about a secret
        that may be left behind.

        Raises:
            OocliError: it cannot be kept; nothing is changed.
        """
        with restoring_keyring(self.name) if options.keyring else nullcontext():
            place = _keep_secret(self.name, secret, command=options.command, keyring=options.keyring)
            keys = {"token": token, **place, **self.settings}
            if self.old is None:
                new = {key: value for key, value in keys.items() if value is not None}
                config = self.file.add(self.name, new)
            else:
                config = self.file.set(self.name, {**dict.fromkeys(SECRET_KEYS), **keys})
        forget_keyring(self.name, (self.old or {}) if not options.keyring else {}, warn=warn)
        return config


def plan_addition(file: ConfigFile, name: str, pairs: Sequence[str], *, force: bool) -> Addition:
    """Check that a profile may be added with these settings; ``force`` allows one that already exists.

    Raises:
        UsageError: the name is taken or not allowed, or a setting cannot be kept.
        CredentialsError: the file cannot be read.
    """
    config = file.read()
    old = config.profiles.get(name) if force else None
    if old is None:
        config.check_free(name)
    return Addition(file, name, old, read_pairs(name, pairs, old or {}))


def _keep_secret(name: str, secret: str, *, command: str, keyring: bool) -> dict[str, Scalar]:
    """Store a secret where it belongs, and give the key that leads to it."""
    if command:
        return {"secret-command": command}
    if keyring:
        write_keyring(name, secret)
        return {"keyring": True}
    return {"secret": secret}


def forget_keyring(name: str, keys: Mapping[str, Scalar], *, warn: Callable[[str], None]) -> None:
    """Remove the secret of a removed profile from the keyring; warn if that fails."""
    if not keys.get("keyring"):
        return
    try:
        remove_from_keyring(name)
    except CredentialsError as error:
        warn(f"The secret of {name} may still be in the keyring: {error.why}")
