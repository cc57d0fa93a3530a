"""Where oocli keeps what it keeps: the sandbox's records and the field cache.

Directories by platformdirs, data and cache apart; ``OOCLI_DATA_DIR`` and
``OOCLI_CACHE_DIR`` override. (``profiles`` knows the place of the configuration.)
"""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from oocli.errors import UsageError

NOWHERE = Path(os.devnull) / "oocli"
"""Where the cache is said to be when there is no home directory: nothing can be there."""

_IN_HOME = {"data": ".local/share", "cache": ".cache", "config": ".config"}


def find_data_dir(environ: Mapping[str, str]) -> Path:
    """Return the directory for what must last, the sandbox and journals. It may not exist yet.

    Raises:
        UsageError: there is no home directory to have it in.
    """
    if environ.get("OOCLI_DATA_DIR"):
        return Path(environ["OOCLI_DATA_DIR"])
    directory = find_user_dir("data")
    if directory is None:
        raise UsageError(
            "It is not known where to keep the sandbox and the results of runs",
            why="there is no home directory that can be used",
            hint="Set OOCLI_DATA_DIR to a directory that you can write to",
        )
    return directory


def find_cache_dir(environ: Mapping[str, str]) -> Path:
    """Return the directory for what can be fetched again. It may not exist yet.

    Without a home directory it is a path that cannot exist, so that nothing is kept.
    """
    if environ.get("OOCLI_CACHE_DIR"):
        return Path(environ["OOCLI_CACHE_DIR"])
    return find_user_dir("cache") or NOWHERE


def find_fields_dir(environ: Mapping[str, str]) -> Path:
    """Return the directory for the field configurations of all accounts. It may not exist yet."""
    return find_cache_dir(environ) / "fields"


def may_have_fields(environ: Mapping[str, str], module: str) -> bool:
    """Say whether there may be a file with the fields of a module, whosever it is."""
    try:
        accounts = list(find_fields_dir(environ).iterdir())
        return any(file.name.startswith(f"{module}.") for folder in accounts for file in folder.iterdir())
    except FileNotFoundError:
        return False
    except OSError:  # what reads the file says why it cannot
        return True


def find_user_dir(kind: str) -> Path | None:
    """Return the directory for ``data``, ``cache`` or ``config``, or None where there is no home directory.

    Some releases of platformdirs raise RuntimeError then, others leave the ``~`` in the path. A service may
    have ``/dev/null`` as its home, which can hold nothing, or that of another user, who lets nobody in.
    """
    try:
        directory = _find_plainly(kind) or _ask_platform(kind)
    except RuntimeError:
        return None
    if not directory.is_absolute():
        return None
    try:
        above = next((path for path in directory.parents if path.exists()), None)
        return directory if above is None or above.is_dir() else None
    except OSError:
        return None


def _find_plainly(kind: str) -> Path | None:
    """Return what platformdirs says on a plain Linux; importing it takes a third of a start."""
    is_set_up = os.environ.get(f"XDG_{kind.upper()}_HOME") or os.environ.get("ANDROID_ROOT")
    home = os.environ.get("HOME", "")
    if sys.platform != "linux" or is_set_up or not home.startswith("/"):
        return None
    return Path(home, _IN_HOME[kind], "oocli")


def _ask_platform(kind: str) -> Path:
    import platformdirs

    find: Callable[..., Path] = getattr(platformdirs, f"user_{kind}_path")
    return find("oocli", appauthor=False)
