"""Read pasted PHP text, calls of the vendor's SDK or an array, as the JSON values of actions.

Pure. Reads literals, never runs anything: texts, numbers, arrays in both spellings, variables
to which the text itself assigns a literal, and the constants of the SDK. Source of the order of
arguments: the vendor's PHP SDK, release 0.2.0, ``callGeneric`` and ``call``.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from oocli.errors import UsageError

_TOKEN = re.compile(
    r"""(?P<skip>\s+|//[^\n]*|\#[^\n]*|/\*.*?\*/|<\?php|\?>)
    |(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
    |(?P<number>-?(?:\d+\.\d+|\d+))
    |(?P<arrow>=>|->|::)
    |(?P<name>\$?[\\A-Za-z_][\\\w]*)
    |(?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
_WORDS: Mapping[str, Any] = {"true": True, "false": False, "null": None}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", '"': '"', "$": "$"}
_ARGUMENTS = {
    "callGeneric": ("actionid", "resourcetype", "parameters"),
    "call": ("actionid", "resourceid", "identifier", "resourcetype", "parameters"),
}
_DEEPEST = 100


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


def read_php(text: str) -> list[Any]:
    """Return the actions that a PHP text makes, or the one array that it is.

    Raises:
        UsageError: it makes none, or uses something that is not a literal; says where.
    """
    reader = _Reader(list(_cut(text)))
    found = reader.read_calls()
    if not found:
        raise UsageError(
            "There is no call of the SDK in the text",
            hint="It is read from callGeneric(...), call(...) or an array",
        )
    return found


def _cut(text: str) -> Iterator[_Token]:
    line = 1
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "skip":
            yield _Token(str(match.lastgroup), match[0], line)
        line += match[0].count("\n")


class _Reader:
    """Reads the tokens of one text, from the first to the last."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._place = 0
        self._depth = 0
        self._variables: dict[str, Any] = {}

    def read_calls(self) -> list[Any]:
        """Return every call; an array that stands alone is returned as it is."""
        found: list[Any] = []
        while self._place < len(self._tokens):
            token = self._tokens[self._place]
            if token.text in _ARGUMENTS and self._sees(1, "("):
                self._place += 1
                found.append(self._read_call(_ARGUMENTS[token.text]))
            elif token.text.startswith("$") and self._sees(1, "="):
                self._assign(token.text)
            elif token.text.startswith("$") and self._sees(1, "[") and self._sees(3, "]"):
                self._put(token.text)
            elif not self._place or self._sees(-1, "return"):
                if token.text in ("[", "array"):
                    found.append(self._read_value())
                else:
                    self._place += 1
            else:
                self._place += 1
        return found

    def _sees(self, ahead: int, text: str) -> bool:
        place = self._place + ahead
        return 0 <= place < len(self._tokens) and self._tokens[place].text == text

    def _read_call(self, names: tuple[str, ...]) -> dict[str, Any]:
        values = list(self._read_items(")").values())
        return dict(zip(names, values, strict=False))

    def _assign(self, name: str) -> None:
        """Keep what is assigned to a variable; what is not a literal is reported where it is used."""
        start = self._place + 2
        self._place = start
        try:
            self._variables[name] = self._read_value()
        except UsageError:
            self._place = start

    def _put(self, name: str) -> None:
        """Keep what ``$name['key'] = value`` says."""
        key = self._tokens[self._place + 2]
        if not (self._sees(4, "=") and key.kind == "text"):
            self._place += 1
            return
        self._place += 5
        value = self._read_value()
        known = self._variables.get(name)
        self._variables[name] = {**(known if isinstance(known, dict) else {}), _read_text(key.text): value}

    def _read_items(self, end: str) -> dict[Any, Any]:
        self._place += 1
        items: dict[Any, Any] = {}
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._complain()
        while not self._sees(0, end):
            value = self._read_value()
            key: Any = len(items)
            if self._sees(0, "=>"):
                self._place += 1
                key, value = value, self._read_value()
            if isinstance(key, bool) or not isinstance(key, str | int):
                raise self._complain()
            items[key] = value
            if not self._sees(0, ","):
                break
            self._place += 1
        if not self._sees(0, end):
            raise self._complain()
        self._depth -= 1
        self._place += 1
        return items

    def _read_value(self) -> Any:
        value = self._read_one()
        while self._sees(0, ".") and isinstance(value, str):
            self._place += 1
            value += str(self._read_one())
        return value

    def _read_one(self) -> Any:
        if self._place >= len(self._tokens):
            raise self._complain()
        kind, text, _ = self._tokens[self._place]
        if text == "[" or (text.lower() == "array" and self._sees(1, "(")):
            self._place += text != "["
            return _list(self._read_items("]" if text == "[" else ")"))
        if text.startswith("$") and text in self._variables:
            self._place += 1
            return self._variables[text]
        if kind == "name" and self._sees(1, "::"):
            return self._read_constant()
        if kind == "text":
            value: Any = _read_text(text)
        elif kind == "number":
            value = float(text) if "." in text else int(text[:30])
        elif text.lower() in _WORDS:
            value = _WORDS[text.lower()]
        else:
            raise self._complain()
        self._place += 1
        return value

    def _read_constant(self) -> str:
        name = self._tokens[self._place + 2].text if self._place + 2 < len(self._tokens) else ""
        for beginning in ("ACTION_ID_", "MODULE_"):
            if name.startswith(beginning):
                self._place += 3
                return name.removeprefix(beginning).lower()
        raise self._complain()

    def _complain(self) -> UsageError:
        token = self._tokens[min(self._place, len(self._tokens) - 1)]
        return UsageError(
            f"The PHP text cannot be read at line {token.line}",
            why=f"{token.text[:40]!r} is not a literal, nor a variable that the text sets to one",
            hint="Put the values in place, for example as var_export prints them",
        )


def _list(items: dict[Any, Any]) -> Any:
    """Return an array as JSON has it: a list if its keys count up from 0."""
    return list(items.values()) if list(items) == list(range(len(items))) else items


def _read_text(token: str) -> str:
    inner = token[1:-1]
    if token[0] == "'":
        return re.sub(r"\\(['\\])", r"\1", inner)
    return re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[0]), inner, flags=re.DOTALL)
