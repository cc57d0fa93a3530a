"""What became of each file of an upload or a download, and what that means for the rest and the whole.

Shared by ``uploads`` and ``downloads``, which do the work.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from oocli.errors import GuardError, NetworkError, OocliError, OutcomeUnknown, PartlyDone, RecordNotFound

_DENIED = 4  # exit code


@dataclass(frozen=True)
class FileOutcome:
    """One file and what became of it.

    Attributes:
        file: its name: a path of this machine, or what onOffice calls it.
        status: ``ok``, ``error``, ``skipped`` (nothing was done), or ``unknown`` (a write
            was sent and its answer was lost).
        id: its number at onOffice; None where it has none.
        facts: what else is known of it, by element.
        reason: why a file was skipped that needed nothing; empty otherwise.
        failure: why it was not done; None where it was, or needed nothing.
        record: number of the record that it belongs to; None where that goes without saying.
    """

    file: str
    status: str
    id: Any = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    failure: OocliError | None = None
    record: int | None = None

    def as_record(self) -> dict[str, Any]:
        """Return the outcome as a record: elements ``file``, ``status``, its facts, ``message``."""
        message = self.reason if self.failure is None else self.failure.message
        if self.failure is not None and self.status == "skipped":
            message = f"Not tried after this: {message}"
        return {
            "id": self.id,
            "type": "file",
            "elements": {"file": self.file, "status": self.status, **self.facts, "message": message},
        }


def collect(
    coming: Iterable[FileOutcome], outcomes: list[FileOutcome], *, redact: Callable[[str], str]
) -> Iterator[dict[str, Any]]:
    """Return outcomes as records, as they come, and keep them in the list; ``redact`` takes secrets out."""
    for outcome in coming:
        outcomes.append(outcome)
        record = outcome.as_record()
        record["elements"]["message"] = redact(record["elements"]["message"])
        yield record


def find_end(outcomes: Sequence[FileOutcome]) -> OocliError | None:
    """Return the failure that would meet every other file too, or None while it makes sense to go on.

    That is a refusal of the credentials or by a guard, a record that does not exist, and
    the second trouble of network or disk in a row.
    """
    last = outcomes[-1].failure if outcomes else None
    if last is None:
        return None
    if isinstance(last, GuardError | RecordNotFound) or last.exit_code == _DENIED:
        return last
    recent = [outcome.failure for outcome in outcomes[-2:]]
    return last if len(recent) == 2 and all(map(_is_trouble, recent)) else None


def conclude(outcomes: Sequence[FileOutcome], *, done: str) -> None:
    """Let the outcomes pass where no file failed; ``done`` says what was done: ``uploaded``.

    Raises:
        OutcomeUnknown: of at least one file nobody knows.
        PartlyDone: some files failed, some did not.
        OocliError: no file was done; the first one's failure.
    """
    failed = [outcome for outcome in outcomes if outcome.failure is not None]
    unknown = [outcome for outcome in failed if outcome.status == "unknown"]
    first = next(iter(unknown or failed), None)
    if first is None or first.failure is None:
        return
    if len(outcomes) == 1 or (not unknown and len(failed) == len(outcomes)):
        raise first.failure
    kind = OutcomeUnknown if unknown else PartlyDone
    raise kind(
        f"{len(outcomes) - len(failed)} of {len(outcomes)} files were {done}",
        why=_name(first.file, first.failure.message),
        hint=first.failure.hint,
        details={
            "failed": [outcome.file for outcome in failed if outcome not in unknown],
            "unknown": [outcome.file for outcome in unknown],
        },
    )


def _name(file: str, message: str) -> str:
    return message if file in message else f"{file}: {message}"


def _is_trouble(failure: OocliError | None) -> bool:
    """Say whether a failure speaks of the network or the disk rather than of the file."""
    if failure is None:
        return False
    return isinstance(failure, NetworkError | OutcomeUnknown) or isinstance(failure.__cause__, OSError)
