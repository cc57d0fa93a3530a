"""What the field configuration does for a call: warnings, labels, typed values, refused fields.

Owns what ``--labels``, ``--typed``, ``--no-fields`` and ``--skip-unknown-fields`` mean. Without a cache
nothing is checked; the configuration is fetched only for what needs it: labels, typed records, rows, and
values that mean different things to different types. Most runs need none of it, so each part is imported
where it is used; together they take 4 ms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import KW_ONLY, dataclass, field
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Any

from oocli.catalogue import Call
from oocli.errors import ApiError, CredentialsError, NetworkError, UsageError
from oocli.request.actions import Action

if TYPE_CHECKING:
    from oocli.call.asked import FieldOptions
    from oocli.client import Client
    from oocli.fields.facts import Field, FieldConfiguration
    from oocli.fields.labels import Labels
    from oocli.terminal.voice import Voice
    from oocli.values.field_values import FieldValues

Records = Iterable[dict[str, Any]]
Convert = Callable[[Records], Records]

_LABELS = ("DEU", "ENG")
"""Languages whose labels may name columns."""

_BOTH = "Leave one of them out"


@dataclass(eq=False, repr=False)
class CallFields:
    """The fields of one call in one run.

    Attributes:
        call: the call; if its ``fields_module`` is empty, nothing is known.
        options: uses of the field configuration.
        load: gives the fields of a module from the cache, or None.
        find: gives them with the labels of a language (empty for the usual one), from the API where
            the cache has none.
        is_dry: whether nothing is sent, so that it goes on if the API cannot be asked.
        voice: warns, and says if the cache is old.
        now: Unix time in seconds.
    """

    call: Call
    options: FieldOptions
    _: KW_ONLY
    load: Callable[[str], FieldConfiguration | None]
    find: Callable[[str, str], FieldConfiguration]
    is_dry: bool
    voice: Voice
    now: Callable[[], float]
    _has_told_age: bool = field(default=False, init=False)
    _has_asked: bool = field(default=False, init=False)
    _doubts: list[str] = field(default_factory=list, init=False)
    _known: dict[str, Field | None] = field(default_factory=dict, init=False)

    @cached_property
    def configuration(self) -> FieldConfiguration | None:
        """The fields of the call's module as the cache has them, or None."""
        return self.load(self.call.fields_module)

    @cached_property
    def unlisted(self) -> Mapping[str, str]:
        """Fields that the module takes although the configuration need not list them, to their types."""
        from oocli.catalogue.modules import list_modules

        known = list_modules().get(self.call.fields_module)
        return known.unlisted if known is not None else {}

    @cached_property
    def values(self) -> FieldValues | None:
        """Reads the values of record fields by their types; None if that is not wanted."""
        if not self.call.fields_module or self.options.no_fields:
            return None
        from oocli.values.field_values import FieldValues

        return FieldValues(self._ask_for, self._find_known, self._doubts)

    def tell_left_out(self) -> None:
        """Say that the types of fields are not used, if so."""
        if self.options.no_fields and self.call.fields_module:
            self.voice.warn("--no-fields: values are sent as they are written, whatever their fields are.")

    def learn(self) -> FieldConfiguration | None:
        """Return the configuration; ask for it if it is not cached. None if it is not available.

        Raises:
            CredentialsError: there is no profile, and something is to be sent.
            NetworkError: there is no answer, and something is to be sent.
            GuardError: it may not be sent.
        """
        if self.configuration is not None or not self.call.fields_module or self.options.no_fields:
            return self.configuration
        if self._has_asked:
            return None
        self._has_asked = True
        self._known.clear()
        try:
            found = self.find(self.call.fields_module, "")
        except CredentialsError:
            if not self.is_dry:
                raise
            return None
        except (ApiError, NetworkError) as failure:
            if isinstance(failure, NetworkError) and not self.is_dry:
                raise
            self._tell_without(failure.message)
            return None
        if not found.facts:
            self._tell_without("this API user sees none")
            return None
        self.configuration = found
        return self.configuration

    def list_labels(self) -> list[Callable[[], Labels | None]]:
        """Return what gives all names of the fields: in the language of the labels first, then in another."""
        first = self.learn()
        if first is None:
            return []
        from oocli.fields.labels import Labels

        others = [language for language in _LABELS if language != first.language]
        return [
            cache(lambda: Labels([first])),
            *(cache(partial(self._label, language)) for language in others),
        ]

    def _label(self, language: str) -> Labels | None:
        from oocli.fields.labels import Labels

        try:
            return Labels([self.find(self.call.fields_module, language)])
        except ApiError:
            return None

    def takes(self, name: str) -> bool:
        """Say whether the module takes a field that may be missing in the configuration."""
        from oocli.fields.uses import is_contact

        return name in self.unlisted or is_contact(name)

    def _tell_without(self, why: str) -> None:
        self.voice.warn(
            f"The fields of {self.call.fields_module} are not available ({why}):"
            " values are sent as they are typed."
        )

    def _ask_for(self, name: str) -> Field | None:
        self.learn()
        return self._find_known(name)

    def _find_known(self, name: str) -> Field | None:
        if name not in self._known:
            from oocli.fields.facts import Field

            found = self.configuration.find(name) if self.configuration is not None else None
            if found is None and name in self.unlisted:
                found = Field(self.call.fields_module, name, type=self.unlisted[name])
            self._known[name] = found
        return self._known[name]

    def choose(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Return the names of the fields that ``--fields`` means.

        With ``@all``, fields that the API refuses are left out.

        Raises:
            UsageError: they cannot be found out, or make no sense.
        """
        from oocli.request.field_choice import choose_fields, names_all

        if names_all(texts):
            self.options = self.options._replace(skip_unknown_fields=True)
        return choose_fields(texts, default=self.call.default_fields, list_all=self._list_all)

    def _list_all(self) -> Sequence[str]:
        """Return every field that a reading can ask for, from the documentation or from this customer."""
        data = self.call.parameter("data")
        if data is not None and data.enum:
            return [str(name) for name in data.enum]
        if not self.call.fields_module:
            raise UsageError(f"Nobody knows all fields of {self.call.name}", hint="Name those that you want")
        known = self.learn()
        if known is None:
            raise UsageError(
                f"The fields of {self.call.fields_module} are not available", hint="Name those that you want"
            )
        return [field.name for field in known]

    def prepare(self, action: Action) -> Action:
        """Return the action as the options want it: with ``--labels``, keys instead of labels.

        Raises:
            UsageError: options exclude each other.
        """
        if self.options.typed:
            _refuse_display(action)
        if not self.options.labels:
            return action
        from oocli.fields.check import turn_labels_into_keys

        return turn_labels_into_keys(action, self.call, self._find())

    def check(self, action: Action) -> None:
        """Warn of doubtful values, and of unknown fields and values."""
        for doubt in self._doubts:
            self.voice.warn(f"{doubt}.")
        if self.configuration is None:
            return
        from oocli.fields.check import check_fields

        warnings = check_fields(action, self.call, self.configuration, unlisted=self.unlisted)
        for warning in warnings:
            self.voice.warn(warning)
        if warnings:
            self._note_age(self.configuration)

    def choose_converter(self) -> Convert:
        """Return a function that converts records: with ``--typed`` their values get types.

        Asks for the configuration if it is not cached, so that records need not wait for it.
        """
        if not self.options.typed:
            return _leave
        from oocli.fields.typed_records import type_records

        types = {**self.unlisted, **{known.name: known.type for known in self._find()}}
        return lambda records: type_records(records, types)

    def skip_refused(self, client: Client, action: Action) -> Action:
        """Return the action; with ``--skip-unknown-fields``, without the fields that the API refuses.

        Warns which they are.

        Raises:
            ApiError: the API refuses something else, or every field.
        """
        if not self.options.skip_unknown_fields:
            return action
        from oocli.fields.refused_fields import read_without_refused_fields

        def say(failure: ApiError, name: str) -> None:
            near = self._suggest(name)
            question = f"; did you mean {' or '.join(near)}?" if near else ""
            self.voice.warn(
                f"The API refuses the field {name} ({failure.errorcode}): it is left out{question}"
            )

        return read_without_refused_fields(client, action, self.call, say=say)

    @contextmanager
    def located(self, action: Action) -> Iterator[None]:
        """If the API refuses a field in the block, say where that field was typed.

        Raises:
            ApiError: the refusal, in more detail.
        """
        try:
            yield
        except ApiError as failure:
            from oocli.fields.refused_fields import explain_refusal

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
        if self.configuration is None:
            self.configuration = self.find(self.call.fields_module, "")
        self._note_age(self.configuration)
        return self.configuration

    def _note_age(self, configuration: FieldConfiguration) -> None:
        """Tell a person, once, that the known fields may be out of date."""
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
    """Refuse ``--typed`` together with what makes values untypable."""
    if action.parameters.get("formatoutput"):
        raise UsageError(
            "--typed and --formatoutput exclude each other: one is for computers, one for display",
            hint=_BOTH,
        )


def refuse_raw(output_format: str) -> None:
    """Refuse ``--typed`` together with a format that leaves values as they came.

    Raises:
        UsageError: it is.
    """
    if output_format == "raw":
        raise UsageError("--typed and -o raw exclude each other: raw is the answer as received", hint=_BOTH)
