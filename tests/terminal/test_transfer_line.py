"""How far files are that go up or come down."""

import pytest

from oocli.terminal.transfer_line import describe_bytes, describe_transfer


@pytest.mark.parametrize(
    ("files", "of", "moved", "size", "seconds", "text"),
    [
        (0, 40, 0, 85_000_000, 0.0, "0 of 40 files, 0.0 of 85.0 MB"),
        (12, 40, 31_200_000, 85_000_000, 7.6, "12 of 40 files, 31.2 of 85.0 MB, 4.1 MB/s, 0:13 left"),
        (0, 1, 400_000, 3_000_000, 0.5, "0.4 of 3.0 MB"),
        (0, 1, 20, 40, 2.0, "20 of 40 bytes, 10 bytes/s, 0:02 left"),
        (1, 2, 1500, None, 2.0, "1 of 2 files, 1.5 kB, 750 bytes/s"),
    ],
)
def test_files_bytes_and_time(
    files: int, of: int, moved: int, size: int | None, seconds: float, text: str
) -> None:
    """One file is not counted; a rate is said after a second, and the time left where all bytes are known."""
    assert describe_transfer(files, of, moved, size, seconds=seconds) == text


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (2_500_000_000, "2.5 GB")]
)
def test_bytes_have_a_unit(size: int, text: str) -> None:
    """As file managers write them."""
    assert describe_bytes(size) == text
