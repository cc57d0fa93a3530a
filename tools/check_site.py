"""Follow every link of a built site: pages, anchors and files are there, and nothing is asked for elsewhere.

``python tools/check_site.py build/site``; ``make site`` does it. Links to other sites are not followed: a
reader chooses whether to go there. What a page loads by itself has to lie beside it.
"""

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

_LOADED = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src", "object": "data"}
_STYLE_LOADS = re.compile(r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\"')\s]+)")


class Reference(NamedTuple):
    """What a page refers to.

    Attributes:
        target: as it stands there.
        is_loaded: whether a browser asks for it without being told.
    """

    target: str
    is_loaded: bool


class Page(HTMLParser):
    """A page as it was read.

    Attributes:
        anchors: what can be jumped to.
        references: what it refers to.
    """

    def __init__(self, text: str) -> None:
        """Read the text of a page."""
        super().__init__()
        self.anchors: set[str] = {"", "top"}
        self.references: list[Reference] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of anchors and references."""
        found = {name: value or "" for name, value in attrs}
        self.anchors |= {found[name] for name in ("id", "name") if name in found}
        if tag == "a" and "href" in found:
            self.references.append(Reference(found["href"], is_loaded=False))
        elif target := found.get(_LOADED.get(tag, ""), ""):
            self.references.append(Reference(target, is_loaded=found.get("rel") != "canonical"))


def main(arguments: list[str]) -> int:
    """Check the site in a folder, and say what is wrong; gives the exit code."""
    wrong = list(check(Path(arguments[0])))
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    return 1 if wrong else 0


def check(folder: Path) -> Iterator[str]:
    """Give what is wrong with a site, a line each."""
    pages = {path.resolve(): Page(path.read_text(encoding="utf-8")) for path in folder.rglob("*.html")}
    if not pages:
        yield f"{folder}: there is no page"
    for path, page in pages.items():
        for reference in page.references:
            if reason := _find_fault(path, reference, pages):
                yield f"{path.relative_to(folder.resolve())} -> {reference.target}: {reason}"
    for path in folder.rglob("*.css"):
        for found in _STYLE_LOADS.findall(path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(folder)} -> {found}: loaded from elsewhere"


def _find_fault(path: Path, reference: Reference, pages: dict[Path, Page]) -> str:
    parts = urlsplit(reference.target)
    if parts.scheme == "data":
        return ""
    if parts.scheme or parts.netloc:
        return "loaded from elsewhere" if reference.is_loaded else ""
    aim = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    aim = aim / "index.html" if aim.is_dir() else aim
    if not aim.exists():
        return "is not there"
    anchors = pages[aim].anchors if aim in pages else {parts.fragment}
    return "" if unquote(parts.fragment) in anchors else "has no such anchor"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
