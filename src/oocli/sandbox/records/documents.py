"""Minor things that the sandbox only keeps and finds again: worklists, offers, messages."""

import json
from typing import Any

from oocli.sandbox.ask import Ask


def keep(ask: Ask, kind: str, name: str, body: Any) -> int:
    """Keep a thing under a name, replacing what had the name, and give its number."""
    ask.db.execute(
        "INSERT INTO document (kind, name, body) VALUES (?, ?, ?)"
        " ON CONFLICT (kind, name) DO UPDATE SET body = excluded.body",
        (kind, name, json.dumps(body, ensure_ascii=False)),
    )
    row = ask.db.execute("SELECT id FROM document WHERE kind = ? AND name = ?", (kind, name)).fetchone()
    return int(row[0])


def recall(ask: Ask, kind: str, name: str) -> tuple[int, Any] | None:
    """Return number and content of what is kept under a name, or None."""
    row = ask.db.execute("SELECT id, body FROM document WHERE kind = ? AND name = ?", (kind, name)).fetchone()
    return (row[0], json.loads(row[1])) if row else None
