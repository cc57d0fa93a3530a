"""README.md and docs/: links lead somewhere, and CI finds its command."""

import re
from pathlib import Path

_ROOT = Path(__file__).parents[1]


def _read(name: str) -> str:
    return (_ROOT / name).read_text(encoding="utf-8")


def test_every_link_leads_somewhere() -> None:
    """The pages that README and docs name exist."""
    pages = [_ROOT / "README.md", _ROOT / "CONTRIBUTING.md", *sorted((_ROOT / "docs").rglob("*.md"))]
    missing = [
        f"{page.relative_to(_ROOT)} -> {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert missing == []


def test_both_commands_of_the_readme_are_marked() -> None:
    """CI takes the second command from the README, by its mark."""
    assert re.search(r"<!-- main -->\n```sh\n.*oocli --sandbox read estate\n```", _read("README.md"))
    assert re.search(r"<!-- test -->\n```sh\n.*pytest\n```", _read("README.md"))
