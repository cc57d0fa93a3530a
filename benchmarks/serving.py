"""How many requests ``oocli sandbox serve`` answers, by how many clients there are."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from measure import tell

if TYPE_CHECKING:
    from bench import Bench
    from measure import Command

_CLIENTS = (1, 8, 32)
_SECONDS = 1.5
_ROUNDS = 5
_SCRIPT = str(Path(__file__).parent / "clients.py")


def measure_serving(bench: Bench) -> Iterator[Sequence[str]]:
    """Compare the requests a second of many clients of the sandbox with those of one."""
    rates: dict[int, list[float]] = {count: [] for count in _CLIENTS}
    with _serving(bench.oocli("sandbox", "serve", "-q")) as served:
        address = (served["url"], served["token"], served["secret"])
        for _ in range(_ROUNDS):
            for count in _CLIENTS:
                client = bench.python(_SCRIPT, *address, str(count), str(_SECONDS))
                done = subprocess.run(  # noqa: S603 - our own script
                    client.words, env=_complete(client), stdout=subprocess.PIPE, check=True, text=True
                )
                rates[count].append(float(done.stdout))
    for count, found in rates.items():
        ratios = [many / one for many, one in zip(found, rates[_CLIENTS[0]], strict=True)]
        noun, limit = ("client", "") if count == 1 else ("clients", "1.0")
        yield f"{count} {noun}", tell(found, "{:,.0f}".format), tell(ratios, "{:.2f}".format), limit


@contextmanager
def _serving(command: Command) -> Iterator[Mapping[str, str]]:
    """Serve while the block runs; gives url, token and secret."""
    server = subprocess.Popen(  # noqa: S603 - oocli itself
        command.words,
        env=_complete(command),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield json.loads(server.stdout.readline() if server.stdout else "")
    finally:
        server.terminate()
        server.communicate()


def _complete(command: Command) -> dict[str, str]:
    return {**os.environ, **command.environ}


SECTIONS = (
    (
        "The sandbox and its clients",
        "Requests a second that `oocli sandbox serve` answers: clients in a process of their own, each with a"
        " connection that is kept open, read 20 estates one request after the other.",
        ("", "requests/s", "ratio", "at least"),
        measure_serving,
    ),
)
"""The sections of ``run.py`` that are measured here."""
