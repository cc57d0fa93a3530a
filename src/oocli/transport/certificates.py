"""Which certificates are trusted: those of this system, of a bundle, or of the environment.

Reading a bundle takes longer than the rest of a handshake. If a system keeps its certificates in a directory
of hashes, OpenSSL reads only the one that it needs; the bundle is read if that is not enough, so that nothing
is refused that the bundle would accept.
"""

import ssl
from collections.abc import Iterable, Mapping
from pathlib import Path

from oocli.errors import UsageError

_HASH = 8  # characters of a hash, before ``.0``
# That of OpenSSL, and where most systems have them, whatever OpenSSL was built for.
_DIRECTORIES = (ssl.get_default_verify_paths().openssl_capath, "/etc/ssl/certs")


class Certificates:
    """The certificates that are trusted.

    Attributes:
        context: judges servers by them.
    """

    def __init__(self, environ: Mapping[str, str], directories: Iterable[str] = _DIRECTORIES) -> None:
        """Read those that ``REQUESTS_CA_BUNDLE`` or ``CURL_CA_BUNDLE`` names, else those of the system.

        The latter are in the first directory that has hashes.

        Raises:
            UsageError: they cannot be read.
        """
        named = environ.get("REQUESTS_CA_BUNDLE") or environ.get("CURL_CA_BUNDLE") or ""
        hashed = "" if named else _find_hashed(directories)
        self._has_bundle = not hashed
        self.context = _load(named or hashed or _find_bundle())

    def add_bundle(self) -> bool:
        """Trust the bundle too; False if it was read already, or the environment names others."""
        if self._has_bundle:
            return False
        self.context.load_verify_locations(cafile=_find_bundle())
        self._has_bundle = True
        return True


def _load(name: str) -> ssl.SSLContext:
    try:
        if Path(name).is_dir():
            return ssl.create_default_context(capath=name)
        return ssl.create_default_context(cafile=name)
    except OSError as error:
        raise UsageError(
            f"The certificates in {name} cannot be read",
            why=str(error.strerror or error),
            hint="Correct REQUESTS_CA_BUNDLE, or unset it",
        ) from error


def _find_hashed(directories: Iterable[str]) -> str:
    """Return a directory with certificates under the hashes of their names; empty if there is none."""
    for name in directories:
        try:
            if any(path.suffix == ".0" and len(path.stem) == _HASH for path in Path(name).iterdir()):
                return name
        except OSError:
            continue
    return ""


def _find_bundle() -> str:
    """Return the file of the bundle that comes with requests."""
    from certifi import where

    return where()
