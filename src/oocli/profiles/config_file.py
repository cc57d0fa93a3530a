"""The configuration file: where it is, its shape, and every change to it.

JSON, because the standard library can write it::

    {"version": 1, "current": NAME or null, "profiles": {NAME: {KEY: text, number or boolean}}}

``profiles`` owns what the keys of a profile mean, ``private_file`` modes, locks and replacing. What the file
holds and oocli does not understand is kept, or refused, but never dropped.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from oocli.disk.directories import find_user_dir
from oocli.disk.private_file import PrivateFile
from oocli.errors import CredentialsError, UsageError
from oocli.profiles.keys import Scalar
from oocli.text.spelling import ask

SANDBOX = "sandbox"
ENVIRONMENT = "environment"
_VERSION = 1
_LONGEST_NAME = 64


class Config(NamedTuple):
    """What the file says.

    Attributes:
        current: the profile to use when none is named, or None.
        profiles: name to the keys of that profile, as the file has them.
        extra: other keys of the file; not understood, and written back as they were.
    """

    current: str | None = None
    profiles: Mapping[str, Mapping[str, Scalar]] = MappingProxyType({})
    extra: Mapping[str, Any] = MappingProxyType({})

    def __repr__(self) -> str:
        return f"Config(current={self.current!r})"

    def find(self, name: str) -> Mapping[str, Scalar]:
        """Return the keys of a profile.

        Raises:
            UsageError: none has that name; says which one may have been meant.
        """
        if name in self.profiles:
            return self.profiles[name]
        meant = ask(name, (*self.profiles, SANDBOX))
        raise UsageError(
            f"There is no profile {name!r}" + (f", {meant}" if meant else ""),
            hint="See them all with: oocli profile list",
        )

    def check_free(self, name: str) -> None:
        """Refuse a name that a profile already has.

        Raises:
            UsageError: it is taken, or not allowed (see ``check_name``).
        """
        if name in self.profiles:
            raise UsageError(
                f"There is a profile {name!r} already",
                hint=f"Give it new credentials with: oocli profile add {name} --force",
            )
        check_name(name)


def find_config_path(environ: Mapping[str, str]) -> Path | None:
    """Return the path of ``config.json``, or None where there is no home directory to keep it in.

    ``OOCLI_CONFIG_DIR`` wins; otherwise it is the user's configuration directory by the rules of the
    operating system.
    """
    if environ.get("OOCLI_CONFIG_DIR"):
        return Path(environ["OOCLI_CONFIG_DIR"]) / "config.json"
    directory = find_user_dir("config")
    return None if directory is None else directory / "config.json"


def check_name(name: str) -> str:
    """Return the name if a profile of the file may have it.

    Letters (of any language), digits and ``. _ - @ +``, at most 64 characters, the first
    one a letter or digit; not ``sandbox`` and not ``environment``, in any case.

    Raises:
        UsageError: it may not.
    """
    if name.casefold() == SANDBOX:
        raise UsageError(
            f"The profile {SANDBOX!r} is built in and stays as it is",
            hint=f"Use it with: oocli profile use {SANDBOX}",
        )
    if name.casefold() == ENVIRONMENT:
        raise UsageError(
            f"A profile cannot be named {ENVIRONMENT!r}",
            why="that name stands for the credentials in OOCLI_TOKEN and OOCLI_SECRET",
            hint="Choose another name",
        )
    allowed = all(character.isalnum() or character in "._-@+" for character in name)
    if not name or not name[0].isalnum() or not allowed or len(name) > _LONGEST_NAME:
        raise UsageError(
            f"{name!a} cannot be the name of a profile",
            why=f"a name is 1 to {_LONGEST_NAME} letters, digits and . _ - @ +, first a letter or digit",
            hint="Choose another name",
        )
    return name


class ConfigFile:
    """The file that profiles are kept in; every method reads it again.

    Attributes:
        path: where it is (it need not exist), or None if there is no home directory.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._file = PrivateFile(path)

    def read(self) -> Config:
        """Return what the file says; a missing file says nothing.

        Raises:
            CredentialsError: it can be read by others, or not at all, or is damaged.
        """
        return self._decode(self._file.read())

    def write(self, config: Config) -> None:
        """Replace the file as a whole.

        Raises:
            OocliError: it cannot be written; the old file is untouched.
        """
        self._change(lambda _: config)

    def add(self, name: str, keys: Mapping[str, Scalar]) -> Config:
        """Add a profile, making the first one current, and give the new content of the file.

        Raises:
            UsageError: the name is taken or not allowed.
        """

        def edit(config: Config) -> Config:
            config.check_free(name)
            first = not config.profiles and config.current is None
            profiles = {**config.profiles, name: dict(keys)}
            return config._replace(profiles=profiles, current=name if first else config.current)

        return self._change(edit)

    def remove(self, name: str) -> Config:
        """Remove a profile and give the new content of the file; without the current one, none is current."""
        if name == SANDBOX:
            check_name(name)

        def edit(config: Config) -> Config:
            config.find(name)
            profiles = {known: keys for known, keys in config.profiles.items() if known != name}
            return config._replace(
                profiles=profiles, current=None if config.current == name else config.current
            )

        return self._change(edit)

    def use(self, name: str) -> Config:
        """Make a profile, or the sandbox, the current one, and give the new content of the file."""

        def edit(config: Config) -> Config:
            if name != SANDBOX:
                config.find(name)
            return config._replace(current=name)

        return self._change(edit)

    def set(self, name: str, keys: Mapping[str, Scalar | None]) -> Config:
        """Change some keys of a profile (None removes a key) and give the new content of the file."""
        if name == SANDBOX:
            check_name(name)

        def edit(config: Config) -> Config:
            merged = {**config.find(name), **keys}
            kept = {key: value for key, value in merged.items() if value is not None}
            return config._replace(profiles={**config.profiles, name: kept})

        return self._change(edit)

    def _change(self, edit: Callable[[Config], Config]) -> Config:
        changed = Config()

        def rewrite(content: bytes | None) -> bytes:
            nonlocal changed
            changed = edit(self._decode(content))
            return _encode(changed)

        self._file.change(rewrite)
        return changed

    def _decode(self, content: bytes | None) -> Config:
        if content is None:
            return Config()
        try:
            document = _parse(content)
        except (ValueError, RecursionError) as error:
            raise CredentialsError(
                f"{self.path} is damaged{_place(error)}",
                why=_reason(error),
                hint="Repair it, or move the file away and add the profiles again: oocli profile add NAME",
            ) from error
        extra = {key: value for key, value in document.items() if key not in _KEYS}
        return Config(document.get("current"), document.get("profiles", {}), extra)


_KEYS = ("version", "current", "profiles")


def _encode(config: Config) -> bytes:
    document = {
        **config.extra,
        "version": _VERSION,
        "current": config.current,
        "profiles": {name: dict(keys) for name, keys in config.profiles.items()},
    }
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    # Half a surrogate pair cannot be UTF-8; its escape is the one that JSON has for it.
    return text.encode("utf-8", "backslashreplace")


def _parse(content: bytes) -> dict[str, Any]:
    """Return the document with its shape checked; a byte order mark is forgiven.

    Raises:
        ValueError: it is not UTF-8, not JSON, or of another shape than this module owns.
        RecursionError: it is nested too deep.
    """
    document = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_refuse_doubles)
    if not isinstance(document, dict):
        raise ValueError("it is not a JSON object")
    if document.get("version", _VERSION) != _VERSION:
        raise ValueError(f"its version is {document['version']!r}; this oocli knows version {_VERSION}")
    if not isinstance(document.get("current"), str | None):
        raise ValueError("'current' is not the name of a profile")
    profiles = document.get("profiles", {})
    if not isinstance(profiles, dict):
        raise ValueError("'profiles' is not an object")
    for name, keys in profiles.items():
        if not isinstance(keys, dict):
            raise ValueError(f"the profile {name!r} is not an object")
        for key, value in keys.items():
            if not isinstance(value, Scalar):
                raise ValueError(f"{key!r} of the profile {name!r} is not text, a number, true or false")
    return document


def _refuse_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Build an object; refuse equal keys, of which the first would be lost at the next change."""
    built = dict(pairs)
    if len(built) < len(pairs):
        keys = [key for key, _ in pairs]
        double = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"{double!r} appears there twice")
    return built


def _place(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f" in line {error.lineno}, column {error.colno}"
    if isinstance(error, UnicodeDecodeError):
        line_end = b"\n"
        return f" in line {error.object.count(line_end, 0, error.start) + 1}"
    return ""


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"it is not JSON there: {error.msg}"
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8 there"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return str(error)
