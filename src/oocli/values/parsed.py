"""The result of reading a text as a value: the value, or why there is none.

Pure data, shared by every kind of value.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

_LONGEST = 60  # characters of a text in a sentence


class Refusal(NamedTuple):
    """Why a text is not a value of a kind.

    Attributes:
        expected: the kind, with its article: ``a number``, ``a date``.
        advice: how to write it, a clause that follows a semicolon; may be empty.
        readings: what the text could mean, or what was tried and failed.
        why: the obstacle, a clause; empty if that is plain.
    """

    expected: str
    advice: str = ""
    readings: tuple[str, ...] = ()
    why: str = ""

    def describe(self, given: Any) -> str:
        """Return one sentence about a given text, without a full stop."""
        shown = shorten(given)
        if len(self.readings) > 1:
            return _join(f"{shown} could be {' or '.join(self.readings)}", self.advice)
        tried = f" ({self.readings[0]})" if self.readings else ""
        why = f": {self.why}" if self.why else ""
        return _join(f"{shown} is not {self.expected}{tried}{why}", self.advice)


class Reading(NamedTuple):
    """A text as a value.

    Attributes:
        value: what the API gets; meaningless if it is refused.
        refusal: why the text is no such value, or None.
        doubt: a warning about a value that can be sent, a sentence; mostly empty.
    """

    value: Any
    refusal: Refusal | None = None
    doubt: str = ""


class Unread(str):
    """A text that could not be read as the value of its place, where it stays as it was typed.

    So everything that is wrong with an action can be reported at once, and ``--no-validate`` sends it.

    Attributes:
        problem: what is wrong, one sentence that names the place.
        kind: what it is not: ``a number``; empty if unknown.
        cause: place and reason, where other texts cannot be read for the same reason; else empty.
    """

    problem: str
    kind: str
    cause: str

    def __new__(cls, text: str, problem: str, kind: str = "", cause: str = "") -> "Unread":
        """Take the text, and what is wrong with it."""
        made = super().__new__(cls, text)
        made.problem, made.kind, made.cause = problem, kind, cause
        return made

    @classmethod
    def of(cls, given: Any, place: str, refusal: Refusal, *, note: str = "") -> "Unread":
        """Make it from what was given in a place, why it is refused, and a reason that others share."""
        text = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False, default=str)
        sentence = f"{place}: {refusal.describe(given)}"
        if not note:
            return cls(text, sentence, refusal.expected)
        return cls(text, f"{sentence} ({note})", refusal.expected, f"{place}: {note}")


def list_unread(value: Any) -> Iterator[Unread]:
    """Return every text inside a JSON value that could not be read, in order."""
    if isinstance(value, Unread):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from list_unread(item)
    elif isinstance(value, list):
        for item in value:
            yield from list_unread(item)


def refuse(expected: str, advice: str = "", *, readings: tuple[str, ...] = (), why: str = "") -> Reading:
    """Return a reading that failed."""
    return Reading(None, Refusal(expected, advice, readings, why))


def shorten(given: Any) -> str:
    """Return a text in quotes, anything else as JSON, short enough for a sentence."""
    text = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False, default=str)
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
    return repr(text) if isinstance(given, str) else text


def _join(sentence: str, advice: str) -> str:
    return f"{sentence}; {advice}" if advice else sentence
