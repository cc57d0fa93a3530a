"""README and docs: every console block runs as it stands there, and the terminal shows what the page shows.

``pytest tests/test_pages.py --rewrite-screens`` writes what is shown anew; read the difference.
"""

from difflib import unified_diff
from pathlib import Path

import pytest

from page import fits, play_page, read_page, rewrite

_ROOT = Path(__file__).parents[1]
_PAGES = [
    path
    for path in [_ROOT / "README.md", *sorted((_ROOT / "docs").rglob("*.md"))]
    if read_page(path.read_text(encoding="utf-8")).blocks
]


@pytest.mark.parametrize("path", _PAGES, ids=lambda path: str(path.relative_to(_ROOT)))
def test_page(path: Path, home: Path, pytestconfig: pytest.Config) -> None:
    """Each command ends with the exit code that it should, and shows what stands below it."""
    text = path.read_text(encoding="utf-8")
    page = read_page(text)
    played = list(play_page(page, home, home / "data" / "sandbox.sqlite"))
    wrong = [f"$ {step.command}\n{chr(10).join(shown)}" for step, code, shown in played if code != step.code]
    assert wrong == []
    if pytestconfig.getoption("rewrite_screens"):
        path.write_text(rewrite(text, played), encoding="utf-8", newline="\n")
        return
    for step, _, shown in played:
        if not fits(shown, step.shown):
            lines = unified_diff(step.shown, shown, "the page", "the terminal", lineterm="")
            pytest.fail("\n".join([f"$ {step.command}", *lines]), pytrace=False)


def test_pages_have_commands() -> None:
    """Blocks that are not found would pass."""
    steps = [read_page(path.read_text(encoding="utf-8")).blocks for path in _PAGES]
    assert sum(len(block) for blocks in steps for block in blocks) > 100
