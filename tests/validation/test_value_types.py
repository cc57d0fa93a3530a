"""Values of another type than the documented one: what is taken all the same, and what is refused."""

from typing import Any

import pytest

from judging import FINE, judge, problems


@pytest.mark.parametrize(
    "parameters",
    [
        {"listlimit": "300"},
        {"listlimit": 300.0},
        {"formatoutput": 1},
        {"formatoutput": "0"},
        {"formatoutput": "true"},
        {"formatoutput": "False"},
        {"data": "Id"},
        {"sortby": "kaufpreis", "sortorder": "DESC"},
        {"sortby": {"kaufpreis": "ASC", "Id": "DESC"}},
        {"filter": []},
        {"georangesearch": {"country": "DEU", "zip": 52068, "radius": 10}},
        {"estatelanguage": ""},
    ],
)
def test_lossless_mends_pass(parameters: dict[str, Any]) -> None:
    """What the documentation's own examples bend without loss is taken as it is."""
    assert judge("read estate", {"data": ["Id"], **parameters}) == FINE


@pytest.mark.parametrize(
    ("parameters", "problem"),
    [
        ({"listlimit": "many"}, 'listlimit must be a whole number, not "many"'),
        ({"listlimit": 1.5}, "listlimit must be a whole number, not 1.5"),
        ({"listlimit": True}, "listlimit must be a whole number, not true"),
        ({"listlimit": -1}, "listlimit is -1, the smallest is 0"),
        (
            {"listoffset": "010"},
            'listoffset must be a whole number, not "010"; the API matches nothing with leading zeros',
        ),
        ({"formatoutput": 2}, "formatoutput must be true or false, not 2"),
        ({"outputlanguage": ["DEU"], "formatoutput": 1}, 'outputlanguage must be text, not ["DEU"]'),
        ({"sortby": ["kaufpreis"]}, 'sortby must be an object, not ["kaufpreis"]'),
        ({"sortby": {"Id": "down"}}, 'sortby.Id cannot be "down", permitted: ASC, DESC'),
        ({"estatelanguage": "de"}, 'estatelanguage must be a code of three letters such as DEU, not "de"'),
        (
            {"georangesearch": "52068"},
            "georangesearch must be an object with country, zip, city, radius, latitude and longitude, "
            'not "52068"',
        ),
    ],
)
def test_wrong_type_is_refused(parameters: dict[str, Any], problem: str) -> None:
    """A value that cannot be what is documented is named with what it must be."""
    assert problems("read estate", {"data": ["Id"], **parameters}) == (problem,)


def test_wrong_element_is_named() -> None:
    """In a list the element is named that does not fit."""
    assert problems("get macroresolve", {"text": "x", "estateids": [1, "two"], "addressids": "1,2"}) == (
        'estateids[1] must be a whole number, not "two"',
        'addressids must be a list of whole numbers, not "1,2"',
    )


def test_null_passes_where_it_is_documented() -> None:
    """Null unlinks an estate from an appointment; elsewhere it is refused."""
    assert judge("modify calendar", {"relatedEstateId": None}, 383) == FINE


def test_list_of_one_may_be_its_value() -> None:
    """The documentation sends one estate where a list is typed."""
    assert judge("read agentslog", {"data": ["Nr"], "estateid": 6103}) == FINE


def test_boolean_of_0_and_1_takes_true() -> None:
    """Where a boolean is documented as 0 or 1, true is the same."""
    assert judge("modify timetracking", {"track": True}) == FINE
    assert problems("modify timetracking", {"track": "perhaps"}) == (
        'track must be true or false, not "perhaps"',
    )


def test_wrong_value_asks_for_the_nearest() -> None:
    """A misspelt value is answered with the permitted ones and the nearest."""
    assert problems("get templates", {"type": "Mail"}) == (
        'type cannot be "Mail", permitted: mail, pdf, pdfletter, pdfform, webexpose; did you mean mail?',
    )


def test_long_list_of_values_is_shortened() -> None:
    """Forty permitted values are cut to what a sentence can hold."""
    (problem,) = problems("read log", {"listlimit": 1, "module": "adress"})
    assert problem.startswith('module cannot be "adress", permitted: user, customer, address, estate')
    assert problem.endswith("and 17 more; did you mean address?")


def test_range_is_checked() -> None:
    """A repetition of a series runs from 1 to 999."""
    data = {"start_dt": "2026-01-01 10:00:00", "end_dt": "2026-01-01 11:00:00", "rp_flag": True}
    assert problems("create calendar", {"data": {**data, "rp_tage": 0}}) == (
        "data.rp_tage is 0, the smallest is 1",
    )
    assert problems("create calendar", {"data": {**data, "rp_tage": "1000"}}) == (
        'data.rp_tage is "1000", the greatest is 999',
    )


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-31",
        "2026-01-31 10:00",
        "2026-01-31 10:00:00",
        "2026-01-31T10:00:00+01:00",
        "31-01-2026",
        "",
        "0000-00-00 00:00:00",
    ],
)
def test_dates_are_taken_in_every_form_that_is_seen(text: str) -> None:
    """Pages print several forms of a date; all of them pass."""
    assert judge("create agentslog", {"estateid": 1, "datetime": text}) == FINE


@pytest.mark.parametrize("text", ["31.01.2026", "tomorrow", "2026-02-30", "2026-01-31 10", "1767225600"])
def test_what_is_no_date_is_refused(text: str) -> None:
    """Neither a German date nor an impossible day is sent."""
    assert problems("create agentslog", {"estateid": 1, "datetime": text}) == (
        f'datetime must be a date and time, YYYY-MM-DD HH:MM:SS, not "{text}"',
    )


def test_time_is_checked() -> None:
    """A travel time has hours and minutes."""
    planned = {"start_dt": "2026-01-01 10:00:00", "end_dt": "2026-01-01 11:00:00"}
    assert judge("get appointmentConflicts", {"data": {**planned, "transitTimePre": "00:30"}}) == FINE
    assert problems("get appointmentConflicts", {"data": {**planned, "transitTimePre": "30 min"}}) == (
        'data.transitTimePre must be a time, HH:MM:SS, not "30 min"',
    )


def test_text_that_could_be_two_numbers_is_none() -> None:
    """``300.000`` in JSON is three hundred for one reader and three hundred thousand for another."""
    given = {"estateId": 11, "addressId": 101}
    assert problems("do priceOffer", {**given, "priceOffer": "300.000"}) == (
        'priceOffer must be a number, not "300.000"; it could be 300 or 300000',
    )
    assert problems("do priceOffer", {**given, "priceOffer": "300000.50"}) == ()
