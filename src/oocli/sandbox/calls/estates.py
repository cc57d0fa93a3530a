"""Estates: read, create, modify, with language versions and search by distance."""

import json
from collections.abc import Mapping
from typing import Any

from oocli.sandbox.ask import API_USER, Ask, Found, Handler, one, success
from oocli.sandbox.records import sql
from oocli.sandbox.records.brokers import CONTACT_PERSON, find_default_broker
from oocli.sandbox.records.conditions import Condition, build_filter, build_order, join_all
from oocli.sandbox.records.configuration import Field
from oocli.sandbox.records.distance import near, near_point
from oocli.sandbox.records.identifiers import new_uuid
from oocli.sandbox.records.links import link
from oocli.sandbox.records.selection import (
    Part,
    Source,
    as_records,
    chosen_fields,
    count_after,
    count_records,
    nothing,
    page_size,
    read_page,
    single,
    stored_filter,
)
from oocli.sandbox.records.storing import stored_values
from oocli.sandbox.refusal import Refusal

SOURCE = Source(
    type="estate",
    key="r.Id",
    table="estate r JOIN pattern p ON p.id = r.pattern",
    key_table="estate r",
)
_PARKING = "multiParkingLot"


def read(ask: Ask) -> Found:
    """Read one estate or a page of them."""
    fields = ask.module("estate").fields
    chosen = chosen_fields(ask.parameters.get("data"), fields)
    language = str(ask.parameters.get("estatelanguage") or "")
    if not ask.rights:
        return nothing()
    versions = _has_version(language)
    if ask.resourceid:
        condition = join_all([single(ask.resourceid, SOURCE.key), versions])
        part = Part(condition, limit=1)
        return _answer(ask, chosen, part, total=None, language=language)
    after, given = _split_walk(ask.parameters.get("filter"))
    condition = join_all([build_condition(ask, fields, given), versions])
    order = build_order(ask.parameters.get("sortby"), ask.parameters.get("sortorder"), fields)
    if after is None:
        total = count_records(ask, SOURCE, condition)
    else:
        total = count_after(ask, SOURCE, condition, after)
        condition = join_all([condition, Condition(f"{SOURCE.key} > ?", (after,))])
    part = Part(condition, order, page_size(ask), ask.whole("listoffset", 0), found=total)
    return _answer(ask, chosen, part, total=total, language=language)


def create(ask: Ask) -> Found:
    """Create an estate; an external number already in use is replaced, and the answer says so."""
    values = _stored(ask)
    number = values.get("objektnr_extern")
    in_use = number and ask.db.execute("SELECT 1 FROM estate WHERE objektnr_extern = ?", (number,)).fetchone()
    if in_use or not number:
        values["objektnr_extern"] = _next_number(ask)
    own, shared = _split(ask, values)
    shared.setdefault("erstellt_von", "onOffice-Schnittstelle, API")
    pattern = sql.insert(ask.db, "pattern", shared)
    system = {"uuid": new_uuid(), "erstellt_am": ask.today, "geaendert_am": ask.today}
    estate = sql.insert(ask.db, "estate", {"benutzer": API_USER, **own, **system, "pattern": pattern})
    link(ask.db, CONTACT_PERSON, estate, find_default_broker(ask.db))
    elements = {"externalestatenoOverwritten": values["objektnr_extern"]} if in_use else []
    return one(estate, "estate", elements)


def modify(ask: Ask) -> Found:
    """Change an estate, or the texts of one of its language versions."""
    values = _stored(ask)
    if ask.db.execute("SELECT 1 FROM version_text WHERE sub = ?", (ask.resourceid,)).fetchone():
        raise Refusal(198, ask.resourceid)
    this = single(ask.resourceid, SOURCE.key)
    row = ask.db.execute(sql.select(["r.Id", "r.pattern"], SOURCE.key_table, where=this.sql), this.values)
    found = row.fetchone()
    if found is None or not ask.rights:
        raise Refusal(80)
    estate, pattern = found
    language = str(ask.parameters.get("estatelanguage") or "DEU")
    if language != "DEU":
        _modify_version(ask, estate, language, values)
    else:
        own, shared = _split(ask, values)
        pattern = _own_pattern(ask, pattern) if shared else pattern
        sql.update(ask.db, "pattern", "id", pattern, shared)
        sql.update(ask.db, "estate", "Id", estate, {**own, "pattern": pattern, "geaendert_am": ask.today})
    return success("estate")


def _stored(ask: Ask) -> dict[str, Any]:
    """Return the values of ``data``; fields outside it are refused."""
    data, fields = ask.required_data(), ask.module("estate").fields
    for name in ask.parameters:
        if name in fields:
            raise Refusal(143, name)
    return stored_values(data, fields, unknown=143)


def build_condition(ask: Ask, fields: Mapping[str, Field], given: Any) -> Condition:
    """Return the condition of the wanted estates: the given filter, a stored filter, a distance."""
    conditions = []
    if isinstance(given, Mapping) and "geo" in given:
        conditions.append(near_point(given["geo"]))
        given = {name: rest for name, rest in given.items() if name != "geo"}
    conditions.append(build_filter(given, fields))
    conditions.append(build_filter(stored_filter(ask, "estate"), fields))
    if search := ask.parameters.get("georangesearch"):
        conditions.append(near(ask.db, search))
    return join_all(conditions)


def _next_number(ask: Ask) -> str:
    """Return an external number that is not in use."""
    last = ask.db.execute("SELECT MAX(Id) FROM estate").fetchone()[0] or 0
    return f"OO{last + 1:05}"


def _split_walk(given: Any) -> tuple[int | None, Any]:
    """Split a filter into the number that a walk has reached (``Id > number``), if any, and the rest."""
    conditions = given.get("Id") if isinstance(given, Mapping) else None
    if isinstance(conditions, list) and len(conditions) == 1 and isinstance(conditions[0], Mapping):
        value = conditions[0].get("val")
        if conditions[0].get("op") == ">" and type(value) is int and value >= 0:
            return value, {name: rest for name, rest in given.items() if name != "Id"}
    return None, given


def _has_version(language: str) -> Condition:
    if language in ("", "DEU"):
        return join_all([])
    return Condition(sql.exists("version_text", "main = r.Id AND language = ?"), (language,))


def _answer(ask: Ask, chosen: list[Field], part: Part, *, total: int | None, language: str) -> Found:
    ids, elements = read_page(ask, SOURCE, chosen, part)
    for field in chosen:
        if field.type == "multiselect" and not ask.flag("formatoutput"):
            for record in elements:
                record[field.name] = _choices(record[field.name])
        elif field.name == _PARKING:
            for record in elements:
                record[field.name] = _parking(record[field.name])
    if language not in ("", "DEU"):
        ids = _put_versions(ask, ids, elements, language)
    _add_extras(ask, ids, elements, language)
    return Found(as_records("estate", ids, elements), len(ids) if total is None else total)


def _choices(stored: str) -> list[str] | None:
    """Return the keys of a multiselect field as estates print them: a list, or null."""
    return stored[1:-1].split("||") if stored else None


def _parking(spaces: int) -> Any:
    return {"carport": {"Count": str(spaces), "Price": "0.00", "MarketingType": "buy"}} if spaces else []


def _put_versions(ask: Ask, ids: list[int], elements: list[dict[str, Any]], language: str) -> list[int]:
    """Put the texts and the number of the language version in place of the estate's own."""
    subs = []
    for estate, record in zip(ids, elements, strict=True):
        sub, texts = ask.db.execute(
            "SELECT sub, texts FROM version_text WHERE main = ? AND language = ?", (estate, language)
        ).fetchone()
        subs.append(sub)
        record.update({name: text for name, text in json.loads(texts).items() if name in record})
        record.update({"Id": str(sub)} if "Id" in record else {})
    return subs


def _add_extras(ask: Ask, ids: list[int], elements: list[dict[str, Any]], language: str) -> None:
    main, version, mobile = (ask.flag(f"add{name}") for name in ("MainLangId", "estatelanguage", "MobileUrl"))
    if not (main or version or mobile):
        return
    for number, record in zip(ids, elements, strict=True):
        if main:
            record["mainLangId"] = _main_id(ask, number)
        if version:
            record["language"] = "" if language == "DEU" else language
        if mobile:
            record["mobileUrl"] = f"https://mobile.sandbox.invalid/estate/{number}"


def _main_id(ask: Ask, number: int) -> str | None:
    row = ask.db.execute("SELECT main FROM version_text WHERE ? IN (sub, main)", (number,)).fetchone()
    return str(row[0]) if row else None


def _split(ask: Ask, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Split values into those of the estate's own row and those of the shared one."""
    fields = ask.module("estate").fields
    own = {name: value for name, value in values.items() if fields[name].facts.get("own")}
    return own, {name: value for name, value in values.items() if name not in own}


def _own_pattern(ask: Ask, pattern: int) -> int:
    """Return the number of a pattern that no other estate shares, copied if necessary."""
    sharing = ask.db.execute("SELECT 1 FROM estate WHERE pattern = ? LIMIT 1 OFFSET 1", (pattern,)).fetchone()
    if sharing is None:
        return pattern
    cursor = ask.db.execute("SELECT * FROM pattern WHERE id = ?", (pattern,))
    names = [column[0] for column in cursor.description]
    row = dict(zip(names, cursor.fetchone(), strict=True))
    return sql.insert(ask.db, "pattern", {**row, "id": None})


def _modify_version(ask: Ask, estate: int, language: str, values: Mapping[str, Any]) -> None:
    row = ask.db.execute(
        "SELECT sub, texts FROM version_text WHERE main = ? AND language = ?", (estate, language)
    ).fetchone()
    if row is None:
        raise Refusal(160, language)
    texts = json.dumps({**json.loads(row[1]), **values}, ensure_ascii=False)
    sql.update(ask.db, "version_text", "sub", row[0], {"texts": texts})


CALLS: Mapping[str, Handler] = {"read estate": read, "create estate": create, "modify estate": modify}
