"""Which batch goes out when."""

from oocli.bulk.batch_order import Batch, Turns
from oocli.request.actions import Action


def _batch(*numbers: int | str, **parameters: object) -> Batch:
    """Give a batch of changes of records; 0 is one that is made."""
    actions = tuple(
        Action("modify" if number else "create", "address", number or "", parameters=parameters)
        for number in numbers
    )
    return Batch(tuple(range(len(numbers))), actions)


def _take_all(turns: Turns) -> list[Batch]:
    taken = []
    while (batch := turns.take()) is not None:
        taken.append(batch)
    return taken


def test_first_request_goes_alone_and_each_good_answer_lets_one_more_go() -> None:
    """A server that does not answer well is met with one request."""
    batches = [_batch(number) for number in range(1, 12)]
    turns = Turns(batches, jobs=3)
    assert _take_all(turns) == batches[:1]
    turns.settle(batches[0], went_well=True)
    assert _take_all(turns) == batches[1:3]
    turns.settle(batches[2], went_well=True)
    assert _take_all(turns) == batches[3:5]
    turns.settle(batches[1], went_well=True)
    assert (_take_all(turns), turns.allowed) == (batches[5:6], 3)


def test_after_trouble_one_goes_alone() -> None:
    """What was lost once may be lost again: nothing else is sent until all are back."""
    batches = [_batch(number) for number in range(1, 9)]
    turns = Turns(batches, jobs=3)
    turns.allowed = 3
    assert _take_all(turns) == batches[:3]
    turns.settle(batches[0], went_well=False)
    assert _take_all(turns) == []
    turns.settle(batches[1], went_well=False)
    turns.settle(batches[2], went_well=False)
    assert _take_all(turns) == batches[3:4]


def test_rows_of_one_record_are_never_in_two_requests() -> None:
    """The later change of a record waits for the earlier one, and all behind it wait too."""
    first, second, third = _batch(1, 2), _batch(3, "2"), _batch(4)
    turns = Turns([first, second, third], jobs=8)
    turns.allowed = 8
    assert _take_all(turns) == [first]
    turns.settle(first, went_well=True)
    assert _take_all(turns) == [second, third]


def test_records_that_are_made_need_not_wait() -> None:
    """What has no number yet is no other's record; where it is compared with others it waits."""
    made = [_batch(0, 0), _batch(0, 0)]
    turns = Turns(made, jobs=8)
    turns.allowed = 8
    assert _take_all(turns) == made
    compared = [_batch(0, checkDuplicate=True), _batch(0, checkDuplicate=True)]
    turns = Turns(compared, jobs=8)
    turns.allowed = 8
    assert _take_all(turns) == compared[:1]
