"""The modules as data: names, types of unlisted fields, and the calls that point at them."""

import pytest

from oocli.catalogue import Catalogue
from oocli.catalogue.modules import Module, list_modules

_TYPES = {"varchar", "text", "integer", "float", "boolean", "date", "datetime", "singleselect", "multiselect"}


def test_main_modules_are_those_of_the_documentation() -> None:
    """Every module that the page of get fields names is known, and has a title."""
    modules = list_modules()
    assert sorted(modules) == [
        *("address", "agentsLog", "calendar", "email", "estate", "file"),
        *("intranet", "news", "project", "task", "user"),
    ]
    assert all(module.title for module in modules.values())


@pytest.mark.parametrize("module", list_modules().values(), ids=lambda module: module.name)
def test_unlisted_fields_have_a_known_type(module: Module) -> None:
    """A field that the configuration need not list has one of the API's types."""
    assert set(module.unlisted.values()) <= _TYPES


def test_calls_point_at_known_modules() -> None:
    """The calls whose fields are configured name their module, and no other call does."""
    calls = [form for call in Catalogue() for form in (call, *call.variants.values())]
    pointing = {call.name: call.fields_module for call in calls if call.fields_module}
    assert set(pointing.values()) <= set(list_modules())
    assert pointing == {
        "read address": "address",
        "read agentslog": "agentsLog",
        "read calendar": "calendar",
        "read estate": "estate",
        "read task": "task",
        "read user": "user",
        "read userphoto": "user",
        "create address": "address",
        "create calendar": "calendar",
        "create estate": "estate",
        "create task": "task",
        "modify address": "address",
        "modify calendar": "calendar",
        "modify estate": "estate",
        "modify task": "task",
        "get search": "estate",
    }
