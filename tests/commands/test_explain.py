"""``oocli explain``: calls, error codes and relations, offline and in every format."""

from collections.abc import Callable
from typing import Any

import pytest

from harness import Outcome
from oocli.catalogue import Catalogue

Run = Callable[..., Any]


@pytest.mark.parametrize(
    "words",
    [("read", "estate"), ("get", "file", "address"), ("do", "sendmail"), ("read", "Estate")],
)
def test_call_is_explained_by_its_help(oocli: Run, words: tuple[str, ...]) -> None:
    """`explain VERB RESOURCE` writes what the call's own --help writes."""
    verb, resource, *rest = words
    exact = Catalogue().find(verb, resource)
    assert exact is not None
    explained, helped = oocli("explain", *words), oocli(verb, exact.resourcetype, *rest, "--help")
    assert (explained.code, explained.out, explained.err) == (0, helped.out, "")


def test_word_is_explained_by_its_help(oocli: Run) -> None:
    """`explain` of any other command writes that command's help."""
    assert oocli("explain", "read").out == oocli("read", "--help").out


def test_explain_alone_shows_its_own_help(oocli: Run) -> None:
    """Without a subject the help of explain itself is shown."""
    assert oocli("explain").out == oocli("explain", "--help").out


def test_call_as_json_is_the_catalogue_entry(oocli: Run) -> None:
    """With -o json a call is a record with what the catalogue says of it, without empty keys."""
    outcome = oocli("explain", "delete", "calendar", "-o", "json")
    (record,) = outcome.json
    assert (record["id"], record["type"]) == ("delete.calendar", "call")
    assert record["elements"]["effect"] == "write"
    assert "paging" not in record["elements"]


def test_error_on_a_terminal(oocli: Run) -> None:
    """On a terminal an error code is lines of text, wrapped to its width."""
    outcome = oocli("explain", "error", "136", terminal=True, variables={"OOCLI_FORCE_TTY": "70"})
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == (
        "Error 136: Your timestamp is too old or your server time is wrong.\n"
        "  Cause      The signature's time is more than 120 seconds from the\n"
        "             server's clock.\n"
        "  Cure       Set this machine's clock (switch NTP on); until then\n"
        "             --clock-from-server signs with the server's time; a\n"
        "             difference of whole hours is a wrong time zone.\n"
        "  Class      auth\n"
        "  Exit code  4\n"
    )


def test_error_for_programs(oocli: Run) -> None:
    """Without a terminal an error code is a record."""
    assert oocli("explain", "error", "22").json[0] == {
        "id": 22,
        "type": "error",
        "elements": {
            "code": 22,
            "message": "Not authenticated",
            "class": "auth",
            "cause": "onOffice does not accept token and signature: the token is unknown, replaced or "
            "swapped with the secret, the user is inactive, or the API module is not booked.",
            "cure": "Run `oocli doctor`; if the pair was made anew, store it with `oocli profile add NAME`",
            "exit_code": 4,
            "marks": [],
            "nothing_done": "Credentials, clock and signature are checked before an action is looked at.",
        },
    }


def test_code_that_leaves_a_write_open_is_told(oocli: Run) -> None:
    """A general fault has another exit code after a write, of which nobody knows then."""
    shown = oocli("explain", "error", "1", terminal=True).out
    assert "10 after a write, which may have happened all the same, else 5" in " ".join(shown.split())


def test_exit_code_of_a_missing_record_is_told(oocli: Run) -> None:
    """A code that can mean a missing record tells both exit codes."""
    assert (
        "3 where one record was asked for by its id, else 4"
        in oocli("explain", "error", "80", terminal=True).out
    )


def test_all_errors_are_listed(oocli: Run) -> None:
    """Without a code every code is listed, one record each."""
    listed = oocli("explain", "error", "-o", "ids").out.split()
    assert (len(listed), listed[0], listed[-1]) == (288, "0", "999")


def test_relation_on_a_terminal(oocli: Run) -> None:
    """On a terminal a relation tells parent, child and URN, and how it is used."""
    outcome = oocli("explain", "relation", "renter", terminal=True, variables={"OOCLI_FORCE_TTY": "100"})
    assert outcome.out.splitlines()[:5] == [
        "estate:address:renter: tenant of the estate",
        "  Parent          estate (parentid, parentids)",
        "  Child           address (childid, childids)",
        "  URN             urn:onoffice-de-ns:smart:2.5:relationTypes:estate:address:renter",
        "  Documented for  get idsfromrelation, create relation, delete relation",
    ]


def test_relations_for_programs(oocli: Run) -> None:
    """Every relation is a record under its short name."""
    listed = oocli("explain", "relation").json
    assert listed[0]["id"] == "estate:address:buyer"
    assert listed[0]["elements"]["parent"] == "estate"


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (("5555",), "There is nothing called '5555' to explain", "`oocli explain error 5555`"),
        (("reed",), "There is nothing called 'reed' to explain", "Did you mean read?"),
        (("kaufpries",), "There is nothing called 'kaufpries' to explain", "Did you mean kaufpreis?"),
        (("xyz",), "There is nothing called 'xyz' to explain", "`oocli explain --help`"),
        (("error", "x"), "'x' is not an error code", "`oocli explain error` lists them"),
        (("error", "5555"), "oocli does not know the error code 5555", "onOffice support"),
        (("error", "400"), "oocli does not know the error code 400", "`oocli doctor`"),
        (("read", "estat"), "The catalogue has no call read estat", "`oocli explain read estate`"),
        (("get", "estate"), "The catalogue has no call get estate", "`oocli explain read estate`"),
        (("get", "xyz"), "The catalogue has no call get xyz", "`oocli get --help`"),
        (("get", "file", "x"), "The call get file has no form 'x'", "estate, address, appointment"),
        (("read", "estate", "x"), "The call read estate has no form 'x'", "one form only"),
        (("relation", "bying"), "No relation is called 'bying'", "`oocli explain relation`"),
    ],
)
def test_what_is_not_known_is_refused(oocli: Run, words: tuple[str, ...], message: str, hint: str) -> None:
    """What cannot be explained ends with exit code 2 and a hint that leads on."""
    outcome = oocli("explain", *words)
    assert (outcome.code, outcome.out, outcome.error["message"]) == (2, "", message)
    assert hint in outcome.error["hint"]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (("estate",), "read estate"),
        (("Immobilie",), "read estate"),
        (("address",), "read address"),
        (("TASK",), "read task"),
        (("user",), "read user"),
        (("calendar",), "create calendar"),
        (("Käufer",), "relation estate:address:buyer"),
        (("Bilder",), "get estatepictures"),
        (("Exposé",), "get pdf"),
        (("Termin",), "get appointmentList"),
        (("preis",), "estate.preisAufAnfrage"),
    ],
)
def test_word_is_answered_with_what_it_may_mean(oocli: Run, words: tuple[str, ...], first: str) -> None:
    """Words that name several things list them, each as a subject to explain, the likeliest first."""
    outcome = oocli("explain", *words)
    assert outcome.code == 0
    assert outcome.json[0]["id"] == first
    assert outcome.json[0]["elements"]["command"] == f"oocli explain {first}"


def test_relation_can_be_copied_from_80_columns(oocli: Run) -> None:
    """The URN stands whole, and the example is folded as in help."""
    lines = oocli("explain", "relation", "renter", terminal=True).out.splitlines()
    assert max(map(len, lines)) <= 80
    assert "    urn:onoffice-de-ns:smart:2.5:relationTypes:estate:address:renter" in lines
    assert "Example:" in lines


@pytest.mark.parametrize(
    ("words", "topic"),
    [(("exit", "6"), "exit-codes"), (("exit", "codes"), "exit-codes"), (("Environment",), "environment")],
)
def test_a_topic_of_help_is_known(oocli: Run, words: tuple[str, ...], topic: str) -> None:
    """Who asks for the explanation of what is a topic is led to it."""
    outcome = oocli("explain", *words)
    assert outcome.code == 2
    assert outcome.error["hint"].startswith(f"`oocli help {topic}` explains that")


def test_meanings_on_a_terminal(oocli: Run) -> None:
    """A person sees the command for each, and what it explains."""
    outcome = oocli("explain", "Interessent", terminal=True, variables={"OOCLI_FORCE_TTY": "110"})
    assert outcome == Outcome(
        0,
        "Interessent may be one of these:\n"
        "  oocli explain get qualifiedsuitors                call: Find tenants or buyers for estate data\n"
        "  oocli explain relation estate:address:interested  "
        "relation: prospective buyer / interested person\n",
        "",
    )


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("Käufer",), ["estate:address:buyer"]),
        (("Mieter",), ["estate:address:renter", "estate:address:tenant"]),
        (("officer",), ["estate:user:officer", "address:user:officer"]),
        (("buyer", "owner"), ["estate:address:buyer", "estate:address:owner"]),
    ],
)
def test_relation_is_found_by_any_word(oocli: Run, words: tuple[str, ...], found: list[str]) -> None:
    """A relation is explained by what people call it; where several are meant, each."""
    assert oocli("explain", "relation", *words, "-o", "ids").out.split()[: len(found)] == found
