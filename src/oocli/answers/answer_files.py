"""Answers of the API, kept for a while, each in a file that only its owner may read.

They are ``answers/<account>/<name>.answer`` in the cache directory; a name is a hash, made by the caller. A
file is a line of JSON that describes it, and the answer as it came. A file that is damaged, belongs to
somebody else or is open to others counts as missing; nothing that happens here makes a command fail.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from oocli.disk.directories import find_cache_dir
from oocli.disk.owned_file import list_files, remove_all_files, remove_files, write_owned
from oocli.profiles import Profile
from oocli.profiles.account import find_account

_VERSION = 1  # of the files; others are passed over
_LONGEST_HEAD = 10_000  # bytes
_END_OF_TIME = 1e11  # Unix seconds, some 3000 years from now
_OPEN_TO_OTHERS = 0o077
_TEXTS = ("address", "profile", "what", "run")


class Kept(NamedTuple):
    """An answer that was kept.

    Attributes:
        body: the answer as it came.
        run: name of the run of oocli that kept it.
        kept: when, Unix seconds.
    """

    body: bytes
    run: str
    kept: float


class KeptFile(NamedTuple):
    """What one file holds, for a listing.

    Attributes:
        path: where it is.
        address: the API that answered.
        profile: the profile that asked.
        what: what was asked, ``read estate``.
        kept: when, Unix seconds.
        until: when it is thrown away, Unix seconds.
        size: bytes.
    """

    path: Path
    address: str
    profile: str
    what: str
    kept: float
    until: float
    size: int


@dataclass(frozen=True)
class AnswerFiles:
    """The kept answers of one account.

    Attributes:
        folder: where they are; it may not exist yet.
        address: the API's address, for the listing.
        profile: name of the profile, for the listing.
        seconds: how old an answer may be.
        now: Unix time in seconds.
        warn: takes the message that an answer cannot be kept.
    """

    folder: Path
    address: str
    profile: str
    seconds: float
    now: Callable[[], float]
    warn: Callable[[str], None]

    def find(self, name: str) -> Kept | None:
        """Return the answer kept under a name, unless it is too old."""
        read = _read(self._path(name))
        if read is None:
            return None
        head, body = read
        age = self.now() - head["kept"]
        return Kept(body, head["run"], head["kept"]) if 0 <= age < self.seconds else None

    def keep(self, name: str, answer: Kept, *, what: str) -> bool:
        """Keep an answer; if that fails, say why and give False."""
        head = {
            "version": _VERSION,
            "address": self.address,
            "profile": self.profile,
            "what": what,
            "run": answer.run,
            "kept": answer.kept,
            "seconds": self.seconds,
            "size": len(answer.body),
        }
        path = self._path(name)
        try:
            write_owned(path, json.dumps(head).encode() + b"\n" + answer.body)
        except OSError as error:
            self.warn(f"The answer cannot be kept in {path.parent}: {error.strerror or error}")
            return False
        return True

    def sweep(self) -> None:
        """Throw away what has outlived the age set when it was kept, or can no longer be read."""
        for path in list_files(self.folder, "*.answer"):
            head = _read_head(path)
            if head is None or not 0 <= self.now() - head["kept"] < head["seconds"]:
                with suppress(OSError):
                    path.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.answer"


def find_answers_dir(environ: Mapping[str, str]) -> Path:
    """Return the directory for the answers of all accounts. It may not exist yet."""
    return find_cache_dir(environ) / "answers"


def open_answers(
    profile: Profile,
    environ: Mapping[str, str],
    *,
    seconds: float,
    now: Callable[[], float],
    warn: Callable[[str], None] | None = None,
) -> AnswerFiles:
    """Return the kept answers of a profile's account; ``seconds`` says how old one may be.

    Raises:
        UsageError: the profile's address is not allowed.
    """
    account = find_account(profile)
    folder = find_answers_dir(environ) / account.folder
    return AnswerFiles(folder, account.address, profile.name, seconds, now, warn or (lambda _text: None))


def list_answers(environ: Mapping[str, str]) -> list[KeptFile]:
    """Return every kept answer that can be read, of all accounts, oldest first."""
    return sorted(_describe_all(find_answers_dir(environ)), key=lambda file: file.kept)


def clear_answers(folder: Path) -> int:
    """Remove the answers of one account, and its folder; give how many.

    Raises:
        OocliError: a file cannot be removed.
    """
    return remove_files(folder, "*.answer")


def clear_all_answers(environ: Mapping[str, str]) -> int:
    """Remove the answers of every account; give how many.

    Raises:
        OocliError: a file cannot be removed.
    """
    return remove_all_files(find_answers_dir(environ), "*.answer")


def _describe_all(folder: Path) -> Iterator[KeptFile]:
    for path in list_files(folder, "*/*.answer"):
        head = _read_head(path)
        if head is not None:
            texts = {name: head[name] for name in ("address", "profile", "what")}
            until = head["kept"] + head["seconds"]
            yield KeptFile(path=path, kept=head["kept"], until=until, size=head["size"], **texts)


def _read_head(path: Path) -> dict[str, Any] | None:
    read = _read(path, with_body=False)
    return None if read is None else read[0]


def _read(path: Path, *, with_body: bool = True) -> tuple[dict[str, Any], bytes] | None:
    """Return what a file says about itself, and the answer in it; None if it must not be used."""
    try:
        with path.open("rb") as file:
            if not _is_ours(os.fstat(file.fileno())):
                return None
            head = _check(json.loads(file.readline(_LONGEST_HEAD)))
            body = file.read() if with_body and head else b""
    except (OSError, ValueError, RecursionError):
        return None
    if head is None or (with_body and len(body) != head["size"]):
        return None
    return head, body


def _is_ours(found: os.stat_result) -> bool:
    return os.name != "posix" or (found.st_uid == os.getuid() and not found.st_mode & _OPEN_TO_OTHERS)


def _check(head: Any) -> dict[str, Any] | None:
    """Return the head of a file if it is what ``keep`` writes."""
    if not isinstance(head, dict) or head.get("version") != _VERSION:
        return None
    numbers = [head.get(name) for name in ("kept", "seconds", "size")]
    are_numbers = all(isinstance(number, int | float) and 0 <= number < _END_OF_TIME for number in numbers)
    are_texts = all(isinstance(head.get(name), str) for name in _TEXTS)
    return head if are_numbers and are_texts else None
