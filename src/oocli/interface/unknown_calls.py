"""Calls that the catalogue does not know: sent as typed, with a warning."""

from oocli.catalogue import Call, Paging, Parameter, guess_effect
from oocli.context import Context
from oocli.errors import UsageError

_READING = (
    Parameter("data", "array<string>"),
    Parameter("filter", "map<array<object>>"),
    Parameter("sortby", "map<string>"),
)


def describe_unknown(context: Context, verb: str, resourcetype: str, *, sure: bool) -> Call:
    """Return a bare call for a resource type that the catalogue does not know, with a warning.

    Raises:
        UsageError: it looks like a known one, or another verb has it, and nobody insisted.
    """
    close = context.catalogue.suggest(verb, resourcetype)
    others = context.catalogue.verbs_of(resourcetype)
    if (close or others) and not sure:
        meant = [f"`oocli {other} {resourcetype}`" for other in others]
        meant = meant or [f"`oocli {verb} {name}`" for name in close]
        raise UsageError(
            f"There is no call {verb} {resourcetype}",
            hint=f"Did you mean {' or '.join(meant)}? --no-validate sends it as it is",
        )
    context.voice.warn(f"The catalogue does not know {verb} {resourcetype}; it is sent unchecked.")
    return Call(
        verb=verb,
        resourcetype=resourcetype,
        title="A call that the catalogue does not know",
        module="",
        doc="",
        effect=guess_effect(verb),
        free_fields=True,
        fields_in="parameters.data" if verb in ("create", "modify") else "",
        paging=Paging("listlimit", "listoffset", None, None, counts_hits=False) if verb == "read" else None,
        parameters=_READING if verb == "read" else (),
    )
