"""Files of records: list them, read their content, describe them again, delete them."""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

from oocli.sandbox.ask import Ask, Found, Handler, success
from oocli.sandbox.records import sql
from oocli.sandbox.records.links import check_exists, whole_number, whole_numbers
from oocli.sandbox.records.picture_paths import HOST, INTERNAL, build_path
from oocli.sandbox.records.selection import page_size
from oocli.sandbox.records.storing import as_text
from oocli.sandbox.refusal import Refusal
from oocli.text.german_time import german_time

MOST_FILES = 100
"""Greatest ``listlimit`` of get file; above it the answer has 20 files."""

_OWNERS = {"estate": "estateid", "address": "addressid", "appointment": "appointmentid"}
_CHANGEABLE = ("Art", "title", "freetext", "documentAttribute")
_COLUMNS = (
    "id",
    "record",
    "Art",
    "title",
    "freetext",
    "documentAttribute",
    "name",
    "originalname",
    "url",
    "position",
    "published",
    "modified",
    "length(content)",
)


def read(ask: Ask) -> Found:
    """List the files of an estate, address or appointment; one file comes with its content."""
    module = ask.resourceid
    name = _OWNERS[module]
    record = whole_number(ask.parameters.get(name), name)
    check_exists(ask.db, "calendar" if module == "appointment" else module, record)
    where, values = _build_where(ask, module, record)
    limit = page_size(ask, most=MOST_FILES)
    tail = "ORDER BY position, id LIMIT ? OFFSET ?"
    statement = sql.select(_COLUMNS, "file", where=where, tail=tail)
    rows = ask.db.execute(statement, (*values, limit, ask.whole("listoffset", 0))).fetchall()
    chosen = any(ask.parameters.get(key) for key in ("fileid", "fileId", "documentAttribute"))
    records = [
        {"id": row[0], "type": "file", "elements": _DESCRIBE[module](ask, _row(row), chosen)} for row in rows
    ]
    total = ask.counts.count(ask.db, "file", where, values)
    return Found(records, total)


def list_pictures(ask: Ask) -> Found:
    """List published pictures of estates; a record's elements are a list of one picture."""
    if not isinstance(ask.parameters["estateids"], list):
        raise Refusal(73)
    if not isinstance(ask.parameters["categories"], list):
        raise Refusal(74)
    estates = whole_numbers(ask.parameters["estateids"], "estateids")
    kinds = [as_text(kind) for kind in ask.parameters["categories"]]
    for kind in kinds:
        check_kind(ask, kind)
    where = f"module = 'estate' AND published = 1 AND {sql.among('record')} AND {sql.among('Art')}"
    statement = sql.select(_COLUMNS, "file", where=where, tail="ORDER BY record, position, id")
    rows = [_row(row) for row in ask.db.execute(statement, (json.dumps(estates), json.dumps(kinds)))]
    records = [{"id": row["id"], "type": "files", "elements": [_describe_picture(ask, row)]} for row in rows]
    return Found(records, len(records))


def make_download_link(ask: Ask) -> Found:
    """Return a link to the files of an address; the count is 0 despite the record."""
    if ask.resourceid != "address":
        raise Refusal(24, ask.resourceid)
    address = whole_number(ask.parameters["addressid"], "addressid")
    check_exists(ask.db, "address", address)
    return Found([{"id": "downloadUrl", "type": "file", "elements": [f"{HOST}/download/{address}"]}], 0)


def modify(ask: Ask) -> Found:
    """Change kind, title or text of a file."""
    row = _find(ask)
    given = {name: ask.parameters[name] for name in _CHANGEABLE if name in ask.parameters}
    if not given:
        raise Refusal(282)
    check_kind(ask, given.get("Art"))
    if given.get("documentAttribute"):
        check_attribute(ask, row["module"], row["record"], given["documentAttribute"], but=row["id"])
    if given.get("Art") == "Titelbild":
        demote_title_picture(ask, row["record"])
    values = {name: value if name == "documentAttribute" else as_text(value) for name, value in given.items()}
    sql.update(ask.db, "file", "id", row["id"], {**values, "modified": int(ask.now)})
    return success("file")


def delete(ask: Ask) -> Found:
    """Delete a file."""
    ask.db.execute("DELETE FROM file WHERE id = ?", (_find(ask)["id"],))
    return success("file")


def check_kind(ask: Ask, kind: Any) -> None:
    """Refuse a kind of file that onOffice does not know."""
    if kind and kind not in ask.module("file").fields["Art"].values:
        raise Refusal(162)


def check_attribute(ask: Ask, module: str, record: int, attribute: Any, *, but: int = 0) -> None:
    """Refuse an unknown document attribute, and one for which the record already has a file."""
    if attribute not in ask.module("file").fields["documentAttribute"].values:
        raise Refusal(255, "documentAttribute")
    row = ask.db.execute(
        "SELECT 1 FROM file WHERE module = ? AND record = ? AND documentAttribute = ? AND id <> ?",
        (module, record, attribute, but),
    ).fetchone()
    if row:
        raise Refusal(161)


def demote_title_picture(ask: Ask, estate: int) -> None:
    """Turn the title picture of an estate into a photo; there is only one."""
    ask.db.execute(
        "UPDATE file SET Art = 'Foto' WHERE module = 'estate' AND record = ? AND Art = 'Titelbild'", (estate,)
    )


def _row(values: Sequence[Any]) -> dict[str, Any]:
    """Return a row of ``_COLUMNS`` by name; ``size`` is the length of the content in bytes."""
    return dict(zip((*_COLUMNS[:-1], "size"), values, strict=True))


def _build_where(ask: Ask, module: str, record: int) -> tuple[str, tuple[Any, ...]]:
    where, values = ["module = ?", "record = ?"], [module, record]
    file_id = ask.parameters.get("fileid") or ask.parameters.get("fileId")
    if file_id:
        where.append("id = ?")
        values.append(whole_number(file_id, "fileid"))
    if attribute := ask.parameters.get("documentAttribute"):
        where.append("documentAttribute = ?")
        values.append(as_text(attribute))
    return " AND ".join(where), tuple(values)


def _describe_estate_file(ask: Ask, row: Mapping[str, Any], chosen: bool) -> dict[str, Any]:
    elements = {
        "type": row["Art"],
        **({"url": row["url"]} if row["url"] else {}),
        "documentAttribute": row["documentAttribute"],
        "position": row["position"],
        "name": row["name"].rpartition(".")[0] or row["name"],
        "originalname": row["originalname"],
        "filename": row["name"],
        "fileSize": row["size"],
        "title": row["title"],
        "freetext": row["freetext"],
        "modified": row["modified"],
        "category": "internal" if row["Art"] in INTERNAL else "external",
    }
    if ask.flag("showispublishedonhomepage"):
        elements["ispublishedonhomepage"] = bool(row["published"])
    if ask.flag("showpublicationstatus"):
        status = {"portalid": "1", "portalname": "Eigene Homepage", "published": row["published"]}
        elements["publicationstatus"] = [status] if elements["category"] == "external" else []
    if size := ask.parameters.get("includeImageUrl"):
        elements["imageUrl"] = _picture_url(ask, row, size) if elements["category"] == "external" else ""
    return {**elements, **_content(ask, row, chosen)}


def _describe_address_file(ask: Ask, row: Mapping[str, Any], chosen: bool) -> dict[str, Any]:
    return {
        "type": row["Art"],
        "name": row["originalname"],
        "originalname": row["originalname"],
        "filename": row["name"],
        "fileSize": row["size"],
        "modified": row["modified"],
        "date": german_time(row["modified"])[:10],
        **_content(ask, row, chosen),
    }


def _describe_appointment_file(_ask: Ask, row: Mapping[str, Any], _chosen: bool) -> dict[str, Any]:
    url = f"{HOST}/appointment/{row['id']}"
    return {"username": "api", "filename": row["originalname"], "fileSize": str(row["size"]), "url": url}


_DESCRIBE = {
    "estate": _describe_estate_file,
    "address": _describe_address_file,
    "appointment": _describe_appointment_file,
}


def _describe_picture(ask: Ask, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "estateid": str(row["record"]),
        "type": row["Art"],
        "url": row["url"] or _picture_url(ask, row, ask.parameters.get("size")),
        "title": row["title"],
        "text": row["freetext"],
        "originalname": row["originalname"],
        "modified": row["modified"],
        "estateMainId": str(row["record"]),
    }


def _picture_url(ask: Ask, row: Mapping[str, Any], size: Any) -> str:
    return f"{ask.host}{build_path(row, as_text(size))}"


def _content(ask: Ask, row: Mapping[str, Any], chosen: bool) -> dict[str, str]:
    if not chosen:
        return {}
    content = ask.db.execute("SELECT content FROM file WHERE id = ?", (row["id"],)).fetchone()[0]
    return {"content": base64.b64encode(content).decode("ascii")}


def _find(ask: Ask) -> dict[str, Any]:
    """Return number, module and record of the file that fileId names, which must belong to parentid."""
    number = whole_number(ask.parameters.get("fileId"), "fileId")
    row = ask.db.execute("SELECT id, module, record FROM file WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise Refusal(127)
    found = dict(zip(("id", "module", "record"), row, strict=True))
    for name, key in (("relationtype", "module"), ("parentid", "record")):
        if name in ask.parameters and str(ask.parameters[name]) != str(found[key]):
            raise Refusal(127)
    if not ask.rights:
        raise Refusal(80)
    return found


CALLS: Mapping[str, Handler] = {
    "get file": read,
    "get estatepictures": list_pictures,
    "get downloadFiles": make_download_link,
    "modify file": modify,
    "modify fileRelation": modify,
    "delete file": delete,
    "delete fileRelation": delete,
}
