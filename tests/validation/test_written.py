"""A call that writes has something to write."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from oocli.catalogue import Catalogue
from oocli.request.actions import Action
from oocli.validation import check

Oocli = Callable[..., Any]


def _list_problems(name: str, parameters: dict[str, Any]) -> tuple[str, ...]:
    verb, _, resource = name.partition(" ")
    call = Catalogue().find(verb, resource)
    assert call is not None
    return check(Action(verb, resource, 11 if verb == "modify" else "", parameters=parameters), call).problems


CREATED = ("nothing is created: give fields with --set FIELD=VALUE",)
CHANGED = ("nothing is changed: give fields with --set FIELD=VALUE",)


@pytest.mark.parametrize(
    ("name", "parameters", "problems"),
    [
        ("create address", {}, CREATED),
        ("create address", {"checkDuplicate": True}, CREATED),
        ("create address", {"extendedclaim": "claim"}, CREATED),
        ("create address", {"Name": "", "phone": "", "newsletter": []}, CREATED),
        ("create estate", {}, CREATED),
        ("create estate", {"data": {}}, CREATED),
        ("create estate", {"data": []}, CREATED),
        ("create estate", {"data": {"ort": ""}}, CREATED),
        ("modify address", {}, CHANGED),
        ("modify estate", {"data": {}, "estatelanguage": "ENG"}, CHANGED),
        ("modify task", {}, CHANGED),
        ("modify task", {"data": {}}, CHANGED),
        ("modify calendar", {"replaceAddressIds": True}, CHANGED),
        (
            "modify file",
            {"fileId": 3},
            ("nothing is changed: give language, Art, title, freetext or documentAttribute",),
        ),
    ],
)
def test_nothing_to_write_is_refused(
    name: str, parameters: dict[str, Any], problems: tuple[str, ...]
) -> None:
    """No field, none with a value in it, or nothing but switches."""
    assert _list_problems(name, parameters) == problems


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("create address", {"Name": "Meier"}),
        ("create address", {"Status": 0}),
        ("create estate", {"data": {"verkauft": False}}),
        ("modify address", {"Name": ""}),
        ("modify estate", {"data": {"lage": None}}),
        ("modify calendar", {"relatedEstateId": 11}),
        ("modify file", {"fileId": 3, "title": ""}),
        ("modify timetracking", {}),
        ("modify relation", {"relationtype": "x", "parentid": 1, "childid": 2, "relationinfo": {}}),
    ],
)
def test_something_to_write_passes(name: str, parameters: dict[str, Any]) -> None:
    """Zero and no are values; to empty a field is a change; what stands beside the fields may be enough."""
    assert [text for text in _list_problems(name, parameters) if text.startswith("nothing")] == []


def test_row_with_nothing_to_write_is_refused(oocli: Oocli, tmp_path: Path) -> None:
    """Before any row is sent, with its number."""
    rows = tmp_path / "rows.ndjson"
    rows.write_text('{"Name": "Meier"}\n{}\n{"Name": ""}\n', encoding="utf-8")
    done = oocli("--sandbox", "create", "address", "--from", str(rows), "--yes")
    assert done.code == 2
    assert "nothing is created: give fields with --set FIELD=VALUE" in done.error["why"]
    assert "lines 2-3:" in done.error["why"]
