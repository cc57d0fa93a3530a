"""The page of the schemas: docs/reference/schemas.md, a row for each, written by ``make docs``."""

import json
from collections.abc import Iterator
from pathlib import Path

from markdown_text import escape, write_table

_FOLDER = Path(__file__).parent.parent / "docs" / "schemas"


def write_schemas() -> Iterator[str]:
    """Give the paragraphs of the page."""
    rows = []
    for path in sorted(_FOLDER.glob("*.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        rows.append((f"[{path.stem}](../schemas/{path.name})", escape(schema["description"])))
    yield "# JSON Schemas"
    yield (
        "What oocli writes as JSON, each as a JSON Schema of draft 2020-12. They describe `-o json`; with"
        " `-o ndjson` a line is one item of the list. `oocli commands -o json` says which writes which."
        " [What you can rely on](../stability.md)"
    )
    yield write_table(("Schema", "What it describes"), rows)
