"""A file that only its owner may read: what is refused before anything of it is believed."""

import os
from pathlib import Path

import pytest

from oocli.completion.quick_json import load_json
from oocli.disk.private_file import PrivateFile
from oocli.errors import CredentialsError

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes, owners and pipes of POSIX")


@pytest.fixture
def file(tmp_path: Path) -> PrivateFile:
    """Give a private file two directories below the test's own."""
    path = tmp_path / "outer" / "inner" / "config.json"
    path.parent.mkdir(parents=True, mode=0o700)
    path.touch(mode=0o600)
    path.write_text("{}", encoding="utf-8")
    return PrivateFile(path)


@pytest.mark.parametrize("level", ["outer", "outer/inner"])
def test_directory_that_everybody_may_change_is_refused_at_any_level(
    file: PrivateFile, tmp_path: Path, level: str
) -> None:
    """Who may rename a directory above puts another one in its place; reading and writing are refused."""
    (tmp_path / level).chmod(0o777)
    for act in (file.read, lambda: file.change(lambda _: b"{}")):
        with pytest.raises(CredentialsError) as caught:
            act()
        assert caught.value.message == f"{tmp_path / level} is open to other users of this machine"
    (tmp_path / level).chmod(0o1777)
    assert file.read() == b"{}"


def test_directory_of_a_link_counts_too(file: PrivateFile, tmp_path: Path) -> None:
    """Where everybody may replace the link, it does not matter how safe its goal is."""
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "config.json").symlink_to(tmp_path / "outer" / "inner" / "config.json")
    link = PrivateFile(shared / "config.json")
    assert link.read() == b"{}"
    shared.chmod(0o777)
    with pytest.raises(CredentialsError, match="shared is open to other users"):
        link.read()


def test_nothing_new_is_kept_where_everybody_may_change_it(tmp_path: Path) -> None:
    """The first profile is refused, not only the reading of it afterwards."""
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    file = PrivateFile(tmp_path / "open" / "mine" / "config.json")
    with pytest.raises(CredentialsError, match="open is open to other users"):
        file.change(lambda _: b"{}")
    assert not (tmp_path / "open" / "mine" / "config.json").exists()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can give files away")
def test_file_of_another_user_is_refused(file: PrivateFile, tmp_path: Path) -> None:
    """Its owner may write another address into it, to which the secret would go."""
    path = tmp_path / "outer" / "inner" / "config.json"
    os.chown(path, 12345, -1)
    with pytest.raises(CredentialsError) as caught:
        file.read()
    assert caught.value.message == f"{path} belongs to another user of this machine"
    assert caught.value.hint == f"If it is yours, take it over with: chown 0 {path}"


@pytest.mark.parametrize("is_linked", [False, True])
@pytest.mark.parametrize("kind", ["pipe", "device", "directory"])
def test_what_is_no_file_is_never_opened(
    file: PrivateFile, tmp_path: Path, kind: str, is_linked: bool
) -> None:
    """A pipe would wait, an endless device take all memory; behind a link just as well."""
    path = tmp_path / "outer" / "inner" / "config.json"
    path.unlink()
    target = tmp_path / "outer" / "target" if is_linked or kind == "device" else path
    if kind == "pipe":
        os.mkfifo(target)
    elif kind == "directory":
        target.mkdir()
    else:
        target = Path("/dev/zero")
    if target != path:
        path.symlink_to(target)
    with pytest.raises(CredentialsError, match="is not a file"):
        file.read()
    assert load_json(str(path)) is None


def test_huge_file_is_refused_before_it_is_read(file: PrivateFile, tmp_path: Path) -> None:
    """A configuration of gigabytes is none."""
    os.truncate(tmp_path / "outer" / "inner" / "config.json", 2**40)
    with pytest.raises(CredentialsError, match="is too large"):
        file.read()


@pytest.mark.parametrize("above", ["/dev/null", "/dev/null/.config/oocli"])
def test_no_directory_above_is_no_file(above: str) -> None:
    """HOME=/dev/null is a home without anything in it."""
    assert PrivateFile(Path(above) / "config.json").read() is None
