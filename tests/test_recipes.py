"""docs/recipes.md: what it says of files that other programs read."""

import io
from collections.abc import Callable

import pandas

from harness import Outcome


def test_pandas_keeps_the_zero_of_a_postcode(oocli: Callable[..., Outcome]) -> None:
    """The recipe's way of reading leaves postcodes as text."""
    written = oocli("--sandbox", "read", "estate", "--all", "--flat", "-o", "ndjson", "--fields", "plz").out
    estates = pandas.read_json(io.StringIO(written), lines=True, dtype={"plz": str})
    assert len(estates) == 300
    assert estates["plz"].str.len().isin([0, 4, 5]).all()
