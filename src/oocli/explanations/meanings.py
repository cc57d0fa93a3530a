"""What words may mean that are no exact name: fields, relations, calls and errors."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from oocli.catalogue import VERBS, Call
from oocli.catalogue.call_search import search_calls
from oocli.catalogue.error_codes import ErrorCode
from oocli.catalogue.error_search import search_errors
from oocli.catalogue.modules import list_modules
from oocli.catalogue.relations import Relation, search_relations
from oocli.catalogue.usual_fields import UsualField, list_usual_fields
from oocli.catalogue.word_search import Finds, Texts, search
from oocli.context import Context
from oocli.explanations.lines import align, write
from oocli.text.folding import fold

Item = TypeVar("Item")

_KINDS = ("field", "call", "relation", "error")  # order of finds that are equally near
_MOST = 10
_NAMED = 100  # for each word: by one of the words of its name
_NEAR, _NEXT = 300, 99  # for each word: by name or title; from the best: no text further on
_FARTHEST = 250  # from the best, in the costs of ``word_search``: two texts further on


class Meaning(NamedTuple):
    """One thing that a word may mean.

    Attributes:
        subject: what to type after ``oocli explain``.
        kind: ``field``, ``relation``, ``call`` or ``error``.
        title: what it is, in a few words.
    """

    subject: str
    kind: str
    title: str


def find_meanings(context: Context, words: Sequence[str], *, exactly: bool = True) -> list[Meaning]:
    """Return what the words may mean, most likely first: fields by name or label, relations, calls, errors.

    What has exactly that name is the only meaning, unless ``exactly`` is switched off: calls of a resource
    type, then fields by name or label.
    """
    fields = list(_list_fields(context))
    if exactly and (exact := _find_exactly(fields, words)):
        return [*_find_calls(context, words), *exact][:_MOST]
    found = [
        *_find_beside_calls(fields, words),
        *_rate(search_calls(context.catalogue, words), _describe_call),
    ]
    best = min((cost for cost, _ in found), default=0)
    return _order([(cost, item) for cost, item in found if cost <= best + _FARTHEST])[:_MOST]


def find_others(context: Context, words: Sequence[str]) -> list[Meaning]:
    """Return what the words may mean besides calls: fields and errors by name or title, relations by name."""
    fields = list(_list_fields(context))
    if exact := _find_exactly(fields, words):
        return exact
    found, typed = _find_beside_calls(fields, words), len(" ".join(words).split())
    most = min([_NEAR * typed, *(cost + _NEXT * typed for cost, _ in found)])
    near = [(cost, item) for cost, item in found if cost < most]
    return _order([(cost, item) for cost, item in near if item.kind != "relation" or cost < _NAMED * typed])


def _find_exactly(fields: Sequence[UsualField], words: Sequence[str]) -> list[Meaning]:
    wanted = fold(" ".join(words))
    return [
        _describe_field(field)
        for field in fields
        if wanted in (fold(field.name), fold(field.label), fold(field.english))
    ]


def _find_calls(context: Context, words: Sequence[str]) -> list[Meaning]:
    """Return the calls of the resource type that the words name."""
    wanted = fold(" ".join(words))
    names = [(verb, name) for verb in VERBS for name in context.catalogue.names(verb) if fold(name) == wanted]
    return [_describe_call(call) for verb, name in names if (call := context.catalogue.find(verb, name))]


def _find_beside_calls(fields: Sequence[UsualField], words: Sequence[str]) -> list[tuple[int, Meaning]]:
    return [
        *_rate(_search_fields(fields, words), _describe_field),
        *_rate(search_relations(words), _describe_relation),
        *_rate(search_errors(words), _describe_error),
    ]


def _search_fields(fields: Sequence[UsualField], words: Sequence[str]) -> Finds[UsualField]:
    """Find fields by the words themselves, which mostly suffice, or else by synonyms."""
    found = search(fields, words, texts=_list_texts, literally=True)
    return found if found.is_whole else search(fields, words, texts=_list_texts)


def _order(found: Sequence[tuple[int, Meaning]]) -> list[Meaning]:
    """Return the finds, nearest first."""
    return [item for _, item in sorted(found, key=lambda pair: (pair[0], _KINDS.index(pair[1].kind)))]


def write_meanings(context: Context, words: Sequence[str], found: Sequence[Meaning]) -> None:
    """Write what the words may mean, each with the command that explains it."""
    rows = [(f"oocli explain {item.subject}", f"{item.kind}: {item.title}") for item in found]
    lines = [f"{' '.join(words)} may be one of these:", *align(context, rows)]
    write(context, map(_build_record, found), lines)


def list_names(context: Context) -> Iterator[str]:
    """Return the names of fields and resource types, for a guess."""
    for field in _list_fields(context):
        yield field.name
    for verb in VERBS:
        yield from context.catalogue.names(verb)


def _rate(found: Finds[Item], describe: Callable[[Item], Meaning]) -> list[tuple[int, Meaning]]:
    """Return the finds that have all words, each with its distance from what was typed."""
    if not found.is_whole:
        return []
    return [(cost, describe(item)) for item, cost in zip(found.items, found.costs, strict=True)]


def _list_texts(field: UsualField) -> Texts:
    return Texts(field.name, f"{field.label} {field.english}")


def _describe_relation(relation: Relation) -> Meaning:
    return Meaning(f"relation {relation.short}", "relation", relation.meaning)


def _describe_call(call: Call) -> Meaning:
    return Meaning(call.name, "call", call.title)


def _describe_error(error: ErrorCode) -> Meaning:
    return Meaning(f"error {error.code}", "error", error.message)


def _list_fields(context: Context) -> Iterator[UsualField]:
    """Return the fields of each module as this customer has them, or else as they usually are."""
    usual: dict[str, dict[str, UsualField]] = {}
    for field in list_usual_fields():
        usual.setdefault(field.module, {})[field.name] = field
    for module in list_modules():
        known = usual.get(module, {})
        configuration = context.load_fields(module)
        if configuration is None:
            yield from known.values()
            continue
        for own in configuration:
            english = known[own.name].english if own.name in known else ""
            yield UsualField(module, own.name, own.type, own.label, english)


def _describe_field(field: UsualField) -> Meaning:
    return Meaning(f"{field.module}.{field.name}", "field", field.label)


def _build_record(item: Meaning) -> dict[str, Any]:
    elements = {"kind": item.kind, "title": item.title, "command": f"oocli explain {item.subject}"}
    return {"id": item.subject, "type": "meaning", "elements": elements}
