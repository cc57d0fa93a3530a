"""Required parameters and record numbers, as the catalogue has them, with the API's own codes."""

from collections.abc import Mapping
from typing import Any

from oocli.catalogue import Call, Parameter
from oocli.sandbox.refusal import Refusal

_NO_PARAMETER = 167
_NO_RECORD = 18


def check_required(call: Call, resourceid: str, parameters: Mapping[str, Any]) -> None:
    """Refuse a call without what its documentation clearly requires."""
    for known in call.parameters:
        if (
            known.required
            and not known.unconfirmed
            and not known.names_any_field
            and not _is_given(known, parameters)
        ):
            raise Refusal(known.missing_code or _NO_PARAMETER, known.name)
    if call.resourceid.use == "required" and not resourceid and not call.variants:
        raise Refusal(call.resourceid.missing_code or _NO_RECORD)


def _is_given(known: Parameter, parameters: Mapping[str, Any]) -> bool:
    """Say whether a parameter is given; null counts if the documentation knows null."""
    return known.name in parameters and (known.nullable or parameters[known.name] is not None)
