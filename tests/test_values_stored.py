"""No value goes wrong without a word: every way in, and what the sandbox has stored then."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness import Outcome

Oocli = Callable[..., Outcome]
Write = Callable[..., Outcome]
_ESTATE = "11"


def _set(oocli: Oocli, folder: Path, field: str, text: str) -> Outcome:
    return oocli("--sandbox", "modify", "estate", _ESTATE, "--set", f"{field}={text}")


def _parameter(oocli: Oocli, folder: Path, field: str, text: str) -> Outcome:
    return oocli("--sandbox", "modify", "estate", _ESTATE, "-p", f"data.{field}={text}")


def _rows(name: str, content: Callable[[str, str], str], *words: str, encoding: str = "utf-8") -> Write:
    def write(oocli: Oocli, folder: Path, field: str, text: str) -> Outcome:
        path = folder / name
        path.write_text(content(field, text), encoding, newline="")
        return oocli("--sandbox", "modify", "estate", "--from", str(path), "--yes", *words)

    return write


_WAYS: dict[str, Write] = {
    "--set": _set,
    "-p": _parameter,
    "csv": _rows("a.csv", lambda field, text: f'Id,{field}\n{_ESTATE},"{text}"\n'),
    "semicolons": _rows(
        "a.csv", lambda field, text: f'Id;{field}\r\n{_ESTATE};"{text}"\r\n', encoding="cp1252"
    ),
    "tsv": _rows("a.tsv", lambda field, text: f"Id\t{field}\n{_ESTATE}\t{text}\n"),
    "utf-16": _rows("a.txt", lambda field, text: f"Id\t{field}\r\n{_ESTATE}\t{text}\r\n", encoding="utf-16"),
    "json": _rows("a.json", lambda field, text: json.dumps([{"Id": _ESTATE, field: text}])),
    "ndjson": _rows("a.ndjson", lambda field, text: json.dumps({"Id": _ESTATE, field: text}) + "\n"),
}
each_way = pytest.mark.parametrize("way", _WAYS)


def _stored(oocli: Oocli, field: str) -> Any:
    outcome = oocli("--sandbox", "read", "estate", _ESTATE, "--fields", field)
    assert outcome.code == 0, outcome.err
    return outcome.json[0]["elements"][field]


@each_way
@pytest.mark.parametrize(
    ("field", "text", "stored"),
    [
        ("kaufpreis", "1234.56", "1234.56"),
        ("kaufpreis", "1.234,56", "1234.56"),
        ("kaufpreis", "250.000,00 €", "250000.00"),
        ("kaufpreis", "1 234 567", "1234567.00"),
        ("wohnflaeche", "85,5 m²", "85.50"),
        ("kaufpreis", "-5", "-5.00"),
        ("verkauft", "nein", "0"),
        ("verkauft", "x", "1"),
        ("abdatum", "28.11.2026", "2026-11-28"),
        ("abdatum", "28.11.26", "2026-11-28"),
        ("objektart", "Wohnung", "wohnung"),
        ("objekttitel", "3,5", "3,5"),
        ("objekttitel", "300.000", "300.000"),
        ("objekttitel", "28.11.2026", "28.11.2026"),
    ],
)
def test_value_is_stored_as_what_it_is(
    oocli: Oocli, tmp_path: Path, way: str, field: str, text: str, stored: str
) -> None:
    """A number, a date, a word or a text arrives as the type of its field has it, whatever way it takes."""
    outcome = _WAYS[way](oocli, tmp_path, field, text)
    assert outcome.code == 0, outcome.err
    assert _stored(oocli, field) == stored


@each_way
@pytest.mark.parametrize(
    ("field", "text"),
    [
        *(
            ("kaufpreis", text)
            for text in ("300.000", "1,234", "VB", "#NV", "2e5", "12345678901234567890", "85 m²")
        ),
        *(("abdatum", text) for text in ("31.02.2026", "2026-02-29", "11/28/2026", "11/12/2026")),
        *(("verkauft", text) for text in ("vielleicht", "jein")),
        *(("objektart", text) for text in ("wohnng", "Hauss")),
    ],
)
def test_mistake_is_found_before_anything_is_sent(
    oocli: Oocli, tmp_path: Path, way: str, field: str, text: str
) -> None:
    """What is not a value of the field, or could be two, stops the command and is named; nothing changes."""
    before = _stored(oocli, field)
    outcome = _WAYS[way](oocli, tmp_path, field, text)
    assert outcome.code == 2, outcome.out
    assert f"{field}: '{text}'" in outcome.error["problems"][0]
    assert _stored(oocli, field) == before


@pytest.mark.parametrize(("field", "text"), [("abdatum", "45989"), ("objektart", "3"), ("verkauft", "2")])
def test_plain_number_is_checked_where_types_are_known(oocli: Oocli, field: str, text: str) -> None:
    """A plain number asks nobody for a type; where it is known, it is looked at."""
    assert oocli("--sandbox", "fields", "estate").code == 0
    words = ("--sandbox", "modify", "estate", _ESTATE, "--set", f"{field}={text}")
    assert oocli(*words).code == 2


def test_plain_number_is_text_where_the_field_is(oocli: Oocli) -> None:
    """A postcode is compared as text where its type is known, else as the number that it looks like."""
    words = ("--sandbox", "read", "estate", "--where", "plz=52068", "--dry-run")
    conditions = []
    for _ in range(2):
        conditions += oocli(*words).json["parameters"]["filter"]["plz"]
        assert oocli("--sandbox", "fields", "estate").code == 0
    assert conditions == [{"op": "=", "val": 52068}, {"op": "=", "val": "52068"}]


@pytest.mark.parametrize(
    ("values", "stored"),
    [
        (["250.000", "1.234,5"], ["250000.00", "1234.50"]),
        (["250.000", "51.9"], ["250.00", "51.90"]),
        (["51.997", "350000.00"], ["52.00", "350000.00"]),
    ],
)
@pytest.mark.parametrize("name", ["a.csv", "a.json"])
def test_one_decimal_sign_holds_for_the_file(
    oocli: Oocli, tmp_path: Path, name: str, values: list[str], stored: list[str]
) -> None:
    """What one number of a file shows decides how all of them are read."""
    path = tmp_path / name
    rows = [{"Id": number, "kaufpreis": value} for number, value in zip((11, 13), values, strict=True)]
    sheet = "Id;kaufpreis\n" + "".join(f"{row['Id']};{row['kaufpreis']}\n" for row in rows)
    path.write_text(json.dumps(rows) if name == "a.json" else sheet)
    outcome = oocli("--sandbox", "modify", "estate", "--from", str(path), "--yes")
    assert outcome.code == 0, outcome.err
    read = oocli(
        "--sandbox", "read", "estate", "--fields", "kaufpreis", "--where", "Id in (11,13)", "--sort", "Id"
    )
    assert [record["elements"]["kaufpreis"] for record in read.json] == stored


def test_day_that_there_is_not_is_told_as_a_day(oocli: Oocli, tmp_path: Path) -> None:
    """A field whose days may have a time does not ask for one."""
    path = tmp_path / "people.csv"
    path.write_text("Id;Geburtsdatum\n101;29.02.1981\n", encoding="utf-8")
    outcome = oocli("--sandbox", "modify", "address", "--from", str(path), "--yes")
    assert outcome.error["problems"] == [
        "line 2: Geburtsdatum: '29.02.1981' is not a date (day 29, month 2, year 1981);"
        " write it like 2026-11-28 or 28.11.2026"
    ]


_MEANT_BY_NOBODY = (
    "auf Anfrage",
    "450 TEUR",
    "4,5E5",
    "#NV",
    "350.00",
    "1.23.456",
    "31.02.2026",
    "-",
    "2 Zi",
)


def test_what_cannot_be_meant_is_all_that_is_told(oocli: Oocli, tmp_path: Path) -> None:
    """One price with a decimal point among German ones does not make mistakes of all without decimals."""
    prices = [f"{200 + number}.{number:03}{',50' if number % 3 else ''}" for number in range(60)]
    for place, mistake in enumerate(_MEANT_BY_NOBODY):
        prices[place * 6 + 2] = mistake
    path = tmp_path / "prices.csv"
    lines = (f"{11 + 2 * number};{price}" for number, price in enumerate(prices))
    path.write_text("\n".join(["Id;Kaufpreis (€)", *lines]), encoding="cp1252")
    outcome = oocli("--sandbox", "modify", "estate", "--from", str(path), "--yes")
    assert outcome.code == 2
    told = [problem.partition(" is not a number")[0] for problem in outcome.error["problems"]]
    assert told == [
        f"line {place * 6 + 4}: Kaufpreis (€): {text!r}" for place, text in enumerate(_MEANT_BY_NOBODY)
    ]


def test_numbers_that_are_open_for_one_reason_bury_no_mistake(oocli: Oocli, tmp_path: Path) -> None:
    """Where the file shows no decimal sign, that is one line, beside each price that nobody can mean."""
    prices = [f"{200 + number}.000" for number in range(60)]
    for place, mistake in enumerate(("450 TEUR", "auf Anfrage", "0,50", "350.00")):
        prices[place * 6 + 2] = mistake
    path = tmp_path / "prices.csv"
    lines = (f"{11 + 2 * number};{price}" for number, price in enumerate(prices))
    path.write_text("\n".join(["Id;Kaufpreis (€)", *lines]), encoding="cp1252")
    problems = oocli("--sandbox", "modify", "estate", "--from", str(path), "--yes").error["problems"]
    assert [problem.partition(";")[0] for problem in problems] == [
        "lines 2-3, 5-9, 11-15, 17-21, 23-61: Kaufpreis (€): '200.000' could be 200 or 200000",
        "line 4: Kaufpreis (€): '450 TEUR' is not a number",
        "line 10: Kaufpreis (€): 'auf Anfrage' is not a number",
    ]
    assert problems[0].endswith(
        "(the file has both '0,50' (line 16) and '350.00' (line 22)), and others like it"
    )


@pytest.mark.parametrize(
    ("rooms", "last"),
    [(["2.5", "3", "4.5"], "350.000"), (["2", "3", "4"], "350.00")],
    ids=["in another column", "in the same column"],
)
def test_a_lone_point_makes_no_small_prices(
    oocli: Oocli, tmp_path: Path, rooms: list[str], last: str
) -> None:
    """450.000 is refused, with the option that says what it means; with it a stray point is refused."""
    path = tmp_path / "prices.csv"
    prices = ["450.000", "389.000", last]
    lines = [
        f"{11 + 2 * n};{price};{room}" for n, (price, room) in enumerate(zip(prices, rooms, strict=True))
    ]
    lines.append("17;512.500;1")
    path.write_text("\n".join(["Id;kaufpreis;anzahl_zimmer", *lines]), encoding="utf-8")
    words = ("--sandbox", "modify", "estate", "--from", str(path), "--yes")
    outcome = oocli(*words)
    assert outcome.code == 2
    assert "could be 450 or 450000" in outcome.error["problems"][0]
    assert "--from-format excel-de" in outcome.error["hint"]
    odd = [cell for cell in (last, *rooms) if cell.endswith((".5", ".00"))]
    told = oocli(*words, "--from-format", "excel-de").error["problems"]
    assert [repr(cell) in problem for cell, problem in zip(odd, told, strict=True)] == [True] * len(odd)


@pytest.mark.parametrize(
    ("expression", "condition"),
    [
        ("kaufpreis<300.000,00", {"op": "<", "val": 300000.0}),
        ("kaufpreis<300000", {"op": "<", "val": 300000}),
        ("kaufpreis between 1.000,5 and '2.000,5 €'", {"op": "between", "val": [1000.5, 2000.5]}),
        ("verkauft=nein", {"op": "=", "val": 0}),
        ("objektart in (Haus,wohnung)", {"op": "in", "val": ["haus", "wohnung"]}),
        ("abdatum>=28.11.2026", {"op": ">=", "val": "2026-11-28"}),
        ("geaendert_am>28.11.2026", {"op": ">", "val": "2026-11-28"}),
        ("objekttitel=3,5", {"op": "=", "val": "3,5"}),
        ("objekttitel like %300.000%", {"op": "like", "val": "%300.000%"}),
    ],
)
def test_condition_is_read_by_the_type_of_its_field(
    oocli: Oocli, expression: str, condition: dict[str, Any]
) -> None:
    """What is compared with a field is read as a value of it."""
    outcome = oocli("--sandbox", "read", "estate", "--where", expression, "--dry-run")
    assert outcome.code == 0, outcome.err
    ((found,),) = outcome.json["parameters"]["filter"].values()
    assert found == condition


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("--where", "kaufpreis<300.000"), "--where kaufpreis: '300.000' could be 300 or 300000"),
        (("--where", "abdatum>31.02.2026"), "--where abdatum: '31.02.2026' is not a date"),
        (("--where", "objektart=wohnng"), "--where objektart: 'wohnng' is not a key or label"),
        (
            ("-p", 'filter:={"kaufpreis": [{"op": "<", "val": "1.234,5"}]}'),
            "filter kaufpreis: '1.234,5' is not",
        ),
        (
            ("--filter", '{"verkauft": [{"op": "=", "val": "jein"}]}'),
            "filter verkauft: 'jein' is not yes or no",
        ),
    ],
)
def test_condition_that_means_nothing_is_refused(oocli: Oocli, words: tuple[str, ...], problem: str) -> None:
    """A condition is not sent with another number than the one that was meant."""
    outcome = oocli("--sandbox", "read", "estate", *words)
    assert outcome.code == 2
    assert outcome.error["problems"][0].startswith(problem)


@pytest.mark.parametrize(
    ("json_value", "code"),
    [
        ("300000", 0),
        ("1234.5", 0),
        ('"1234.56"', 0),
        ('"1.234,56"', 2),
        ('"300.000"', 2),
        ("true", 2),
        ("[1]", 2),
    ],
)
@pytest.mark.parametrize("way", ["--set", "--params", "-p"])
def test_json_is_json(oocli: Oocli, tmp_path: Path, way: str, json_value: str, code: int) -> None:
    """What comes as JSON is taken as it is, and a German number in it is refused."""
    (tmp_path / "p.json").write_text(f'{{"data": {{"kaufpreis": {json_value}}}}}')
    given = {
        "--set": f"kaufpreis:={json_value}",
        "--params": str(tmp_path / "p.json"),
        "-p": f'data:={{"kaufpreis": {json_value}}}',
    }
    outcome = oocli("--sandbox", "modify", "estate", _ESTATE, way, given[way], "--dry-run")
    assert outcome.code == code, outcome.err
    if not code:
        assert outcome.json["parameters"]["data"] == {"kaufpreis": json.loads(json_value)}


def test_all_problems_come_at_once(oocli: Oocli) -> None:
    """Values, types of parameters and unknown parameters are told together; --no-validate sends them all."""
    words = (
        "--sandbox",
        "modify",
        "estate",
        _ESTATE,
        "--set",
        "kaufpreis=VB",
        "--set",
        "abdatum=morgen",
        "-p",
        "x=1",
    )
    outcome = oocli(*words)
    assert len(outcome.error["problems"]) == 3
    sent = oocli(*words, "--no-validate", "--dry-run")
    assert sent.json["parameters"] == {"data": {"kaufpreis": "VB", "abdatum": "morgen"}, "x": "1"}


@pytest.mark.parametrize(
    "words", [("csv",), ("csv", "--dialect", "excel-de"), ("tsv",), ("json",), ("ndjson",)]
)
def test_what_oocli_wrote_comes_back(oocli: Oocli, tmp_path: Path, words: tuple[str, ...]) -> None:
    """A file that oocli wrote is taken back without a word from the user, and nothing has changed then."""
    fields = "Id,kaufpreis,wohnflaeche,breitengrad,plz,hausnummer,objekttitel,abdatum,objektart,heizungsart"
    titles = ["3,5", "-Müller", "=1+1", "1.5", "01067", '"x"; y']
    for number, title in zip((11, 13, 15, 17, 19, 21), titles, strict=True):
        assert oocli("--sandbox", "modify", "estate", str(number), "--set", f"objekttitel={title}").code == 0
    reading = ("--sandbox", "read", "estate", "--fields", fields, "--limit", "30")
    before = oocli(*reading).json
    path = tmp_path / f"a.{words[0]}"
    path.write_bytes(oocli(*reading, "-o", *words).out.encode())
    written = oocli("--sandbox", "modify", "estate", "--from", str(path), "--yes", "--send-empty")
    assert written.code == 0, written.err
    assert oocli(*reading).json == before


_NUMBERS = ("11", "13", "15", "17")
_PRICES = st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**8, places=2)
_DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
_NOTATIONS = {
    "plain": ("{:.2f}", "%Y-%m-%d", ""),
    "german": ("{:.2f}", "%d.%m.%Y", ","),
    "groups": ("{:,.2f}", "%d.%m.%Y", ",."),
    "units": ("{:,.2f}\u00a0€", "%Y-%m-%d", ",."),
}


def _write_as(notation: str, price: Decimal, day: date) -> tuple[str, str]:
    number, pattern, marks = _NOTATIONS[notation]
    text = number.format(price)
    if marks:
        text = text.translate({ord("."): ",", ord(","): "."})
    return text, day.strftime(pattern)


def _as_sheet(rows: list[tuple[str, str, str]], delimiter: str) -> str:
    lines = [("Id", "Kaufpreis (€)", "abdatum"), *rows]
    return "".join(delimiter.join(f'"{cell}"' for cell in line) + "\r\n" for line in lines)


def _as_records(rows: list[tuple[str, str, str]]) -> list[dict[str, str]]:
    return [dict(zip(("Id", "kaufpreis", "abdatum"), row, strict=True)) for row in rows]


@settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.tuples(_PRICES, _DAYS), min_size=len(_NUMBERS), max_size=len(_NUMBERS)),
    st.sampled_from(sorted(_NOTATIONS)),
)
def test_numbers_and_days_arrive_by_every_way(
    oocli: Oocli, tmp_path: Path, values: list[tuple[Decimal, date]], notation: str
) -> None:
    """Whatever prices and days are written in a notation, by each way the sandbox has stored just them."""
    written = [_write_as(notation, *value) for value in values]
    rows = [(number, *pair) for number, pair in zip(_NUMBERS, written, strict=True)]
    contents = {
        "a.csv": _as_sheet(rows, ";").encode("cp1252"),
        "b.csv": _as_sheet(rows, ",").encode("utf-8-sig"),
        "a.tsv": _as_sheet(rows, "\t").encode("utf-16"),
        "a.json": json.dumps(_as_records(rows)).encode(),
        "a.ndjson": "".join(json.dumps(record) + "\n" for record in _as_records(rows)).encode(),
    }
    expected = [(f"{price:.2f}", day.isoformat()) for price, day in values]
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
        outcome = oocli("--sandbox", "modify", "estate", "--from", str(tmp_path / name), "--yes")
        assert outcome.code == 0, (name, outcome.err)
        assert _read_back(oocli) == expected, name
    price, day = written[0]
    outcome = oocli(
        "--sandbox", "modify", "estate", "13", "--set", f"kaufpreis={price}", "-p", f"data.abdatum={day}"
    )
    assert outcome.code == 0, outcome.err
    assert _read_back(oocli)[1] == expected[0]


def _read_back(oocli: Oocli) -> list[tuple[str, str]]:
    where = f"Id in ({','.join(_NUMBERS)})"
    words = ("--sandbox", "read", "estate", "--fields", "kaufpreis,abdatum", "--where", where, "--sort", "Id")
    return [(record["elements"]["kaufpreis"], record["elements"]["abdatum"]) for record in oocli(*words).json]
