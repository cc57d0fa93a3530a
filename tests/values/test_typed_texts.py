"""What each type of field makes of a text, and of a JSON value."""

from typing import Any

import pytest

from oocli.fields.facts import Field
from oocli.values.typed_texts import read_json_value, read_text

_ART = {"haus": "Haus", "wohnung": "Wohnung", "garage": "Stellplatz", "platz": "Stellplatz", "oel": "Öl, Gas"}


def _field(kind: str, *, length: int | None = None, measure: str = "") -> Field:
    permitted = _ART if kind.endswith("select") else {}
    return Field("estate", "art", type=kind, permitted=permitted, length=length, measure=measure)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("float", "1.234,5", "1234.5"),
        ("integer", "1950", "1950"),
        ("urn:onoffice-de-ns:smart:2.5:dbAccess:dataType:decimal", "1.234,5", "1234.5"),
        ("urn:onoffice-de-ns:smart:2.5:dbAccess:dataType:date", "28.11.2026", "2026-11-28"),
        ("urn:onoffice-de-ns:smart:2.5:dbAccess:dataType:varchar", "1.234,5", "1.234,5"),
        ("date", "28.11.2026", "2026-11-28"),
        ("datetime", "28.11.2026 9:30", "2026-11-28 09:30:00"),
        ("boolean", "nein", "0"),
        ("singleselect", "haus", "haus"),
        ("singleselect", "HAUS", "haus"),
        ("singleselect", "wohnung", "wohnung"),
        ("singleselect", "öl, gas", "oel"),
        ("singleselect", "O\u0308l, Gas", "oel"),
        ("multiselect", "haus", ["haus"]),
        ("multiselect", "haus|Wohnung", ["haus", "wohnung"]),
        ("multiselect", "|haus||wohnung|", ["haus", "wohnung"]),
        ("multiselect", '["haus", "Wohnung"]', ["haus", "wohnung"]),
        ("multiselect", "Haus, Wohnung", ["haus", "wohnung"]),
        ("multiselect", "Öl, Gas", ["oel"]),
        ("multiselect", "Öl, Gas|Haus", ["oel", "haus"]),
        ("multiselect", "haus, haus", ["haus"]),
        ("multiselect", "||", []),
        ("varchar", " 3,5 ", " 3,5 "),
        ("text", "300.000", "300.000"),
        ("user", "1,5", "1,5"),
        ("displayAll", "1,5", "1,5"),
        ("", "01067", "01067"),
        ("float", "", ""),
        ("date", " ", ""),
        ("multiselect", "", ""),
        ("varchar", " ", " "),
    ],
)
def test_type_decides(kind: str, text: str, value: Any) -> None:
    """The type of the field decides what a text is; text, and a type nobody knows, leave it alone."""
    assert read_text(text, _field(kind)) == (value, None, "")


def test_text_that_has_keys_takes_anything() -> None:
    """The country of an address is kept by its name: a key becomes its label; what is neither stays."""
    country = Field("address", "Land", type="varchar", permitted={"DEU": "Deutschland", "AUT": "Österreich"})
    texts = ("Deutschland", "deutschland", "AUT", "aut", "Atlantis", "")
    names = ["Deutschland", "Deutschland", "Österreich", "Österreich", "Atlantis", ""]
    assert [read_text(text, country).value for text in texts] == names


@pytest.mark.parametrize("text", ["ja", "Ja", "yes", "true", "1", "x", "X", "WAHR", "j", "y"])
def test_what_people_write_for_yes_is_yes(text: str) -> None:
    """What people write for yes is yes."""
    assert read_text(text, _field("boolean")).value == "1"


@pytest.mark.parametrize("text", ["nein", "NO", "false", "0", "FALSCH", "n"])
def test_what_people_write_for_no_is_no(text: str) -> None:
    """What people write for no is no."""
    assert read_text(text, _field("boolean")).value == "0"


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("boolean", "vielleicht", "'vielleicht' is not yes or no; write ja or nein, yes or no, 1 or 0"),
        ("singleselect", "hauss", "'hauss' is not a key or label of art; did you mean haus?"),
        ("singleselect", "Wohnun", "'Wohnun' is not a key or label of art; did you mean wohnung?"),
        ("singleselect", "Stellplatz", "'Stellplatz' could be garage or platz; write the key"),
        (
            "singleselect",
            "xyz",
            "'xyz' is not a key or label of art; it takes haus, wohnung, garage, platz, oel",
        ),
        (
            "multiselect",
            "haus|hauss",
            "'haus|hauss' is not a list of keys of art: 'hauss' is not one; did you mean haus?",
        ),
        ("multiselect", "[haus]", """'[haus]' is not a list; write it like art=a|b or '["a", "b"]'"""),
    ],
)
def test_refusal_says_what_was_expected(kind: str, text: str, sentence: str) -> None:
    """A text that is no value of the type is told in one sentence, with the nearest."""
    refusal = read_text(text, _field(kind)).refusal
    assert refusal is not None
    assert refusal.describe(text) == sentence


def test_long_list_of_keys_is_cut() -> None:
    """Of many keys the first are named, and where the others stand."""
    field = Field("estate", "art", type="singleselect", permitted={f"k{at}": "" for at in range(20)})
    refusal = read_text("xyz", field).refusal
    assert refusal is not None
    assert refusal.advice.endswith("k10, k11 and 8 more (`oocli fields estate art`)")


def test_label_of_a_known_key_does_not_hide_it() -> None:
    """A text that is a key is that key, although it is the label of another one too."""
    field = Field("estate", "art", type="singleselect", permitted={"1": "2", "2": "Zwei"})
    assert read_text("2", field).value == "2"


def test_text_that_is_too_long_is_doubted() -> None:
    """A text longer than its field is sent, with a warning that says both lengths."""
    read = read_text("abcdef", _field("varchar", length=5))
    assert (read.value, read.doubt) == ("abcdef", "art holds 5 characters, the text has 6")
    assert read_text("abcde", _field("varchar", length=5)).doubt == ""


@pytest.mark.parametrize(
    ("kind", "value", "given"),
    [
        ("float", 1.5, 1.5),
        ("float", "1.5", "1.5"),
        ("float", None, None),
        ("float", "", ""),
        ("boolean", True, True),
        ("boolean", "nein", "0"),
        ("boolean", 0, 0),
        ("date", "28.11.2026", "2026-11-28"),
        ("singleselect", "Haus", "haus"),
        ("multiselect", ["Haus", "wohnung"], ["haus", "wohnung"]),
        ("multiselect", "|haus||wohnung|", ["haus", "wohnung"]),
        ("multiselect", [], []),
        ("varchar", 5, 5),
        ("varchar", ["a"], ["a"]),
        ("", {"a": 1}, {"a": 1}),
    ],
)
def test_json_is_taken_as_it_is(kind: str, value: Any, given: Any) -> None:
    """JSON of the right type stays; labels and dates become what the API writes."""
    assert read_json_value(value, _field(kind)) == (given, None, "")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *(("float", "1.234,5"), ("float", "300.000"), ("float", [1]), ("float", True), ("integer", 1.5)),
        *(
            ("boolean", 2),
            ("date", 45989),
            ("date", {}),
            ("singleselect", ["haus"]),
            ("singleselect", "hauss"),
        ),
        *(("multiselect", ["hauss"]), ("multiselect", {"a": 1}), ("multiselect", [["haus"]])),
    ],
)
def test_json_of_another_type_is_refused(kind: str, value: Any) -> None:
    """JSON that is no value of the type, a German number too, is refused."""
    assert read_json_value(value, _field(kind)).refusal is not None
