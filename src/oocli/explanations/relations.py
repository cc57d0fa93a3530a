"""A relation type: who is parent, who is child, how it is asked for."""

from collections.abc import Sequence
from typing import Any

from oocli.catalogue.relations import Relation, find_relation, list_relations
from oocli.context import Context
from oocli.explanations.lines import align, write


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
    found = [find_relation(name) for name in names]
    texts = [line for relation in found for line in (*_describe_relation(context, relation), "")]
    write(context, map(_relation_record, found), texts[:-1], single=len(found) == 1)


def _relation_record(relation: Relation) -> dict[str, Any]:
    return {"id": relation.short, "type": "relation", "elements": relation._asdict()}


def _describe_relation(context: Context, relation: Relation) -> list[str]:
    rows = [
        ("Parent", f"{relation.parent} (parentid, parentids)"),
        ("Child", f"{relation.child} (childid, childids)"),
        ("URN", relation.urn),
        ("Documented for", ", ".join(_RELATION_CALLS[verb] for verb in relation.documented_for)),
        ("Note", relation.note),
    ]
    return [
        f"{relation.short}: {relation.meaning}",
        *align(context, [row for row in rows if row[1]]),
        f"Example: oocli get idsfromrelation --relationtype {relation.short} --parentids 409",
    ]


_RELATION_CALLS = {
    "read": "get idsfromrelation",
    "create": "create relation",
    "modify": "modify relation",
    "delete": "delete relation",
}
