"""A file of a record as the API describes it in a list, which never has its content. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from oocli.errors import OocliError, PartlyDone
from oocli.files.file_names import find_name

_LATEST = 2**33  # Unix seconds; what is greater is not a time of a file


class Owner(NamedTuple):
    """The record that a file belongs to.

    Attributes:
        module: kind of record, as the call that lists files spells it: ``estate``.
        record: its number.
    """

    module: str
    record: int

    def __str__(self) -> str:
        return f"{self.module} {self.record}"


@dataclass(frozen=True)
class RemoteFile:
    """A file as a list of files describes it.

    Attributes:
        id: its number.
        owner: the record that it belongs to.
        title: what onOffice calls it.
        name: what it was uploaded as, as it can stand in a directory.
        kind: its type (``Foto``); empty where the list tells none.
        url: address of what is not a file but a link; or the only way to it; may be empty.
        size: bytes, or None.
        modified: Unix seconds of its last change, or None.
        elements: all that the list tells of it.
    """

    id: Any
    owner: Owner
    title: str
    name: str
    kind: str
    url: str
    size: int | None
    modified: int | None
    elements: Mapping[str, Any]


class FileList(NamedTuple):
    """The files of one record.

    Attributes:
        owner: the record.
        files: its files, in their order.
        gap: the failure to tell at the end where some may be missing.
        failure: why there is no list; None where there is one.
    """

    owner: Owner
    files: Sequence[RemoteFile] = ()
    gap: PartlyDone | None = None
    failure: OocliError | None = None


def describe_file(record: Mapping[str, Any], owner: Owner) -> RemoteFile:
    """Return a file from a record of a list of files."""
    told = record.get("elements")
    elements = told if isinstance(told, Mapping) else {}
    name = find_name(record)
    return RemoteFile(
        id=record.get("id"),
        owner=owner,
        title=str(elements.get("originalname") or elements.get("filename") or name),
        name=name,
        kind=str(elements.get("type") or ""),
        url=str(elements.get("url") or ""),
        size=read_number(elements.get("fileSize")),
        modified=_read_time(elements.get("modified")),
        elements={key: value for key, value in elements.items() if value is not None},
    )


def read_number(value: Any) -> int | None:
    """Return a whole number that the API sent as such or as text; None for anything else."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _read_time(value: Any) -> int | None:
    seconds = read_number(value)
    return seconds if seconds and seconds < _LATEST else None
