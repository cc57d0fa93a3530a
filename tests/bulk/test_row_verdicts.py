"""The verdict on a row: the same as if nothing were known of the rows before it."""

import random
from typing import Any

import pytest

from oocli.bulk.row_verdicts import RowVerdicts
from oocli.call.asked import FieldOptions
from oocli.call.field_options import CallFields
from oocli.catalogue import Call, Catalogue
from oocli.context import Context
from oocli.fields.check import check_fields
from oocli.fields.facts import FieldConfiguration
from oocli.request.actions import Action
from oocli.validation import check
from oocli.values.parsed import Unread

CALLS = [call for call in Catalogue() if call.verb in ("create", "modify", "delete", "do")]
VALUES = ["", "text", "x" * 300, "1", "01", "true", "a@b.de", "2026-01-02", "ind_1", "kauf", "urn:x", 1, 1.5]
MORE: list[Any] = [True, False, None, [], {}, ["a"], ["kauf", "b"], [1], {"a": 1}, Unread("x", "no number")]
CONFIGURATION = FieldConfiguration(
    "estate",
    "DEU",
    {
        "lage": {"type": "text"},
        "plz": {"type": "varchar", "length": 5},
        "kaufpreis": {"type": "float"},
        "vermarktungsart": {"type": "singleselect", "permittedvalues": {"kauf": "Kauf"}},
    },
)


def make_fields(call: Call, configuration: FieldConfiguration | None) -> CallFields:
    """Give fields of which the configuration is known, or nothing."""
    return CallFields(
        call,
        FieldOptions(),
        load=lambda _module: configuration,
        find=lambda _module, _language: configuration or FieldConfiguration("estate", "DEU", {}),
        is_dry=True,
        voice=Context(environ={}).voice,
        now=lambda: 0.0,
    )


def draw_action(draw: random.Random, call: Call) -> Action:
    """Give an action with some documented parameters, some fields, and any values."""
    data = call.parameter("data")
    names = [parameter.name for parameter in (data.properties if data else call.parameters)]
    known = [*(name for name in names if not name.startswith("<")), *CONFIGURATION.facts, "unknown", "ind_7"]
    chosen = draw.sample(known, min(len(known), draw.randint(0, 5)))
    values = {name: draw.choice(VALUES if draw.random() < 0.8 else MORE) for name in chosen}
    beside = {"extendedclaim": "c"} if draw.random() < 0.2 else {}
    parameters = {"data": values, **beside} if data else {**values, **beside}
    number = draw.choice(["", "17", "18", 17, 0, "0", "x", None, "address"])
    return Action(call.verb, call.resourcetype, number, parameters=parameters)


@pytest.mark.parametrize("configuration", [CONFIGURATION, None], ids=["known", "unknown"])
@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
def test_a_verdict_is_that_of_the_row_alone(call: Call, configuration: FieldConfiguration | None) -> None:
    """Whatever rows were looked at before, problems and warnings are those that the row has by itself."""
    draw = random.Random(call.name)
    for form in call.variants.values() or [call]:
        verdicts = RowVerdicts(form, make_fields(form, configuration))
        for _ in range(150):
            action = draw_action(draw, form)
            alone = check(action, form)
            doubts = check_fields(action, form, configuration, unlisted={}) if configuration else ()
            found = verdicts.find(action)
            assert found.problems == alone.problems
            assert set(found.warnings) >= set(alone.warnings)
            assert set(found.warnings) - set(alone.warnings) <= set(doubts)


def test_texts_that_nobody_looks_at_make_no_difference() -> None:
    """Rows with other texts in free fields, and of other records, are looked up and not judged anew."""
    call = Catalogue().find("modify", "estate")
    assert call is not None
    verdicts = RowVerdicts(call, make_fields(call, CONFIGURATION))
    found = [
        verdicts.find(Action("modify", "estate", number, parameters={"data": {"lage": text}}))
        for number, text in (("17", "ruhig"), ("18", "zentral"))
    ]
    assert found[0] is found[1]
