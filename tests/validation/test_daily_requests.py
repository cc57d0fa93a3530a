"""Requests that integrations send every day: what the documentation does not say, and onOffice takes."""

from typing import Any

import pytest

from judging import FINE, URN, judge, problems, warnings

_OWNER = URN + "estate:address:owner"
_GEO = {"op": "geo", "loc": "51.0,9.5", "val": 20, "min": 0, "max": 50, "country": "DEU"}


@pytest.mark.parametrize(
    ("name", "parameters", "resourceid"),
    [
        ("read estate", {"data": ["Id"], "sortby": None, "sortorder": None, "filterid": None}, ""),
        ("read estate", {"data": ["Id"], "sortby": [], "filter": [], "filterid": 0}, ""),
        ("read estate", {"data": {"0": "Id", "2": "ort"}, "estatelanguage": None, "formatoutput": None}, ""),
        ("read estate", {"data": ["Id"], "listlimit": None, "listoffset": None}, ""),
        ("read estate", {"data": ["Id"], "filter": {"geo": [_GEO]}}, ""),
        ("read address", {"data": ["KdNr"], "recordids": []}, ""),
        ("get idsfromrelation", {"relationtype": _OWNER, "parentids": [1], "childids": []}, ""),
        ("get idsfromrelation", {"relationtype": _OWNER, "parentids": None, "childids": [1]}, ""),
        ("create agentslog", {"estateid": 1, "addressids": [], "actiontype": None, "features": None}, ""),
        (
            "get estatepictures",
            {"estateids": [1], "categories": ["Foto"], "size": None, "language": None},
            "",
        ),
        ("get fields", {"modules": ["estate"], "showContent": True, "showTable": True, "language": None}, ""),
        ("create address", {"Name": "Muster", "newsletter_aktiv": 5}, ""),
        ("modify address", {"newsletter_aktiv": "5"}, 3),
        ("read task", {"data": ["Betreff", "ind_1234_Feld_task5"]}, ""),
        ("read agentslog", {"data": ["Nr", "ind_1234_Feld_log5"]}, ""),
        ("modify task", {"data": {"ind_1234_Feld_task5": "x"}}, 3),
        ("modify agentslog", {"data": {"ind_1234_Feld_log5": "x"}}, 3),
    ],
)
def test_production_request_passes(name: str, parameters: dict[str, Any], resourceid: str | int) -> None:
    """What is null or empty is not given; what integrations send every day gets through without a word."""
    assert judge(name, parameters, resourceid) == FINE


@pytest.mark.parametrize(
    ("name", "parameters", "resourceid", "warning"),
    [
        (
            "read estate",
            {"data": ["Id"], "listname": "a", "params_list_cache": 1},
            "",
            "listname is not documented for read estate; the server ignores it",
        ),
        (
            "get filters",
            {"module": "estate", "listlimit": 500, "listoffset": 0},
            "",
            "listlimit is not documented for get filters; the server ignores it",
        ),
        (
            "read log",
            {"listlimit": 500, "listoffset": 500, "module": "estate"},
            "",
            "listoffset is not documented for read log; did you mean listOffset?",
        ),
        (
            "read log",
            {"listlimit": 500, "module": "", "action": ""},
            "",
            "module is empty, which counts as not given",
        ),
        (
            "get search",
            {"input": "x", "filter": {"Status": [{"op": "=", "val": 1}]}, "listoffset": 0},
            "address",
            "filter is not documented for get search address, it is sent as it is",
        ),
        (
            "get search",
            {"input": "x", "listlimit": 5, "listoffset": 0},
            "estate",
            "listlimit is not documented for get search estate; the server ignores it",
        ),
        (
            "create agentslog",
            {"estateid": 1, "ind_1234_Feld_log5": "x"},
            "",
            "ind_1234_Feld_log5 is not documented for create agentslog, it is sent as it is",
        ),
        (
            "read task",
            {"data": ["Betref"]},
            "",
            'data[0] "Betref" is not documented, it is sent as it is; did you mean Betreff?',
        ),
    ],
)
def test_undocumented_habit_is_a_warning(
    name: str, parameters: dict[str, Any], resourceid: str, warning: str
) -> None:
    """What integrations send although no page names it gets through, and is told."""
    assert warning in warnings(name, parameters, resourceid)


def test_empty_list_does_not_stand_for_a_value() -> None:
    """Where one of two is required, an empty list is none."""
    assert problems("get idsfromrelation", {"relationtype": _OWNER, "parentids": [], "childids": []}) == (
        "the call needs parentids or childids",
    )
    assert problems("get idsfromrelation", {"relationtype": _OWNER, "parentids": [1], "childids": [2]}) == (
        "parentids and childids exclude each other, give one of them",
    )


def test_required_null_is_refused() -> None:
    """Null cannot be what is required."""
    assert problems("read log", {"listlimit": None}) == ("listlimit is null, it must be a whole number",)


@pytest.mark.parametrize(
    ("name", "parameters", "resourceid"),
    [
        ("modify searchcriteria", {"data": {"sys_status": True}}, 3),
        ("modify searchcriteria", {"data": {"sys_status": 1}}, 3),
        ("modify estate", {"data": {"verkauft": True}}, 3),
        ("modify estate", {"data": {"verkauft": "1"}}, 3),
        ("read estate", {"data": ["Id"], "formatoutput": "true", "listlimit": "5"}, ""),
        ("read estate", {"data": ["Id"], "formatoutput": 1}, ""),
    ],
)
def test_same_meaning_in_another_type_passes(
    name: str, parameters: dict[str, Any], resourceid: str | int
) -> None:
    """True, 1 and their texts stand for each other where one of them is documented."""
    assert judge(name, parameters, resourceid) == FINE


def test_true_where_text_is_documented_is_a_warning() -> None:
    """PHP makes a text of it; that is told."""
    assert warnings("create address", {"Name": "Muster", "phone": True}) == (
        "phone is true, text is documented",
    )
