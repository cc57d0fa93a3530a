"""Fields as tables: a ``create table`` for each module, in the words of a database.

Pure. Columns are called as the fields are, beside ``_id``, as ``--flat`` writes it; a database does not
tell ``Ort`` from ``ort``, so where names meet, the later one gets a number.
"""

from collections.abc import Iterator, Mapping, Sequence

from oocli.fieldcode.code_wish import CodeWish
from oocli.fieldcode.held_values import HeldValues, find_values
from oocli.fieldcode.module_fields import ModuleFields
from oocli.fieldcode.quoting import write_remark

_ID = "_id"
_LONGEST = 63  # bytes of a name that PostgreSQL keeps
_TYPES: Mapping[str, Mapping[str, str]] = {
    "sqlite": {
        "integer": "integer",
        "number": "real",
        "boolean": "integer",
        "day": "text",
        "date": "text",
        "time": "text",
        "keys": "text",
        "": "text",
    },
    "postgres": {
        "integer": "bigint",
        "number": "numeric",
        "boolean": "boolean",
        "day": "date",
        "date": "date",
        "time": "timestamp",
        "keys": "text[]",
        "": "jsonb",
    },
    "duckdb": {
        "integer": "bigint",
        "number": "double",
        "boolean": "boolean",
        "day": "date",
        "date": "date",
        "time": "timestamp",
        "keys": "varchar[]",
        "": "json",
    },
}
_TEXT = {"sqlite": "text", "postgres": "text", "duckdb": "varchar"}


def write(wish: CodeWish, modules: Sequence[ModuleFields]) -> str:
    """Return a statement for each module, each column with the label of its field as a remark."""
    statements = ["\n".join(_write_table(module, wish.shape, wish.dialect)) for module in modules]
    return "\n\n".join([f"-- {write_remark(wish.origin)}", *statements]) + "\n"


def _write_table(module: ModuleFields, shape: str, dialect: str) -> Iterator[str]:
    taken = {_ID}
    columns = [(f"{_quote(_ID)} {_TYPES[dialect]['integer']} primary key", "")]
    for field in module.list_fields(shape):
        values = find_values(field, shape, is_structured=field.name in module.structured)
        name = _choose_name(field.name, taken)
        kind = _find_type(values, dialect)
        columns.append((f"{_quote(name)} {kind}", write_remark(field.label)))
    if module.label:
        yield f"-- {write_remark(module.label)}"
    yield f"create table {_quote(module.name)} ("
    for place, (column, remark) in enumerate(columns, start=1):
        comma = "," if place < len(columns) else ""
        yield f"    {column}{comma}" + (f" -- {remark}" if remark else "")
    yield ");"


def _choose_name(field: str, taken: set[str]) -> str:
    """Return the name of a column that none has yet, letter case aside."""
    plain = _cut(field.replace("\0", "") or "_", _LONGEST)
    name, number = plain, 1
    while name.lower() in taken:
        number += 1
        name = f"{_cut(plain, _LONGEST - len(str(number)) - 1)}_{number}"
    taken.add(name.lower())
    return name


def _cut(name: str, size: int) -> str:
    return name.encode("utf-8", "replace")[:size].decode("utf-8", "ignore")


def _find_type(values: HeldValues, dialect: str) -> str:
    """Return the type of a column: text where values of several kinds go in."""
    if not values.kinds:
        return _TYPES[dialect][""]
    kinds = [kind for kind in values.kinds if kind != "null"]
    return _TYPES[dialect].get(kinds[0], _TEXT[dialect]) if len(kinds) == 1 else _TEXT[dialect]


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
