"""Undocumented requests of the vendor's plugin for websites: values that occur, mails from a form."""

from collections.abc import Mapping

from oocli.sandbox.ask import Ask, Found, Handler, one
from oocli.sandbox.calls import addresses, estates
from oocli.sandbox.calls.mails import find_mail_address, put_mail
from oocli.sandbox.records import sql
from oocli.sandbox.records.agency import office_data
from oocli.sandbox.records.brokers import CONTACT_PERSON
from oocli.sandbox.records.conditions import build_filter, join_all
from oocli.sandbox.records.configuration import LANGUAGES, Field
from oocli.sandbox.records.links import check_exists, find_children, whole_number
from oocli.sandbox.records.selection import Source, stored_filter
from oocli.sandbox.records.storing import as_text
from oocli.sandbox.refusal import Refusal

_SOURCES: Mapping[str, Source] = {"estate": estates.SOURCE, "address": addresses.SOURCE}


def list_distinct_values(ask: Ask) -> Found:
    """Return the keys that occur in a field of the records that fit, with their labels."""
    module, name = as_text(ask.parameters["module"]), as_text(ask.parameters["field"])
    language = as_text(ask.parameters.get("language")) or "DEU"
    if module not in _SOURCES:
        raise Refusal(163)
    if language not in LANGUAGES:
        raise Refusal(160, language)
    fields = ask.module(module).fields
    field = fields.get(name)
    if field is None or not field.may_be_read:
        raise Refusal(141, name)
    keys = sorted({key for text in _read_texts(ask, module, field) for key in _split(text)})
    return one(0, "", {key: field.value_label(key, language) for key in keys} or [])


def mail_request(ask: Ask) -> Found:
    """Put what came from a form into the outbox, to the contacts of the estate or to the named recipient."""
    parameters = ask.parameters
    if "recipient" in parameters and parameters["recipient"] is None:
        raise Refusal(53)
    office = office_data()["identities"][0]
    if parameters.get("estateid"):
        estate = whole_number(parameters["estateid"], "estateid")
        check_exists(ask.db, "estate", estate)
        contacts = find_children(ask.db, CONTACT_PERSON, estate)
        receivers = [found for contact in contacts if (found := find_mail_address(ask, contact))]
    else:
        receivers = [as_text(parameters.get("recipient"))] if parameters.get("recipient") else []
    mail = {
        "from": office,
        "to": receivers or [office],
        "subject": as_text(parameters.get("subject")),
        "body": as_text(parameters.get("message")),
    }
    put_mail(ask, mail)
    return one(0, "", {"success": "success"})


def _read_texts(ask: Ask, module: str, field: Field) -> list[str]:
    fields, source = ask.module(module).fields, _SOURCES[module]
    if module == "estate":
        condition = estates.build_condition(ask, fields, ask.parameters.get("filter"))
    else:
        given = (ask.parameters.get("filter"), stored_filter(ask, module))
        condition = join_all([build_filter(one, fields) for one in given])
    statement = sql.select([f"DISTINCT {field.output}"], source.table, where=condition.sql)
    return [as_text(row[0]) for row in ask.db.execute(statement, condition.values)]


def _split(text: str) -> list[str]:
    return [key for key in text.split("|") if key]


CALLS: Mapping[str, Handler] = {
    "get distinctValues": list_distinct_values,
    "do contactaddress": mail_request,
}
