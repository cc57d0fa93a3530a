"""The one check between every command and the network.

May these actions be sent? Owns read-only profiles and the confirmation of deletions and of actions that reach
people (mail, webhook, payment). It stands below all commands, ``send`` too, because
``Client.send`` asks it.
"""

import json
from collections.abc import Callable, Sequence
from typing import NamedTuple

from oocli.catalogue import Catalogue, guess_effect
from oocli.errors import GuardError
from oocli.request.actions import Action
from oocli.text.redact import redact_action_json

_SHOWN = 300  # characters shown of an action's parameters


class Guard(NamedTuple):
    """What this run may do.

    Attributes:
        catalogue: knows the effect of each call.
        tenant: whom a confirmation names: the profile.
        read_only: whether nothing but reading is allowed.
        confirmed: whether ``--yes`` was given.
        ask: shows a question and gives the answer; None if nobody can be asked.
    """

    catalogue: Catalogue
    tenant: str = ""
    read_only: bool = False
    confirmed: bool = False
    ask: Callable[[str], bool] | None = None

    def check(self, actions: Sequence[Action]) -> None:
        """Let the actions pass, or raise.

        Raises:
            GuardError: the profile is read-only and an action writes, or a deletion or an
                action that reaches people was not confirmed.
        """
        effects = {action.name: self.effect_of(action) for action in _one_of_each(actions)}
        writing = [action for action in actions if effects[action.name] != "read"]
        if self.read_only and writing:
            raise GuardError(
                f"{writing[0].name} changes records, and profile {self.tenant!r} is read-only",
                why="read-only is set by the profile or by OOCLI_READ_ONLY",
                hint="Use another profile with --profile NAME; `oocli profile show` says where it is set",
            )
        severe = [a for a in writing if a.verb == "delete" or effects[a.name] == "send"]
        if severe and not self.confirmed:
            self._confirm(severe)

    def effect_of(self, action: Action) -> str:
        """Return ``read``, ``write`` or ``send``; for an unknown call, the worst that its verb can mean."""
        call = self.catalogue.find(action.verb, action.resourcetype)
        return call.effect if call is not None else guess_effect(action.verb)

    def _confirm(self, severe: Sequence[Action]) -> None:
        what = ", ".join(dict.fromkeys(_describe(action) for action in severe[:3]))
        if len(severe) > 3:
            what += f" and {len(severe) - 3} more"
        if self.ask is None:
            raise GuardError(
                f"{what} needs to be confirmed, and nobody can be asked here",
                hint="Repeat the command with --yes to send it, or with --dry-run to see what would be sent",
            )
        shown = "".join(f"{_show(action)}\n" for action in severe[:3] if action.parameters)
        if not self.ask(f"{shown}Really {what}, as {self.tenant!r}?"):
            raise GuardError("Not confirmed; nothing was sent")


def _show(action: Action) -> str:
    """Return the beginning of an action's parameters: whom it reaches, with what."""
    text = json.dumps(redact_action_json(action.parameters), ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _one_of_each(actions: Sequence[Action]) -> list[Action]:
    return list({action.name: action for action in actions}.values())


def _describe(action: Action) -> str:
    return f"{action.name} {action.resourceid}" if action.resourceid else action.name
