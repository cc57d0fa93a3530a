"""Relation types are found by any name that means just one of them."""

import pytest

from oocli.catalogue.relations import (
    Relation,
    find_relation,
    list_relations,
    resolve_relationtype,
    suggest_relations,
)
from oocli.errors import UsageError

PREFIX = "urn:onoffice-de-ns:smart:2.5:relationTypes:"


def test_all_documented_types_are_listed() -> None:
    """The documentation names 63 relation types."""
    assert len(list_relations()) == 63


@pytest.mark.parametrize("relation", list_relations(), ids=lambda relation: relation.short)
def test_each_relation_is_complete(relation: Relation) -> None:
    """Each relation says who is parent and child, what it means, and which calls are documented."""
    assert relation.urn == PREFIX + relation.short
    assert relation.parent
    assert relation.child
    assert relation.meaning
    assert set(relation.documented_for) <= {"read", "create", "modify", "delete"}
    assert relation.documented_for


@pytest.mark.parametrize("relation", list_relations(), ids=lambda relation: relation.short)
def test_each_relation_is_found_by_its_urn_and_short_name(relation: Relation) -> None:
    """The URN and the short name lead to the relation, also where another name ends alike."""
    assert find_relation(relation.urn) == relation
    assert find_relation(relation.short) == relation
    assert find_relation(relation.short.upper()) == relation


def test_short_names_are_unique() -> None:
    """No two relations differ in letter case only."""
    assert len({relation.short.lower() for relation in list_relations()}) == 63


@pytest.mark.parametrize(
    "text",
    [
        "buyer",
        "BUYER",
        "address:buyer",
        " estate:address:buyer ",
        f"{PREFIX}estate:address:buyer",
        f"{PREFIX}estate:address:buyer".lower(),
        "urn:onoffice-en-ns:smart:2.5:relationTypes:estate:address:buyer",
        "urn:onoffice-dens:smart:2.5:relationTypes:estate:address:buyer",
    ],
)
def test_many_names_mean_the_buyer(text: str) -> None:
    """Case, leading parts and the misprinted prefixes of the documentation do not matter."""
    assert resolve_relationtype(text) == f"{PREFIX}estate:address:buyer"


def test_relation_says_parent_child_and_meaning() -> None:
    """What a relation is can be shown without the web documentation."""
    assert find_relation("calendar:address") == Relation(
        urn=f"{PREFIX}calendar:address",
        short="calendar:address",
        parent="calendar",
        child="address",
        meaning="address of an appointment",
        documented_for=("read", "create", "modify", "delete"),
        note="only type that takes relationinfo and the only one the current modify page supports",
    )


def test_unconfirmed_relation_says_so() -> None:
    """Where the documentation contradicts itself, the relation is marked."""
    assert [relation.short for relation in list_relations() if relation.unconfirmed] == [
        "estate:address:matching"
    ]


def test_ambiguous_name_lists_the_relations() -> None:
    """A last part that several relations share is refused with all of them."""
    with pytest.raises(UsageError) as caught:
        find_relation("officer")
    assert caught.value.message == "'officer' names 2 relations"
    assert caught.value.why == "It may be estate:user:officer, address:user:officer"
    assert caught.value.hint == "Write the whole name, for example estate:user:officer"


@pytest.mark.parametrize("text", ["byer", "estate:adress:buyer", "estate:address:byer"])
def test_misspelt_name_is_refused_with_a_suggestion(text: str) -> None:
    """A name that is nearly a relation is answered with that relation."""
    with pytest.raises(UsageError) as caught:
        find_relation(text)
    assert caught.value.message == f"No relation is called {text!r}"
    assert caught.value.hint.startswith("Did you mean estate:address:buyer")


@pytest.mark.parametrize("text", ["", "zzz", ":"])
def test_unknown_name_is_refused_with_the_list(text: str) -> None:
    """A name like no relation is refused, and the list is named."""
    with pytest.raises(UsageError) as caught:
        resolve_relationtype(text)
    assert caught.value.hint == "`oocli explain relation` lists them all"


def test_unknown_urn_passes_through() -> None:
    """A whole URN that is not documented is for the server to judge."""
    urn = "urn:onoffice-de-ns:smart:2.5:relationTypes:estate:moon"
    assert resolve_relationtype(urn) == urn


@pytest.mark.parametrize(
    "text",
    [
        f"{PREFIX}estate:address:byer",
        "urn:onoffice-de-ns:smart:2.5:relationtype:estate:address:buyer",
        "urn:onoffice:relations:types:estate:address:buyer",
    ],
)
def test_misspelt_urn_has_a_suggestion(text: str) -> None:
    """What is wrong with a URN can be told, whichever part is misspelt."""
    assert suggest_relations(text)[0] == "estate:address:buyer"
