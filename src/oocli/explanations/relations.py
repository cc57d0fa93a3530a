"""A relation type: who is parent, who is child, how to ask for it."""

from collections.abc import Sequence
from typing import Any

from oocli.catalogue.relations import (
    RELATION_CALLS,
    Relation,
    find_relation,
    list_relations,
    search_relations,
)
from oocli.context import Context
from oocli.errors import UsageError
from oocli.explanations.lines import align, find_width, write
from oocli.text.wrapping import fold_command, wrap

_NEAR = 50  # in the costs of ``word_search``: found at the same place


def explain_relations(context: Context, names: Sequence[str]) -> None:
    """Explain the relations that were named, or list all.

    Raises:
        UsageError: a name is unknown or ambiguous.
    """
    if not names:
        known = list_relations()
        rows = [(relation.short, relation.meaning) for relation in known]
        write(context, map(_relation_record, known), align(context, rows))
        return
    found = _find(names)
    texts = [line for relation in found for line in (*_describe_relation(context, relation), "")]
    write(context, map(_relation_record, found), texts[:-1], single=len(found) == 1)


def _find(names: Sequence[str]) -> Sequence[Relation]:
    """Return the relation of each name, or else those that the words together mean.

    Raises:
        UsageError: there is none.
    """
    try:
        return [find_relation(name) for name in names]
    except UsageError:
        found = search_relations(names)
        if not found.items or not found.is_whole:
            raise
        near = found.costs[0] + _NEAR
        return [item for item, cost in zip(found.items, found.costs, strict=True) if cost <= near]


def _relation_record(relation: Relation) -> dict[str, Any]:
    return {"id": relation.short, "type": "relation", "elements": relation._asdict()}


def _describe_relation(context: Context, relation: Relation) -> list[str]:
    rows = [
        ("Parent", f"{relation.parent} (parentid, parentids)"),
        ("Child", f"{relation.child} (childid, childids)"),
        ("URN", relation.urn),
        ("Documented for", ", ".join(RELATION_CALLS[verb] for verb in relation.documented_for)),
        ("Note", relation.note),
    ]
    example = f"  oocli get idsfromrelation --relationtype {relation.short} --parentids 409"
    return [
        *wrap(f"{relation.short}: {relation.meaning}", find_width(context)),
        *align(context, [row for row in rows if row[1]]),
        "Example:",
        *fold_command(example, find_width(context)),
    ]
