"""What the start of a command costs, and one signed request, beside others."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from measure import alternate, list_rows, office

if TYPE_CHECKING:
    from bench import Bench

_HERE = Path(__file__).parent
_CERTIFICATE = _HERE.parent / "tests" / "samples" / "tls" / "localhost.pem"


def measure_starts(bench: Bench) -> Iterator[Sequence[str]]:
    """Compare what needs no network with a bare start of Python, by processor time."""
    sides = {
        "`python -c pass`": bench.bare,
        "`python -c 'import typer'`": bench.python("-c", "import typer"),
        "`python -c 'import requests'`": bench.python("-c", "import requests"),
        "`oocli --version`": bench.oocli("--version"),
        "completion of a verb": bench.oocli("__complete", "zsh", "oocli", "re"),
        "completion of an option": bench.oocli("__complete", "zsh", "oocli", "read", "estate", "--li"),
        "`oocli --help`": bench.oocli("--help"),
        "`oocli read estate --help`": bench.oocli("read", "estate", "--help"),
        "`oocli calls mail`": bench.oocli("calls", "mail"),
        "`oocli read estate --dry-run`": bench.oocli("--sandbox", "read", "estate", "--dry-run"),
    }
    most = {"--version": "1.3", "completion": "1.5", "--help": "2", "calls": "15", "--dry-run": "8.5"}
    yield from list_rows(alternate(sides, bench.sizes.starts), "cpu", most, "`python -c pass`")


def measure_reads(bench: Bench) -> Iterator[Sequence[str]]:
    """Compare one signed read of 20 records over loopback, and one write, by processor time."""
    with office(1000) as url:
        read = ("read", "estate", "--fields", "Id,objekttitel,kaufpreis")
        sides = {
            "`python -c pass`": bench.bare,
            "20 records as ndjson": bench.oocli(*read, "-o", "ndjson", url=url),
            "20 records as a table": bench.oocli(*read, "-o", "table", url=url, COLUMNS="120"),
            "a write": bench.oocli("create", "address", "--set", "Name=Muster", "-o", "ndjson", url=url),
        }
        most = {"ndjson": "12", "table": "20", "a write": "12"}
        yield from list_rows(alternate(sides, bench.sizes.starts), "cpu", most, "`python -c pass`")
    if not all(map(shutil.which, ("curl", "openssl", "jq"))):
        return
    with office(1000, tls=True) as url:
        bundle = str(_CERTIFICATE)
        sides = {
            "curl + openssl + jq": bench.other(
                "sh", str(_HERE / "sides" / "read.sh"), url=url, CURL_CA_BUNDLE=bundle
            ),
            "20 records over TLS": bench.oocli(*read, "-o", "ndjson", url=url, REQUESTS_CA_BUNDLE=bundle),
        }
        costs = alternate(sides, bench.sizes.starts)
        yield from list_rows(costs, "cpu", {"TLS": "2.6"}, "curl + openssl + jq")


SECTIONS = (
    (
        "Start",
        "Processor time against a bare start of the same Python.",
        ("", "time", "ratio", "at most"),
        measure_starts,
    ),
    (
        "One read",
        "Processor time of a signed read of 20 records over loopback, or of a write, all processes together.",
        ("", "time", "ratio", "at most"),
        measure_reads,
    ),
)
"""The sections of ``run.py`` that are measured here."""
