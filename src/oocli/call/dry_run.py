"""``--dry-run``: what would be sent, without anything that signs it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oocli.context import Context
    from oocli.profiles import Profile
    from oocli.request.actions import Action


def show_actions(context: Context, actions: Sequence[Action], *, language: str = "") -> None:
    """Write actions as they would be sent, without token and signature; a profile's claim is masked.

    With a ``language`` write a program that sends them; ``json`` is the same as none.

    Raises:
        UsageError: one of them could not be sent.
        GuardError: the profile may not send them, even if confirmed.
    """
    from oocli.wire.php_json import check_sendable

    for action in actions:
        check_sendable(action)
    kept = _find_profile(context)
    typed = context.options.get("extendedclaim", "")
    claim = typed or ("[extendedclaim]" if kept is not None and kept.extendedclaim else "")
    claimed = [action.with_claim(claim) for action in actions]
    if language in ("", "json"):
        shown = [action.as_json() for action in claimed]
        context.output.write_json(shown[0] if len(shown) == 1 else shown)
    else:
        from oocli.snippets import write_program

        context.output.write_text(write_program(language, claimed))
    _check(context, kept, actions)


def refuse_forbidden(context: Context, actions: Sequence[Action]) -> None:
    """Refuse what the real run would refuse without asking; nothing is known about that without a profile.

    Raises:
        GuardError: the profile is read-only, and an action writes.
    """
    _check(context, _find_profile(context), actions)


def _find_profile(context: Context) -> Profile | None:
    """Return the profile, never the sandbox instead of one: a dry run needs no profile."""
    from oocli.profiles import find_profile

    return find_profile(context.options, context.environ)


def _check(context: Context, kept: Profile | None, actions: Sequence[Action]) -> None:
    from oocli.client.guard import Guard

    if kept is not None:
        Guard(context.catalogue, tenant=kept.name, read_only=kept.read_only, confirmed=True).check(actions)
