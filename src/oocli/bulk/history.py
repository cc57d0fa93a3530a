"""Past runs as data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from oocli.bulk.identity import find_folder
from oocli.bulk.past_runs import list_runs, list_undone

COLUMNS = (
    "started",
    "seconds",
    "profile",
    "call",
    "rows",
    "ok",
    "error",
    "unknown",
    "skipped",
    "results",
    "undone",
)


TABLE_COLUMNS = ("started", "call", "outcome", "results")


def list_summaries(environ: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the same in fewer words, for people: ``TABLE_COLUMNS`` with local time."""
    folder = find_folder(environ)
    return [
        {
            "started": _write_local(run["started"]),
            "call": run["call"],
            "outcome": _describe_outcome(run),
            "results": _shorten(Path(run["results"]), folder),
        }
        for run in list_history(environ)
    ]


def list_history(environ: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the keys of ``COLUMNS`` for each run, newest first; what is unknown is None."""
    runs = list_runs(environ)
    undone = list_undone(runs)
    return [
        {
            "started": past.started or None,
            "seconds": past.run.get("seconds"),
            "profile": past.run.get("profile"),
            "call": past.run.get("call"),
            "rows": past.run.get("rows"),
            **{status: past.counts.get(status, 0) for status in ("ok", "error", "unknown", "skipped")},
            "results": str(past.path),
            "undone": past.name in undone,
        }
        for past in runs
    ]


def _shorten(path: Path, folder: Path) -> str:
    """Return the shortest name by which `oocli undo` finds a journal from here."""
    if path.parent == folder:
        return path.stem
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _write_local(started: str | None) -> str:
    try:
        return datetime.fromisoformat(started or "").astimezone().strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError):  # an early version has none; a damaged file has anything
        return started or ""


def _describe_outcome(run: Mapping[str, Any]) -> str:
    if run["undone"]:
        return "undone"
    counts = {status: run[status] for status in ("ok", "error", "unknown", "skipped")}
    return ", ".join(f"{count:,} {status}" for status, count in counts.items() if count) or "nothing sent"
