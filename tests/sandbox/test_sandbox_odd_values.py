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
