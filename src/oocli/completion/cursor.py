"""Where the cursor is on a command line, and what may be typed there.

A node is a command or a group of them, in the shape of ``words.json``::

    {"help": text, "options": [option], "arguments": [argument],
     "commands": {word: node}, "forms": {word: node}, "entry": catalogue entry}

all keys optional; ``verb`` marks a group whose commands are the calls of the catalogue. An
option has ``flags``, ``help``, and if it takes a value ``value`` (its placeholder) and what
``values.list_values`` needs; an argument has the latter, and ``many`` if it may be repeated.
"""

from __future__ import annotations

from oocli.completion.value_sources import list_permitted, list_values, match
from oocli.request.option_names import list_options, name_flags, takes_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from oocli.completion.names import Names

_LONGEST_HELP = 80


class Cursor:
    """The part of the line before the cursor, taken in word by word."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._node: dict[str, Any] = names.words
        self._arguments: list[str] = []
        self._waiting: dict[str, Any] | None = None
        self._only_arguments = False

    def take(self, word: str) -> None:
        """Take in the next word before the cursor."""
        if self._waiting is not None:
            self._keep(self._waiting, word)
            self._waiting = None
        elif self._only_arguments or not word.startswith("-") or word == "-":
            self._enter(word)
        elif word == "--":
            self._only_arguments = True
        else:
            self._take_option(word)

    def offer(self, text: str) -> list[tuple[str, str]]:
        """Return what may be typed at the cursor and begins as typed, each with its meaning."""
        if self._waiting is not None:
            return self._list_values(self._waiting, text)
        if text.startswith("-") and not self._only_arguments:
            return self._offer_options(text)
        found = self._offer_words(text)
        return found or ([] if text or self._only_arguments else self._offer_options("--"))

    def _take_option(self, word: str) -> None:
        flag, equals, value = word.partition("=")
        option = self._find_option(flag)
        if option is None or "value" not in option:
            self._names.profile = "sandbox" if word == "--sandbox" else self._names.profile
        elif equals:
            self._keep(option, value)
        else:
            self._waiting = option

    def _keep(self, option: Mapping[str, Any], value: str) -> None:
        """Remember the value of an option that matters for what follows."""
        if option.get("source") == "profiles":
            self._names.profile = value
        self._choose_form(value if "--resourceid" in option["flags"] else "")

    def _enter(self, word: str) -> None:
        """Go into the command that a word names, or keep the word as an argument."""
        inner = self._find_command(word)
        if inner is not None:
            self._node = inner
        else:
            self._arguments.append(word)
            self._choose_form(word)

    def _choose_form(self, word: str) -> None:
        self._node = self._node.get("forms", {}).get(word, self._node)

    def _find_command(self, word: str) -> dict[str, Any] | None:
        if self._arguments:
            return None
        verb = self._node.get("verb")
        if not verb:
            found: dict[str, Any] | None = self._node.get("commands", {}).get(word)
            return found
        entry = self._names.call(verb, word)
        return _build_call(entry, self._names.words) if entry is not None else {"arguments": []}

    def _offer_words(self, text: str) -> list[tuple[str, str]]:
        verb = self._node.get("verb")
        if verb:
            return match(self._names.resources(verb).items(), text)
        commands = self._node.get("commands")
        if commands:
            return match([(word, node["help"]) for word, node in commands.items()], text)
        known = self._node.get("arguments", ())
        at = min(len(self._arguments), len(known) - 1)
        if not known or (at < len(self._arguments) and not known[at].get("many")):
            return []
        return self._list_values(known[at], text)

    def _list_values(self, option: Mapping[str, Any], text: str) -> list[tuple[str, str]]:
        entry = self._node.get("entry", {})
        return _shorten(list_values(option, text, entry, self._names, self._arguments))

    def _offer_options(self, text: str) -> list[tuple[str, str]]:
        flag, equals, value = text.partition("=")
        if equals and text.startswith("--"):
            option = self._find_option(flag)
            values = self._list_values(option, value) if option and "value" in option else []
            return [(f"{flag}={value}", summary) for value, summary in values]
        flags = [(name, option["help"]) for option in self._list_options() for name in option["flags"]]
        return _shorten(match(flags, text))

    def _find_option(self, flag: str) -> dict[str, Any] | None:
        return next((option for option in self._list_options() if flag in option["flags"]), None)

    def _list_options(self) -> Iterator[dict[str, Any]]:
        """Return the options that are accepted here; a command's own before the common ones."""
        own = self._node.get("options", ())
        taken = {flag for option in own for flag in option["flags"]}
        yield from own
        for option in self._names.words["common"]:
            if taken.isdisjoint(option["flags"]):
                yield option


def _shorten(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Cut the meanings of values to one line of a list."""
    return [(value, summary.replace("\n", " ")[:_LONGEST_HELP]) for value, summary in pairs]


# Calls


def _build_call(entry: dict[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    """Return the node of a call: its ID, oocli's own options for it, its parameters, its forms."""
    forms = {name: {**entry, **form} for name, form in (entry.get("variants") or {}).items()}
    every = {item["name"]: item for form in forms.values() for item in form.get("parameters") or ()}
    whole = {**entry, "parameters": list(every.values())} if forms else entry
    node = _build_form(whole, words)
    node["forms"] = {
        name: {**_build_form(form, words, name), "arguments": []} for name, form in forms.items()
    }
    return node


def _build_form(entry: dict[str, Any], words: Mapping[str, Any], name: str = "") -> dict[str, Any]:
    parameters = [found for item in entry.get("parameters") or () for found in list_options(item, _look)]
    options = [_build_option(name, item) for name, item in parameters]
    taken = {flag for option in options for flag in option["flags"]}
    own = [option for option in _find_own(entry, words, name) if taken.isdisjoint(option["flags"])]
    return {"entry": entry, "options": [*own, *options], "arguments": [{"source": "ids"}]}


def _find_own(entry: Mapping[str, Any], words: Mapping[str, Any], form: str) -> list[dict[str, Any]]:
    """Return oocli's own options of a call or form; for a newly added one, all that its verb has."""
    calls = words["calls"].get(entry["verb"], {})
    known = calls.get(entry["resourcetype"])
    if known:
        flags = known.get("forms", {}).get(form, known["own"])
    else:
        flags = [flag for call in calls.values() for flag in call["own"]]
    own = [option for option in words["own"] if entry["verb"] in option["verbs"]]
    return [option for option in own if option["flags"][-1] in flags]


def _look(item: Mapping[str, Any]) -> tuple[str, str, Iterable[Mapping[str, Any]]]:
    return item["name"], item.get("type", "any"), item.get("properties") or ()


def _build_option(name: str, item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the option of a parameter, or of one of its keys."""
    kind = item.get("type", "any")
    flags = list(name_flags(name, kind))
    summary = item.get("summary", "")
    if len(flags) > 1:
        return {"flags": flags, "help": summary}
    is_json = takes_json(kind)
    return {
        "flags": flags,
        "help": summary,
        "value": "JSON" if is_json else "TEXT",
        "values": {} if is_json else list_permitted(item),
        "several": kind.startswith("array<"),
        "source": "relations" if item.get("format") == "urn" else "",
    }
