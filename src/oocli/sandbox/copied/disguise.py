"""What may leave the customer's onOffice, and what is made up instead.

No typed text is copied as it is: numbers, days, yes and no and the keys of select fields stay, but only the
texts named here (record numbers, postcodes and towns, codes). Every other text, also in the customer's own
fields, is replaced by a made-up one of the same length. What is empty stays empty, so that an import meets
the same gaps.
"""

from collections.abc import Callable, Mapping
from typing import Any

from oocli.sandbox.copied.people import People, Person
from oocli.sandbox.records.configuration import Field

_TEXTS = frozenset({"varchar", "text", "blob"})
_DAYS = frozenset({"date", "datetime"})
_SELECTS = frozenset({"singleselect", "multiselect"})
_KEPT: Mapping[str, frozenset[str]] = {
    "estate": frozenset(
        {"uuid", "objektnr_extern", "plz", "ort", "land", "bundesland", "regionaler_zusatz", "waehrung"}
        | {"courtage", "innen_courtage", "aussen_courtage", "kaution"}
    ),
    "address": frozenset(["uuid", "Titel", "Plz", "Ort", "Land", "LKZ", "Sprache"]),
    "user": frozenset(["PLZ", "Ort", "Land", "province", "Sprache", "online"]),
    "task": frozenset(),
    "agentsLog": frozenset(["Aktionsart", "Aktionstyp", "HerkunftKontakt", "Aktionsmerkmale"]),
    "calendar": frozenset(["art"]),
}
_USERS: Mapping[str, frozenset[str]] = {
    "estate": frozenset(["erstellt_von"]),
    "address": frozenset(["Benutzer", "betreuer2"]),
    "task": frozenset(["Verantwortung", "Bearbeiter", "von"]),
    "agentsLog": frozenset(["Benutzer", "Benutzer_bearb"]),
    "calendar": frozenset(["von"]),
}
_PERSONAL: Mapping[str, Mapping[str, Callable[[Person], str]]] = {
    "estate": {
        "strasse": lambda person: person.street,
        "hausnummer": lambda person: person.number,
        "virtualStreet": lambda person: person.street,
        "virtualHouseNumber": lambda person: person.number,
    },
    "address": {
        "Vorname": lambda person: person.first,
        "Name": lambda person: person.last,
        "Vorname2": lambda person: person.first,
        "Name2": lambda person: person.last,
        "Zusatz1": lambda person: person.company,
        "Briefanrede": lambda person: f"Guten Tag {person.first} {person.last}",
        "Strasse": lambda person: f"{person.street} {person.number}",
        "Email": lambda person: person.email,
        "Telefon1": lambda person: person.phone,
        "Telefax1": lambda person: person.phone,
        "Homepage": lambda _person: "https://www.beispiel.example",
        "Beruf": lambda person: person.profession,
        "employer": lambda person: person.company,
        "Kontoinhaber": lambda person: f"{person.first} {person.last}",
    },
    "user": {
        "Name": lambda person: person.login,
        "Vorname": lambda person: person.first,
        "Nachname": lambda person: person.last,
        "Kuerzel": lambda person: f"{person.first[:1]}{person.last[:1]}",
        "Emailname": lambda person: f"{person.first} {person.last}",
        "email": lambda person: person.email,
        "Telefon": lambda person: person.phone,
        "Mobil": lambda person: person.phone,
        "Fax": lambda person: person.phone,
        "Strasse": lambda person: person.street,
        "Hausnummer": lambda person: person.number,
        "Firma": lambda _person: "Musterbüro Immobilien",
    },
}
_COORDINATES = frozenset({"breitengrad", "laengengrad", "virtualLatitude", "virtualLongitude"})
_PLACES = 2  # decimals of coordinates: about a kilometre
_SALUTATIONS = frozenset({"Herr", "Frau"})


def disguise(
    module: str, number: int, elements: Mapping[str, Any], fields: Mapping[str, Field], people: People
) -> dict[str, Any]:
    """Return the values of a record that may be written, with those of persons made up."""
    salutation = str(elements.get("Anrede") or "")
    person = people.invent(number, salutation=salutation, of_office=module == "user")
    return {
        name: _replace(module, fields[name], value, person, people)
        for name, value in elements.items()
        if name in fields
    }


def _replace(module: str, field: Field, value: Any, person: Person, people: People) -> Any:
    name = field.name
    if value is None or value in ("", [], {}):
        return value
    if make := _PERSONAL.get(module, {}).get(name):
        return make(person)
    if name in _USERS.get(module, ()):
        return people.find_user(value)
    if name in _COORDINATES:
        return _round(value)
    if field.type in _DAYS and "geburt" in name.lower():
        return value if str(value).startswith("0000") else person.born
    if name == "salary":
        return 0
    if name in _KEPT[module] or (name == "Anrede" and value in _SALUTATIONS):
        return value
    if field.type in _SELECTS:
        return [key for key in _list_keys(value) if key in field.values]
    return people.fill(str(value)) if field.type in _TEXTS else value


def _list_keys(value: Any) -> list[str]:
    """Return the keys of a select field, as estates (a list) or addresses (between pipes) print them."""
    if isinstance(value, list):
        return [str(key) for key in value]
    return [key for key in str(value).split("|") if key]


def _round(value: Any) -> Any:
    try:
        return round(float(value), _PLACES)
    except (TypeError, ValueError):
        return 0
