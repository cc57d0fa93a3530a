"""What many changes come to."""

from oocli.changes.comparing import Change
from oocli.changes.tally import Tally


def test_rows_are_counted_by_what_becomes_of_them() -> None:
    """A row changes something, or nothing, or has no record."""
    tally = Tally(lambda name: name == "kaufpreis")
    tally.add(1, "17", [Change("kaufpreis", "1.00", "350"), Change("lage", "a", "b")])
    tally.add(2, "1900", [Change("kaufpreis", "400000.00", "410000")])
    tally.add(3, "21", [])
    tally.add(4, "999", None)
    assert (tally.rows, tally.changed, tally.unchanged, tally.missing) == (4, 2, 1, 1)
    assert tally.first_missing == [4]
    assert tally.longest_id == 4


def test_numbers_have_a_smallest_and_a_largest() -> None:
    """Each stands with what it replaces; texts have none."""
    tally = Tally(lambda name: name == "kaufpreis")
    for row, (old, new) in enumerate([("2", "9"), ("350000.00", "350"), ("1", "80000"), ("1", "viel")]):
        tally.add(row, "17", [Change("kaufpreis", old, new), Change("lage", old, new)])
    assert tally.fields["kaufpreis"].smallest == Change("kaufpreis", "2", "9")
    assert tally.fields["kaufpreis"].largest == Change("kaufpreis", "1", "80000")
    assert tally.fields["lage"].smallest is None
    assert tally.fields["lage"].rows == 4
