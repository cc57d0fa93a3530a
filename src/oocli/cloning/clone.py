"""Copy a customer's onOffice into the sandbox: ask, read, write, and say what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from oocli.errors import GuardError, UsageError
from oocli.fields.forgetting import forget
from oocli.profiles.account import SANDBOX, find_account

if TYPE_CHECKING:
    from oocli.cloning.field_reading import ReadFields
    from oocli.context import Context

MOST_RECORDS = 100_000
_WORDS = {
    "estate": "estates",
    "address": "addresses",
    "user": "users",
    "task": "tasks",
    "agentsLog": "activities",
    "calendar": "appointments",
}


class Copied(NamedTuple):
    """What was read of an account.

    Attributes:
        fields: the field configuration.
        records: module to records; None if none were asked for.
        links: relations between the records: type, number of parent, number of child.
        left_out: what the API refused.
    """

    fields: ReadFields
    records: Mapping[str, Sequence[Mapping[str, Any]]] | None
    links: Sequence[tuple[str, int, int]]
    left_out: Sequence[str]


def run_clone(context: Context, path: Path, *, records: int | None, yes: bool) -> None:
    """Replace a sandbox by a copy of the profile's onOffice.

    Raises:
        UsageError: the profile is the sandbox itself, or the number is out of range.
        GuardError: the sandbox holds changes, and nobody has agreed to lose them.
    """
    from oocli.sandbox.copied.source import Link, Office
    from oocli.sandbox.records.store import Store

    if records is not None and not 1 <= records <= MOST_RECORDS:
        raise UsageError(f"--records is a number from 1 to {MOST_RECORDS:,}")
    if context.profile.is_sandbox:
        raise UsageError(
            "The sandbox cannot be copied into itself",
            hint="Name the profile of your onOffice: oocli sandbox clone --profile NAME",
        )
    _confirm(context, path, yes=yes)
    copied = _read(context, records)
    source = f"{context.profile.name}, {find_account(context.profile).address}"
    moment = datetime.fromtimestamp(int(context.now()), UTC).isoformat()
    links = [Link(*link) for link in copied.links]
    office = Office(source, moment, copied.fields.german, copied.fields.english, copied.records, links)
    Store.open(path, anew=True, office=office).close()
    forget(context.environ, SANDBOX)
    for reason in copied.left_out:
        context.voice.warn(f"Not copied: {reason}")
    context.voice.note(f"{path} is a copy of {source}: {_describe(copied)}")


def _confirm(context: Context, path: Path, *, yes: bool) -> None:
    """Ask before changes are thrown away."""
    from oocli.sandbox.state import holds_changes

    if yes or not holds_changes(path):
        return
    if not context.voice.asks:
        raise GuardError(
            f"{path} holds changes, and nobody can be asked here whether they may go",
            hint="Repeat the command with --yes to replace them, or with --state to name another file",
        )
    if not context.voice.ask(f"{path} holds changes. Really replace it?"):
        raise GuardError("Not confirmed; nothing was replaced")


def _read(context: Context, most: int | None) -> Copied:
    from oocli.call.progress_line import progress_line
    from oocli.cloning.field_reading import read_fields
    from oocli.cloning.record_reading import RecordReader

    with context.client() as client, progress_line(context, "records") as show:

        def watch(come: int) -> None:
            if show is not None:
                show(come, None)

        fields = read_fields(client)
        if most is None:
            return Copied(fields, None, (), ())
        reader = RecordReader(client, context.catalogue, fields, watch=watch)
        records, links = reader.read(most)
    return Copied(fields, records, links, reader.left_out)


def _describe(copied: Copied) -> str:
    fields = sum(len(copied.fields.list_names(module)) for module in copied.fields.german)
    if copied.records is None:
        return f"{fields:,} fields, with the records that ship"
    counts = (f"{len(copied.records.get(module, ())):,} {word}" for module, word in _WORDS.items())
    return ", ".join([f"{fields:,} fields", *counts]) + "; persons are made up"
