"""The line that says how far a command is."""

import pytest

from harness import Clock, Stream
from oocli.terminal.line import TerminalLine
from oocli.terminal.progress import Progress, describe_progress


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
def test_progress_tells_what_is_known(done: int, total: int | None, seconds: float, text: str) -> None:
    """Records, of how many, rate and time left, as far as they are known."""
    assert describe_progress(done, total, "estate records", seconds=seconds) == text


def test_progress_text_counts_failures() -> None:
    """What failed is told as soon as there is any."""
    text = describe_progress(500, 1000, "rows", seconds=5, failed=3)
    assert text == "500 of 1,000 rows, 3 failed, 100/s, 0:05 left"


def test_progress_is_not_written_too_often() -> None:
    """What stands there stays for a fifth of a second; what had to give way comes back at once."""
    clock, stream = Clock(), Stream(terminal=True)
    line = TerminalLine(stream, {"COLUMNS": "20"})
    progress = Progress(line, clock.now, "records")
    for done in (1, 2):
        progress.show(done, 9)
    clock.sleep(0.5)
    progress.show(3, 9)
    line.clear()
    progress.show(4, 9)
    shown = [f"{done} of 9 records" for done in (1, 3, 4)]
    assert [text for text in stream.getvalue().split("\r") if text in shown] == shown
