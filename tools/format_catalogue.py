"""Write the catalogue's JSON in one way: what fits into 100 columns stands on one line.

Run it by ``make format``; with ``--check`` it writes nothing and fails if anything would change.
A longer list or object has a line for each of its items, but a list of texts and numbers as many
on a line as there is room for. A text that is longer alone is not cut; it has a line of its own.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from generated import bring_up_to_date

_ROOT = Path(__file__).parent.parent
_CATALOGUE = Path("src/oocli/catalogue")
_WIDTH = 100  # columns of a line
_STEP = "  "


def main(arguments: list[str]) -> int:
    """Write the files, or compare them; gives the exit code."""
    return bring_up_to_date(make_files(), _ROOT, check="--check" in arguments)


def make_files() -> dict[str, str]:
    """Give the text that each JSON file of the catalogue should have, by its path in the project."""
    return {
        path.relative_to(_ROOT).as_posix(): format_json(json.loads(path.read_text(encoding="utf-8")))
        for path in sorted((_ROOT / _CATALOGUE).rglob("*.json"))
    }


def format_json(value: Any) -> str:
    """Give a JSON value as the text of a file, with what is not ASCII as it is."""
    return _format(value, indent="", room=_WIDTH) + "\n"


def _format(value: Any, *, indent: str, room: int) -> str:
    """Give a value of which the first line has so many columns of room, and the others an indent."""
    flat = _write(value)
    if len(flat) <= room or not value or not isinstance(value, dict | list):
        return flat
    inner = indent + _STEP
    if isinstance(value, dict):
        lines = _list_items([f"{_write(key)}: " for key in value], list(value.values()), inner)
        return "\n".join(["{", *lines, f"{indent}}}"])
    is_flat = not any(isinstance(item, dict | list) for item in value)
    lines = _fill(value, inner) if is_flat else _list_items([""] * len(value), value, inner)
    return "\n".join(["[", *lines, f"{indent}]"])


def _list_items(starts: Sequence[str], items: Sequence[Any], indent: str) -> Iterator[str]:
    """Give each item behind its start, such as a key, on lines of its own."""
    for start, item, comma in zip(starts, items, _part(len(items)), strict=True):
        room = _WIDTH - len(indent) - len(start) - len(comma)
        yield f"{indent}{start}{_format(item, indent=indent, room=room)}{comma}"


def _fill(items: Sequence[Any], indent: str) -> Iterator[str]:
    """Give lines that hold as many of the items as there is room for."""
    line = indent
    for item, comma in zip(items, _part(len(items)), strict=True):
        text = f"{_write(item)}{comma}"
        if line != indent and len(line) + len(" ") + len(text) > _WIDTH:
            yield line
            line = indent
        line += text if line == indent else f" {text}"
    yield line


def _part(count: int) -> list[str]:
    """Give what stands behind each of so many items."""
    return [","] * (count - 1) + [""]


def _write(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
