"""The name of a relation type, wherever a call takes one."""

from typing import Any

import pytest

from judging import FINE, URN, judge, problems, warnings

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
