"""The settings of all commands: one row each, typed or in the environment."""

from collections.abc import Callable

import pytest

from harness import Outcome
from oocli.profiles.keys import KEYS
from oocli.settings import SETTINGS, RunSettings, Setting
from oocli.text.switches import OFF


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_each_setting_is_taken_from_its_variable(setting: Setting) -> None:
    """Every option has a variable, and what is typed wins over it."""
    value = setting.choices[0] if setting.choices else "1"
    assert RunSettings({}, {setting.variable: value}).get(setting.name) == value
    assert RunSettings({setting.name: "typed"}, {setting.variable: value}).get(setting.name) == "typed"


@pytest.mark.parametrize("word", [*OFF, "NO", "False"])
@pytest.mark.parametrize("setting", [s for s in SETTINGS if not s.metavar], ids=lambda s: s.name)
def test_words_for_off_leave_a_flag_off(setting: Setting, word: str) -> None:
    """A variable can be set and still mean no."""
    assert not RunSettings({}, {setting.variable: word}).is_set(setting.name)


@pytest.mark.parametrize(
    ("value", "quietness"), [("1", 1), ("2", 2), ("yes", 1), ("0", 0), ("off", 0), ("", 0)]
)
def test_quiet_is_counted_in_its_variable(value: str, quietness: int) -> None:
    """OOCLI_QUIET=2 is ``-qq``."""
    assert RunSettings({}, {"OOCLI_QUIET": value}).quietness == quietness


def test_a_profile_keeps_settings_under_their_own_rows() -> None:
    """A key of the profile is overridden by the option and the variable of its row."""
    shared = {setting.key: (setting.flag, setting.variable) for setting in SETTINGS if setting.key}
    kept = {key: (rule.option, rule.variable) for key, rule in KEYS.items()}
    assert {key: kept[key] for key in shared} == shared


def test_colour_is_taken_from_its_variable(oocli: Callable[..., Outcome]) -> None:
    """OOCLI_COLOR=always paints where ``--color always`` would."""
    words = ("--sandbox", "read", "estate", "--limit", "1", "-o", "table")
    painted = oocli(*words, "--color", "always")
    assert "\x1b[" in painted.out
    assert oocli(*words, variables={"OOCLI_COLOR": "always"}) == painted
