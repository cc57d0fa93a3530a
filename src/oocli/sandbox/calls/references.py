"""What every call checks besides its own rules: languages, and records that its parameters name.

Runs after the call's own function, whose refusals come first; a refusal here undoes what
that function wrote.
"""

from collections.abc import Mapping
from typing import Any

from oocli.catalogue import Call
from oocli.sandbox.ask import Ask
from oocli.sandbox.records.agency import office_data
from oocli.sandbox.records.links import check_exists, read_number
from oocli.sandbox.refusal import Refusal

_LANGUAGES = ("language", "lang", "estatelanguage", "outputlanguage")
_RECORDS = {
    "address": "addressid addressids addressId addressIds relatedAddressId relatedAddressIds",
    "estate": "estateid estateids estateId relatedEstateId relatedEstateIds",
    "task": "taskid",
    "calendar": "appointmentid",
}
"""Module to the parameters that name records of it."""

_LISTED = {
    "signatureid": ("signatures", "id", 235),
    "pdfletterids": ("pdfletter", "identifier", 246),
    "pdfformids": ("pdfform", "identifier", 245),
    "webexposeids": ("webexpose", "identifier", 271),
}
"""Parameter to the list of the agency's settings that it names, the key there, and the refusal's code."""

_CHECKED_READS = frozenset({"get estatepictures", "get appointmentConflicts"})


def check_references(ask: Ask, call: Call) -> None:
    """Refuse a language or a record that does not exist.

    Raises:
        Refusal: 160 for a language, else the code of the kind of record.
    """
    languages = ask.module("address").fields["SpracheKontakt"].values
    for name in _LANGUAGES:
        value = ask.parameters.get(name)
        if value and str(value) not in languages and str(value) != "AUT":
            raise Refusal(160, value)
    if call.effect != "read" or call.name in _CHECKED_READS:
        _check_records(ask)
        _check_listed(ask)


def _check_records(ask: Ask) -> None:
    for module, names in _RECORDS.items():
        for name in names.split():
            for number in _numbers(ask.parameters.get(name)):
                check_exists(ask.db, module, number)


def _check_listed(ask: Ask) -> None:
    for name, (kind, key, code) in _LISTED.items():
        office: Mapping[str, Any] = office_data()
        known = {str(entry[key]) for entry in office.get(kind) or office["templates"].get(kind, [])}
        given = ask.parameters.get(name)
        for value in given if isinstance(given, list) else [given] if given else []:
            if str(value) not in known and str(value) != "-1":
                raise Refusal(code, value)


def _numbers(value: Any) -> list[int]:
    """Return the record numbers of a parameter; the call itself has checked anything else."""
    numbers = map(read_number, value if isinstance(value, list) else [value])
    return [number for number in numbers if number]
