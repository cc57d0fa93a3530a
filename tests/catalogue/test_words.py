"""What people type in an office or beside a program, and what it leads to."""

import json
from pathlib import Path

import pytest

import oocli.catalogue.thesaurus
from oocli.catalogue import VERBS, Call, Catalogue
from oocli.catalogue.call_search import search_calls
from oocli.catalogue.error_codes import find_error, list_errors
from oocli.catalogue.error_search import search_errors
from oocli.catalogue.modules import list_modules, suggest_modules
from oocli.catalogue.relations import Relation, list_relations, search_relations
from oocli.catalogue.thesaurus import read_thesaurus
from oocli.catalogue.usual_fields import list_usual_fields
from oocli.text.folding import fold, split_words

CALLS = tuple(Catalogue())

# A word and the call that it leads to first.
FIRST = {
    "Immobilie": "read estate",
    "Immobilien": "read estate",
    "Objekt": "read estate",
    "Objekte": "read estate",
    "Wohnungen": "read estate",
    "real estate": "read estate",
    "property": "read estate",
    "Kunde": "read address",
    "Kunden": "read address",
    "Kontakte": "read address",
    "Adressen": "read address",
    "Adressdaten": "read address",
    "customers": "read address",
    "Termin": "get appointmentList",
    "Termine": "get appointmentList",
    "Kalender": "get appointmentList",
    "Besichtigung": "get appointmentList",
    "viewing": "get appointmentList",
    "Aufgaben": "read task",
    "todo": "read task",
    "Maklerbuch": "read agentslog",
    "Aktivitäten": "read agentslog",
    "aktivitaet": "read agentslog",
    "activity": "read agentslog",
    "Makler": "read user",
    "Benutzer": "read user",
    "Mitarbeiter": "read user",
    "Interessent": "get qualifiedsuitors",
    "Interessenten": "get qualifiedsuitors",
    "lead": "get qualifiedsuitors",
    "Käuferfinder": "get qualifiedsuitors",
    "Bild": "get estatepictures",
    "Bilder": "get estatepictures",
    "Fotos": "get estatepictures",
    "Objektfotos": "get estatepictures",
    "Immobilienbilder": "get estatepictures",
    "expose": "get pdf",
    "Exposé": "get pdf",
    "Exposés": "get pdf",
    "EXPOSE": "get pdf",
    "Broschüre": "get pdf",
    "exposé erstellen": "get pdf",
    "Vorlage": "get templates",
    "Vorlagen": "get templates",
    "Serienbrief": "get templates",
    "Unterschrift": "get emailsignature",
    "Signatur": "get emailsignature",
    "signature": "get emailsignature",
    "Newsletter": "do registerNewsletter",
    "E-Mail senden": "do sendmail",
    "email": "do sendmail",
    "Bild hochladen": "do uploadfile",
    "upload": "do uploadfile",
    "herunterladen": "get downloadFiles",
    "Makro": "get macroresolve",
    "Platzhalter": "get macroresolve",
    "Preisangebot": "get priceOffer",
    "Regionen": "get regions",
    "Impressum": "read impressum",
    "imprint": "read impressum",
    "Einstellungen": "read basicsettings",
    "Logo": "read basicsettings",
    "Felder": "get fields",
    "Auswahlwerte": "get multiselectconfiguration",
    "Objektarten": "get estateCategories",
    "Berechtigung": "get checkuserrecordsright",
    "Rechte": "get checkuserrecordsright",
    "Rechtestempel": "do accessControl",
    "Objekttracking": "get estatetrackingdetails",
    "Statistik": "get statisticWidgets",
    "Umfrage": "get appointmentdocument",
    "Arbeitsliste": "create workinglist",
    "Zeiterfassung": "modify timetracking",
    "zuletzt geöffnet": "read recordsLastSeen",
    "Protokoll": "read log",
    "Terminbestätigung": "do appointmentAffirmation",
    "Terminkonflikt": "get appointmentConflicts",
    "Raum": "get calendarResources",
    "Rechnung": "get getMarketplaceInvoiceRecipient",
    "Rückerstattung": "do transactionRefund",
    "Zahlung": "do subsequentPaymentLink",
    "kündigen": "do marketplaceCancelAbo",
    "webhook": "do executeMarketplaceWebhooks",
    "freischalten": "do unlockProvider",
    "Adressvervollständigung": "get addressCompletionFields",
    "Hierarchie": "get addressHierarchyContacts",
    "Filter": "get filters",
    "Gruppen": "get groups",
    "Chat": "do messengersendmessageroom",
    "Dublette": "create address",
    "Adresse anlegen": "create address",
    "Termin absagen": "delete calendar",
    "Immobilie ändern": "modify estate",
}

RELATIONS = {
    "Käufer": "estate:address:buyer",
    "Kaeufer": "estate:address:buyer",
    "Kaufer": "estate:address:buyer",
    "Eigentümer": "estate:address:owner",
    "Vermieter": "estate:address:owner",
    "Mieter": "estate:address:renter",
    "Interessent": "estate:address:interested",
    "Ansprechpartner": "estate:address:contactPerson",
    "Grundriss": "estate:file:grundriss",
    "Fotos": "estate:file:foto",
    "Titelbild": "estate:file:titelbild",
    "Suchkriterien": "address:searchcriteria",
    "Betreuer": "estate:user:officer",
    "Tippgeber": "address:estate:tipp",
    "Geburtstag": "user:address:birthday",
    "Wiedervorlage": "address:resubmission",
    "Einheiten": "complex:estate:units",
    "Rechnung": "billing:estate",
    "owner": "estate:address:owner",
}


ERRORS = {
    "Signatur falsch": 137,
    "HMAC ungültig": 137,
    "falsche Signatur": 137,
    "invalid hmac": 137,
    "Uhr falsch": 136,
    "Uhrzeit": 136,
    "Zeitstempel zu alt": 136,
    "Token ungültig": 153,
    "Feld unbekannt": 141,
    "unbekanntes Feld": 141,
    "Operator unbekannt": 142,
    "Datensatz nicht gefunden": 80,
    "Termin nicht gefunden": 169,
    "Passwort falsch": 105,
    "keine Berechtigung für Adressen": 131,
}


@pytest.mark.parametrize("words", FIRST)
def test_word_leads_to_its_call(words: str) -> None:
    """What people type in German or English finds the call that they mean, before all others."""
    assert search_calls(CALLS, words.split()).items[0].name == FIRST[words]


@pytest.mark.parametrize("word", RELATIONS)
def test_word_leads_to_its_relation(word: str) -> None:
    """What people call the other side of a relation finds it."""
    found = search_relations([word])
    nearest = [item.short for item, cost in zip(found.items, found.costs, strict=True) if cost < 300]
    assert RELATIONS[word] in nearest[:3]


@pytest.mark.parametrize("words", ERRORS)
def test_words_lead_to_their_error(words: str) -> None:
    """What people say of a failure in German finds its code among the first."""
    assert ERRORS[words] in [error.code for error in search_errors(words.split()).items[:5]]


def test_error_is_found_by_its_number() -> None:
    """A number is the name of an error; 0 is none."""
    assert search_errors(["141"]).items[0] == find_error(141)
    assert 0 not in [error.code for error in search_errors(["error"]).items]


@pytest.mark.parametrize(
    ("word", "call"),
    [
        ("Eigentümer", "get idsfromrelation"),
        ("Käufer", "create relation"),
        ("Suchprofil", "create searchcriteria"),
        ("Link", "get getlink"),
        ("Anhang", "get file"),
        ("Datei", "delete fileRelation"),
        ("Bilder", "read userphoto"),
        ("Benutzer", "get users"),
        ("Termin", "create calendar"),
        ("kaufpreis", "read estate"),
    ],
)
def test_word_leads_to_this_call_too(word: str, call: str) -> None:
    """A word finds every call that has to do with it."""
    assert call in [found.name for found in search_calls(CALLS, [word]).items]


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
def test_each_call_is_found_by_its_own_words(call: Call) -> None:
    """Its name, and its title without it, lead to a call among the first."""
    assert search_calls(CALLS, call.name.split()).items[0] == call
    assert call in search_calls(CALLS, call.title.split()).items[:4]


@pytest.mark.parametrize("relation", list_relations(), ids=lambda relation: relation.short)
def test_each_relation_is_found_by_its_meaning(relation: Relation) -> None:
    """What a relation means leads to it."""
    assert relation in search_relations(relation.meaning.split()).items


@pytest.mark.parametrize("word", ["xyzzy", "Quantenphysik", "listlmit", "zzz"])
def test_word_that_means_nothing_finds_nothing(word: str) -> None:
    """A word that has to do with no call gives none, rather than some."""
    assert search_calls(CALLS, [word]).items == ()


@pytest.mark.parametrize(
    ("word", "module"),
    [
        ("Immobilien", "estate"),
        ("Objekte", "estate"),
        ("Kunden", "address"),
        ("Adressen", "address"),
        ("Aufgaben", "task"),
        ("Termine", "calendar"),
        ("Maklerbuch", "agentsLog"),
        ("Benutzer", "user"),
        ("Dateien", "file"),
        ("E-Mails", "email"),
        ("Projekte", "project"),
        ("estat", "estate"),
    ],
)
def test_word_leads_to_its_module(word: str, module: str) -> None:
    """A module is found by what people call what it holds."""
    assert suggest_modules(word)[0] == module


def test_thesaurus_names_what_there_is() -> None:
    """Each name of the thesaurus is one of the API: of a call, a relation, a module or a parameter."""
    names = {word for call in CALLS for word in split_words(call.name)}
    names |= {word for relation in list_relations() for word in split_words(relation.short)}
    names |= {fold(name) for name in list_modules()} | set(VERBS)
    names |= {fold(item.name) for call in CALLS for item in call.parameters}
    unknown = [name for group in read_thesaurus().groups for name in group.names if name not in names]
    assert unknown == []


def test_thesaurus_has_no_word_twice_in_a_group() -> None:
    """A group lists each word once."""
    text = Path(oocli.catalogue.thesaurus.__file__).with_name("thesaurus.json").read_text(encoding="utf-8")
    for group in json.loads(text)["groups"]:
        folded = [word.casefold() for word in group["words"]]
        assert len(folded) == len(set(folded))


def test_words_without_a_name_lead_to_fields_or_errors() -> None:
    """Words that no call is called by are in the name or label of a field, or in the text of an error."""
    known = {word for item in list_usual_fields() for word in split_words(f"{item.name} {item.label}")}
    known |= {word for error in list_errors() for word in split_words(f"{error.message} {error.cause}")}
    for group in read_thesaurus().groups:
        assert group.names or group.words & known or "currency" in group.words
