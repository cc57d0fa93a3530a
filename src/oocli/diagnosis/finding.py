"""What one check of the doctor found."""

from dataclasses import dataclass
from typing import Literal

from oocli.errors import OocliError

State = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Finding:
    """What one check found.

    Attributes:
        check: what was looked at, a word or two; unique among the findings of one run.
        state: ``ok``, ``warn`` (works, or may be meant) or ``fail`` (nothing will work like this).
        found: a sentence without a full stop.
        advice: what to do next; empty where nothing is to be done.
        exit_code: what a command that fails for this reason exits with; 0 unless ``fail``.
    """

    check: str
    state: State
    found: str
    advice: str = ""
    exit_code: int = 0


def fail(check: str, error: OocliError, *, advice: str = "") -> Finding:
    """Return the finding that a failure means; ``advice`` replaces its hint."""
    found = f"{error.message}: {error.why}" if error.why else error.message
    return Finding(check, "fail", found, advice or error.hint, error.exit_code)
