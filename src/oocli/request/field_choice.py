"""Which fields ``--fields`` names: ``@default``, ``@all``, and single ones added or removed. Pure."""

from collections.abc import Callable, Sequence

from oocli.errors import UsageError

ALL, DEFAULT = "@all", "@default"
_SIGNS = ("+", "-")


def names_all(texts: Sequence[str]) -> bool:
    """Say whether every field is asked for; the API may refuse some of them."""
    return ALL in _split(texts)


def choose_fields(
    texts: Sequence[str], *, default: Sequence[str], list_all: Callable[[], Sequence[str]]
) -> tuple[str, ...]:
    """Return the names of fields that ``--fields`` texts mean, each once, in order.

    Each text has names joined by commas: ``@default`` for the usual ones, ``@all`` for all that
    the customer has, ``+lage`` to add one, ``-lage`` to remove one. A text that begins with a sign starts
    from the usual ones.

    Raises:
        UsageError: there is no such group, a field to remove is not there, or nothing is left.
    """
    words = _split(texts)
    if not words:
        return ()
    chosen = dict.fromkeys(default if words[0][:1] in _SIGNS else ())
    for word in words:
        if word in (ALL, DEFAULT):
            chosen |= dict.fromkeys(list_all() if word == ALL else default)
        elif word.startswith("@"):
            raise UsageError(f"--fields does not know {word}", hint=f"It has {DEFAULT} and {ALL}")
        elif word.startswith("-"):
            _take_away(chosen, word[1:])
        else:
            chosen[word.removeprefix("+")] = None
    if not chosen:
        raise UsageError("--fields leaves out every field", hint="Name one, for example --fields Id")
    return tuple(chosen)


def _split(texts: Sequence[str]) -> list[str]:
    return [word for text in texts for part in text.split(",") if (word := part.strip())]


def _take_away(chosen: dict[str, None], name: str) -> None:
    if name not in chosen:
        listed = ", ".join(list(chosen)[:12]) or "none"
        raise UsageError(f"--fields cannot leave out {name}: it is not there", why=f"So far: {listed}")
    del chosen[name]
