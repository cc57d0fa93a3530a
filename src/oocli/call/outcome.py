"""What a write did, in a sentence: words from the catalogue, values from the action and its answer. Pure.

The API answers most writes with ``id 0`` and ``success``, which tells nobody what happened. A call
of the catalogue has a sentence with placeholders (``done``), and the command that shows what was written
(``look``). A placeholder is ``{name}`` or ``{object.name}``:

- a parameter; ``resourceid``, ``resourcetype`` and ``id`` (of the record that came); ``answer.name``:
  an element of it; ``fields``: the names of all that was set and is not said otherwise; ``parent``,
  ``child`` and ``relation`` of a relation type;
- ``{name|yes|no}``: one of two words, depending on a value that is true or not.

A part in square brackets is left out if a value in it is missing.
"""

import json
import re
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from oocli.catalogue import Call
from oocli.catalogue.relations import list_relations
from oocli.request.actions import Action
from oocli.text.durations import describe_duration
from oocli.text.lazy_pattern import lazy_pattern
from oocli.text.visible import make_visible

_PLACE = lazy_pattern(r"\{([^{}|]+)(?:\|([^{}|]*)\|([^{}|]*))?\}")
_OPTION = lazy_pattern(r"\[([^\[\]]*)\]")

# If the catalogue has no sentence, or does not know the call.
_PLAIN = {
    "create": "{resourcetype} {id} created",
    "modify": "{resourcetype} {resourceid} changed[: {fields}]",
    "delete": "{resourcetype} {resourceid} deleted",
}
_PLAINEST = "{verb} {resourcetype}: done"

_DONE = {"create": "created", "modify": "changed", "delete": "deleted"}
_NOT_DONE = {
    "error": ("was refused", "were refused"),
    "unknown": ("has an unknown outcome", "have an unknown outcome"),
    "skipped": ("was not sent", "were not sent"),
    "unchanged": ("changes nothing", "change nothing"),
}

_SAYS_NOTHING = ("success", "result")
_NAMED = 5  # of a list
_LONGEST = 60  # characters of a value


class WriteOutcome(NamedTuple):
    """What there is to say about a write.

    Attributes:
        sentence: what happened.
        look: command that shows it, without ``oocli``; may be empty.
        facts: elements of the answer that the sentence does not say; mostly none.
    """

    sentence: str
    look: str
    facts: Mapping[str, Any]


def describe_write(
    call: Call, action: Action, records: Sequence[Mapping[str, Any]], *, kept: Collection[str] = ()
) -> WriteOutcome:
    """Return what a successful write did.

    ``records`` are the API's answer; ``kept`` are fields that are known to have had these values.
    """
    values = _Values(action, records[0] if records else {})
    template = call.done or _PLAIN.get(call.verb, _PLAINEST)
    places = _list_places(template)
    said = {*places, "relationtype"} if "parent" in places else set(places)
    if kept and not values.list_fields(said.union(kept)):
        template = template.replace(" changed", " keeps its values")
    else:
        said |= set(kept)
    sentence = values.fill(template, said)
    elements = values.elements
    facts = {
        name: value
        for name, value in elements.items()
        if f"answer.{name}" not in places
        and not (name in _SAYS_NOTHING and value == "success")
        and not (name in action.parameters and action.parameters[name] == value)
    }
    look = values.fill(call.look, set()) if values.find("id") or "{id}" not in call.look else ""
    return WriteOutcome(sentence[:1].upper() + sentence[1:], look, facts)


def describe_writes(
    call: Call, noun: Sequence[str], counts: Mapping[str, int], seconds: float, *, done: str = ""
) -> str:
    """Return as a sentence what became of many rows of one call, by status, and how long that took.

    ``298 of 300 estates were changed in 12 seconds; 2 were refused.`` ``noun`` is what the call
    writes, one and several of them; empty counts rows. ``done`` says what was done where the call's verb
    does not.
    """
    one, many = noun or ("row", "rows")
    carried, total = counts.get("ok", 0), sum(counts.values())
    of_all = f"{carried:,} of {total:,} {one if total == 1 else many}"
    what = of_all if carried < total else f"{total:,} {one if total == 1 else many}"
    verb = done or (_DONE.get(call.verb, "done") if noun else "done")
    others = [
        f"{counts[status]:,} {singular if counts[status] == 1 else plural}"
        for status, (singular, plural) in _NOT_DONE.items()
        if counts.get(status)
    ]
    rest = f"; {', '.join(others)}" if others else ""
    return f"{what} {'was' if carried == 1 else 'were'} {verb} in {describe_duration(seconds)}{rest}."


def _list_places(template: str) -> list[str]:
    return [match[1] for match in _PLACE.finditer(template)]


class _Values:
    """The values of one action and of the record that answered it."""

    def __init__(self, action: Action, record: Mapping[str, Any]) -> None:
        self._action = action
        self._record = record
        elements = record.get("elements")
        self.elements: Mapping[str, Any] = elements if isinstance(elements, Mapping) else {}

    def fill(self, template: str, said: set[str]) -> str:
        """Put the values into a template; ``said`` are the placeholders that ``fields`` need not name."""
        fields = _join(self.list_fields(said))

        def put(match: re.Match[str]) -> str:
            name, yes, no = match.groups()
            value = fields if name == "fields" else self.find(name)
            if yes is not None:
                return yes if value and value not in ("0", "false") else no
            return _write(value)

        def keep(match: re.Match[str]) -> str:
            names = _list_places(match[1])
            given = all(fields if name == "fields" else _write(self.find(name)) for name in names)
            return match[1] if given else ""

        return re.sub(r"  +", " ", _PLACE.sub(put, _OPTION.sub(keep, template))).strip()

    def find(self, name: str) -> Any:
        """Return the value of a placeholder, or None."""
        if name in ("verb", "resourcetype", "resourceid"):
            return getattr(self._action, name)
        if name == "id":
            return self._record.get("id") or None
        if name in ("parent", "child", "relation"):
            return self._find_relation(name)
        root: Any = self._action.parameters
        if name.startswith("answer."):
            root, name = self.elements, name.removeprefix("answer.")
        for part in name.split("."):
            root = root.get(part) if isinstance(root, Mapping) else None
        return root

    def _find_relation(self, name: str) -> str:
        urn = self._action.parameters.get("relationtype")
        found = next((relation for relation in list_relations() if relation.urn == urn), None)
        if found is None:
            return str(urn) if name == "relation" else "record"
        return found.short if name == "relation" else str(getattr(found, name))

    def list_fields(self, said: Container[str]) -> list[str]:
        """Return the names of what was set, without those that are said otherwise."""
        return [name for name in self._list_names() if name not in said]

    def _list_names(self) -> Iterator[str]:
        for name, value in self._action.parameters.items():
            if name == "extendedclaim":
                continue
            if isinstance(value, Mapping) and value:
                yield from (inner if name == "data" else f"{name}.{inner}" for inner in value)
            else:
                yield name


def _write(value: Any) -> str:
    """Return a value as a few words on one line; empty for none."""
    if value is None or value == "":
        return ""
    if isinstance(value, list):
        return _join([_write(item) for item in value])
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    shown = make_visible(text)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"


def _join(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    listed = ", ".join(map(make_visible, names if more <= 1 else names[:_NAMED]))
    return listed if more <= 1 else f"{listed} and {more} more"
