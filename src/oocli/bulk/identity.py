"""Which run a journal belongs to: what must be the same when it is gone on with, and where it is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oocli.disk.directories import find_data_dir

if TYPE_CHECKING:
    from oocli.bulk.checking import CallRows, Survey
    from oocli.call.options import CallOptions
    from oocli.catalogue import Call
    from oocli.profiles import Profile


def describe_run(work: CallRows, survey: Survey, options: CallOptions, profile: Profile) -> dict[str, Any]:
    """Give what must be the same when a run is gone on with: account, call, options and rows."""
    asked = [
        work.maker.base.as_json(),
        *(work.rows.format, options.rows.send_empty, options.fields.labels, options.fields.no_fields),
        *(sorted(options.rows.mapped), sorted(options.rows.ignored)),
    ]
    return {
        "call": work.call.name,
        "profile": profile.name,
        "address": profile.url,
        "account": _hash([profile.token, profile.extendedclaim]),
        "options": _hash(asked),
        "input": work.rows.digest,
        "rows": survey.total,
        "last_row": survey.last_row,
    }


def find_default_path(environ: Mapping[str, str], call: Call, run: Mapping[str, Any]) -> Path:
    """Give the place of a journal that was not named: the same for the same command and rows.

    So what was killed can be gone on with by typing the same again, with ``--resume``; and
    without, it is noticed.
    """
    folder = find_data_dir(environ) / "journals"
    return folder / f"{call.verb}-{call.resourcetype}-{_hash(run)}.ndjson"


def _hash(value: Any) -> str:
    """Give a short name for a JSON value, which tells nothing of it."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]
