"""Which blocks go out next, and which links: small files together, a record's files in their order.

Rules that a change must not break. The blocks of one file are never in two requests at once, nor are
links to one record. A file is linked when those before it of the same record are linked, or have
failed. The first links go alone; with every second request of them that is answered well in a row twice
as many may be in the next one, so that a server which loses answers leaves few files unknown.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from oocli.files.block_sizes import TOGETHER, choose_block
from oocli.files.parcels import Parcel
from oocli.files.shipments import Shipment
from oocli.files.upload_options import BLOCK

_AHEAD = 32  # files that were begun and are not stored yet
_MOST = 10  # files in one request
_IN_FLIGHT = 8 * 1024 * 1024  # characters; each is in memory several times on its way


class Load(NamedTuple):
    """The files that one request is about, a block or a link of each.

    Attributes:
        parcels: the files.
        is_linking: whether they are linked.
        weight: characters of their blocks.
    """

    parcels: Sequence[Parcel]
    is_linking: bool
    weight: int = 0


class UploadOrder:
    """The files of an upload that are not settled."""

    def __init__(
        self, shipments: Sequence[Shipment], *, block: int, attempts: int, draw: Callable[[], float]
    ) -> None:
        """Take the files in their order, and what ``Parcel`` takes; with ``block`` 0 each has its own."""
        self._waiting = list(reversed(shipments))
        self._active: list[Parcel] = []
        self._block = block
        self._together = block or TOGETHER
        self._attempts, self._draw = attempts, draw
        self._flying = 0
        self._streak = 0  # requests of links that were answered well

    def take(self) -> Load | None:
        """Return what the next request is about; None while nothing can be sent."""
        linkable = self._list_linkable()
        blocks = self._gather() if len(linkable) < self._links else []
        if not blocks and not linkable:
            return None
        if blocks:
            load = Load(blocks, is_linking=False, weight=sum(parcel.weight for parcel in blocks))
        else:
            load = Load(linkable[: self._links], is_linking=True)
        for parcel in load.parcels:
            parcel.is_under_way = True
        self._flying += load.weight
        return load

    def give_back(self, load: Load, *, went_well: bool) -> None:
        """Take note that a request came back."""
        self._flying -= load.weight
        for parcel in load.parcels:
            parcel.is_under_way = False
        if load.is_linking:
            self._streak = self._streak + 1 if went_well else 0

    def finish(self, parcel: Parcel) -> None:
        """Take off a file that is settled."""
        self._active.remove(parcel)

    def drop(self, target: tuple[str, int]) -> list[tuple[Shipment, Parcel | None]]:
        """Take off all files of a record, but for those that a request is about; give them."""
        begun = [
            parcel for parcel in self._active if parcel.shipment.target == target and not parcel.is_under_way
        ]
        waiting = [shipment for shipment in self._waiting if shipment.target == target]
        self._active = [parcel for parcel in self._active if parcel not in begun]
        self._waiting = [shipment for shipment in self._waiting if shipment.target != target]
        return [
            *((parcel.shipment, parcel) for parcel in begun),
            *((other, None) for other in reversed(waiting)),
        ]

    def list_rest(self) -> list[tuple[Shipment, Parcel | None]]:
        """Return the files that are not settled, in their order; those that were begun with their parcels."""
        waiting = [(shipment, None) for shipment in reversed(self._waiting)]
        return [*((parcel.shipment, parcel) for parcel in self._active), *waiting]

    def shrink(self) -> bool:
        """Make the requests small, because larger ones do not pass; say whether they were not yet."""
        if self._block:
            return False
        self._block = self._together = BLOCK
        for parcel in self._active:
            parcel.block = BLOCK
        return True

    @property
    def _links(self) -> int:
        """Files in one request of links at most."""
        return min(_MOST, 1 << min(self._streak // 2, _MOST))

    def _list_linkable(self) -> list[Parcel]:
        found: list[Parcel] = []
        kept_back: set[tuple[str, int]] = set()
        for parcel in self._active:
            target = parcel.shipment.target
            if target in kept_back:
                continue
            if parcel.is_whole and not parcel.is_under_way:
                found.append(parcel)
            else:
                kept_back.add(target)
        return found

    def _gather(self) -> list[Parcel]:
        """Return the files of which a block goes out now."""
        found: list[Parcel] = []
        weight = 0
        for parcel in self._list_sendable():
            together = weight + parcel.weight
            is_full = bool(found) and together > self._together
            if is_full or (self._flying and self._flying + together > _IN_FLIGHT):
                break
            found.append(parcel)
            weight = together
            if len(found) == _MOST:
                break
        return found

    def _list_sendable(self) -> list[Parcel]:
        """Return the files that wait for nothing; as many are begun as one request may be about."""
        found = [parcel for parcel in self._active if not (parcel.is_under_way or parcel.is_whole)]
        while self._waiting and len(found) < _MOST and len(self._active) < _AHEAD:
            shipment = self._waiting.pop()
            block = self._block or choose_block(shipment.file.size)
            parcel = Parcel(shipment, block, self._attempts, self._draw)
            self._active.append(parcel)
            found.append(parcel)
        return found
