"""Records from standard input into a table of a SQLite file, merged by dlt: what people build today.

``oocli read estate --all -o ndjson --flat | python dlt_merge.py FOLDER``; wants ``dlt[sqlalchemy]``.
"""

import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

_AT_ONCE = 5000


def read_records() -> Iterator[list[dict[str, Any]]]:
    """Give the records, some thousand at a time."""
    part = []
    for line in sys.stdin:
        part.append(json.loads(line))
        if len(part) == _AT_ONCE:
            yield part
            part = []
    yield part


def main() -> None:
    """Merge them into ``merge.db`` in the folder that is named."""
    dlt: Any = import_module("dlt")  # it is not among what the tests need
    folder = Path(sys.argv[1])
    pipeline = dlt.pipeline(
        "bench",
        pipelines_dir=str(folder / "pipelines"),
        destination=dlt.destinations.sqlalchemy(f"sqlite:///{folder / 'merge.db'}"),
        dataset_name="main",
    )
    pipeline.run(dlt.resource(read_records, name="estate", primary_key="_id", write_disposition="merge"))


if __name__ == "__main__":
    main()
