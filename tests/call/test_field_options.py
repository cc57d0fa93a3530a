"""The field configuration at work in calls: warnings, --labels, --typed, --skip-unknown-fields."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from harness import Clock, Outcome
from oocli.errors import NetworkError
from scripted import ScriptedTransport, answer, refusal, result

Run = Callable[..., Outcome]

_SECRETS = {"OOCLI_TOKEN": "t" * 32, "OOCLI_SECRET": "s" * 64}
_TYPED_FIELDS = "Id,kaufpreis,plz,heizungsart,verkauft,veroeffentlichen,breitengrad,status"


@pytest.fixture
def known(oocli: Run) -> Run:
    """Give oocli with the fields of estates and addresses in the sandbox's cache."""
    for module in ("estate", "address"):
        assert oocli("--sandbox", "fields", module).code == 0
    return oocli


def test_nothing_is_checked_without_a_cache(oocli: Run) -> None:
    """Where no configuration is at hand a dry run is silent about fields, and asks for none."""
    outcome = oocli("--sandbox", "read", "estate", "--fields", "kaufpreiss", "--dry-run")
    assert (outcome.code, outcome.err) == (0, "")
    assert not oocli("cache", "info").json


def test_unknown_names_are_warned_of_and_sent(known: Run) -> None:
    """Fields, conditions and order are checked; the action goes out as it was typed."""
    outcome = known(
        *("--sandbox", "read", "estate", "--fields", "Id,kaufpreiss", "--where", "Ort=Köln"),
        *("--sort", "-kaufpries", "--dry-run"),
    )
    assert outcome.code == 0
    assert outcome.err.splitlines() == [
        "estate has no field 'kaufpreiss' (--fields); did you mean kaufpreis?",
        "estate has no field 'Ort' (--where); did you mean ort?",
        "estate has no field 'kaufpries' (--sort); did you mean kaufpreis?",
    ]
    assert outcome.json["parameters"]["data"] == ["Id", "kaufpreiss"]


def test_no_validate_asks_for_no_advice(known: Run) -> None:
    """--no-validate leaves out the field warnings too."""
    outcome = known("--sandbox", "read", "estate", "--fields", "kaufpreiss", "--no-validate", "--dry-run")
    assert (outcome.code, outcome.err) == (0, "")


def test_warning_from_an_old_cache_says_so(known: Run, clock: Clock) -> None:
    """A person is told that what is missing may only be new."""
    clock.time += 8 * 86400
    outcome = known("--sandbox", "read", "estate", "--fields", "qqq", "--dry-run", terminal=True)
    assert " ".join(outcome.err.split()) == (
        "estate has no field 'qqq' (--fields); `oocli fields estate` lists them"
        " The fields are known from a cache of more than a week; `oocli fields estate --refresh` asks again"
    )


def test_old_cache_is_told_of_once(known: Run, clock: Clock) -> None:
    """Where the cache is used on purpose its age is told, however often it is used."""
    clock.time += 8 * 86400
    outcome = known(
        *("--sandbox", "read", "estate", "--typed", "--labels", "--limit", "1", "-o", "ids"), terminal=True
    )
    assert outcome.err.count("more than a week") == 1


def test_select_value_is_checked_when_written(known: Run) -> None:
    """A label in --set becomes its key; what is neither is refused with the nearest."""
    words = ("--sandbox", "modify", "estate", "11", "--dry-run", "--set")
    assert known(*words, "zustand=Neuwertig").json["parameters"]["data"] == {"zustand": "neuwertig"}
    refused = known(*words, "zustand=neuwertich")
    assert (refused.code, refused.error["problems"]) == (
        2,
        ["zustand: 'neuwertich' is not a key or label of zustand; did you mean neuwertig?"],
    )


def test_labels_are_turned_into_keys(known: Run) -> None:
    """With --labels labels become keys in what is set, and nothing is left to warn of."""
    outcome = known(
        *("--sandbox", "modify", "estate", "11", "--labels", "--dry-run"),
        *("--set", "zustand=neuwertig", "--set", "objektart=Wohnung", "--set", "boden=Fliesen, Parkett"),
    )
    assert outcome.err == ""
    assert outcome.json["parameters"]["data"] == {
        "zustand": "neuwertig",
        "objektart": "wohnung",
        "boden": ["fliesen", "parkett"],
    }


def test_labels_are_turned_in_conditions(known: Run) -> None:
    """With --labels a condition may compare with labels."""
    outcome = known(
        "--sandbox",
        "read",
        "address",
        "--labels",
        "--where",
        "Status=aktiv",
        "--where",
        "Anrede in (Frau)",
        "-n",
    )
    assert outcome.json["parameters"]["filter"] == {
        "Status": [{"op": "=", "val": "1"}],
        "Anrede": [{"op": "in", "val": ["Frau"]}],
    }


def test_labels_fetch_the_configuration_once(oocli: Run) -> None:
    """--labels asks for the configuration where none is cached, before it sends the action."""
    config = {"id": "estate", "type": "", "elements": {"zustand": {"permittedvalues": {"k1": "Neu"}}}}
    transport = ScriptedTransport([answer(result(config)), answer(result())])
    for _ in range(2):
        oocli(
            "modify",
            "estate",
            "1",
            "--labels",
            "--set",
            "zustand=Neu",
            variables=_SECRETS,
            transport=transport,
        )
    assert [action["resourcetype"] for action in transport.actions] == ["fields", "estate", "estate"]
    assert transport.actions[1]["parameters"] == {"data": {"zustand": "k1"}}


def test_dry_run_asks_for_the_types_of_fields(oocli: Run) -> None:
    """A dry run shows what would be sent, so it asks for the types of fields like the run itself."""
    outcome = oocli(
        "--sandbox", "modify", "estate", "1", "--labels", "--set", "zustand=Neuwertig", "--dry-run"
    )
    assert outcome.json["parameters"]["data"] == {"zustand": "neuwertig"}


def test_dry_run_without_a_profile_leaves_values_as_they_are(oocli: Run) -> None:
    """Where there is nobody to ask, a dry run shows what was typed."""
    outcome = oocli("modify", "estate", "1", "--set", "zustand=Neuwertig", "--dry-run")
    assert (outcome.code, outcome.json["parameters"]["data"]) == (0, {"zustand": "Neuwertig"})


def test_types_of_fields_can_be_left_out(oocli: Run) -> None:
    """With --no-fields nobody is asked, values go as they were typed, and it is said so."""
    words = ("--sandbox", "modify", "estate", "1", "--set", "kaufpreis=300.000", "--dry-run", "--no-fields")
    outcome = oocli(*words)
    assert outcome.json["parameters"]["data"] == {"kaufpreis": "300.000"}
    assert outcome.err == "--no-fields: values are sent as they are written, whatever their fields are.\n"


# Typed values


def test_values_get_the_types_of_their_fields(oocli: Run) -> None:
    """Listed fields by the configuration, unlisted ones by the catalogue, the rest as it came."""
    fields = {"preis": {"type": "float"}, "plz": {"type": "varchar"}, "art": {"type": "multiselect"}}
    elements = {
        "Id": "13",
        "preis": "0.00",
        "plz": "01067",
        "art": "|a||b|",
        "veroeffentlichen": "1",
        "breitengrad": "50.10729",
        "geaendert_am": "2025-10-10 08:27:38",
        "language": "1",
    }
    transport = ScriptedTransport(
        [
            answer(result({"id": "estate", "elements": fields})),
            answer(result({"id": 13, "type": "estate", "elements": elements})),
        ]
    )
    outcome = oocli("read", "estate", "13", "--typed", variables=_SECRETS, transport=transport)
    assert outcome.json[0]["elements"] == {
        "Id": 13,
        "preis": 0.0,
        "plz": "01067",
        "art": ["a", "b"],
        "veroeffentlichen": True,
        "breitengrad": 50.10729,
        "geaendert_am": "2025-10-10T08:27:38",
        "language": "1",
    }


def test_typed_reading_of_the_sandbox(oocli: Run) -> None:
    """Against the sandbox each value has the type of its field; the configuration is fetched and kept."""
    outcome = oocli("--sandbox", "read", "estate", "--limit", "1", "--typed", "--fields", _TYPED_FIELDS)
    elements = outcome.json[0]["elements"]
    assert {name: type(value).__name__ for name, value in elements.items()} == {
        "Id": "int",
        "kaufpreis": "float",
        "plz": "str",
        "heizungsart": "list",
        "verkauft": "bool",
        "veroeffentlichen": "bool",
        "breitengrad": "float",
        "status": "str",
    }
    assert outcome.err == ""
    assert [cached["elements"]["module"] for cached in oocli("cache", "info").json] == ["estate"]


@pytest.mark.parametrize(
    ("output", "text"),
    [
        ("ndjson", '{"id":7,"type":"estate","elements":{"Id":7,"sold":false,"art":["a","b"]}}\n'),
        ("csv", '_id,Id,sold,art\n7,7,false,"[""a"",""b""]"\n'),
        ("tsv", '_id\tId\tsold\tart\n7\t7\tfalse\t["a","b"]\n'),
    ],
)
def test_every_format_has_typed_values(oocli: Run, output: str, text: str) -> None:
    """Values are typed before they are rendered, so each format has them."""
    fields = {"sold": {"type": "boolean"}, "art": {"type": "multiselect"}}
    elements = {"Id": "7", "sold": "0", "art": "|a||b|"}
    transport = ScriptedTransport(
        [
            answer(result({"id": "estate", "elements": fields})),
            answer(result({"id": 7, "type": "estate", "elements": elements})),
        ]
    )
    outcome = oocli(
        *("read", "estate", "7", "--typed", "--fields", "Id,sold,art", "-o", output),
        variables=_SECRETS,
        transport=transport,
    )
    assert outcome.out == text


def test_empty_dates_and_numbers_are_null(oocli: Run) -> None:
    """The API's empty date and an empty number are null, an empty multiselect an empty list."""
    config = {"a": {"type": "date"}, "b": {"type": "integer"}, "c": {"type": "multiselect"}}
    elements = {"a": "0000-00-00", "b": "", "c": "", "d": ""}
    transport = ScriptedTransport(
        [
            answer(result({"id": "address", "elements": config})),
            answer(result({"id": 1, "type": "address", "elements": elements})),
        ]
    )
    outcome = oocli("read", "address", "1", "--typed", variables=_SECRETS, transport=transport)
    assert outcome.json[0]["elements"] == {"a": None, "b": None, "c": [], "d": ""}


@pytest.mark.parametrize(
    ("option", "message"),
    [
        (
            "--formatoutput",
            "--typed and --formatoutput exclude each other: one is for computers, one for display",
        ),
        ("-oraw", "--typed and -o raw exclude each other: raw is the answer as received"),
    ],
)
def test_typed_contradicts_texts_for_display(oocli: Run, option: str, message: str) -> None:
    """What is formatted for people, or not to be changed, is not typed; nothing is sent."""
    outcome = oocli("--sandbox", "read", "estate", "--typed", option)
    assert (outcome.code, outcome.error["message"]) == (2, message)


def test_configuration_that_cannot_be_had_fails_the_typed_reading(oocli: Run) -> None:
    """--typed needs the configuration: without it the command fails before any record is written."""
    transport = ScriptedTransport([NetworkError("There is no network", arrived=False)])
    outcome = oocli("read", "estate", "--typed", variables=_SECRETS, transport=transport)
    assert (outcome.code, outcome.out) == (7, "")


# Refused fields


def test_refused_field_is_located_with_what_was_meant(known: Run) -> None:
    """Error 141 says where the field was typed and which one was meant."""
    outcome = known("--sandbox", "read", "estate", "--fields", "Id,kaufpreiss,plz", "-qq")
    assert outcome.code == 5
    assert {
        key: outcome.error[key] for key in ("api_errorcode", "field", "typed_in", "suggestions", "hint")
    } == {
        "api_errorcode": 141,
        "field": "kaufpreiss",
        "typed_in": ["--fields"],
        "suggestions": ["kaufpreis"],
        "hint": "Did you mean kaufpreis? --skip-unknown-fields reads without it",
    }


def test_refused_field_is_located_without_a_cache_too(oocli: Run) -> None:
    """Without a cache the names of the catalogue still help."""
    outcome = oocli("--sandbox", "read", "address", "--fields", "Vornam,Ort", "--errors", "text")
    assert outcome.err.splitlines()[:3] == [
        "The API refused read address: Unknown field: Vornam (141)",
        "  Vornam is number 1 of 2 in --fields; one field that the API refuses makes the whole request fail",
        "  Did you mean Vorname? --skip-unknown-fields reads without it",
    ]


def test_invalid_field_with_its_position_is_located(oocli: Run) -> None:
    """Error 144 tells the position in the list of fields; it is used."""
    transport = ScriptedTransport([answer(refusal(144, 'Invalid field in input data: "(1, tags)"'))])
    outcome = oocli(
        *("read", "task", "--fields", "Betreff,tags", "--no-validate", "-o", "json"),
        variables=_SECRETS,
        transport=transport,
    )
    assert outcome.error["why"].startswith("tags is number 2 of 2 in --fields;")


def test_refused_fields_are_skipped_loudly(oocli: Run) -> None:
    """--skip-unknown-fields reads without them, and a warning names each, also to a script."""
    outcome = oocli(
        "--sandbox",
        "read",
        "estate",
        "--fields",
        "Id,kaufpreiss,gibtsnicht",
        "--skip-unknown-fields",
        "-o",
        "csv",
    )
    assert (outcome.code, outcome.out.splitlines()[0]) == (0, "_id,Id")
    assert outcome.err.splitlines() == [
        "The API refuses the field kaufpreiss (141): it is left out; did you mean kaufpreis?",
        "The API refuses the field gibtsnicht (141): it is left out",
    ]


def test_skipping_works_with_every_page(oocli: Run) -> None:
    """All pages are read without the refused field."""
    outcome = oocli(
        "--sandbox",
        "read",
        "estate",
        "--fields",
        "Id,gibtsnicht",
        "--skip-unknown-fields",
        "--all",
        "-o",
        "ndjson",
    )
    records = [json.loads(line) for line in outcome.out.splitlines()]
    assert len(records) == 300
    assert all(list(record["elements"]) == ["Id"] for record in records)


def test_options_are_offered_where_they_mean_something(oocli: Run) -> None:
    """Reading takes all three, writing only --labels, and a call without fields none."""
    found: dict[str, Any] = {}
    for words in (("read", "estate"), ("modify", "estate"), ("read", "calendar"), ("get", "users")):
        text = oocli(*words, "--help").out
        found[" ".join(words)] = [
            option for option in ("--labels", "--typed", "--skip-unknown-fields") if f" {option} " in text
        ]
    assert found == {
        "read estate": ["--labels", "--typed", "--skip-unknown-fields"],
        "modify estate": ["--labels"],
        "read calendar": ["--labels", "--typed"],
        "get users": [],
    }
