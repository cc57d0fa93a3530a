"""What the help of a documented call says, from its catalogue entry alone.

The command reference in ``docs/calls`` is made from the same texts.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from oocli.catalogue import Call, Parameter
from oocli.request.option_names import takes_json

_EFFECTS = {
    "read": "Reads; changes nothing.",
    "write": "Changes records.",
    "send": "Reaches people or charges money; asks before it is sent.",
}
_LISTED = 60


def describe_call(call: Call) -> str:
    """Return what the call does, its effect, forms and paging, and an example, as paragraphs."""
    facts = [f"{call.title}. {_EFFECTS[call.effect]}"]
    if call.deprecated:
        use = call.deprecated.get("use") if isinstance(call.deprecated, dict) else None
        instead = f" Use `oocli {use.replace('.', ' ')}` instead." if use else ""
        facts.append(f"Deprecated.{instead}")
    if call.undocumented:
        facts.append("No documentation page names it; the vendor's own plugin sends it.")
    if call.paging:
        facts.append(_describe_paging(call))
    paragraphs = [" ".join(facts)]
    if call.variants:
        left = max(map(len, call.variants))
        forms = [
            f"  oocli {call.name} {name.ljust(left)}   {form.title}" for name, form in call.variants.items()
        ]
        paragraphs.append("\n".join(["Forms, each with its own parameters:", *forms]))
    if call.example:
        paragraphs.append("\n".join(["Example:", f"  {call.example}"]))
    return "\n\n".join(paragraphs)


def _describe_paging(call: Call) -> str:
    paging = call.paging
    if paging is None:
        return ""
    most = f" of at most {paging.max} records" if paging.max else ""
    names = f"{paging.limit} and {paging.offset}" if paging.offset else f"{paging.limit} (it has no offset)"
    default = f"Gives {paging.default} records; " if paging.default else ""
    more = (
        "--limit asks for more, --all for all." if default else "--limit says how many, --all asks for all."
    )
    return f"{default}{more} The API's own words for pages{most}: {names}."


def describe_notes(call: Call) -> str:
    """Return the notes of a call and the address of its page."""
    notes = [f"  - {note}" for note in call.notes]
    paragraphs = ["\n".join(["Notes:", *notes])] if notes else []
    return "\n\n".join([*paragraphs, f"Page: {call.doc}"] if call.doc else paragraphs)


def describe_resourceid(call: Call) -> str:
    """Return what the ID of a call means, and whether it is needed."""
    resourceid = call.resourceid
    allowed = f"one of {', '.join(resourceid.enum)}" if resourceid.enum else ""
    need = {"required": "required", "fixed": f"always {resourceid.value}"}.get(resourceid.use, "")
    return "; ".join(filter(None, (resourceid.meaning, allowed, need)))


def describe_parameter(parameter: Parameter) -> str:
    """Return the meaning of a parameter, then facts in brackets: required, default, range, values, keys."""
    facts = list(_list_facts(parameter))
    return " ".join(filter(None, (parameter.summary, f"[{'; '.join(facts)}]" if facts else "")))


def _list_facts(parameter: Parameter) -> Iterator[str]:
    if parameter.required:
        yield "required" if not parameter.unconfirmed else "give it; onOffice may refuse the call without"
    if parameter.required_if:
        yield f"required if {parameter.required_if}"
    if parameter.depends:
        yield parameter.depends
    if parameter.default is not None:
        yield f"default {_show(parameter.default)}"
    if parameter.min is not None:
        yield f"at least {parameter.min}"
    if parameter.max is not None:
        yield f"at most {parameter.max}"
    if parameter.enum:
        shown = ", ".join(_show(value) for value in parameter.enum[:_LISTED])
        yield f"one of {shown}{', ...' if len(parameter.enum) > _LISTED else ''}"
    if parameter.known_values:
        yield f"known: {', '.join(parameter.known_values)}"
    if parameter.filter_fields:
        yield f"fields: {', '.join(parameter.filter_fields)}"
    if parameter.nullable:
        yield "null allowed"
    if parameter.deprecated:
        yield "deprecated" if parameter.deprecated is True else f"deprecated: {parameter.deprecated}"
    if parameter.unconfirmed and not parameter.required:
        yield "uncertain: oocli only warns here, so try it with one record first"


def _show(value: Any) -> str:
    if value is True or value is False:
        return str(value).lower()
    return str(value)


def describe_several(call: Call, ids: Sequence[str]) -> str:
    """Return how several records are given to a call, or the record to a call whose ID is a kind of it."""
    needed = [item for item in call.parameters if item.required]
    if call.resourceid.enum and ids[0] in call.resourceid.enum and len(needed) == 1 and len(ids) == 2:
        from shlex import quote

        return f"It has an option of its own: `oocli {call.name} {ids[0]} --{needed[0].name} {quote(ids[1])}`"
    if call.verb not in ("read", "get"):
        return f"`oocli {call.name} --from FILE` takes several: a file with a column id, and a row for each"
    listed = next((item.name for item in call.parameters if item.name in ("recordids", "ids")), "")
    if listed:
        return f"Several are read by `oocli {call.name} --{listed} {','.join(ids)}`"
    from oocli.catalogue.modules import list_modules

    module = list_modules().get(call.fields_module)
    number = next((name for name in module.unlisted if name in _NUMBERS), "") if module else ""
    if number and call.parameter("filter"):
        return f"Several are read by `oocli {call.name} --where '{number} in ({','.join(ids)})'`"
    return f"`oocli {call.name} --help` shows what it takes"


_NUMBERS = ("Id", "Nr")  # the fields that hold the number of a record


def describe_type(parameter: Parameter) -> str:
    """Return the placeholder for a parameter's value: ``INTEGER``, ``DATE``, ``TEXT,...``, ``JSON``."""
    kind = parameter.type
    if takes_json(kind):
        return "JSON"
    if kind.startswith("array<"):
        return f"{_PLACEHOLDERS.get(kind[6:-1], kind[6:-1]).upper()},..."
    if parameter.format in _SHOWN_FORMATS:
        return parameter.format.upper()
    return _PLACEHOLDERS.get(kind, kind).upper()


_PLACEHOLDERS = {"string": "text", "any": "text"}
_SHOWN_FORMATS = ("date", "datetime", "time", "urn", "base64", "uuid")
