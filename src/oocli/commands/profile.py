"""``oocli profile``: keep credentials and settings under a name, show where each value comes from.

No option takes a token or a secret: they are asked for, read from standard input or taken
from the environment; a secret may also stay with a command or with the system's keyring.
"""

from dataclasses import replace
from typing import Any

import typer
from typer.main import get_command

from oocli.context import Context
from oocli.interface import profile_help
from oocli.interface import profile_options as given
from oocli.interface.options import Command, Group
from oocli.profiles.adding import Addition, plan_addition
from oocli.profiles.config_file import SANDBOX, ConfigFile, check_name, find_config_path
from oocli.profiles.records import list_profile_records, list_setting_records
from oocli.profiles.removing import remove_profile
from oocli.profiles.sources import PairOptions, choose_source, read_pair
from oocli.profiles.typed_settings import list_typed, read_pairs

_LIST_COLUMNS = ("current", "token", "secret", "url", "read-only")
_SHOW_COLUMNS = ("value", "source")


def build(_name: str) -> Any:
    """Return the command with its words."""
    app = typer.Typer(cls=Group, rich_markup_mode=None, add_completion=False, help=profile_help.HELP)
    app.command("add", cls=Command, help=profile_help.ADD_HELP)(add)
    app.command("list", cls=Command, help=profile_help.LIST_HELP)(list_profiles)
    app.command("show", cls=Command, help=profile_help.SHOW_HELP)(show)
    app.command("use", cls=Command, help=profile_help.USE_HELP)(use)
    app.command("set", cls=Command, help=profile_help.SET_HELP)(set_keys)
    app.command("remove", cls=Command, help=profile_help.REMOVE_HELP)(remove)
    return get_command(app)


def add(
    ctx: typer.Context,
    name: given.Name,
    settings: given.Kept = None,
    stdin: given.Stdin = False,
    from_env: given.FromEnv = False,
    secret_command: given.SecretCommand = "",
    keyring: given.Keyring = False,
    force: given.Force = False,
    no_check: given.NoCheck = False,
) -> None:
    """Read and check credentials, try them, then keep them; the settings of an existing profile stay."""
    context: Context = ctx.obj
    options = PairOptions(stdin, from_env, secret_command, keyring)
    options.check()
    pairs = [*list_typed(context.options), *(settings or ())]
    addition = plan_addition(_open_file(context), name, pairs, force=force)
    source = choose_source(
        context.stdin, context.voice, context.environ, options, until_end=context.until_end
    )
    token, secret = read_pair(
        source, command=options.command, owner=f"profile {name}", hide=context.voice.hide
    )
    verdict = "" if no_check else _try(context, addition, token, secret)
    config = addition.keep(token, secret, options, warn=context.voice.warn)
    hint = "" if config.current == name else f"; use it with: oocli profile use {name}"
    context.voice.note(f"{verdict}Profile {name} is kept in {addition.file.path}{hint}")


def _try(context: Context, addition: Addition, token: str, secret: str) -> str:
    """Sign one request with a new pair, and say that it was taken; what else comes of it is a warning.

    Raises:
        CredentialsError: onOffice does not take the pair.
    """
    from oocli.diagnosis import LONGEST_TIMEOUT
    from oocli.diagnosis.rights import list_rights
    from oocli.diagnosis.trial import try_pair

    profile = addition.propose(token, secret, options=context.options, environ=context.environ)
    context.profile = replace(profile, timeout=min(profile.timeout, LONGEST_TIMEOUT))
    with context.client(attempts=1) as client:
        doubt = try_pair(client, list_rights(context.catalogue, context.now())[0].action)
    if not doubt:
        return "onOffice accepts token and secret. "
    context.voice.warn(doubt)
    return ""


def list_profiles(ctx: typer.Context) -> None:
    """Write one row a profile, the sandbox last."""
    context: Context = ctx.obj
    rows = list_profile_records(_open_file(context).read())
    context.output.write(rows, columns=_LIST_COLUMNS, heading="profile")


def show(ctx: typer.Context, name: given.ShownName = "") -> None:
    """Write one row a value, with its key as the id, and its source."""
    context: Context = ctx.obj
    if name:
        context.options["profile"] = name
    context.output.write(list_setting_records(context.profile), columns=_SHOW_COLUMNS, heading="setting")


def use(ctx: typer.Context, name: given.Name) -> None:
    """Make a profile the current one, and warn where the environment wins over it."""
    context: Context = ctx.obj
    _open_file(context).use(name)
    winners = ("OOCLI_SANDBOX", "OOCLI_PROFILE", "OOCLI_TOKEN")
    if winner := next((name for name in winners if context.environ.get(name)), ""):
        context.voice.warn(f"{winner} is set in the environment and wins over the current profile")
    context.voice.note(f"Profile {name} is used now")


def set_keys(ctx: typer.Context, name: given.Name, settings: given.Changes) -> None:
    """Change settings of a profile, each checked before anything is written."""
    context: Context = ctx.obj
    file = _open_file(context)
    if name == SANDBOX:
        check_name(name)
    file.set(name, read_pairs(name, settings, file.read().find(name)))
    context.voice.note(f"Profile {name} is changed")


def remove(ctx: typer.Context, name: given.Name, yes: given.Yes = False) -> None:
    """Ask, then remove a profile from the file and its secret from the keyring."""
    context: Context = ctx.obj
    config = remove_profile(_open_file(context), name, context.voice, confirmed=yes)
    hint = "" if config.current else "; no profile is the current one now"
    context.voice.note(f"Profile {name} is removed{hint}")


def _open_file(context: Context) -> ConfigFile:
    return ConfigFile(find_config_path(context.environ))
