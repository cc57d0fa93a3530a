"""The names under which a reading gives what is written under other names. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oocli.catalogue import ReadBack

_NO = ("", "0", "false", "nein", "none")
_SAME = "*"


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
