"""What a copy of the office costs: made, run again, and beside other ways to the same table.

The commands are those of ``run.py``; bytes are counted here, where the quick office is asked
without a line between.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from measure import Cost, alternate, list_rows, office, run
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

if TYPE_CHECKING:
    from bench import Bench

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


def measure_copies(bench: Bench) -> Iterator[Sequence[str]]:
    """Compare a first copy, and one that is there already, with a full export of the same fields."""
    fields = ",".join(FIELDS)
    export = ("read", "estate", "--all", "--fields", fields)
    with office(bench.sizes.table) as url, tempfile.TemporaryDirectory() as folder:
        first, known = f"{folder}/first.db", f"{folder}/known.db"
        oocli = bench.oocli("sync", known, "estate", "--fields", f"estate={fields}", url=url)
        run(oocli)
        program = oocli.words[0]
        made = f'rm -f {first}*; exec {program} sync {first} estate --fields "estate={fields}"'
        sides = {
            "`read --all -o ndjson`": bench.oocli(*export, "-o", "ndjson", url=url),
            "first `sync`": bench.other("sh", "-c", made, url=url),
            "`sync` again": bench.oocli("sync", known, url=url),
        }
        records = f"{program} {' '.join(export)} -o ndjson --flat"
        for name, words in bench.list_others(folder).items():
            pipe = bench.other("sh", "-c", f"{records} | {words}", url=url)
            sides[f"`... --flat` into {name}"] = pipe
        costs = alternate(sides, bench.sizes.exports)
        yield from list_rows(costs, "elapsed", {"first": "1.5"}, "`read --all -o ndjson`")


def measure_copied_bytes(bench: Bench) -> Iterator[Sequence[str]]:
    """Count what moves over the line: for all records, for no change, and for 1 % of them."""
    counts = count_bytes(bench.sizes.table)
    for name, key, most in (
        ("first `sync`", "first", ""),
        ("`sync`, nothing has changed", "again", "2 MB"),
        ("`sync`, 1 % have changed", "changed", "12 %"),
    ):
        yield name, f"{counts[key] / 1e6:.1f} MB", f"{100 * counts[key] / counts['first']:.1f} %", most


def measure_copy_memory(bench: Bench) -> Iterator[Sequence[str]]:
    """Compare the memory of a large copy with that of a small one."""
    costs: dict[str, list[Cost]] = {}
    for records in (bench.sizes.table, bench.sizes.export):
        with office(records) as url, tempfile.TemporaryDirectory() as folder:
            words = ("estate", "--fields", f"estate={','.join(FIELDS)}")
            command = bench.oocli("sync", f"{folder}/crm.db", *words, url=url)
            costs[f"first `sync` of {records:,} records"] = [run(command) for _ in range(bench.sizes.repeats)]
    small, large = costs
    yield from list_rows(costs, "peak", {large: "1.2"}, small)


SECTIONS = (
    (
        "A copy of the office",
        "Elapsed time of `oocli sync` with {table:,} estates of 23 fields, against an export of the same."
        " Other tools that keep records in a SQLite file get them from a pipe; their file is there already,"
        " and none of them sees what is gone.",
        ("", "time", "ratio", "at most"),
        measure_copies,
    ),
    (
        "What a copy moves",
        "Bytes of requests and answers for {table:,} estates of 23 fields.",
        ("", "moved", "of all", "at most"),
        measure_copied_bytes,
    ),
    (
        "Memory of a copy",
        "Peak memory; the numbers of the records stand on disk.",
        ("", "peak", "ratio", "at most"),
        measure_copy_memory,
    ),
)
"""The sections of ``run.py`` that are measured here."""
