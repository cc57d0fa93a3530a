"""docs/sync.md: every command in it works."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

from harness import Outcome

_PAGE = Path(__file__).parent.parent / "docs" / "sync.md"


def test_examples_of_the_page_work(oocli: Callable[..., Outcome], tmp_path: Path) -> None:
    """One after another, against the sandbox."""
    blocks = "".join(re.findall(r"```console\n(.*?)```", _PAGE.read_text(encoding="utf-8"), re.DOTALL))
    examples = [shlex.split(line.removeprefix("$ oocli ")) for line in blocks.splitlines()]
    assert examples
    for words in examples:
        arguments = [str(tmp_path / word) if word == "crm.db" else word for word in words]
        done = oocli("--sandbox", *arguments)
        assert (words, done.code, done.err) == (words, 0, "")
