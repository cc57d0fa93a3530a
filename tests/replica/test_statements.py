"""What is in every statement of SQL."""

import re
from pathlib import Path

SOURCE = Path(__file__).parent.parent.parent / "src" / "oocli"


def test_no_placeholder_has_a_number() -> None:
    """Python 3.12 warns of ``?1`` with a sequence, and 3.14 refuses it."""
    numbered = [
        f"{path.name}: {line.strip()}"
        for path in SOURCE.rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"[\s(,=]\?[0-9]", line)
    ]
    assert numbered == []
