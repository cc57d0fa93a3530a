"""Where uploaded files go, and what onOffice is told of each.

Which modules take files, which files need a type, and what a record has only once are facts of
the catalogue's entry; nothing of that stands here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oocli.catalogue import Call, Catalogue, Rule
from oocli.catalogue.modules import list_modules
from oocli.errors import UsageError
from oocli.files.file_lists import find_list_command
from oocli.files.local_files import LocalFile
from oocli.files.upload_options import UploadOptions
from oocli.request.actions import Action
from oocli.text.spelling import ask

_LARGEST_BLOCK = 16 * 1024 * 1024  # characters


@dataclass(frozen=True)
class Destination:
    """Where files go, and what onOffice is told of each.

    Attributes:
        module: module of the record, as the API spells it: ``estate``, ``agentsLog``.
        record: number of the record there.
        parameters: further parameters of the linking call, under the API's own names; a
            ``position`` is that of the first file.
        stems: parameters that are the name of the file, without its ending, unless given.
        look: command that lists the record's files, without ``oocli``; empty where there is none.
    """

    module: str
    record: int
    parameters: Mapping[str, Any]
    stems: tuple[str, ...] = ()
    look: str = ""

    def build_link(self, file: LocalFile, upload_id: str, *, before: int = 0) -> Action:
        """Return the action that links an upload, behind so many files that were linked before."""
        parameters = {
            "module": self.module,
            "relatedRecordId": self.record,
            "tmpUploadId": upload_id,
            "file": file.name,
            **dict.fromkeys(self.stems, Path(file.name).stem),
            **self.parameters,
        }
        if "position" in parameters:
            parameters["position"] += before
        return Action("do", "uploadfile", None, parameters=parameters)


def find_upload_call(catalogue: Catalogue) -> Call:
    """Return the call that uploads.

    Raises:
        UsageError: the catalogue has none.
    """
    call = catalogue.find("do", "uploadfile")
    if call is None:
        raise UsageError("The catalogue does not know do uploadfile")
    return call


def list_destinations(call: Call) -> tuple[str, ...]:
    """Return the modules whose records can have files: those with which a record has to be named."""
    return tuple(
        dict.fromkeys(
            module
            for rule in call.rules
            if "relatedRecordId" in rule.get("required", ())
            for module in _list_wanted(rule, "module")
        )
    )


def list_types(call: Call) -> list[str]:
    """Return the types that a file can have; those of links, which take no file, are left out."""
    links = {
        kind for rule in call.rules if "url" in rule.get("required", ()) for kind in _list_wanted(rule, "Art")
    }
    return [kind for kind in _list_all_types(call) if kind not in links]


def find_destination(catalogue: Catalogue, options: UploadOptions) -> Destination:
    """Return the destination that is asked for, checked unless that is declined.

    Raises:
        UsageError: no record is named, or several, or it cannot be right.
    """
    call = find_upload_call(catalogue)
    module, record = _find_record(options.records, list_destinations(call))
    if options.block is not None:
        _check_block(options.block)
    parameters = dict(options.parameters)
    if not options.no_validate:
        _check_type(call, module, parameters.get("Art", ""))
        _check_uniqueness(call, module, parameters, len(options.files))
    stems = tuple(known.name for known in call.parameters if module in known.stem_of_file)
    return Destination(module, record, parameters, stems, find_list_command(catalogue, module, record))


def _find_record(named: Sequence[tuple[str, int]], modules: Sequence[str]) -> tuple[str, int]:
    if len(named) != 1:
        options = " or ".join(f"--{module.lower()}" for module in [name for name, _ in named] or modules)
        raise UsageError(
            "Files go to one record" if named else "No record is named for the files",
            hint=f"Give {options} with its number",
        )
    ((module, record),) = named
    if record < 1:
        raise UsageError(f"--{module.lower()} takes the number of a record, not {record}")
    return module, record


def _check_block(size: int) -> None:
    if size % 4 or not 4 <= size <= _LARGEST_BLOCK:
        raise UsageError(
            f"--block-size takes a multiple of 4 up to {_LARGEST_BLOCK:,}, not {size}",
            why="Base64 has 4 characters for 3 bytes",
        )


def _check_type(call: Call, module: str, kind: str) -> None:
    """Refuse a type that there is not, and a file without one where one is needed."""
    types = list_types(call)
    is_needed = any(
        "Art" in rule.get("required", ()) and module in _list_wanted(rule, "module") for rule in call.rules
    )
    if kind in types or (not kind and not is_needed):
        return
    listed = f"The types are {', '.join(types)}"
    if not kind:
        raise UsageError(
            f"{_name_one(module).capitalize()}'s file needs a type",
            hint=f"Give --type; {listed[0].lower()}{listed[1:]}",
        )
    if kind in _list_all_types(call):
        raise UsageError(
            f"{kind} is the type of a link, which takes no file",
            hint=f"`oocli do uploadfile --module {module} --Art {kind} --url ...` stores a link",
        )
    near = ask(kind, types)
    raise UsageError(f"There is no file type {kind!r}{near and f', {near}'}", hint=listed)


def _check_uniqueness(call: Call, module: str, parameters: Mapping[str, Any], files: int) -> None:
    """Refuse to give several files what a record has only once."""
    if files < 2:
        return
    for known in call.parameters:
        value = parameters.get(known.name)
        if value in known.unique_values:
            owner = _name_one(module).capitalize()
            raise UsageError(f"{owner} has one {value}, and {files} files are given")
        if known.unique and value is not None:
            raise UsageError(f"--{known.name} is for one file, and {files} files are given")


def _name_one(module: str) -> str:
    known = list_modules().get(module)
    return known.one if known else module


def _list_all_types(call: Call) -> Sequence[str]:
    art = call.parameter("Art")
    return art.enum if art else ()


def _list_wanted(rule: Rule, name: str) -> Sequence[str]:
    """Return the values that a rule waits for."""
    wanted = rule.get("when", {}).get(name, ())
    return () if isinstance(wanted, str) else [value for value in wanted if value is not None]
