"""An onOffice of nothing but pages, in memory: it answers reads, and things happen in it meanwhile.

The sandbox answers like the real one; this one is small enough to be disturbed on purpose
and fast enough for a hundred thousand records.
"""

import json
import operator
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from oocli.wire.reply import Reply

_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "in": lambda value, values: value in values,
}


def make_records(ids: Iterable[int], **values: Any) -> dict[int, dict[str, Any]]:
    """Give records by their Id, each with the values besides."""
    return {number: {"Id": number, **values} for number in ids}


@dataclass
class PagedOffice:
    """A transport that answers reads of one module from a dict.

    Attributes:
        records: Id to elements; comparisons are made on these.
        before: is called with the number of each request, from 1, before it is answered.
        total: gives ``cntabsolute`` from the number of hits and of records in the page.
        most: greatest page; above it the default is given, as the API does.
        number: field that stands for the number of a record; any other unknown one is refused.
        unordered: field by which records come where no order is asked for; empty for the number.
        requests: the actions of each request that came.
    """

    records: dict[int, dict[str, Any]]
    before: Callable[[int], object] = lambda number: None
    total: Callable[[int, int], int | None] = lambda hits, _page: hits
    most: int = 500
    number: str = "Id"
    unordered: str = ""
    requests: list[list[dict[str, Any]]] = field(default_factory=list)
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def post(self, body: bytes) -> Reply:
        """Answer a request."""
        with self._one_at_a_time:
            actions = json.loads(body)["request"]["actions"]
            self.requests.append(actions)
            self.before(len(self.requests))
            results = [self._answer(action["resourcetype"], action["parameters"] or {}) for action in actions]
        answer = {"status": {"code": 200, "errorcode": 0, "message": "OK"}, "response": {"results": results}}
        return Reply(json.dumps(answer).encode())

    @property
    def parameters(self) -> list[dict[str, Any]]:
        """The parameters of every action that came."""
        return [action["parameters"] for request in self.requests for action in request]

    def _answer(self, kind: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        sort = parameters.get("sortby") or {self.unordered or self.number: "ASC"}
        if isinstance(sort, str):
            sort = {sort: parameters.get("sortorder", "ASC")}
        known = {self.number, "Id"} if self.number else set()
        known |= set().union(*self.records.values())
        for name in (*(parameters.get("filter") or {}), *sort):
            if name and self.records and name not in known:
                return {"data": [], "status": {"errorcode": 141, "message": f'Invalid field: "(0, {name})"'}}
        hits = [number for number in self.records if self._fits(number, parameters.get("filter") or {})]
        for name, direction in reversed(list(sort.items())):
            hits.sort(key=lambda number: self.records[number].get(name, number), reverse=direction == "DESC")
        limit = parameters.get("listlimit", 20)
        start = parameters.get("listoffset", parameters.get("listOffset", 0))
        page = hits[start : start + (limit if limit <= self.most else 20)]
        records = [{"id": number, "type": kind, "elements": self.records[number]} for number in page]
        meta = {"cntabsolute": self.total(len(hits), len(page))}
        return {"data": {"meta": meta, "records": records}, "status": {"errorcode": 0, "message": "OK"}}

    def _fits(self, number: int, conditions: Mapping[str, list[dict[str, Any]]]) -> bool:
        return all(
            _OPERATORS[condition["op"]](self.records[number].get(name, number), condition["val"])
            for name, listed in conditions.items()
            for condition in listed
        )
