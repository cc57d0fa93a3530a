"""Remove a profile from the configuration, and its secret from the keyring."""

from oocli.errors import GuardError
from oocli.profiles.adding import forget_keyring
from oocli.profiles.config_file import SANDBOX, Config, ConfigFile, check_name
from oocli.terminal.voice import Voice


def remove_profile(file: ConfigFile, name: str, voice: Voice, *, confirmed: bool) -> Config:
    """Ask, remove, and give the new content of the file; if ``confirmed``, nobody is asked.

    Raises:
        UsageError: there is no such profile, or it is the sandbox.
        GuardError: nobody can be asked, or the answer is no; nothing was removed.
    """
    if name == SANDBOX:
        check_name(name)
    keys = file.read().find(name)
    if not confirmed and not voice.asks:
        raise GuardError(
            f"Nobody can be asked whether to remove the profile {name!r}",
            hint=f"Confirm it with: oocli profile remove {name} --yes",
        )
    if not confirmed and not voice.ask(f"Remove the profile {name} and its credentials?"):
        raise GuardError("Nothing was removed")
    config = file.remove(name)
    forget_keyring(name, keys, warn=voice.warn)
    return config
