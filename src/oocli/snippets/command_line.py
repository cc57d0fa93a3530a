"""An action as the command that sends it."""

import json
from collections.abc import Sequence
from shlex import join, quote
from typing import Any

from oocli.catalogue import VERBS
from oocli.request.actions import Action


def write_oocli(actions: Sequence[Action]) -> str:
    """Return a command for a single action; several are one request, which ``oocli send`` makes."""
    if len(actions) == 1 and actions[0].verb in VERBS and not any(map(_is_odd, actions[0].parameters)):
        return f"{join(_list_words(actions[0]))}\n"
    listed = [action.as_json() for action in actions]
    return f"printf %s {quote(json.dumps(listed, ensure_ascii=False))} | oocli send -\n"


def _list_words(action: Action) -> list[str]:
    words = ["oocli", action.verb, action.resourcetype]
    if action.resourceid:
        number = str(action.resourceid)
        words += ["--resourceid", number] if number.startswith("-") else [number]
    if action.identifier:
        words += ["--identifier", action.identifier]
    for name, value in action.parameters.items():
        words += _write_parameter(name, value)
    return words


def _write_parameter(name: str, value: Any) -> list[str]:
    is_plain = isinstance(value, list) and all(_is_name(item) for item in value)
    if name == "data" and value and is_plain:
        return ["--fields", ",".join(value)]
    return ["-p", f"{name}:={json.dumps(value, ensure_ascii=False)}"]


def _is_odd(name: str) -> bool:
    """Say whether the name of a parameter means something else in ``-p NAME:=JSON``."""
    return any(sign in name for sign in "=:.") or not name


def _is_name(item: Any) -> bool:
    return isinstance(item, str) and item.replace("_", "").replace(".", "").isalnum()
