"""The error codes: complete, each with cause and cure, and filled with what the server named."""

import json
import re
from pathlib import Path

import pytest

from oocli.catalogue import VERBS, Catalogue, error_codes
from oocli.catalogue.error_codes import ErrorCode, StatusCode, describe, find_error, find_status
from oocli.client.retry import TRANSIENT_CODES

SAMPLE = Path(__file__).parent.parent / "samples" / "error-codes.json"
FACTS = Path(error_codes.__file__).parent / "errors.json"
LISTED = json.loads(SAMPLE.read_text(encoding="utf-8"))
OTHER_COMMANDS = {"calls", "doctor", "explain", "fields", "profile", "send", "upload"}


def _find(code: int) -> ErrorCode:
    found = find_error(code)
    assert found is not None
    return found


def test_every_listed_code_is_known_with_its_text_and_class() -> None:
    """Each code of the list has the API's own text and its class."""
    known = [
        {"code": error.code, "message": error.message, "class": error.error_class}
        for error in (_find(listed["code"]) for listed in LISTED)
    ]
    assert known == LISTED


def test_every_code_has_a_cause_and_a_cure() -> None:
    """Each code tells its cause in a sentence and its cure without a full stop, filled in."""
    odd = [
        error.code
        for error in (_find(listed["code"]) for listed in LISTED)
        if not re.fullmatch(r"\S.{9,}[^.\s]\.", error.cause)
        or not re.fullmatch(r"\S.{9,}[^.\s]", error.cure)
        or re.search(r"\{(value|call|resource|module)\}|%s|:\.", error.cause + error.cure)
    ]
    assert odd == []


def test_every_cause_is_said_of_its_own_code() -> None:
    """No listed code but 0 falls back on the general meaning or cure of its class."""
    facts = json.loads(FACTS.read_text(encoding="utf-8"))
    fallen_back = [
        code
        for code, entry in facts["codes"].items()
        if entry["cause"] == facts["classes"][entry["class"]]["meaning"]
    ]
    assert fallen_back == ["0"]


@pytest.mark.parametrize(
    "code", [listed["code"] for listed in LISTED if "`oocli " in _find(listed["code"]).cure]
)
def test_cure_names_commands_that_exist(code: int) -> None:
    """Every command that a cure names exists, with the options that it gives to a call."""
    catalogue = Catalogue()
    for line in re.findall(r"`oocli ([^`]+)`", _find(code).cure):
        words = line.split()
        if words[0] not in VERBS:
            assert words[0] in OTHER_COMMANDS
            continue
        if words[1].isupper():
            continue
        call = catalogue.find(words[0], words[1])
        assert call is not None
        call = call.variant(words[2] if len(words) > 2 else "")
        own = {"--fields", "--limit", "--where", "--set"}
        options = {word for word in words[2:] if word.startswith("--")} - own
        assert options <= {f"--{parameter.name}" for parameter in call.parameters}


def test_credentials_and_rights_are_denied() -> None:
    """The classes auth, account and permission, and two single codes, mean exit code 4."""
    denied = {listed["code"] for listed in LISTED if _find(listed["code"]).denied}
    by_class = {listed["code"] for listed in LISTED if listed["class"] in ("auth", "account", "permission")}
    assert denied == by_class | {13, 240}


def test_codes_after_which_a_write_may_have_happened() -> None:
    """A fault of the server, one amid a mail, and what the list does not know leave a write open."""
    listed = {listed["code"] for listed in LISTED if not _find(listed["code"]).nothing_done}
    general = {
        listed["code"] for listed in LISTED if listed["class"] in ("ok", "server", "wrapper", "client")
    }
    assert listed == general | {5, 7, 8, 56, 61, 211, 242}
    assert describe(5555).nothing_done == ""


def test_codes_that_end_a_run() -> None:
    """Credentials, customer, user, claim, and rights of a whole call; no fault of a row."""
    ending = {listed["code"] for listed in LISTED if _find(listed["code"]).ends_run}
    by_class = {listed["code"] for listed in LISTED if listed["class"] in ("auth", "account")}
    assert ending == by_class - {243, 286} | {13, 131, 170, 174, 183, 193, 201, 240, 248}
    assert ending.isdisjoint({80, 149, 156, 261, 262, 292, 293})


def test_every_reason_is_a_sentence() -> None:
    """What is said of a code and a write can be read as it stands."""
    reasons = {_find(listed["code"]).nothing_done for listed in LISTED}
    reasons |= {_find(listed["code"]).ends_run for listed in LISTED}
    assert [reason for reason in reasons if not re.fullmatch(r"(\S.{9,}[^.\s]\.)?", reason)] == []


def test_codes_of_a_missing_record() -> None:
    """These codes mean, where one record was asked for by its id, that it is not there."""
    missing = {listed["code"] for listed in LISTED if "not_found" in _find(listed["code"]).marks}
    assert missing == {62, 80, 95, 127, 133, 169, 235, 276, 283, 292, 293}


def test_codes_worth_one_retry_are_those_that_retry_knows() -> None:
    """The codes marked for one more try of a read are the ones that are tried again."""
    marked = {listed["code"] for listed in LISTED if "retry" in _find(listed["code"]).marks}
    assert marked == TRANSIENT_CODES


@pytest.mark.parametrize(
    ("code", "single", "exit_code"),
    [
        (141, False, 5),
        (141, True, 5),
        (137, False, 4),
        (80, False, 4),
        (80, True, 3),
        (127, True, 3),
        (127, False, 5),
    ],
)
def test_what_a_refusal_is_about_makes_the_exit_code(code: int, single: bool, exit_code: int) -> None:
    """A refusal is 5, one for credentials or rights 4, a missing record asked for by id 3."""
    assert _find(code).exit_code_for(single=single) == exit_code


@pytest.mark.parametrize(
    ("code", "message", "value", "index"),
    [
        (141, "Unknown field: kaufpreiss", "kaufpreiss", None),
        (141, 'Unknown field: "kaufpreiss"', "kaufpreiss", None),
        (75, 'Unknown field: "größe"', "größe", None),
        (144, 'Invalid field in input data: "(18, tags)"', "tags", 18),
        (144, 'Invalid field in input data: "listoffset"', "listoffset", None),
        (205, "Transaction-Id does not match to the customer: 17!", "17", None),
        (243, 'The HMAC is invalid. "12.5" should be passed as string', "12.5", None),
        (284, "The requested filterid 5 is unknown", "5", None),
        (284, "The requested filterid 5 is unknown.", "5", None),
        (141, "Quite another text", "", None),
        (141, "Unknown field: %s", "", None),
        (141, "", "", None),
        (137, "The HMAC is invalid.", "", None),
    ],
)
def test_value_is_found_in_the_text(code: int, message: str, value: str, index: int | None) -> None:
    """What the server names as the reason is taken out of its text, with its place if told."""
    described = describe(code, message)
    assert (described.value, described.index) == (value, index)


def test_description_names_value_and_call() -> None:
    """Cause and cure name the refused value and the call that it was refused for."""
    assert describe(
        144, 'Invalid field in input data: "(18, tags)"', verb="read", resource="task"
    ) == ErrorCode(
        code=144,
        message='Invalid field in input data: "(18, tags)"',
        error_class="validation",
        cause="The resource does not accept the parameter or field tags here, or record fields "
        "stand beside `data` instead of inside.",
        cure="Leave it out or correct it; `oocli explain read task` shows what the call takes",
        marks=("reported",),
        nothing_done="Values are checked before anything is written.",
        value="tags",
        index=18,
    )


def test_description_names_the_module_as_fields_wants_it() -> None:
    """The cure of a field error names the module of the action as `oocli fields` takes it."""
    described = describe(75, 'Unknown field: "notiz"', verb="create", resource="agentslog")
    assert described.cure == "Check spelling and case with `oocli fields agentsLog`"


def test_value_that_looks_like_a_placeholder_stays() -> None:
    """A value of the server is told as it is, whatever it looks like."""
    assert describe(160, 'Invalid language: "{call}"').cause == "onOffice does not know the language {call}."


def test_code_without_text_keeps_its_template() -> None:
    """Where the server sends no text, the list's own text stands in."""
    assert describe(80).message.startswith("Unknown record.")


def test_unknown_code_passes_through() -> None:
    """A code that the list does not have is told with the server's text, as exit code 5."""
    described = describe(5555, "Something new")
    assert (described.message, described.error_class, described.exit_code_for()) == (
        "Something new",
        "unknown",
        5,
    )


def test_unknown_code_is_not_found() -> None:
    """The list says so when it does not have a code."""
    assert find_error(2) is None


def test_top_status_codes() -> None:
    """The three documented top codes have a meaning, others none."""
    assert find_status(200) == StatusCode(
        200,
        "onOffice took the request; each result tells how its action went.",
        "Read the status of each result",
    )
    assert [find_status(code) is not None for code in (200, 400, 500, 404)] == [True, True, True, False]
