"""A list of files and where they go, a row each: what its columns mean, and its rows as wishes.

Columns are the parameters of the linking call, ``file``, and the modules of records; in any case. How
cells come out of a file is the business of ``bulk.row_input``. Relative names stand beside the list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from oocli.bulk.headers import ColumnRules
from oocli.bulk.sheet_values import TruthCell
from oocli.call.record_numbers import read_number
from oocli.errors import UsageError
from oocli.fields.labels import fold
from oocli.files.upload_options import PARAMETERS
from oocli.filing.wishes import Wish
from oocli.request.parameter_values import convert, find_parameter
from oocli.text.spelling import ask

if TYPE_CHECKING:
    from oocli.bulk.row_input import RowInput
    from oocli.bulk.row_problems import RowProblems
    from oocli.bulk.rows import Row
    from oocli.catalogue import Call

FILE = "file"
_ALSO = {"type": "Art"}


class ListColumns(NamedTuple):
    """What the columns of a list mean.

    Attributes:
        names: column to ``file``, a parameter of the linking call, a module, or the field of ``--match``;
            those that are left out are not there.
        modules: the modules among them.
        key: the column of ``--match``; empty where there is none.
    """

    names: Mapping[str, str]
    modules: tuple[str, ...]
    key: str = ""


def read_columns(
    columns: Sequence[str], modules: Sequence[str], rules: ColumnRules, *, match: str = ""
) -> ListColumns:
    """Return what the columns mean.

    Raises:
        UsageError: one means nothing, two mean the same, or there is none for the file.
    """
    known = {fold(name): name for name in (FILE, *PARAMETERS, *modules)}
    known |= {fold(also): name for also, name in _ALSO.items()}
    if match:
        known[fold(match)] = match
    names: dict[str, str] = {}
    problems = [f"There is no column {stray!r} (--map, --ignore)" for stray in rules.find_strays(columns)]
    for column in filter(None, columns):
        if rules.is_ignored(column):
            continue
        meant = known.get(fold(rules.find_target(column) or column))
        if meant is None:
            near = ask(column, [*known.values(), *_ALSO])
            problems.append(
                f"{column} is not a column of such a list{near and f'; {near}'}"
                f" (--map '{column}=NAME', --ignore '{column}')"
            )
        elif meant in names.values():
            problems.append(f"Two columns are {meant}: {column} and another one")
        else:
            names[column] = meant
    if FILE not in names.values() and not problems:
        problems.append(
            f"No column is {FILE!r}: it names the files; --map 'COLUMN=file' says which one it is"
        )
    if problems:
        listed = ", ".join((FILE, *map(str.lower, modules), *_ALSO, *PARAMETERS[1:]))
        raise UsageError(
            problems[0] if len(problems) == 1 else "The columns of the list are not what is needed",
            why="" if len(problems) == 1 else "\n".join(problems),
            hint=f"The columns are {listed}",
        )
    found = tuple(name for name in modules if name in names.values())
    return ListColumns(names, found, match if match in names.values() else "")


def read_wishes(
    rows: RowInput,
    call: Call,
    columns: ListColumns,
    *,
    usual: Mapping[str, Any],
    target: tuple[str, int] = ("", 0),
    folder: Path,
    doubts: RowProblems,
) -> Iterator[Wish]:
    """Return what each row wants; warnings about rows are added to ``doubts``.

    ``usual`` has the parameters that hold where a row does not say otherwise, ``target`` the record;
    its number is 0 where a column has what it is found by.
    """
    for row in rows:
        for doubt in row.doubts:
            doubts.add(row.line, doubt)
        yield _read_row(row, call, columns, usual=usual, target=target, folder=folder)


def _read_row(
    row: Row,
    call: Call,
    columns: ListColumns,
    *,
    usual: Mapping[str, Any],
    target: tuple[str, int],
    folder: Path,
) -> Wish:
    cells = {
        columns.names.get(name, name): value for name, value in row.values.items() if value not in ("", None)
    }
    texts = {
        name: value.shown if isinstance(value, TruthCell) else str(value).strip()
        for name, value in cells.items()
    }
    wish = Wish(row.number, row.line, folder / texts.get(FILE, ""), problem=row.problem)
    if wish.problem:
        return wish
    unknown = (
        [name for name in cells if name not in columns.names.values()] if not rows_have_header(row) else []
    )
    if unknown:
        return wish._replace(problem=f"{unknown[0]} is not a column of such a list")
    if FILE not in texts:
        return wish._replace(problem="it names no file")
    try:
        module, record = _find_target(texts, columns, target)
        parameters = {name: _read_parameter(call, name, cells[name]) for name in PARAMETERS if name in cells}
    except UsageError as error:
        return wish._replace(problem=error.message)
    names = (texts[columns.key],) if columns.key and not record else ()
    return wish._replace(
        module=module,
        record=record,
        names=names,
        parameters={**usual, **parameters},
        is_placed="position" in parameters,
    )


def rows_have_header(row: Row) -> bool:
    """Say whether the names of a row were checked as those of a header."""
    return row.is_text


def _find_target(texts: Mapping[str, str], columns: ListColumns, target: tuple[str, int]) -> tuple[str, int]:
    """Return module and number of the record that a row names; the number is 0 where it is looked for.

    Raises:
        UsageError: it names none, or two, or no number.
    """
    named = [module for module in columns.modules if module in texts]
    if len(named) > 1:
        raise UsageError(f"it names {' and '.join(map(str.lower, named))}, and a file goes to one record")
    if named:
        text = texts[named[0]].removesuffix(".0")  # a spreadsheet's number
        number = read_number(text)
        if number is None:
            raise UsageError(f"{named[0].lower()} is the number of a record, not {text[:40]!r}")
        return named[0], number
    module, record = target
    if not module:
        listed = " or ".join(map(str.lower, columns.modules)) or "--estate"
        raise UsageError(f"it names no record: {listed} says which one")
    if not record and columns.key not in texts:
        raise UsageError(f"{columns.key or 'its key'} is empty, so no record can be found by it")
    return module, record


def _read_parameter(call: Call, name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value if name not in ("title", "freetext") or isinstance(value, bool) else str(value)
    return convert(find_parameter(call, name), (value.strip(),), read_file=_refuse_file)


def _refuse_file(name: str) -> str:
    raise UsageError(f"@{name} names a file, which a cell cannot do")
