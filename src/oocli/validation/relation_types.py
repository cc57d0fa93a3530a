"""Whether the value of ``relationtype`` is one that is documented, and for this call. Pure."""

from collections.abc import Iterator

from oocli.catalogue import Call
from oocli.catalogue.relations import find_relation, suggest_relations
from oocli.errors import UsageError
from oocli.validation.value_types import Objection, show


def check_relation(name: str, value: str, form: Call) -> Iterator[Objection]:
    """Return what the catalogue has against a relation type."""
    try:
        relation = find_relation(value)
    except UsageError:
        yield _judge_unknown_relation(name, value)
        return
    if relation.urn != value:
        yield Objection(f"{name} must be the whole URN, {relation.urn}, not {show(value)}")
    elif form.verb != "get" and form.verb not in relation.documented_for:
        yield Objection(f"{name} {relation.short} is not documented for {form.name}", refuses=False)


def _judge_unknown_relation(name: str, value: str) -> Objection:
    near = suggest_relations(value)
    if near:
        urns = " or ".join(find_relation(short).urn for short in near[:2])
        return Objection(f"{name} {show(value)} is unknown; did you mean {urns}?")
    if value.lower().startswith("urn:"):
        return Objection(f"{name} {show(value)} is not documented, it is sent as it is", refuses=False)
    return Objection(
        f"{name} must be a relation's URN, not {show(value)}; `oocli explain relation` lists them"
    )
