"""A machine that lacks something: room on its disk, or a package.

A disk is full where no file of this process grows beyond a limit.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager


@contextmanager
def full_disk(largest: int) -> Iterator[None]:
    """Let no file get longer than so many bytes while the block runs; not on Windows."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def run_without(package: str, environ: Mapping[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Run oocli as if a package were not installed."""
    code = (
        f"import sys; sys.modules[{package!r}] = None; sys.argv = ['oocli', *sys.argv[1:]];"
        "from oocli.__main__ import main; sys.exit(main())"
    )
    command = [sys.executable, "-c", code, *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environ})
