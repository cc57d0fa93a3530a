"""The grammar of --where: what is typed, what the API gets, where errors point."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oocli.errors import FilterError
from oocli.request.filters import parse


def test_first_documented_example() -> None:
    """The two conditions of the documentation's first example become its filter."""
    assert parse(["kaufpreis<300000", "status=1"]) == {
        "kaufpreis": [{"op": "<", "val": 300000}],
        "status": [{"op": "=", "val": 1}],
    }


def test_fields_keep_the_order_typed() -> None:
    """Fields stand in the filter in the order in which they were first typed."""
    assert list(parse(["b=1 and a=2", "c=3", "b=4"])) == ["b", "a", "c"]


def test_no_expression_is_an_empty_filter() -> None:
    """Without --where the filter is empty."""
    assert parse([]) == {}


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("=", "="),
        ("==", "="),
        ("!=", "!="),
        ("<>", "!="),
        ("<", "<"),
        (">", ">"),
        ("<=", "<="),
        (">=", ">="),
        ("eq", "="),
        ("ne", "!="),
        ("lt", "<"),
        ("gt", ">"),
        ("le", "<="),
        ("ge", ">="),
        ("EQ", "="),
        ("is", "is"),
        ("like", "like"),
        ("LIKE", "like"),
        ("not like", "not like"),
        ("Not  Like", "not like"),
    ],
)
def test_operator_with_one_value(typed: str, sent: str) -> None:
    """Every way to write an operator with one value sends one of the API's operators."""
    assert parse([f"kaufpreis {typed} 5"]) == {"kaufpreis": [{"op": sent, "val": 5}]}


@pytest.mark.parametrize(
    ("expression", "condition"),
    [
        ("ort in (Aachen,Köln)", {"op": "in", "val": ["Aachen", "Köln"]}),
        ("ort IN( Bad Homburg , 'a,b)' )", {"op": "in", "val": ["Bad Homburg", "a,b)"]}),
        ("ort not in (1,01,'2',0.5,'')", {"op": "not in", "val": [1, "01", "2", 0.5, ""]}),
        ("ort between 100000 and 300000", {"op": "between", "val": [100000, 300000]}),
        (
            "ort BETWEEN 2026-01-01 00:00:00 AND '2026-02-01'",
            {"op": "between", "val": ["2026-01-01 00:00:00", "2026-02-01"]},
        ),
        ("ort between 'a and b' and c", {"op": "between", "val": ["a and b", "c"]}),
    ],
)
def test_operator_with_several_values(expression: str, condition: dict[str, Any]) -> None:
    """Lists and ranges are sent as arrays, each value typed by itself."""
    assert parse([expression]) == {"ort": [condition]}


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("0", 0),
        ("1", 1),
        ("-5", -5),
        ("0.5", 0.5),
        ("-0.25", -0.25),
        ("300.000", 300.0),
        ("01067", "01067"),
        ("00.5", "00.5"),
        (".5", ".5"),
        ("5.", "5."),
        ("+5", "+5"),
        ("1e5", "1e5"),
        ("1,5", "1,5"),
        ("1.2.3", "1.2.3"),
        ("٣", "٣"),
        ("true", "true"),
        ("2026-11-01", "2026-11-01"),
        ("'5'", "5"),
        ('"5"', "5"),
        ("9" * 18, int("9" * 18)),
        ("9" * 19, "9" * 19),
        ("9" * 5000, "9" * 5000),
        ("0.1234567890123456789", "0.1234567890123456789"),
    ],
)
def test_plain_numbers_only_are_numbers(typed: str, sent: object) -> None:
    """A plain number is sent as a number if none of its digits gets lost, the rest as text."""
    value = parse([f"feld={typed}"])["feld"][0]["val"]
    assert (value, type(value)) == (sent, type(sent))


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("", ""),
        ("''", ""),
        ('""', ""),
        ("Bad Homburg", "Bad Homburg"),
        ("  Bad  Homburg  ", "Bad  Homburg"),
        ("'  Bad Homburg '", "  Bad Homburg "),
        ("O'Brien", "O'Brien"),
        (r"'O\'Brien'", "O'Brien"),
        ("'O''Brien'", "O'Brien"),
        ('"say ""ja"""', 'say "ja"'),
        (r"'C:\temp\\'", "C:\\temp\\"),
        ("'Müller and Söhne'", "Müller and Söhne"),
        ("https://example.org/?a=b", "https://example.org/?a=b"),
        ("Sandweg", "Sandweg"),
        ("and", "and"),
        ("Bad %", "Bad %"),
    ],
)
def test_text_seldom_needs_quotes(typed: str, sent: str) -> None:
    """Text needs quotes only for blanks at its ends and for the words of the grammar."""
    assert parse([f"feld={typed}"]) == {"feld": [{"op": "=", "val": sent}]}


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Id", "Id"),
        ("_größe2", "_größe2"),
        ("phone__1", "phone__1"),
        ("Plz-Ort", "Plz-Ort"),
        ("adrId:adressen.ID", "adrId:adressen.ID"),
        ("`own field`", "own field"),
        ('"a "" b"', 'a " b'),
        (r"`a \` b`", "a ` b"),
        ("`7`", "7"),
    ],
)
def test_only_odd_field_names_need_quotes(typed: str, name: str) -> None:
    """Field names of the API need no quotes; odd ones go into backticks or double quotes."""
    assert parse([f"{typed}=1"]) == {name: [{"op": "=", "val": 1}]}


def test_conditions_of_one_field_are_collected() -> None:
    """Several conditions of one field stand in its list, joined by and or typed apart."""
    assert parse(["preis ge 1 AND preis le 9", "preis!=5"]) == {
        "preis": [{"op": ">=", "val": 1}, {"op": "<=", "val": 9}, {"op": "!=", "val": 5}]
    }


def test_everything_in_one_expression() -> None:
    """Conditions of each kind may follow each other, empty values too."""
    expression = "ort=Bad Homburg and a= and b between 1 and 2 and c in (x) and d not like '%and%'"
    assert parse([expression]) == {
        "ort": [{"op": "=", "val": "Bad Homburg"}],
        "a": [{"op": "=", "val": ""}],
        "b": [{"op": "between", "val": [1, 2]}],
        "c": [{"op": "in", "val": ["x"]}],
        "d": [{"op": "not like", "val": "%and%"}],
    }


def _quote(text: str, quote: str) -> str:
    return quote + text.replace("\\", "\\\\").replace(quote, f"\\{quote}") + quote


@given(
    field=st.text(min_size=1),
    field_quote=st.sampled_from('`"'),
    op=st.sampled_from(["=", "!=", "<", ">", "<=", ">=", "is", "like", "not like"]),
    values=st.lists(st.tuples(st.text(), st.sampled_from("'\"")), min_size=2, max_size=4),
)
def test_all_that_is_quoted_comes_back(
    field: str, field_quote: str, op: str, values: list[tuple[str, str]]
) -> None:
    """Any field, operator and value, rendered with quotes, parses back to itself."""
    name = _quote(field, field_quote)
    quoted = [_quote(value, quote) for value, quote in values]
    plain = [value for value, _ in values]
    expression = (
        f"{name} {op} {quoted[0]} and {name} in ({','.join(quoted)})"
        f" and {name} between {quoted[0]} and {quoted[1]}"
    )
    assert parse([expression]) == {
        field: [
            {"op": op, "val": plain[0]},
            {"op": "in", "val": plain},
            {"op": "between", "val": plain[:2]},
        ]
    }


_PIECES = [
    "a",
    "ä",
    "1",
    " ",
    "\n",
    *"=<>!'\"`(),\\&|.-:~%",
    " and ",
    " or ",
    " in ",
    " between ",
    " not ",
    " is ",
]


def _position_of_error(text: str) -> int:
    try:
        parse([text])
    except FilterError as error:
        return error.position
    return 0


@given(st.lists(st.sampled_from(_PIECES)).map("".join))
def test_any_text_parses_or_points_into_itself(text: str) -> None:
    """Whatever is typed gives a filter, or a FilterError whose position lies in the text."""
    assert 0 <= _position_of_error(text) <= len(text)


@pytest.mark.parametrize(
    ("expression", "position", "message", "hint"),
    [
        ("", 0, "A condition is missing", "Examples"),
        ("a=1 and ", 8, "A condition is missing", "Examples"),
        ("and a=1", 0, "A condition is missing before 'and'", "Examples"),
        ("=5", 0, "A field name is expected here, not =", "Examples"),
        ("(a=1)", 0, "A field name is expected here, not (", "parentheses"),
        ("'a'=1", 0, "A field name is expected here, not '", "double quotes"),
        ("``=1", 0, "The field name is empty", "Examples"),
        ("`a=1", 0, "The quote is not closed", "`"),
        ("5<kaufpreis", 0, "A condition begins with the field, not with a number", "kaufpreis>5"),
        ("kaufpreis", 9, "An operator is missing after kaufpreis", "kaufpreis lt 5"),
        ("kaufpreis 300000", 10, "An operator is missing after kaufpreis", "Quote the whole expression"),
        ("ort=Rat and Tat", 15, "An operator is missing after Tat", "put the value in quotes"),
        ("mein feld=5", 5, "Unknown operator: feld", "backticks"),
        ("preis=<5", 5, "Unknown operator: =<", "Did you mean <=?"),
        ("preis => 5", 6, "Unknown operator: =>", "Did you mean >=?"),
        ("preis!5", 5, "Unknown operator: !", "Did you mean !=?"),
        ("preis:=5", 5, "Unknown operator: :=", "Did you mean =?"),
        ("preis≤5", 5, "Unknown operator: ≤", "Did you mean <=?"),
        ("preis ≥ 5", 6, "Unknown operator: ≥", "Did you mean >=?"),
        ("preis≠5", 5, "Unknown operator: ≠", "Did you mean !=?"),
        ("preis größer 5", 6, "Unknown operator: größer", "Did you mean gt?"),
        ("ort enthält Bad", 4, "Unknown operator: enthält", "Did you mean like? Write %"),
        ("ort ~ Bad", 4, "Unknown operator: ~", "Did you mean like?"),
        ("ort contains Bad", 4, "Unknown operator: contains", "like 'Bad %'"),
        ("ort likes Bad", 4, "Unknown operator: likes", "Did you mean like?"),
        ("preis betwen 1 and 2", 6, "Unknown operator: betwen", "Did you mean between?"),
        ("preis xyz 1", 6, "Unknown operator: xyz", "operators: = !="),
        ("a not between 1 and 2", 2, "The API has no 'not between'", "not in"),
        ("a is null", 2, "The API knows neither 'is null' nor 'is not'", "a=''"),
        ("a is not 5 and b=1", 2, "The API knows neither 'is null' nor 'is not'", "a!=5"),
        ("a<", 2, "A value is missing", "a < ''"),
        ("a eq and b=1", 5, "A value is missing", "a eq ''"),
        ("a='x", 2, "The quote is not closed", "'"),
        ("a='x' y", 6, "Text follows after the value", "'and'"),
        ("a=1 b=2", 4, "'and' is missing before the next condition", "quotes"),
        (
            "a=1 or b=2",
            4,
            "The API joins conditions by AND only, 'or' is not possible",
            "ort in (Aachen,Köln)",
        ),
        ("ort=Aachen and(plz=5)", 14, "A field name is expected here, not (", "parentheses"),
        ("a=1 || b=2", 4, "The API joins conditions by AND only, '||' is not possible", "in (Aachen"),
        ("a=1 && b=2", 4, "Conditions are joined by 'and'", "instead of &&"),
        ("a in 1,2", 5, "A list is expected here", "a in (1,2)"),
        ("a in ()", 6, "The list is empty", "(1,2)"),
        ("a in (1,,2)", 8, "A value of the list is missing", "''"),
        ("a in (1,)", 8, "A value of the list is missing", "''"),
        ("a in (1,2", 5, "The list is not closed", ")"),
        ("a in ('x' 'y')", 10, "Text follows after the value", "comma"),
        ("a in (x) y", 9, "Text follows after the value", "'and'"),
        ("a between 1", 11, "The second value of 'between' is missing", "between 100000 and 300000"),
        ("a between 1 and ", 16, "The second value of 'between' is missing", "between 100000"),
        ("a between 1 and b=2", 16, "The second value of 'between' is missing", "between 100000"),
        ("a between 1 and b lt 2", 16, "The second value of 'between' is missing", "between 100000"),
    ],
)
def test_error_points_at_the_place(expression: str, position: int, message: str, hint: str) -> None:
    """What cannot be read is refused with the exact place and a hint that helps."""
    with pytest.raises(FilterError) as caught:
        parse(["status=1", expression])
    error = caught.value
    assert (error.expression, error.position, error.message) == (expression, position, message)
    assert hint in error.hint
