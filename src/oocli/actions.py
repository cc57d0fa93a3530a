"""An action: one call of the API with its values, built from what was typed.

Pure. Owns how typed text becomes the JSON values that the catalogue documents; knows
nothing of options, files or the network.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ACTIONID = "urn:onoffice-de-ns:smart:2.5:smartml:action:"


@dataclass(frozen=True)
class Action:
    """One call with its values, not yet signed.

    Attributes:
        verb: ``read``, ``create``, ``modify``, ``delete``, ``get`` or ``do``; or a whole
            actionid where a raw request carries an unknown one.
        resourcetype: the API's resource type, case as documented.
        resourceid: record number, variant name, ``""`` for lists, or None where a raw request says null.
        identifier: any label; the server echoes it.
        parameters: the API's parameters as JSON values.
    """

    verb: str
    resourcetype: str
    resourceid: str | int | None = ""
    identifier: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def actionid(self) -> str:
        """The verb as the wire wants it: the URN of the action."""
        return self.verb if ":" in self.verb else ACTIONID + self.verb

    def as_json(self) -> dict[str, Any]:
        """Give the action as the documentation prints it: no token, no timestamp, no signature."""
        return {
            "actionid": self.actionid,
            "resourceid": self.resourceid,
            "identifier": self.identifier,
            "resourcetype": self.resourcetype,
            "parameters": dict(self.parameters),
        }
