"""From typed text to an action: types come from the catalogue, never from how a value looks."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from harness import Outcome
from oocli.catalogue import Call, Catalogue
from oocli.errors import UsageError
from oocli.request.actions import Action, Inputs
from oocli.request.building import build
from oocli.request.raw_actions import read_actions
from oocli.values.parsed import list_unread


def _no_file(name: str) -> str:
    raise AssertionError(f"nobody asked for {name}")


def _call(name: str) -> Call:
    call = Catalogue().find(*name.split(" "))
    assert call is not None
    return call


def _parameters(name: str, inputs: Inputs, read_file: Callable[[str], str] = _no_file) -> dict[str, Any]:
    return dict(build(_call(name), inputs, read_file=read_file).parameters)


@pytest.mark.parametrize(
    ("name", "option", "texts", "value"),
    [
        ("read estate", "listlimit", ["5"], 5),
        ("read estate", "formatoutput", ["true"], True),
        ("read task", "responsibilityByGroup", ["true"], 1),
        ("read estate", "data", ["Id,ort", "plz"], ["Id", "ort", "plz"]),
        ("read estate", "data", ['["a,b"]'], ["a,b"]),
        ("read address", "recordids", ["1, 2", "3"], [1, 2, 3]),
        ("read estate", "estatelanguage", ["01"], "01"),
        ("read estate", "sortby", ["ort"], "ort"),
        ("read estate", "sortby", ['{"ort": "ASC"}'], {"ort": "ASC"}),
        ("read estate", "filter", ['{"a": []}'], {"a": []}),
        (
            "create relation",
            "relationtype",
            ["buyer"],
            "urn:onoffice-de-ns:smart:2.5:relationTypes:estate:address:buyer",
        ),
        ("do priceOffer", "priceOffer", ["1200.50"], 1200.5),
    ],
)
def test_option_takes_the_documented_type(name: str, option: str, texts: list[str], value: Any) -> None:
    """An option's text becomes a number, boolean, list or object where the catalogue says so."""
    assert _parameters(name, Inputs(options=[(option, texts)]))[option] == value


def test_nested_keys_are_given_by_path() -> None:
    """Dotted options make one object, typed by the documented keys."""
    inputs = Inputs(options=[("georangesearch.zip", ["01067"]), ("georangesearch.radius", ["10"])])
    assert _parameters("read estate", inputs)["georangesearch"] == {"zip": "01067", "radius": "10"}


@pytest.mark.parametrize(
    ("text", "value"),
    [("listlimit=5", 5), ("listlimit:=5", 5), ("listlimit:=null", None), ("filterid=@id.txt", 7)],
)
def test_assignment_gives_text_json_or_a_file(text: str, value: Any) -> None:
    """``-p`` takes typed text, any JSON, or the text of a file."""
    name = text.partition("=")[0].rstrip(":")
    parameters = _parameters("read estate", Inputs(assignments=[text]), lambda _: "7")
    assert parameters[name] == value


def test_options_win_over_params() -> None:
    """What is typed wins over the JSON object of ``--params``."""
    inputs = Inputs(params={"listlimit": 7, "filterid": 1}, options=[("listlimit", ["5"])])
    parameters = _parameters("read estate", inputs)
    assert (parameters["listlimit"], parameters["filterid"]) == (5, 1)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("create address", {"Plz": "01067", "Name": "Weiß"}),
        ("create estate", {"data": {"Plz": "01067", "Name": "Weiß"}}),
    ],
)
def test_fields_stand_where_the_call_wants_them(name: str, expected: dict[str, Any]) -> None:
    """``--set`` puts fields into ``parameters`` or ``parameters.data``; undocumented ones stay text."""
    assert _parameters(name, Inputs(sets=["Plz=01067", "Name=Weiß"])) == expected


def test_set_takes_documented_types() -> None:
    """A documented record field gets its type: a task's priority is a number."""
    data = _parameters("create task", Inputs(sets=["Prio=3", "Betreff=3"]))["data"]
    assert data == {"Prio": 3, "Betreff": "3"}


def test_a_field_is_set_to_one_value() -> None:
    """Which of two values is meant nobody can say; the same value twice is not a question."""
    with pytest.raises(UsageError) as caught:
        _parameters("modify estate", Inputs(sets=["kaufpreis=1", "kaufpreis=2"]))
    assert caught.value.message == "kaufpreis is set twice, to different values"
    assert _parameters("modify estate", Inputs(sets=["lage=a", "lage=a"])) == {"data": {"lage": "a"}}


def test_reading_asks_for_a_default_set() -> None:
    """Without ``--fields`` a reading asks for the catalogue's default set."""
    assert _parameters("read estate", Inputs())["data"][:2] == ["Id", "objektnr_extern"]


def test_where_joins_a_given_filter() -> None:
    """``--where`` adds its conditions to those of ``--params``; all must hold."""
    given = {"filter": {"status": [{"op": "=", "val": 1}]}}
    inputs = Inputs(params=given, where=["status!=2", "ort=Aachen"])
    assert _parameters("read estate", inputs)["filter"] == {
        "status": [{"op": "=", "val": 1}, {"op": "!=", "val": 2}],
        "ort": [{"op": "=", "val": "Aachen"}],
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("read estate", {"sortby": {"ort": "DESC"}}),
        ("read address", {"sortby": "ort", "sortorder": "DESC"}),
    ],
)
def test_sort_takes_the_form_of_the_call(name: str, expected: dict[str, Any]) -> None:
    """Estates sort by an object, addresses by one field and an order."""
    parameters = _parameters(name, Inputs(sort=["-ort"]))
    assert {key: parameters[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("name", "inputs", "message"),
    [
        ("read estate", Inputs(options=[("filter", ["{x"])]), "filter is not JSON"),
        ("modify address", Inputs(assignments=["email=a@example.org"]), "email is not a single value"),
        ("modify calendar", Inputs(options=[("location", ["Büro"])]), "location is not a single value"),
        ("read estate", Inputs(assignments=["listlimit"]), "'listlimit' is not an assignment"),
        ("read estate", Inputs(assignments=["a:={"]), "a is not JSON"),
        ("read estate", Inputs(assignments=["a:=NaN"]), "a is not JSON"),
        ("read address", Inputs(sort=["a,b"]), "read address sorts by one field only, not by 2"),
        ("delete relation", Inputs(sets=["a=b"]), "delete relation has no record fields to set"),
    ],
)
def test_what_cannot_be_read_is_refused(name: str, inputs: Inputs, message: str) -> None:
    """Text that does not fit is refused with the name of the parameter."""
    with pytest.raises(UsageError) as caught:
        _parameters(name, inputs)
    assert caught.value.message == message
    assert caught.value.hint


@pytest.mark.parametrize(
    ("name", "option", "parts"),
    [
        ("modify address", "email", ["email.action", "email.oldvalue", "email.newvalue", "email.default"]),
        ("read basicsettings", "data.basicData", ["data.basicData.characteristicsCi", "data.basicData.team"]),
    ],
)
def test_text_for_an_object_is_led_to_its_parts(name: str, option: str, parts: list[str]) -> None:
    """Who gives a text where an object is documented reads the names of its parts."""
    with pytest.raises(UsageError) as caught:
        _parameters(name, Inputs(options=[(option, ["x"])]))
    for part in parts:
        assert part in caught.value.why


@pytest.mark.parametrize(
    ("name", "option", "text", "problem"),
    [
        ("read estate", "listlimit", "five", "'five' is not a whole number; write it like 1234"),
        ("read estate", "listlimit", "1.000", "'1.000' could be 1 or 1000; write 1 or 1000"),
        (
            "read estate",
            "formatoutput",
            "maybe",
            "'maybe' is not yes or no; write ja or nein, yes or no, 1 or 0",
        ),
        ("do priceOffer", "priceOffer", "300.000", "'300.000' could be 300 or 300000; write 300 or 300000"),
        (
            "read calendar",
            "datestart",
            "11/28/2026",
            "'11/28/2026' is not a date and time (day 11, month 28,",
        ),
        ("read address", "recordids", "1,x", "'x' is not a whole number; write it like 1234"),
    ],
)
def test_text_of_another_type_stays_with_what_is_wrong(
    name: str, option: str, text: str, problem: str
) -> None:
    """A text that does not fit is sent as it is where that is wanted, and validation tells what is wrong."""
    parameters = _parameters(name, Inputs(options=[(option, [text])]))
    (unread,) = list_unread(parameters)
    assert unread in text
    assert unread.problem.startswith(f"{option}: {problem}")


@pytest.mark.parametrize(
    ("name", "option", "text", "value"),
    [
        ("do priceOffer", "priceOffer", "1.200,50", 1200.5),
        ("do priceOffer", "priceOffer", "250.000,00 €", 250000.0),
        ("read estate", "formatoutput", "ja", True),
        ("read calendar", "datestart", "28.11.2026", "2026-11-28 00:00:00"),
        ("read calendar", "datestart", "2026-11-28", "2026-11-28"),
        ("read calendar", "datestart", "2026-11-28T10:00Z", "2026-11-28 11:00:00"),
        ("read calendar", "modifiedstart", "2026-11-28T10:00+01:00", "2026-11-28 09:00:00"),
        ("read calendar", "modifiedstart", "28.11.2026 10:00", "2026-11-28 10:00:00"),
        ("do marketplaceCancelAbo", "cancelationDate", "28.11.26", "2026-11-28"),
    ],
)
def test_documented_parameter_is_read_as_people_write(name: str, option: str, text: str, value: Any) -> None:
    """German numbers and dates are read for a documented parameter, and zones lead where it means them."""
    assert _parameters(name, Inputs(options=[(option, [text])]))[option] == value


def test_list_that_is_named_several_times_has_all() -> None:
    """``-p recordids=469 -p recordids=471`` sends both; a JSON value begins anew."""
    both = _parameters("read address", Inputs(assignments=["recordids=469", "recordids=471,473"]))
    assert both["recordids"] == [469, 471, 473]
    anew = _parameters("read address", Inputs(assignments=["recordids=1", "recordids:=[2]", "recordids=3"]))
    assert anew["recordids"] == [3]


def test_claim_joins_the_parameters_once() -> None:
    """A marketplace claim is added, unless the action brings its own."""
    bare = Action("read", "estate", parameters={"data": ["Id"]})
    assert bare.with_claim("c").parameters == {"data": ["Id"], "extendedclaim": "c"}
    own = Action("read", "estate", parameters={"extendedclaim": "own"})
    assert own.with_claim("c").parameters == {"extendedclaim": "own"}
    assert bare.with_claim("") is bare


@pytest.mark.parametrize("shape", ["action", "list", "request"])
def test_raw_json_has_three_shapes(shape: str) -> None:
    """One action, a list of actions and a whole request are read alike."""
    action = {"actionid": "read", "resourcetype": "user", "resourceid": None, "hmac": "x", "timestamp": 1}
    shapes = {"action": action, "list": [action], "request": {"token": "t", "request": {"actions": [action]}}}
    assert read_actions([shapes[shape]]) == [Action("read", "user", None)]


@pytest.mark.parametrize(
    "raw",
    [
        [],
        {},
        "x",
        {"request": {}},
        {"actionid": "read"},
        {"actionid": "read", "resourcetype": "user", "parameters": [1]},
        {"actionid": "read", "resourcetype": "user", "resourceid": [1]},
    ],
    ids=json.dumps,
)
def test_raw_json_of_another_shape_is_refused(raw: Any) -> None:
    """What is not an action is refused before anything is sent."""
    with pytest.raises(UsageError):
        read_actions([raw])


@pytest.mark.parametrize("identifier", [{"a": 1}, True, [1], 1.5])
def test_an_identifier_is_text_or_a_number(identifier: object) -> None:
    """What is neither is refused, and not sent as Python would write it."""
    with pytest.raises(UsageError, match="identifier"):
        read_actions([{"actionid": "read", "resourcetype": "user", "identifier": identifier}])


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        (Inputs(fields=["Id"], options=[("data", ["ort"])]), "--fields and --data mean the same"),
        (Inputs(sort=["Id"], options=[("sortby", ["{}"])]), "--sort and --sortby mean the same"),
        (Inputs(where=["Id=1"], params={"filter": "x"}), "--where cannot join a filter of another shape"),
        (Inputs(where=["Id=1"], params={"filter": {"Id": {"op": "="}}}), "--where cannot join a filter"),
    ],
)
def test_what_cannot_be_joined_is_refused(inputs: Inputs, message: str) -> None:
    """Nothing that was typed is dropped without a word."""
    call = Catalogue().find("read", "estate")
    assert call is not None
    with pytest.raises(UsageError, match=message):
        build(call, inputs, read_file=str)


@pytest.mark.parametrize("option", ["--set", "-p"])
def test_a_file_that_is_not_there_may_be_meant_as_text(oocli: Callable[..., Outcome], option: str) -> None:
    """A text that begins with @ is sent as JSON, and the refusal says so."""
    outcome = oocli("--sandbox", "modify", "estate", "11", option, "lage=@home", "--dry-run")
    assert outcome.code == 2
    assert outcome.error["hint"] == """lage=@... means a file; the text itself is lage:='"@home"'"""
    again = oocli("--sandbox", "modify", "estate", "11", "--set", 'lage:="@home"', "--dry-run")
    assert again.json["parameters"]["data"] == {"lage": "@home"}


def test_a_list_may_be_meant_to_hold_such_a_text(oocli: Callable[..., Outcome]) -> None:
    """As a JSON array; the refusal says so, but not where only numbers are taken."""
    words = (
        "--sandbox",
        "do",
        "sendmail",
        "--emailidentity",
        "x",
        "--no-validate",
        "--dry-run",
        "--receiver",
    )
    outcome = oocli(*words, "@home")
    assert (outcome.code, outcome.error["message"]) == (2, "Cannot read home")
    assert outcome.error["hint"].endswith("""the text itself is --receiver '["@home"]'""")
    assert oocli(*words, '["@home"]').json["parameters"]["receiver"] == ["@home"]
    numbers = ("get", "idsfromrelation", "--relationtype", "estate:address:owner", "--parentids", "@ids.txt")
    assert oocli(*numbers, "--dry-run").error["hint"] == ""


def test_a_condition_may_be_meant_to_hold_such_a_text(oocli: Callable[..., Outcome]) -> None:
    """In quotes, between parentheses."""
    words = ("--sandbox", "read", "estate", "--dry-run", "--where")
    outcome = oocli(*words, "lage in @home")
    assert outcome.code == 2
    assert outcome.error["hint"].endswith("the text itself is in ('@home')")
    again = oocli(*words, "lage in ('@home')")
    assert again.json["parameters"]["filter"] == {"lage": [{"op": "in", "val": ["@home"]}]}


@pytest.mark.parametrize("words", [("--set", "lage=@"), ("-p", "data=@")])
def test_a_file_without_a_name_is_missing(oocli: Callable[..., Outcome], words: tuple[str, ...]) -> None:
    """It is not the current directory."""
    outcome = oocli("--sandbox", "modify", "estate", "11", *words, "--dry-run")
    assert (outcome.code, outcome.error["message"]) == (2, "The name of a file is missing")
