"""An extension of Sphinx: no option of a command that goes on in the next line is broken at its hyphens."""

import re
from typing import Any

from sphinx.application import Sphinx

_BLOCK = re.compile(r"<pre>.*?</pre>", re.DOTALL)
_OPTION = re.compile(r"(?<=[\s>])--?[A-Za-z][\w.-]*")


def mark_options(html: str) -> str:
    """Return a page in which each option of a block of code is a ``span`` of the class ``option``."""
    return _BLOCK.sub(lambda block: _OPTION.sub(r'<span class="option">\g<0></span>', block[0]), html)


def setup(app: Sphinx) -> dict[str, bool]:
    """Have Sphinx mark the options of every page."""
    app.connect("html-page-context", _mark)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _mark(app: Sphinx, name: str, template: str, context: dict[str, Any], tree: object) -> None:
    """Mark the options of one page; Sphinx fixes these arguments."""
    if "body" in context:
        context["body"] = mark_options(context["body"])
