"""Words as people type them, made alike: letter case, accents, umlauts in either spelling, plurals. Pure."""

import re
import unicodedata

_DIGRAPHS = (("ae", "a"), ("oe", "o"), ("ue", "u"))  # Kaeufer, Käufer and Kaufer are one word
_WORDS = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_ENDINGS = ("innen", "ern", "en", "er", "es", "e", "n", "s")  # German and English plurals and cases
_STEM = 4  # letters that must remain of a word when its ending is removed


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
    words: list[str] = []
    for word in _WORDS.findall(text):
        words.append(fold(word))
        parts = _CAMEL.findall(word)
        if len(parts) > 1:
            words += map(fold, parts)
    return words


def find_forms(word: str) -> frozenset[str]:
    """Return a folded word with and without the endings it may have; two that share one are the same word."""
    forms = {word}
    if word.endswith("ies"):
        forms.add(f"{word[:-3]}y")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            forms.add(word[: -len(ending)])
    return frozenset(forms)
