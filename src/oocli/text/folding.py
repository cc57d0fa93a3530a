"""Words as people type them, made alike: letter case, accents, umlauts in either spelling, plurals. Pure."""

import re
import unicodedata
from functools import lru_cache

_DIGRAPHS = (("ae", "a"), ("oe", "o"), ("ue", "u"))  # Kaeufer, Käufer and Kaufer are one word
_WORDS = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_ENDINGS = ("innen", "ern", "en", "er", "es", "e", "n", "s")  # German and English plurals and cases
_STEM = 4  # letters that must remain of a word when its ending is removed
_REMEMBERED = 4096  # words: a search looks through ten thousand, two thirds of which it has met before


def fold(text: str) -> str:
    """Return a text in lower case, without accents, ``ß`` as ``ss`` and umlauts as their vowel."""
    bare = text.casefold()
    if not bare.isascii():  # most words are, and a search looks at thousands
        plain = unicodedata.normalize("NFKD", bare)
        bare = "".join(char for char in plain if not unicodedata.combining(char))
    for two, one in _DIGRAPHS:
        bare = bare.replace(two, one)
    return bare


def split_words(text: str) -> list[str]:
    """Return the folded words of a text; a name such as ``appointmentList`` as a whole and in its parts."""
    return [part for word in _WORDS.findall(text) for part in _split_word(word)]


@lru_cache(maxsize=_REMEMBERED)
def _split_word(word: str) -> tuple[str, ...]:
    parts = _CAMEL.findall(word)
    return tuple(map(fold, [word, *parts] if len(parts) > 1 else [word]))


@lru_cache(maxsize=_REMEMBERED)
def find_forms(word: str) -> frozenset[str]:
    """Return a folded word with and without the endings it may have; two that share one are the same word."""
    forms = {word}
    if word.endswith("ies"):
        forms.add(f"{word[:-3]}y")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            forms.add(word[: -len(ending)])
    return frozenset(forms)
