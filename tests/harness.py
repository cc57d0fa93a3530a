"""What tests hand to oocli and get from it: a clock, streams, an outcome."""

import io
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FUZZ_SEED = int(os.environ.get("OOCLI_FUZZ_SEED", "20261122"))
"""Where the draws of hostile answers begin; printed at the head of every run of the tests."""

TORTURE_SEED = int(os.environ.get("OOCLI_TORTURE_SEED", "20261128"))
"""Seed of the first import under random faults, the next one has the next; printed there too."""

NOW = 1_760_000_000.0
SAMPLES = Path(__file__).parent / "samples"


@dataclass
class Clock:
    """A clock that stands still until something sleeps; it keeps each pause in seconds."""

    time: float = NOW
    pauses: list[float] = field(default_factory=list)

    def now(self) -> float:
        """Give the time in Unix seconds."""
        return self.time

    def sleep(self, seconds: float) -> None:
        """Let time pass at once."""
        self.pauses.append(seconds)
        self.time += seconds


class Stream(io.StringIO):
    """A text stream in memory that can pass for a terminal."""

    encoding = "utf-8"

    def __init__(self, text: str = "", *, terminal: bool = False) -> None:
        super().__init__(text)
        self._terminal = terminal

    def isatty(self) -> bool:
        """Say whether this stream passes for a terminal."""
        return self._terminal


@dataclass(frozen=True)
class Outcome:
    """What one run of oocli did: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        """The JSON object on standard error."""
        value: dict[str, Any] = json.loads(self.err)
        return value
