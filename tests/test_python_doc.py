"""docs/python.md: every program in it runs."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

_PAGE = Path(__file__).parent.parent / "docs" / "python.md"
_PROGRAMS = re.findall(r"```python\n(.*?)```", _PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("program", _PROGRAMS, ids=range(len(_PROGRAMS)))
def test_programs_of_the_page_run(program: str, environ: dict[str, str], tmp_path: Path) -> None:
    """To their end, against the sandbox, without a word on standard error."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env=environ,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_page_has_programs() -> None:
    """A page whose blocks are not found would pass."""
    assert len(_PROGRAMS) == 6
