"""What the field configuration does for a call: warnings, labels, typed values, refused fields.

Owns what ``--labels``, ``--typed`` and ``--skip-unknown-fields`` mean. Without a cache nothing is
checked, and only what is asked for on purpose (``--labels``, ``--typed``) fetches one. Most runs
need none of it, so each part is imported where it is used; together they take 4 ms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import KW_ONLY, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from oocli.catalogue import Call
from oocli.catalogue.modules import list_modules
from oocli.errors import ApiError, UsageError
from oocli.request.actions import Action

if TYPE_CHECKING:
    from oocli.call.options import FieldOptions
    from oocli.client import Client
    from oocli.fields.facts import FieldConfiguration
    from oocli.terminal.voice import Voice

Records = Iterable[dict[str, Any]]
Convert = Callable[[Records], Records]

_BOTH = "Leave one of them out"


@dataclass
class CallFields:
    """The fields of one call in one run.

    Attributes:
        call: the call; its ``fields_module`` may be empty, then nothing is known.
        options: what it is used for.
        load: gives the fields of a module as the cache has them, or None.
        find: gives them from the API where the cache has none; None where that may not be asked.
        voice: warns, and notes what is old.
        now: Unix time in seconds.
    """

    call: Call
    options: FieldOptions
    _: KW_ONLY
    load: Callable[[str], FieldConfiguration | None]
    find: Callable[[str], FieldConfiguration] | None
    voice: Voice
    now: Callable[[], float]
    _has_told_age: bool = field(default=False, init=False, repr=False)

    @cached_property
    def configuration(self) -> FieldConfiguration | None:
        """The fields of the call's module as the cache has them, or None."""
        return self.load(self.call.fields_module)

    @property
    def unlisted(self) -> Mapping[str, str]:
        """Fields that the module takes although the configuration need not list them, to their types."""
        known = list_modules().get(self.call.fields_module)
        return known.unlisted if known is not None else {}

    def prepare(self, action: Action) -> Action:
        """Give the action as the options want it: with ``--labels``, keys in the place of labels.

        Raises:
            UsageError: options contradict each other, or a dry run would have to ask for fields.
        """
        if self.options.typed:
            _refuse_display(action)
        if not self.options.labels:
            return action
        if self.configuration is None and self.find is None:
            module = self.call.fields_module
            raise UsageError(
                f"--labels needs the fields of {module}, and a dry run asks for nothing",
                hint=f"`oocli fields {module}` asks for them once and keeps them",
            )
        from oocli.fields.check import turn_labels_into_keys

        return turn_labels_into_keys(action, self.call, self._find())

    def check(self, action: Action) -> None:
        """Warn of fields and values that the cached configuration does not know."""
        if self.configuration is None:
            return
        from oocli.fields.check import check_fields

        warnings = check_fields(action, self.call, self.configuration, unlisted=self.unlisted)
        for warning in warnings:
            self.voice.warn(warning)
        if warnings:
            self._note_age(self.configuration)

    def choose_converter(self) -> Convert:
        """Give what records go through: with ``--typed`` their values are typed.

        Asks for the configuration where it is not cached, so that records need not wait for it.
        """
        if not self.options.typed:
            return _leave
        from oocli.fields.types import type_records

        types = {**self.unlisted, **{known.name: known.type for known in self._find()}}
        return lambda records: type_records(records, types)

    def skip_refused(self, client: Client, action: Action) -> Action:
        """Give the action; with ``--skip-unknown-fields``, without the fields that the API refuses.

        Says loudly which they are.

        Raises:
            ApiError: the API refuses something else, or every field.
        """
        if not self.options.skip_unknown_fields:
            return action
        from oocli.fields.refusals import read_without_refused_fields

        def say(failure: ApiError, name: str) -> None:
            near = self._suggest(name)
            question = f"; did you mean {' or '.join(near)}?" if near else ""
            self.voice.warn(
                f"The API refuses the field {name} ({failure.errorcode}): it is left out{question}"
            )

        return read_without_refused_fields(client, action, self.call, say=say)

    @contextmanager
    def located(self, action: Action) -> Iterator[None]:
        """Say of a field that the API refuses in the block where it was typed.

        Raises:
            ApiError: the refusal, told more exactly.
        """
        try:
            yield
        except ApiError as failure:
            from oocli.fields.refusals import explain_refusal

            listed = self.configuration.facts if self.configuration is not None else {}
            explained = explain_refusal(
                failure,
                action,
                self.call,
                near=self._suggest,
                is_listed=failure.details.get("field") in listed,
                was_skipping=self.options.skip_unknown_fields,
            )
            if explained is failure:
                raise
            raise explained from failure

    def _find(self) -> FieldConfiguration:
        if self.configuration is None and self.find is not None:
            self.configuration = self.find(self.call.fields_module)
        if self.configuration is None:
            raise RuntimeError("fields were asked for where none may be")
        self._note_age(self.configuration)
        return self.configuration

    def _note_age(self, configuration: FieldConfiguration) -> None:
        """Tell a person, once, that what is known of the fields may be out of date."""
        if configuration.is_old(self.now()) and not self._has_told_age:
            self._has_told_age = True
            self.voice.note(
                f"The fields are known from a cache of more than a week;"
                f" `oocli fields {self.call.fields_module} --refresh` asks again"
            )

    def _suggest(self, name: str) -> tuple[str, ...]:
        from oocli.fields.check import suggest_fields

        return suggest_fields(name, self.call, self.configuration, unlisted=self.unlisted)


def _leave(records: Records) -> Records:
    return records


def _refuse_display(action: Action) -> None:
    """See that ``--typed`` is not asked for together with what makes values untypable."""
    if action.parameters.get("formatoutput"):
        raise UsageError(
            "--typed and --formatoutput contradict each other: one is for computers, one for display",
            hint=_BOTH,
        )


def refuse_raw(output_format: str) -> None:
    """See that ``--typed`` is not asked for together with a format that leaves values as they came.

    Raises:
        UsageError: it is.
    """
    if output_format == "raw":
        raise UsageError(
            "--typed and -o raw contradict each other: raw is the answer as received", hint=_BOTH
        )
