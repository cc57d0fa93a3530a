"""What a field holds in a shape, and which fields a shape has."""

import pytest

from odd_fields import ESTATE
from oocli.fieldcode.code_wish import SHAPES
from oocli.fieldcode.held_values import find_values
from oocli.fieldcode.module_fields import gather, name_types
from oocli.fields.facts import Field


@pytest.mark.parametrize(
    ("kind", "read", "write", "typed"),
    [
        ("integer", "text or integer", "integer or null", "integer or null"),
        ("float", "text or number", "number or null", "number or null"),
        ("boolean", "text or boolean", "boolean or null", "boolean or null"),
        ("date", "text", "date or null", "date or null"),
        ("datetime", "text", "date and time or null", "date and time or null"),
        ("singleselect", "one key", "one key or null", "one key"),
        ("multiselect", "list of keys or text or null", "list of keys or null", "list of keys"),
        ("varchar", "text", "text or null", "text"),
        (
            "urn:onoffice-de-ns:smart:2.5:dbAccess:dataType:decimal",
            *["text or number"],
            *["number or null"] * 2,
        ),
        ("nobody knows it", "anything", "anything", "anything"),
    ],
)
def test_the_type_decides(kind: str, read: str, write: str, typed: str) -> None:
    """Texts as they come, values to write, values by type."""
    field = Field("estate", "x", type=kind, permitted={"a": "A"} if "select" in kind else {})
    assert [find_values(field, shape).describe() for shape in SHAPES] == [read, write, typed]


def test_a_select_field_without_keys_is_a_text() -> None:
    """Nobody can say which keys it takes."""
    assert find_values(Field("estate", "x", type="singleselect"), "read").kinds == ("text",)


def test_what_holds_objects_holds_anything() -> None:
    """Whatever its type says."""
    assert find_values(Field("estate", "x", type="text"), "typed", is_structured=True).kinds == ()


def test_nothing_chosen_is_no_key_of_a_field_that_has_it() -> None:
    """A status 0 is a key, elsewhere it stands for none."""
    status = Field("estate", "status", type="singleselect", permitted={"0": "archiviert"})
    other = Field("estate", "other", type="singleselect", permitted={"a": "A"})
    assert find_values(status, "read").blanks == ("",)
    assert find_values(other, "read").blanks == ("", "0")
    assert find_values(other, "write").blanks == ("",)


def test_a_write_has_what_can_be_written() -> None:
    """Neither what onOffice sets itself nor what is made of other fields; what a call documents, though."""
    made = Field("estate", "full", compound=("first", "last"))
    module = ESTATE._replace(
        fields=(*ESTATE.fields, made), documented=(Field("estate", "phone"), Field("estate", "erstellt_am"))
    )
    names = [field.name for field in module.list_fields("write")]
    assert names == sorted({*(field.name for field in ESTATE.fields), "phone"} - {"Id"})
    assert len(module.list_fields("read")) == len(module.fields)


def test_types_have_names_of_their_own() -> None:
    """Identifiers, also where two modules differ in a sign or in their case only."""
    modules = [gather(name, []) for name in ("agentsLog", "agents log", "1x", "AgentsLog", "estate", "ä")]
    names = name_types(modules)
    assert len({name.lower() for name in names.values()}) == len(modules)
    assert all(name.isidentifier() and name.isascii() for name in names.values())
    assert (names["agentsLog"], names["estate"]) == ("AgentsLog", "Estate")
