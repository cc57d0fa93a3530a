"""Ask the list of calls by words, verb or part of onOffice, and find what matches. Pure."""

from collections.abc import Iterable, Sequence
from shlex import quote
from typing import NamedTuple

from oocli.catalogue import VERBS, Call
from oocli.catalogue.call_search import list_parameters, search_calls
from oocli.catalogue.word_search import Finds
from oocli.errors import UsageError
from oocli.text.spelling import ask


class CallQuery(NamedTuple):
    """What is asked of the list of calls.

    Attributes:
        words: all must be found, or as many as possible; empty for every call.
        verb: only calls of this verb; empty for all.
        module: only calls of this part of onOffice; empty for all.
    """

    words: tuple[str, ...] = ()
    verb: str = ""
    module: str = ""


def find_calls(known: Sequence[Call], query: CallQuery) -> Finds[Call]:
    """Return the calls that match, best first.

    Raises:
        UsageError: there is no such verb or module.
    """
    verb, module = query.verb, query.module
    _check("verb", verb, VERBS)
    _check("module", module, list_parts(known))
    asked = [call for call in known if verb in ("", call.verb) and module in ("", call.module)]
    return search_calls(asked, query.words)


def list_parts(known: Iterable[Call]) -> list[str]:
    """Return the parts of onOffice that calls belong to, sorted."""
    return sorted({call.module for call in known})


def _check(name: str, value: str, known: Sequence[str]) -> None:
    """Refuse a verb or module that does not exist.

    Raises:
        UsageError: with the one that may have been meant.
    """
    if value and value not in known:
        near = ask(value, known)
        raise UsageError(
            f"There is no {name} {value!r}" + (f", {near}" if near else ""),
            hint=f"--{name} is one of {', '.join(known)}",
        )


def describe_nothing(calls: Sequence[Call], words: Sequence[str]) -> str:
    """Say that nothing was found, and which word may have been meant."""
    known = {name for call in calls for name in (*list_parameters(call), *call.title.split())}
    known |= {name for call in calls for name in (call.verb, call.resourcetype, call.module)}
    guesses = [ask(word, sorted(known)) for word in words]
    meant = next(filter(None, guesses), "")
    asked = " ".join(words)
    if not asked:
        return "No call matches that; `oocli calls` lists them all"
    lead = (
        f"; {meant}"
        if meant
        else f": `oocli fields --search {quote(asked)}` searches your own fields, `oocli calls` lists all"
    )
    return f"No call matches {asked!r}{lead}"
