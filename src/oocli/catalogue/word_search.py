"""Find things that have a name, a title and further texts by any words that people use for them. Pure.

A word is looked for in the name first, then in the title, then in the further texts; each time as it was
typed, in its other forms, and as what it may mean according to the thesaurus. The better the place, the
earlier the find. All words must be found; if no thing has all of them, those that have most are given.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from oocli.catalogue import VERBS
from oocli.catalogue.thesaurus import Thesaurus, read_thesaurus
from oocli.text.folding import find_forms, fold, split_words

Item = TypeVar("Item")

_SHORTEST = 3  # letters that a word needs before it is looked for inside others
_LONG = 6  # letters that an API name needs before it is looked for inside parameters
_PLACE = 100  # cost of each earlier text in which the word was not found; more than any distance
_PART = 50  # cost of a find inside another word
_VERBS = frozenset(VERBS)


class Texts(NamedTuple):
    """What is searched of a thing; all may be empty.

    Attributes:
        name: as it is typed.
        title: what it is, in a few words.
        topics: what else it has to do with, in words.
        details: names and sentences that people seldom look for, better ones first.
    """

    name: str
    title: str = ""
    topics: str = ""
    details: tuple[str, ...] = ()


class _Word(NamedTuple):
    """One word that is looked for, folded: as typed, its forms, and what it may mean with the distance."""

    text: str
    forms: frozenset[str]
    meanings: Mapping[str, int]
    names: tuple[str, ...]

    @property
    def weight(self) -> int:
        """How much it says: what somebody wants to do says less than what they want to do it with."""
        return 1 if set(self.names) & _VERBS else 2


_Layers = Sequence[tuple[str, frozenset[str]]]  # each text as a whole, and the forms of its words


@dataclass(frozen=True)
class Finds(Generic[Item]):
    """What a search found.

    Attributes:
        items: the best first.
        costs: how far from its name the words were found in each, and how exactly; 0 is the name itself.
        is_whole: whether the items have all of the words, or else most of them.
    """

    items: Sequence[Item]
    costs: Sequence[int]
    is_whole: bool = True


def search(
    items: Iterable[Item], words: Sequence[str], *, texts: Callable[[Item], Texts], literally: bool = False
) -> Finds[Item]:
    """Find the items that the words mean; ``literally`` ignores what else they may mean.

    Words that no item has are split into known ones (``Objektfotos``).
    """
    known = [(item, _read_layers(texts(item))) for item in items]
    thesaurus = read_thesaurus()
    typed = _read_words(words, thesaurus)
    if not typed:
        return Finds([item for item, _ in known], [0] * len(known))
    if literally:
        return _search(known, [_Word(word, find_forms(word), {}, ()) for word in typed])
    found = _search(known, [_build_word(word, thesaurus) for word in typed])
    if found.items:
        return found
    parts = [part for word in typed for part in thesaurus.split(word)]
    return found if not parts else _search(known, [_build_word(part, thesaurus) for part in parts])


def _search(known: Sequence[tuple[Item, _Layers]], words: Sequence[_Word]) -> Finds[Item]:
    ranked = [(_rank(layers, words), item) for item, layers in known]
    least = min((missed for (missed, _), _ in ranked), default=0)
    if least == sum(word.weight for word in words):
        return Finds((), (), is_whole=False)
    hits = [(cost, item) for (missed, cost), item in ranked if missed == least]
    hits.sort(key=lambda hit: hit[0])
    return Finds([item for _, item in hits], [cost for cost, _ in hits], is_whole=least == 0)


def _rank(layers: _Layers, words: Sequence[_Word]) -> tuple[int, int]:
    """Return the weight of the words that are not found, and the cost of the others."""
    costs = [(_measure(layers, word), word.weight) for word in words]
    return (
        sum(weight for cost, weight in costs if cost is None),
        sum(cost for cost, _ in costs if cost is not None),
    )


def _measure(layers: _Layers, word: _Word) -> int | None:
    """Return the cost of the best place at which the word is found, or None."""
    for number, (text, forms) in enumerate(layers):
        cost = number * _PLACE
        if word.forms & forms:
            return cost
        if meant := word.meanings.keys() & forms:
            return cost + 1 + min(word.meanings[form] for form in meant)
        if len(word.text) >= _SHORTEST and word.text in text:
            return cost + _PART
        if not forms and any(len(name) >= _LONG and name in text for name in word.names):
            return cost + _PART + 1
    return None


@lru_cache(maxsize=4096)  # repeated searches, as for the page of German words, use the same texts
def _read_layers(texts: Texts) -> _Layers:
    return tuple(_list_layers(texts))


def _list_layers(texts: Texts) -> Iterator[tuple[str, frozenset[str]]]:
    """Return the layers in their order; parts of a name such as ``appointmentList`` come behind the whole."""
    whole = frozenset().union(*map(find_forms, fold(texts.name).replace(":", " ").split()))
    parts = frozenset().union(*map(find_forms, split_words(texts.name)))
    yield "", whole
    yield fold(texts.name), parts
    for text in (texts.title, texts.topics):
        yield fold(text), frozenset().union(*map(find_forms, split_words(text)))
    for text in texts.details:
        yield fold(text), frozenset()


def _read_words(words: Sequence[str], thesaurus: Thesaurus) -> list[str]:
    """Return the words that say something, folded; several that together name one thing count as one."""
    typed = [word for text in words for word in fold(text).split()]
    joined = "".join(typed)
    if len(typed) > 1 and thesaurus.knows(joined):
        return [joined]
    return [word for word in typed if word not in thesaurus.stop] or typed


def _build_word(word: str, thesaurus: Thesaurus) -> _Word:
    return _Word(word, find_forms(word), thesaurus.expand(word), thesaurus.find_names(word))
