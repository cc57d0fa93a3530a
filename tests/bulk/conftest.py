"""oocli with rows, against the sandbox."""

from collections.abc import Callable
from typing import Any

import pytest

from harness import Outcome

Oocli = Callable[..., Outcome]


@pytest.fixture
def run(oocli: Oocli) -> Oocli:
    """Give a function that runs oocli against the sandbox."""

    def call(*words: str, **more: Any) -> Outcome:
        return oocli("--sandbox", *words, **more)

    return call
