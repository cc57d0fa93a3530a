"""The records that a copy needs of each module, with their links: the newest estates, and their addresses.

A module that the API user may not read, or a relation that the API does not give, is left out and reported.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from oocli.catalogue import Call, Catalogue
from oocli.catalogue.page_sizes import PAGE
from oocli.catalogue.relations import find_relation
from oocli.client import Client
from oocli.cloning.field_reading import ReadFields
from oocli.errors import ApiError
from oocli.fields.refused_fields import read_without_refused_fields
from oocli.paging.listing import Listing
from oocli.paging.walks import Extent, largest_page
from oocli.request.actions import Action

_CALLS = {"estate": "estate", "user": "user", "task": "task", "agentsLog": "agentslog"}
_PEOPLE = ("owner", "contactPerson", "buyer", "renter", "tenant", "interested")
_RELATIONS = (
    *(f"estate:address:{role}" for role in _PEOPLE),
    *("estate:estateUnit", "address:contact:address", "task:address", "task:estate"),
    *("agentsLog:address", "agentsLog:estate"),
)
_HALF_A_YEAR = timedelta(days=183)

Record = Mapping[str, Any]
Link = tuple[str, int, int]


class RecordReader:
    """Reads records of one account for a copy.

    Attributes:
        left_out: what could not be read, and why.
    """

    def __init__(
        self, client: Client, catalogue: Catalogue, fields: ReadFields, *, watch: Callable[[int], None]
    ) -> None:
        """Take what asks, and a function that takes the number of records so far after each page."""
        self.left_out: list[str] = []
        self._client = client
        self._catalogue = catalogue
        self._fields = fields
        self._watch = watch
        self._come = 0

    def read(self, most: int) -> tuple[dict[str, list[Record]], list[Link]]:
        """Return at most ``most`` records of each module, and the links between them.

        Raises:
            NetworkError: and everything else that ``Client.send`` raises, but for refusals.
        """
        newest = {"estate": {"sortby": {"Id": "DESC"}}}
        records = {
            module: self._read_module(module, resource, most, newest.get(module))
            for module, resource in _CALLS.items()
        }
        people = [link for role in _PEOPLE for link in self._read_links(f"estate:address:{role}", records)]
        records["address"] = self._read_addresses([child for _, _, child in people], most)
        links = [link for name in _RELATIONS[len(_PEOPLE) :] for link in self._read_links(name, records)]
        records["calendar"], further = self._read_appointments(most)
        numbers = {module: {_number(record) for record in listed} for module, listed in records.items()}
        return records, list(_keep_whole([*people, *links, *further], numbers))

    def _read_module(
        self, module: str, resource: str, most: int, parameters: Mapping[str, Any] | None = None
    ) -> list[Record]:
        call = self._find_call(resource)
        names = [name for name in self._fields.list_names(module) if module == "user" or name != "Nr"]
        if not names:
            self.left_out.append(f"{module}: this API user sees no fields of it")
            return []
        action = Action("read", resource, parameters={"data": names, **(parameters or {})})
        try:
            action = read_without_refused_fields(self._client, action, call, say=_pass_over)
            return self._list(call, action, most)
        except ApiError as refusal:
            self.left_out.append(f"{module}: {refusal.message}")
            return []

    def _list(self, call: Call, action: Action, most: int) -> list[Record]:
        before = self._come

        def watch(listing: Listing) -> None:
            self._come = before + listing.shown
            self._watch(self._come)

        if call.paging is not None:
            page = min(most, largest_page(call.paging))
            action = action._replace(parameters={**action.parameters, call.paging.limit: page})
        return list(Listing(self._client, call, action, Extent(limit=most), watch=watch))

    def _read_addresses(self, linked: Sequence[int], most: int) -> list[Record]:
        """Return the addresses of the estates, then others until there are enough."""
        wanted = list(dict.fromkeys(linked))[:most]
        found: dict[int, Record] = {}
        for start in range(0, len(wanted), PAGE):
            chunk = wanted[start : start + PAGE]
            read = self._read_module("address", "address", len(chunk), {"recordids": chunk})
            found |= {_number(record): record for record in read}
        if len(found) < most:
            for record in self._read_module("address", "address", most):
                if len(found) < most:
                    found.setdefault(_number(record), record)
        return list(found.values())

    def _read_links(self, name: str, records: Mapping[str, Sequence[Record]]) -> list[Link]:
        relation = find_relation(name)
        parents = [_number(record) for record in records.get(relation.parent, ())]
        links: list[Link] = []
        for start in range(0, len(parents), PAGE):
            parameters = {"relationtype": relation.urn, "parentids": parents[start : start + PAGE]}
            try:
                result = self._client.call(Action("get", "idsfromrelation", parameters=parameters))
            except ApiError as refusal:
                self.left_out.append(f"{name}: {refusal.message}")
                break
            links += [(relation.short, *pair) for pair in _list_pairs(result.records)]
        return links

    def _read_appointments(self, most: int) -> tuple[list[Record], list[Link]]:
        """Return the appointments of half a year before and after today, and what they are linked with."""
        today = datetime.fromtimestamp(self._client.now(), UTC)
        days = {"datestart": today - _HALF_A_YEAR, "dateend": today + _HALF_A_YEAR}
        parameters = {name: day.date().isoformat() for name, day in days.items()}
        action = Action(
            "read", "calendar", parameters={**parameters, "allusers": True, "showcancelled": True}
        )
        try:
            read = self._list(self._find_call("calendar"), action, most)
        except ApiError as refusal:
            self.left_out.append(f"calendar: {refusal.message}")
            return [], []
        links = [link for record in read for link in _list_appointment_links(record)]
        return [_as_fields(record) for record in read], links

    def _find_call(self, resource: str) -> Call:
        call = self._catalogue.find("read", resource)
        if call is None:
            raise LookupError(resource)
        return call


def _pass_over(_refusal: ApiError, _name: str) -> None:
    """Pass over in silence a field that ``get fields`` names and reads refuse: nobody can import it."""


def _number(record: Record) -> int:
    text = str(record.get("id"))
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0


def _list_pairs(records: Iterable[Record]) -> Iterator[tuple[int, int]]:
    """Return parent and child of each link in an answer."""
    for record in records:
        elements = record.get("elements")
        for parent, children in elements.items() if isinstance(elements, Mapping) else ():
            for child in children if isinstance(children, list) else ():
                if str(parent).isdecimal() and str(child).isdecimal():
                    yield int(parent), int(child)


def _list_appointment_links(record: Record) -> Iterator[Link]:
    elements = record.get("elements") or {}
    for name, kind in (
        ("assignedaddressids", "calendar:address"),
        ("assignedobjectids", "calendar:estate"),
        ("user_ids", "calendar:user"),
    ):
        for child in elements.get(name) or ():
            if str(child).isdecimal():
                yield kind, _number(record), int(child)


def _as_fields(record: Record) -> Record:
    """Return an appointment with the keys of its kind and resources, for which the call gives labels."""
    elements = dict(record.get("elements") or {})
    for name, source in (("art", "art"), ("ressources", "ressourcesWithKeys")):
        keyed = elements.get(source)
        keys = list(keyed) if isinstance(keyed, Mapping) else []
        elements[name] = keys if name == "ressources" else (keys[0] if keys else "")
    return {**record, "elements": elements}


def _keep_whole(links: Iterable[Link], numbers: Mapping[str, set[int]]) -> Iterator[Link]:
    """Return the links whose two ends are both copied."""
    for name, parent, child in dict.fromkeys(links):
        parts = name.split(":")
        sides = ("address", "address") if name == "address:contact:address" else (parts[0], parts[1])
        sides = ("estate", "estate") if name == "estate:estateUnit" else sides
        if parent in numbers.get(sides[0], ()) and child in numbers.get(sides[1], ()):
            yield name, parent, child
