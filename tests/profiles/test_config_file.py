"""The configuration file is private, changes as a whole, and loses nothing."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from oocli.disk.private_file import PrivateFile
from oocli.errors import CredentialsError, OocliError, UsageError
from oocli.profiles.config_file import Config, ConfigFile, check_name, find_config_path

ACME = {"token": "t" * 32, "secret": "s" * 64}
on_posix = pytest.mark.skipif(os.name != "posix", reason="modes of files are a matter of POSIX")


@pytest.fixture
def file(tmp_path: Path) -> ConfigFile:
    """Give a configuration that does not exist yet, in a directory that does not either."""
    return ConfigFile(tmp_path / "made" / "config.json")


def _write(path: Path | None, content: bytes) -> None:
    assert path is not None
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    path.chmod(0o600)


def test_a_missing_file_says_nothing(file: ConfigFile) -> None:
    """Without a file there is no profile, and reading makes no directory."""
    assert file.read() == Config()
    assert file.path is not None
    assert not file.path.parent.exists()


def test_what_is_written_is_read_again(file: ConfigFile) -> None:
    """Profiles, their order, umlauts and the current name come back."""
    config = Config(
        current="b\u00fcro", profiles={"b\u00fcro": {"timeout": 2.5, "read-only": True}, "a": ACME}
    )
    file.write(config)
    assert file.read() == config


def test_the_file_is_json_of_version_1(file: ConfigFile) -> None:
    """The whole file, as it is documented."""
    file.add("acme", {"token": "abc", "read-only": True})
    assert file.path is not None
    assert json.loads(file.path.read_text(encoding="utf-8")) == {
        "version": 1,
        "current": "acme",
        "profiles": {"acme": {"token": "abc", "read-only": True}},
    }


@on_posix
def test_file_and_directory_are_private_whatever_the_umask(file: ConfigFile) -> None:
    """The file is 0600 and a directory that oocli makes is 0700, even with umask 0."""
    code = (
        "import os, pathlib; os.umask(0); from oocli.profiles.config_file import ConfigFile;"
        f"ConfigFile(pathlib.Path({str(file.path)!r})).add('acme', {{}})"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert file.path is not None
    modes = {
        path.name: path.stat().st_mode & 0o777 for path in (file.path.parent, *file.path.parent.iterdir())
    }
    assert modes == {"made": 0o700, "config.json": 0o600, "config.json.lock": 0o600}


@on_posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o660])
def test_a_file_that_is_open_to_others_is_refused(file: ConfigFile, mode: int) -> None:
    """Reading and changing are refused with the command that closes the file."""
    file.add("acme", ACME)
    assert file.path is not None
    file.path.chmod(mode)
    for use in (file.read, lambda: file.use("acme")):
        with pytest.raises(CredentialsError) as caught:
            use()
        assert caught.value.exit_code == 4
        assert caught.value.hint == f"Close it with: chmod 600 {file.path}"


@pytest.mark.parametrize(
    ("content", "where", "why"),
    [
        (b"", " in line 1, column 1", "it is not JSON there: Expecting value"),
        (b'{\n"version": 1,\n"a": oops\n}', " in line 3, column 6", "it is not JSON there: Expecting value"),
        (b'{\n"current": "b\xfcro"}', " in line 2", "it is not UTF-8 there"),
        (b"[]", "", "it is not a JSON object"),
        (b'{"version": 2}', "", "its version is 2; this oocli knows version 1"),
        (b'{"current": 7}', "", "'current' is not the name of a profile"),
        (b'{"profiles": []}', "", "'profiles' is not an object"),
        (b'{"profiles": {"a": 1}}', "", "the profile 'a' is not an object"),
        (b'{"profiles":{"p":{"a":[]}}}', "", "'a' of the profile 'p' is not text, a number, true or false"),
        (b'{"profiles": {"a": {}, "a": {}}}', "", "'a' appears there twice"),
        (b"[" * 100_000, "", "it is nested too deeply"),
    ],
)  # fmt: skip
def test_a_damaged_file_is_refused_and_kept(file: ConfigFile, content: bytes, where: str, why: str) -> None:
    """The message names the file, where known the line, and a change leaves the damaged file alone."""
    _write(file.path, content)
    for use in (file.read, lambda: file.add("new", ACME)):
        with pytest.raises(CredentialsError) as caught:
            use()
        assert (caught.value.message, caught.value.why) == (f"{file.path} is damaged{where}", why)
    assert file.path is not None
    assert file.path.read_bytes() == content


def test_a_byte_order_mark_is_forgiven(file: ConfigFile) -> None:
    """A file that was saved with Notepad is read."""
    _write(file.path, b"\xef\xbb\xbf{}")
    assert file.read() == Config()


def test_a_directory_in_place_of_the_file_is_reported(file: ConfigFile) -> None:
    """What cannot be opened is a failure with the path, not a traceback."""
    assert file.path is not None
    file.path.mkdir(parents=True)
    with pytest.raises(CredentialsError, match=r"config\.json is not a file"):
        file.read()


def test_keys_that_are_not_understood_are_kept(file: ConfigFile) -> None:
    """A change writes back what a newer oocli, or a person, put into the file."""
    _write(file.path, b'{"note": "\\ud800", "profiles": {"a": {"future": 1}}}')
    assert file.use("a") == Config(current="a", profiles={"a": {"future": 1}}, extra={"note": "\ud800"})
    assert file.read() == Config(current="a", profiles={"a": {"future": 1}}, extra={"note": "\ud800"})


def test_the_first_profile_becomes_the_current_one(file: ConfigFile) -> None:
    """The second does not."""
    file.add("acme", ACME)
    assert file.add("other", {}) == Config(current="acme", profiles={"acme": ACME, "other": {}})


def test_a_taken_name_is_refused(file: ConfigFile) -> None:
    """The profile that has it stays as it was."""
    file.add("acme", ACME)
    with pytest.raises(UsageError, match="There is a profile 'acme' already"):
        file.add("acme", {})
    assert file.read().profiles == {"acme": ACME}


def test_removing_the_current_profile_leaves_none_current(file: ConfigFile) -> None:
    """No other profile is chosen in its place, nobody asked for that."""
    file.add("acme", ACME)
    file.add("other", {})
    assert file.remove("acme") == Config(current=None, profiles={"other": {}})


def test_settings_are_changed_one_by_one(file: ConfigFile) -> None:
    """A key is added, another replaced, and None takes one away."""
    file.add("acme", {"a": 1, "b": 2, "c": 3})
    assert file.set("acme", {"b": 4, "c": None, "d": 5}).profiles == {"acme": {"a": 1, "b": 4, "d": 5}}


def test_the_sandbox_can_be_used_but_not_changed(file: ConfigFile) -> None:
    """It may be the current profile; adding, setting and removing it are refused."""
    assert file.use("sandbox") == Config(current="sandbox")
    changes: tuple[Callable[[], Config], ...] = (
        lambda: file.add("sandbox", {}),
        lambda: file.set("sandbox", {}),
        lambda: file.remove("sandbox"),
    )
    for change in changes:
        with pytest.raises(UsageError, match="The profile 'sandbox' is built in and stays as it is"):
            change()


def test_an_unknown_profile_is_refused_with_the_one_that_was_meant(file: ConfigFile) -> None:
    """Using, setting and removing say the same."""
    file.add("acme", ACME)
    changes: tuple[Callable[[], Config], ...] = (
        lambda: file.use("amce"),
        lambda: file.set("amce", {}),
        lambda: file.remove("amce"),
    )
    for change in changes:
        with pytest.raises(UsageError) as caught:
            change()
        assert caught.value.message == "There is no profile 'amce', did you mean acme?"


@pytest.mark.parametrize("name", ["acme", "b\u00fcro-1", "a.b_c@d+e", "1", "x" * 64])
def test_names_that_are_allowed(name: str) -> None:
    """Letters of any language, digits and a few marks."""
    assert check_name(name) == name


@pytest.mark.parametrize(
    "name", ["", "-x", ".x", "a b", "a/b", "a\n", "a\x1b", "\udcff", "x" * 65, "Sandbox", "environment"]
)
def test_names_that_are_refused(name: str) -> None:
    """Nothing that a shell, a terminal or a person would take for something else."""
    with pytest.raises(UsageError):
        check_name(name)


def test_two_writers_at_once_lose_nothing(file: ConfigFile) -> None:
    """Of many additions at the same time each is in the file afterwards."""
    names = [f"p{number}" for number in range(24)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: ConfigFile(file.path).add(name, {}), names))
    assert sorted(file.read().profiles) == sorted(names)


def test_a_writer_that_never_ends_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    """After the patience the second writer gives up and says so."""
    path = tmp_path / "file"
    second = PrivateFile(path, sleep=lambda _: None, patience=1)

    def edit(_: bytes | None) -> bytes:
        with pytest.raises(OocliError, match=r"Another oocli has been writing .* for 1 seconds"):
            second.change(lambda _: b"second")
        return b"first"

    PrivateFile(path).change(edit)
    assert path.read_bytes() == b"first"


def test_what_a_killed_run_left_does_no_harm(file: ConfigFile) -> None:
    """A lock file and half a temporary file of a run that ended early are not an obstacle."""
    assert file.path is not None
    _write(file.path.with_name("config.json.lock"), b"")
    _write(file.path.with_name("config.json.new"), b'{"version": 1, "prof')
    assert file.add("acme", ACME).current == "acme"


@on_posix
def test_a_full_disk_leaves_the_old_file(file: ConfigFile) -> None:
    """When the new file cannot be written whole, the old one stays and nothing lies about."""
    file.add("acme", ACME)
    before = file.read()
    code = (
        "import pathlib, resource\n"
        "from oocli.profiles.config_file import ConfigFile\n"
        "from oocli.errors import OocliError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))\n"
        f"try: ConfigFile(pathlib.Path({str(file.path)!r})).add('other', {{}})\n"
        "except OocliError as error: print(error.message, error.why, sep=': ')"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == f"{file.path} cannot be written; nothing was changed: File too large\n"
    assert file.read() == before
    assert file.path is not None
    assert sorted(path.name for path in file.path.parent.iterdir()) == ["config.json", "config.json.lock"]


def test_a_directory_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    """A file where the directory should be is a failure with a cure, not a traceback."""
    (tmp_path / "blocked").write_text("")
    with pytest.raises(OocliError) as caught:
        ConfigFile(tmp_path / "blocked" / "config.json").add("acme", ACME)
    assert "OOCLI_CONFIG_DIR" in caught.value.hint


@on_posix
def test_a_symbolic_link_is_followed(tmp_path: Path) -> None:
    """A configuration that is kept elsewhere and linked stays linked."""
    (tmp_path / "kept").mkdir()
    (tmp_path / "config.json").symlink_to(tmp_path / "kept" / "config.json")
    ConfigFile(tmp_path / "config.json").add("acme", ACME)
    assert (tmp_path / "config.json").is_symlink()
    assert ConfigFile(tmp_path / "kept" / "config.json").read().current == "acme"


def test_without_a_home_reading_works_and_writing_says_what_to_do() -> None:
    """Where there is no place for the file it counts as missing."""
    nowhere = ConfigFile(None)
    assert nowhere.read() == Config()
    with pytest.raises(OocliError) as caught:
        nowhere.add("acme", ACME)
    assert caught.value.message == "It is not known where to keep the configuration"


def test_the_directory_can_be_chosen(tmp_path: Path) -> None:
    """OOCLI_CONFIG_DIR names it; without it the file is in a directory named oocli."""
    assert find_config_path({"OOCLI_CONFIG_DIR": str(tmp_path)}) == tmp_path / "config.json"
    default = find_config_path({"OOCLI_CONFIG_DIR": ""})
    assert default is None or default.parts[-2:] == ("oocli", "config.json")


def test_no_secret_is_in_the_representation_of_a_configuration() -> None:
    """A traceback or a debugger that shows the object shows no profile."""
    assert repr(Config(profiles={"acme": ACME})) == "Config(current=None)"


@on_posix
@pytest.mark.parametrize(("mode", "is_taken"), [(0o777, False), (0o1777, True), (0o755, True), (0o700, True)])
def test_a_directory_that_everybody_may_change_is_refused(tmp_path: Path, mode: int, is_taken: bool) -> None:
    """Where others may put a file of theirs, nobody knows whose address the token would go to."""
    folder = tmp_path / "config"
    folder.mkdir()
    file = ConfigFile(folder / "config.json")
    file.add("acme", {"token": "t" * 32})
    folder.chmod(mode)
    if is_taken:
        assert file.read().current == "acme"
    else:
        with pytest.raises(CredentialsError, match="open to other users"):
            file.read()
