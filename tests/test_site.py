"""The pages of docs/ as a site: all are listed, links lead to headings, questions have answers.

``make site`` builds it strictly; what stands here needs nothing but the Markdown.
"""

import re
import shlex
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from check_site import check
from site_options import mark_options

from harness import Outcome

_ROOT = Path(__file__).parents[1]
_DOCS = _ROOT / "docs"
_PAGES = sorted(_DOCS.rglob("*.md"))
_QUESTIONS = (_DOCS / "questions.md").read_text(encoding="utf-8")


def _read(path: Path) -> str:
    """Give the text of a page without its blocks of code."""
    return re.sub(r"(?ms)^```.*?^```$", "", path.read_text(encoding="utf-8"))


def _list_anchors(path: Path) -> Iterator[str]:
    """Give the anchors of a page's headings, as code hosts and the site make them."""
    for heading in re.findall(r"(?m)^#+ (.*)$", _read(path)):
        plain = re.sub(r"[^\w\- ]", "", heading.lower())
        yield plain.replace(" ", "-")


def test_every_page_is_in_the_table_of_contents() -> None:
    """Who reads the site finds every page in it."""
    index = (_DOCS / "index.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```\{toctree\}\n(?::.*\n)*\n((?:.+\n)*)```", index)
    listed = [line for block in blocks for line in block.split()]
    names = [path.relative_to(_DOCS).with_suffix("").as_posix() for path in _PAGES]
    missing = [name for name in names if not any(fnmatchcase(name, pattern) for pattern in listed)]
    assert missing == ["index"]
    assert [name for name in listed if "*" not in name and name not in names] == []


@pytest.mark.parametrize("page", [_ROOT / "README.md", *_PAGES], ids=lambda path: path.stem)
def test_every_link_leads_to_a_heading(page: Path) -> None:
    """Where a link names a part of a page, that page has it."""
    wrong = []
    for target, anchor in re.findall(r"\]\(([^)#:\s]*)#([^)\s]+)\)", _read(page)):
        aim = (page.parent / target).resolve() if target else page
        if anchor not in set(_list_anchors(aim)):
            wrong.append(f"{target}#{anchor}")
    assert wrong == []


@pytest.mark.parametrize("page", [_ROOT / "README.md", *_PAGES], ids=lambda path: path.stem)
def test_rows_of_a_table_have_the_same_cells(page: Path) -> None:
    """No row of a table has more cells than its head, or fewer."""
    wrong = []
    for table in re.findall(r"(?m)(?:^\|.*\|\n)+", _read(page)):
        head, *rows = [len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()]
        wrong += [table.splitlines()[number] for number, row in enumerate(rows, 1) if row != head]
    assert wrong == []


def test_forty_questions_have_answers() -> None:
    """Each question leads to a page, and to a command."""
    rows = [line for line in _QUESTIONS.splitlines() if line.startswith("| ") and "Question" not in line]
    assert len(rows) == 40
    assert [row for row in rows if "](" not in row or "`oocli" not in row] == []


_COMMANDS = sorted(set(re.findall(r"`oocli ([^`]*)` \|$", _QUESTIONS, re.MULTILINE)))


@pytest.mark.parametrize("command", _COMMANDS)
def test_command_of_an_answer_runs(oocli: Callable[..., Outcome], command: str) -> None:
    """What stands beside a question says something, without an account."""
    outcome = oocli(*shlex.split(command), terminal=True)
    assert outcome.code == 0
    assert outcome.out


def test_broken_site_is_told_of(tmp_path: Path) -> None:
    """Pages and anchors that are not there, and what is loaded from elsewhere, are named."""
    (tmp_path / "a.html").write_text(
        '<h1 id="here"></h1><a href="#here"></a><a href="b.html#there"></a><a href="c.html"></a>'
        '<a href="https://example.com"></a><script src="https://example.com/x.js"></script>'
    )
    (tmp_path / "b.html").write_text('<img src="data:image/png;base64,"><link href="//example.com/font.css">')
    (tmp_path / "site.css").write_text('@import "https://example.com/font.css"; a { background: url(a.png) }')
    assert sorted(check(tmp_path)) == [
        "a.html -> b.html#there: has no such anchor",
        "a.html -> c.html: is not there",
        "a.html -> https://example.com/x.js: loaded from elsewhere",
        "b.html -> //example.com/font.css: loaded from elsewhere",
        "site.css -> https://example.com/font.css: loaded from elsewhere",
    ]


def test_site_without_pages_is_told_of(tmp_path: Path) -> None:
    """A folder in which nothing was built is no site without faults."""
    assert list(check(tmp_path)) == [f"{tmp_path}: there is no page"]


def test_no_option_is_broken_behind_its_hyphens() -> None:
    """A long command of the site goes on in the next line between its words; prose stays as it is."""
    page = "<p>a --b</p><pre>oocli<i> </i>read<i> </i>--fields Id,ort -o csv\n    --limit 5 well-known</pre>"
    assert mark_options(page) == (
        '<p>a --b</p><pre>oocli<i> </i>read<i> </i><span class="option">--fields</span> Id,ort '
        '<span class="option">-o</span> csv\n    <span class="option">--limit</span> 5 well-known</pre>'
    )
