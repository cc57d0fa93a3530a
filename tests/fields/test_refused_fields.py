"""A refused field is located among what was typed, and left out of a reading on request."""

from collections.abc import Sequence
from typing import Any

import pytest

from harness import Clock
from oocli.catalogue import Call, Catalogue
from oocli.client import Client
from oocli.client.guard import Guard
from oocli.errors import ApiError
from oocli.fields.refused_fields import explain_refusal, read_without_refused_fields
from oocli.request.actions import Action
from oocli.wire.messages import Credentials
from scripted import ScriptedTransport, answer, refusal, result

_FIELDS = ["Id", "kaufpreiss", "ort"]


def _call(verb: str = "read", resource: str = "estate") -> Call:
    call = Catalogue().find(verb, resource)
    assert call is not None
    return call


def _refused(field: str = "kaufpreiss", **details: Any) -> ApiError:
    return ApiError("refused", errorcode=141, why="why", hint="hint", details={"field": field, **details})


def _explain(
    parameters: dict[str, Any], *, call: Call | None = None, meant: Sequence[str] = (), **facts: Any
) -> ApiError:
    call = call or _call()
    action = Action(call.verb, call.resourcetype, parameters=parameters)
    failure = facts.pop("failure", _refused())
    return explain_refusal(failure, action, call, near=lambda _name: meant, **facts)


@pytest.mark.parametrize(
    ("parameters", "place"),
    [
        ({"data": _FIELDS}, "is number 2 of 3 in --fields"),
        ({"filter": {"kaufpreiss": []}}, "stands in a --where condition"),
        ({"sortby": {"kaufpreiss": "ASC"}}, "stands in --sort"),
        ({"data": ["Id"], "sortby": "KaufpreisS"}, "stands in --sort"),
        ({"data": _FIELDS, "sortby": "kaufpreiss"}, "is number 2 of 3 in --fields and stands in --sort"),
    ],
)
def test_refused_field_is_located(parameters: dict[str, Any], place: str) -> None:
    """The failure says where the refused name was typed."""
    explained = _explain(parameters)
    assert explained.why == (
        f"kaufpreiss {place}; one field that the API refuses makes the whole request fail"
    )


def test_position_that_the_api_tells_is_used() -> None:
    """Of a field that was asked for twice, the one that the API counts is named."""
    explained = _explain({"data": ["tags", "Id", "tags"]}, failure=_refused("tags", position=2))
    assert explained.why.startswith("tags is number 3 of 3 in --fields;")


def test_default_field_was_not_typed() -> None:
    """A field that oocli asked for by itself is called so."""
    explained = _explain({"data": list(_call().default_fields)}, failure=_refused("plz"))
    assert explained.why.startswith("plz is one of the fields that oocli asks for when none is named;")


def test_set_field_is_located() -> None:
    """A field that a writing sets is located too, and is never skipped."""
    explained = _explain({"data": {"kaufpreiss": 5}}, call=_call("modify"), meant=["kaufpreis"])
    assert explained.why.startswith("kaufpreiss is set by --set;")
    assert explained.hint == "Did you mean kaufpreis?"


def test_listed_field_was_deactivated() -> None:
    """A field that the cached configuration has was deactivated since, or is not taken by this call."""
    explained = _explain({"data": _FIELDS}, is_listed=True)
    assert explained.why.endswith(
        "the cached field configuration has it, so it was deactivated since or is not accepted here"
    )


@pytest.mark.parametrize(
    ("parameters", "meant", "was_skipping", "hint"),
    [
        (
            {"data": _FIELDS},
            ["kaufpreis"],
            False,
            "Did you mean kaufpreis? --skip-unknown-fields reads without it",
        ),
        (
            {"data": _FIELDS},
            [],
            False,
            "`oocli fields estate` lists the names; --skip-unknown-fields reads without it",
        ),
        ({"data": _FIELDS}, ["kaufpreis", "kaltmiete"], True, "Did you mean kaufpreis or kaltmiete?"),
        ({"sortby": "kaufpreiss"}, ["kaufpreiss"], False, "`oocli fields estate` lists the names"),
        (
            {"sortby": "kaufpreiss"},
            ["kaufpreis"],
            True,
            "Did you mean kaufpreis? A field is skipped only in --fields, not where it picks records",
        ),
    ],
)
def test_hint_says_what_to_do(
    parameters: dict[str, Any], meant: list[str], was_skipping: bool, hint: str
) -> None:
    """The hint names what was meant, and skipping where that is possible and not done already."""
    assert _explain(parameters, meant=meant, was_skipping=was_skipping).hint == hint


def test_everything_else_of_the_failure_is_kept() -> None:
    """Code, exit code and details stay; where and what was meant join the details."""
    explained = _explain({"data": _FIELDS}, meant=["kaufpreis"], failure=_refused(action=0, last_id=5))
    assert (explained.message, explained.errorcode, explained.exit_code) == ("refused", 141, 5)
    assert explained.details == {
        "api_errorcode": 141,
        "field": "kaufpreiss",
        "action": 0,
        "last_id": 5,
        "typed_in": ["--fields"],
        "suggestions": ["kaufpreis"],
    }


@pytest.mark.parametrize("failure", [_refused("other"), _refused(""), ApiError("no", errorcode=110)])
def test_other_refusals_pass_unchanged(failure: ApiError) -> None:
    """A refusal that names no field, or one that was not typed, is left as it is."""
    assert _explain({"data": _FIELDS}, failure=failure) is failure


# Reading without refused fields


def _unknown(name: str) -> Any:
    return answer(refusal(141, f"Unknown field: {name}"), errorcode=97)


def _skip(
    transport: ScriptedTransport, parameters: dict[str, Any], resource: str = "estate", resourceid: str = ""
) -> tuple[Action, list[str]]:
    clock, said = Clock(), []
    client = Client(
        transport, Credentials("t" * 32, "s" * 64), Guard(Catalogue()), now=clock.now, sleep=clock.sleep
    )
    action = Action("read", resource, resourceid, parameters=parameters)
    found = read_without_refused_fields(
        client, action, _call(resource=resource), say=lambda _failure, name: said.append(name)
    )
    return found, said


def test_refused_fields_are_left_out_one_by_one() -> None:
    """Each refusal names one field; the rest is asked for until nothing is refused."""
    transport = ScriptedTransport([_unknown("b"), _unknown("a"), answer(result())])
    action, said = _skip(transport, {"data": ["Id", "a", "b"], "listlimit": 500})
    assert (action.parameters, said) == ({"data": ["Id"], "listlimit": 500}, ["b", "a"])
    assert [sent["parameters"] for sent in transport.actions] == [
        {"data": ["Id", "a", "b"], "listlimit": 1},
        {"data": ["Id", "a"], "listlimit": 1},
        {"data": ["Id"], "listlimit": 1},
    ]


def test_one_record_is_asked_for_as_it_is() -> None:
    """A reading by number takes no page size."""
    transport = ScriptedTransport([answer(result())])
    _skip(transport, {"data": ["Id"]}, resourceid="5")
    assert transport.actions[0]["parameters"] == {"data": ["Id"]}


def test_field_is_found_in_another_letter_case() -> None:
    """The API may write the name in its own letter case."""
    transport = ScriptedTransport([_unknown("TAGS"), answer(result())])
    assert _skip(transport, {"data": ["Id", "tags"]})[1] == ["tags"]


@pytest.mark.parametrize(
    "parameters",
    [
        {"data": ["a"]},
        {"data": ["Id", "a"], "filter": {"a": [{"op": "=", "val": 1}]}},
        {"data": ["Id", "a"], "sortby": {"a": "ASC"}},
        {"data": ["Id", "other"]},
    ],
)
def test_refusal_stands_where_skipping_does_not_help(parameters: dict[str, Any]) -> None:
    """Not the last field, not one that picks or orders records, and not one that was never asked for."""
    transport = ScriptedTransport([_unknown("a")])
    with pytest.raises(ApiError, match="Unknown field: a"):
        _skip(transport, parameters)
    assert len(transport.sent) == 1


def test_other_refusals_are_raised() -> None:
    """A refusal for another reason ends the command."""
    transport = ScriptedTransport([answer(refusal(110, "No right"))])
    with pytest.raises(ApiError) as caught:
        _skip(transport, {"data": ["Id"]})
    assert caught.value.errorcode == 110
