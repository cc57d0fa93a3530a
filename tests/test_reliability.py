"""docs/reliability.md: every test that it names exists."""

import re
from pathlib import Path

_TESTS = Path(__file__).parent
_PAGE = _TESTS.parent / "docs" / "reliability.md"


def test_every_test_of_the_page_exists() -> None:
    """A fault that is listed is a fault that is tried."""
    named = set(re.findall(r"`(test_\w+)`", _PAGE.read_text(encoding="utf-8")))
    source = "".join(path.read_text(encoding="utf-8") for path in _TESTS.rglob("test_*.py"))
    defined = set(re.findall(r"^def (test_\w+)", source, re.MULTILINE))
    assert len(named) > 20
    assert named - defined == set()
