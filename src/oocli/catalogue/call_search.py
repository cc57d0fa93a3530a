"""Find calls by what people call them: by name, title, relation, parameter and note. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from oocli.catalogue import Call, Parameter
from oocli.catalogue.relations import RELATION_CALLS, list_relations
from oocli.catalogue.word_search import Finds, Texts, search


def search_calls(calls: Iterable[Call], words: Sequence[str]) -> Finds[Call]:
    """Find the calls that the words mean; of equally good finds a deprecated one comes last."""
    known = sorted(calls, key=lambda call: bool(call.deprecated)) if words else calls
    return search(known, words, texts=_list_texts)


def _list_texts(call: Call) -> Texts:
    """Return the texts of a call that are searched."""
    forms = (call, *call.variants.values())
    return Texts(
        call.name,
        " ".join(f"{form.title} {form.module}" for form in forms),
        " ".join(_list_topics(call)),
        (
            " ".join((*list_parameters(call), *call.default_fields)),
            " ".join(note for form in forms for note in form.notes),
        ),
    )


def _list_topics(call: Call) -> Iterator[str]:
    """Return the relation types that a call is documented for."""
    if call.parameter("relationtype") is not None:
        for relation in list_relations():
            if call.name in map(RELATION_CALLS.get, relation.documented_for):
                yield f"{relation.short} {relation.meaning}"


def list_parameters(call: Call) -> tuple[str, ...]:
    """Return the parameter names of all forms of a call, keys of objects dotted, each once."""
    forms = (call, *call.variants.values())
    return tuple(dict.fromkeys(name for form in forms for name in _list_names(form.parameters)))


def _list_names(parameters: Iterable[Parameter], prefix: str = "") -> Iterator[str]:
    for parameter in parameters:
        if not parameter.names_any_field:
            yield prefix + parameter.name
            if parameter.type == "object":
                yield from _list_names(parameter.properties, f"{prefix}{parameter.name}.")
