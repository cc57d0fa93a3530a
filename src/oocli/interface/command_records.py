"""The commands as records: words, options with types and defaults, effects and outputs.

Made from the commands as the parser has them. ``Any`` stands for the parser's commands and parameters, whose
classes are not public in Typer.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import typer
from typer.core import TyperArgument, TyperGroup, TyperOption

from oocli.catalogue import VERBS, Call
from oocli.interface.command_facts import EFFECTS, EXIT_CODES, find_call_facts, find_facts
from oocli.interface.help import summarize_help
from oocli.interface.option_kinds import COMMON_SECTION
from oocli.request.parameter_values import find_parameter
from oocli.settings import SETTINGS

_TYPES = {"boolean": "flag", "int": "integer", "int range": "integer", "float": "number", "path": "file"}


_CHOICES = {f"common_{setting.name}": setting.choices for setting in SETTINGS}


def list_commands(ctx: Any, words: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
    """Return a record for each command that begins with these words: oocli first, forms after their call."""
    root = ctx.find_root()
    if not words:
        yield _build_root(root)
    for name in root.command.list_commands(root):
        if words and name != words[0]:
            continue
        for path, below, call in _descend(root, (name,)):
            if path[: len(words)] == tuple(words):
                yield _build_record(below, path, call)


def build_call_command(ctx: Any, verb: str, call: Call, form: str = "") -> dict[str, Any]:
    """Return what ``list_commands`` says about one call or one of its forms, without the names."""
    group = _enter(ctx.find_root(), verb)
    return _describe(_enter(group, call.resourcetype, form), (verb, call.resourcetype), call.variant(form))


def _descend(parent: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any, Call | None]]:
    """Return each command at and below these words, with its words, context and call."""
    ctx = _enter(parent, path[-1])
    if not isinstance(ctx.command, TyperGroup):
        yield path, ctx, None
    elif path[0] not in VERBS:
        for name in ctx.command.list_commands(ctx):
            yield from _descend(ctx, (*path, name))
    else:
        for resource in ctx.command.list_commands(ctx):
            call: Call = ctx.obj.catalogue.find(path[0], resource)
            yield (*path, resource), _enter(ctx, resource), call
            for form in call.variants:
                yield (*path, resource, form), _enter(ctx, resource, form), call.variants[form]


def _enter(parent: Any, *words: str) -> Any:
    """Return the context of the command to which these words lead from another one."""
    command = parent.command.resolve_command(parent, [word for word in words if word])[1]
    return typer.Context(command, info_name=words[0], parent=parent, obj=parent.obj)


def _build_root(root: Any) -> dict[str, Any]:
    """Return the record of oocli itself, whose options are common to all commands."""
    command = root.command
    options = [item for item in command.params if isinstance(item, TyperOption) and not item.hidden]
    elements = {
        "command": "oocli",
        "summary": "A command-line client of the onOffice API",
        "options": [_describe_option(item, root) for item in options],
        "effects": dict(EFFECTS),
        "exit_codes": {str(code): meaning for code, meaning in EXIT_CODES.items()},
    }
    return {"id": "oocli", "type": "program", "elements": elements}


def _build_record(ctx: Any, path: tuple[str, ...], call: Call | None) -> dict[str, Any]:
    summaries = getattr(ctx.parent.command, "summaries", {})
    elements = {
        "command": f"oocli {' '.join(path)}",
        "summary": call.title
        if call is not None
        else summaries.get(path[-1]) or summarize_help(ctx.command.help or ""),
        **_describe(ctx, path, call),
    }
    return {"id": " ".join(path), "type": "command", "elements": elements}


def _describe(ctx: Any, path: tuple[str, ...], call: Call | None) -> dict[str, Any]:
    """Return what a command takes, does and writes; common options by their flags alone."""
    shown = [item for item in ctx.command.params if not item.hidden]
    options = [item for item in shown if isinstance(item, TyperOption)]
    flags = {flag for item in options for flag in item.opts}
    facts = find_facts(" ".join(path)) if call is None else find_call_facts(call, flags)
    return {
        "effect": facts.effect,
        "arguments": [_describe_argument(item, ctx) for item in shown if isinstance(item, TyperArgument)],
        "options": [_describe_option(item, ctx, call) for item in options if not _is_common(item)],
        "common_options": [max(item.opts, key=len) for item in options if _is_common(item)],
        "exit_codes": list(facts.exit_codes),
        "outputs": [{"with": item.options, "schema": item.schema or None} for item in facts.outputs],
    }


def _is_common(option: Any) -> bool:
    return bool(option.rich_help_panel == COMMON_SECTION)


def _describe_argument(argument: Any, ctx: Any) -> dict[str, Any]:
    return {
        "name": argument.metavar or str(argument.name).upper(),
        "type": _name_type(argument),
        "values": _list_values(argument, ctx),
        "required": bool(argument.required),
        "repeatable": argument.nargs != 1,
        "help": argument.help or "",
    }


def _describe_option(option: Any, ctx: Any, call: Call | None = None) -> dict[str, Any]:
    name = ctx.command.parameters.names.get(option.name, "") if call is not None else ""
    parameter = find_parameter(call, name) if call is not None and name else None
    own = _name_type(option)
    return {
        "flags": sorted(option.opts, key=len),
        "off": option.secondary_opts[0] if option.secondary_opts else None,
        "value": None if own in ("flag", "count") else option.metavar or "TEXT",
        "type": own if parameter is None or own == "flag" else parameter.type,
        "default": _find_default(option),
        "values": list(parameter.enum) if parameter is not None else _list_values(option, ctx),
        "repeatable": parameter.type.startswith("array<")
        if parameter is not None
        else _is_repeatable(option),
        "parameter": name or None,
        "section": option.rich_help_panel or "Options",
        "help": option.help or "",
    }


def _is_repeatable(option: Any) -> bool:
    return bool(option.multiple or option.count)


def _name_type(parameter: Any) -> str:
    """Return the kind of a value: ``text``, ``integer``, ``number``, ``file``, ``flag`` or ``count``."""
    if getattr(parameter, "count", False):
        return "count"
    return _TYPES.get(parameter.type.name.lower(), "text")


def _find_default(option: Any) -> Any:
    """Return the value of an option that is not typed; None if its help says what it is."""
    default = option.default
    if default is None or default == "":
        return None
    return default if isinstance(default, bool | int | float) else str(default)


def _list_values(parameter: Any, ctx: Any) -> list[str]:
    """Return the values that an argument or option itself names; it may take others too."""
    choices = _CHOICES.get(str(parameter.name))
    if choices is not None:
        return list(choices)
    return [item.value for item in parameter.shell_complete(ctx, "") if item.type == "plain"]
