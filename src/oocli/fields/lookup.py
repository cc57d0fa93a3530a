"""The field configuration of an account: from the cache, or asked for and kept there.

Owns the one request that fetches fields, and when it is made. Files are the business of
``field_cache``, the shape of the answer that of ``facts``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, NamedTuple

from oocli.fields.facts import FieldConfiguration, read_module
from oocli.request.actions import Action

if TYPE_CHECKING:
    from oocli.client import Client
    from oocli.fields.field_cache import FieldCache
    from oocli.wire.messages import Answer


class FieldLookup(NamedTuple):
    """Where one run gets field configurations from.

    Attributes:
        cache: the account's files.
        language: of labels, such as ``DEU``.
        open_client: opens the client when there is something to ask.
        now: Unix time in seconds.
    """

    cache: FieldCache
    language: str
    open_client: Callable[[], AbstractContextManager[Client]]
    now: Callable[[], float]

    def load(self, module: str) -> FieldConfiguration | None:
        """Return the fields of a module if they are cached, in another language if not in this one."""
        return self.cache.load(module, self.language) or self.cache.load(module)

    def find(self, module: str) -> FieldConfiguration:
        """Return the fields of a module in this language; asks for them where they are not cached.

        Raises:
            ApiError: the API refused; and everything that ``Client.send`` raises.
        """
        return self.cache.load(module, self.language) or self.fetch([module])[module]

    def find_all(self, modules: Iterable[str]) -> dict[str, FieldConfiguration]:
        """Return every module in this language; asks once for all where one of ``modules`` is not cached.

        Raises:
            ApiError: the API refused; and everything that ``Client.send`` raises.
        """
        wanted = list(modules)
        cached = self.cache.load_all(self.language)
        return cached if cached.keys() >= set(wanted) else self.fetch_all(wanted)

    def fetch(self, modules: Sequence[str]) -> dict[str, FieldConfiguration]:
        """Ask for the fields of these modules, keep them in the cache and give them.

        A module that the answer leaves out has no fields that this API user may see.

        Raises:
            ApiError: the API refused; and everything that ``Client.send`` raises.
        """
        return self._keep(self.ask(modules), modules)

    def fetch_all(self, modules: Sequence[str]) -> dict[str, FieldConfiguration]:
        """Ask for every module that there is, in one request; ``modules`` are those that are expected.

        Raises:
            ApiError: the API refused; and everything that ``Client.send`` raises.
        """
        return self._keep(self.ask(()), modules)

    def ask(self, modules: Sequence[str]) -> Answer:
        """Send the one action that asks for fields and give the answer; all modules where none is named.

        Raises:
            ApiError: the API refused; and everything that ``Client.send`` raises.
        """
        parameters: dict[str, Any] = {
            "labels": True,
            "language": self.language,
            "showfieldfilters": True,
            "showfielddependencies": True,
            "showFieldMeasureFormat": True,
        }
        if modules:
            parameters["modules"] = list(modules)
        action = Action("get", "fields", parameters=parameters)
        with self.open_client() as client:
            answer = client.send([action])
            refusal = client.find_refusals(answer, [action])[0]
        if refusal is not None:
            raise refusal
        return answer

    def _keep(self, answer: Answer, expected: Sequence[str]) -> dict[str, FieldConfiguration]:
        found: dict[str, Mapping[str, Any]] = {name: {} for name in expected}
        for record in answer.results[0].records:
            name, elements = record.get("id"), record.get("elements")
            if isinstance(name, str):
                found[name] = elements if isinstance(elements, dict) else {}
        now = self.now()
        read = {
            name: read_module(name, elements, language=self.language, fetched=now)
            for name, elements in found.items()
        }
        for configuration in read.values():
            self.cache.keep(configuration)
        return read
