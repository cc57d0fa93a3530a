"""The other outputs of ``oocli fields``: the field configuration as code, and what has changed in it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from oocli.catalogue import Call
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
    """Write fields as code; ``found`` are their modules, ``whole`` says that nothing was left out.

    Raises:
        UsageError: there are no fields to write as code, or no call writes them.
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
    if wish.shape == "write":
        modules = [module for module in modules if module.list_fields(wish.shape)]
    if not modules:
        raise UsageError(
            f"No call writes the fields of {', '.join(listed)}",
            hint="`oocli calls` lists the calls; --read and --typed say what answers hold",
        )
    context.output.write_text(write_code(wish, modules))


def _gather(
    context: Context, configuration: FieldConfiguration, fields: Iterable[Field], *, whole: bool
) -> ModuleFields:
    module = configuration.module
    known = list_modules().get(module)
    if known is not None and not whole:
        known = known._replace(unlisted={})
    read = context.catalogue.find("read", module)
    resource = read.resourcetype if read is not None else module
    writes = [call for verb in ("create", "modify") if (call := context.catalogue.find(verb, resource))]
    writes = [call for call in writes if call.fields_in]
    listed = {field.name: field for field in fields}
    documented = [field for field in _list_documented(module, writes) if whole or field.name in listed]
    return gather(
        module,
        listed.values(),
        label=configuration.label,
        record_type=read.resourcetype if read is not None else "",
        known=known,
        documented=documented,
        is_free=any(call.free_fields for call in writes),
    )


def _list_documented(module: str, writes: Iterable[Call]) -> Iterator[Field]:
    """Return the fields of the calls that write such records, as the calls describe them."""
    for call in writes:
        data = call.parameter("data")
        inside = data.properties if data is not None and call.fields_in != "parameters" else call.parameters
        types = {parameter.name: _TYPES.get(parameter.type, "") for parameter in inside}
        yield from (Field(module, name, type=types.get(name, "")) for name in list_documented(call))


def read_old_fields(context: Context, name: str, module: str) -> OldFields:
    """Return what ``oocli fields -o json`` printed to a file, or to standard input for ``-``.

    Raises:
        UsageError: the file cannot be read, is of another kind, or has nothing of the module.
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
    """Write what has changed; ``new`` are the records that ``oocli fields`` prints now.

    Raises:
        DifferencesFound: something has changed, and ``fails`` asks for an exit code.
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
