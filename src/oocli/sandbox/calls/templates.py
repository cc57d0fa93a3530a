"""Templates, signatures and what is made from them: texts with macros, PDF documents."""

import base64
import re
import zlib
from collections.abc import Mapping
from typing import Any

from oocli.sandbox.ask import API_USER, Ask, Found, Handler, one
from oocli.sandbox.calls import addresses, estates
from oocli.sandbox.records import sql
from oocli.sandbox.records.agency import office_data
from oocli.sandbox.records.links import check_exists, whole_numbers
from oocli.sandbox.records.storing import as_text
from oocli.sandbox.refusal import Refusal

_SHORT = ("id", "title", "subject")
_DETAILS = frozenset({"category"})
_MACRO = re.compile(r"_(\w+)")
_USER_MACROS = {"_Benutzervorname": "Vorname", "_Benutzernachname": "Nachname", "_Benutzeremail": "email"}


def list_templates(ask: Ask) -> Found:
    """List the templates of a kind; those for mails can be narrowed to a folder or category."""
    kind = as_text(ask.parameters["type"])
    templates = office_data()["templates"]
    if not kind:
        raise Refusal(71)
    if kind not in templates:
        raise Refusal(72)
    listed = [dict(template) for template in templates[kind]]
    if kind == "mail":
        listed = [template for template in listed if _is_wanted(ask, template)]
    records = [
        {"id": template.get("id", at), "type": "", "elements": _describe(ask, template)}
        for at, template in enumerate(listed)
    ]
    return Found(records)


def list_folders(_ask: Ask) -> Found:
    """List the folders of mail templates in one record, whose id is their number."""
    folders = office_data()["folders"]
    return one(len(folders), "", folders)


def list_attachments(ask: Ask) -> Found:
    """List default attachments of the API user and of a template; the count is that of attachments."""
    collections = dict(office_data()["attachments"])
    if not ask.resourceid:
        del collections["templateDefaultAttachments"]
    elif not any(str(row["id"]) == ask.resourceid for row in office_data()["templates"]["mail"]):
        raise Refusal(233)
    records = [
        {"id": name, "type": "attachmentCollection", "elements": listed}
        for name, listed in collections.items()
    ]
    return Found(records, sum(len(listed) for listed in collections.values()))


def read_signatures(ask: Ask) -> Found:
    """List the signatures, or give the content of the default one or of one by its number."""
    signatures = office_data()["signatures"]
    if ask.resourceid == "-1":
        return one(0, "", {"signature": office_data()["customer_signature"]})
    if ask.resourceid:
        for signature in signatures:
            if str(signature["id"]) == ask.resourceid:
                return one(signature["id"], "", signature)
        raise Refusal(235, ask.resourceid)
    if ask.flag("getdefaultsignature"):
        return one(0, "", {"signature": next(row["signature"] for row in signatures if row["isdefault"])})
    listed = [{name: row[name] for name in ("id", "title", "isdefault")} for row in signatures]
    return Found([{"id": row["id"], "type": "", "elements": row} for row in listed])


def resolve_macros(ask: Ask) -> Found:
    """Replace macros such as _Objekttitel by values of estates, addresses and the API user."""
    text = ask.parameters["text"]
    if not isinstance(text, str) or not text:
        raise Refusal(125)
    values = _user_values(ask)
    for module, name, source in (
        ("estate", "estateids", estates.SOURCE),
        ("address", "addressids", addresses.SOURCE),
    ):
        for number in whole_numbers(ask.parameters.get(name), name)[:1]:
            check_exists(ask.db, module, number)
            fields = [field for field in ask.module(module).fields.values() if field.is_stored]
            columns = [field.output for field in fields]
            row = ask.db.execute(
                sql.select(columns, source.table, where=f"{source.key} = ?"), (number,)
            ).fetchone()
            values |= {
                f"_{field.name}".lower(): as_text(value) for field, value in zip(fields, row, strict=True)
            }
    resolved = _MACRO.sub(lambda found: values.get(found[0].lower(), found[0]), text)
    return one(0, "", {"resolvedtext": resolved})


def make_pdf(ask: Ask) -> Found:
    """Make a PDF with the title of an estate, zlib-compressed unless gzcompress is false."""
    numbers = whole_numbers(ask.parameters.get("estateid"), "estateid")
    if not numbers or not ask.parameters.get("template"):
        raise Refusal(111)
    check_exists(ask.db, "estate", numbers[0])
    known = {row["identifier"] for row in office_data()["templates"]["pdf"]}
    if ask.parameters["template"] not in known:
        raise Refusal(54)
    row = ask.db.execute(
        sql.select(["objekttitel"], estates.SOURCE.table, where="r.Id = ?"), (numbers[0],)
    ).fetchone()
    document = build_pdf(row[0])
    if ask.parameters.get("gzcompress", True) not in (False, 0, "0", "false"):
        document = zlib.compress(document)
    return one(0, "", {"type": "application/pdf", "document": base64.b64encode(document).decode("ascii")})


def build_pdf(title: str) -> bytes:
    """Build a PDF of one page with a line of text, as any reader opens it."""
    shown = title.encode("cp1252", "replace").decode("latin-1")
    shown = "".join(f"\\{char}" if char in "()\\" else char if char >= " " else " " for char in shown)
    content = f"BT /F1 18 Tf 60 760 Td ({shown}) Tj ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + trailer


def _is_wanted(ask: Ask, template: Mapping[str, Any]) -> bool:
    folder, category = ask.parameters.get("folderid"), ask.parameters.get("category")
    ids = ask.parameters.get("mailtemplateids")
    return (
        (not folder or str(template["folder"]) == str(folder))
        and (not category or template["category"] == category)
        and (not ids or str(template["id"]) in [str(number) for number in ids])
    )


def _describe(ask: Ask, template: Mapping[str, Any]) -> dict[str, Any]:
    if ask.flag("list") and "id" in template:
        return {name: template[name] for name in _SHORT}
    return {name: value for name, value in template.items() if name not in _DETAILS}


def _user_values(ask: Ask) -> dict[str, str]:
    row = ask.db.execute('SELECT Vorname, Nachname, email FROM "user" WHERE Nr = ?', (API_USER,)).fetchone()
    return dict(zip((name.lower() for name in _USER_MACROS), row, strict=True))


CALLS: Mapping[str, Handler] = {
    "get templates": list_templates,
    "get emailtemplatefolders": list_folders,
    "get defaultAttachments": list_attachments,
    "get emailsignature": read_signatures,
    "get macroresolve": resolve_macros,
    "get pdf": make_pdf,
}
