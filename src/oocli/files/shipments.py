"""What an upload is made of: files with where they go, how far each has got, and who keeps account of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from oocli.files import FileOutcome
from oocli.files.destinations import Destination
from oocli.files.local_files import LocalFile
from oocli.request.actions import Action


class Begun(NamedTuple):
    """An upload that has no record yet.

    Attributes:
        upload_id: what onOffice calls it.
        sent: bytes of it that were answered.
        size: bytes of the file then.
        changed: time of the last change of the file then, in nanoseconds.
    """

    upload_id: str
    sent: int
    size: int
    changed: int

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return self._asdict()

    @classmethod
    def read(cls, value: Any) -> "Begun | None":
        """Read what ``as_json`` gave; None where it is nothing of the kind."""
        if not isinstance(value, Mapping):
            return None
        upload_id, *rest = (value.get(name) for name in cls._fields)
        numbers = [number for number in rest if isinstance(number, int)]
        if not isinstance(upload_id, str) or len(numbers) < len(rest):
            return None
        return cls(upload_id, *numbers)


@dataclass(frozen=True)
class Shipment:
    """One file and where it goes.

    Attributes:
        row: its number among the files, or in the list that names them.
        file: the file.
        destination: the record, and what onOffice is told.
        before: files of the same record before it.
        begun: what an earlier run has sent of it.
    """

    row: int
    file: LocalFile
    destination: Destination
    before: int = 0
    begun: Begun | None = None

    @property
    def target(self) -> tuple[str, int]:
        """Module and number of the record."""
        return self.destination.module, self.destination.record

    def build_link(self, upload_id: str = "") -> Action:
        """Return the action that links the upload to the record."""
        return self.destination.build_link(self.file, upload_id, before=self.before)


class Settled(NamedTuple):
    """A file of which nothing more is done in this run.

    Attributes:
        shipment: the file.
        outcome: what became of it.
        begun: what was sent of it, where a later run can go on with that.
    """

    shipment: Shipment
    outcome: FileOutcome
    begun: Begun | None = None


class Book(Protocol):
    """Keeps account of an upload. What it raises ends the run."""

    def announce(self, begun: Sequence[tuple[Shipment, Begun]]) -> None:
        """Note that these files may be stored from now on."""

    def mark(self, begun: Sequence[tuple[Shipment, Begun]]) -> None:
        """Note how far these files have got, of which none is stored."""

    def settle(self, settled: Sequence[Settled]) -> None:
        """Note what became of files."""


class NoBook:
    """Keeps no account."""

    def announce(self, begun: Sequence[tuple[Shipment, Begun]]) -> None:
        """Note nothing."""

    def mark(self, begun: Sequence[tuple[Shipment, Begun]]) -> None:
        """Note nothing."""

    def settle(self, settled: Sequence[Settled]) -> None:
        """Note nothing."""
