"""Days and moments as people write them, and the reading that failed where they are none."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oocli.values.dates import read_date, read_datetime

_BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    "text",
    [
        *("2026-11-28", "28.11.2026", "28.11.26", "28. 11. 2026", "28-11-2026", " 28.11.2026 "),
        *("2026-11-28 00:00:00", "2026-11-28T00:00", "28.11.2026 00:00", "2026-11-28T00:00:00Z"),
        *("2026-11-27T23:00:00Z", "2026-11-28T00:00:00+01:00"),
    ],
)
def test_day_is_read(text: str) -> None:
    """The notations of a day, and moments that are midnight, are sent as the API writes days."""
    assert read_date(text) == ("2026-11-28", None, "")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-28", "2026-11-28 00:00:00"),
        ("2026-11-28 14:30", "2026-11-28 14:30:00"),
        ("28.11.2026 14:30 Uhr", "2026-11-28 14:30:00"),
        ("28.11.26, 9:05", "2026-11-28 09:05:00"),
        ("2026-11-28T14:30:15", "2026-11-28 14:30:15"),
        ("2026-11-28T14:30:00.123456Z", "2026-11-28 15:30:00"),
        ("2026-07-01T12:30Z", "2026-07-01 14:30:00"),
        ("2026-07-01T14:30:00+02:00", "2026-07-01 14:30:00"),
        ("2026-07-01 14:30 +0200", "2026-07-01 14:30:00"),
        ("2026-12-31T23:30:00-05:00", "2027-01-01 05:30:00"),
        ("2026-03-29T00:59:59Z", "2026-03-29 01:59:59"),
        ("2026-03-29T01:00:00Z", "2026-03-29 03:00:00"),
        ("2026-10-25T00:30:00Z", "2026-10-25 02:30:00"),
        ("2026-10-25T01:30:00Z", "2026-10-25 02:30:00"),
        ("2026-10-25 02:30", "2026-10-25 02:30:00"),
    ],
)
def test_moment_is_read(text: str, moment: str) -> None:
    """A moment with a zone becomes German local time, at both changes of the clocks too."""
    assert read_datetime(text) == (moment, None, "")


def test_empty_date_of_the_api_stays() -> None:
    """What clears a date is not a mistake."""
    assert read_date("0000-00-00").value == read_date("0000-00-00 00:00:00").value == "0000-00-00"
    assert read_datetime("0000-00-00").value == "0000-00-00 00:00:00"


@pytest.mark.parametrize(
    ("text", "tried"),
    [
        ("31.02.2026", "day 31, month 2, year 2026"),
        ("2026-02-29", "day 29, month 2, year 2026"),
        ("2026-13-01", "day 1, month 13, year 2026"),
        ("11/28/2026", "day 11, month 28, year 2026"),
        ("28.11.0026", "day 28, month 11, year 26"),
        ("0000-11-28", "day 28, month 11, year 0"),
        ("2026-11-28 14:00", "2026-11-28 14:00:00"),
        ("2026-11-28T24:00", "24 hours, 0 minutes, 0 seconds"),
    ],
)
def test_no_day_is_told_with_what_was_tried(text: str, tried: str) -> None:
    """A day that does not exist is refused with the reading that was tried, and how to write one."""
    refusal = read_date(text).refusal
    assert refusal is not None
    sentence = refusal.describe(text)
    assert sentence.startswith(f"'{text}' is not a date ({tried})")
    assert sentence.endswith("; write it like 2026-11-28 or 28.11.2026")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("11/12/2026", "'11/12/2026' could be day 11 of month 12 or day 12 of month 11; write it like"),
        ("28.11.45", "'28.11.45' could be 1945-11-28 or 2045-11-28; write the year with four digits"),
    ],
)
def test_two_days_are_refused(text: str, sentence: str) -> None:
    """What could be two days is told with both."""
    refusal = read_date(text).refusal
    assert refusal is not None
    assert refusal.describe(text).startswith(sentence)


@pytest.mark.parametrize(
    "text",
    [
        "9999-12-31T23:30:00Z",
        "9999-12-31T23:30:00-01:00",
        "31.12.9999 23:00 -14",
        "1000-01-01T00:00:00+14:00",
    ],
)
def test_moment_beyond_the_years_that_are_kept_is_refused(text: str) -> None:
    """A zone can lead out of them, in either direction; nothing is sent that the database has no room for."""
    for refusal in (
        read_date(text).refusal,
        read_datetime(text).refusal,
        read_datetime(text, utc=True).refusal,
    ):
        assert refusal is not None
        assert refusal.why == "the database has the years 1000 to 9999"


def test_last_day_that_is_kept_is_read_with_a_zone() -> None:
    """The day that means for ever to many programs."""
    assert read_date("9999-12-31T00:00:00+01:00").value == "9999-12-31"
    assert read_datetime("9999-12-31T22:59:59Z").value == "9999-12-31 23:59:59"


@pytest.mark.parametrize(
    "text", ["20261128", "45989", "heute", "28.11.", "1.2", "28.11.2026x", "2026-11", "٢٨.11.2026"]
)
def test_other_text_is_no_day(text: str) -> None:
    """A number of a spreadsheet, a word or half a day is refused."""
    assert read_date(text).refusal is not None


@pytest.mark.parametrize(
    "text", ["2026-11-28 2:30 PM", "2026-11-28 14:61", "2026-11-28 14:30+25:00", "14:30"]
)
def test_other_text_is_no_moment(text: str) -> None:
    """A time that does not exist, or in another notation, is refused."""
    assert read_datetime(text).refusal is not None


def test_hour_that_germany_skipped_is_refused() -> None:
    """Between 2 and 3 of the night in which the clocks are put forward there is no moment without a zone."""
    refusal = read_datetime("29.03.2026 02:30").refusal
    assert refusal is not None
    assert "clocks were put forward" in refusal.describe("29.03.2026 02:30")
    assert read_datetime("29.03.2026 03:00").value == "2026-03-29 03:00:00"


@settings(derandomize=True, database=None, deadline=None, max_examples=300)
@given(st.dates(date(1000, 1, 1), date(9999, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y"]))
def test_every_day_comes_back(day: date, notation: str) -> None:
    """Every day is read as itself in every notation."""
    written = (
        notation.replace("%Y", f"{day.year:04}")
        .replace("%m", f"{day.month:02}")
        .replace("%d", f"{day.day:02}")
    )
    assert read_date(written).value == day.isoformat()


@settings(derandomize=True, database=None, deadline=None, max_examples=500)
@given(
    st.datetimes(datetime(1997, 1, 1), datetime(2037, 1, 1)).map(
        lambda moment: moment.replace(microsecond=0)
    ),
    st.integers(-12 * 60, 14 * 60),
)
def test_every_moment_becomes_german_time(moment: datetime, minutes: int) -> None:
    """A moment of any zone is the one that the clocks of Berlin show."""
    written = moment.replace(tzinfo=timezone(timedelta(minutes=minutes))).isoformat()
    berlin = datetime.fromisoformat(written).astimezone(_BERLIN)
    assert read_datetime(written).value == f"{berlin:%Y-%m-%d %H:%M:%S}"


@settings(derandomize=True, database=None, deadline=None, max_examples=300)
@given(
    st.datetimes(datetime(1997, 1, 1), datetime(2037, 1, 1)).map(lambda moment: moment.replace(microsecond=0))
)
def test_local_moment_stays(moment: datetime) -> None:
    """A moment without a zone is sent as it stands, in both notations, unless it never was."""
    there_and_back = moment.replace(tzinfo=_BERLIN).astimezone(UTC).astimezone(_BERLIN).replace(tzinfo=None)
    expected = str(moment) if there_and_back == moment else None
    assert read_datetime(moment.isoformat()).value == expected
    assert read_datetime(f"{moment:%d.%m.%Y %H:%M:%S}").value == expected
