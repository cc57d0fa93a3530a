"""outcome: what a write did, in a sentence, for every call of the catalogue and for those it lacks."""

import re
from typing import Any

import pytest

from oocli.call.outcome import describe_write, describe_writes
from oocli.catalogue import Call, Catalogue
from oocli.request.actions import Action

CATALOGUE = Catalogue()
WRITES = [call for call in CATALOGUE if call.verb not in ("read", "get")]
SUCCESS = {"id": 0, "type": "", "elements": {"success": "success"}}
BUYER = "urn:onoffice-de-ns:smart:2.5:relationTypes:estate:address:buyer"


def describe(
    name: str, resourceid: Any = "", record: Any = SUCCESS, **parameters: Any
) -> tuple[str, str, Any]:
    """Give sentence, command and facts for a call of the catalogue."""
    verb, resource = name.split()
    call = CATALOGUE.find(verb, resource)
    assert call is not None
    records = [] if record is None else [record]
    return describe_write(call, Action(verb, resource, resourceid, parameters=parameters), records)


@pytest.mark.parametrize(
    ("kept", "sentence"),
    [
        ((), "Estate 17 changed in ENG: lage, ort"),
        (("ort",), "Estate 17 changed in ENG: lage"),
        (("lage", "ort"), "Estate 17 keeps its values in ENG: lage, ort"),
    ],
)
def test_only_what_was_changed_is_called_changed(kept: tuple[str, ...], sentence: str) -> None:
    """A field of which is known that it had its value already is not said to be changed."""
    call = CATALOGUE.find("modify", "estate")
    assert call is not None
    parameters = {"data": {"lage": "x", "ort": "y"}, "estatelanguage": "ENG"}
    action = Action("modify", "estate", 17, parameters=parameters)
    assert describe_write(call, action, [SUCCESS], kept=kept).sentence == sentence


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (describe("modify estate", 17, data={"kaufpreis": 350000}), "Estate 17 changed: kaufpreis"),
        (
            describe("modify estate", 17, data={"lage": "x", "ort": "y"}, estatelanguage="ENG"),
            "Estate 17 changed in ENG: lage, ort",
        ),
        (
            describe("modify estate", 17, data={f"f{at}": 1 for at in range(9)}),
            "Estate 17 changed: f0, f1, f2, f3, f4 and 4 more",
        ),
        (describe("modify address", 101, Ort="Köln", email="x"), "Address 101 changed: Ort, email"),
        (
            describe("modify calendar", 401, data={"status": "active"}, relatedAddressIds=[1]),
            "Appointment 401 changed: status, relatedAddressIds",
        ),
        (
            describe("modify fileRelation", relationtype="estate", parentid=11, fileId=2, title="x"),
            "File 2 of estate 11 changed: title",
        ),
        (
            describe("create relation", relationtype=BUYER, parentid=11, childid=[101, 103]),
            "Address 101, 103 linked to estate 11 (estate:address:buyer)",
        ),
        (
            describe("delete relation", relationtype="urn:x:y", parentid=11, childid=101),
            "Record 101 no longer linked to record 11 (urn:x:y)",
        ),
        (
            describe("modify relation", relationtype=BUYER, parentid=1, childid=2, relationinfo={"a": 1}),
            "Link of address 2 to estate 1 changed: relationinfo.a",
        ),
        (describe("delete calendar", 401, record=None), "Appointment 401 deleted"),
        (describe("do sendmail", receiver="max@beispiel.example"), "Mail sent to max@beispiel.example"),
        (
            describe("do sendmail", receiver=["a@x.example", "b@x.example"], subject="\x1b[31mHallo"),
            "Mail sent to a@x.example, b@x.example: ␛[31mHallo",
        ),
        (
            describe("do sendmail", receiver="a@x.example", subject="x" * 99),
            f"Mail sent to a@x.example: {'x' * 59}…",
        ),
        (describe("do registerNewsletter", 101, register=1), "Address 101 registered for the newsletter"),
        (describe("do registerNewsletter", 101, register=False), "Address 101 cancelled from the newsletter"),
        (describe("do registerNewsletter", 101, register="0"), "Address 101 cancelled from the newsletter"),
        (describe("modify timetracking", track=0), "Time tracking stopped"),
        (describe("modify timetracking"), "Time tracking"),
        (
            describe("do uploadfile", record={"id": 0, "elements": {"tmpUploadId": "u1", "filesize": 3}}),
            "Block stored, go on with tmpUploadId u1",
        ),
    ],
)
def test_a_sentence_says_what_was_done(said: tuple[str, str, Any], sentence: str) -> None:
    """Names and numbers from the action, and what is missing left out."""
    assert said[0] == sentence


def test_what_was_created_says_how_it_is_read() -> None:
    """The number comes from the answer; without one there is no command for it."""
    assert describe("create estate", record={"id": 610, "elements": {}}, data={"ort": "Aachen"}) == (
        "Estate 610 created",
        "read estate 610",
        {},
    )
    assert describe("create estate", record={"id": 0, "elements": {}}) == ("Estate created", "", {})
    assert describe("create estate", record=None) == ("Estate created", "", {})


def test_an_address_that_was_found_is_not_said_to_be_new() -> None:
    """With checkDuplicate the number may be that of an older one."""
    record = {"id": 101, "elements": {}}
    assert describe("create address", record=record, checkDuplicate=True)[0] == (
        "Address 101 created, or found as a duplicate"
    )


def test_what_the_answer_says_beyond_success_is_kept() -> None:
    """Success, what was sent and what the sentence has are left out, and nothing else."""
    elements = {"success": "success", "worktime": "00:10:00", "track": 1}
    assert describe("modify timetracking", record={"id": 0, "elements": elements}, track=1)[2] == {
        "worktime": "00:10:00"
    }
    assert describe("modify estate", 1, record={"id": 0, "elements": {"success": "no"}})[2] == {
        "success": "no"
    }
    stored = {"fileId": "657", "success": "success"}
    assert describe("do uploadfile", record={"id": 0, "elements": stored}) == ("File 657 stored", "", {})


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        ("create", "Weather 5 created"),
        ("modify", "Weather 9 changed: wind"),
        ("delete", "Weather 9 deleted"),
        ("do", "Do weather: done"),
    ],
)
def test_a_call_without_words_of_its_own_gets_those_of_its_verb(verb: str, sentence: str) -> None:
    """What the catalogue does not know is said plainly."""
    call = Call(verb=verb, resourcetype="weather", title="", module="", doc="", effect="write")
    action = Action(verb, "weather", 9, parameters={"wind": 1})
    assert describe_write(call, action, [{"id": 5, "elements": {}}]).sentence == sentence


@pytest.mark.parametrize("call", WRITES, ids=lambda call: call.name)
def test_every_write_says_what_it_does_with_values_that_it_has(call: Call) -> None:
    """A sentence for each, and no place in it that nothing could fill."""
    own = {"id", "resourceid", "fields"}
    names = {parameter.name for parameter in call.parameters}
    if "relationtype" in names:
        own |= {"parent", "child", "relation"}
    places = re.findall(r"\{([^{}|]+)", call.done + call.look)
    assert call.done
    assert {place for place in places if not place.startswith("answer.")} <= names | own
    answered = {place.removeprefix("answer.") for place in places if place.startswith("answer.")}
    assert answered <= call.response["elements"].keys()


@pytest.mark.parametrize("call", [call for call in WRITES if call.look], ids=lambda call: call.name)
def test_the_command_that_shows_it_is_one(call: Call) -> None:
    """The command is a documented call."""
    verb, resource, *_ = call.look.split()
    assert CATALOGUE.find(verb, resource) is not None


@pytest.mark.parametrize(
    ("name", "noun", "counts", "said"),
    [
        ("modify estate", ("estate", "estates"), {"ok": 1298}, "1,298 estates were changed in 12 seconds."),
        (
            "modify estate",
            ("estate", "estates"),
            {"ok": 1, "error": 2},
            "1 of 3 estates was changed in 12 seconds; 2 were refused.",
        ),
        (
            "create task",
            ("task", "tasks"),
            {"ok": 0, "error": 0, "unknown": 1, "skipped": 40},
            "0 of 41 tasks were created in 12 seconds; 1 has an unknown outcome, 40 were not sent.",
        ),
        ("do sendmail", (), {"ok": 3}, "3 rows were done in 12 seconds."),
        ("delete relation", (), {"ok": 1}, "1 row was done in 12 seconds."),
    ],
)
def test_many_rows_are_counted_by_what_became_of_them(
    name: str, noun: tuple[str, ...], counts: dict[str, int], said: str
) -> None:
    """What was done first, then what was not."""
    verb, resource = name.split()
    call = CATALOGUE.find(verb, resource)
    assert call is not None
    assert describe_writes(call, noun, counts, 12.3) == said
