"""A file that only its owner may read, changed as a whole and by one process at a time.

Owns modes, locks and replacing; knows nothing of the file's content. Three rules that a change must not
break: the file is never open to others, not even for a moment; a reader sees the old content or the new one,
never a part; a change that fails changes nothing.
"""

import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

from oocli.errors import CredentialsError, OocliError

_PAUSE = 0.05
_LARGEST = 16 * 1024 * 1024  # bytes; thousands of profiles take some hundred thousand
_HINT = "Set OOCLI_CONFIG_DIR to a directory that you can write to"


class PrivateFile:
    """One file of mode 0600.

    Attributes:
        path: where it lies (it need not exist), or None where there is no home directory:
            then it reads as missing and cannot be written.
    """

    def __init__(
        self, path: Path | None, *, sleep: Callable[[float], None] = time.sleep, patience: float = 10.0
    ) -> None:
        """Take ``patience`` in seconds: how long to wait for another process that is writing."""
        self.path = path
        self._sleep = sleep
        self._patience = patience

    def read(self) -> bytes | None:
        """Return the content, or None where there is no file.

        Raises:
            CredentialsError: others can read or replace it or own it, it is not a file, or cannot be read.
        """
        if self.path is None:
            return None
        try:
            _refuse_what_is_no_file(self.path)
            with self.path.open("rb") as file:
                _refuse_foreign(self.path, os.fstat(file.fileno()))
                content = file.read()
            _refuse_open_directories(self.path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, RuntimeError) as error:  # RuntimeError: links that lead in a circle
            raise CredentialsError(f"{self.path} cannot be read", why=_reason(error), hint=_HINT) from error
        return content

    def change(self, edit: Callable[[bytes | None], bytes]) -> None:
        """Replace the content by ``edit(content)``, with nobody else writing in between.

        The directory is made where it is missing (mode 0700). What ``edit`` raises goes
        through, and nothing is changed.

        Raises:
            CredentialsError: as for ``read``.
            OocliError: it cannot be written, or another process holds it too long.
        """
        with self._locked() as target:
            self._write(edit(self.read()), target)

    @contextmanager
    def _locked(self) -> Iterator[Path]:
        """Hold the lock, and give the path to write to (symbolic links are followed).

        The operating system lets go of the lock when its holder ends, however it ends, so
        a lock file that is left over means nothing.
        """
        if self.path is None:
            raise OocliError(
                "It is not known where to keep the configuration",
                why="there is no home directory that can be used",
                hint=_HINT,
            )
        try:
            target = self.path.resolve()
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _refuse_open_directories(self.path)
            lock = os.open(target.with_name(target.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        except (OSError, RuntimeError) as error:
            _refuse_to_write(self.path, error)
        try:
            self._wait_for(lock, self.path)
            yield target
        finally:
            os.close(lock)

    def _wait_for(self, lock: int, path: Path) -> None:
        waited = 0.0
        try:
            while not take_lock(lock):
                if waited >= self._patience:
                    raise OocliError(
                        f"Another oocli has been writing {path} for {self._patience:g} seconds",
                        hint="Wait for it to end, or end it, and run the command again",
                    )
                self._sleep(_PAUSE)
                waited += _PAUSE
        except OSError as error:
            _refuse_to_write(path, error)

    def _write(self, content: bytes, target: Path) -> None:
        temporary = target.with_name(target.name + ".new")
        try:
            # The lock is held: a temporary file that exists was left by a run that was killed.
            temporary.unlink(missing_ok=True)
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            self._replace(temporary, target)
        except OSError as error:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            _refuse_to_write(target, error)

    def _replace(self, temporary: Path, target: Path) -> None:
        """Replace the old file by the new one; on Windows wait until nobody reads the old one."""
        for _ in range(20 if sys.platform == "win32" else 0):
            try:
                temporary.replace(target)
                return
            except PermissionError:
                self._sleep(_PAUSE)
        temporary.replace(target)


def _refuse_what_is_no_file(path: Path) -> None:
    """Refuse a pipe or a device, also behind a link, before opening it: it may block, or never end."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise CredentialsError(
            f"{path} is not a file",
            why="it is a directory, a pipe or a device",
            hint="Move it away, or set OOCLI_CONFIG_DIR to another directory",
        )
    if found.st_size > _LARGEST:
        raise CredentialsError(
            f"{path} is too large", why=f"it has {found.st_size:,} bytes, of {_LARGEST:,} at most", hint=_HINT
        )


def _refuse_foreign(path: Path, found: os.stat_result) -> None:
    """Refuse a file that others can read, or that another user owns and may change at any time."""
    if os.name != "posix":
        return
    import shlex

    name = shlex.quote(str(path))
    if found.st_uid != os.geteuid():
        raise CredentialsError(
            f"{path} belongs to another user of this machine",
            why=f"its owner is user {found.st_uid}, and you are user {os.geteuid()}",
            hint=f"If it is yours, take it over with: chown {os.geteuid()} {name}",
        )
    if found.st_mode & 0o077:
        raise CredentialsError(
            f"{path} is open to other users of this machine",
            why=f"its mode is {found.st_mode & 0o777:04o}, and it holds secrets",
            hint=f"Close it with: chmod 600 {name}",
        )


def _refuse_open_directories(path: Path) -> None:
    """Look at every directory above a file, and above the file that a link leads to."""
    if os.name == "posix":
        for folder in dict.fromkeys((*path.absolute().parents, *path.resolve().parents)):
            _refuse_open_directory(folder)


def _refuse_open_directory(folder: Path) -> None:
    """Refuse a directory in which anybody may replace this file by another."""
    mode = folder.stat().st_mode
    if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
        import shlex

        raise CredentialsError(
            f"{folder} is open to other users of this machine",
            why=f"its mode is {mode & 0o777:04o}: they could put another file there",
            hint=f"Close it with: chmod 700 {shlex.quote(str(folder))}",
        )


if sys.platform == "win32":

    def take_lock(lock: int) -> bool:
        """Try to take the lock (its first byte); say whether it is ours now."""
        import msvcrt

        try:
            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:

    def take_lock(lock: int) -> bool:
        """Try to take the lock; say whether it is ours now."""
        import fcntl

        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _refuse_to_write(path: Path, error: Exception) -> NoReturn:
    raise OocliError(
        f"{path} cannot be written; nothing was changed", why=_reason(error), hint=_HINT
    ) from error


def _reason(error: Exception) -> str:
    """Return the system's own words, without number and path."""
    return (error.strerror if isinstance(error, OSError) else str(error)) or type(error).__name__
