"""What can be asked of the field configuration: a module, a field, a word; and what answers it."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from oocli.catalogue import Catalogue
from oocli.catalogue.modules import list_modules, suggest_modules
from oocli.errors import UsageError
from oocli.fields.facts import Field, FieldConfiguration
from oocli.fields.lookup import FieldLookup


class FieldQuery(NamedTuple):
    """What is asked of the field configuration.

    Attributes:
        module: name of the module; empty for all of them.
        field: name of one field of it; empty for all of them.
        search: only fields with this in name or label.
        language: of the labels, three letters; empty for the usual one.
        refresh: the API is asked, whatever is in the cache.
        every: the fields of all modules are meant, not the list of modules.
    """

    module: str = ""
    field: str = ""
    search: str = ""
    language: str = ""
    refresh: bool = False
    every: bool = False

    def checked(self, warn: Callable[[str], None]) -> "FieldQuery":
        """Return the query with module and language spelt as the API spells them.

        ``warn`` is told where the module is none of the main ones.

        Raises:
            UsageError: the module is nearly a known one, or the name of a field of one; the language is none.
        """
        return self._replace(module=_find_module(self.module, warn), language=_read_language(self.language))


def _find_module(module: str, warn: Callable[[str], None]) -> str:
    """Return the API's spelling of a module; another one than the main modules with a warning.

    Raises:
        UsageError: it is nearly a known one, or the name of a field of one.
    """
    known = list_modules()
    folded = {name.lower(): name for name in known}
    if not module or module.lower() in folded:
        return folded.get(module.lower(), "")
    if near := suggest_modules(module):
        raise UsageError(
            f"There is no module {module!r}, did you mean {' or '.join(near)}?",
            hint=f"The modules are {', '.join(known)}",
        )
    warn(
        f"oocli does not know a module {module!r}, it is asked for as it is;"
        f" `oocli fields --search {module}` looks for a field in every module."
    )
    return module


def _read_language(code: str) -> str:
    if code and not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise UsageError(
            f"--language {code!r} is not a language of onOffice", hint="Three letters, such as DEU or ENG"
        )
    return code.upper()


def find_configurations(lookup: FieldLookup, query: FieldQuery) -> Mapping[str, FieldConfiguration]:
    """Return the module that was asked for, or every module, from the cache unless refreshed."""
    main, module, refresh = list_modules(), query.module, query.refresh
    if not module:
        return lookup.fetch_all(list(main)) if refresh else lookup.find_all(main)
    return lookup.fetch([module]) if refresh else {module: lookup.find(module)}


def find_field(configuration: FieldConfiguration, name: str) -> Field:
    """Return a field by its name, case forgiven; one that is not listed where it is known nevertheless.

    Raises:
        UsageError: there is none; says which one may have been meant.
    """
    module = configuration.module
    field = configuration.find_in_any_case(name) or find_unlisted(module, name)
    if field is not None:
        return field
    near = configuration.suggest(name)
    raise UsageError(
        f"{module} has no field {name!r}",
        hint=f"Did you mean {' or '.join(near)}?"
        if near
        else f"`oocli fields {module}` lists them, with --refresh new ones too",
    )


def find_unlisted(module: str, name: str) -> Field | None:
    """Return a field that the module's calls take though the configuration need not list it, or None."""
    known = list_modules().get(module)
    if known is None or name not in known.unlisted:
        return None
    return Field(module, name, type=known.unlisted[name])


def search_fields(found: Mapping[str, FieldConfiguration], text: str) -> list[Field]:
    """Return the fields with a text in name or label, case forgiven; all where it is empty."""
    wanted = text.strip().casefold()
    return [
        field
        for configuration in found.values()
        for field in configuration
        if wanted in field.name.casefold() or wanted in field.label.casefold()
    ]


def list_readable(catalogue: Catalogue, module: str, fields: list[Field]) -> Iterator[Field]:
    """Return the fields that ``--fields`` takes; a call may take fewer than there are."""
    call = catalogue.find("read", module)
    data = call.parameter("data") if call is not None else None
    documented = {str(name) for name in data.enum} if data is not None else set()
    for field in fields:
        if not documented or field.name in documented or field.name.startswith("ind_"):
            yield field
