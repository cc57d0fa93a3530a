"""Which profile a run uses, each of its values, and where each of them came from."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from oocli.errors import CredentialsError, UsageError
from oocli.profiles import Profile, find_profile
from oocli.profiles.config_file import Config, ConfigFile

TOKEN, SECRET = "t" * 32, "s" * 64
ACME = {"token": TOKEN, "secret": SECRET}
PAIR = {"OOCLI_TOKEN": "T" * 32, "OOCLI_SECRET": "S" * 64}


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """Give an environment with a configuration directory and nothing else."""
    return {"OOCLI_CONFIG_DIR": str(tmp_path)}


def _keep(environ: Mapping[str, str], profiles: Mapping[str, Any], current: str | None = None) -> None:
    """Write the configuration file of an environment."""
    ConfigFile(Path(environ["OOCLI_CONFIG_DIR"]) / "config.json").write(Config(current, profiles))


def _find(options: Mapping[str, Any], environ: Mapping[str, str]) -> Profile:
    """Find a profile that must be there."""
    profile = find_profile(options, environ)
    assert profile is not None
    return profile


def test_nothing_set_up_gives_no_profile(environ: dict[str, str]) -> None:
    """Without file, variables and options there is none, which is not a failure."""
    assert find_profile({}, environ) is None


def test_the_current_profile_is_found_with_its_defaults(environ: dict[str, str]) -> None:
    """Every value and every source of a profile that has credentials alone."""
    _keep(environ, {"acme": ACME}, current="acme")
    profile = _find({}, environ)
    assert vars(replace(profile, sources={}, read_secret=str)) == vars(
        Profile(
            name="acme",
            token=TOKEN,
            url="https://api.onoffice.de/api",
            api_version="stable",
            hmac_version=2,
            timeout=60.0,
            max_answer=256,
            output="",
            extendedclaim="",
            read_only=False,
            language="",
            is_sandbox=False,
            sources={},
            read_secret=str,
        )
    )
    assert profile.credentials() == (TOKEN, SECRET)
    assert profile.sources == {
        "profile": f"the current one of {Path(environ['OOCLI_CONFIG_DIR']) / 'config.json'}",
        "token": "profile acme",
        "secret": "profile acme",
        "url": "default",
        "api-version": "default",
        "hmac-version": "default",
        "timeout": "default",
        "max-answer": "default",
        "output": "default",
        "extendedclaim": "default",
        "read-only": "default",
        "language": "default",
    }


def test_a_value_comes_from_option_environment_profile_default_in_that_order(environ: dict[str, str]) -> None:
    """Four settings, each settled by another place."""
    _keep(environ, {"acme": {**ACME, "url": "p", "hmac-version": 1, "timeout": 5}}, current="acme")
    profile = _find(
        {"api_url": "o"}, {**environ, "OOCLI_URL": "e", "OOCLI_TIMEOUT": "7", "OOCLI_API_VERSION": ""}
    )
    keys = ("url", "timeout", "hmac-version", "api-version")
    assert (profile.url, profile.timeout, profile.hmac_version, profile.api_version) == (
        "o",
        7.0,
        1,
        "stable",
    )
    assert [profile.sources[key] for key in keys] == [
        "option --api-url",
        "environment OOCLI_TIMEOUT",
        "profile acme",
        "default",
    ]


def test_every_setting_has_its_variable(environ: dict[str, str]) -> None:
    """All documented variables at once."""
    profile = _find(
        {},
        environ
        | PAIR
        | {
            "OOCLI_URL": "http://127.0.0.1:1/api",
            "OOCLI_API_VERSION": "latest",
            "OOCLI_HMAC_VERSION": "1",
            "OOCLI_TIMEOUT": "2.5",
            "OOCLI_MAX_ANSWER": "8",
            "OOCLI_OUTPUT": "csv",
            "OOCLI_EXTENDEDCLAIM": "claim",
            "OOCLI_READ_ONLY": "1",
        },
    )
    assert vars(replace(profile, sources={}, read_secret=str)) == vars(
        Profile(
            name="environment",
            token="T" * 32,
            url="http://127.0.0.1:1/api",
            api_version="latest",
            hmac_version=1,
            timeout=2.5,
            max_answer=8,
            output="csv",
            extendedclaim="claim",
            read_only=True,
            language="",
            is_sandbox=False,
            sources={},
            read_secret=str,
        )
    )


def test_credentials_in_the_environment_win_over_the_current_profile(environ: dict[str, str]) -> None:
    """The pair is that of the environment; what it does not say still comes from the profile."""
    _keep(environ, {"acme": {**ACME, "timeout": 5}}, current="acme")
    profile = _find({}, environ | PAIR)
    assert (profile.name, profile.credentials()) == ("environment", ("T" * 32, "S" * 64))
    assert (profile.timeout, profile.sources["timeout"]) == (5.0, "profile acme")


def test_the_option_profile_wins_over_credentials_in_the_environment(environ: dict[str, str]) -> None:
    """Who names a profile means its credentials; the variables are not even looked at."""
    _keep(environ, {"acme": ACME, "other": {}}, current="other")
    profile = _find({"profile": "acme"}, environ | {"OOCLI_TOKEN": "half a pair"})
    assert (profile.name, profile.credentials()) == ("acme", (TOKEN, SECRET))
    assert profile.sources["profile"] == "option --profile"


def test_the_environment_can_name_a_profile(environ: dict[str, str]) -> None:
    """OOCLI_PROFILE wins over the current one."""
    _keep(environ, {"acme": ACME, "other": {}}, current="other")
    profile = _find({}, {**environ, "OOCLI_PROFILE": "acme"})
    assert (profile.name, profile.sources["profile"]) == ("acme", "environment OOCLI_PROFILE")


@pytest.mark.parametrize(
    ("there", "missing"), [("OOCLI_TOKEN", "OOCLI_SECRET"), ("OOCLI_SECRET", "OOCLI_TOKEN")]
)
def test_half_a_pair_in_the_environment_is_refused(environ: dict[str, str], there: str, missing: str) -> None:
    """It is never completed with the other half from a profile."""
    _keep(environ, {"acme": ACME}, current="acme")
    with pytest.raises(CredentialsError, match=f"{there} is set and {missing} is not"):
        find_profile({}, {**environ, there: PAIR[there]})


@pytest.mark.parametrize(
    ("options", "variables", "source"),
    [
        ({"sandbox": True}, PAIR, "option --sandbox"),
        ({"sandbox": True, "profile": "sandbox"}, {}, "option --sandbox"),
        ({"profile": "sandbox"}, PAIR, "option --profile"),
        ({}, {"OOCLI_SANDBOX": "1", "OOCLI_PROFILE": "acme"}, "environment OOCLI_SANDBOX"),
        ({}, {"OOCLI_PROFILE": "sandbox"} | PAIR, "environment OOCLI_PROFILE"),
    ],
)
def test_the_sandbox_is_chosen_and_needs_no_file(
    environ: dict[str, str], options: Mapping[str, Any], variables: Mapping[str, str], source: str
) -> None:
    """Every way to ask for it works beside credentials, and with a configuration that is damaged."""
    (Path(environ["OOCLI_CONFIG_DIR"]) / "config.json").write_text("damaged")
    profile = _find(options, {**environ, **variables})
    assert (profile.name, profile.is_sandbox, profile.token, profile.secret) == ("sandbox", True, "", "")
    assert profile.sources["profile"] == source


def test_the_sandbox_can_be_the_current_profile(environ: dict[str, str]) -> None:
    """Then it is used until credentials are set in the environment."""
    _keep(environ, {}, current="sandbox")
    assert _find({}, environ).is_sandbox
    assert _find({}, environ | PAIR).name == "environment"


def test_sandbox_and_another_profile_exclude_each_other(environ: dict[str, str]) -> None:
    """Neither option is silently dropped."""
    with pytest.raises(UsageError, match="--sandbox and --profile acme exclude each other"):
        find_profile({"sandbox": True, "profile": "acme"}, environ)


@pytest.mark.parametrize("off", ["0", "false", "no", "OFF", ""])
def test_a_variable_can_leave_the_sandbox_off(environ: dict[str, str], off: str) -> None:
    """OOCLI_SANDBOX=0 is not a sandbox."""
    assert find_profile({}, {**environ, "OOCLI_SANDBOX": off}) is None


@pytest.mark.parametrize(
    ("variable", "key", "source"),
    [
        ("1", False, "environment OOCLI_READ_ONLY"),
        ("0", True, "profile acme"),
        ("yes", True, "environment OOCLI_READ_ONLY"),
        ("", True, "profile acme"),
    ],
)
def test_read_only_can_only_be_tightened(
    environ: dict[str, str], variable: str, key: bool, source: str
) -> None:
    """One place that says so is enough, and it is the source."""
    _keep(environ, {"acme": {**ACME, "read-only": key}}, current="acme")
    profile = _find({}, {**environ, "OOCLI_READ_ONLY": variable})
    assert (profile.read_only, profile.sources["read-only"]) == (True, source)


def test_profiles_without_a_current_one_leave_it_open(environ: dict[str, str]) -> None:
    """Nothing is guessed, not even where there is one profile alone."""
    _keep(environ, {"acme": ACME})
    with pytest.raises(CredentialsError) as caught:
        find_profile({}, environ)
    assert caught.value.as_dict() == {
        "code": "credentials",
        "exit_code": 4,
        "message": "No profile is chosen",
        "why": "there are acme, and none of them is the current one",
        "hint": "Choose one with: oocli profile use NAME, or for one command with: --profile NAME",
        "doc_url": "",
        "retryable": False,
    }
    assert _find({}, environ | PAIR).name == "environment"


def test_a_current_profile_that_is_gone_is_reported(environ: dict[str, str]) -> None:
    """The file was edited by hand; the message says what to do."""
    _keep(environ, {"acme": ACME}, current="old")
    with pytest.raises(CredentialsError, match="The current profile 'old' does not exist"):
        find_profile({}, environ)


def test_an_unknown_profile_is_wrong_usage(environ: dict[str, str]) -> None:
    """Exit code 2, with the name that was meant."""
    _keep(environ, {"acme": ACME})
    with pytest.raises(UsageError, match=r"There is no profile 'amce', did you mean acme\?"):
        find_profile({"profile": "amce"}, environ)


@pytest.mark.parametrize(
    ("variable", "text", "message"),
    [
        ("OOCLI_TIMEOUT", "soon", "timeout must be a number of seconds above 0 and up to 86400, not 'soon'"),
        ("OOCLI_TIMEOUT", "nan", "timeout must be a number of seconds above 0 and up to 86400, not 'nan'"),
        ("OOCLI_TIMEOUT", "0", "timeout must be a number of seconds above 0 and up to 86400, not '0'"),
        ("OOCLI_API_VERSION", "old", "api-version must be stable or latest, not 'old'"),
        ("OOCLI_HMAC_VERSION", "3", "hmac-version must be 1 or 2, not '3'"),
        ("OOCLI_READ_ONLY", "ja", "read-only must be true or false, not 'ja'"),
        ("OOCLI_URL", "a\x1b", "url must be one line of printable characters, not 'a\\x1b'"),
        ("OOCLI_EXTENDEDCLAIM", "a\nb", "extendedclaim must be one line of printable characters"),
    ],
)  # fmt: skip
def test_a_value_that_breaks_its_rule_is_refused_with_its_place(
    environ: dict[str, str], variable: str, text: str, message: str
) -> None:
    """The rule and the place are named; a claim is not repeated."""
    with pytest.raises(UsageError) as caught:
        find_profile({}, environ | PAIR | {variable: text})
    assert (caught.value.message, caught.value.why) == (message, f"it comes from environment {variable}")


def test_a_value_in_the_file_that_breaks_its_rule_names_the_profile(environ: dict[str, str]) -> None:
    """Editing by hand is allowed, and checked when the profile is used."""
    _keep(environ, {"acme": {**ACME, "language": "Deutsch"}}, current="acme")
    with pytest.raises(UsageError) as caught:
        find_profile({}, environ)
    assert caught.value.message == "language must be three capital letters such as DEU or ENG, not 'Deutsch'"
    assert caught.value.why == "it comes from profile acme"


def test_an_unknown_key_is_refused_where_it_matters(environ: dict[str, str]) -> None:
    """A mistyped read-only does not leave a profile writable; other profiles go on working."""
    _keep(environ, {"acme": {**ACME, "read_only": True}, "other": ACME}, current="other")
    assert _find({}, environ).name == "other"
    with pytest.raises(UsageError) as caught:
        find_profile({"profile": "acme"}, environ)
    assert caught.value.message == "The profile 'acme' has an unknown key 'read_only'"
    assert caught.value.hint == "Remove it with: oocli profile set acme read_only="


def test_a_secret_command_runs_once_and_only_when_it_is_needed(
    environ: dict[str, str], tmp_path: Path
) -> None:
    """Finding the profile runs nothing; asking twice for the secret runs the command once."""
    script, log = tmp_path / "secret.py", tmp_path / "log"
    script.write_text(f"open({str(log)!r}, 'a').write('run ')\nprint('s' * 64)\n")
    command = f'"{Path(sys.executable).as_posix()}" "{script.as_posix()}"'
    _keep(environ, {"acme": {"token": TOKEN, "secret-command": command}}, current="acme")
    profile = _find({}, environ)
    assert (profile.sources["secret"], log.exists()) == ("profile acme: secret-command", False)
    assert [profile.credentials(), profile.credentials()] == [(TOKEN, SECRET)] * 2
    assert log.read_text() == "run "


@pytest.mark.parametrize(
    ("keys", "message", "why"),
    [
        ({"token": TOKEN}, "The profile 'acme' has no secret", ""),
        (
            {**ACME, "secret-command": "x"},
            "The profile 'acme' has more than one secret",
            "secret and secret-command exclude each other",
        ),
        (
            {"token": SECRET, "secret": TOKEN},
            "The token from profile acme cannot be right",
            "it has 64 characters, as a secret has: token and secret look swapped",
        ),
        (
            {"token": TOKEN, "secret": SECRET + "\n"},
            "The secret from profile acme cannot be right",
            "there is white space before or after it",
        ),
        ({"secret": SECRET}, "The token from profile acme cannot be right", "it is empty"),
    ],
)
def test_credentials_that_cannot_be_right_are_refused_when_asked_for(
    environ: dict[str, str], keys: Mapping[str, str], message: str, why: str
) -> None:
    """The profile itself is found, so that it can be shown and mended."""
    _keep(environ, {"acme": keys}, current="acme")
    profile = _find({}, environ)
    with pytest.raises(CredentialsError) as caught:
        profile.credentials()
    assert (caught.value.message, caught.value.why) == (message, why)


def test_no_secret_is_in_the_representation_of_a_profile(environ: dict[str, str]) -> None:
    """A traceback or a debugger that shows the object shows neither token, secret nor claim."""
    _keep(environ, {"acme": {**ACME, "extendedclaim": "claim-of-acme"}}, current="acme")
    profile = _find({}, environ)
    assert profile.secret == SECRET
    assert not {part for part in (TOKEN, SECRET, "claim-of-acme") if part in repr(profile)}


@pytest.mark.parametrize("text", ["0", "-1", "2.5", "65537", "1e3", "\u0663", "9" * 5000])
def test_size_of_an_answer_is_a_number_of_mebibytes(text: str, environ: dict[str, str]) -> None:
    """A limit that could not be kept is refused, and said where it was written."""
    with pytest.raises(UsageError, match="max-answer must be a whole number of MiB") as caught:
        _find({}, environ | PAIR | {"OOCLI_MAX_ANSWER": text})
    assert caught.value.why == "it comes from environment OOCLI_MAX_ANSWER"
