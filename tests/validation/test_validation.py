"""An action is judged by the catalogue before it is sent: what is refused, what is a warning, what passes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from judging import FINE, URN, judge, problems, warnings
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
        'resourceid must be a whole number, not "abc" (estate record number; returns exactly that one estate '
        "and `filter` is ignored)",
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
        ("delete calendar", {}, "007", 'resourceid must be a whole number, not "007" (appointment number)'),
        (
            "read estate",
            {"data": ["Id"]},
            "17,19",
            'resourceid must be a whole number, not "17,19"; several stand beside each other: 17 19',
        ),
        (
            "modify task",
            {"data": {"Prio": 1}},
            "401; 403",
            'resourceid must be a whole number, not "401; 403"; modify task takes one record, '
            "and many with --from FILE",
        ),
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
    (warning,) = warnings("read agentslog", {"data": ["Nr"]}, "abc")
    assert warning.startswith('resourceid must be a whole number, not "abc" (')
    assert warning.endswith("(unclear in the documentation, so only a warning)")


def test_variant_has_its_own_parameters() -> None:
    """The resourceid decides which parameters a search takes."""
    assert problems("get search", {"input": "x", "includeThumbnail": "small"}, "address") == (
        "includeThumbnail is not a parameter of get search address; "
        "`oocli get search address --help` lists them",
    )


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


def test_unread_text_is_told_with_all_else() -> None:
    """What could not be read as its type comes together with every other problem, once."""
    unread = Unread("x", "listlimit: 'x' is not a whole number")
    assert problems("read estate", {"data": ["Id"], "listlimit": unread, "wrong": 1}) == (
        "listlimit: 'x' is not a whole number",
        "wrong is not a parameter of read estate; `oocli read estate --help` lists them",
    )
