"""Required parameters and record numbers, as the catalogue has them, with the API's own codes."""

from collections.abc import Mapping
from typing import Any

from oocli.catalogue import Call
from oocli.sandbox.refusal import Refusal

_OWN_CODES: Mapping[str, Mapping[str, int]] = {
    "read calendar": {"datestart": 289, "dateend": 289},
    "get estatepictures": {"estateids": 139, "categories": 139},
    "get file": {"estateid": 110, "addressid": 96},
    "get search": {"input": 69},
    "get templates": {"type": 71},
    "get macroresolve": {"text": 125},
    "create workinglist": {"name": 273},
    "do sendmail": {"emailidentity": 50, "receiver": 53},
}
"""Call to parameter to the code that stands in for 167, "Missing parameter"."""

_RECORD_CODES: Mapping[str, int] = {"get addressHierarchyContacts": 79}


def check_required(call: Call, resourceid: str, parameters: Mapping[str, Any]) -> None:
    """Refuse a call without what its documentation surely requires."""
    own = _OWN_CODES.get(call.name, {})
    for known in call.parameters:
        if (
            known.required
            and not known.unconfirmed
            and not known.names_any_field
            and known.name not in parameters
        ):
            code = own.get(known.name, 167)
            raise Refusal(code, known.name)
    if call.resourceid.use == "required" and not resourceid and not call.variants:
        raise Refusal(_RECORD_CODES.get(call.name, 18))
