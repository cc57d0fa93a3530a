"""What a sandbox holds: how it was made, how many records of each kind, which mails were sent."""

import json
from typing import Any

from oocli.sandbox.records import sql
from oocli.sandbox.records.store import Store

_TABLES = {
    "estates": "estate",
    "addresses": "address",
    "tasks": "task",
    "activities": "activity",
    "appointments": "appointment",
    "files": "file",
    "search criteria": "searchcriteria",
    "relations": "relation",
    "users": "user",
}
_MOST_MAILS = 20
_MADE = {"source": "copy of", "copied": "copied", "seed": "seed"}


def describe_store(store: Store) -> dict[str, Any]:
    """Return how it was made, a count for each kind of record, and ``outbox``: the last 20 mails.

    How it was made is ``seed``, or the office it is a copy of, and since when. A mail, newest first, has
    ``sent``, ``from``, ``to``, ``subject``, ``body`` and, if any, ``attachments``.
    """
    with store.reading() as db:
        facts = dict(db.execute("SELECT name, value FROM fact"))
        counts = {
            name: db.execute(sql.select(["COUNT(*)"], sql.quote(table))).fetchone()[0]
            for name, table in _TABLES.items()
        }
        mails = db.execute(
            "SELECT moment, body FROM mail WHERE direction = 'out' ORDER BY id DESC LIMIT ?", (_MOST_MAILS,)
        )
        outbox = [{"sent": moment, **json.loads(body)} for moment, body in mails]
    made = {word: facts[name] for name, word in _MADE.items() if name in facts}
    return {**made, **counts, "outbox": outbox}
