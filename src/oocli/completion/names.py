"""The sources of the names that completion offers: calls, profiles, cached fields, relations, files.

Every function reads what it needs when it is called, and gives nothing if there is nothing to read. The files
have the shapes of ``catalogue``, ``config_file`` and ``fields.field_cache``, which are too heavy to be used
here; tests keep both in step.
"""

from __future__ import annotations

import os
import sys

from oocli.completion.quick_json import load_json
from oocli.text.switches import is_on

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_CATALOGUE = os.path.join(_PACKAGE, "catalogue")
_WORDS = os.path.join(_PACKAGE, "completion", "words.json")
_SANDBOX = "sandbox"


class Names:
    """The names of one run.

    Attributes:
        words: the commands and oocli's own options, as ``words.json`` has them.
        profile: name of the profile that was typed; empty if none was.
    """

    def __init__(self, environ: Mapping[str, str], *, calls: str = "") -> None:
        self.words: dict[str, Any] = load_json(_WORDS) or {}
        self.profile = ""
        self._environ = environ
        self._calls = calls or os.path.join(_CATALOGUE, "calls")

    def resources(self, verb: str) -> dict[str, str]:
        """Return the resource types of a verb, from file names alone, with the title that was known once."""
        files = [name for name in os.listdir(self._calls) if name.startswith(f"{verb}.")]
        known = self.words.get("calls", {}).get(verb, {})
        names = sorted((name.split(".")[1] for name in files), key=str.lower)
        return {name: known.get(name, {}).get("help", "") for name in names}

    def call(self, verb: str, resource: str) -> dict[str, Any] | None:
        """Return the catalogue entry of a call, letter case forgiven; None if there is none."""
        exact = {name.lower(): name for name in self.resources(verb)}.get(resource.lower(), resource)
        entry = load_json(os.path.join(self._calls, f"{verb}.{exact}.json"))
        return entry if isinstance(entry, dict) else None

    def relations(self) -> dict[str, str]:
        """Return the short names of the relation types with their meaning."""
        known = load_json(os.path.join(_CATALOGUE, "relations.json")) or {"types": ()}
        return {relation["short"]: relation["meaning"] for relation in known["types"]}

    def error_codes(self) -> dict[str, str]:
        """Return the error codes with their message."""
        known = load_json(os.path.join(_CATALOGUE, "errors.json")) or {"codes": {}}
        return {code: error["message"] for code, error in known["codes"].items()}

    def profiles(self) -> dict[str, str]:
        """Return the profiles of the configuration file, and the sandbox."""
        found = dict.fromkeys(self._config().get("profiles", ()), "")
        return {**found, _SANDBOX: "the made-up onOffice that ships with oocli"}

    def fields(self, module: str) -> dict[str, Any]:
        """Return the cached fields of a module for the profile of this run, name to what is known of it.

        The newest file of that profile counts, whatever its language or account.
        """
        profile = self._find_profile()
        for path in _list_newest(os.path.join(self._directory("cache"), "fields"), f"{module}."):
            content = load_json(path)
            if isinstance(content, dict) and content.get("profile") == profile:
                fields = content.get("fields")
                return fields if isinstance(fields, dict) else {}
        return {}

    def _find_profile(self) -> str:
        """Return the name of the profile of this run, by the rules of ``profiles``."""
        if self.profile:
            return self.profile
        if is_on(self._environ.get("OOCLI_SANDBOX", "")):
            return _SANDBOX
        if self._environ.get("OOCLI_TOKEN"):
            return "environment"
        return self._environ.get("OOCLI_PROFILE") or self._config().get("current") or _SANDBOX

    def _config(self) -> dict[str, Any]:
        config = load_json(os.path.join(self._directory("config"), "config.json"))
        return config if isinstance(config, dict) else {}

    def _directory(self, kind: str) -> str:
        """Return the directory for ``config`` or ``cache``, as platformdirs would.

        On Linux it is not asked: importing platformdirs costs more than everything else here.
        """
        chosen = self._environ.get(f"OOCLI_{kind.upper()}_DIR")
        if chosen:
            return chosen
        if sys.platform == "linux":
            base = self._environ.get(f"XDG_{kind.upper()}_HOME", "").strip()
            home = os.path.join(self._environ.get("HOME", ""), f".{kind}")
            return os.path.join(base or home, "oocli")
        import platformdirs

        find = platformdirs.user_cache_dir if kind == "cache" else platformdirs.user_config_dir
        return find("oocli", appauthor=False)


def list_files(typed: str) -> list[str]:
    """Return the paths that begin as typed, a directory with a slash at its end; ``~`` is the home."""
    folder, start = os.path.split(typed)
    shown = typed[: len(typed) - len(start)]
    try:
        with os.scandir(os.path.expanduser(folder) or ".") as entries:
            found = [(entry.name, entry.is_dir()) for entry in entries if entry.name.startswith(start)]
    except OSError:
        return []
    return [
        f"{shown}{name}{'/' if is_folder else ''}"
        for name, is_folder in sorted(found)
        if start or not name.startswith(".")
    ]


def _list_newest(folder: str, prefix: str) -> list[str]:
    """Return the files two levels below a folder whose names begin like this, newest first."""
    try:
        with os.scandir(folder) as accounts:
            inner = [account.path for account in accounts if account.is_dir()]
        files = [os.path.join(path, name) for path in inner for name in os.listdir(path)]
        named = [path for path in files if os.path.basename(path).startswith(prefix)]
        return sorted(named, key=os.path.getmtime, reverse=True)
    except OSError:
        return []
