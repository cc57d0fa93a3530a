"""Which run a journal belongs to: what must be the same to continue it, and where it is kept."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oocli.bulk.journal_lines import write_moment
from oocli.disk.directories import find_data_dir

if TYPE_CHECKING:
    from oocli.bulk.checking import CallRows, Survey
    from oocli.call.asked import CallOptions
    from oocli.catalogue import Call
    from oocli.profiles import Profile


def describe_run(work: CallRows, survey: Survey, options: CallOptions, profile: Profile) -> dict[str, Any]:
    """Return what must be the same when a run is continued: account, call, options and rows."""
    asked = [
        work.maker.base.as_json(),
        *(work.rows.format, options.rows.send_empty, options.fields.labels, options.fields.no_fields),
        *(sorted(options.rows.mapped), sorted(options.rows.ignored)),
    ]
    if options.rows.match:
        asked.append(options.rows.match)
    return {
        "call": work.call.name,
        **describe_account(profile),
        "options": hash_value(asked),
        "input": work.rows.digest,
        "rows": survey.total,
        "last_row": survey.last_row,
    }


def describe_account(profile: Profile) -> dict[str, Any]:
    """Return what a journal says about whose records it changes."""
    return {
        "profile": profile.name,
        "address": profile.url,
        "account": hash_value([profile.token, profile.extendedclaim]),
    }


def begin_run(now: float) -> dict[str, Any]:
    """Return what a journal says about a run that begins now (Unix seconds): its own name, and the time."""
    return {"id": uuid.uuid4().hex[:16], "started": write_moment(now)}


def find_default_path(environ: Mapping[str, str], call: Call, run: Mapping[str, Any]) -> Path:
    """Return the place of an unnamed journal: the same for the same command and rows.

    So a killed run can be continued by typing the same command again with ``--resume``; without it, the
    unfinished run is noticed.
    """
    return find_folder(environ) / f"{call.verb}-{call.resourcetype}-{hash_value(run)}.ndjson"


def find_folder(environ: Mapping[str, str]) -> Path:
    """Return the directory of unnamed journals. It may not exist yet."""
    return find_data_dir(environ) / "journals"


def hash_value(value: Any) -> str:
    """Return a short name for a JSON value, which reveals nothing about it."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]
