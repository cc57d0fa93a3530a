"""Patterns mean the same with every Python that oocli runs with."""

import ast
import re
from pathlib import Path

import pytest

_SOURCE = Path(__file__).parent.parent / "src" / "oocli"
_GROUP = re.compile(r"\((?:\?:)?((?:[^()\\\[]|\\.|\[(?:[^\]\\]|\\.)*\])*)\)(?:[*+?]|\{[0-9,]+\})\+")
_UNIT = re.compile(r"\[(?:[^\]\\]|\\.)*\]|\\.|[^\\\[]", re.DOTALL)


def has_unsafe_group(pattern: str) -> bool:
    """Say whether a group that gives nothing back holds something that would; ``(?>`` is such a group, too.

    Python 3.11.0 to 3.11.4 forget to go back where such a group fails half-way (python/cpython issue 106052).
    """
    if "(?>" in pattern:
        return True
    for found in _GROUP.finditer(pattern):
        units = _UNIT.findall(found[1])
        if "|" in units or any(
            unit in "*+?" and follows != "+" and before not in "*+?"
            for before, unit, follows in zip(["", *units], units, [*units[1:], ""], strict=False)
        ):
            return True
    return False


@pytest.mark.parametrize(
    ("pattern", "unsafe"),
    [
        (r"-?[0-9]+(?:,-?[0-9]+)*+", True),
        (r"(?:a|b)++", True),
        (r"(?>a+)b", True),
        (r"(?:ab?)?+", True),
        (r"(?:,-?[0-9]++)*", False),
        (r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', False),
        (r"(?:ab)++", False),
    ],
)
def test_unsafe_groups_are_told_from_others(pattern: str, unsafe: bool) -> None:
    """A quantifier inside of the group counts unless it gives nothing back either."""
    assert has_unsafe_group(pattern) is unsafe


def test_no_pattern_needs_a_later_python() -> None:
    """No text of the source has such a group; Debian 12 comes with Python 3.11.2."""
    found = [
        f"{path.name}:{node.lineno}"
        for path in _SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str | bytes)
        and has_unsafe_group(node.value if isinstance(node.value, str) else node.value.decode("latin-1"))
    ]
    assert found == []
