"""The line that says how far a command is."""

import pytest

from harness import Clock, Stream
from oocli.terminal.progress import ProgressLine, describe_progress


@pytest.mark.parametrize(
    ("done", "total", "seconds", "text"),
    [
        (500, 1384, 0.3, "500 of 1,384 estate records"),
        (12_500, 200_000, 5, "12,500 of 200,000 estate records, 2,500/s, 1:15 left"),
        (500, 200_000, 100, "500 of 200,000 estate records, 5/s, 11:05:00 left"),
        (500, None, 5, "500 estate records, 100/s"),
        (0, None, 5, "0 estate records"),
    ],
)
def test_progress_text(done: int, total: int | None, seconds: float, text: str) -> None:
    """Records, of how many, rate and time left, as far as they are known."""
    assert describe_progress(done, total, "estate records", seconds=seconds) == text


def test_progress_text_counts_failures() -> None:
    """What failed is told as soon as there is any."""
    text = describe_progress(500, 1000, "rows", seconds=5, failed=3)
    assert text == "500 of 1,000 rows, 3 failed, 100/s, 0:05 left"


def test_progress_line_is_rewritten_and_taken_away() -> None:
    """The line stays in its place, is not written too often, and leaves nothing behind."""
    clock, stream = Clock(), Stream(terminal=True)
    line = ProgressLine(stream, clock.now, 20, "records")
    line.show(1, 9)
    line.show(2, 9)
    clock.sleep(0.5)
    line.show(3, 9)
    line.clear()
    line.clear()
    first, second = "1 of 9 records".ljust(19), "3 of 9 records".ljust(19)
    assert stream.getvalue() == f"\r{first}\r{second}\r{' ' * 19}\r"
