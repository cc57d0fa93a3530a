"""docs/fields.md: every command in it works, and says what the page says."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

from harness import Outcome

_PAGE = Path(__file__).parent.parent / "docs" / "fields.md"


def _read_examples() -> list[tuple[list[str], str]]:
    """Give the arguments of each command in the page's console blocks, and the lines shown below it."""
    blocks = re.findall(r"```console\n(.*?)```", _PAGE.read_text(encoding="utf-8"), re.DOTALL)
    found: list[tuple[list[str], str]] = []
    for line in "".join(blocks).splitlines():
        if line.startswith("$ oocli "):
            found.append((shlex.split(line.removeprefix("$ oocli "), comments=True), ""))
        else:
            arguments, shown = found.pop()
            found.append((arguments, f"{shown}{line}\n"))
    return found


def test_examples_of_the_page_work(oocli: Callable[..., Outcome]) -> None:
    """The commands succeed one after the other, and standard error is what the page shows."""
    examples = _read_examples()
    outcomes = [oocli(*arguments) for arguments, _ in examples]
    assert [outcome.code for outcome in outcomes] == [0] * len(examples)
    assert [outcome.err for outcome in outcomes] == [shown for _, shown in examples]
