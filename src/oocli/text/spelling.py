"""What somebody may have meant who misspelt a name. Pure; knows no names of its own."""

from collections.abc import Iterable
from difflib import get_close_matches


def suggest(word: str, names: Iterable[str]) -> tuple[str, ...]:
    """Give up to three of the names that look like the word, nearest first, letter case ignored."""
    folded = {name.lower(): name for name in names}
    return tuple(folded[near] for near in get_close_matches(word.lower(), folded, n=3, cutoff=0.75))


def ask(word: str, names: Iterable[str]) -> str:
    """Give ``did you mean ...?`` for a misspelt word, or "" where no name is near."""
    near = suggest(word, names)
    return f"did you mean {' or '.join(near)}?" if near else ""
