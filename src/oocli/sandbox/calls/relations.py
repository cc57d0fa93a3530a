"""Relations between records: find linked numbers, link, change a link's state, unlink."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from oocli import catalogue
from oocli.sandbox.ask import Ask, Found, Handler, one, success
from oocli.sandbox.records import sql
from oocli.sandbox.records.brokers import CONTACT_PERSON, is_broker
from oocli.sandbox.records.links import check_exists, link, whole_numbers
from oocli.sandbox.refusal import Refusal

_FILE = Path(catalogue.__file__).parent / "relations.json"
_SAME = {
    "complex:estate:units": "estate:estateUnit",
    "estate:address:contactPersonAll": "estate:address:contactPerson",
}
_PICTURES = "('Titelbild', 'Foto', 'Foto_gross', 'Grundriss', 'Lageplan', 'Stadtplan', 'Panorama')"
_LINKS = "('Link', 'Ogulo-Link', 'Film-Link', 'Objekt-Link')"
_STATES = {
    "statusTerminbestaetigung": ("bestätigt", "gesendet", "gecancelt", "nicht gesetzt"),
    "statusTerminrueckmeldung": ("aktiv", "inaktiv"),
}


def _files(module: str, which: str = "1") -> tuple[str, str, str]:
    return f"file f WHERE f.module = '{module}' AND {which}", "f.record", "f.id"


_DERIVED: Mapping[str, tuple[str, str, str]] = {
    "estate:user:officer": ("estate e WHERE e.benutzer <> 0", "e.Id", "e.benutzer"),
    "address:user:officer": ('address a JOIN "user" u ON u.Name = a.Benutzer WHERE 1', "a.id", "u.Nr"),
    "address:searchcriteria": ("searchcriteria s WHERE 1", "s.internaladdressid", "s.id"),
    "address:estate:offerByAgentsLog": (
        "relation a JOIN relation e ON e.parent = a.parent AND e.type = 'agentsLog:estate'"
        " WHERE a.type = 'agentsLog:address'",
        "a.child",
        "e.child",
    ),
    "estate:allFiles": _files("estate"),
    "estate:file:titelbild": _files("estate", "f.Art = 'Titelbild'"),
    "estate:file:grundriss": _files("estate", "f.Art = 'Grundriss'"),
    "estate:file:foto": _files("estate", "f.Art = 'Foto'"),
    "estate:file:allpictures": _files("estate", f"f.Art IN {_PICTURES}"),
    "estate:file:allpicturesExceptTitelbild": _files(
        "estate", f"f.Art IN {_PICTURES} AND f.Art <> 'Titelbild'"
    ),
    "estate:file:alllinks": _files("estate", f"f.Art IN {_LINKS}"),
    "address:file:attachment": _files("address"),
    "task:file:attachment": _files("task"),
    "agentsLog:file:attachment": _files("agentsLog"),
}
"""Type to the rows it is taken from, which end in a condition, and SQL of parent and child."""


def find(ask: Ask) -> Found:
    """Find the children of parents, or the parents of children, as text under the number asked for."""
    short = _read_type(ask)["short"]
    forward = ask.parameters.get("parentids") is not None
    name = "parentids" if forward else "childids"
    if ask.parameters.get(name) is None:
        raise Refusal(282)
    if short == "estate:allFiles" and not forward:
        raise Refusal(199)
    ids = whole_numbers(ask.parameters[name], name)
    linked: dict[str, list[str]] = {str(number): [] for number in ids}
    for given, found in _find_rows(ask, short, ids, forward=forward):
        linked[str(given)].append(str(found))
    return one("relatedIds", "", linked or [])


def create(ask: Ask) -> Found:
    """Link parents and children; one of both sides may have several. Contact persons are brokers."""
    relation = _read_type(ask, "create")
    info = ask.parameters.get("relationinfo") or None
    if info is not None:
        _check_info(relation, info, code=179)
    parents, children = _sides(ask)
    if len(parents) > 1 and len(children) > 1:
        raise Refusal(219)
    for module, ids in ((relation["parent"], parents), (relation["child"], children)):
        for record_id in ids:
            check_exists(ask.db, module, record_id)
    if relation["short"] == CONTACT_PERSON and not all(is_broker(ask.db, child) for child in children):
        raise Refusal(173)
    for parent in parents:
        link(ask.db, _stored_name(relation["short"]), parent, children, info)
    return success("relation")


def modify(ask: Ask) -> Found:
    """Set the state of an appointment's contact; the only relation that can be changed."""
    relation = _read_type(ask)
    if relation["short"] != "calendar:address":
        raise Refusal(182)
    info = ask.parameters.get("relationinfo")
    _check_info(relation, info, code=181)
    parents, children = _sides(ask)
    pairs = [(parent, child) for parent in parents for child in children]
    for parent, child in pairs:
        row = ask.db.execute(
            "SELECT info FROM relation WHERE type = 'calendar:address' AND parent = ? AND child = ?",
            (parent, child),
        ).fetchone()
        if row is None:
            raise Refusal(180)
        link(ask.db, "calendar:address", parent, [child], {**json.loads(row[0] or "{}"), **dict(info or {})})
    return success("relation")


def delete(ask: Ask) -> Found:
    """Unlink one parent and one child; the records stay."""
    relation = _read_type(ask, "delete")
    parents, children = _sides(ask)
    if len(parents) != 1 or len(children) != 1:
        raise Refusal(228, "parentid")
    gone = ask.db.execute(
        "DELETE FROM relation WHERE type = ? AND parent = ? AND child = ?",
        (_stored_name(relation["short"]), parents[0], children[0]),
    )
    if not gone.rowcount:
        raise Refusal(180)
    return success("relation")


def _find_rows(ask: Ask, short: str, ids: Sequence[int], *, forward: bool) -> list[tuple[int, int]]:
    if short in _DERIVED:
        source, parent, child = _DERIVED[short]
        given, found = (parent, child) if forward else (child, parent)
        rows, _, condition = source.partition(" WHERE ")
        where = f"({condition}) AND {sql.among(given)}"
        statement = sql.select([f"DISTINCT {given}", found], rows, where=where, tail=f"ORDER BY {found}")
        return ask.db.execute(statement, (json.dumps(ids),)).fetchall()
    given, found = ("parent", "child") if forward else ("child", "parent")
    statement = sql.select(
        [given, found], "relation", where=f"type = ? AND {sql.among(given)}", tail=f"ORDER BY {found}"
    )
    return ask.db.execute(statement, (_stored_name(short), json.dumps(ids))).fetchall()


def _read_type(ask: Ask, verb: str = "") -> Mapping[str, Any]:
    """Return the relation type that is asked for, if it is documented for the verb."""
    types = _read_types()
    relation = types.get(str(ask.parameters.get("relationtype")))
    if relation is None or (verb and verb not in relation["documented_for"]):
        raise Refusal(132)
    return relation


@cache  # constant facts of the package
def _read_types() -> Mapping[str, Mapping[str, Any]]:
    facts = json.loads(_FILE.read_text(encoding="utf-8"))
    return {facts["prefix"] + entry["short"]: entry for entry in facts["types"]}


def _stored_name(short: str) -> str:
    return _SAME.get(short, short)


def _sides(ask: Ask) -> tuple[list[int], list[int]]:
    parents = whole_numbers(ask.parameters.get("parentid"), "parentid")
    children = whole_numbers(ask.parameters.get("childid"), "childid")
    if not parents or not children:
        raise Refusal(185)
    return parents, children


def _check_info(relation: Mapping[str, Any], info: Any, *, code: int) -> None:
    if relation["short"] != "calendar:address" or not isinstance(info, Mapping) or not info:
        raise Refusal(code)
    for name, value in info.items():
        if value not in _STATES.get(name, ()):
            raise Refusal(code)


CALLS: Mapping[str, Handler] = {
    "get idsfromrelation": find,
    "create relation": create,
    "modify relation": modify,
    "delete relation": delete,
}
