"""``oocli profile``: keep credentials and settings under a name, show where each value comes from.

No option takes a token or a secret: they are asked for, read from standard input or taken
from the environment; a secret may also stay with a command or with the system's keyring.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from typing import Annotated, Any

import typer
from typer.main import get_command

from oocli.context import Context
from oocli.errors import GuardError, UsageError
from oocli.interface.options import Command, Group
from oocli.interface.profile_secrets import choose_source, forget_keyring, keep_secret
from oocli.profiles import SECRET_KEYS, Profile
from oocli.profiles.config_file import SANDBOX, ConfigFile, check_name, find_config_path
from oocli.profiles.credentials import (
    TOKEN_LENGTH,
    check_secret,
    check_token,
    restoring_keyring,
    run_secret_command,
)
from oocli.profiles.hidden_input import without_echo
from oocli.profiles.settings import SETTINGS, Scalar, Value, read_setting, write_scalar
from oocli.render import FORMATS
from oocli.text.spelling import ask
from oocli.wire.address import check_url

_HIDDEN = "hidden"
_PLACES = {"secret": "file", "secret-command": "command", "keyring": "keyring"}
_LIST_COLUMNS = ("current", "token", "secret", "url", "read-only")
_SHOW_COLUMNS = ("value", "source")


def build(_name: str) -> Any:
    """Give the command with its words."""
    app = typer.Typer(cls=Group, rich_markup_mode=None, add_completion=False, help=_HELP)
    app.command("add", cls=Command, help=_ADD_HELP)(add)
    app.command("list", cls=Command, help=_LIST_HELP)(list_profiles)
    app.command("show", cls=Command, help=_SHOW_HELP)(show)
    app.command("use", cls=Command, help=_USE_HELP)(use)
    app.command("set", cls=Command, help=_SET_HELP)(set_keys)
    app.command("remove", cls=Command, help=_REMOVE_HELP)(remove)
    return get_command(app)


_HELP = """Keep credentials and settings under a name, one profile for each onOffice account.

Examples:
  oocli profile add acme
  oocli profile list
  oocli profile show
"""

_ADD_HELP = f"""Add a profile; asks for token and secret without showing them.

Settings may follow the name; their keys are {", ".join(SETTINGS)}.

Examples:
  oocli profile add acme
  oocli profile add acme read-only=true timeout=30
  oocli profile add acme --secret-command 'pass show onoffice/acme'
  oocli profile add acme --from-env --force
"""

_LIST_HELP = """List the profiles; never shows a secret.

Examples:
  oocli profile list
  oocli profile list -o json
"""

_SHOW_HELP = """Show each value of a profile and where it comes from; never shows the secret.

Without a name it is the profile that a command would use now.

Examples:
  oocli profile show
  oocli profile show acme -o json
"""

_USE_HELP = """Make a profile the one that is used when none is named.

Examples:
  oocli profile use acme
  oocli profile use sandbox
"""

_SET_HELP = f"""Change settings of a profile; KEY= without a value takes one away.

The keys are {", ".join(SETTINGS)}.

Examples:
  oocli profile set acme read-only=true timeout=30
  oocli profile set acme timeout=
"""

_REMOVE_HELP = """Remove a profile with its credentials. Asks first; --yes answers.

Examples:
  oocli profile remove acme
  oocli profile remove acme --yes
"""

_Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the profile")]


def add(
    ctx: typer.Context,
    name: _Name,
    settings: Annotated[
        list[str] | None, typer.Argument(metavar="KEY=VALUE ...", help="Settings to keep with it")
    ] = None,
    stdin: Annotated[
        bool, typer.Option("--stdin", help="Read token and secret from standard input, a line each")
    ] = False,
    from_env: Annotated[
        bool, typer.Option("--from-env", help="Take token and secret from OOCLI_TOKEN and OOCLI_SECRET")
    ] = False,
    secret_command: Annotated[
        str, typer.Option("--secret-command", metavar="CMD", help="Get the secret from a command, each time")
    ] = "",
    keyring: Annotated[
        bool, typer.Option("--keyring", help="Keep the secret in the system's keyring")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Give an existing profile new credentials")] = False,
) -> None:
    """Read and check credentials, then keep them; the settings of an existing profile stay."""
    context: Context = ctx.obj
    _refuse_both({"--stdin": stdin, "--from-env": from_env})
    _refuse_both({"--secret-command": secret_command, "--keyring": keyring})
    file = _open_file(context)
    config = file.read()
    old = config.profiles.get(name) if force else None
    if old is None:
        config.check_free(name)
    changes = _read_settings(name, [*_list_typed(context), *(settings or ())], old or {})
    read = choose_source(context, stdin=stdin, from_env=from_env)
    with without_echo(context.stdin):
        token = check_token(read("token"))
        secret = check_secret(
            run_secret_command(secret_command, source=f"profile {name}") if secret_command else read("secret")
        )
    context.voice.hide(token, "token")
    context.voice.hide(secret, "secret")
    with restoring_keyring(name) if keyring else nullcontext():
        keys = {
            "token": token,
            **keep_secret(name, secret, command=secret_command, keyring=keyring),
            **changes,
        }
        if old is None:
            current = file.add(name, {key: value for key, value in keys.items() if value is not None}).current
        else:
            current = file.set(name, {**dict.fromkeys(SECRET_KEYS), **keys}).current
    forget_keyring(context, name, (old or {}) if not keyring else {})
    hint = "" if current == name else f"; use it with: oocli profile use {name}"
    context.voice.note(f"Profile {name} is kept in {file.path}{hint}")


def list_profiles(ctx: typer.Context) -> None:
    """Write one row a profile, the sandbox last."""
    context: Context = ctx.obj
    config = _open_file(context).read()
    profiles = {**config.profiles, SANDBOX: {}}
    rows = [_describe(name, keys, is_current=name == config.current) for name, keys in profiles.items()]
    context.output.write(rows, columns=_LIST_COLUMNS)


def show(
    ctx: typer.Context, name: Annotated[str, typer.Argument(metavar="NAME", help="Profile to show")] = ""
) -> None:
    """Write one row a value, with its key as the id, and its source."""
    context: Context = ctx.obj
    if name:
        context.options["profile"] = name
    rows = [
        {"id": key, "type": "setting", "elements": {"value": value, "source": source}}
        for key, value, source in _list_values(context.profile)
    ]
    context.output.write(rows, columns=_SHOW_COLUMNS)


def use(ctx: typer.Context, name: _Name) -> None:
    """Make a profile the current one, and warn where the environment wins over it."""
    context: Context = ctx.obj
    _open_file(context).use(name)
    winners = ("OOCLI_SANDBOX", "OOCLI_PROFILE", "OOCLI_TOKEN")
    winner = next((variable for variable in winners if context.environ.get(variable)), "")
    if winner:
        context.voice.warn(f"{winner} is set in the environment and wins over the current profile")
    context.voice.note(f"Profile {name} is used now")


def set_keys(
    ctx: typer.Context,
    name: _Name,
    settings: Annotated[list[str], typer.Argument(metavar="KEY=VALUE ...", help="Settings to change")],
) -> None:
    """Change settings of a profile, each checked before anything is written."""
    context: Context = ctx.obj
    file = _open_file(context)
    if name == SANDBOX:
        check_name(name)
    file.set(name, _read_settings(name, settings, file.read().find(name)))
    context.voice.note(f"Profile {name} is changed")


def remove(
    ctx: typer.Context,
    name: _Name,
    yes: Annotated[bool, typer.Option("--yes", help="Answer the question with yes")] = False,
) -> None:
    """Ask, then remove a profile from the file and its secret from the keyring."""
    context: Context = ctx.obj
    file = _open_file(context)
    if name == SANDBOX:
        check_name(name)
    keys = file.read().find(name)
    if not yes and not context.voice.asks:
        raise GuardError(
            f"Nobody can be asked whether to remove the profile {name!r}",
            hint=f"Confirm it with: oocli profile remove {name} --yes",
        )
    if not yes and not context.voice.ask(f"Remove the profile {name} and its credentials?"):
        raise GuardError("Nothing was removed")
    current = file.remove(name).current
    forget_keyring(context, name, keys)
    hint = "" if current else "; no profile is the current one now"
    context.voice.note(f"Profile {name} is removed{hint}")


def _open_file(context: Context) -> ConfigFile:
    return ConfigFile(find_config_path(context.environ))


def _refuse_both(options: Mapping[str, object]) -> None:
    """Let at most one of these options pass."""
    if all(options.values()):
        raise UsageError(f"{' and '.join(options)} exclude each other", hint="Leave one of them out")


# Settings


def _list_typed(context: Context) -> list[str]:
    """Give the common options that were typed and that a profile can keep, as KEY=VALUE."""
    options = {
        key: setting.option[2:].replace("-", "_") for key, setting in SETTINGS.items() if key != "output"
    }
    return [f"{key}={context.options[name]}" for key, name in options.items() if context.options.get(name)]


def _read_settings(name: str, pairs: Sequence[str], old: Mapping[str, Scalar]) -> dict[str, Scalar | None]:
    """Give keys and values of KEY=VALUE pairs; None for an empty value, which takes the key away.

    Raises:
        UsageError: one of them cannot be kept. What is no pair is not repeated: it may be a secret.
    """
    changes: dict[str, Scalar | None] = {}
    for number, pair in enumerate(pairs, start=1):
        key, equals, text = pair.partition("=")
        if not equals:
            raise UsageError(
                f"Setting {number} is not of the form KEY=VALUE",
                hint="For example: timeout=30; token and secret are never given as arguments",
            )
        _check_key(key, name, is_known=key in SETTINGS or (key in old and not text))
        changes[key] = _read_value(key, text) if text else None
    return changes


def _check_key(key: str, name: str, *, is_known: bool) -> None:
    if key in ("token", *SECRET_KEYS):
        raise UsageError(
            f"{key} cannot be given as an argument",
            why="others can see the arguments of a command, and shells keep them",
            hint=f"Give the profile new credentials with: oocli profile add {name} --force",
        )
    if not is_known:
        meant = ask(key, SETTINGS)
        raise UsageError(
            f"A profile has no key {key!r}{', ' if meant else ''}{meant}",
            hint=f"The keys are {', '.join(SETTINGS)}",
        )


def _read_value(key: str, text: str) -> Scalar:
    if key == "url":
        check_url(text)
    if key == "output" and text not in FORMATS:
        raise UsageError(f"output must be one of {', '.join(FORMATS)}, not {text!a}")
    return read_setting(key, Value(text, "the command line"))


# Showing


def _describe(name: str, keys: Mapping[str, Scalar], *, is_current: bool) -> dict[str, Any]:
    """Give a profile as a record, as it stands in the file: nothing is checked, no secret fetched."""
    elements = {
        "current": is_current,
        "token": _shorten(write_scalar(keys.get("token", ""))),
        "secret": " and ".join(place for key, place in _PLACES.items() if keys.get(key)),
        "url": "" if name == SANDBOX else _hide_login(str(keys.get("url", SETTINGS["url"].default))),
        "read-only": keys.get("read-only", False),
    }
    return {"id": name, "type": "profile", "elements": elements}


def _list_values(profile: Profile) -> Iterator[tuple[str, Scalar, str]]:
    """Give key, value and source of everything in a profile, with the secrets hidden."""
    sources = profile.sources
    yield "profile", profile.name, sources["profile"]
    yield "token", _shorten(profile.token), sources["token"]
    if not profile.is_sandbox:
        yield "secret", _HIDDEN if "secret" in sources else "", sources.get("secret", "missing")
    for key, setting in SETTINGS.items():
        value = getattr(profile, key.replace("-", "_"))
        value = _hide_login(value) if key == "url" else value
        yield key, value if setting.is_shown or not value else _HIDDEN, sources[key]


def _hide_login(url: str) -> str:
    """Give an address without a name and password in it, with which it is of no use anyway."""
    before, at, host = url.rpartition("@")
    return f"{before.partition('//')[0]}//{_HIDDEN}@{host}" if at else url


def _shorten(token: str) -> str:
    """Give the first 4 characters of a token; of what cannot be one, nothing."""
    return f"{token[:4]}\u2026" if len(token) == TOKEN_LENGTH else "\u2026" if token else ""
