"""``oocli calls``: the catalogue listed and searched, offline."""

from collections.abc import Callable

import pytest

from harness import Outcome
from oocli.catalogue import Catalogue

Run = Callable[..., Outcome]


def _ids(outcome: Outcome) -> list[str]:
    assert (outcome.code, outcome.err) == (0, "")
    return [record["id"] for record in outcome.json]


def test_without_a_word_every_call_is_listed(oocli: Run) -> None:
    """`oocli calls` lists the whole catalogue, verb by verb."""
    assert _ids(oocli("calls")) == [f"{call.verb}.{call.resourcetype}" for call in Catalogue()]


def test_table_shows_verb_resource_module_and_title(oocli: Run) -> None:
    """On a terminal a call is one row of what a person looks for."""
    outcome = oocli("calls", "template", "--verb", "get", terminal=True, variables={"NO_COLOR": "1"})
    assert outcome.out == (
        "verb  resource              module         title\n"
        "────  ────────────────────  ─────────────  ─────────────────────────────────────\n"
        "get   templates             files          List mail, PDF and web templates\n"
        "get   emailtemplatefolders  emails         Get email template folders\n"
        "get   macroresolve          miscellaneous  Resolve macros in a text\n"
        "get   defaultAttachments    files          Default attachments of the user and …\n"
        "get   idsfromrelation       relations      Find linked record ids\n"
        "get   pdf                   estates        Generate a PDF exposé\n"
    )


def test_json_shows_what_a_program_needs(oocli: Run) -> None:
    """With -o json a call is a record with its parameters, its example and its page."""
    assert oocli("calls", "transactionRefund", "-o", "json").json[0] == {
        "id": "do.transactionRefund",
        "type": "call",
        "elements": {
            "verb": "do",
            "resource": "transactionRefund",
            "module": "marketplace",
            "title": "Refund a marketplace transaction",
            "effect": "send",
            "deprecated": False,
            "forms": [],
            "parameters": ["transactionid"],
            "required": ["transactionid"],
            "example": "oocli do transactionRefund --transactionid 5001",
            "doc": "https://apidoc.onoffice.de/marketplace/refund-transaction/",
        },
    }


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("PDF", "exposé"), "get.pdf"),
        (("tmpUploadId",), "do.uploadfile"),
        (("georangesearch.zip",), "read.estate"),
        (("marketplace", "refund"), "do.transactionRefund"),
        (("administrator rights",), "read.log"),
    ],
    ids=["title", "parameter", "key of an object", "module and title", "note"],
)
def test_search_looks_everywhere(oocli: Run, words: tuple[str, ...], found: str) -> None:
    """Titles, parameters and their keys, modules and notes are searched, whatever the letter case."""
    assert _ids(oocli("calls", *words))[0] == found


def test_names_come_before_other_finds(oocli: Run) -> None:
    """A call of that very name stands before calls that only mention the word."""
    assert _ids(oocli("calls", "fileRelation"))[:2] == ["modify.fileRelation", "delete.fileRelation"]


def test_verb_and_module_narrow_the_list(oocli: Run) -> None:
    """--verb and --module keep the calls of one verb and of one part of onOffice."""
    assert _ids(oocli("calls", "--verb", "create", "--module", "addresses")) == ["create.address"]


def test_nothing_found_is_an_empty_list(oocli: Run) -> None:
    """A search without a find is not a failure: an empty list, and silence without a terminal."""
    assert oocli("calls", "listlmit") == Outcome(0, "[]\n", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("listlmit",), "No call matches 'listlmit'; did you mean listlimit?\n"),
        (
            ("xyzzy",),
            "No call matches 'xyzzy': `oocli fields --search xyzzy` searches your own fields,\n"
            "`oocli calls` lists all\n",
        ),
        (("--verb", "delete", "--module", "emails"), "No call matches that; `oocli calls` lists them all\n"),
    ],
)
def test_nothing_found_is_answered_with_what_to_try(oocli: Run, words: tuple[str, ...], said: str) -> None:
    """A person sees no empty table, but which name may have been meant, or where else to look."""
    assert oocli("calls", *words, terminal=True) == Outcome(0, "", said)


def test_words_that_no_call_has_together(oocli: Run) -> None:
    """Where no call has all words, those with most are shown, and a person is told so."""
    outcome = oocli("calls", "Exposé", "xyzzy", "-o", "ids", terminal=True)
    assert outcome.out.splitlines()[0] == "get.pdf"
    assert outcome.err == "No call matches all of these words; these match most of them\n"


def test_unknown_module_is_refused_with_a_guess(oocli: Run) -> None:
    """A module that does not exist is wrong usage, and the nearest one is named."""
    outcome = oocli("calls", "--module", "estate")
    assert (outcome.code, outcome.error["message"]) == (
        2,
        "There is no module 'estate', did you mean estates?",
    )


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("Kaufpreis",), ("estate.kaufpreis", "field")),
        (("Hausgeld",), ("estate.hausgeld", "field")),
        (("Postleitzahl",), ("address.Plz", "field")),
        (("Courtage",), ("estate.aussen_courtage", "field")),
        (("Signatur", "falsch"), ("error 137", "error")),
        (("Uhr falsch",), ("error 136", "error")),
        (("141",), ("error 141", "error")),
        (("Eigentümer",), ("relation estate:address:owner", "relation")),
    ],
)
def test_fields_relations_and_errors_are_found_too(
    oocli: Run, words: tuple[str, ...], found: tuple[str, str]
) -> None:
    """What is no call stands behind the calls, as `oocli explain` takes it, and `explain` explains it."""
    records = oocli("calls", *words).json
    others = [record for record in records if record["type"] != "call"]
    assert records[-len(others) :] == others
    assert found in [(record["id"], record["type"]) for record in others]
    elements = others[0]["elements"]
    outcome = oocli(elements["verb"], *elements["resource"].split())
    assert (outcome.code, outcome.err) == (0, "")


def test_calls_that_fit_less_give_way_to_what_fits(oocli: Run) -> None:
    """Calls that have one of two words are not shown where an error has both."""
    assert {record["type"] for record in oocli("calls", "Signatur", "falsch").json} == {"error"}


def test_verb_or_module_asks_for_calls_alone(oocli: Run) -> None:
    """Who names a verb wants calls."""
    assert {record["type"] for record in oocli("calls", "Kaufpreis", "--verb", "read").json} == {"call"}


def test_table_shows_what_to_type(oocli: Run) -> None:
    """Verb and resource of what is no call are the words behind `oocli`."""
    outcome = oocli("calls", "Kaltmiete", terminal=True, variables={"NO_COLOR": "1"})
    assert "explain  estate.kaltmiete  fields   Kaltmiete\n" in outcome.out
