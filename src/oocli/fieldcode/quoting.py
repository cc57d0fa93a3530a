"""Names and labels in code: as texts that JSON, JavaScript and Python read alike, and in comments. Pure."""

import json

from oocli.text.visible import make_visible


def quote(text: str) -> str:
    """Return a text in double quotes, as JSON, JavaScript and Python write it."""
    return json.dumps(text, ensure_ascii=False).encode("utf-8", "backslashreplace").decode("utf-8")


def write_remark(text: str) -> str:
    """Return a text for a comment of one line, which nothing in it ends."""
    return make_visible(" ".join(text.split())).replace("*/", "* /")
