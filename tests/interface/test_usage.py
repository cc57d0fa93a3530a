"""What is said of a command line that cannot be read: a guess, or what stands for a word from elsewhere."""

from collections.abc import Callable

import pytest

from harness import Outcome

Run = Callable[..., Outcome]


def _hint(outcome: Outcome) -> str:
    assert (outcome.code, outcome.out) == (2, "")
    hint: str = outcome.error["hint"]
    return hint


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("raed", "Did you mean `oocli read`?"),
        ("update", "Did you mean `oocli modify`?"),
        ("remove", "Did you mean `oocli delete`?"),
        ("ls", "Did you mean `oocli read`?"),
        ("login", "Did you mean `oocli profile add`?"),
        ("whoami", "Did you mean `oocli profile show`?"),
        ("import", "Did you mean `oocli create RESOURCE --from FILE`?"),
        ("xyz", "`oocli --help` lists the commands, `oocli explain xyz` searches"),
    ],
)
def test_word_that_is_no_command(oocli: Run, word: str, hint: str) -> None:
    """A slip is seen, a word of another tool is known; else there is no guess."""
    outcome = oocli(word)
    assert outcome.error["message"] == f"There is no command {word!r}"
    assert _hint(outcome) == hint


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("profile", "remov"), "Did you mean `oocli profile remove`?"),
        (("profile", "delete"), "Did you mean `oocli profile remove`?"),
        (("profile", "login"), "Did you mean `oocli profile add`?"),
        (("cache", "clean"), "Did you mean `oocli cache clear`?"),
        (("sandbox", "start"), "Did you mean `oocli sandbox serve`?"),
        (("completion", "fish"), "Did you mean `oocli completion show fish`?"),
        (("completion", "tcsh"), "oocli completion has show, install, uninstall"),
    ],
)
def test_word_that_a_group_does_not_have(oocli: Run, words: tuple[str, ...], hint: str) -> None:
    """Below a word of oocli, too, a slip is seen and a word of another tool is known; else all are named."""
    outcome = oocli(*words)
    assert outcome.error["message"] == f"There is no command '{' '.join(words)}'"
    assert _hint(outcome) == hint


@pytest.mark.parametrize(
    ("words", "message", "command"),
    [
        (("read", "estate", "--limit", "viele"), "--limit takes a whole number, not 'viele'", "read estate"),
        (("sandbox", "serve", "--port", "1.5"), "--port takes a whole number, not '1.5'", "sandbox serve"),
        (("read", "address", "--fields"), "--fields needs a value", "read address"),
        (("profile", "-o"), "-o needs a value", "profile"),
        (("read", "task", "--all=3"), "--all takes no value", "read task"),
        (("sql",), "FILE is missing", "sql"),
        (("fields", "estate", "ort", "plz"), "oocli fields does not take 'plz'", "fields"),
        (("history", "a", "b"), "oocli history does not take 'a b'", "history"),
    ],
)
def test_parser_speaks_plainly(oocli: Run, words: tuple[str, ...], message: str, command: str) -> None:
    """What cannot be parsed is said in words that everybody knows, with the help of that very command."""
    outcome = oocli(*words)
    assert outcome.error["message"] == message
    assert _hint(outcome) == f"`oocli {command} --help` shows how it is used"


@pytest.mark.parametrize(
    ("option", "hint"),
    [
        ("--limt", "Did you mean --limit?"),
        ("--jq", "oocli has no jq of its own: pipe json to it, `oocli ... -o json | jq '.[].elements'`"),
        ("--json", "-o says the format"),
        ("--csv", "-o says the format"),
        ("--format", "-o says the format"),
        ("--field", "Did you mean --fields?"),
        ("--page", "--limit says how many records"),
        ("--order-by", "--sort says the order"),
        ("--columns", "--fields says which fields"),
        ("--token", "No option takes credentials"),
        ("--xyz", "`oocli read estate --help` lists the options"),
    ],
)
def test_option_that_there_is_not(oocli: Run, option: str, hint: str) -> None:
    """A slip is seen, and an option of other tools leads to what stands for it here."""
    outcome = oocli("read", "estate", option, "x")
    assert outcome.error["message"] == f"oocli read estate has no option {option}"
    assert hint in _hint(outcome)


def test_what_the_command_does_not_have_is_not_named(oocli: Run) -> None:
    """Where a call does not sort, nobody is sent to --sort."""
    assert _hint(oocli("get", "users", "--order-by", "x")) == "`oocli get users --help` lists the options"


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("read", "agentslog", "1", "2"), "`oocli read agentslog --where 'Nr in (1,2)'`"),
        (("modify", "estate", "11", "13", "--set", "a=b"), "`oocli modify estate --from FILE` takes several"),
        (("delete", "calendar", "1", "2"), "`oocli delete calendar --from FILE` takes several"),
        (("get", "users", "1", "2"), "`oocli get users --help` shows what it takes"),
        (("get", "file", "estate", "17"), "`oocli get file estate --estateid 17`"),
        (("get", "file", "address", "101"), "`oocli get file address --addressid 101`"),
        (("get", "search", "estate", "M0013"), "`oocli get search estate --input M0013`"),
    ],
)
def test_several_ids_tell_how_several_records_are_named(
    oocli: Run, words: tuple[str, ...], hint: str
) -> None:
    """Where more than one ID is typed, it is said how several records are named."""
    assert hint in _hint(oocli(*words))


@pytest.mark.parametrize(
    "hint",
    [
        ("read", "estate", "--where", "Id in (11,13)"),
        ("read", "task", "--where", "Nr in (401,403)"),
        ("read", "agentslog", "--where", "Nr in (401,403)"),
        ("read", "user", "--where", "Nr in (19,21)"),
        ("read", "address", "--recordids", "101,103"),
    ],
    ids=" ".join,
)
def test_hint_for_several_records_works(oocli: Run, hint: tuple[str, ...]) -> None:
    """What is proposed reads those records and no others."""
    outcome = oocli("--sandbox", *hint, "-o", "ids")
    asked = hint[-1].partition("(")[2].rstrip(")") or hint[-1]
    assert outcome.code == 0
    assert set(outcome.out.split()) == set(asked.split(","))


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("read", "Immobilien"), "Did you mean `oocli read estate`?"),
        (("create", "Kunde"), "Did you mean `oocli create address`?"),
        (("get", "Exposé"), "Did you mean `oocli get pdf`?"),
        (("fields", "Immobilien"), "The modules are "),
        (("explain", "read", "Termin"), "Did you mean `oocli explain read calendar`?"),
    ],
)
def test_another_word_for_a_resource(oocli: Run, words: tuple[str, ...], hint: str) -> None:
    """A resource type or module is found by what people call it."""
    assert hint in _hint(oocli(*words))


def test_relation_by_another_word(oocli: Run) -> None:
    """A relation type that is given in German is answered with the one that is meant."""
    outcome = oocli("get", "idsfromrelation", "--relationtype", "Käufer", "--parentids", "11")
    assert "estate:address:buyer" in outcome.err
