"""Tables for a person: numbers of the reader's locale, labels for keys, and --plain as sent."""

from collections.abc import Callable

import pytest

from harness import Outcome

Run = Callable[..., Outcome]

_ESTATES = ("--sandbox", "read", "estate", "--where", "Id in (17,27)", "--color", "never")
_FIELDS = ("--fields", "Id,plz,kaufpreis,objektart,status,baujahr,benutzer")
_GERMAN = {"LC_ALL": "de_DE.UTF-8"}


@pytest.fixture
def known(oocli: Run) -> Run:
    """Give oocli with the fields of estates in the sandbox's cache."""
    assert oocli("--sandbox", "fields", "estate").code == 0
    return oocli


def test_a_terminal_shows_numbers_and_labels_of_its_reader(known: Run) -> None:
    """Prices are grouped, keys are labels; ids, years and postcodes stay as they are."""
    outcome = known(*_ESTATES, *_FIELDS, terminal=True, variables=_GERMAN)
    assert outcome.out == (
        "Id  plz     kaufpreis  objektart  status      baujahr  benutzer\n"
        "──  ─────  ──────────  ─────────  ──────────  ───────  ────────\n"
        "17  99084  301.600,00  Haus       archiviert     1911  25\n"
        "27  04109  798.300,00  Haus       aktiv          1923  19\n"
    )


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8", ""])
def test_without_a_locale_numbers_stay_and_labels_are_shown(known: Run, locale: str) -> None:
    """Labels come from the configuration, marks of numbers from the locale."""
    outcome = known(*_ESTATES, *_FIELDS, terminal=True, variables={"LC_ALL": locale})
    assert outcome.out.splitlines()[2] == "17  99084  301600.00  Haus       archiviert     1911  25"


@pytest.mark.parametrize(
    ("arguments", "terminal", "variables"),
    [
        (("--plain",), True, {}),
        ((), True, {"OOCLI_PLAIN": "1"}),
        (("-o", "table"), False, {}),
        (("-o", "table", "--plain"), False, {}),
    ],
)
def test_plain_and_a_pipe_show_what_was_sent(
    known: Run, arguments: tuple[str, ...], terminal: bool, variables: dict[str, str]
) -> None:
    """Nothing but the alignment comes from the configuration."""
    outcome = known(*_ESTATES, *_FIELDS, *arguments, terminal=terminal, variables={**_GERMAN, **variables})
    assert outcome.out == (
        "Id  plz    kaufpreis  objektart  status  baujahr  benutzer\n"
        "──  ─────  ─────────  ─────────  ──────  ───────  ────────\n"
        "17  99084  301600.00  haus       0          1911  25\n"
        "27  04109  798300.00  haus       1          1923  19\n"
    )


@pytest.mark.parametrize("chosen", ["json", "ndjson", "csv", "tsv", "raw"])
def test_other_formats_show_what_was_sent_on_a_terminal_too(known: Run, chosen: str) -> None:
    """What programs read is the same wherever it goes."""
    outcome = known(*_ESTATES, *_FIELDS, "-o", chosen, terminal=True, variables=_GERMAN)
    assert "301600.00" in outcome.out
    assert "archiviert" not in outcome.out


def test_one_record_is_shown_like_many(known: Run) -> None:
    """The lines of one record have numbers and labels too."""
    outcome = known("--sandbox", "read", "estate", "17", *_FIELDS, terminal=True, variables=_GERMAN)
    assert "301.600,00" in outcome.out
    assert "archiviert" in outcome.out


def test_without_a_cache_amounts_are_grouped_and_keys_stay(oocli: Run) -> None:
    """Two decimals in every row are an amount; nothing is asked for to know more."""
    outcome = oocli(*_ESTATES, *_FIELDS, terminal=True, variables=_GERMAN)
    assert outcome.out == (
        "Id  plz     kaufpreis  objektart  status  baujahr  benutzer\n"
        "──  ─────  ──────────  ─────────  ──────  ───────  ────────\n"
        "17  99084  301.600,00  haus       0       1911     25\n"
        "27  04109  798.300,00  haus       1       1923     19\n"
    )
    assert not oocli("cache", "info").json


def test_what_the_api_writes_for_display_stays(known: Run) -> None:
    """With formatoutput a point may stand between thousands already."""
    formatted = known(*_ESTATES, *_FIELDS, "--formatoutput", terminal=True, variables=_GERMAN)
    plain = known(*_ESTATES, *_FIELDS, "--formatoutput", "--plain", terminal=True, variables=_GERMAN)
    assert formatted.out == plain.out


def test_several_keys_are_several_labels(known: Run) -> None:
    """A multiselect is shown as the labels of its keys."""
    found = known("--sandbox", "read", "estate", "11", "--fields", "heizungsart", terminal=True)
    assert "Fernwärme, Fußbodenheizung" in found.out
