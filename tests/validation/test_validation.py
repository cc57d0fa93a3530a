"""An action is judged by the catalogue before it is sent: what is refused, what is a warning, what passes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from oocli.catalogue import Call, Catalogue, Parameter, ResourceId
from oocli.request.actions import Action
from oocli.validation import Verdict, check
from oocli.values.parsed import Unread

SAMPLES = sorted((Path(__file__).parents[1] / "samples" / "requests").glob("*.json"))
CALLS = list(Catalogue())
FORMS = [
    (form, resourceid)
    for call in CALLS
    for resourceid, form in (
        call.variants or {call.resourceid.value or (call.resourceid.enum or ("1",))[0]: call}
    ).items()
]
FINE = Verdict(problems=(), warnings=())
URN = "urn:onoffice-de-ns:smart:2.5:relationTypes:"


def judge(name: str, parameters: dict[str, Any], resourceid: str | int | None = "") -> Verdict:
    """Check an action of the documented call of that name (``read estate``)."""
    verb, resourcetype = name.split()
    call = Catalogue().find(verb, resourcetype)
    assert call is not None
    return check(Action(verb, resourcetype, resourceid, parameters=parameters), call)


def problems(name: str, parameters: dict[str, Any], resourceid: str | int | None = "") -> tuple[str, ...]:
    """Give the refusals alone."""
    return judge(name, parameters, resourceid).problems


def warnings(name: str, parameters: dict[str, Any], resourceid: str | int | None = "") -> tuple[str, ...]:
    """Give the warnings alone, of an action without a refusal."""
    findings = judge(name, parameters, resourceid)
    assert findings.problems == ()
    return findings.warnings


def walk(
    parameters: tuple[Parameter, ...], above: tuple[Parameter, ...] = ()
) -> Iterator[tuple[Parameter, ...]]:
    """Give the way from the top to each documented parameter and key."""
    for parameter in parameters:
        if not parameter.names_any_field:
            yield (*above, parameter)
            yield from walk(parameter.properties, (*above, parameter))


def wrap(way: tuple[Parameter, ...], value: Any) -> Any:
    """Put a value where its way leads: into objects, elements of lists, conditions of a filter."""
    for parent, child in zip(reversed(way[:-1]), reversed(way), strict=False):
        value = {child.name: value} if value is not ... else {"zzz": 1}
        if parent.type == "map<array<object>>":
            value = {(parent.filter_fields or ("field",))[0]: [value]}
        elif parent.type == "array<object>":
            value = [value]
    return value


def is_open(call: Call, way: tuple[Parameter, ...]) -> bool:
    """Say whether the documentation leaves the call or the parameter at the end of the way unconfirmed."""
    return call.unconfirmed or way[-1].unconfirmed or way[-1].open


WAYS = [(form, resourceid, way) for form, resourceid in FORMS for way in walk(form.parameters)]


def name_way(case: Any) -> str:
    """Name a test after the call, the variant and the dotted parameter."""
    if isinstance(case, Call):
        return case.name.replace(" ", ".")
    return ".".join(part.name for part in case) if isinstance(case, tuple) else str(case)


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_each_documented_example_passes(file: Path) -> None:
    """What the documentation prints as a request is never refused."""
    request = json.loads(file.read_text(encoding="utf-8"))
    verb = request["actionid"].rpartition(":")[2]
    call = Catalogue().find(verb, request["resourcetype"])
    assert call is not None
    action = Action(
        verb, request["resourcetype"], request["resourceid"], parameters=request["parameters"] or {}
    )
    assert check(action, call).problems == ()


@pytest.mark.parametrize(
    ("form", "resourceid", "way"), [case for case in WAYS if case[2][-1].required], ids=name_way
)
def test_each_missing_parameter_is_reported(form: Call, resourceid: str, way: tuple[Parameter, ...]) -> None:
    """A required parameter that is not given is named; it is refused unless that is unconfirmed."""
    parameters = {} if len(way) == 1 else {way[0].name: wrap(way, ...)}
    findings = check(Action(form.verb, form.resourcetype, resourceid, parameters=parameters), form)
    texts = findings.warnings if is_open(form, way) else findings.problems
    assert [text for text in texts if f"{way[-1].name} is missing, it is required" in text]


@pytest.mark.parametrize(
    ("form", "resourceid", "way"), [case for case in WAYS if case[2][-1].enum], ids=name_way
)
def test_each_enum_refuses_a_wrong_value(form: Call, resourceid: str, way: tuple[Parameter, ...]) -> None:
    """A value outside the permitted ones is named with those; it is refused unless that is unconfirmed."""
    last = way[-1]
    wrong: Any = "zzz" if "string" in last.type else 99 if "boolean" not in last.type else 7
    value = {"field": wrong} if last.type.startswith("map<") else wrong
    findings = check(
        Action(form.verb, form.resourcetype, resourceid, parameters={way[0].name: wrap(way, value)}), form
    )
    texts = findings.warnings if is_open(form, way) else findings.problems
    assert [text for text in texts if last.name in text and (json.dumps(wrong) in text)]


@pytest.mark.parametrize(("form", "resourceid"), FORMS, ids=name_way)
def test_each_call_refuses_an_unknown_parameter(form: Call, resourceid: str) -> None:
    """A parameter that a call does not document is refused, unless the call takes any field."""
    findings = check(Action(form.verb, form.resourcetype, resourceid, parameters={"zzzzzz": 1}), form)
    refused = any(text.startswith("zzzzzz is not a parameter of") for text in findings.problems)
    takes_any = form.free_fields and form.fields_in == "parameters"
    assert refused == (not takes_any and not form.unconfirmed)


@pytest.mark.parametrize(("form", "resourceid"), FORMS, ids=name_way)
def test_each_call_accepts_a_claim(form: Call, resourceid: str) -> None:
    """The marketplace's extendedclaim belongs to every call, listed or not."""
    findings = check(
        Action(form.verb, form.resourcetype, resourceid, parameters={"extendedclaim": "abc"}), form
    )
    assert not [text for text in (*findings.problems, *findings.warnings) if "extendedclaim" in text]


def test_all_problems_come_at_once() -> None:
    """Nobody mends an action one error at a time."""
    assert problems(
        "read estate",
        {"data": ["Id"], "listlimt": 5, "listlimit": 600, "sortorder": "asc", "formatoutput": "ja"},
        "abc",
    ) == (
        "resourceid must be a whole number (estate record number; returns exactly that one estate and "
        '`filter` is ignored), not "abc"',
        "listlimt is not a parameter of read estate; did you mean listlimit?",
        "listlimit is 600, the greatest is 500, above it the server silently answers 20 records; "
        "ask for 500 and page on with --all",
        'sortorder cannot be "asc", permitted: ASC, DESC; did you mean ASC?',
        'formatoutput must be true or false, not "ja"',
    )


# --- unknown and missing parameters ---


def test_unknown_parameter_names_the_help() -> None:
    """A parameter like no other is refused with the way to the list."""
    assert problems("read estate", {"data": ["Id"], "foo": 1}) == (
        "foo is not a parameter of read estate; `oocli read estate --help` lists them",
    )


def test_field_beside_data_is_told_its_place() -> None:
    """Fields of a task stand in data; the API answers 144 otherwise."""
    assert problems("create task", {"data": {"Betreff": "x"}, "Aufgabe": "y", "Komentar": "z"}) == (
        "Aufgabe is not a parameter of create task; put it into data (--set Aufgabe=...)",
        "Komentar is not a parameter of create task; did you mean Kommentar in data?",
    )


def test_any_field_beside_data_is_told_its_place() -> None:
    """Fields of an estate stand in data, documented or not."""
    assert problems("create estate", {"data": {"ort": "Aachen"}, "kaufpreis": 1}) == (
        "kaufpreis is not a parameter of create estate; a field belongs in data (--set kaufpreis=...)",
    )


def test_data_around_address_fields_is_refused() -> None:
    """Fields of an address stand directly in parameters; a data object would be an unknown field."""
    assert problems("modify address", {"data": {"Ort": "Aachen"}}, 6) == (
        "data is not a parameter of modify address; its fields stand side by side, without data",
    )


def test_any_field_of_an_address_passes() -> None:
    """A call with free fields takes names that nobody documented."""
    assert judge("create address", {"Vorname": "Max", "ind_1926_Feld": ["a"]}) == FINE


def test_field_that_looks_like_a_parameter_is_doubted() -> None:
    """Where every name may be a field, a slip in a documented name is a warning."""
    assert warnings("create address", {"Vorname": "Max", "checkduplicate": True}) == (
        "checkduplicate is not documented; did you mean checkDuplicate?",
    )


def test_undocumented_key_is_a_warning() -> None:
    """Keys inside an object may be customer's fields: they are sent, with a warning."""
    assert warnings("create task", {"data": {"Betref": "x", "eigenes": 1}}) == (
        "data.Betref is not documented; did you mean Betreff?",
        "data.eigenes is not documented, it is sent as it is",
    )


def test_missing_parameter_says_what_it_is() -> None:
    """A missing parameter is named with its meaning and permitted values."""
    assert problems("get filters", {}) == ()
    assert problems("get statisticWidgets", {}) == (
        "module is missing, it is required, one of estate: Module; estate is the only value",
    )


def test_empty_required_parameter_is_a_warning() -> None:
    """An empty list of receivers is given, but hardly meant."""
    assert warnings("do sendmail", {"emailidentity": "a@example.com", "receiver": []}) == (
        "receiver is required but empty",
    )


def test_unconfirmed_parameter_is_a_warning() -> None:
    """That data is needed is inferred, not documented: a reading without it is sent."""
    assert judge("read estate", {}) == Verdict(
        problems=(),
        warnings=(
            "data is missing, it is required: Names of the estate fields to return; any active estate "
            "input field is valid, names are case-sensitive "
            "(unclear in the documentation, so only a warning)",
        ),
    )


def test_keys_of_an_unconfirmed_object_are_judged_by_themselves() -> None:
    """That data is mandatory is unconfirmed; which values its documented keys take is not."""
    assert judge("modify estate", {"data": {"kaufpreis": 1}}, 116).problems == ()
    assert problems("modify estate", {"data": {"status": "9"}}, 116) == (
        'data.status cannot be "9", permitted: 0, 1, 2',
    )


def test_unconfirmed_call_is_never_refused() -> None:
    """Where only an old copy of the page is known, everything is a warning."""
    assert judge("do messengersendmessageroom", {"mesage": "x"}) == Verdict(
        problems=(),
        warnings=(
            "do messengersendmessageroom is deprecated: no longer in the documentation's visible call list; "
            "known from an older copy of the page only",
            "resourceid is missing, give it (uid of the messenger room) "
            "(unclear in the documentation, so only a warning)",
            "mesage is not a parameter of do messengersendmessageroom; did you mean message? "
            "(unclear in the documentation, so only a warning)",
            "message is missing, it is required: Text to send (mandatory state not stated) "
            "(unclear in the documentation, so only a warning)",
        ),
    )


def test_deprecated_call_says_what_to_use() -> None:
    """A deprecated call still works, with the name of its successor."""
    assert warnings("read calendar", {}, "407") == (
        "read calendar is deprecated, use get appointmentList instead",
    )


def test_deprecated_parameter_says_what_to_use() -> None:
    """A deprecated parameter still works, with the way that replaces it."""
    assert warnings("create address", {"Name": "Meier", "outlookSync": True}) == (
        "outlookSync is deprecated, use create relation with relationtype address:user:sync instead",
    )


# --- types and mends ---

MAIL = {"emailidentity": "a@example.com", "receiver": ["b@example.com"]}


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


# --- page size ---


@pytest.mark.parametrize(
    ("name", "parameters", "resourceid", "problem"),
    [
        (
            "read task",
            {"listlimit": 501},
            "",
            "listlimit is 501, the greatest is 500, above it the server silently answers 20 records; "
            "ask for 500",
        ),
        (
            "get file",
            {"estateid": 1, "listlimit": "101"},
            "estate",
            "listlimit is 101, the greatest is 100, above it the server silently answers 20 records; "
            "ask for 100 and page on with --all",
        ),
        (
            "read recordsLastSeen",
            {"module": "estate", "listlimit": 1001},
            "",
            "listlimit is 1001, the greatest is 1000; ask for 1000",
        ),
    ],
)
def test_page_above_the_maximum_is_refused(
    name: str, parameters: dict[str, Any], resourceid: str, problem: str
) -> None:
    """Above the maximum the server would answer fewer records than asked for, without a word."""
    assert problems(name, parameters, resourceid) == (problem,)


def test_large_page_without_a_known_maximum_is_a_warning() -> None:
    """Where no maximum is documented, the general one is a doubt."""
    assert warnings("get search", {"input": "Max", "listlimit": 501}, "address") == (
        "listlimit is 501; above 500 the server may silently answer 20 records",
    )


# --- resourceid ---


@pytest.mark.parametrize(
    ("name", "parameters", "resourceid", "problem"),
    [
        ("delete calendar", {}, "", "resourceid is missing, give it (appointment number)"),
        ("delete calendar", {}, None, "resourceid is missing, give it (appointment number)"),
        ("delete calendar", {}, "007", 'resourceid must be a whole number (appointment number), not "007"'),
        (
            "get file",
            {"anything": 1},
            "",
            "resourceid is missing, give estate, address or appointment "
            "(kind of record the files belong to; selects the variant)",
        ),
        (
            "get file",
            {},
            "estates",
            'resourceid cannot be "estates", permitted: estate, address, appointment; did you mean estate?',
        ),
        ("get downloadFiles", {"addressid": 1}, "estate", 'resourceid must be address, not "estate"'),
        (
            "get downloadFiles",
            {"addressid": 1},
            "",
            "resourceid is missing, give address (module of the files)",
        ),
    ],
)
def test_wrong_resourceid_is_refused(
    name: str, parameters: dict[str, Any], resourceid: str | None, problem: str
) -> None:
    """A resourceid that is missing, of the wrong kind or no variant is named with what it must be."""
    assert problems(name, parameters, resourceid) == (problem,)


def test_uuid_as_resourceid_names_the_filter() -> None:
    """The API finds nothing by a UUID as resourceid."""
    (problem,) = problems("read address", {"data": ["Name"]}, "a3a9741f-442c-42aa-a013-49d32f7f52e0")
    assert problem.endswith("; to find a record by its UUID, filter on the field uuid")


def test_resourceid_0_is_doubted() -> None:
    """Record 0 gives an empty success."""
    assert warnings("read estate", {"data": ["Id"]}, "0") == (
        "resourceid 0 asks for record 0, which does not exist; leave it out for a list",
    )


def test_resourceid_without_a_meaning_is_a_warning() -> None:
    """What the call does not use is sent, but told."""
    assert warnings(
        "create relation", {"relationtype": f"{URN}estate:address:buyer", "parentid": [1], "childid": [2]}, 7
    ) == ("resourceid 7 has no meaning for create relation, leave it out",)


def test_unconfirmed_resourceid_is_a_warning() -> None:
    """How a single entry is read is not documented."""
    assert warnings("read agentslog", {"data": ["Nr"]}, "abc")[0].endswith(
        'not "abc" (unclear in the documentation, so only a warning)'
    )


def test_variant_has_its_own_parameters() -> None:
    """The resourceid decides which parameters a search takes."""
    assert problems("get search", {"input": "x", "includeThumbnail": "small"}, "address") == (
        "includeThumbnail is not a parameter of get search address; "
        "`oocli get search address --help` lists them",
    )


# --- filters ---


@pytest.mark.parametrize(
    "condition",
    [
        {"op": "=", "val": 1},
        {"op": "=", "val": ""},
        {"op": "NOT IN", "val": ["a"]},
        {"op": "Between", "val": [1, 2]},
        {"op": "like", "val": "%x%"},
    ],
)
def test_filter_takes_each_operator_in_any_case(condition: dict[str, Any]) -> None:
    """Operators are taken in any letter case, lists and ranges as lists."""
    assert judge("read estate", {"data": ["Id"], "filter": {"ort": [condition]}}) == FINE


@pytest.mark.parametrize(
    ("conditions", "problem"),
    [
        (1, 'filter.ort must be a list of conditions such as [{"op": "=", "val": 1}], not 1'),
        (
            {"op": "=", "val": 1},
            'filter.ort must be a list of conditions such as [{"op": "=", "val": 1}], '
            'not {"op": "=", "val": 1}',
        ),
        (["Aachen"], 'filter.ort[0] must be an object with op and val, not "Aachen"'),
        (
            [{"val": 1}],
            "filter.ort[0].op is missing, it is required, one of is, =, >, <, >=, <=, !=, <>, between, like, "
            "not like, in, not in: SQL comparison operator; examples also write it in upper case",
        ),
        (
            [{"op": "==", "val": 1}],
            'filter.ort[0].op cannot be "==", permitted: is, =, >, <, >=, <=, !=, <>, between, like, '
            "not like, in, not in",
        ),
        ([{"op": "in", "val": "a"}], 'filter.ort[0].val must be a list of values for in, not "a"'),
        ([{"op": "in", "val": []}], "filter.ort[0].val must be a list of values for in, not []"),
        (
            [{"op": "between", "val": [1]}],
            "filter.ort[0].val must be a list of two values, from and to, for between, not [1]",
        ),
        (
            [{"op": "=", "val": ["a", "b"]}],
            'filter.ort[0].val must be one value for =, not ["a", "b"]; use in for several',
        ),
    ],
)
def test_filter_of_the_wrong_shape_is_refused(conditions: Any, problem: str) -> None:
    """A filter is a list of conditions per field, each with an operator and what that takes."""
    (found,) = problems("read estate", {"data": ["Id"], "filter": {"ort": conditions}})
    assert found == problem


def test_filter_fields_are_checked() -> None:
    """Where a call filters on some fields only, others are refused."""
    assert problems("get calendarResources", {"filter": {"activ": [{"op": "=", "val": 1}]}}) == (
        "filter cannot filter on activ; did you mean active?",
    )
    assert problems("read agentslog", {"data": ["Nr"], "filter": {"dauer": [{"op": ">", "val": 1}]}}) == (
        "filter cannot filter on dauer, the API refuses this field",
    )


# --- rules ---


@pytest.mark.parametrize(
    ("name", "parameters", "resourceid", "problem"),
    [
        ("create agentslog", {"note": "x"}, "", "the call needs addressids or estateid"),
        (
            "get idsfromrelation",
            {"relationtype": f"{URN}estate:address:buyer", "parentids": [1], "childids": [2]},
            "",
            "parentids and childids exclude each other, give one of them",
        ),
        (
            "get searchcriterias",
            {"mode": "internal"},
            "",
            "ids is missing, it is required when mode is internal, external or searchcriteria",
        ),
        (
            "do sendmail",
            {**MAIL, "forwarded": "true"},
            "",
            "messageid is missing, it is required when forwarded is true",
        ),
        (
            "do sendmail",
            {**MAIL, "webexposeids": [53]},
            "",
            'receiver must be a list of whole numbers, not ["b@example.com"], when webexposeids is given '
            "(web exposes go to address records only)",
        ),
        (
            "create relation",
            {"relationtype": f"{URN}estate:address:buyer", "parentid": [1, 2], "childid": [3, 4]},
            "",
            "childid takes one value only when parentid is a list of several (the API refuses n:n)",
        ),
        (
            "create address",
            {"phone": "0241 1", "mobile": "0171 1", "default_phone": "0241 2"},
            "",
            'default_phone is "0241 2", it must be the value of phone, phone_private, phone_business '
            "or mobile",
        ),
        (
            "create relation",
            {
                "relationtype": f"{URN}estate:address:buyer",
                "parentid": 1,
                "childid": 2,
                "relationinfo": {"statusTerminbestaetigung": "gesendet"},
            },
            "",
            f"relationtype must be or contain {URN}calendar:address when relationinfo is given",
        ),
        (
            "read recordsLastSeen",
            {"module": "email", "listlimit": 1, "filter": {"Betreff": [{"op": "=", "val": "x"}]}},
            "",
            "filter takes only date, not Betreff, when module is email",
        ),
        (
            "get appointmentList",
            {"data": ["id"]},
            "",
            "filter is missing, it is required when resourceid is not given",
        ),
        (
            "do uploadfile",
            {"data": "aGFsbG8=", "module": "tmpUpload"},
            "",
            "module cannot be given when data is given (the API would skip attaching the file)",
        ),
        (
            "do uploadfile",
            {"module": "address", "relatedRecordId": 3, "file": "a.png"},
            "",
            "the call needs data, tmpUploadId or url",
        ),
        (
            "create calendar",
            {
                "data": {"start_dt": "2026-01-01 10:00", "end_dt": "2026-01-01 11:00"},
                "reminderTypes": "popup",
            },
            "",
            "data.erinnerung is missing, it is required when reminderTypes is given",
        ),
        (
            "create calendar",
            {
                "data": {"start_dt": "2026-01-01 10:00", "end_dt": "2026-01-01 11:00"},
                "location": {"estate": "39", "address": "1"},
            },
            "",
            "location.address and location.estate exclude each other, give one of them",
        ),
        (
            "modify address",
            {"phone": {"action": "modify", "newvalue": "0241 1"}},
            6,
            "phone.oldvalue is missing, it is required when phone.action is modify or delete",
        ),
        (
            "modify address",
            {"email": "a@example.com"},
            6,
            'email must be an object with action, oldvalue, newvalue and default, not "a@example.com"',
        ),
        (
            "read estate",
            {"data": ["Id"], "georangesearch": {"zip": "52068", "radius": "10"}},
            "",
            "georangesearch needs country and zip, or country and city, or latitude and longitude",
        ),
        (
            "read estate",
            {"data": ["Id"], "georangesearch": {"latitude": "50.7", "longitude": "6.1"}},
            "",
            "georangesearch.radius is missing, it is required: "
            "Radius of the search (unit not stated on the page)",
        ),
    ],
)
def test_broken_rule_is_refused(
    name: str, parameters: dict[str, Any], resourceid: str | int, problem: str
) -> None:
    """A documented condition between parameters is checked, and the message says when it holds."""
    assert problem in problems(name, parameters, resourceid)


@pytest.mark.parametrize(
    "parameters",
    [
        {"data": "aGFsbG8="},
        {"data": "aGFsbG8=", "tmpUploadId": "a17ebec0"},
        {
            "tmpUploadId": "a17ebec0",
            "module": "tmpUpload",
            "file": "a.png",
            "Art": None,
            "relatedRecordId": None,
        },
        {"tmpUploadId": "a17ebec0", "module": "address", "file": "a.png", "relatedRecordId": 3},
        {"url": "https://example.com", "module": "estate", "Art": "Link", "relatedRecordId": 3, "title": "x"},
    ],
)
def test_each_step_of_an_upload_passes(parameters: dict[str, Any]) -> None:
    """Blocks, the attaching call and a link need different parameters of one call."""
    assert judge("do uploadfile", parameters, None) == FINE


def test_ignored_parameter_is_a_warning() -> None:
    """What the server takes no notice of is sent, but told."""
    assert warnings(
        "read estate",
        {
            "data": ["Id"],
            "outputlanguage": "ENG",
            "sortby": {"Id": "ASC"},
            "sortorder": "ASC",
            "filter": {"Id": []},
        },
        409,
    ) == (
        "filter has no effect when resourceid is given",
        "outputlanguage has no effect when formatoutput is not given or false",
        "sortorder has no effect when sortby is an object",
    )


def test_unconfirmed_rule_is_a_warning() -> None:
    """A link to nothing succeeds without an effect; that is told, not refused."""
    mail = {"emailidentity": "a", "messageid": "<1>", "uid": 2, "folder": "INBOX"}
    assert warnings("do emailassignments", mail) == (
        "the call needs addressIds, estateid or addressid (else nothing is linked)",
    )


# --- relation types ---

LINK: dict[str, Any] = {"parentid": [1], "childid": [2]}


@pytest.mark.parametrize(
    ("relationtype", "problem"),
    [
        (
            "estate:address:buyer",
            f'relationtype must be the whole URN, {URN}estate:address:buyer, not "estate:address:buyer"',
        ),
        (
            f"{URN}estate:address:byer",
            f'relationtype "{URN}estate:address:byer" is unknown; did you mean {URN}estate:address:buyer?',
        ),
        (
            "officer",
            f'relationtype "officer" is unknown; did you mean {URN}estate:user:officer '
            f"or {URN}address:user:officer?",
        ),
        ("zzz", 'relationtype must be a relation\'s URN, not "zzz"; `oocli explain relation` lists them'),
    ],
)
def test_misspelt_relationtype_is_refused(relationtype: str, problem: str) -> None:
    """A relation that is not the URN of one is answered with what it should be."""
    assert problems("create relation", {"relationtype": relationtype, **LINK}) == (problem,)


def test_unknown_relationtype_urn_is_a_warning() -> None:
    """A URN like no other may be new."""
    assert warnings("create relation", {"relationtype": f"{URN}moon:sun", **LINK}) == (
        f'relationtype "{URN}moon:sun" is not documented, it is sent as it is',
    )


def test_relationtype_beyond_its_documentation_is_a_warning() -> None:
    """That a relation documented for reading only can be written is open."""
    assert warnings("create relation", {"relationtype": f"{URN}task:estate", **LINK}) == (
        "relationtype task:estate is not documented for create relation",
    )


def test_relationtype_of_a_file_is_a_module() -> None:
    """Two calls mean a module by relationtype."""
    assert judge("delete fileRelation", {"relationtype": "task", "parentid": 1, "fileId": 2}, None) == FINE


# --- a call of its own ---


def test_new_call_needs_no_code() -> None:
    """All that validation knows of a call stands in its entry."""
    call = Call(
        verb="get",
        resourcetype="tide",
        title="Get the tide",
        module="sea",
        doc="https://apidoc.onoffice.de/tide/",
        effect="read",
        resourceid=ResourceId(use="required", meaning="harbour", enum=("emden", "husum")),
        parameters=(
            Parameter(name="day", type="string", format="date", required=True, summary="Day"),
            Parameter(name="height", type="number", min=0.5, alt_types=("array<number>",)),
        ),
        rules=({"when": {"height": "given"}, "required": ["unit"]},),
    )
    action = Action("get", "tide", "emdn", parameters={"heigth": 1, "height": "0.4"})
    assert check(action, call) == Verdict(
        problems=(
            'resourceid cannot be "emdn", permitted: emden, husum; did you mean emden?',
            "heigth is not a parameter of get tide; did you mean height?",
            'height is "0.4", the smallest is 0.5',
            "day is missing, it is required: Day",
            "unit is missing, it is required when height is given",
        ),
        warnings=(),
    )
    open_call = call._replace(unconfirmed=True)
    assert check(action, open_call).problems == ()
    assert len(check(action, open_call).warnings) == 5


# --- requests that integrations send every day ---

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


def test_unread_text_is_told_with_all_else() -> None:
    """What could not be read as its type comes together with every other problem, once."""
    unread = Unread("x", "listlimit: 'x' is not a whole number")
    assert problems("read estate", {"data": ["Id"], "listlimit": unread, "wrong": 1}) == (
        "listlimit: 'x' is not a whole number",
        "wrong is not a parameter of read estate; `oocli read estate --help` lists them",
    )


def test_text_that_could_be_two_numbers_is_none() -> None:
    """``300.000`` in JSON is three hundred for one reader and three hundred thousand for another."""
    given = {"estateId": 11, "addressId": 101}
    assert problems("do priceOffer", {**given, "priceOffer": "300.000"}) == (
        'priceOffer must be a number, not "300.000"; it could be 300 or 300000',
    )
    assert problems("do priceOffer", {**given, "priceOffer": "300000.50"}) == ()
