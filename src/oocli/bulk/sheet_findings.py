"""What is said of the rows of a sheet because of its marks: what refuses a row, what is only told. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from oocli.bulk.sheet_marks import Area, SheetMarks, name_column, name_place


class SheetFindings:
    """The findings in a sheet; rows and columns count from 0."""

    def __init__(self, marks: SheetMarks, merged: Sequence[Area]) -> None:
        """Take the marks, and the merged areas, whoever has found them."""
        self._marks = marks
        self._merged = merged

    def list_errors(self, row: int, ignored: Collection[int] = ()) -> Iterator[str]:
        """Name the cells of a row, apart from the columns left out, with a formula that came to nothing."""
        marks = self._marks
        for columns, told in (
            (marks.errors, "a formula came to an error in {}"),
            (marks.unsaved, "the file has no result of the formula in {}; save it in a spreadsheet"),
        ):
            if found := [name_place(row, column) for column in columns.get(row, ()) if column not in ignored]:
                yield told.format(", ".join(found))

    def list_doubts(
        self, row: int, columns: Sequence[str], texts: Sequence[str], *, ignored: Collection[int] = ()
    ) -> Iterator[str]:
        """Say what is sent otherwise than it looks.

        Args:
            row: the row.
            columns: the names of all columns.
            texts: what stands in the row, in each of them.
            ignored: those that are left out.
        """
        if row in self._marks.hidden:
            yield "the row is hidden in the sheet, and is sent all the same"
        if row in self._marks.totals:
            yield "the row is the totals of a table, and is sent all the same"
        for column in self._marks.list_hidden_columns(len(columns)):
            if texts[column] and column not in ignored:
                name = f"{name_column(column)} ({columns[column]})"
                yield f"column {name} is hidden in the sheet, and is sent all the same"
        for column, rows in self._marks.percents.items():
            if row in rows and texts[column] and column not in ignored:
                name = f"{name_column(column)} ({columns[column]})"
                yield f"column {name} is shown in percent, and is sent as it is: 0.035 where 3.5 % stands"
        if tabs := self._marks.tabs.get(row):
            places = " and ".join(name_place(row, column) for column in tabs)
            yield f"the tab in {places} is lost: .ods is read without tabs, .xlsx with them"
        for area in self._areas.get(row, ()):
            yield f"{area} is one merged cell, whose value stands in {name_place(area.top, area.left)} only"

    def explain_nameless(self, row: int, columns: Sequence[str]) -> Mapping[int, str]:
        """Return why columns have no name, where the row of the names itself is the reason."""
        reasons = {
            column: error
            for column, name in enumerate(columns)
            if not name
            for error in self.list_errors(row, [other for other in range(len(columns)) if other != column])
        }
        for area in self._areas.get(row, ()):
            for column in range(area.left, min(area.right + 1, len(columns))):
                if not columns[column]:
                    reasons[column] = f"{area} is one merged cell"
        return reasons

    @cached_property
    def _areas(self) -> Mapping[int, Sequence[Area]]:
        """The merged areas that touch each row."""
        found: dict[int, list[Area]] = {}
        for area in self._merged:
            for row in range(area.top, area.bottom + 1):
                found.setdefault(row, []).append(area)
        return found
