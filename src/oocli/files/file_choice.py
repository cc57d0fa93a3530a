"""Which files of a record are wanted: by their type, by what they are, by when they were changed. Pure."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from oocli.files.remote_files import RemoteFile

PICTURES, DOCUMENTS, LINKS = "pictures", "documents", "links"
GROUPS = (PICTURES, DOCUMENTS, LINKS)
"""Words of ``--only`` that are no type."""

_PICTURE_ENDINGS = frozenset(
    f".{ending}"
    for ending in (
        *("apng", "avif", "bmp", "gif", "heic", "heif", "jfif", "jpe", "jpeg", "jpg", "png", "svg"),
        *("tif", "tiff", "webp"),
    )
)


class FileChoice(NamedTuple):
    """What is wanted.

    Attributes:
        kinds: types of files, case forgiven.
        groups: of ``GROUPS``; a file is wanted that is of a type or of a group. Without both all are.
        since: Unix seconds; only files that were changed then or later.
    """

    kinds: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    since: float | None = None

    def wants(self, file: RemoteFile) -> bool:
        """Say whether a file is wanted; one of which nobody knows when it was changed may be new."""
        return self._is_of_kind(file) and (
            self.since is None or file.modified is None or file.modified >= self.since
        )

    def _is_of_kind(self, file: RemoteFile) -> bool:
        if not self.kinds and not self.groups:
            return True
        kinds = {kind.casefold() for kind in self.kinds}
        return file.kind.casefold() in kinds or find_group(file) in self.groups


def find_group(file: RemoteFile) -> str:
    """Return whether it is a picture, a document or a link: by the ending of its name."""
    if file.url:
        return LINKS
    return PICTURES if PurePosixPath(file.name).suffix.lower() in _PICTURE_ENDINGS else DOCUMENTS


def read_only(texts: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the types and the groups that ``--only`` names, joined by commas."""
    words = [word.strip() for text in texts for word in text.split(",") if word.strip()]
    groups = tuple(dict.fromkeys(word.casefold() for word in words if word.casefold() in GROUPS))
    return tuple(word for word in words if word.casefold() not in GROUPS), groups
