"""table: whole tables at several widths, one record as lines, and nothing that obeys the API's text."""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from rich.cells import cell_len

from oocli.render import Layout, choose
from oocli.render.shapes import Shape
from oocli.text.number_style import NumberStyle

ESTATES: list[dict[str, Any]] = [
    {
        "id": 4711,
        "type": "estate",
        "elements": {
            "Id": "4711",
            "objekttitel": "Charmante Altbauwohnung mit Südbalkon und Blick über die Dächer",
            "plz": "52064",
            "ort": "Aachen",
            "kaufpreis": "389000.00",
            "geaendert_am": "2025-11-17 15:30:25",
            "lage": "Ruhig,\r\nzentral",
            "heizungsart": ["zentral", "ofen"],
        },
    },
    {
        "id": 4713,
        "type": "estate",
        "elements": {
            "Id": "4713",
            "objekttitel": "東京 👩\u200d👧 ❤\ufe0f",
            "plz": "01067",
            "ort": "Mu\u0308nchen",
            "kaufpreis": "1250000.00",
            "geaendert_am": "0000-00-00 00:00:00",
            "lage": None,
            "heizungsart": [],
        },
    },
    {
        "id": 4715,
        "type": "estate",
        "elements": {
            "Id": "4715",
            "objekttitel": "\x1b[31mred\x1b[0m \u202egnp.exe",
            "plz": "",
            "ort": "Köln",
            "kaufpreis": "-1.00",
            "geaendert_am": "2025-01-02 03:04:05",
            "lage": "[bold]x[/bold] :smile:",
            "heizungsart": ["fern"],
        },
    },
]

AT_80 = """\
  Id  objekttitel                plz    ort       kaufpreis  geaendert_am
────  ─────────────────────────  ─────  ───────  ──────────  ───────────────────
4711  Charmante Altbauwohnung …  52064  Aachen    389000.00  2025-11-17 15:30:25
4713  東京 👩👧 ❤                01067  Mu\u0308nchen  1250000.00  0000-00-00 00:00:00
4715  ␛[31mred␛[0m <U+202E>gnp…         Köln          -1.00  2025-01-02 03:04:05
"""

AT_105 = """\
  Id  objekttitel        plz    ort       kaufpreis  geaendert_am         lage              heizungsart
────  ─────────────────  ─────  ───────  ──────────  ───────────────────  ────────────────  ─────────────
4711  Charmante Altbau…  52064  Aachen    389000.00  2025-11-17 15:30:25  Ruhig,↵zentral    zentral, ofen
4713  東京 👩👧 ❤        01067  Mu\u0308nchen  1250000.00  0000-00-00 00:00:00
4715  ␛[31mred␛[0m <U+…         Köln          -1.00  2025-01-02 03:04:05  [bold]x[/bold] …  fern
"""

AT_80_IN_ASCII = r"""
  Id  objekttitel                  plz    ort     kaufpreis  geaendert_am
----  ---------------------------  -----  ------  ---------  -------------------
4711  Charmante Altbauwohnung ...  52064  Aachen  389000.00  2025-11-17 15:30:25
4715  \x1b[31mred\x1b[0m <U+20...         Köln        -1.00  2025-01-02 03:04:05
"""[1:]

AT_24_IN_COLOUR = (
    "\x1b[1m  Id\x1b[0m  \x1b[1mobjekttitel       \x1b[0m\n"
    "\x1b[2m────\x1b[0m  \x1b[2m──────────────────\x1b[0m\n"
    "4711  Charmante Altbauw…\n"
    "4713  東京 👩👧 ❤\n"
)

ONE_RECORD = """\
Id            4711
objekttitel   Charmante Altbauwohnung mit
              Südbalkon und Blick über die Dächer
plz           52064
ort           Aachen
kaufpreis     389000.00
geaendert_am  2025-11-17 15:30:25
lage          Ruhig,
              zentral
heizungsart   zentral, ofen
"""

NESTED = {
    "id": 7,
    "type": "calendar",
    "elements": {
        "subject": "Besichtigung",
        "private": False,
        "type": {"value": "visit", "label": "Besuch"},
        "users": [{"id": 21, "name": "max"}, {"id": 31, "name": "gaby"}],
        "resources": [],
        "deep": {"a": {"b": {"c": 1}}},
    },
}

NESTED_LINES = """\
_id           7
subject       Besichtigung
private       false
type.value    visit
type.label    Besuch
users.0.id    21
users.0.name  max
users.1.id    31
users.1.name  gaby
resources
deep.a.b      {"c":1}
"""


def render(records: Any, **layout: Any) -> str:
    """Give the table of records."""
    stream = io.StringIO()
    choose("table", Layout(**layout)).render(records, stream)
    return stream.getvalue()


def make_estates(count: int) -> Iterator[dict[str, Any]]:
    """Give so many small records."""
    for number in range(count):
        elements = {"Id": str(number), "ort": "Köln" if number % 2 else "Aachen", "preis": f"{number}.00"}
        yield {"id": number, "type": "estate", "elements": elements}


@pytest.mark.parametrize(("width", "table"), [(80, AT_80), (105, AT_105)])
def test_a_table_fits_its_width(width: int, table: str) -> None:
    """Numbers and dates stay whole, texts are shortened, columns go from the right."""
    assert render(ESTATES, width=width) == table


def test_what_does_not_fit_is_noted() -> None:
    """A dropped column is named, with the way to see it."""
    renderer = choose("table", Layout(width=80))
    assert renderer.render(ESTATES, io.StringIO()) == 3
    assert renderer.notes == ["Not shown in 80 characters: lage, heizungsart; -o csv has every column"]


def test_a_table_without_unicode_has_ascii_marks() -> None:
    """Where the stream has no Unicode, rules, ellipses and marks are ASCII."""
    assert render(ESTATES[::2], unicode=False) == AT_80_IN_ASCII


def test_colour_is_a_bold_header_and_a_dim_rule() -> None:
    """Colour carries no meaning: the header is bold, the rule dim, nothing else."""
    assert render(ESTATES[:2], width=24, color=True) == AT_24_IN_COLOUR


def test_one_record_is_field_and_value_lines() -> None:
    """A single record is a line per field, long values wrapped, its line breaks kept."""
    assert render(ESTATES[:1], width=50) == ONE_RECORD


def test_nested_values_of_one_record_get_lines_of_their_own() -> None:
    """Objects and lists of objects are unfolded two levels, by path; what is deeper is JSON."""
    assert render([NESTED]) == NESTED_LINES


def test_file_content_is_not_poured_onto_the_screen() -> None:
    """Of a word of 48,213 characters the beginning is shown, and its length."""
    shown = render([{"id": 1, "elements": {"content": "A" * 48_213}}], width=300)
    assert shown == f"_id      1\ncontent  {'A' * 200}… (48,213 characters)\n"


def test_a_list_of_elements_is_a_row_each() -> None:
    """The pictures of one record are rows under its id."""
    pictures = [{"type": "Foto", "title": "Fassade"}, {"type": "Foto", "title": "Küche"}]
    assert render([{"id": 431, "type": "files", "elements": pictures}]) == (
        "_id  type  title\n───  ────  ───────\n431  Foto  Fassade\n431  Foto  Küche\n"
    )


def test_fields_of_a_module_are_a_row_each() -> None:
    """Elements that hold an object per name are shown as a row per name."""
    fields = {"plz": {"type": "varchar", "length": 10}, "lage": {"type": "text", "length": None}}
    assert render([{"id": "estate", "type": "", "elements": fields}]) == (
        "key   type     length\n────  ───────  ──────\nplz   varchar      10\nlage  text\n"
    )


def test_related_ids_are_a_row_for_each_parent() -> None:
    """Elements that hold a list per name are shown as a row per name, its list joined."""
    children = {"4629": ["4631", "4633"], "4635": []}
    assert render([{"id": "relatedIds", "type": "", "elements": children}]) == (
        "key   value\n────  ──────────\n4629  4631, 4633\n4635\n"
    )


def test_a_single_record_asked_for_by_id_stays_lines() -> None:
    """With layout.single even elements that hold only objects are lines."""
    assert (
        render([{"id": 1, "elements": {"type": {"value": "a"}}}], single=True)
        == "_id         1\ntype.value  a\n"
    )


def test_the_id_is_shown_where_no_field_says_it() -> None:
    """_id is the first column unless a field Id equals it; without any id it is left out."""
    assert render([{"id": 1, "elements": {"Id": "2"}}, {"id": 2, "elements": {"Id": "2"}}]) == (
        "_id  Id\n───  ──\n  1   2\n  2   2\n"
    )
    assert render([{"elements": {"a": "x"}}, {"elements": {"a": "y"}}]) == "a\n─\nx\ny\n"


def test_an_id_that_was_not_asked_for_is_not_shown_twice() -> None:
    """The id that addresses carry unasked, behind the asked fields, leaves its place to _id."""
    records = [{"id": number, "elements": {"Name": "Dörfel", "id": number}} for number in (101, 103)]
    assert render(records, columns=("Name",)) == "_id  Name\n───  ──────\n101  Dörfel\n103  Dörfel\n"
    assert render(records[:1], columns=("Name",)) == "_id   101\nName  Dörfel\n"
    assert render(records[:1], columns=("Name", "id")) == "Name  Dörfel\nid    101\n"


@pytest.mark.parametrize(("columns", "table"), [(("Id", "lage"), "Id  lage\n──  ────\n"), ((), "")])
def test_no_records_is_a_header(columns: tuple[str, ...], table: str) -> None:
    """Without records the header of the asked columns is shown, or nothing."""
    assert render([], columns=columns) == table


def test_a_created_record_is_its_id() -> None:
    """A record without elements is shown by its id."""
    assert render([{"id": 157, "type": "task", "elements": {}}]) == "_id  157\n"


def test_rich_and_plain_lines_look_the_same() -> None:
    """A table that fits the screen, drawn by rich, is the table printed line by line."""
    assert render(ESTATES, height=24) == render(ESTATES, height=1)
    coloured = render(ESTATES, height=1, color=True)
    assert re.sub("\x1b\\[[012]m", "", coloured) == AT_80


def test_a_long_table_grows_where_a_number_needs_it() -> None:
    """Beyond the first 200 records a longer number takes its room; what came before stays as it is."""
    lines = render(make_estates(1001), height=24).split("\n")
    assert lines[:3] == [" Id  ort      preis", "───  ──────  ──────", "  0  Aachen    0.00"]
    assert lines[1001:] == ["999  Köln    999.00", "1000  Aachen  1000.00", ""]


def make_late(late: Mapping[str, str], *, early: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give 200 records of one kind, and one of another."""
    return [{"id": at, "type": "estate", "elements": early} for at in range(1, 201)] + [
        {"id": 1001, "type": "estate", "elements": late}
    ]


@pytest.mark.parametrize("late", ["10001.00", "2025-11-17 15:30:25", "+49 241 123456", "1.250.000,50 €"])
def test_a_late_number_or_date_takes_its_room_from_the_longest_text(late: str) -> None:
    """The line stays as wide as the terminal; titles give way, down to a few letters if need be."""
    records = make_late(
        {"titel": "Haus mit Garten und Garage", "a": late},
        early={"titel": "Wohnung mit Balkon und Blick", "a": "1"},
    )
    last = render(records, width=36).split("\n")[-2]
    assert late in last
    assert last.startswith("1001  Haus ")
    assert "…" in last
    assert cell_len(last) <= 36


def test_a_late_number_is_whole_even_where_nothing_can_give_way() -> None:
    """A line wider than the terminal is better than half a number."""
    records = make_late({"a": "1234567890.00", "b": "987654.00"}, early={"a": "1.00", "b": "2.00"})
    assert render(records, width=17).split("\n")[-2] == "1001  1234567890.00  987654.00"


def test_a_late_text_grows_into_what_is_free() -> None:
    """A text longer than those before it is not cut while the terminal has room beside it."""
    records = make_late({"ort": "Frankfurt am Main"}, early={"ort": "Köln"})
    assert render(records, width=80).split("\n")[-2] == "1001  Frankfurt am Main"
    assert render(records, width=16).split("\n")[-2] == "1001  Frankfurt…"


def test_a_date_among_texts_is_whole() -> None:
    """Not only columns of nothing but dates keep them."""
    records = [
        {"elements": {"wann": text, "x": "langer Text " * 9}} for text in ("2025-11-17 15:30:25", "bald")
    ]
    assert "2025-11-17 15:30:25  langer" in render(records, width=40)


def test_a_number_is_whole_on_the_narrowest_terminal() -> None:
    """The last column that is left does not shorten a number either."""
    assert render([{"id": at, "elements": {"x": "y"}} for at in (12345, 12346)], width=3) == (
        "  _id\n─────\n12345\n12346\n"
    )


def test_a_name_that_is_typed_again_is_whole() -> None:
    """Columns that the layout names keep their texts, and others give way."""
    elements = {"resource": "createestatetrackingaccount", "title": "Create an estate tracking account"}
    records = [{"elements": elements}, {"elements": {**elements, "resource": "x"}}]
    lines = render(records, width=50, whole=("resource",)).split("\n")
    assert lines[2] == "createestatetrackingaccount  Create an estate tra…"


def test_names_that_are_typed_again_stay_where_they_lead() -> None:
    """However narrow it is, a list of commands is never the first word of each alone."""
    elements = {"verb": "explain", "resource": "relation estate:file:foto", "title": "photos"}
    lines = render([{"elements": elements}] * 2, width=24, whole=("verb", "resource")).split("\n")
    assert lines[2] == "explain  relation estate:file:foto"


@pytest.mark.parametrize(
    ("values", "right"),
    [
        (("52064", "60311"), False),
        (("52064", "01067"), False),
        (("0171234567", "241"), False),
        (("1", "0"), False),
        (("1.50", "12"), True),
        (("1.50", ""), True),
        ((1, 12), True),
        ((True, False), False),
        (("720.000,50 €", "385.000,00 €"), True),
        (("1.50", "auf Anfrage"), False),
        (("17.11.2025", "1.2.2025"), False),
        ((None, ""), False),
    ],
)
def test_alignment_never_depends_on_which_postcodes_came(values: Any, right: bool) -> None:
    """Right stand numbers that are surely ones; texts of digits alone stand left, whatever they are."""
    lines = render([{"elements": {"a_long_header": value}} for value in values]).split("\n")
    assert [line.startswith(" ") for line in lines[2:4] if line] == [right for line in lines[2:4] if line]


def test_what_is_known_of_a_field_aligns_it() -> None:
    """The configuration wins over what values look like, in both directions."""
    records = [{"elements": {"plz": 52064, "n": "7"}}, {"elements": {"plz": 1067, "n": "auf Anfrage"}}]
    assert render(records, shapes={"plz": Shape("text"), "n": Shape("number")}) == (
        "plz              n\n─────  ───────────\n52064            7\n1067   auf Anfrage\n"
    )


PRICED = {"kaufpreis": Shape("number", is_grouped=True), "status": Shape("text", labels={"1": "aktiv"})}


def test_known_numbers_are_grouped_and_keys_have_labels() -> None:
    """In rows as in the lines of one record; numbers and keys of other fields stay as they are."""
    elements = {"kaufpreis": "1301600.00", "status": "1", "plz": "52064", "x": "1301600.125"}
    records = [{"elements": elements}, {"elements": {**elements, "kaufpreis": "", "status": "9"}}]
    german = NumberStyle(".", ",")
    assert render(records, shapes=PRICED, numbers=german) == (
        "   kaufpreis  status  plz              x\n"
        "────────────  ──────  ─────  ───────────\n"
        "1.301.600,00  aktiv   52064  1301600.125\n"
        "              9       52064  1301600.125\n"
    )
    assert "kaufpreis  1.301.600,00\nstatus     aktiv\n" in render(records[:1], shapes=PRICED, numbers=german)


def test_a_long_table_groups_to_its_end() -> None:
    """What streams behind the first 200 records is shown like them."""
    records = make_late({"kaufpreis": "1234567.00"}, early={"kaufpreis": "1000.00"})
    lines = render(records, shapes=PRICED, numbers=NumberStyle("\u202f", ",")).split("\n")
    assert (lines[2], lines[-2]) == ("  1   1\u202f000,00", "1001  1\u202f234\u202f567,00")


@pytest.mark.parametrize("ids", [(0, 0), ("", ""), (None, None), ("0", "0"), ("relatedIds", "relatedIds")])
def test_an_id_that_says_nothing_is_not_shown(ids: Any) -> None:
    """Zero and one word beside every row are not record numbers."""
    records = [{"id": number, "elements": {"ort": "Köln"}} for number in ids]
    assert render(records) == "ort\n────\nKöln\nKöln\n"


@pytest.mark.parametrize(
    ("ids", "heading"), [((3, 17), "_id"), (("3", "17"), "_id"), (("rheinland", "x"), "id"), ((0, 1), "id")]
)
def test_what_numbers_no_records_is_no_record_number(ids: Any, heading: str) -> None:
    """Only record numbers stand under _id; names and places in a list under id."""
    assert render([{"id": at, "elements": {"ort": "Köln"}} for at in ids]).split()[0] == heading


@pytest.mark.parametrize(
    ("elements", "headings"),
    [
        ({"id": 8179, "uid": 5, "name": "Team"}, ["name", "uid", "key"]),
        ({"id": "haus", "name": "Haus"}, ["id", "name", "key"]),
        ({"name": "Haus"}, ["name", "id"]),
    ],
)
def test_no_two_columns_are_called_alike(elements: dict[str, Any], headings: list[str]) -> None:
    """What stands above ids that number no records is a word that no element has."""
    records = [{"id": group, "elements": elements} for group in ("objektart", "objekttyp")]
    shown = render(records).split("\n")[0].split()
    assert len(set(shown)) == len(shown)
    assert set(headings) <= set(shown)


def test_a_name_beside_a_field_id_is_no_second_id() -> None:
    """Where the record has a field of that name, what is not a record number is a name."""
    assert render([{"id": "attachments", "elements": {"id": 119}}]) == "name  attachments\nid    119\n"


def test_lists_of_our_own_have_a_heading_of_their_own() -> None:
    """What is not a record of the API says what its first column is."""
    records = [{"id": name, "elements": {"current": name == "acme"}} for name in ("acme", "sandbox")]
    assert render(records, heading="profile") == (
        "profile  current\n───────  ───────\nacme     true\nsandbox  false\n"
    )
    assert render(records[:1], heading="profile") == "profile  acme\ncurrent  true\n"


def test_a_field_that_comes_late_is_noted() -> None:
    """A field that first comes after the first 200 records has no column, and that is said."""
    renderer = choose("table", Layout())
    late = {"id": 200, "type": "estate", "elements": {"Id": "200", "x": "1"}}
    assert renderer.render([*make_estates(200), late], io.StringIO()) == 201
    assert renderer.notes == [
        "Fields that first came after the header was written are left out: x (1x)."
        " Name them in --fields to have them as columns"
    ]


@pytest.mark.parametrize("width", [1, 2, 7, 20, 40, 79])
@pytest.mark.parametrize("records", [ESTATES, ESTATES[:1], [NESTED]])
def test_no_line_is_wider_than_the_terminal(width: int, records: Any) -> None:
    """However narrow the terminal, no line is wider, measured in cells."""
    assert max(map(cell_len, render(records, width=width).split("\n"))) <= max(width, 4)
