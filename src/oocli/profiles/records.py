"""Profiles as records that may be shown: never a secret, and only four characters of a token."""

from collections.abc import Iterator, Mapping
from typing import Any

from oocli.profiles import Profile
from oocli.profiles.config_file import SANDBOX, Config
from oocli.profiles.credentials import TOKEN_LENGTH
from oocli.profiles.keys import KEYS, Scalar, write_scalar

_HIDDEN = "hidden"
_PLACES = {"secret": "file", "secret-command": "command", "keyring": "keyring"}


def list_profile_records(config: Config) -> list[dict[str, Any]]:
    """Return a record for each profile as the file has it, the sandbox last."""
    profiles = {**config.profiles, SANDBOX: {}}
    return [_describe(name, keys, is_current=name == config.current) for name, keys in profiles.items()]


def list_setting_records(profile: Profile) -> list[dict[str, Any]]:
    """Return a record for each value of a profile, with its key as the id and where it comes from."""
    return [
        {"id": key, "type": "setting", "elements": {"value": value, "source": source}}
        for key, value, source in _list_values(profile)
    ]


def _describe(name: str, keys: Mapping[str, Scalar], *, is_current: bool) -> dict[str, Any]:
    """Return a profile of the file as a record: nothing is checked, no secret fetched."""
    elements = {
        "current": is_current,
        "token": _shorten(write_scalar(keys.get("token", ""))),
        "secret": " and ".join(place for key, place in _PLACES.items() if keys.get(key)),
        "url": "" if name == SANDBOX else _hide_login(str(keys.get("url", KEYS["url"].default))),
        "read-only": keys.get("read-only", False),
    }
    return {"id": name, "type": "profile", "elements": elements}


def _list_values(profile: Profile) -> Iterator[tuple[str, Scalar, str]]:
    """Return key, value and source of everything in a profile, with the secrets hidden."""
    sources = profile.sources
    yield "profile", profile.name, sources["profile"]
    yield "token", _shorten(profile.token), sources["token"]
    if not profile.is_sandbox:
        yield "secret", _HIDDEN if "secret" in sources else "", sources.get("secret", "missing")
    for key, setting in KEYS.items():
        value = getattr(profile, key.replace("-", "_"))
        value = _hide_login(value) if key == "url" else value
        yield key, value if setting.is_shown or not value else _HIDDEN, sources[key]


def _hide_login(url: str) -> str:
    """Return an address without name and password, with which it would be of no use anyway."""
    before, at, host = url.rpartition("@")
    return f"{before.partition('//')[0]}//{_HIDDEN}@{host}" if at else url


def _shorten(token: str) -> str:
    """Return the first 4 characters of a token; nothing of what cannot be one."""
    return f"{token[:4]}\u2026" if len(token) == TOKEN_LENGTH else "\u2026" if token else ""
