"""Turns at making an answer: short answers follow each other, long ones hold nobody up.

Python threads that compute at the same time only take the interpreter from each other, which costs more the
more clients there are. So one answer is made at a time; a thread that has waited for longer than a short
answer takes goes ahead in parallel.
"""

import contextlib
import threading
from collections.abc import Iterator


class Turns:
    """One turn at a time, unless it lasts; safe for threads.

    Attributes:
        patience: seconds that anybody waits for a turn before going ahead without it.
    """

    def __init__(self, patience: float = 0.05) -> None:
        self.patience = patience
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def take(self) -> Iterator[bool]:
        """Wait for the turn, and say whether it came; it ends with the block."""
        got = self._lock.acquire(timeout=self.patience)
        try:
            yield got
        finally:
            if got:
                self._lock.release()
