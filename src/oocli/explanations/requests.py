"""A pasted request: which calls it makes, what is wrong with them, how oocli writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

from oocli.context import Context
from oocli.disk.inputs import read_json_stream, read_text
from oocli.errors import UsageError
from oocli.explanations.lines import align, write_actions
from oocli.request.actions import Action
from oocli.request.php_text import read_php
from oocli.request.raw_actions import read_actions
from oocli.snippets import write_program
from oocli.wire.php_json import check_sendable


def explain_request(context: Context, words: Sequence[str]) -> None:
    """Explain the actions of a request in a file: JSON, or PHP text that calls the vendor's SDK.

    Raises:
        UsageError: no file is named, or several are; or it holds no action that could be sent.
    """
    if len(words) != 1:
        raise UsageError("One file is explained", hint="Name one; - is standard input")
    actions = _read(context, words[0])
    found = [_describe_action(context, action) for action in actions]
    write_actions(context, "request", found, _write_lines)


def _read(context: Context, name: str) -> list[Action]:
    text = read_text(name, context.stdin)
    actions = read_actions(read_php(text) if _is_php(text) else read_json_stream("-", StringIO(text)))
    for action in actions:
        check_sendable(action)
    return actions


def _is_php(text: str) -> bool:
    """Say whether a text is PHP; a JSON list begins with a bracket too, but only PHP can contain arrows."""
    beginning = text.lstrip()[:1]
    if beginning != "[":
        return beginning != "{"
    try:
        read_json_stream("-", StringIO(text))
    except UsageError:
        return "=>" in text or "'" in text
    return False


def _describe_action(context: Context, action: Action) -> dict[str, Any]:
    from oocli.validation import check

    call = context.catalogue.find(action.verb, action.resourcetype)
    facts: dict[str, Any] = {
        "action": action.name,
        "title": "",
        "doc": "",
        "problems": [],
        "warnings": [],
        "parameters": dict(action.parameters),
        "command": write_program("oocli", [action]).rstrip("\n"),
    }
    if call is None:
        near = [f"{verb} {action.resourcetype}" for verb in context.catalogue.verbs_of(action.resourcetype)]
        near = near or [
            f"{action.verb} {name}" for name in context.catalogue.suggest(action.verb, action.resourcetype)
        ]
        meant = f"; did you mean {' or '.join(near)}?" if near else ""
        return {**facts, "problems": [f"No call is documented as {action.name}{meant}"]}
    form = call.variant(str(action.resourceid or ""))
    findings = check(action, form)
    return {
        **facts,
        "title": call.title,
        "doc": call.doc,
        "problems": list(findings.problems),
        "warnings": list(findings.warnings),
    }


def _write_lines(context: Context, facts: Mapping[str, Any], place: str) -> Iterator[str]:
    yield f"{place}{facts['action']}" + (f": {facts['title']}" if facts["title"] else "")
    rows = [("Wrong", text) for text in facts["problems"]]
    rows += [("Doubt", text) for text in facts["warnings"]]
    rows += [("Verdict", "nothing is wrong with it")] if not rows else []
    rows += [("Page", facts["doc"])] if facts["doc"] else []
    yield from align(context, rows)
    yield f"  {facts['command']}"
