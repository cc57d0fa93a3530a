"""Find the profile of a run: which one, each of its values, and where each of them came from.

The order is option, environment, profile, default, for each value by itself, with two
exceptions. Token and secret are a pair and come from one place, and ``--profile`` wins
over a pair in the environment. Read-only is on as soon as any place says so. ``config_file`` and
``credentials`` own how profiles are kept.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple, NoReturn

from oocli.errors import CredentialsError, UsageError
from oocli.profiles.config_file import ENVIRONMENT, SANDBOX, Config, ConfigFile, find_config_path
from oocli.profiles.credentials import check_secret, check_token, read_keyring
from oocli.profiles.keys import KEYS, Scalar, Value, read_setting, write_scalar
from oocli.text.switches import is_on

SECRET_KEYS = ("secret", "secret-command", "keyring")


@dataclass(frozen=True, eq=False, repr=False)
class Profile:
    """What a run must know about the account that it talks to.

    Attributes:
        name: its name; ``sandbox``; or ``environment`` if the credentials come from there.
        token: the token as it was found, not checked; empty for the sandbox.
        url: the API's address: that of an ``api.php``, or a base ending in ``/api``.
        api_version: ``stable`` or ``latest``.
        hmac_version: 1 or 2.
        timeout: seconds to wait for an answer.
        max_answer: MiB that an answer may have, after decompression.
        output: format of the output; empty if the terminal decides.
        extendedclaim: the marketplace claim that every action carries; may be empty.
        read_only: whether nothing may be written.
        language: language of labels as the API names it (``DEU``); may be empty.
        is_sandbox: whether the made-up onOffice that ships with oocli answers.
        sources: where each value came from, in words; keys as in the file, and ``profile``
            for the name; no ``secret`` if there is none.
        read_secret: fetches the secret from its place; see ``secret``.
    """

    name: str
    token: str
    url: str
    api_version: str
    hmac_version: int
    timeout: float
    max_answer: int
    output: str
    extendedclaim: str
    read_only: bool
    language: str
    is_sandbox: bool
    sources: Mapping[str, str]
    read_secret: Callable[[], str]

    @cached_property
    def secret(self) -> str:
        """The secret as it was found, not checked; fetched once, at the first use.

        Raises:
            CredentialsError: the secret command or the keyring does not give it.
        """
        return self.read_secret()

    def credentials(self) -> tuple[str, str]:
        """Return token and secret, both checked.

        Raises:
            CredentialsError: one of them is missing, or cannot be right.
        """
        return (
            check_token(self.token, source=self.sources["token"]),
            check_secret(self.secret, source=self.sources["secret"]),
        )


def find_profile(options: Mapping[str, Any], environ: Mapping[str, str]) -> Profile | None:
    """Return the profile of a run, or None if nothing at all is set up.

    Args:
        options: the common options that were typed (``profile``, ``sandbox``, ``api_url``
            ...); others are ignored.
        environ: the environment; an empty variable counts as missing. It also says where the file is, which
            is not read if the sandbox is asked for.

    Raises:
        UsageError: an unknown profile is named, or a value cannot be read.
        CredentialsError: the file cannot be read, or leaves open which profile to use.
    """
    name, named_by = _find_name(options, environ)
    if name == SANDBOX:
        return _build(name, named_by, _BUILT_IN, _Origins(options, environ))
    pair = None if options.get("profile") else _find_pair(environ)
    file = ConfigFile(find_config_path(environ))
    config = file.read()
    if not name:
        name, named_by = _find_current(config, needed=pair is None), f"the current one of {file.path}"
    if not pair and name in ("", SANDBOX):
        return _build(name, named_by, _BUILT_IN, _Origins(options, environ)) if name else None
    keys = config.find(name) if name not in ("", SANDBOX) else {}
    origins = _Origins(options, environ, keys, name)
    if pair:
        return _build(ENVIRONMENT, "OOCLI_TOKEN and OOCLI_SECRET", pair, origins)
    return _build(name, named_by, _find_stored_pair(keys, name), origins)


def propose_profile(
    name: str, keys: Mapping[str, Scalar], options: Mapping[str, Any], environ: Mapping[str, str]
) -> Profile:
    """Return the profile that these keys would make; nothing of it needs to be stored.

    Raises:
        UsageError: an option or a variable cannot be read.
    """
    origins = _Origins(options, environ, keys, name)
    return _build(name, "the command line", _find_stored_pair(keys, name), origins)


class _Pair(NamedTuple):
    """Token and secret from one place; the secret is not fetched yet, and has no source if there is none."""

    token: str
    token_source: str
    secret_source: str
    read_secret: Callable[[], str]

    def __repr__(self) -> str:
        return f"_Pair(token_source={self.token_source!r}, secret_source={self.secret_source!r})"


_BUILT_IN = _Pair("", "built in", "built in", lambda: "")


class _Origins(NamedTuple):
    """Where a setting may be written; ``keys`` are those of the profile ``owner``."""

    options: Mapping[str, Any]
    environ: Mapping[str, str]
    keys: Mapping[str, Scalar] = MappingProxyType({})
    owner: str = ""

    def find(self, key: str) -> Iterator[Value]:
        """Return a setting from every place that has it, the winning one first, the default last."""
        setting = KEYS[key]
        option = self.options.get(setting.option.removeprefix("--").replace("-", "_"))
        if option:
            yield Value(str(option), f"option {setting.option}")
        variable = self.environ.get(setting.variable)
        if variable:
            yield Value(variable, f"environment {setting.variable}")
        if key in self.keys:
            yield Value(write_scalar(self.keys[key]), f"profile {self.owner}")
        yield Value(setting.default, "default")


def _build(name: str, named_by: str, pair: _Pair, origins: _Origins) -> Profile:
    _refuse_unknown_keys(origins)
    found = {key: next(origins.find(key)) for key in KEYS}
    found["read-only"] = _find_strictest(list(origins.find("read-only")))
    settings: dict[str, Any] = {
        key.replace("-", "_"): read_setting(key, value) for key, value in found.items()
    }
    sources = {"profile": named_by, "token": pair.token_source}
    if pair.secret_source:
        sources["secret"] = pair.secret_source
    return Profile(
        name=name,
        token=pair.token,
        read_secret=pair.read_secret,
        is_sandbox=name == SANDBOX,
        sources=sources | {key: value.source for key, value in found.items()},
        **settings,
    )


def _find_strictest(values: Sequence[Value]) -> Value:
    """Return the first read-only that is on; no other place can switch it off."""
    return next((value for value in values if read_setting("read-only", value)), values[0])


def _find_name(options: Mapping[str, Any], environ: Mapping[str, str]) -> tuple[str, str]:
    """Return the name that was asked for, and what asked for it; both empty if nothing did."""
    name = str(options.get("profile") or "")
    if options.get("sandbox"):
        if name not in ("", SANDBOX):
            raise UsageError(
                f"--sandbox and --profile {name} exclude each other", hint="Leave one of them out"
            )
        return SANDBOX, "option --sandbox"
    if name:
        return name, "option --profile"
    if is_on(environ.get("OOCLI_SANDBOX", "")):
        return SANDBOX, "environment OOCLI_SANDBOX"
    name = environ.get("OOCLI_PROFILE", "")
    return name, "environment OOCLI_PROFILE" if name else ""


def _find_current(config: Config, *, needed: bool) -> str:
    """Return the name of the current profile, or nothing if there is no profile to choose."""
    if config.current in config.profiles or config.current == SANDBOX:
        return config.current or ""
    if config.current:
        raise CredentialsError(
            f"The current profile {config.current!r} does not exist",
            hint="Choose another one with: oocli profile use NAME",
        )
    if config.profiles and needed:
        raise CredentialsError(
            "No profile is chosen",
            why=f"there are {', '.join(config.profiles)}, and none of them is the current one",
            hint="Choose one with: oocli profile use NAME, or for one command with: --profile NAME",
        )
    return ""


def _find_pair(environ: Mapping[str, str]) -> _Pair | None:
    """Return token and secret from the environment, or None if neither is there."""
    token, secret = environ.get("OOCLI_TOKEN", ""), environ.get("OOCLI_SECRET", "")
    if not token and not secret:
        return None
    if not token or not secret:
        there, missing = ("OOCLI_TOKEN", "OOCLI_SECRET") if token else ("OOCLI_SECRET", "OOCLI_TOKEN")
        raise CredentialsError(
            f"{there} is set and {missing} is not",
            why="token and secret are a pair and come from one place",
            hint=f"Set both, or unset {there} to use a profile",
        )
    return _Pair(token, "environment OOCLI_TOKEN", "environment OOCLI_SECRET", lambda: secret)


def _find_stored_pair(keys: Mapping[str, Scalar], name: str) -> _Pair:
    """Return token and secret from the keys of a profile."""
    owner = f"profile {name}"
    token = write_scalar(keys.get("token", ""))
    kept = [key for key in SECRET_KEYS if keys.get(key)]
    text = write_scalar(keys[kept[0]]) if kept else ""
    if kept == ["secret"]:
        return _Pair(token, owner, owner, lambda: text)
    if kept == ["secret-command"]:
        return _Pair(token, owner, f"{owner}: secret-command", lambda: _run_command(text, owner))
    if kept == ["keyring"]:
        return _Pair(token, owner, f"{owner}: keyring", lambda: read_keyring(name))
    source = f"{owner}: {' and '.join(kept)}" if kept else ""
    return _Pair(token, owner, source, lambda: _refuse_secrets(kept, name))


def _run_command(command: str, owner: str) -> str:
    from oocli.profiles.secret_command import run_secret_command  # subprocess takes longer than the rest

    return run_secret_command(command, source=owner)


def _refuse_secrets(kept: Sequence[str], name: str) -> NoReturn:
    raise CredentialsError(
        f"The profile {name!r} has {'more than one secret' if kept else 'no secret'}",
        why=f"{' and '.join(kept)} exclude each other" if kept else "",
        hint=f"Give it credentials with: oocli profile add {name} --force",
    )


def _refuse_unknown_keys(origins: _Origins) -> None:
    """Refuse an unknown key: a mistyped ``read-only`` must not leave a profile writable."""
    known = (*KEYS, "token", *SECRET_KEYS)
    unknown = next((key for key in origins.keys if key not in known), None)
    if unknown is not None:
        raise UsageError(
            f"The profile {origins.owner!r} has an unknown key {unknown!r}",
            why=f"the keys are {', '.join(known)}",
            hint=f"Remove it with: oocli profile set {origins.owner} {unknown}=",
        )
