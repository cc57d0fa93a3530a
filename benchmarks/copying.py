"""What a copy of the office costs: made, run again, and beside other ways to the same table.

The commands are those of ``run.py``; bytes are counted here, where the quick office is asked
without a line between.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from quick_office import Office

from oocli.catalogue import Catalogue
from oocli.client import Client
from oocli.client.guard import Guard
from oocli.fields.field_cache import FieldCache
from oocli.fields.lookup import FieldLookup
from oocli.replica.asking import Office as Asked
from oocli.replica.file import open_copy
from oocli.replica.synchronizing import Synchronization
from oocli.replica.wish import Wish
from oocli.wire.messages import Credentials
from oocli.wire.reply import Reply

FIELDS = (
    *("objektnr_extern", "objekttitel", "objektbeschreibung", "strasse", "hausnummer", "plz", "ort", "land"),
    *("kaufpreis", "kaltmiete", "wohnflaeche", "anzahl_zimmer", "baujahr", "objektart", "objekttyp"),
    *("vermarktungsart", "nutzungsart", "status", "verkauft", "erstellt_am", "geaendert_am"),
    *("breitengrad", "laengengrad"),
)
"""The 23 fields of an estate that are copied."""

_NOW = 1_800_000_000.0  # later than every stamp
_STAMP = b'"geaendert_am":"2026-05-03 08:00:00"'
_SHARE = 0.01  # of the records that change


class CountingOffice:
    """A transport to the quick office that counts bytes, and in which a share of the records has changed.

    Attributes:
        moved: bytes of requests and answers.
        has_changed: whether the first of a hundred records each bears another stamp.
    """

    def __init__(self, records: int) -> None:
        self.office = Office(records)
        self.moved = 0
        self.has_changed = False

    def post(self, body: bytes) -> Reply:
        """Answer a request."""
        answer = self.office.answer(body)
        if self.has_changed:
            parts = answer.split(_STAMP)
            every = round(1 / _SHARE)
            stamps = [
                _STAMP if at % every else _STAMP.replace(b"08:00:00", b"09:00:00") for at in range(len(parts))
            ]
            answer = b"".join(part + stamp for part, stamp in zip(parts, [*stamps[1:], b""], strict=True))
        self.moved += len(body) + len(answer)
        return Reply(answer)


def _look_away(_table: str, _done: int, _total: int | None) -> None:
    """Look at no progress."""


def count_bytes(records: int) -> dict[str, int]:
    """Give the bytes that a first run moves, one without changes, and one in which 1 % have changed."""
    transport = CountingOffice(records)
    client = Client(
        transport,
        Credentials("t" * 32, "s" * 64),
        Guard(Catalogue()),
        now=lambda: _NOW,
        sleep=lambda _: None,
    )

    @contextmanager
    def lend() -> Iterator[Client]:
        yield client

    counts = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "crm.db"
        cache = FieldCache(Path(folder) / "fields", "", "", lambda _: None)
        for name in ("first", "again", "changed"):
            transport.moved, transport.has_changed = 0, name == "changed"
            with open_copy(path, account="a", described="b") as copy:
                Synchronization(
                    copy=copy,
                    office=Asked(client, Catalogue(), jobs=1),
                    lookup=FieldLookup(cache, "DEU", lend, lambda: _NOW),
                    wish=Wish(tables=("estate",), fields={"estate": FIELDS}),
                    now=_NOW,
                    showing=lambda: nullcontext(_look_away),
                ).run()
            counts[name] = transport.moved
    return counts
