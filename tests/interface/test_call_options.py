"""What is declared as an option of a call arrives in its value, under the same name."""

import pytest

from oocli.call.asked import (
    CallInputs,
    CallOptions,
    FieldOptions,
    ReadingOptions,
    RowOptions,
    SendingOptions,
)
from oocli.catalogue import VERBS, Call, Catalogue
from oocli.interface.call_options import build_id, build_own_options, read_options

FOR_EVERY_CALL = {*CallInputs._fields, *SendingOptions._fields, *FieldOptions._fields}
MADE_OF_OTHERS = {"parameters", "id", "ids"}


def list_forms(call: Call) -> list[Call]:
    """Give the forms of a call, or the call itself where it has one."""
    return list(call.variants.values()) or [call]


def list_declared(verb: str) -> set[str]:
    """Give the names under which the own options of a verb's calls are parsed."""
    catalogue = Catalogue()
    calls = [call for call in catalogue if call.verb == verb]
    options = [option for call in calls for option in build_own_options(list_forms(call), set())]
    return {str(option.name) for option in (*options, *map(build_id, calls))}


@pytest.mark.parametrize("verb", VERBS)
def test_every_declared_option_has_a_place_in_the_value(verb: str) -> None:
    """A misspelt name would be an option that is silently off."""
    known = {*FOR_EVERY_CALL, *(ReadingOptions if verb in ("read", "get") else RowOptions)._fields}
    assert list_declared(verb) - known == set()


def test_every_place_in_the_value_has_an_option() -> None:
    """Nothing in the value waits for an option that nobody declares."""
    declared = {name for verb in VERBS for name in list_declared(verb)}
    known = {*FOR_EVERY_CALL, *ReadingOptions._fields, *RowOptions._fields} - MADE_OF_OTHERS
    assert known - declared == set()


def test_what_was_not_typed_holds_as_it_does_by_default() -> None:
    """The parser's None never gets into the value."""
    typed = {"id": None, "limit": None, "every": None, "dry_run": None}
    assert read_options("read", typed, []) == CallOptions()


def test_what_reading_and_rows_have_in_common_goes_to_the_one_that_the_verb_has() -> None:
    """``--resume`` is a file of a reading, and a flag of rows."""
    assert read_options("read", {"resume": "a.ndjson"}, []).reading.resume == "a.ndjson"
    options = read_options("modify", {"resume": True, "jobs": 2}, [])
    assert (options.rows.resume, options.rows.jobs, options.reading) == (True, 2, ReadingOptions())


def test_a_zero_that_was_typed_stays() -> None:
    """``--limit 0`` is not the same as none."""
    assert read_options("read", {"limit": 0}, []).reading.limit == 0


def test_parameters_of_the_api_join_the_inputs() -> None:
    """They come as dotted names with their texts."""
    options = read_options("read", {"id": "5"}, [("filterid", ("7",))])
    assert options.inputs == CallInputs(id="5", parameters=(("filterid", ("7",)),))
