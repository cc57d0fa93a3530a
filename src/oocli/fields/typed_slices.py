"""Values as computers want them in the text of a record, which is not decoded for it.

Pure. A name in its quotes behind a comma is a name and never part of a text, in which a quote is escaped. So
each value of a typed field is found where it stands, and written as it is meant; most were met before.
A record is left to others where an object stands in its elements, or anything that looks like one; and all
are where a name begins with what may stand behind a text, whose end could be taken for the begin of the name.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from oocli.fields.types import CONVERTERS, type_value
from oocli.wire.record import Slice

# A text, a number or a word; no list: it is one already.
_VALUE = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[^"\[{,}\s]++'
_CELL = re.compile(rb'(,\s*+"([^"\\]*+(?:\\.[^"\\]*+)*+)"\s*+:\s*+)(.+)', re.DOTALL)
_BETWEEN, _ZERO = b'":"', ord("0")
_LONGEST_NUMBER = 15  # digits: that many a double keeps of any number
_BEHIND_TEXTS = b" \t,:]}"
_DEEPEST_CHOICE = 20  # names that each begin like the next one would be a choice in a choice, and so on
_MOST_KEPT = 1_000  # cells of a field that are remembered, so that memory stays flat
_LONGEST_KEPT = 120  # bytes of such a cell


class SliceTypes:
    """Types values in the text of records; ``types`` has the type of each field."""

    def __init__(self, types: Mapping[str, str]) -> None:
        self._types = {_write_name(name): kind for name, kind in types.items() if kind in CONVERTERS}
        self._is_clear = not any(name[:1] and name[:1] in _BEHIND_TEXTS for name in self._types)

    def type(self, record: Slice) -> Slice | None:
        """Return a record with typed elements; None where that cannot be done in its text."""
        if not self._types:
            return record
        parts = record.part() if self._is_clear else None
        if parts is None:
            return None
        head, members = parts
        pieces = self._pattern.split(b"," + members)
        pieces[1::2] = map(self._cells.__getitem__, pieces[1::2])
        first = 0 if pieces[0] else 1  # which begins with the comma that was put before it
        pieces[first] = pieces[first][1:]
        return record.with_text(head + b"".join(pieces))

    @cached_property
    def _pattern(self) -> re.Pattern[bytes]:
        return re.compile(rb'(,\s*+"%b"\s*+:\s*+(?:%b))' % (_write_choice(self._types), _VALUE))

    @cached_property
    def _cells(self) -> "_Cells":
        return _Cells(self._types)


class _Cells(dict[bytes, bytes]):
    """What a name with its value becomes, as far as they were met."""

    def __init__(self, types: Mapping[bytes, str]) -> None:
        self._kinds = {b',"%b' % name: kind for name, kind in types.items()}
        self._kept: Counter[bytes] = Counter()

    def __missing__(self, cell: bytes) -> bytes:
        # Most values that differ from record to record are usual numbers.
        start, _, text = cell.partition(_BETWEEN)
        number = _type_number(text[:-1], self._kinds.get(start, ""))
        typed = self._type_any(cell) if number is None else b'%b":%b' % (start, number)
        if len(cell) <= _LONGEST_KEPT and self._kept[start] < _MOST_KEPT:
            self._kept[start] += 1
            self[cell] = typed
        return typed

    def _type_any(self, cell: bytes) -> bytes:
        found = _CELL.fullmatch(cell)
        return cell if found is None else found[1] + _type_text(found[3], self._kinds[b',"' + found[2]])


def _type_number(text: bytes, kind: str) -> bytes | None:
    """Return the JSON of a usual number; None for any other text or kind."""
    if len(text) > _LONGEST_NUMBER:
        return None
    if kind == "integer":
        return text if text.isdigit() and (text[0] != _ZERO or len(text) == 1) else None
    if kind == "float":
        whole, _, fraction = text.partition(b".")
        if whole.isdigit() and fraction.isdigit():
            is_plain = whole[0] != _ZERO or len(whole) == 1
            return b"%r" % float(text) if fraction.strip(b"0") or not is_plain else whole + b".0"
    return None


def _type_text(text: bytes, kind: str) -> bytes:
    """Return the JSON of a value as its type wants it; what is no JSON stays, nobody has read it so far."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    typed = type_value(value, kind)
    return text if typed is value else json.dumps(typed, ensure_ascii=False, separators=(",", ":")).encode()


def _write_choice(names: Iterable[bytes], level: int = 0) -> bytes:
    """Return a pattern that matches these names, which are taken apart where they begin to differ.

    One by one would take several times as long where an office has hundreds of fields of its own, which all
    begin alike: ``ind_1203_Feld_ObjTech11``.
    """
    if level == _DEEPEST_CHOICE:
        return b"(?:%b)" % b"|".join(map(re.escape, names))
    by_letter: dict[bytes, list[bytes]] = {}
    for name in names:
        by_letter.setdefault(name[:1], []).append(name)
    choices = []
    for alike in by_letter.values():
        start = _find_start(alike)
        rest = _write_choice([name[len(start) :] for name in alike], level + 1) if len(alike) > 1 else b""
        choices.append(re.escape(start) + rest)
    return b"(?:%b)" % b"|".join(choices)


def _find_start(names: Sequence[bytes]) -> bytes:
    """Return what all of these names begin with."""
    first, last = min(names), max(names)
    for length, (one, other) in enumerate(zip(first, last, strict=False)):
        if one != other:
            return first[:length]
    return first


def _write_name(name: str) -> bytes:
    """Return a name as it stands between quotes in JSON."""
    return json.dumps(name, ensure_ascii=False)[1:-1].encode("utf-8", "surrogatepass")
