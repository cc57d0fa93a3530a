"""The page of German words: what offices call things, and the calls, fields and errors that are meant."""

from collections.abc import Iterator
from itertools import groupby

from markdown_text import escape, write_table

from oocli.catalogue import Catalogue
from oocli.catalogue.thesaurus import list_words
from oocli.catalogue.usual_fields import list_usual_fields
from oocli.context import Context
from oocli.disk.directories import NOWHERE
from oocli.explanations.meanings import Meaning, find_meanings
from oocli.text.folding import fold

_VERB_ENDINGS = ("en", "ern", "eln")
_FIELDS, _MOST = 2, 5  # of what a word may mean: fields that are called so, and all together


def write_keywords(catalogue: Catalogue) -> Iterator[str]:
    """Give the page: a table for each letter, a row for each word."""
    yield "# Stichworte"
    yield (
        "German words, and the calls, fields, links and errors of the API that they lead to. The search of"
        " these pages finds them; so does the terminal, `ä` or `ae`, one or many: `oocli calls Eigentümer`,"
        " `oocli explain Kaltmiete`."
    )
    found = _find_all(Context(environ={"OOCLI_CACHE_DIR": str(NOWHERE)}, catalogue=catalogue))
    words = sorted((word for word in found if found[word]), key=lambda word: (fold(word), word))
    for letter, group in groupby(words, key=lambda word: fold(word)[0].upper()):
        rows = [(escape(word), ", ".join(map(_link, found[word]))) for word in group]
        yield f"## {letter}"
        yield write_table(("Word", "Leads to"), rows)


def _find_all(context: Context) -> dict[str, list[Meaning]]:
    """Give what each word leads to: labels to their fields, nouns and verbs of the thesaurus to all else."""
    fields: dict[str, list[Meaning]] = {}
    for field in list_usual_fields():
        if field.label and fold(field.label)[0].isalpha():
            meaning = Meaning(f"{field.module}.{field.name}", "field", field.label)
            fields.setdefault(field.label, []).append(meaning)
    spelt = {fold(label): label for label in reversed(fields)}
    found = {label: fields[label] for label in spelt.values()}
    for word in filter(_is_german, list_words()):
        own = found.get(spelt.get(fold(word), ""), [])
        meant = list(dict.fromkeys([*own[:_FIELDS], *find_meanings(context, [word], exactly=False)]))
        found[spelt.setdefault(fold(word), word)] = meant[:_MOST]
    return found


def _is_german(word: str) -> bool:
    """Say whether a word of the thesaurus is written as a German noun or verb."""
    return word[0].isupper() or not word.isascii() or (" " not in word and word.endswith(_VERB_ENDINGS))


def _link(meaning: Meaning) -> str:
    """Give the link to what is meant."""
    match meaning.kind, meaning.subject.split():
        case "field", [name]:
            return f"[`{name}`](reference/usual-fields.md#{name.partition('.')[0].lower()})"
        case "relation", [_, name]:
            return f"[`{name}`](calls/get.md#get-idsfromrelation)"
        case "error", [_, code]:
            return f"[error {code}](reference/errors.md#error-{code})"
        case _, [verb, resource]:
            return f"[`{verb} {resource}`](calls/{verb}.md#{verb}-{resource.lower()})"
    raise ValueError(f"no page explains {meaning.subject}")
