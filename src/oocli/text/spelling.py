"""Which name a misspelt word may have meant. Pure; knows no names of its own.

No guess is better than a bad one. A name is a guess if it takes few slips of the finger to get from it to
what was typed: a letter too many, too few or wrong, or two that changed places. The shorter of the two
decides how many: none for one or two letters (``undo`` is not ``do``); for three letters only two that
changed places, a doubled one, or one left out at the end; one slip for four and five letters, two for more.
From four letters on, the beginning of a name is a guess too.
"""

from collections.abc import Iterable

_MOST = 3  # guesses


def suggest(word: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return up to three of the names that look like the word, nearest first, letter case ignored."""
    typed = word.lower()
    near = []
    for name in dict.fromkeys(names):
        slips = _count_slips(typed, name.lower())
        if slips is not None:
            near.append((slips, name))
    return tuple(name for _, name in sorted(near, key=lambda guess: guess[0])[:_MOST])


def ask(word: str, names: Iterable[str]) -> str:
    """Return ``did you mean ...?`` for a misspelt word, or "" where no name is near."""
    near = suggest(word, names)
    return f"did you mean {' or '.join(near)}?" if near else ""


def _count_slips(typed: str, name: str) -> float | None:
    """Return how far the word is from the name, or None where it is too far for a guess."""
    shorter = min(len(typed), len(name))
    if typed == name:
        return 0
    if shorter <= 2:
        return None
    if name.startswith(typed) and (shorter >= 4 or len(name) == len(typed) + 1):
        return 0.5
    if shorter == 3:
        return 1 if set(typed) == set(name) and measure(typed, name) == 1 else None
    most = 1 if shorter <= 5 else 2
    if abs(len(typed) - len(name)) > most or len({*typed} ^ {*name}) > 2 * most:  # a slip changes two letters
        return None
    slips = measure(typed, name)
    return slips if slips <= most else None


def measure(one: str, other: str) -> int:
    """Return how many slips lie between two words: a letter inserted, left out, replaced, or two swapped."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        oldest, before, row = before, row, [place]
        for at, wanted in enumerate(other, 1):
            cost = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != wanted))
            if place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == wanted:
                cost = min(cost, oldest[at - 2] + 1)
            row.append(cost)
    return row[-1]
