"""What ``--name`` means: a pattern with places for what is known of a file, and what a file is called by it.

Pure. A value never leads to another directory: only a slash of the pattern itself does.
"""

from collections.abc import Collection, Sequence
from pathlib import PurePosixPath
from string import Formatter
from typing import Any, NamedTuple

from oocli.errors import UsageError
from oocli.files.file_names import clean_name
from oocli.files.remote_files import RemoteFile, read_number
from oocli.text.spelling import ask

ONE_RECORD = "{file}"
"""The names of the files of one record, unless asked otherwise."""

SEVERAL_RECORDS = "{id}/{file}"
"""The names of the files of several."""

OWN_PLACES = ("id", "record", "fileid", "file")
"""Places that no element of the API's answer fills."""

_CONTENT = "content"
_OF_NUMBERS = "bcdoxXneEfFgG%"


class _Part(NamedTuple):
    """A piece of a pattern: text, and the place behind it, if there is one."""

    text: str
    place: str
    form: str


class NamePattern:
    """What files are called.

    Attributes:
        text: as it was typed.
    """

    def __init__(self, text: str, elements: Collection[str]) -> None:
        """Take a pattern; ``elements`` are those that the list of files documents.

        Raises:
            UsageError: it cannot be read, has a place that nothing fills, or leads out of the directory.
        """
        self.text = text
        known = [*OWN_PLACES, *(name for name in elements if name not in (*OWN_PLACES, _CONTENT))]
        self._parts = [_check(part, known) for part in _read(text)]
        literal = "".join(f"{part.text}{part.place}" for part in self._parts).replace("\\", "/")
        if not literal or literal.startswith("/") or ".." in literal.split("/") or literal.endswith("/"):
            raise UsageError(
                f"--name {text!r} is not the name of a file in the directory",
                hint="Write it like '{id}/{position:02d}-{title}'; a slash makes a directory",
            )

    def render(self, file: RemoteFile) -> str:
        """Return what a file is called: a path below the directory, with ``/``, that every system takes.

        It ends as the uploaded file does; a link ends in ``.url``.
        """
        text = "".join(f"{part.text}{_write(file, part)}" for part in self._parts)
        *folders, name = text.replace("\\", "/").split("/")
        ending = ".url" if file.url else PurePosixPath(file.name).suffix
        if not name.casefold().endswith(ending.casefold()):
            name += ending
        return "/".join([*(clean_name(folder) or "_" for folder in folders), clean_name(name) or file.name])


def _read(text: str) -> list[_Part]:
    try:
        parts = list(Formatter().parse(text))
        if any(place == "" for _, place, _, _ in parts):
            raise ValueError("there is nothing between the braces")
        return [
            _Part(literal, place or "", f"{form or ''}{'!' if conversion else ''}")
            for literal, place, form, conversion in parts
        ]
    except ValueError as error:
        raise UsageError(
            f"--name {text!r} cannot be read",
            why=str(error),
            hint="Write {{ for a brace that stands for itself",
        ) from error


def _check(part: _Part, known: Sequence[str]) -> _Part:
    if part.place and part.place not in known:
        near = ask(part.place, known)
        raise UsageError(
            f"--name has no place {{{part.place}}}{near and f', {near}'}",
            hint=f"There are {', '.join(known)}",
        )
    try:
        format(1 if part.form[-1:] in _OF_NUMBERS and part.form else "x", part.form)
    except ValueError as error:
        raise UsageError(
            f"--name cannot write {{{part.place}:{part.form}}}",
            why=str(error),
            hint="A number takes a form like 02d, a text one like .40",
        ) from error
    return part


def _write(file: RemoteFile, part: _Part) -> str:
    """Return the value of a place, without slashes; a number that the file has not is 0."""
    if not part.place:
        return ""
    value = _find(file, part.place)
    if part.form and part.form[-1] in _OF_NUMBERS:
        number = 0 if value in (None, "") else read_number(value)
        text = str(value) if number is None else format(number, part.form)
    else:
        text = format("" if value is None else str(value), part.form)
    return text.replace("/", "_").replace("\\", "_")


def _find(file: RemoteFile, place: str) -> Any:
    own = {"id": file.owner.record, "record": file.owner.record, "fileid": file.id, "file": file.name}
    if place in own:
        return own[place]
    value = file.elements.get(place)
    return PurePosixPath(file.name).stem if place == "title" and not value else value
