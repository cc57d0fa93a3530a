"""The API's error codes with cause and cure: what a code and its text mean to the user.

Owns how an entry of ``errors.json`` is found and filled; the facts are in that file. An entry: ``message`` is
the API's text, in which ``%s`` is a value; ``class`` names an entry of ``classes``, whose ``meaning`` and
``cure`` apply where a code has none of its own; ``cause`` is a sentence; ``cure`` says what to do next.
``marks`` are ``documented`` (by onOffice), ``reported`` (from a live account), ``not_found`` (a record asked
for by its id is not there), ``denied`` (credentials or rights, as in a class that says so) and ``retry`` (a
read is worth one more try).

Two reasons are given for a class or for a code (where an empty one cancels that of the class):
``nothing_done`` says why a write that was refused like this surely changed nothing; without it that is
unknown, because the fault may have come after the work. ``ends_run`` says why every other row of a bulk run
would be refused too; without it the row is at fault.

Placeholders in cause and cure: ``{value}`` is the offending value preceded by a blank, or nothing where the
text names none; ``{call}``, ``{resource}`` and ``{module}`` (of ``oocli fields``) come from the action, or
are written in capitals.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "errors.json"
_INDEXED = re.compile(r"\(\s*(\d{1,9})\s*,\s*(.*?)\s*\)")


@dataclass(frozen=True)
class ErrorCode:
    """What one error code of the API means.

    Attributes:
        code: the API's number.
        message: the text that came with it; the API's template where none did.
        error_class: ``auth``, ``account``, ``permission``, ``market``, ``request``, ``json``,
            ``call``, ``validation``, ``write``, ``notfound``, ``mail``, ``server`` ...;
            ``unknown`` for a code that the list does not have.
        cause: why the API answers so, a sentence.
        cure: what to do next, without a full stop.
        marks: facts about the code, see the module.
        denied: whether credentials or a right are the reason.
        nothing_done: why a write that was answered like this surely changed nothing, a sentence;
            empty where it may have happened all the same.
        ends_run: why every other row of a bulk run would be refused too, a sentence; mostly empty.
        value: what the text names as the reason (``kaufpreiss``); may be empty.
        index: position of that value in the list that was sent, from 0, or None.
    """

    code: int
    message: str
    error_class: str
    cause: str
    cure: str
    marks: tuple[str, ...] = ()
    denied: bool = False
    nothing_done: str = ""
    ends_run: str = ""
    value: str = ""
    index: int | None = None

    def exit_code_for(self, *, single: bool = False) -> int:
        """Return the exit code: 3, 4 or 5, or 0 if it is no error.

        ``single`` says that one record was asked for by its id.
        """
        if single and "not_found" in self.marks:
            return 3
        return (4 if self.denied else 5) if self.code else 0


@dataclass(frozen=True)
class StatusCode:
    """What a ``status.code`` at the top of an answer means.

    Attributes:
        code: 200, 400 or 500.
        meaning: a sentence.
        cure: what to do next, without a full stop.
    """

    code: int
    meaning: str
    cure: str


def find_error(code: int) -> ErrorCode | None:
    """Return the meaning of a code without any text from the server, or None where the list lacks it."""
    if str(code) not in _read_facts()["codes"]:
        return None
    return describe(code)


def list_errors() -> tuple[ErrorCode, ...]:
    """Return the meaning of every code of the list, in the order of the numbers."""
    return tuple(describe(code) for code in sorted(map(int, _read_facts()["codes"])))


def find_class_meaning(name: str) -> str:
    """Return what the errors of a class have in common, a sentence."""
    meaning: str = _read_facts()["classes"][name]["meaning"]
    return meaning


def find_status(code: int) -> StatusCode | None:
    """Return the meaning of a top ``status.code``, or None where it is not documented."""
    entry = _read_facts()["statuses"].get(str(code))
    return StatusCode(code, **entry) if entry else None


def describe(code: int, message: str = "", *, verb: str = "", resource: str = "") -> ErrorCode:
    """Return the meaning of a code together with the text that the server sent.

    Cause and cure name the value that the text names; ``verb`` and ``resource`` of the action name the call
    there, unless the verb is a whole actionid. A code that is not in the list passes through with the
    server's text and class ``unknown``.
    """
    facts = _read_facts()
    entry = facts["codes"].get(str(code), {"message": "", "class": "unknown"})
    kind = facts["classes"][entry["class"]]
    value, index = _find_value(entry["message"], message)
    marks = tuple(entry.get("marks", ()))
    fill = {
        "{call}": f"{verb} {resource}" if verb and resource and ":" not in verb else "VERB RESOURCE",
        "{resource}": resource or "RESOURCE",
        "{module}": facts["modules"].get(resource.lower(), "MODULE"),
        "{value}": f" {value}" if value else "",  # last: a value may look like a placeholder
    }
    return ErrorCode(
        code=code,
        message=message or entry["message"] or "onOffice gives no text",
        error_class=entry["class"],
        cause=_fill(entry.get("cause") or kind["meaning"], fill),
        cure=_fill(entry.get("cure") or kind["cure"], fill),
        marks=marks,
        denied="denied" in marks or kind.get("denied", False),
        nothing_done=entry.get("nothing_done", kind.get("nothing_done", "")),
        ends_run=entry.get("ends_run", kind.get("ends_run", "")),
        value=value,
        index=index,
    )


@cache  # the same constant facts for every failed row of a long run
def _read_facts() -> Mapping[str, Any]:
    facts: Mapping[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return facts


def _fill(text: str, values: Mapping[str, str]) -> str:
    if not values["{value}"]:
        text = text.replace(":{value}", "")
    for name, value in values.items():
        text = text.replace(name, value)
    return text


def _find_value(template: str, message: str) -> tuple[str, int | None]:
    """Return what the message has in the place of the template's ``%s``, and its index if one is given.

    The server writes the value with or without quotes, and with its position as in
    ``Invalid field in input data: "(18, tags)"``.
    """
    before, found, after = template.partition("%s")
    if not found or not message:
        return "", None
    start, end = (re.escape(part.strip(' "')) for part in (before, after))
    match = re.fullmatch(
        rf"\s*{start}\s*[\"']?(.*?)[\"']?\s*{end}\s*\.?\s*", message, re.IGNORECASE | re.DOTALL
    )
    value = match.group(1) if match else ""
    indexed = _INDEXED.fullmatch(value)
    if indexed:
        return indexed.group(2), int(indexed.group(1))
    return ("", None) if value == "%s" else (value, None)
