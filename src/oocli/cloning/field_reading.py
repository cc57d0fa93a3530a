"""The field configuration as a copy needs it: every module, in two languages, with every detail."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from oocli.client import Client
from oocli.errors import OocliError
from oocli.request.actions import Action
from oocli.wire.messages import Result

_EVERYTHING = ("labels", "showContent", "showTable", "showFieldMeasureFormat", "showfielddependencies")


class ReadFields(NamedTuple):
    """What ``get fields`` answered.

    Attributes:
        german: module to its elements, with German labels.
        english: the same with English labels and real data types; empty if the account has no English.
    """

    german: Mapping[str, Any]
    english: Mapping[str, Any]

    def list_names(self, module: str) -> list[str]:
        """Return the names of the fields of a module."""
        elements = self.german.get(module)
        if not isinstance(elements, Mapping):
            return []
        return [name for name, facts in elements.items() if isinstance(facts, Mapping)]


def read_fields(client: Client) -> ReadFields:
    """Ask for all fields of all modules.

    Raises:
        ApiError: the API refused; and everything that ``Client.send`` raises.
    """
    asked = [_build_action("DEU"), _build_action("ENG", realDataTypes=True)]
    german, english = client.find_results(client.send(asked), asked)
    if isinstance(german, OocliError):
        raise german
    return ReadFields(_by_module(german), {} if isinstance(english, OocliError) else _by_module(english))


def _build_action(language: str, **further: Any) -> Action:
    parameters = {"language": language, **dict.fromkeys(_EVERYTHING, True), **further}
    return Action("get", "fields", identifier=language, parameters=parameters)


def _by_module(result: Result) -> dict[str, Any]:
    return {str(record["id"]): record.get("elements") for record in result.records}
