"""An empty success: on a terminal it comes with what it may mean."""

from collections.abc import Callable

import pytest

from harness import Outcome
from oocli.catalogue import Catalogue
from oocli.client.empty_success import explain_nothing
from oocli.request.actions import Action

Run = Callable[..., Outcome]


@pytest.mark.parametrize(
    ("action", "text"),
    [
        (
            Action("read", "estate", parameters={"data": ["Id"]}),
            "No records came. The API also answers like this where this API user may read only its own, "
            "or the estates are not released for it; `oocli doctor` shows what it may read.",
        ),
        (
            Action("read", "address", parameters={"filter": {"status": [{"op": "=", "val": 0}]}}),
            "No records came. The API also answers like this where this API user may read only its own, "
            "or where no record fits every condition (status is 1 for active, 0 for archived); "
            "`oocli doctor` shows what it may read.",
        ),
        (
            Action("read", "task", parameters={"filter": {"Status": [{"op": "=", "val": 9}]}}),
            "No records came. The API also answers like this where this API user may not read them, "
            "or where no record fits every condition; `oocli doctor` shows what it may read.",
        ),
    ],
)
def test_every_module_has_rights_that_may_be_missing(action: Action, text: str) -> None:
    """Rights are named for every module, and the status where a filter may have hidden the records."""
    call = Catalogue().find(action.verb, action.resourcetype)
    assert call is not None
    assert explain_nothing(call, action) == text


@pytest.mark.parametrize(
    ("where", "end"),
    [
        ("ort like Kö*", "ort like 'Kö*' finds that text alone: % stands for any characters."),
        (
            "kaufpreis between 200000 and 100000",
            "Nothing is between 200000 and 100000: the smaller one stands first.",
        ),
        ("ort like 'Nirgend%'", "shows what it may read."),
        ("kaufpreis between 1 and 2", "shows what it may read."),
    ],
)
def test_condition_that_hardly_fits_is_named(oocli: Run, where: str, end: str) -> None:
    """Where nothing came, the sign for any text and the order of a range are remembered."""
    outcome = oocli("--sandbox", "read", "estate", "--where", where, terminal=True)
    assert " ".join(outcome.err.split()).endswith(end)


def test_person_is_told(oocli: Run) -> None:
    """On a terminal the note stands below the count; the exit code is that of a success."""
    words = ("--sandbox", "read", "estate", "--where", "ort=Nirgendwo")
    outcome = oocli(*words, terminal=True, variables={"OOCLI_FORCE_TTY": "400"})
    first, second = outcome.err.splitlines()[-2:]
    assert (outcome.code, first) == (0, "0 of 0 estates")
    assert second.startswith("No records came. The API also answers like this where ")


@pytest.mark.parametrize(
    "words",
    [
        ("read", "estate", "--where", "ort=Nirgendwo"),
        ("-q", "read", "estate", "--where", "ort=Nirgendwo"),
    ],
    ids=["no terminal", "quiet"],
)
def test_script_is_told_nothing(words: tuple[str, ...], oocli: Run) -> None:
    """Without a terminal, or with -q on one, an empty list is an empty list."""
    outcome = oocli("--sandbox", *words, terminal="-q" in words)
    assert (outcome.code, outcome.err) == (0, "")


def test_page_beyond_the_end_is_not_called_empty(oocli: Run) -> None:
    """Where there are records, but not behind the offset, rights are not the reason."""
    outcome = oocli("--sandbox", "read", "estate", "--offset", "10000", terminal=True)
    assert (outcome.code, "No records came" in outcome.err) == (0, False)
