"""The field configuration as code, and what has changed in it since: what ``oocli fields`` writes besides."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from oocli.catalogue import Call, Catalogue
from oocli.catalogue.modules import list_modules
from oocli.context import Context
from oocli.errors import DifferencesFound, UsageError
from oocli.fieldcode import write_code
from oocli.fieldcode.code_wish import CodeWish
from oocli.fieldcode.module_fields import ModuleFields, gather
from oocli.fields.configuration_changes import (
    ConfigurationChange,
    OldFields,
    count_changes,
    find_changes,
    read_old,
)
from oocli.fields.facts import Field, FieldConfiguration
from oocli.fields.uses import list_documented

_TYPES = {"string": "varchar", "integer": "integer", "number": "float", "boolean": "boolean"}
_COLUMNS = ConfigurationChange._fields


def write_fields(
    context: Context,
    wish: CodeWish,
    found: Mapping[str, FieldConfiguration],
    fields: Iterable[Field],
    *,
    whole: bool,
) -> None:
    """Write fields as code; ``found`` are their modules, ``whole`` says that nothing of them was left out.

    Raises:
        UsageError: there are no fields to write.
    """
    listed: dict[str, list[Field]] = {}
    for field in fields:
        listed.setdefault(field.module, []).append(field)
    if not listed:
        named = ", ".join(found) if len(found) == 1 else "This customer"
        raise UsageError(
            f"{named} has no such fields to write code of",
            why="There are none, or this API user may not see them",
            hint="`oocli fields --refresh` lists the modules and how many fields each has",
        )
    modules = [_gather(context, found[module], items, whole=whole) for module, items in listed.items()]
    context.output.write_text(write_code(wish, modules))


def _gather(
    context: Context, configuration: FieldConfiguration, fields: Iterable[Field], *, whole: bool
) -> ModuleFields:
    module = configuration.module
    known = list_modules().get(module)
    if known is not None and not whole:
        known = known._replace(unlisted={})
    call = context.catalogue.find("read", module)
    return gather(
        module,
        fields,
        label=configuration.label,
        record_type=call.resourcetype if call is not None else "",
        known=known,
        documented=_list_documented(context.catalogue, module, call) if whole and call is not None else (),
    )


def _list_documented(catalogue: Catalogue, module: str, read: Call) -> Iterator[Field]:
    """Return the fields that the calls which write such records take, as they describe them."""
    calls = (catalogue.find(verb, read.resourcetype) for verb in ("create", "modify"))
    for call in calls:
        if call is None or not call.fields_in:
            continue
        data = call.parameter("data")
        inside = data.properties if data is not None and call.fields_in != "parameters" else call.parameters
        types = {parameter.name: _TYPES.get(parameter.type, "") for parameter in inside}
        yield from (Field(module, name, type=types.get(name, "")) for name in list_documented(call))


def read_old_fields(context: Context, name: str, module: str) -> OldFields:
    """Return what ``oocli fields -o json`` printed into a file, or onto standard input for ``-``.

    Raises:
        UsageError: the file cannot be read, is something else, or has nothing of the module.
    """
    from oocli.disk.inputs import read_json_stream

    source = "Standard input" if name == "-" else name
    old = read_old(read_json_stream(name, context.stdin), source)
    if module and old.named and module not in old.named:
        raise UsageError(
            f"{source} has no fields of {module}, but those of {', '.join(sorted(old.named))}",
            hint=f"`oocli fields {module} -o json` prints them",
        )
    if module and old.modules and not old.fields:
        raise UsageError(
            f"{source} lists modules, without their fields",
            hint=f"`oocli fields {module} -o json` prints those of {module}",
        )
    if not module and not old.fields and not old.modules:
        raise UsageError(
            f"{source} names no module", hint="`oocli fields --all -o json` prints the fields of every module"
        )
    return old.within(module) if module else old


def write_changes(context: Context, old: OldFields, new: Iterable[Mapping[str, Any]], *, fails: bool) -> None:
    """Write what is not as it was; ``new`` are the records that ``oocli fields`` prints now.

    Raises:
        DifferencesFound: something is not, and ``fails`` says that the exit code tells.
    """
    changes = list(find_changes(old, read_old(new, "The configuration")))
    records = [change.as_record() for change in changes]
    if context.output.format == "table":
        records = [{**record, "id": "", "type": "change"} for record in records]
    context.output.write(records, columns=_COLUMNS, whole=("module", "field"))
    if changes and fails:
        raise DifferencesFound(f"The configuration has changed: {count_changes(changes)}")
    if context.output.format == "table":
        context.voice.note(count_changes(changes) or "Nothing has changed")
