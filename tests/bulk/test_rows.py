"""Rows out of files: every format, what is wrong with them, and some of them written back."""

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from harness import Stream
from limited import full_disk
from oocli.bulk.row_opening import open_rows
from oocli.errors import OocliError, UsageError
from oocli.render import Layout, choose


def _read(
    path: Path | str, content: bytes | None = None, *, row_format: str = ""
) -> list[tuple[int, dict[str, Any]]]:
    if isinstance(path, Path) and content is not None:
        path.write_bytes(content)
    with open_rows(str(path), Stream(), row_format=row_format) as rows:
        return [(row.number, row.values) for row in rows]


_MAX = [(1, {"Name": "Müller", "Plz": "01067"}), (2, {"Name": "a, b", "Plz": ""})]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("comma.csv", 'Name,Plz\nMüller,01067\n"a, b",\n'),
        ("semicolon.csv", 'Name;"Plz"\r\nMüller;01067\r\na, b;\r\n'),
        ("bom.csv", '\ufeffName,Plz\nMüller,01067\n"a, b",\n'),
        ("tabs.tsv", "Name\tPlz\nMüller\t01067\na, b\t\n"),
        ("array.json", '[{"Name": "Müller", "Plz": "01067"},\n {"Name": "a, b", "Plz": ""}]'),
        ("bom.json", '\ufeff[{"Name": "Müller", "Plz": "01067"}, {"Name": "a, b", "Plz": ""}]'),
        ("lines.ndjson", '{"Name": "Müller", "Plz": "01067"}\n{"Name": "a, b", "Plz": ""}'),
        ("guessed", '{"Name": "Müller", "Plz": "01067"}\n{"Name": "a, b", "Plz": ""}\n'),
        ("guessed-array", ' [{"Name": "Müller", "Plz": "01067"},{"Name": "a, b", "Plz": ""}]'),
        ("guessed-sheet", 'Name,Plz\nMüller,01067\n"a, b",\n'),
    ],
)
def test_every_format_gives_the_same_rows(tmp_path: Path, name: str, content: str) -> None:
    """CSV with either separator, TSV, a JSON array and NDJSON mean the same, with a byte order mark too."""
    assert _read(tmp_path / name, content.encode()) == _MAX


def test_standard_input_is_read(tmp_path: Path) -> None:
    """A minus stands for standard input, as text or as bytes."""
    text = 'Name,Plz\nMüller,01067\n"a, b",\n'
    binary = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="ascii")
    for stdin in (Stream(text), binary):
        with open_rows("-", stdin) as rows:
            assert [(row.number, row.values) for row in rows] == _MAX


def test_rows_can_be_read_again(tmp_path: Path) -> None:
    """What was read once is read the same way again, although the file has changed meanwhile."""
    path = tmp_path / "a.csv"
    path.write_text("Name\nA\n")
    with open_rows(str(path), Stream()) as rows:
        path.write_text("Name\nB\n")
        assert [[row.values for row in rows] for _ in range(2)] == [[{"Name": "A"}]] * 2


def test_cells_hold_line_breaks_and_quotes(tmp_path: Path) -> None:
    """A quoted cell of CSV may hold line breaks, separators and quotes; an escape of TSV stands for one."""
    sheet = b'a;b\r\n"1\r\n2;""x""";y\r\n'
    assert _read(tmp_path / "a.csv", sheet) == [(1, {"a": '1\r\n2;"x"', "b": "y"})]
    assert _read(tmp_path / "a.tsv", b"a\tb\n1\\n2\\t\\\\\ty\n") == [(1, {"a": "1\n2\t\\", "b": "y"})]


def test_cell_of_any_length_is_read(tmp_path: Path) -> None:
    """A long text is not a mistake of a sheet."""
    long = "x" * 200_000
    assert _read(tmp_path / "a.csv", f"a,b\n1,{long}\n".encode()) == [(1, {"a": "1", "b": long})]


def test_empty_rows_count_and_are_left_out(tmp_path: Path) -> None:
    """The number of a row is that of its line below the header, also behind empty ones."""
    content = b"a,b\n\n1,2\n,\n3,4\n\n"
    assert _read(tmp_path / "a.csv", content) == [(2, {"a": "1", "b": "2"}), (4, {"a": "3", "b": "4"})]


def test_columns_without_a_name_are_left_out_if_empty(tmp_path: Path) -> None:
    """The empty columns that a spreadsheet puts at the end mean nothing; a value there is a problem."""
    (tmp_path / "a.csv").write_text("a;;\n1;;\n2;;x\n")
    with open_rows(str(tmp_path / "a.csv"), Stream()) as rows:
        assert [row.problem for row in rows] == ["", "'x' is in column 3 (C), which has no name"]


def test_rows_of_another_length_are_a_problem(tmp_path: Path) -> None:
    """A row with more or fewer cells than the header is told, and does not hide the others."""
    (tmp_path / "a.csv").write_text("a,b\n1\n1,2\n1,2,3\n")
    with open_rows(str(tmp_path / "a.csv"), Stream()) as rows:
        assert [row.problem for row in rows] == [
            "it has 1 cell, the first row has 2",
            "",
            "it has 3 cells, the first row has 2",
        ]


def test_german_excel_is_read_where_it_is_named(tmp_path: Path) -> None:
    """``excel-de`` undoes what the dialect of that name does on output."""
    content = b"a;b;c;d\r\n720000,50;'=x;Haus, Hof;250.000\r\n"
    (tmp_path / "a.csv").write_bytes(content)
    read = {"a": "720000.50", "b": "=x", "c": "Haus, Hof", "d": "250.000"}
    assert _read(tmp_path / "a.csv", row_format="excel-de") == [(1, read)]


@pytest.mark.parametrize(
    ("content", "read"),
    [
        ('Name;Plz;Preis\nA;"=""01067""";3,5\n', {"Name": "A", "Plz": "01067", "Preis": "3,5"}),
        ("Name;Plz\n'-Müller;'@x\n", {"Name": "-Müller", "Plz": "@x"}),
        ("_id;Name;Preis\n1;'-Müller;3,5\n", {"_id": "1", "Name": "-Müller", "Preis": "3.5"}),
        ("Name;Plz\n'Müller;'\n", {"Name": "'Müller", "Plz": "'"}),
        ('Name,Plz\n\'-Müller,"=""01067"""\n', {"Name": "'-Müller", "Plz": '="01067"'}),
    ],
)
def test_guard_of_german_excel_is_taken_off(tmp_path: Path, content: str, read: dict[str, str]) -> None:
    """Between semicolons guards are taken off again; a comma is a point again in oocli's own."""
    assert _read(tmp_path / "a.csv", content.encode()) == [(1, read)]


@pytest.mark.parametrize(
    ("name", "content", "cells"),
    [
        ("a.csv", 'a\tb\r\n1\t"x, y"\r\n', ["1", "x, y"]),
        ("a.csv", "sep=|\na|b\n1|2;3\n", ["1", "2;3"]),
        ("a.csv", '"sep=;"\r\na;b\r\n1;2,3\r\n', ["1", "2,3"]),
        ("a.csv", "Name, Vorname;b\n1;2\n3;4,5\n", ["1", "2"]),
        ("a.csv", "a,b\n1,x;y;z;w\n", ["1", "x;y;z;w"]),
        ("a.csv", "\n\na;b\n1;2\n", ["1", "2"]),
        ("a.tsv", 'a\tb\r\n1\t"x ""y"""\r\n', ["1", 'x "y"']),
        ("a.tsv", 'a\tb\r\nC:\\new\t"x\ny, z"\r\n', ["C:\\new", "x\ny, z"]),
        ("a.tsv", '_id\tb\n1\t"x, y"\n', ["1", '"x, y"']),
        ("a.tsv", "a\tb\n1\tx\\ty\n", ["1", "x\ty"]),
    ],
)
def test_delimiter_and_quotes_are_found(tmp_path: Path, name: str, content: str, cells: list[str]) -> None:
    """What parts the cells is found from the rows; TSV has the quotes of Excel, or oocli's own escapes."""
    (tmp_path / name).write_text(content, encoding="utf-8", newline="")
    with open_rows(str(tmp_path / name), Stream()) as rows:
        assert list(next(iter(rows)).values.values()) == cells


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.ndjson"])
def test_encoding_is_found(tmp_path: Path, name: str, encoding: str) -> None:
    """A file is read in the encoding that it has, and what is written back has it too."""
    texts = {
        "a.csv": "Name;Ort\n{};x\n",
        "a.tsv": "Name\tOrt\n{}\tx\n",
        "a.ndjson": '{{"Name": "{}", "Ort": "x"}}\n',
    }
    value = "Müller €"
    path = tmp_path / name
    path.write_text(
        texts[name].format("A") + "\n" * 9 + texts[name].format(value).splitlines()[-1] + "\n", encoding
    )
    assert [row for _, row in _read(path)] == [{"Name": "A", "Ort": "x"}, {"Name": value, "Ort": "x"}]
    with open_rows(str(path), Stream()) as rows:
        assert rows.write_some(tmp_path / "some", wanted=lambda number: number > 1) == 1
    assert value in (tmp_path / "some").read_text(encoding)


def test_late_byte_tells_the_encoding(tmp_path: Path) -> None:
    """The whole file is looked at: one byte at its end makes it Windows-1252."""
    rows = "".join(f"{number};x\n" for number in range(100_000))
    content = f"a;b\n{rows}1;ü\n".encode("cp1252")
    assert _read(tmp_path / "a.csv", content)[-1] == (100_001, {"a": "1", "b": "ü"})


@pytest.mark.parametrize(
    ("name", "content", "lines"),
    [
        ("a.csv", 'a;b\n1;"x\n\ny"\n2;z\n\n3;w\n', [2, 5, 7]),
        ("a.csv", 'sep=;\r\na;b\r\n1;"x\r\ny"\r\n2;z\r\n', [3, 5]),
        ("a.tsv", "a\tb\n1\tx\n\n2\ty\n", [2, 4]),
        ("a.json", '[\n {"a": "x\\n",\n  "b": 2},\n\n {"a": 1}, {"a": 2}\n]', [2, 5, 5]),
        ("a.ndjson", '{"a": 1}\n\n{"a": 2}\n', [1, 3]),
    ],
)
def test_line_is_that_of_an_editor(tmp_path: Path, name: str, content: str, lines: list[int]) -> None:
    """A row knows the line that it begins in, quoted line breaks and a ``sep=`` line included."""
    (tmp_path / name).write_text(content, encoding="utf-8", newline="")
    with open_rows(str(tmp_path / name), Stream()) as rows:
        assert [row.line for row in rows] == lines


def test_directory_is_told(tmp_path: Path) -> None:
    """A directory has no rows."""
    with pytest.raises(UsageError, match="Cannot read"):
        _read(str(tmp_path))


def test_separator_line_is_written_back(tmp_path: Path) -> None:
    """Some rows of a sheet with a ``sep=`` line can be read like the whole of it."""
    (tmp_path / "a.csv").write_text("sep=|\na|b\n1|2,3;4\n5|6\n")
    with open_rows(str(tmp_path / "a.csv"), Stream()) as rows:
        rows.write_some(tmp_path / "b.csv", wanted=lambda number: number == 1)
    assert (tmp_path / "b.csv").read_text() == "sep=|\na|b\n1|2,3;4\n"


def test_file_says_how_it_is_read(tmp_path: Path) -> None:
    """Delimiter and encoding can be told in a few words."""
    (tmp_path / "a.csv").write_bytes("a;b\n1;ü\n".encode("cp1252"))
    (tmp_path / "a.json").write_text("[]")
    for name, words in (("a.csv", "cells separated by semicolons, Windows-1252"), ("a.json", "JSON, UTF-8")):
        with open_rows(str(tmp_path / name), Stream()) as rows:
            assert rows.describe() == words


def test_cells_of_some_columns_are_given_as_they_stand(tmp_path: Path) -> None:
    """Whole columns can be looked at before the rows are read."""
    (tmp_path / "a.csv").write_text('a;b;c\n1,5;="1.250";x\n;2;y\n')
    (tmp_path / "a.json").write_text('[{"a": "1,5", "b": 2}, {"id": 1, "elements": {"a": "3"}}]')
    with open_rows(str(tmp_path / "a.csv"), Stream()) as rows:
        assert list(rows.list_cells({"a", "b"}.__contains__)) == [
            (2, "a", "1,5"),
            (2, "b", '="1.250"'),
            (3, "a", ""),
            (3, "b", "2"),
        ]
    with open_rows(str(tmp_path / "a.json"), Stream()) as rows:
        assert list(rows.list_cells({"a", "b"}.__contains__)) == [(1, "a", "1,5"), (1, "a", "3")]


@settings(derandomize=True, database=None, deadline=None, max_examples=300)
@given(
    st.lists(st.text(max_size=8) | st.text("0123'=+-@,.;\"\t\r\n eE/", max_size=8), min_size=2, max_size=5)
)
@example(["1,5", "'=x", "''+1", '="01067"', "01067", "-0,5", "'", "'a", "1.5", "720.000"])
def test_german_excel_gives_every_text_back(texts: list[str]) -> None:
    """What the dialect makes of a text for Excel is undone when the sheet is read."""
    records = [{"id": 1, "elements": {f"f{at}": text for at, text in enumerate(texts)}}]
    sheet = io.StringIO(newline="")
    choose("csv", Layout(dialect="excel-de")).render(records, sheet)
    with open_rows("-", Stream(sheet.getvalue()), row_format="excel-de") as rows:
        assert [list(row.values.values())[1:] for row in rows] == [texts]


def test_long_array_is_read_in_pieces(tmp_path: Path) -> None:
    """Values that are longer than a piece, and pieces that end anywhere, change nothing."""
    values = [{"n": number, "text": "ä\\n]," * (number * 7000)} for number in range(12)]
    content = json.dumps(values, indent=1, ensure_ascii=False).encode()
    assert [row for _, row in _read(tmp_path / "a.json", content)] == values


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"Name\nM\x81ller\n", "is neither UTF-8 nor Windows-1252 text"),
        ("a.csv", b"", "is empty"),
        ("a.csv", b"Name\0\0", "is not text"),
        ("a.csv", b"\xd0\xcf\x11\xe0\xa1\xb1", "is an old Excel workbook"),
        ("a.csv", b"PK\x03\x04", "is a workbook or a ZIP archive"),
        ("a.yaml", b"- a: 1\n", "is YAML, which is not read"),
        ("a.numbers", b"x", "is a workbook, which is not read"),
        ("a.fods", b"<office:document/>", "is a workbook, which is not read"),
        ("a.md", b"| a |", "is Markdown, which is not read"),
        ("a.geojson", b"{}", "is GeoJSON, which is not read"),
        ("a.xml", b"<a/>", "is HTML or XML"),
        ("a.csv", b"\xef\xbb\xbf\r\n <html>", "is HTML or XML"),
        ("a.json", b"<html>502</html>", "is HTML or XML"),
        ("a.csv", rb"{\rtf1 a}", "is RTF"),
        ("a.csv", b'[{"a": 1}]', "is JSON, not a sheet"),
        ("a.tsv", b' {"a": 1}', "is JSON, not a sheet"),
        ("a.json", b"a,b\n1,2\n", "is no JSON array"),
        ("a.json", b'{"a": 1}', "is no JSON array"),
        ("a.ndjson", b'[{"a": 1}]', "is not one JSON object a line"),
        ("a.ndjson", b"a,b\n1,2\n", "is not one JSON object a line"),
        ("a.csv", "a;b\n".encode("utf-16-le"), "is UTF-16 without a byte order mark"),
        ("a.csv", "a;b\n".encode("utf-16-be"), "is UTF-16 without a byte order mark"),
        ("a.csv", "a;b\n".encode("utf-32"), "is UTF-32"),
        ("a.csv", b"PAR1\0", "is Parquet"),
        ("a.csv", "Ort\nKöln\n".encode() + b"M\xfcnchen\n", "is partly UTF-8 and partly Windows-1252"),
        ("a.csv", "Ort\nKöln\n".encode("cp850"), "is text of MS-DOS or an old Macintosh"),
        ("a.csv", "Ort\nMünchen\nKöln\n".encode("mac-roman"), "is text of MS-DOS or an old Macintosh"),
        ("a.csv", b"a,b,a\n1,2,3\n", "several columns of the same name"),
        ("a.csv", b"\n\n", "is empty"),
        ("a.csv", b" ; ;\n\t\n", "is empty"),
        ("a.csv", b'a\n"open\n', "cannot be split into cells"),
        ("a.json", b'[{"a": 1} {"a": 2}]', "Row 1 is not JSON"),
        ("a.json", b'[{"a": 1}, {"a": }]', "Row 2 is not JSON"),
        ("a.json", b'[{"a": 1}', "Row 1 is not JSON"),
        ("a.json", b'[{"a": 1}] []', "Row 1 is not JSON"),
        ("a.json", b"[", "Row 1 is not JSON"),
        ("a.json", b'[{"a": NaN}]', "Row 1 is not JSON"),
        ("a.json", b'[{"a": 1, "a": 2}]', "Row 1 is not JSON"),
        ("a.ndjson", b'{"a": 1}\n\n{"a": \n', "Row 3 is not JSON"),
        ("a.ndjson", b'{"a":' + b"[" * 100_000, "Row 1 is not JSON"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    """An input that is not what it should be is refused with the place."""
    with pytest.raises(UsageError, match=message):
        _read(tmp_path / name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", " ;;\n_id;ort;plz\n; \t;\xa0\n \n17;Aachen;\n;;\n"),
        ("a.csv", "  \n_id,ort,plz\n , ,\n\n17,Aachen,\n"),
        ("a.tsv", "\t\t \n_id\tort\tplz\n \t \t\n\n17\tAachen\t\n"),
    ],
)
def test_rows_of_blanks_are_empty_rows(tmp_path: Path, name: str, content: str) -> None:
    """Nobody sees them, above the names or below; they count, so that numbers stay those of the lines."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    with open_rows(str(tmp_path / name), Stream()) as rows:
        found = [(row.number, row.line, row.problem, row.values) for row in rows]
    assert found == [(3, 5, "", {"_id": "17", "ort": "Aachen", "plz": ""})]


@pytest.mark.parametrize("text", ["Köln „a” im„Haus”am", "Tomáš", "§5 a”", "Maße§x"])
def test_windows_text_is_none_of_ms_dos(tmp_path: Path, text: str) -> None:
    """Marks between words are no letters, and a file with umlauts has told what it is."""
    assert _read(tmp_path / "a.csv", f"Name\n{text}\n".encode("cp1252")) == [(1, {"Name": text})]


def test_a_sheet_that_is_named_may_begin_with_a_bracket(tmp_path: Path) -> None:
    """Databases write the names of columns so; ``--from-format`` says that it is no JSON."""
    assert _read(tmp_path / "a.csv", b"[a],[b]\n1,2\n", row_format="csv") == [(1, {"[a]": "1", "[b]": "2"})]


def test_json_rows_are_objects(tmp_path: Path) -> None:
    """Another value than an object is a problem of its row."""
    (tmp_path / "a.json").write_text('[1, {"a": null}]')
    with open_rows(str(tmp_path / "a.json"), Stream()) as rows:
        assert [(row.problem, row.values) for row in rows] == [
            ("it is not a JSON object", {}),
            ("", {"a": None}),
        ]


def test_missing_file_and_unknown_format_are_refused(tmp_path: Path) -> None:
    """What cannot be opened is said with its name, a wrong format with the right ones."""
    with pytest.raises(UsageError, match=r"Cannot read .*nothing\.csv"):
        _read(tmp_path / "nothing.csv")
    with pytest.raises(UsageError, match="no format 'pdf'"):
        _read(tmp_path / "a.csv", b"a\n", row_format="pdf")


@pytest.mark.parametrize(
    ("name", "content", "some", "none"),
    [
        ("a.csv", 'a;b\n1;x\n\n2;"y;\n"\n3;z\n', 'a;b\n2;"y;\n"\n3;z\n', "a;b\n"),
        ("a.tsv", "a\tb\n1\tx\n\n2\ty\\n\n3\tz\n", "a\tb\n2\ty\\n\n3\tz\n", "a\tb\n"),
        ("a.json", '[{"a":1},0,{"a":"ä"},{"b":[]}]', '[{"a": "ä"},\n{"b": []}]\n', "[]\n"),
        ("a.ndjson", '{"a":1}\n\n{"a":"ä"}\n{"b":[]}', '{"a": "ä"}\n{"b": []}\n', ""),
    ],
)
def test_some_rows_are_written_in_the_same_format(
    tmp_path: Path, name: str, content: str, some: str, none: str
) -> None:
    """The rows that are wanted make a file of the same kind, even in the place of the input."""
    path = tmp_path / name
    path.write_bytes(content.encode())
    with open_rows(str(path), Stream()) as rows:
        assert rows.write_some(path, wanted=lambda number: number > 2) == 2
        assert path.read_bytes().decode() == some
        assert rows.write_some(path, wanted=lambda _: False) == 0
        assert path.read_bytes().decode() == none
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_rows_are_written_through_a_link(tmp_path: Path) -> None:
    """What stands behind a link is replaced, not the link."""
    source, link, target = tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "c.csv"
    source.write_text("a\n1\n")
    link.symlink_to(target)
    with open_rows(str(source), Stream()) as rows:
        rows.write_some(link, wanted=lambda _: True)
    assert link.is_symlink()
    assert target.read_text() == "a\n1\n"


@pytest.mark.skipif(os.name == "nt", reason="no limits of files there")
def test_full_temporary_directory_is_told() -> None:
    """Where the input cannot be copied to is named; the input itself is not a reason."""
    with pytest.raises(OocliError) as failure, full_disk(1000), open_rows("-", Stream("a\n" * 5000)):
        pass
    assert failure.value.message == "The input cannot be copied to the temporary directory"
    assert failure.value.hint == "Nothing was sent; TMPDIR names another directory"


def test_byte_order_mark_is_kept(tmp_path: Path) -> None:
    """What came with a byte order mark, which Excel needs, is written with one."""
    source, target = tmp_path / "a.csv", tmp_path / "b.csv"
    source.write_bytes("\ufeffä\nö\n".encode())
    with open_rows(str(source), Stream()) as rows:
        rows.write_some(target, wanted=lambda _: True)
    assert target.read_bytes() == source.read_bytes()
