"""Whatever a client sends, the sandbox answers; nothing it sends becomes a crash."""

from typing import Any

import pytest

from office import CREDENTIALS, NOW, Office
from oocli.catalogue import Call, Catalogue
from oocli.request.actions import Action
from oocli.wire.messages import sign

_ODD: tuple[Any, ...] = (
    *(None, "", 0, -1, 10**30, "9" * 40, 1.5, True, [], {}, [None], [[]], [{}], [1, "a"], {"a": 1}, {"": []}),
    *(
        {"status": [{"op": "=", "val": {}}]},
        {"status": {"op": "between", "val": [None, []]}},
        "'--",
    ),
)


_MODULES = ("estate", "address", "task", "calendar", "agentsLog")
_NO_NUMBERS = ("NaN", "inf", "-Infinity", "1e999", "1_000", "\uff11\uff12", "0x10", "--1", ".", "1.2.3")


def _actions(call: Call, resourceid: str) -> list[Action]:
    names = [parameter.name for parameter in call.parameters if not parameter.names_any_field]
    every = [dict.fromkeys(names, odd) for odd in _ODD]
    single = [{**dict.fromkeys(names, 11), name: odd} for name in names for odd in _ODD[::4]]
    return [Action(call.verb, call.resourcetype, resourceid, "", given) for given in (*every, *single)]


@pytest.mark.parametrize("name", [call.name for call in Catalogue()])
def test_odd_values_are_answered(fresh: Office, name: str) -> None:
    """Each parameter of a call as nothing, as too much, as another type: every action gets its result."""
    call = Catalogue().find(*name.split(" "))
    assert call is not None
    forms = call.variants.items() if call.variants else [(number, call) for number in ("", "11", "9" * 30)]
    actions = [action for resourceid, form in forms for action in _actions(form, resourceid)]
    answer = fresh.post([sign(action, CREDENTIALS, int(NOW)) for action in actions])
    results = answer["response"]["results"]
    assert len(results) == len(actions)
    assert all(isinstance(result["status"]["errorcode"], int) for result in results)


@pytest.mark.parametrize("module", _MODULES)
def test_odd_values_of_fields_are_answered(fresh: Office, module: str) -> None:
    """Each field of a record as nothing, as too much, as another type, in what is written and in filters."""
    known = fresh.elements("get", "fields", {"modules": [module]})[0]
    given = [{name: odd} for name in known for odd in (*_ODD[:12], *_NO_NUMBERS)]
    actions = []
    for values in given:
        written = {"data": values} if module in ("estate", "task", "calendar") else values
        filtered = {name: [{"op": "<", "val": odd}] for name, odd in values.items()}
        actions.append(Action("modify", module.lower(), "11", "", written))
        actions.append(Action("read", module.lower(), "", "", {"data": ["Id"], "filter": filtered}))
    results = fresh.post([sign(action, CREDENTIALS, int(NOW)) for action in actions])["response"]["results"]
    assert len(results) == len(actions)


@pytest.mark.parametrize("text", _NO_NUMBERS)
@pytest.mark.parametrize("field", ["kaufpreis", "baujahr", "breitengrad"])
def test_what_only_python_takes_for_a_number_is_refused(fresh: Office, field: str, text: str) -> None:
    """A field of numbers refuses such a text, and what it holds stays."""
    before = fresh.elements("read", "estate", {"data": [field]}, 11)
    assert fresh.error("modify", "estate", {"data": {field: text}}, 11) == (
        255,
        f'Invalid value for parameter "{field}"',
    )
    assert fresh.elements("read", "estate", {"data": [field]}, 11) == before


@pytest.mark.parametrize("text", _NO_NUMBERS)
def test_a_filter_takes_what_is_no_number_for_0(fresh: Office, text: str) -> None:
    """Like MySQL; so no price is below it, and all but 0 are above."""
    found = [
        fresh.elements(
            "read", "estate", {"data": ["Id"], "filter": {"kaufpreis": [{"op": ">", "val": value}]}}
        )
        for value in (text, 0)
    ]
    assert found[0] == found[1] != []
