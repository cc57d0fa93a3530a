"""The pictures of README and docs: made from real runs, never stale, and text all through."""

import re
from pathlib import Path
from xml.etree import ElementTree

import make_picture
import pytest
from screen import Span
from terminal_picture import draw

_ROOT = Path(__file__).parent.parent


def _read(name: str) -> str:
    return (_ROOT / name).read_text(encoding="utf-8")


def test_pictures_are_up_to_date() -> None:
    """A picture shows what its commands show in a terminal now."""
    made = make_picture.make_pictures()
    assert [name for name, text in made.items() if _read(name) != text] == [], "run `make docs`"


def test_readme_shows_the_picture() -> None:
    """Who opens the README sees oocli at once."""
    assert "](docs/terminal.svg)" in _read("README.md")


@pytest.mark.parametrize(
    ("told", "measured", "digits"),
    [
        (r"a read of 20 records still takes ([\d.]+) seconds", r"20 records as a table \| (\d+) ms", -2),
        (r"take ([\d.]+) seconds instead", r"latency\n.*`--all` \| ([\d.]+) s", 1),
        (r"seconds instead of ([\d.]+),", r"PHP loop \| ([\d.]+) s", 0),
        (r"in (\d+) MiB at most", r"200,000 records, `--jobs 8 --batch 5` \| (\d+) MiB", 0),
    ],
)
def test_readme_tells_what_was_measured(told: str, measured: str, digits: int) -> None:
    """A figure of the README is that of the benchmarks, rounded."""
    [figure] = re.findall(told, " ".join(_read("README.md").split()))
    [found] = re.findall(f"(?s){measured}", _read("docs/benchmarks.md"))[:1]
    unit = 1000 if measured.endswith("ms") else 1
    assert float(figure) * unit == round(float(found), digits)


@pytest.mark.parametrize(
    ("span", "drawn"),
    [
        (Span("$ oocli", (), 0), '<text x="18.0" y="48" textLength="58.8" fill="#7ee787">$ oocli</text>'),
        (Span("  a < b", (), 0), '<text x="34.8" y="48" textLength="42.0">a &lt; b</text>'),
        (Span("字 b", (), 2), '<text x="34.8" y="48" textLength="33.6">字 b</text>'),
        (
            Span("fail", ("bold", "red"), 0),
            '<text x="18.0" y="48" textLength="33.6" fill="#ff7b72" font-weight="bold">fail</text>',
        ),
        (Span("──", ("dim",), 0), '<text x="18.0" y="48" textLength="16.8" fill="#6e7681">──</text>'),
    ],
)
def test_text_stands_where_it_stood(span: Span, drawn: str) -> None:
    """A piece is as far from the edge, as long and of the same colour as on the terminal."""
    assert drawn in draw([[span]], columns=20, title="a terminal").split("\n")


def test_cells_of_a_line_are_placed_by_themselves() -> None:
    """What two blanks part keeps its column in every font."""
    picture = draw([[Span("11  Aachen am Rhein  0,00", (), 0)]], columns=30, title="a < b")
    root = ElementTree.fromstring(picture)
    assert [text.text for text in root.iter() if text.text and text.text.strip()] == [
        "a < b",
        "11",
        "Aachen am Rhein",
        "0,00",
    ]
