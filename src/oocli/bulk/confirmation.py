"""Whether this many rows may be sent: ``--yes``, ``--confirm``, or a person says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from oocli.errors import GuardError
from oocli.text.counted import count

if TYPE_CHECKING:
    from oocli.bulk.work import Work
    from oocli.call.asked import CallOptions
    from oocli.terminal.voice import Voice


def check_most(changes: int, most: int | None) -> None:
    """Refuse more changes than ``most`` allows.

    Raises:
        GuardError: there are more.
    """
    if most is not None and changes > most:
        raise GuardError(
            f"{count(changes, 'row', 'rows')} would be sent, and --max-changes allows {most:,}",
            hint="Look with --diff or --dry-run before you allow more",
        )


def confirm(
    work: Work, plan: Sequence[str], left: int, *, options: CallOptions, voice: Voice, tenant: str
) -> None:
    """Refuse what is not confirmed; ``left`` rows would be sent to the tenant, as the ``plan`` says.

    Raises:
        GuardError: they are not confirmed, or another number is.
    """
    confirmed, name, rows = options.rows.confirm, work.call.name, count(left, "row", "rows")
    if confirmed is not None and confirmed != left:
        raise GuardError(
            f"--confirm={confirmed} does not fit: {rows} would be sent",
            hint=f"Look with --dry-run; --confirm={left} sends them",
        )
    if confirmed is not None or options.sending.yes:
        return
    if not voice.asks:
        raise GuardError(
            f"{name} with {rows} needs to be confirmed, and nobody can be asked here",
            hint=f"--yes or --confirm={left} sends them, --dry-run shows what would be sent",
        )
    for line in plan:
        voice.tell(line)
    if not voice.ask(f"Really {name} with {rows} of {work.name}, as {tenant!r}?"):
        raise GuardError("Not confirmed; nothing was sent")
