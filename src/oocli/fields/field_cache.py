"""The field configuration as files: asking for it takes seconds, and it changes rarely.

One JSON file for each account, module and language under the cache directory, in
``fields/<account>/<module>.<language>.json``. The account is a hash of the API's address
and the token, so that profiles never mix and no token is written. Rules that a change
must not break: a reader sees a whole file, old or new; a file that is damaged is as good
as none; nothing that happens here fails a command. Loads nothing that sends or renders.
"""

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from oocli.disk.directories import NOWHERE, find_fields_dir
from oocli.disk.owned_file import list_files, remove_all_files, remove_files, write_owned
from oocli.fields.facts import FieldConfiguration
from oocli.profiles import Profile
from oocli.profiles.account import find_account
from oocli.text.lazy_pattern import lazy_pattern

_VERSION = 1  # of the files; others are passed over
_END_OF_TIME = 1e11  # Unix seconds, some 3000 years from now
_SAFE = lazy_pattern(r"[A-Za-z0-9_-]{1,80}", re.ASCII)


class CachedFile(NamedTuple):
    """What one file of the cache holds, for a listing.

    Attributes:
        path: where it lies.
        address: the API it was fetched from.
        profile: the profile that fetched it.
        module: whose fields it has.
        language: of the labels.
        fields: how many there are.
        fetched: when, Unix seconds.
        size: bytes.
    """

    path: Path
    address: str
    profile: str
    module: str
    language: str
    fields: int
    fetched: float
    size: int


class FieldCache(NamedTuple):
    """The cached field configurations of one account.

    Attributes:
        folder: where its files lie; it may not exist yet.
        address: the API's address, for the listing.
        profile: name of the profile, for the listing.
        warn: says that a file is damaged or cannot be written.
    """

    folder: Path
    address: str
    profile: str
    warn: Callable[[str], None]

    def load(self, module: str, language: str = "") -> FieldConfiguration | None:
        """Return the fields of a module in a language; in the one fetched last where none is named."""
        if not _SAFE.fullmatch(module + language):
            return None
        if language:
            return self._read(self._path(module, language))
        found = sorted(list_files(self.folder, f"{module}.*.json"), key=_modified, reverse=True)
        read = (self._read(path) for path in found)
        return next((configuration for configuration in read if configuration is not None), None)

    def load_all(self, language: str) -> dict[str, FieldConfiguration]:
        """Return every module that is cached in a language, by name."""
        paths = list_files(self.folder, f"*.{language}.json") if _SAFE.fullmatch(language) else []
        read = (self._read(path) for path in paths)
        return {configuration.module: configuration for configuration in read if configuration is not None}

    def keep(self, configuration: FieldConfiguration) -> None:
        """Write the fields of a module; where that fails, say so and go on."""
        if not _SAFE.fullmatch(configuration.module) or not _SAFE.fullmatch(configuration.language):
            return
        content = {
            "version": _VERSION,
            "address": self.address,
            "profile": self.profile,
            "module": configuration.module,
            "language": configuration.language,
            "label": configuration.label,
            "fetched": configuration.fetched,
            "fields": configuration.facts,
        }
        path = self._path(configuration.module, configuration.language)
        try:
            write_owned(
                path,
                json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"),
            )
        except OSError as error:
            self.warn(f"The field cache {path} cannot be written: {error.strerror or error}")

    def _path(self, module: str, language: str) -> Path:
        return self.folder / f"{module}.{language}.json"

    def _read(self, path: Path) -> FieldConfiguration | None:
        """Return what a file holds; None, with a warning, where it cannot be read or is damaged."""
        try:
            content = _read_content(path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError, RecursionError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is damaged"
            self.warn(f"The field cache {path} is ignored: {reason}")
            return None
        if content is None:
            return None
        return FieldConfiguration(
            module=content["module"],
            language=content["language"],
            facts=content["fields"],
            label=content["label"],
            fetched=content["fetched"],
        )


def open_cache(profile: Profile, environ: Mapping[str, str], *, warn: Callable[[str], None]) -> FieldCache:
    """Return the cache of a profile's account; ``warn`` says what goes wrong with its files.

    Raises:
        UsageError: the profile's address is not allowed.
    """
    account = find_account(profile)
    folder = find_fields_dir(environ)
    is_nowhere = folder.is_relative_to(NOWHERE)  # who has no home need not be told so
    return FieldCache(
        folder / account.folder, account.address, profile.name, (lambda _: None) if is_nowhere else warn
    )


def list_cached(environ: Mapping[str, str]) -> list[CachedFile]:
    """Return every file of the cache that can be read, of all accounts."""
    return [
        file
        for path in list_files(find_fields_dir(environ), "*/*.json")
        if (file := _describe(path)) is not None
    ]


def clear(folder: Path) -> int:
    """Remove the files of one account, and its folder; give how many.

    Raises:
        OocliError: a file cannot be removed.
    """
    return remove_files(folder, "*.json")


def clear_all(environ: Mapping[str, str]) -> int:
    """Remove the files of every account; give how many.

    Raises:
        OocliError: a file cannot be removed.
    """
    return remove_all_files(find_fields_dir(environ), "*.json")


def _describe(path: Path) -> CachedFile | None:
    try:
        content, size = _read_content(path), path.stat().st_size
    except (OSError, ValueError, RecursionError):
        return None
    if content is None:
        return None
    facts = {key: content[key] for key in ("address", "profile", "module", "language", "fetched")}
    return CachedFile(path=path, size=size, fields=len(content["fields"]), **facts)


def _read_content(path: Path) -> dict[str, Any] | None:
    """Return the content of a file, None where another version of oocli wrote it.

    Raises:
        OSError: it cannot be read.
        ValueError: it is not what ``keep`` writes.
    """
    content = json.loads(path.read_bytes())
    if not isinstance(content, dict):
        raise ValueError("no object")
    if content.get("version") != _VERSION:
        return None
    texts = all(
        isinstance(content.get(key), str) for key in ("address", "profile", "module", "language", "label")
    )
    fields, fetched = content.get("fields"), content.get("fetched")
    if not texts or not isinstance(fetched, int | float) or not 0 <= fetched < _END_OF_TIME:
        raise ValueError("a key is missing")
    if not isinstance(fields, dict) or not all(isinstance(facts, dict) for facts in fields.values()):
        raise ValueError("no fields")
    return content


def _modified(path: Path) -> float:
    with suppress(OSError):
        return path.stat().st_mtime
    return 0.0
