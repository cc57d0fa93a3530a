"""Files that are made from the program: written where they differ, or compared."""

import sys
from collections.abc import Mapping
from pathlib import Path


def bring_up_to_date(files: Mapping[str, str], folder: Path, *, check: bool) -> int:
    """Write each text to its path below a folder, unless it stands there; gives the exit code.

    With ``check`` nothing is written, and the exit code is 1 if anything would be.
    """
    stale = [name for name, text in files.items() if read(folder / name) != text]
    for name in stale:
        sys.stdout.write(f"{'stale' if check else 'wrote'}: {name}\n")
        if not check:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(files[name], encoding="utf-8", newline="\n")
    return 1 if stale and check else 0


def read(path: Path) -> str | None:
    """Give the text of a file, or None where there is none."""
    return path.read_text(encoding="utf-8") if path.exists() else None
