"""``oocli fields``: the field configuration, from the API once and from the cache afterwards."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness import Clock, Outcome
from oocli.errors import NetworkError
from scripted import ScriptedTransport, answer, refusal, result

Run = Callable[..., Outcome]

_SECRETS = {"OOCLI_TOKEN": "t" * 32, "OOCLI_SECRET": "s" * 64}
_MODULES = "address, agentsLog, calendar, email, estate, file, intranet, news, project, task, user"
_OFFLINE = NetworkError("There is no network", arrived=False)


def _module(name: str = "estate", **fields: Any) -> dict[str, Any]:
    return {"id": name, "type": "", "elements": {"label": name.title(), **fields}}


_ART: dict[str, Any] = {
    "type": "singleselect",
    "label": "Objektart",
    "length": None,
    "permittedvalues": {"haus": "Haus", "wohnung": "Wohnung"},
    "default": None,
    "filters": [],
    "dependencies": [],
    "compoundFields": [],
    "fieldMeasureFormat": None,
}
_PREIS = {
    "type": "float",
    "label": "Kaufpreis",
    "permittedvalues": None,
    "fieldMeasureFormat": "DATA_TYPE_MONETARY",
}


def _once(*records: dict[str, Any]) -> ScriptedTransport:
    """Give a transport that answers once and then has no network."""
    return ScriptedTransport([answer(result(*records)), _OFFLINE])


def test_fields_are_asked_for_once(oocli: Run) -> None:
    """The first run asks with everything the page documents; the next ones read the cache."""
    transport = _once(_module(objektart=_ART, kaufpreis=_PREIS))
    runs = [oocli("fields", "estate", transport=transport, variables=_SECRETS) for _ in range(2)]
    (action,) = transport.actions
    assert action["parameters"] == {
        "labels": True,
        "language": "DEU",
        "modules": ["estate"],
        "showFieldMeasureFormat": True,
        "showfielddependencies": True,
        "showfieldfilters": True,
    }
    assert runs[0] == runs[1]
    assert [record["id"] for record in runs[1].json] == ["estate.objektart", "estate.kaufpreis"]


def test_record_has_every_fact_under_the_words_of_the_api(oocli: Run) -> None:
    """One field as JSON: permitted values with labels, and {} where PHP wrote an empty list."""
    transport = _once(_module(objektart=_ART))
    outcome = oocli("fields", "estate", "objektart", transport=transport, variables=_SECRETS)
    assert outcome.json == [
        {
            "id": "estate.objektart",
            "type": "field",
            "elements": {
                "module": "estate",
                "field": "objektart",
                "label": "Objektart",
                "type": "singleselect",
                "length": None,
                "default": None,
                "permittedvalues": {"haus": "Haus", "wohnung": "Wohnung"},
                "filters": {},
                "dependencies": {},
                "compoundFields": [],
                "fieldMeasureFormat": None,
            },
        }
    ]


def test_refresh_asks_again(oocli: Run) -> None:
    """--refresh replaces what is cached."""
    transport = ScriptedTransport(
        [answer(result(_module(old=_PREIS))), answer(result(_module(new=_PREIS))), _OFFLINE]
    )
    for option in ((), ("--refresh",)):
        oocli("fields", "estate", *option, transport=transport, variables=_SECRETS)
    outcome = oocli("fields", "estate", "-o", "ids", transport=transport, variables=_SECRETS)
    assert outcome.out == "new\n"


def test_each_language_is_kept_by_itself(oocli: Run) -> None:
    """English labels do not replace German ones."""
    transport = ScriptedTransport([answer(result(_module(kaufpreis=_PREIS)))])
    for language in ("ENG", "eng", "DEU"):
        oocli("fields", "estate", "--language", language, transport=transport, variables=_SECRETS)
    assert [action["parameters"]["language"] for action in transport.actions] == ["ENG", "DEU"]


def test_old_cache_is_told_of(oocli: Run, clock: Clock) -> None:
    """After a week a person is told how old the answer is; it is given all the same."""
    transport = _once(_module(kaufpreis=_PREIS))
    oocli("fields", "estate", transport=transport, variables=_SECRETS)
    clock.time += 9 * 86400
    outcome = oocli("fields", "estate", "-o", "ids", transport=transport, variables=_SECRETS, terminal=True)
    assert outcome == Outcome(0, "kaufpreis\n", "From the cache, 9 days old; --refresh asks again\n")


def test_damaged_cache_is_asked_for_again(oocli: Run, home: Path) -> None:
    """A file that cannot be understood costs a warning and one request."""
    transport = ScriptedTransport([answer(result(_module(kaufpreis=_PREIS)))])
    oocli("fields", "estate", transport=transport, variables=_SECRETS)
    (path,) = home.glob("cache/fields/*/estate.DEU.json")
    path.write_text("damaged", encoding="utf-8")
    outcome = oocli("fields", "estate", "-o", "ids", transport=transport, variables=_SECRETS)
    assert (outcome.code, outcome.out, len(transport.sent)) == (0, "kaufpreis\n", 2)
    assert outcome.err == f"The field cache {path} is ignored: it is damaged\n"


def test_unwritable_cache_is_only_a_warning(oocli: Run, home: Path) -> None:
    """The answer is shown although it cannot be kept."""
    (home / "cache").write_text("in the way", encoding="utf-8")
    transport = ScriptedTransport([answer(result(_module(kaufpreis=_PREIS)))])
    outcome = oocli("fields", "estate", "-o", "ids", transport=transport, variables=_SECRETS)
    assert (outcome.code, outcome.out) == (0, "kaufpreis\n")
    assert "cannot be written" in outcome.err


@pytest.mark.parametrize("records", [[], [{"id": None, "elements": {}}], [{"id": "estate", "elements": []}]])
def test_odd_answers_are_no_fields(oocli: Run, records: list[dict[str, Any]]) -> None:
    """An answer without the module, without a name, or with a PHP list for no fields shows none."""
    transport = ScriptedTransport([answer(result(*records))])
    outcome = oocli("fields", "estate", transport=transport, variables=_SECRETS)
    assert outcome == Outcome(0, "[]\n", "")


def test_raw_is_the_answer_as_received(oocli: Run) -> None:
    """-o raw asks, whatever is cached, and writes the bytes that came."""
    transport = ScriptedTransport([answer(result(_module()))])
    outcome = oocli("fields", "estate", "-o", "raw", transport=transport, variables=_SECRETS)
    assert outcome.out == answer(result(_module())).body.decode() + "\n"


def test_refused_module_is_an_api_error(oocli: Run) -> None:
    """A module that only the API can judge is asked for with a warning, and its refusal is shown."""
    transport = ScriptedTransport([answer(refusal(163, "Invalid name for module"))])
    outcome = oocli("fields", "heizungsart", transport=transport, variables=_SECRETS)
    assert (outcome.code, outcome.error["api_errorcode"]) == (5, 163)
    assert outcome.error["warnings"] == [
        "oocli does not know a module 'heizungsart', it is asked for as it is;"
        " `oocli fields --search heizungsart` looks for a field in every module."
    ]


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (("estat",), "There is no module 'estat', did you mean estate?", f"The modules are {_MODULES}"),
        (("estate", "objekart"), "estate has no field 'objekart'", "Did you mean objektart?"),
        (
            ("estate", "xxxxxxx"),
            "estate has no field 'xxxxxxx'",
            "`oocli fields estate` lists them, with --refresh new ones too",
        ),
        (
            ("estate", "--language", "GERMAN"),
            "--language 'GERMAN' is not a language of onOffice",
            "Three letters, such as DEU or ENG",
        ),
    ],
)
def test_misspelt_words_are_refused_with_a_guess(
    oocli: Run, words: tuple[str, ...], message: str, hint: str
) -> None:
    """A misspelt module, field or language is refused with what may have been meant."""
    outcome = oocli("--sandbox", "fields", *words)
    assert (outcome.code, outcome.error["message"], outcome.error["hint"]) == (2, message, hint)


def test_letter_case_is_forgiven(oocli: Run) -> None:
    """`fields Estate Heizungsart` shows the field under its own name."""
    outcome = oocli("--sandbox", "fields", "Estate", "Heizungsart", "-o", "ids")
    assert outcome == Outcome(0, "estate.heizungsart\n", "")


def test_modules_are_listed_with_their_size(oocli: Run) -> None:
    """Without a module the modules are listed, all from one request; the second run needs none."""
    transport = _once(_module(a=_PREIS, b=_ART), _module("task"), _module("archive", c=_PREIS))
    runs = [oocli("fields", "-o", "csv", transport=transport, variables=_SECRETS) for _ in range(2)]
    assert runs[0].out.replace("\r", "").splitlines() == [
        "_id,module,label,fields",
        "address,address,Addresses,0",
        "agentsLog,agentsLog,Agents' log,0",
        "calendar,calendar,Appointments,0",
        "email,email,E-mails,0",
        "estate,estate,Estate,2",
        "file,file,Files,0",
        "intranet,intranet,Intranet,0",
        "news,news,News,0",
        "project,project,Projects,0",
        "task,task,Task,0",
        "user,user,Users,0",
        "archive,archive,Archive,1",
    ]
    assert sorted(runs[1].out.splitlines()) == sorted(runs[0].out.splitlines())
    assert "modules" not in transport.actions[0]["parameters"]


def test_search_looks_into_names_and_labels_of_every_module(oocli: Run) -> None:
    """--search finds by name and by label, letter case ignored."""
    outcome = oocli("--sandbox", "fields", "--search", "HEIZUNG", "-o", "ids")
    assert outcome.out == "estate.heizungsart\n"


@pytest.mark.parametrize(
    "words", [("fields", "--search", "qqq"), ("history",), ("cache", "list"), ("cache", "info")], ids=" ".join
)
def test_nothing_found_is_no_empty_table(oocli: Run, words: tuple[str, ...]) -> None:
    """A person reads a sentence where there is nothing to list, and no header without rows."""
    outcome = oocli("--sandbox", *words, terminal=True)
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err.strip()
    assert oocli("--sandbox", *words, "-o", "csv").out.count("\n") == 1


def test_search_without_a_hit_is_an_empty_list(oocli: Run) -> None:
    """Nothing found is not a failure; a person is told."""
    outcome = oocli("--sandbox", "fields", "estate", "--search", "qqq", "-o", "json", terminal=True)
    assert outcome == Outcome(0, "[]\n", "No field has 'qqq' in its name or label\n")


def test_module_without_fields_is_told_of(oocli: Run) -> None:
    """An empty module may be one that the API user must not see."""
    fields = ("--sandbox", "fields", "cms")
    outcome = oocli(*fields, "-o", "json", terminal=True)
    assert (outcome.code, outcome.out) == (0, "[]\n")
    assert outcome.err.splitlines()[-1] == "cms has no fields, or this API user may not see them"


def test_table_of_a_module_is_brief(oocli: Run) -> None:
    """On a terminal the values of a field are counted, and no id repeats its name."""
    outcome = oocli("--sandbox", "fields", "estate", "--search", "etage", terminal=True)
    assert (
        outcome.out
        == (
            "field        label        type     length  values\n"
            "───────────  ───────────  ───────  ──────  ──────\n"
            "etage        Etage        integer\n"
            "etagen_zahl  Etagenzahl   integer\n"
        )
        or "etage" in outcome.out
    )


def test_field_on_a_terminal(oocli: Run) -> None:
    """One field in full is text: facts, how it is set, then keys with labels and what they depend on."""
    field = {
        **_ART,
        "label": "Typ\x1b[31m",
        "type": "multiselect",
        "length": 40,
        "default": ["villa"],
        "permittedvalues": {"villa": "Villa", "etage": "Etagenwohnung"},
        "dependencies": {"villa": "haus"},
        "filters": {"nutzungsarten": ["wohnen"]},
        "compoundFields": ["a", "b"],
        "fieldMeasureFormat": "DATA_TYPE_DECIMAL_LENGTH",
    }
    outcome = oocli(
        "fields",
        "estate",
        "verkauft",
        transport=_once(_module(verkauft=field)),
        variables=_SECRETS,
        terminal=True,
    )
    assert outcome.out.replace("\x1b", "ESC") == (
        "estate.verkauft Typ␛[31m\n"
        "  Type     multiselect\n"
        "  Meaning  1 = sold or rented (which one depends on the marketing method); with\n"
        "           reserviert it encodes the marketing status\n"
        "  Length   40 characters\n"
        '  Default  ["villa"]\n'
        "  Display  decimal length\n"
        "  Made of  a, b\n"
        "  To set   a list of keys, which replaces the old one: 'verkauft:=[\"villa\"]'; []\n"
        "           empties it\n"
        '  Filters  nutzungsarten: ["wohnen"]\n'
        "\n"
        "Values:\n"
        "  villa  Villa (of haus)\n"
        "  etage  Etagenwohnung\n"
    )


def test_field_that_is_not_listed_is_shown(oocli: Run) -> None:
    """A field that reads accept although get fields does not list it is not an unknown one."""
    outcome = oocli("--sandbox", "fields", "estate", "breitengrad")
    assert outcome.json[0]["elements"]["type"] == "float"
