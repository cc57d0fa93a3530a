"""Upload of files: blocks into a temporary upload, then one call that links it to a record."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from oocli.sandbox.ask import Ask, Found, Handler, one
from oocli.sandbox.calls.files import check_attribute, check_kind, demote_title_picture
from oocli.sandbox.records import sql
from oocli.sandbox.records.identifiers import new_uuid
from oocli.sandbox.records.links import check_exists, whole_numbers
from oocli.sandbox.records.storing import as_text
from oocli.sandbox.refusal import Refusal

_MODULES = ("estate", "address", "agentsLog", "task", "tmpUpload")
_LINK_KINDS = frozenset({"Link", "Ogulo-Link", "Film-Link", "Objekt-Link"})
_PUBLISHED = frozenset({"Titelbild", "Foto", "Foto_gross", "Grundriss", "Lageplan", "Panorama"}) | _LINK_KINDS


def upload(ask: Ask) -> Found:
    """Take a block, link an upload, or store a link; a call with data never links, as with the API."""
    if ask.parameters.get("data") is not None:
        return _take_block(ask)
    kind = as_text(ask.parameters.get("Art"))
    module = as_text(ask.parameters.get("module"))
    if not module:
        raise Refusal(167, "module")
    if module not in _MODULES:
        raise Refusal(163)
    check_kind(ask, kind)
    if kind in _LINK_KINDS:
        return _store_link(ask, kind)
    return _link_upload(ask, module, kind)


def _take_block(ask: Ask) -> Found:
    data = ask.parameters["data"]
    if not isinstance(data, str):
        raise Refusal(236)
    upload_id = as_text(ask.parameters.get("tmpUploadId"))
    if upload_id and not ask.db.execute("SELECT 1 FROM upload WHERE id = ?", (upload_id,)).fetchone():
        raise Refusal(129)
    upload_id = upload_id or new_uuid()
    sql.insert(ask.db, "upload", {"id": upload_id, "content": _decode(data)})
    return one(0, "", {"filesize": _size(ask, upload_id), "tmpUploadId": upload_id})


def _link_upload(ask: Ask, module: str, kind: str) -> Found:
    upload_id, name = as_text(ask.parameters.get("tmpUploadId")), as_text(ask.parameters.get("file"))
    blocks = ask.db.execute("SELECT content FROM upload WHERE id = ? ORDER BY block", (upload_id,)).fetchall()
    if not blocks:
        raise Refusal(129)
    if not name:
        raise Refusal(114)
    if module == "estate" and not kind:
        raise Refusal(167, "Art")
    content = b"".join(block[0] for block in blocks)
    ask.db.execute("DELETE FROM upload WHERE id = ?", (upload_id,))
    elements = {"filesize": len(content), "tmpUploadId": upload_id}
    if module == "tmpUpload":
        name_in_cache = new_uuid()
        _insert(ask, "tmpUpload", 0, {"name": name_in_cache, "originalname": name, "content": content})
        return one(0, "", {**elements, "cacheFileUuid": name_in_cache, "success": "success"})
    stored = f"{new_uuid()}.{name.rpartition('.')[2]}"
    record = _record(ask, module)
    values = {"name": stored, "originalname": name, "content": content, "Art": kind}
    number = _insert(ask, module, record, values)
    return one(0, "", {**elements, "fileId": str(number), "success": "success"})


def _store_link(ask: Ask, kind: str) -> Found:
    url = as_text(ask.parameters.get("url"))
    if not url:
        raise Refusal(167, "url")
    name = as_text(ask.parameters.get("title")) or url
    values = {"name": name, "originalname": name, "content": b"", "Art": kind, "url": url}
    number = _insert(ask, "estate", _record(ask, "estate"), values)
    return one(0, "", {"fileId": str(number), "success": "success"})


def _record(ask: Ask, module: str) -> int:
    """Return the number of the record that gets the file."""
    numbers = whole_numbers(ask.parameters.get("relatedRecordId"), "relatedRecordId")
    if len(numbers) != 1:
        raise Refusal(167, "relatedRecordId")
    check_exists(ask.db, module, numbers[0])
    if not ask.rights:
        raise Refusal(80)
    return numbers[0]


def _insert(ask: Ask, module: str, record: int, values: Mapping[str, Any]) -> int:
    kind = values.get("Art", "")
    attribute = ask.parameters.get("documentAttribute") or None
    if attribute and module == "estate":
        check_attribute(ask, module, record, attribute)
    if kind == "Titelbild":
        demote_title_picture(ask, record)
    published = kind in _PUBLISHED and ask.flag("setDefaultPublicationRights")
    row = {
        "module": module,
        "record": record,
        "title": as_text(ask.parameters.get("title")),
        "freetext": as_text(ask.parameters.get("freetext")),
        "documentAttribute": attribute,
        "position": _position(ask, module, record),
        "published": int(published),
        "modified": int(ask.now),
    }
    return sql.insert(ask.db, "file", {**row, **values})


def _position(ask: Ask, module: str, record: int) -> int:
    """Return the requested position, pushing others back, or the last one."""
    last: int = ask.db.execute(
        "SELECT COALESCE(MAX(position) + 1, 0) FROM file WHERE module = ? AND record = ?", (module, record)
    ).fetchone()[0]
    if ask.parameters.get("position") is None:
        return last
    wanted = min(ask.whole("position", last), last)
    ask.db.execute(
        "UPDATE file SET position = position + 1 WHERE module = ? AND record = ? AND position >= ?",
        (module, record, wanted),
    )
    return wanted


def _decode(data: str) -> bytes:
    """Decode one block of base64, complete in itself; PHP forgives line breaks and missing padding."""
    text = "".join(data.split())
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise Refusal(255, "data") from None


def _size(ask: Ask, upload_id: str) -> int:
    return int(
        ask.db.execute("SELECT SUM(length(content)) FROM upload WHERE id = ?", (upload_id,)).fetchone()[0]
    )


CALLS: Mapping[str, Handler] = {"do uploadfile": upload}
