"""orjson, where it is installed (``oocli[fast]``). Pure; what it reads and writes is for its users to say."""

from functools import cache
from importlib.util import find_spec
from types import ModuleType


@cache
def has_orjson() -> bool:
    """Say whether orjson is installed, without loading it."""
    return find_spec("orjson") is not None


@cache
def load_orjson() -> ModuleType | None:
    """Return orjson; None where it is not installed."""
    try:
        import orjson
    except ImportError:
        return None
    return orjson
