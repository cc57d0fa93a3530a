"""What became of each file, and what that means for the rest and for the whole."""

import pytest

from oocli.errors import (
    ApiError,
    GuardError,
    NetworkError,
    OocliError,
    OutcomeUnknown,
    PartlyDone,
    RecordNotFound,
    UsageError,
)
from oocli.files import FileOutcome, collect, conclude, find_end

FINE = FileOutcome("a.jpg", "ok", "7", {"bytes": 3})
REFUSED = FileOutcome(
    "b.jpg", "error", failure=ApiError("Invalid file type", errorcode=162, hint="Convert it")
)
LOST = FileOutcome("c.jpg", "unknown", failure=OutcomeUnknown("Nobody knows", hint="Look"))
DOWN = FileOutcome("d.jpg", "error", failure=NetworkError("No route", arrived=False))
THERE = FileOutcome("e.jpg", "skipped", reason="It is there already")
LEFT = FileOutcome("f.jpg", "skipped", failure=DOWN.failure)


def _fail(failure: OocliError, cause: Exception | None = None) -> FileOutcome:
    failure.__cause__ = cause
    return FileOutcome("x", "error", failure=failure)


def test_outcome_is_a_record() -> None:
    """A record says file, status, what else is known, and why; secrets are taken out of that."""
    kept: list[FileOutcome] = []
    records = list(
        collect([FINE, REFUSED, THERE, LEFT], kept, redact=lambda text: text.replace("Invalid", "?"))
    )
    assert [record["elements"] for record in records] == [
        {"file": "a.jpg", "status": "ok", "bytes": 3, "message": ""},
        {"file": "b.jpg", "status": "error", "message": "? file type"},
        {"file": "e.jpg", "status": "skipped", "message": "It is there already"},
        {"file": "f.jpg", "status": "skipped", "message": "Not tried after this: No route"},
    ]
    assert [record["id"] for record in records] == ["7", None, None, None]
    assert kept == [FINE, REFUSED, THERE, LEFT]


@pytest.mark.parametrize("outcomes", [[], [FINE], [FINE, THERE], [THERE]])
def test_success_passes(outcomes: list[FileOutcome]) -> None:
    """Files that were done, and files that needed nothing, are a success."""
    conclude(outcomes, done="uploaded")


@pytest.mark.parametrize(
    ("outcomes", "failure"),
    [([REFUSED], REFUSED), ([REFUSED, DOWN], REFUSED), ([DOWN, LEFT], DOWN), ([LOST], LOST)],
)
def test_failure_of_all_is_the_first_ones(outcomes: list[FileOutcome], failure: FileOutcome) -> None:
    """Where nothing was done the failure itself ends the command, with its exit code."""
    with pytest.raises(OocliError) as caught:
        conclude(outcomes, done="uploaded")
    assert caught.value is failure.failure


@pytest.mark.parametrize(
    ("outcomes", "kind", "message"),
    [
        ([FINE, REFUSED, THERE], PartlyDone, "2 of 3 files were uploaded"),
        ([FINE, DOWN, LEFT], PartlyDone, "1 of 3 files were uploaded"),
        ([REFUSED, LOST, FINE], OutcomeUnknown, "1 of 3 files were uploaded"),
        ([LOST, REFUSED], OutcomeUnknown, "0 of 2 files were uploaded"),
    ],
)
def test_unknown_outcomes_weigh_more_than_failures(
    outcomes: list[FileOutcome], kind: type[OocliError], message: str
) -> None:
    """Some failed: partly done; of some nobody knows: that weighs more. The first one's reason is told."""
    with pytest.raises(kind) as caught:
        conclude(outcomes, done="uploaded")
    assert caught.value.message == message
    unknown = [outcome.file for outcome in outcomes if outcome is LOST]
    failed = [outcome.file for outcome in outcomes if outcome in (REFUSED, DOWN, LEFT)]
    assert caught.value.details == {"failed": failed, "unknown": unknown}
    told = LOST if unknown else next(outcome for outcome in outcomes if outcome.failure)
    assert told.failure is not None
    assert caught.value.why == f"{told.file}: {told.failure.message}"
    assert caught.value.hint == told.failure.hint


def test_file_is_named_once() -> None:
    """Where the reason names the file already, it is not said twice."""
    failed = FileOutcome("b.jpg", "error", failure=UsageError("b.jpg cannot be read"))
    with pytest.raises(PartlyDone) as caught:
        conclude([FINE, failed], done="uploaded")
    assert caught.value.why == "b.jpg cannot be read"


@pytest.mark.parametrize(
    ("outcomes", "ends"),
    [
        ([], False),
        ([FINE], False),
        ([REFUSED, REFUSED], False),
        ([DOWN], False),
        ([DOWN, FINE, DOWN], False),
        ([DOWN, DOWN], True),
        ([LOST, DOWN], True),
        ([DOWN, _fail(UsageError("Cannot write x"), OSError())], True),
        ([DOWN, _fail(UsageError("x is there already"))], False),
        ([_fail(GuardError("read-only"))], True),
        ([_fail(RecordNotFound("no estate 9"))], True),
        ([FINE, _fail(ApiError("no right", errorcode=80, exit_code=4))], True),
        ([DOWN, DOWN, LEFT], True),
    ],
)
def test_what_would_meet_every_file_ends_the_work(outcomes: list[FileOutcome], ends: bool) -> None:
    """One file's own failure ends nothing; credentials, a missing record, two troubles in a row do."""
    assert (find_end(outcomes) is not None) is ends
