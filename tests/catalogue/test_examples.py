"""The example in the help of each call is a command that works."""

import shlex
from collections.abc import Callable, Iterator

import pytest

from harness import Outcome
from oocli.catalogue import Call, Catalogue


def _list_forms() -> Iterator[Call]:
    for call in Catalogue():
        yield call
        yield from call.variants.values()


_EXAMPLES = sorted({form.example for form in _list_forms()})


def test_every_call_and_every_form_has_an_example() -> None:
    """No call, and no form of a call, is without an example of its own name."""
    assert [form.name for form in _list_forms() if not form.example.startswith(f"oocli {form.name}")] == []


@pytest.mark.parametrize("example", _EXAMPLES)
def test_the_example_passes_every_check(oocli: Callable[..., Outcome], example: str) -> None:
    """An example is accepted as it stands: required values are there and all values fit."""
    outcome = oocli(*shlex.split(example)[1:], "--dry-run", variables={"OOCLI_ERRORS": "text"})
    assert outcome.code == 0, outcome.err


@pytest.mark.parametrize("example", _EXAMPLES)
def test_the_example_succeeds_in_the_sandbox(oocli: Callable[..., Outcome], example: str) -> None:
    """Whoever copies an example into a terminal gets an answer, without an account."""
    outcome = oocli("--sandbox", *shlex.split(example)[1:], "--yes", variables={"OOCLI_ERRORS": "text"})
    assert outcome.code == 0, outcome.err
