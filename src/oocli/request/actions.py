"""An action: one call of the API with its values, not yet signed, and what was typed for one. Pure."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

OF_ONE_RECORD = ("modify", "delete")
"""Verbs of actions that have the id of a record and may be repeated."""

ACTIONID = "urn:onoffice-de-ns:smart:2.5:smartml:action:"


class Action(NamedTuple):
    """One call with its values, not yet signed.

    Attributes:
        verb: ``read``, ``create``, ``modify``, ``delete``, ``get`` or ``do``; or a whole
            actionid where a raw request carries an unknown one.
        resourcetype: the API's resource type, case as documented.
        resourceid: record number, variant name, ``""`` for lists, or None where the
            documentation or a raw request says null.
        identifier: any label; the server echoes it.
        parameters: the API's parameters as JSON values.
    """

    verb: str
    resourcetype: str
    resourceid: str | int | None = ""
    identifier: str = ""
    parameters: Mapping[str, Any] = MappingProxyType({})

    @property
    def actionid(self) -> str:
        """The verb as it is sent: the URN of the action."""
        return self.verb if ":" in self.verb else ACTIONID + self.verb

    @property
    def name(self) -> str:
        """The action as it is typed: ``read estate``."""
        return f"{self.verb} {self.resourcetype}"

    def label(self, number: int) -> str | int:
        """Return the name of an action among several: its identifier, else its number, from 1."""
        return self.identifier or number

    def with_claim(self, claim: str) -> "Action":
        """Return the action with a marketplace claim among its parameters, unless it has its own."""
        if not claim or "extendedclaim" in self.parameters:
            return self
        return self._replace(parameters={**self.parameters, "extendedclaim": claim})

    def as_json(self) -> dict[str, Any]:
        """Return the action as the documentation prints it: no token, no timestamp, no signature."""
        return {
            "actionid": self.actionid,
            "resourceid": self.resourceid,
            "identifier": self.identifier,
            "resourcetype": self.resourcetype,
            "parameters": dict(self.parameters),
        }


class Inputs(NamedTuple):
    """What was typed for one action, before the catalogue gives it types.

    Attributes:
        resourceid: the ID argument; empty when none was given.
        identifier: label for the action.
        params: the JSON object of ``--params``; everything below wins over it.
        options: documented parameters as (dotted name, texts), in the order typed.
        assignments: ``-p`` texts: ``NAME=TEXT``, ``NAME:=JSON``, ``NAME=@FILE``.
        sets: ``--set`` texts of the same three forms, for record fields.
        fields: ``--fields`` texts, each a name or names joined by commas.
        where: ``--where`` expressions.
        sort: ``--sort`` texts.
        limit: ``--limit``, records.
        offset: ``--offset``, records.
    """

    resourceid: str = ""
    identifier: str = ""
    params: Mapping[str, Any] = MappingProxyType({})
    options: Sequence[tuple[str, Sequence[str]]] = ()
    assignments: Sequence[str] = ()
    sets: Sequence[str] = ()
    fields: Sequence[str] = ()
    where: Sequence[str] = ()
    sort: Sequence[str] = ()
    limit: int | None = None
    offset: int | None = None

    @property
    def has_values(self) -> bool:
        """Whether a value is given, which may mean different things to different types of fields."""
        return bool(self.params or self.options or self.assignments or self.sets or self.where)
