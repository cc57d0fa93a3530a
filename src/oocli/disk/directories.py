"""Where oocli keeps what it keeps: the sandbox's records and the field cache.

Directories by platformdirs, data and cache apart; ``OOCLI_DATA_DIR`` and
``OOCLI_CACHE_DIR`` override. (The configuration's place is known to ``profiles``.)
"""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from oocli.errors import UsageError

NOWHERE = Path(os.devnull) / "oocli"
"""Where the cache is said to be when there is no home directory: nothing can be there."""


def find_data_dir(environ: Mapping[str, str]) -> Path:
    """Return the directory for what must last: the sandbox and journals. It may not exist yet.

    Raises:
        UsageError: there is no home directory to have it in.
    """
    if environ.get("OOCLI_DATA_DIR"):
        return Path(environ["OOCLI_DATA_DIR"])
    from platformdirs import user_data_path

    directory = find_in_home(user_data_path)
    if directory is None:
        raise UsageError(
            "It is not known where to keep the sandbox's records",
            why="there is no home directory",
            hint="Set OOCLI_DATA_DIR to a directory that you can write to",
        )
    return directory


def find_cache_dir(environ: Mapping[str, str]) -> Path:
    """Return the directory for what can be fetched again. It may not exist yet.

    Without a home directory it is a place where there can be none: nothing is kept then.
    """
    if environ.get("OOCLI_CACHE_DIR"):
        return Path(environ["OOCLI_CACHE_DIR"])
    from platformdirs import user_cache_path

    return find_in_home(user_cache_path) or NOWHERE


def find_fields_dir(environ: Mapping[str, str]) -> Path:
    """Return the directory for the field configurations of all accounts. It may not exist yet."""
    return find_cache_dir(environ) / "fields"


def find_in_home(find: Callable[..., Path]) -> Path | None:
    """Return what platformdirs says, or None where there is no home directory.

    Some releases raise RuntimeError then, others leave the ``~`` in the path; and a service
    may have ``/dev/null`` for a home, in which nothing can be.
    """
    try:
        directory = find("oocli", appauthor=False)
    except RuntimeError:
        return None
    if not directory.is_absolute():
        return None
    above = next((path for path in directory.parents if path.exists()), None)
    return directory if above is None or above.is_dir() else None
