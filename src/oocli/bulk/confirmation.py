"""Whether so many rows may be sent: ``--yes``, ``--confirm``, or a person says so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from oocli.errors import GuardError

if TYPE_CHECKING:
    from oocli.bulk.checking import Survey
    from oocli.bulk.work import Work
    from oocli.call.options import CallOptions
    from oocli.terminal.voice import Voice


def check_most(changes: int, most: int | None) -> None:
    """Let so many changes pass where no more than ``most`` are allowed.

    Raises:
        GuardError: there are more.
    """
    if most is not None and changes > most:
        raise GuardError(
            f"{changes:,} rows would be sent, and --max-changes allows {most:,}",
            hint="Look with --diff or --dry-run before you allow more",
        )


def confirm(
    work: Work, survey: Survey, left: int, *, options: CallOptions, voice: Voice, tenant: str
) -> None:
    """Let pass what is confirmed; ``left`` rows would be sent to the tenant.

    Raises:
        GuardError: nobody confirmed them, or another number.
    """
    confirmed, name = options.rows.confirm, work.call.name
    if confirmed is not None and confirmed != left:
        raise GuardError(
            f"--confirm={confirmed} does not fit: {left:,} rows would be sent",
            hint=f"Look with --dry-run; --confirm={left} sends them",
        )
    if confirmed is not None or options.sending.yes:
        return
    if not voice.asks:
        raise GuardError(
            f"{name} with {left:,} rows needs to be confirmed, and nobody can be asked here",
            hint=f"--yes or --confirm={left} sends them, --dry-run shows what would be sent",
        )
    for row, action in survey.first:
        shown = json.dumps(dict(action.parameters), ensure_ascii=False)
        number = f"{action.resourceid} " if action.resourceid else ""
        voice.tell(f"  row {row}: {number}{shown[:300]}")
    if not voice.ask(f"Really {name} with {left:,} rows of {work.name}, as {tenant!r}?"):
        raise GuardError("Not confirmed; nothing was sent")
