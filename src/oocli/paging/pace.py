"""How much is asked of the server at once: more while it answers quickly, less when it struggles.

Pure: durations come in, a number of requests comes out. docs/exporting.md explains the defaults.
"""

from dataclasses import dataclass, field

DEFAULT_JOBS = 4
"""Requests in flight at most. onOffice documents no limit; about 30 at once gave sporadic failures."""

DEFAULT_BATCH = 5
"""Actions in one request."""

MOST_JOBS = 16
MOST_BATCH = 50

_FIRST_JOBS = 2
_AHEAD = 1  # request
_MOST_BYTES = 32 * 1024 * 1024  # of answers that are under way or wait
_SLOW_SECONDS = 2.0
_SLOW_TIMES = 3.0


@dataclass(eq=False, repr=False)
class Pace:
    """Requests in flight and actions in each, adapted to how quickly answers come.

    Attributes:
        jobs: requests in flight at most.
        batch: actions in one request at most.
        allowed: requests that may be in flight now, from 1 to ``jobs``.
    """

    jobs: int = DEFAULT_JOBS
    batch: int = DEFAULT_BATCH
    allowed: int = field(init=False)
    _fastest: float = field(default=0.0, init=False)
    _page_bytes: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self.allowed = min(_FIRST_JOBS, self.jobs)

    @property
    def is_parallel(self) -> bool:
        """Whether more than one page is asked for at a time."""
        return self.jobs * self.batch > 1

    @property
    def requests(self) -> int:
        """The most requests that may be in flight, or wait to go out when one comes back.

        Without those that wait, a request would only go out when a page has been read and written. None waits
        while less is allowed than was asked for: after trouble no thread may take one too many.
        """
        return self.allowed + (_AHEAD if self.allowed == self.jobs > 1 else 0)

    @property
    def pages(self) -> int:
        """The most pages in one request: fewer where pages are large, so that not all would fit in memory."""
        if not self._page_bytes:
            return self.batch
        return max(1, min(self.batch, int(_MOST_BYTES / self._page_bytes) // self.requests))

    @property
    def window(self) -> int:
        """The most pages that are asked for or wait to be written; waiting pages cost memory."""
        return self.requests * self.pages

    def note_size(self, size: int, pages: int) -> None:
        """Note how large the answer with so many pages was, in bytes."""
        self._page_bytes = max(self._page_bytes, size / pages)

    def note_answer(self, seconds: float, *, troubled: bool = False) -> None:
        """Note how long a request took, and whether an attempt failed before.

        A failed attempt (429, 5xx, a reset) halves what is allowed. An answer that took more
        than two seconds, and three times the fastest so far, takes one request away; any
        other adds one.
        """
        if troubled:
            self.allowed = max(1, self.allowed // 2)
            return
        self._fastest = min(self._fastest or seconds, seconds)
        if seconds > max(_SLOW_SECONDS, _SLOW_TIMES * self._fastest):
            self.allowed = max(1, self.allowed - 1)
        else:
            self.allowed = min(self.jobs, self.allowed + 1)
