"""The names under which a reading gives what is written under other names, there and back. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oocli.catalogue import ReadBack

_NO = ("", "0", "false", "nein", "none")
_SAME = "*"
_INSIDE = "."


def name_as_read(name: str, way: ReadBack) -> str:
    """Return the name of a field in a record that was read: ``range_kaufpreis.0`` for ``kaufpreis__von``."""
    known = way.names.get(name)
    if known is not None:
        return known
    for pattern, target in way.names.items():
        start, star, end = pattern.partition(_SAME)
        if star and name.startswith(start) and name.endswith(end):
            return target.replace(_SAME, name[len(start) : len(name) - len(end)])
    return name


def name_as_written(name: str, way: ReadBack) -> str:
    """Return the name under which something is written that a reading gives as an element of this name."""
    for written, read in way.names.items():
        if read == name and name not in way.shapes:
            return written
        start, star, end = read.partition(_SAME)
        if star and _INSIDE not in read and name.startswith(start) and name.endswith(end):
            return written.replace(_SAME, name[len(start) : len(name) - len(end)])
    return name


def list_inside(name: str, way: ReadBack) -> Mapping[str, str]:
    """Return what is written of the parts of an element: name of the part to name when written."""
    pairs = ((read.partition(_INSIDE), written) for written, read in way.names.items())
    return {part: written for (element, _, part), written in pairs if element == name and part}


def explain_stand_ins(sets: Mapping[str, Any], way: ReadBack) -> Mapping[str, Any]:
    """Return the fields that are set; one that stands for values of another field becomes that field.

    A field that is given itself wins over one that stands for it.
    """
    explained = dict(sets)
    for name, (meant, yes, no) in way.means.items():
        if name in explained:
            value = str(explained.pop(name)).strip().lower()
            explained.setdefault(meant, no if value in _NO else yes)
    return explained
