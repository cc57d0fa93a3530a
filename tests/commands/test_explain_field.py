"""``oocli explain MODULE.FIELD``: a field from the cache, without network."""

from collections.abc import Callable

import pytest

from harness import Outcome
from oocli.catalogue.modules import list_modules

Run = Callable[..., Outcome]


def test_field_is_explained_as_fields_shows_it(oocli: Run) -> None:
    """After `fields estate`, explain writes the same as `fields estate objekttyp`."""
    shown = oocli("--sandbox", "fields", "estate", "objekttyp", terminal=True)
    explained = oocli("--sandbox", "explain", "estate.objekttyp", terminal=True)
    assert explained == shown


def test_module_and_field_in_any_case(oocli: Run) -> None:
    """Module and field are found in any letter case, and shown under their own names."""
    oocli("--sandbox", "fields", "agentsLog")
    assert oocli("--sandbox", "explain", "agentslog.BEMERKUNG", "-o", "ids").out == "agentsLog.Bemerkung\n"


def test_usual_field_needs_no_cache(oocli: Run) -> None:
    """Without a cache a field is explained as it usually is, and a person is told where to ask for theirs."""
    outcome = oocli("--sandbox", "explain", "estate.Kaufpreis", terminal=True)
    assert outcome == Outcome(
        0,
        "estate.kaufpreis Kaufpreis\n  Type  float\n",
        "This is how it usually is; `oocli fields estate kaufpreis` asks for yours\n",
    )


def test_other_field_needs_the_cache(oocli: Run) -> None:
    """Of a field that only this customer may have, the command that fills the cache is named."""
    outcome = oocli("--sandbox", "explain", "estate.ind_1234")
    assert (outcome.code, outcome.error["message"], outcome.error["hint"]) == (
        2,
        "The fields of estate are not known here yet",
        "`oocli fields estate` asks for them once and keeps them",
    )


@pytest.mark.parametrize("word", ["kaufpreis", "Kaufpreis", "KAUFPREIS", "Purchase price"])
@pytest.mark.parametrize("is_cached", [True, False])
def test_field_is_found_by_its_name_or_label_alone(oocli: Run, word: str, *, is_cached: bool) -> None:
    """`explain kaufpreis` finds the field of the one module that has it, with a cache and without."""
    if is_cached:
        oocli("--sandbox", "fields")
    assert oocli("--sandbox", "explain", *word.split(), "-o", "ids").out == "estate.kaufpreis\n"


def test_name_of_several_fields_lists_them(oocli: Run) -> None:
    """A name that fields of several modules have shows each with the command that explains it."""
    outcome = oocli("explain", "ort", variables={"OOCLI_OUTPUT": "table"})
    assert (outcome.code, outcome.out) == (
        0,
        "ort may be one of these:\n"
        "  oocli explain address.Ort        field: Ort\n"
        "  oocli explain calendar.location  field: Ort\n"
        "  oocli explain estate.ort         field: Ort\n"
        "  oocli explain user.Ort           field: Ort\n",
    )


def test_field_that_ships_with_oocli_needs_no_profile(oocli: Run) -> None:
    """What reads accept although get fields does not list it is known offline and without credentials."""
    outcome = oocli("explain", "estate.veroeffentlichen", variables={"OOCLI_OUTPUT": "table"})
    assert outcome == Outcome(
        0,
        "estate.veroeffentlichen\n  Type     boolean\n  Meaning  boolean, own homepage: publish\n",
        "",
    )


def test_sandbox_counts_on_a_terminal_without_a_profile(oocli: Run) -> None:
    """What `fields` showed to a newcomer without a profile is explained to them, too."""
    oocli("fields", "estate", terminal=True)
    outcome = oocli("explain", "estate.ort", "-o", "ids", terminal=True)
    assert (outcome.code, outcome.out) == (0, "estate.ort\n")


@pytest.mark.parametrize(
    ("words", "is_told"),
    [
        (("estate.ort",), True),
        (("wohnflaeche",), True),
        (("address.Vorname",), False),
        (("141",), False),
        (("Termin",), False),
        (("xyzzy",), False),
    ],
)
def test_sandbox_is_mentioned_where_something_comes_from_it(
    oocli: Run, words: tuple[str, ...], *, is_told: bool
) -> None:
    """Without a profile only what the sandbox's configuration says is called made up."""
    oocli("fields", "estate", terminal=True)
    outcome = oocli("explain", *words, terminal=True)
    assert ("all made up" in outcome.err) == is_told


@pytest.mark.parametrize(
    ("word", "message", "hint"),
    [
        ("estate.kaufpreiss", "estate has no field 'kaufpreiss'", "Did you mean estate.kaufpreis?"),
        ("estate.qqqq", "estate has no field 'qqqq'", "`oocli fields estate --refresh` asks again"),
        (
            "estat.kaufpreis",
            "There is no module 'estat', did you mean estate?",
            f"The modules are {', '.join(list_modules())}",
        ),
    ],
)
def test_unknown_field_or_module(oocli: Run, word: str, message: str, hint: str) -> None:
    """A misspelt field or module is refused with what may have been meant."""
    oocli("--sandbox", "fields", "estate")
    outcome = oocli("--sandbox", "explain", word)
    assert (outcome.code, outcome.error["message"], outcome.error["hint"]) == (2, message, hint)
