"""By which rule a documented parameter becomes options."""

import pytest

from oocli.catalogue import Parameter
from oocli.request.option_names import list_options, name_flags, takes_json


def _look(parameter: Parameter) -> tuple[str, str, tuple[Parameter, ...]]:
    return parameter.name, parameter.type, parameter.properties


def _nest(*names: str, kind: str = "object") -> Parameter:
    """Give a parameter with the others as keys, one in the other."""
    inner = (_nest(*names[1:], kind=kind),) if len(names) > 1 else ()
    return Parameter(names[0], kind, properties=inner)


def test_keys_of_an_object_have_options_down_to_two_dots() -> None:
    """What lies deeper is given as JSON."""
    names = [name for name, _ in list_options(_nest("a", "b", "c", "d"), _look)]
    assert names == ["a", "a.b", "a.b.c"]


def test_keys_of_the_elements_of_a_list_have_none() -> None:
    """Nobody could say which element they are of."""
    assert [name for name, _ in list_options(_nest("a", "b", kind="array<object>"), _look)] == ["a"]


def test_what_stands_for_any_field_is_no_option() -> None:
    """Fields are set by name."""
    assert list(list_options(Parameter("<field>"), _look)) == []


def test_a_boolean_can_be_refused_too() -> None:
    """It has an option for no."""
    assert name_flags("active", "boolean") == ("--active", "--no-active")
    assert name_flags("title", "string") == ("--title",)


@pytest.mark.parametrize("kind", ["object", "array<object>", "map<string>", "map<array<object>>"])
def test_what_has_keys_is_typed_as_json(kind: str) -> None:
    """Everything else is text."""
    assert takes_json(kind)
    assert not takes_json("array<string>")
