"""Threads of the process take their memory from one heap."""

import platform
import subprocess
import sys

import pytest

from harness import Clock, Stream
from oocli.__main__ import run
from oocli.context import Context
from paged_office import PagedOffice, make_records

_COUNT_HEAPS = """
import ctypes, sys, threading
from oocli.shared_heap import share_heap

if sys.argv[1] == "shared":
    share_heap()
gate = threading.Barrier(5)

def take():
    kept = [bytes(100_000) for _ in range(20)]
    gate.wait(20)

threads = [threading.Thread(target=take) for _ in range(4)]
for thread in threads:
    thread.start()
gate.wait(20)
ctypes.CDLL(None).malloc_stats()
"""


def _count_heaps(way: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", _COUNT_HEAPS, way], stderr=subprocess.PIPE, text=True, check=True, timeout=60
    )
    return done.stderr.count("Arena ")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have no heap a thread")
def test_threads_share_one_heap() -> None:
    """Each would have one of its own."""
    assert _count_heaps("own") > 1
    assert _count_heaps("shared") == 1


@pytest.mark.parametrize(("words", "times"), [(["--all"], 1), (["--all", "--jobs", "1"], 0), ([], 0)])
def test_only_requests_at_the_same_time_are_prepared(
    words: list[str], times: int, clock: Clock, environ: dict[str, str]
) -> None:
    """What one thread takes need not be shared."""
    asked: list[None] = []
    context = Context(
        environ={**environ, "OOCLI_TOKEN": "t" * 32, "OOCLI_SECRET": "s" * 64},
        stdout=Stream(),
        stderr=Stream(),
        now=clock.now,
        open_transport=lambda _profile: PagedOffice(make_records(range(1, 30))),
        share_heap=lambda: asked.append(None),
    )
    code = run(context, ["read", "estate", "--fields", "Id", "--no-validate", "-o", "ids", *words])
    assert (code, len(asked)) == (0, times)
