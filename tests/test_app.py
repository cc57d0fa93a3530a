"""The command tree itself: help, version, words that do not exist, failures nobody foresaw."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from harness import Outcome
from oocli import __version__
from oocli.app import COMMANDS
from oocli.catalogue import VERBS, Catalogue
from oocli.wire.reply import Reply
from scripted import ScriptedTransport, answer, refusal

Oocli = Callable[..., Outcome]
_ACCOUNT = {"OOCLI_TOKEN": "t" * 32, "OOCLI_SECRET": "s" * 64}


class _Unforeseen(ScriptedTransport):
    """A transport with a fault in itself."""

    def post(self, body: bytes) -> Reply:
        """Fail as no transport should."""
        raise ZeroDivisionError(_ACCOUNT["OOCLI_SECRET"])


def test_version_is_one_line(oocli: Oocli) -> None:
    """``--version`` prints name and number, also beside other options."""
    assert oocli("--version") == Outcome(0, f"oocli {__version__}\n", "")


@pytest.mark.parametrize("word", COMMANDS)
def test_every_command_has_help(oocli: Oocli, word: str) -> None:
    """Help goes to standard output with exit code 0, by ``--help``, ``-h`` and ``help``."""
    shown = oocli(word, "--help")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith(f"Usage: oocli {word}")
    assert oocli(word, "-h") == oocli("help", word) == oocli("-q", "help", word) == shown


@pytest.mark.parametrize(
    "words", [("help",), ("--sandbox", "help"), ("--errors", "text", "help")], ids=" ".join
)
def test_help_alone_is_the_help_of_all(oocli: Oocli, words: tuple[str, ...]) -> None:
    """Options before the word change nothing."""
    assert oocli(*words) == oocli("--help")


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("get", "search", "estate", "--input", "A", "--listlimit", "3"), "--help` lists the options"),
        (("read", "calendar", "--count"), "--help` lists the options"),
        (("read", "estate", "--fieds", "Id"), "Did you mean --fields?"),
    ],
)
def test_an_option_that_is_meant_is_one_that_looks_like_it(
    oocli: Oocli, words: tuple[str, ...], hint: str
) -> None:
    """The dashes that all options share do not make them alike."""
    assert hint in json.loads(oocli(*words, "--errors", "json").err)["hint"]


@pytest.mark.parametrize("verb", VERBS)
def test_verb_lists_its_calls(oocli: Oocli, verb: str) -> None:
    """A verb alone shows its help with every call of the catalogue."""
    shown = oocli(verb)
    assert shown.code == 0
    assert set(Catalogue().names(verb)) <= set(shown.out.split())


def _cases() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for call in Catalogue():
        found.append((call.verb, call.resourcetype))
        found += [(call.verb, call.resourcetype, form) for form in call.variants]
    return found


@pytest.mark.parametrize("words", _cases(), ids=" ".join)
def test_help_names_every_parameter(oocli: Oocli, words: tuple[str, ...]) -> None:
    """Help of each call names each of its parameters and the address of its page."""
    call = Catalogue().find(words[0], words[1])
    assert call is not None
    form = call.variant(words[2] if len(words) > 2 else "")
    forms = [form] if not form.variants else list(form.variants.values())
    shown = oocli(*words, "--help")
    assert (shown.code, shown.err) == (0, "")
    listed = {word.strip(",") for word in shown.out.split() if word.startswith("--")}
    for parameter in (parameter for each in forms for parameter in each.parameters):
        assert parameter.names_any_field or f"--{parameter.name}" in listed
    assert form.doc in shown.out


def test_help_fits_80_columns(oocli: Oocli) -> None:
    """On 80 columns no line is wider, but for examples, which are to be copied, and lists without a blank."""
    shown = oocli("read", "task", "--help", variables={"OOCLI_FORCE_TTY": "80", "NO_COLOR": "1"})
    wide = [line.strip() for line in shown.out.splitlines() if len(line) > 80]
    assert [line for line in wide if not line.startswith("oocli ") and " " in line] == []


def test_unforeseen_failure_is_one_line_without_secrets(oocli: Oocli) -> None:
    """What nobody foresaw is exit code 1 and one message; the secret in it is taken out."""
    outcome = oocli("read", "estate", transport=_Unforeseen([]), variables=_ACCOUNT)
    assert outcome.code == 1
    assert outcome.error["message"] == "oocli failed: ZeroDivisionError: [secret]"


def test_debug_shows_where_without_secrets(oocli: Oocli) -> None:
    """``--debug`` adds the traceback, and the secret is taken out of that too."""
    outcome = oocli("read", "estate", "--debug", transport=_Unforeseen([]), variables=_ACCOUNT)
    assert "Traceback" in outcome.err
    assert _ACCOUNT["OOCLI_SECRET"] not in outcome.err


def test_errors_json_is_one_line(oocli: Oocli) -> None:
    """``--errors json`` gives one object on one line, also on a terminal."""
    outcome = oocli("read", "estat", "--errors", "json", terminal=True)
    assert set(json.loads(outcome.err)) >= {"code", "exit_code", "message", "hint", "doc_url", "retryable"}


def test_errors_text_can_be_asked_for(oocli: Oocli) -> None:
    """``--errors text`` gives lines of text, also without a terminal."""
    outcome = oocli("read", "estat", "--errors", "text")
    assert outcome.err.splitlines()[0] == "There is no call read estat"


@pytest.mark.parametrize(
    ("flag", "variable", "shown"),
    [("", "", True), ("-q", "", True), ("-qq", "", False), ("", "1", True), ("", "2", False)],
)
def test_quiet_drops_warnings_only_when_asked_twice(
    oocli: Oocli, flag: str, variable: str, shown: bool
) -> None:
    """``-q`` drops notes, ``-qq`` and ``OOCLI_QUIET=2`` warnings too."""
    words = ("get", "newThing", "--dry-run", *filter(None, [flag]))
    outcome = oocli(*words, variables={"OOCLI_QUIET": variable})
    assert ("does not know" in outcome.err) is shown


def test_no_word_at_all_shows_the_help(oocli: Callable[..., Outcome]) -> None:
    """``oocli`` alone says what there is."""
    assert oocli() == oocli("--help")


def test_the_dialect_of_the_environment_is_for_csv_alone(oocli: Oocli) -> None:
    """A variable that is set for good does not stand in the way of what is not CSV."""
    variables = {"OOCLI_DIALECT": "excel-de"}
    assert oocli("calls", "-o", "json", variables=variables).code == 0
    assert oocli("calls", "-o", "csv", variables=variables).out.startswith("\ufeff_id;")
    assert oocli("calls", "-o", "json", "--dialect", "excel-de").code == 2


@pytest.mark.parametrize("words", [("get", ""), ("read", " ")])
def test_an_empty_resource_type_is_wrong_usage(oocli: Oocli, words: tuple[str, ...]) -> None:
    """A variable of a script that is empty asks for nothing."""
    assert oocli("--sandbox", *words).code == 2


@pytest.mark.parametrize(
    "variable", ["OOCLI_OUTPUT", "OOCLI_DIALECT", "OOCLI_COLOR", "OOCLI_ERRORS", "OOCLI_API_VERSION"]
)
def test_a_variable_takes_what_its_option_takes(oocli: Oocli, variable: str) -> None:
    """A mistake there is told like one on the command line, and switches nothing off."""
    outcome = oocli("calls", "-o", "json", variables={variable: "foo"})
    assert (outcome.code, outcome.out) == (2, "")
    assert variable in json.loads(outcome.err)["message"]


@pytest.mark.parametrize(
    ("content", "said"), [(None, "does not exist"), ('{"version": 1}', "has no profile")]
)
def test_missing_profile_names_the_file(
    oocli: Callable[..., Outcome], home: Path, content: str | None, said: str
) -> None:
    """Where there is no profile, the file that was looked at is named."""
    path = home / "config" / "config.json"
    if content is not None:
        path.parent.mkdir(mode=0o700)
        path.write_text(content, encoding="utf-8")
        path.chmod(0o600)
    outcome = oocli("read", "estate")
    assert (outcome.code, outcome.error["message"], outcome.error["why"]) == (
        4,
        "There is no profile yet, and no OOCLI_TOKEN and OOCLI_SECRET",
        f"{path} {said}",
    )


def test_json_errors_on_a_terminal_are_shown_and_not_obeyed(oocli: Oocli) -> None:
    """What the API says may hold C1, bidi and zero-width characters; a pipe gets them as they are."""
    said = "No \x9b31m right \u202e here \u200b"
    shown = oocli(
        *("--errors", "json", "read", "estate"),
        terminal=True,
        transport=ScriptedTransport([answer(refusal(151, said))]),
        variables=_ACCOUNT,
    )
    assert shown.err.rstrip("\n").isprintable()
    assert said in shown.error["message"]
    piped = oocli(
        *("--errors", "json", "read", "estate"),
        transport=ScriptedTransport([answer(refusal(151, said))]),
        variables=_ACCOUNT,
    )
    assert said in piped.err
