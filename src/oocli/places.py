"""Where oocli keeps what it keeps: the sandbox's records and the field cache.

Directories by platformdirs, data and cache apart; ``OOCLI_DATA_DIR`` and
``OOCLI_CACHE_DIR`` override. (The configuration's place is known to ``profiles``.)
"""

from collections.abc import Mapping
from pathlib import Path


def find_data_dir(environ: Mapping[str, str]) -> Path:
    """Give the directory for what must last: the sandbox and journals. It may not exist yet."""
    if environ.get("OOCLI_DATA_DIR"):
        return Path(environ["OOCLI_DATA_DIR"])
    from platformdirs import user_data_path

    return user_data_path("oocli", appauthor=False)


def find_cache_dir(environ: Mapping[str, str]) -> Path:
    """Give the directory for what can be fetched again. It may not exist yet."""
    if environ.get("OOCLI_CACHE_DIR"):
        return Path(environ["OOCLI_CACHE_DIR"])
    from platformdirs import user_cache_path

    return user_cache_path("oocli", appauthor=False)
