"""The ways of `sync`, of which one is chosen, and the options that have no meaning in each.

Pure. An option that would do nothing is refused: whoever types it means something by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from oocli.errors import UsageError


class _Way(NamedTuple):
    """One way.

    Attributes:
        does: what it does alone, for a hint.
        idle: options that do nothing in it.
    """

    does: str
    idle: tuple[str, ...]


_READING = ("--fields", "--sweep", "--purge", "--history")
_WAYS = {
    "--status": _Way(
        "only tells what the file has",
        (*_READING, "--relations", "--calendar", "--max-deletes", "--full", "--jobs", "--batch"),
    ),
    "--check": _Way("compares what the file has, all of it, and changes nothing", _READING),
    "--dry-run": _Way("", ()),
}


def check_options(given: Mapping[str, object]) -> None:
    """See that one way at most is chosen, and that every option that is given has a meaning in it.

    ``given`` has a value for each option; one that was not typed is None, or false.

    Raises:
        UsageError: two ways are chosen, or an option does nothing.
    """
    typed = {option for option, value in given.items() if value is not None and value is not False}
    ways = [way for way in _WAYS if way in typed]
    if len(ways) > 1:
        raise UsageError("Choose one of --check, --status and --dry-run")
    if "--exit-code" in typed and "--check" not in typed:
        raise UsageError("--exit-code belongs to --check")
    for way in ways:
        idle = [option for option in _WAYS[way].idle if option in typed]
        if idle:
            words, have = " and ".join(idle), "has" if len(idle) == 1 else "have"
            raise UsageError(
                f"{words} {have} no meaning with {way}", hint=f"{way} {_WAYS[way].does}; leave out {words}"
            )
