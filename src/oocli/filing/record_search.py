"""Which records there are: by their numbers, and by values of a field that names begin with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from oocli.errors import UsageError
from oocli.filing.folders import list_beginnings
from oocli.live.reading_ahead import LiveLookup
from oocli.paging.listing import Listing
from oocli.paging.walks import Extent
from oocli.request.actions import Action
from oocli.text.letter_case import fold_case, list_forms
from oocli.text.spelling import ask

if TYPE_CHECKING:
    from oocli.catalogue import Call, Catalogue, ReadBack
    from oocli.client import Client

_MOST = 500  # values in one reading
_NAMED = 5  # records in a message


class Way(NamedTuple):
    """How the records of a module are read.

    Attributes:
        call: the call.
        back: how it is asked for some of them.
    """

    call: Call
    back: ReadBack


def find_module(modules: Sequence[str], name: str) -> str:
    """Return a module that takes files as the API spells it.

    Raises:
        UsageError: there is none of that name.
    """
    folded = {module.lower(): module for module in modules}
    if name.lower() in folded:
        return folded[name.lower()]
    near = ask(name, folded)
    raise UsageError(
        f"There are no files of {name!r}{near and f', {near}'}"
        if name
        else "--to says which records are meant",
        hint=f"Give --to with one of {', '.join(folded)}",
    )


def find_way(catalogue: Catalogue, module: str) -> Way | None:
    """Return how the records of a module are read; None where they cannot be found by anything."""
    changes = catalogue.find("modify", module.lower())
    back = changes.read_back if changes is not None else None
    call = catalogue.find("read", back.resourcetype) if back is not None else None
    return Way(call, back) if call is not None and back is not None else None


def find_missing(client: Client, way: Way, module: str, numbers: Iterable[int]) -> set[int]:
    """Return the numbers that no record of a module has, or none that may be read.

    Raises:
        OocliError: they cannot be read.
    """
    usual = (way.call.default_fields or (way.back.field,))[0]
    lookup = LiveLookup(client, way.back, usual, lambda _action: ())
    wanted = ((number, Action("modify", module.lower(), number)) for number in dict.fromkeys(numbers))
    return {seen.row for seen in lookup.find(wanted) if seen.elements is None}


def find_by_field(client: Client, way: Way, name: str, values: Iterable[str]) -> Mapping[str, Sequence[int]]:
    """Return the numbers of the records that have one of these values in a field, by ``fold_value``.

    Raises:
        OocliError: they cannot be read.
    """
    found: dict[str, list[int]] = {}
    listed = list(dict.fromkeys(form for value in values for form in list_forms(value)))
    for start in range(0, len(listed), _MOST):
        condition = [{"op": "in", "val": listed[start : start + _MOST]}]
        parameters: dict[str, Any] = {"data": [name], "filter": {name: condition}}
        search = Action("read", way.back.resourcetype, parameters=parameters)
        for record in Listing(client, way.call, search, Extent(every=True)):
            elements = record.get("elements")
            value = elements.get(name) if isinstance(elements, Mapping) else None
            if value not in (None, ""):
                found.setdefault(fold_value(value), []).append(int(record["id"]))
    return found


def fold_value(value: object) -> str:
    """Return a value so that it is equal in any case of its letters."""
    return fold_case(str(value).strip())


def choose_record(
    names: Sequence[str], known: Mapping[str, Sequence[int]], *, field: str, module: str
) -> int:
    """Return the record that names of a file and its directories say, by the longest value of a field.

    The last name, of the directory that was given, counts only where no other says anything.

    Raises:
        UsageError: none is found, or several are.
    """
    values = [_find_beginning(name, known) for name in names]
    return take_one([value for value in values[:-1] or values if value] or values[-1:], known, field, module)


def take_one(values: Sequence[str], known: Mapping[str, Sequence[int]], field: str, module: str) -> int:
    """Return the one record that has these values in a field.

    Raises:
        UsageError: there is none, or there are several.
    """
    numbers = list(dict.fromkeys(number for value in values for number in known.get(fold_value(value), ())))
    if not numbers:
        said = " or ".join(filter(None, values)) or "a value that its name begins with"
        raise UsageError(f"no {module.lower()} has {said} in {field}")
    if len(numbers) > 1:
        listed = ", ".join(map(str, numbers[:_NAMED]))
        told = " or ".join(dict.fromkeys(values))
        raise UsageError(f"{len(numbers)} records have {field} {told}: {module.lower()} {listed}")
    return numbers[0]


def _find_beginning(name: str, known: Mapping[str, Sequence[int]]) -> str:
    return next((part for part in list_beginnings(name) if fold_value(part) in known), "")
