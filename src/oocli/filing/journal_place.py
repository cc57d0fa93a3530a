"""Where the journal of an upload lies."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oocli.bulk.identity import find_default_path, find_folder
from oocli.bulk.past_runs import note_elsewhere, remove_old
from oocli.errors import UsageError

if TYPE_CHECKING:
    from oocli.catalogue import Call
    from oocli.context import Context
    from oocli.files.upload_options import UploadOptions


@contextmanager
def find_place(
    context: Context, call: Call, options: UploadOptions, run: Mapping[str, Any]
) -> Iterator[Path]:
    """Return the file that was named, or one in oocli's own directory, while the block runs.

    Files of one record are uploaded also where there is no such directory, in a container without a
    home; then the journal is gone when the block ends.

    Raises:
        UsageError: there is no place for the journal of a list, or of what is gone on with.
    """
    asked, environ = options.journal, context.environ
    if asked.results:
        with suppress(UsageError):  # without a home nobody finds it there
            note_elsewhere(environ, Path(asked.results))
        yield Path(asked.results)
    elif options.is_listed or asked.resume or _has_place(environ):
        path = find_default_path(environ, call, run)
        remove_old(environ, context.now(), but=path)
        yield path
    else:
        with tempfile.TemporaryDirectory(prefix="oocli-") as folder:
            yield Path(folder) / "results.ndjson"


def _has_place(environ: Mapping[str, str]) -> bool:
    try:
        find_folder(environ).mkdir(mode=0o700, parents=True, exist_ok=True)
    except (UsageError, OSError):
        return False
    return True
