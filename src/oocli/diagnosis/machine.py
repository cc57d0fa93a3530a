"""What the doctor sees on this machine: versions, the configuration file and its modes."""

import os
import stat
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from oocli import __version__
from oocli.diagnosis.finding import Finding
from oocli.errors import CredentialsError


def describe_versions() -> Finding:
    """Say what is running, for a bug report."""
    names = ("typer", "rich", "requests", "platformdirs")
    parts = ", ".join(f"{name} {_find_version(name)}" for name in names)
    python = ".".join(map(str, sys.version_info[:3]))
    return Finding("version", "ok", f"oocli {__version__}, Python {python} on {sys.platform}, {parts}")


def examine_file(path: Path | None) -> Finding:
    """Look at place and modes of the configuration file; its content is not read."""
    if path is None:
        return Finding(
            "file", "warn", "there is no home directory that can keep profiles", "Set OOCLI_CONFIG_DIR to one"
        )
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        folder_mode = stat.S_IMODE(path.parent.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return Finding("file", "ok", f"{path} does not exist yet")
    except OSError as error:
        return Finding(
            "file",
            "fail",
            f"{path}: {error.strerror or error}",
            "Set OOCLI_CONFIG_DIR to a directory that you can use",
            exit_code=CredentialsError.exit_code,
        )
    if os.name != "posix":
        return Finding("file", "ok", str(path))
    if mode & 0o077:
        found = f"{path} is open to other users of this machine: its mode is {mode:04o}"
        return Finding(
            "file",
            "fail",
            found,
            f"Close it with: chmod 600 {_quote(path)}",
            exit_code=CredentialsError.exit_code,
        )
    if folder_mode & 0o022:
        found = f"others could replace {path}: the directory's mode is {folder_mode:04o}"
        return Finding("file", "warn", found, f"Close it with: chmod 700 {_quote(path.parent)}")
    return Finding("file", "ok", f"{path}, mode {mode:04o}")


def _find_version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "of unknown version"


def _quote(path: Path) -> str:
    import shlex

    return shlex.quote(str(path))
