r"""Turn what is typed after ``--where`` and ``--sort`` into the API's filter and sort order.

Pure. Owns the grammar and the errors that point at the place; knows no field names and
no call. The grammar of one ``--where`` expression, letter case of words ignored::

    expression = condition { "and" condition }
    condition  = field ( compare value | set list | "between" value "and" value )
    compare    = "=" | "==" | "!=" | "<>" | "<" | ">" | "<=" | ">="
               | "eq" | "ne" | "lt" | "gt" | "le" | "ge" | "is" | "like" | "not" "like"
    set        = "in" | "not" "in"
    list       = "(" value { "," value } ")" | "@" file | "-"          values of a file, of standard input
    field      = name | quoted                      quoted with ` or "
    name       = letters, digits and _ : . -        Plz-Ort, adrId:adressen.ID, phone__1
    value      = quoted | bare                      quoted with ' or "
    quoted     = quote, then any text, in which \ or a second quote keeps a quote (\' ''), then quote
    bare       = text up to the next "and" between blanks or the end, in a list up to "," or ")"

A bare value may hold blanks (``ort=Bad Homburg``) and, after ``=`` and ``!=``, be empty
(``ort=``). Values are read by the types of the fields. If the type is unknown, a bare value is sent as a
number where it is a plain one: digits, one decimal point, a minus, no leading zero (``0`` and ``0.5`` are
numbers, ``01067`` is not), and few enough digits to arrive unchanged. Everything else, and all that is
quoted, is sent as text.

Several expressions, and conditions joined by ``and``, must all hold; the API has no OR.
The words ``eq ne lt gt le ge`` spare quoting ``<``, ``>`` and ``!`` from the shell.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from oocli.errors import FilterError, UsageError
from oocli.request.value_lists import list_values

Direction = Literal["ASC", "DESC"]
Read = Callable[[str, str, str], Any]
"""Gives the value for a field's name, an operator and a text; None if the field's type is unknown."""

_COMPARE = {
    **{same: same for same in ("=", "!=", "<", ">", "<=", ">=", "is", "like", "not like")},
    **{"==": "=", "eq": "=", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">="},
    "<>": "!=",  # the API knows both, but takes only != for multiselect fields (error 232)
}
_OPERATORS = (*_COMPARE, "in", "not in", "between")
_EMPTY_ALLOWED = frozenset({"=", "==", "!=", "<>"})
_MISTAKEN = {
    **{"=<": "<=", "=>": ">=", "=!": "!=", "!": "!=", "><": "!=", "!==": "!=", "===": "=", ":=": "="},
    **{"~": "like", "=~": "like", "contains": "like", "startswith": "like", "endswith": "like"},
    **{"!~": "not like", "equals": "eq", "neq": "ne", "lte": "le", "gte": "ge", "below": "lt", "above": "gt"},
}
_FIELD = re.compile(r"[^\s!-,/;-@\[-^`{-~]+(?<!:)")
_SYMBOL = re.compile(r"[=<>!~:]+")
_WORD = re.compile(r"not\s+\w+|\w+", re.IGNORECASE)
_JOINER = re.compile(r"\s*(and|or|&&|\|\|)(?=\s|\(|$)", re.IGNORECASE)
_BARE = re.compile(r"(?:(?!\s+(?:and|or|&&|\|\|)(?:\s|\(|$)).)*", re.IGNORECASE | re.DOTALL)
_BARE_ITEM = re.compile(r"[^,)]*")
_SYMBOL_CONDITION = re.compile(rf"\s{_FIELD.pattern}\s*[=<>!]")
_CONDITION = re.compile(
    rf"{_FIELD.pattern}(?:\s*[=<>!]|\s+(?:eq|ne|lt|gt|le|ge|in|is|like|not|between)\b)", re.IGNORECASE
)
_IS_SQL = re.compile(r"is\s+(null|not\b.*)", re.IGNORECASE | re.DOTALL)
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_SORT_ITEM = re.compile(r"[^,]*")
_DIRECTION = re.compile(r"[\s:]\s*(asc|desc)\s*$", re.IGNORECASE)
_ODD_DIRECTION = re.compile(r":(ascending|descending|up|down|dsc|dec|des)$|\s", re.IGNORECASE)

_QUOTE_IT = "put the value in quotes if this belongs to it"
_EXAMPLES = "Examples: 'kaufpreis<300000', 'ort in (Aachen,Köln)', 'kaufpreis between 100000 and 300000'"
_DIGITS_KEPT = {int: 18, float: 15}  # digits that a 64-bit integer and a double keep of any number


def parse(
    expressions: Sequence[str],
    *,
    read: Read | None = None,
    read_file: Callable[[str], str] | None = None,
) -> dict[str, list[dict[str, Any]]]:
    """Return the API's ``filter`` object for ``--where`` expressions, all of which must hold.

    ``read`` gives the value of a text for a field and an operator, None if the type is unknown.

    Shape: ``{"kaufpreis": [{"op": "<", "val": 300000}]}``, fields in the order typed;
    ``val`` is a list for ``in``, ``not in`` and ``between``. ``read_file`` gives the text of a
    file with a list, or of standard input for ``-``.

    Raises:
        FilterError: an expression cannot be read; it says where and what to type instead.
    """
    conditions: dict[str, list[dict[str, Any]]] = {}
    for expression in expressions:
        for field, operator, value in _read_expression(_Reader(expression, read_file=read_file)):
            settled = _settle(field, operator, value, read)
            conditions.setdefault(field, []).append({"op": operator, "val": settled})
    return conditions


def parse_sort(texts: Sequence[str]) -> list[tuple[str, Direction]]:
    """Return (field, ``ASC`` or ``DESC``) in the order typed, for ``--sort kaufpreis,-Id``.

    A direction is a leading ``-`` or ``+``, or ``:desc``, ``:asc``, `` desc``, `` asc``
    after the field; without one it is ``ASC``.

    Raises:
        FilterError: an item is empty, names a field twice, or has an unknown direction.
    """
    order: list[tuple[str, Direction]] = []
    for text in texts:
        reader = _Reader(text)
        while True:
            reader.skip_blanks()
            start = reader.at
            field, direction = _read_sort_item(reader)
            if field in (known for known, _ in order):
                raise reader.fail(f"{field} is named twice in --sort", at=start, hint="Leave one of them out")
            order.append((field, direction))
            if reader.ended:
                break
            reader.at += 1
    return order


@dataclass
class _Reader:
    """One expression and the position up to which it has been read."""

    text: str
    at: int = 0
    read_file: Callable[[str], str] | None = None

    @property
    def ended(self) -> bool:
        return self.at >= len(self.text)

    def skip_blanks(self) -> None:
        while not self.ended and self.text[self.at].isspace():
            self.at += 1

    def peek(self) -> str:
        """Return the next character, or "" at the end."""
        return self.text[self.at : self.at + 1]

    def take(self, pattern: re.Pattern[str]) -> str:
        """Read what the pattern matches here; "" if it does not match."""
        match = pattern.match(self.text, self.at)
        if match is None:
            return ""
        self.at = match.end()
        return match.group()

    def fail(self, message: str, *, at: int | None = None, hint: str = "") -> FilterError:
        """Return the error that points at a position, by default the current one."""
        from oocli.text.pointer import point_at  # most expressions have no mistake

        position = self.at if at is None else at
        pointer = point_at(self.text, position)
        return FilterError(message, expression=self.text, position=position, pointer=pointer, hint=hint)


class _Bare(str):
    """A value that was typed without quotes, so that a plain number may be one."""


def _settle(field: str, operator: str, value: str | list[str], read: Read | None) -> Any:
    """Return the value of a condition by the type of its field; if that is unknown, by its look."""
    if isinstance(value, list):
        return [_settle(field, operator, item, read) for item in value]
    settled = read(field, operator, str(value)) if read is not None else None
    if settled is not None:
        return settled
    return _type_bare(value) if isinstance(value, _Bare) else value


def _read_expression(reader: _Reader) -> Iterator[tuple[str, str, str | list[str]]]:
    while True:
        yield _read_condition(reader)
        reader.skip_blanks()
        if reader.ended:
            return
        start = reader.at
        joiner = reader.take(_JOINER).strip().lower()
        if not joiner:
            raise reader.fail(
                "Text follows after the value",
                hint="Join conditions by 'and'; or put the whole value in one pair of quotes",
            )
        if joiner != "and":
            _refuse_joiner(reader, joiner, start)


def _refuse_joiner(reader: _Reader, joiner: str, start: int) -> None:
    if joiner == "&&":
        raise reader.fail("Conditions are joined by 'and'", at=start, hint="Write and instead of &&")
    raise reader.fail(
        f"The API joins conditions by AND only, '{joiner}' is not possible",
        at=start,
        hint=f"For several values of one field write: ort in (Aachen,Köln); {_QUOTE_IT}",
    )


def _read_condition(reader: _Reader) -> tuple[str, str, str | list[str]]:
    field = _read_field(reader)
    reader.skip_blanks()
    start = reader.at
    typed = _read_operator(reader, field)
    if typed in ("in", "not in"):
        return field, typed, _read_list(reader, f"{field} {typed}")
    if typed == "between":
        return field, typed, _read_range(reader, field)
    value = _read_value(reader, empty_allowed=typed in _EMPTY_ALLOWED, example=f"{field} {typed}")
    if _IS_SQL.fullmatch(reader.text[start : reader.at]):
        raise reader.fail(
            "The API knows neither 'is null' nor 'is not'",
            at=start,
            hint=f"Write {field}='' for empty, {field}!='' for not empty, {field}!=5 for another value",
        )
    return field, _COMPARE[typed], value


def _read_field(reader: _Reader) -> str:
    reader.skip_blanks()
    start = reader.at
    if reader.ended:
        raise reader.fail("A condition is missing", hint=_EXAMPLES)
    if reader.peek() in '`"':
        field = _read_quoted(reader)
        if not field:
            raise reader.fail("The field name is empty", at=start, hint=_EXAMPLES)
        return field
    field = reader.take(_FIELD)
    if not field:
        raise reader.fail(f"A field name is expected here, not {reader.peek()}", hint=_field_hint(reader))
    if field.lower() in ("and", "or"):
        raise reader.fail(f"A condition is missing before '{field}'", at=start, hint=_EXAMPLES)
    if _NUMBER.fullmatch(field):
        raise reader.fail(
            "A condition begins with the field, not with a number",
            at=start,
            hint="Write kaufpreis>5 rather than 5<kaufpreis",
        )
    return field


def _field_hint(reader: _Reader) -> str:
    if reader.peek() == "(":
        return "Leave the parentheses out: they are for lists, and all conditions are joined by AND"
    if reader.peek() == "'":
        return 'Write a field name without quotes, or in backticks or double quotes: "odd name"=1'
    return _EXAMPLES


def _read_operator(reader: _Reader, field: str) -> str:
    start = reader.at
    symbol = reader.take(_SYMBOL)
    typed = symbol or " ".join(reader.take(_WORD).lower().split())
    if typed in _OPERATORS:
        return typed
    if typed.startswith("not ") and typed.split()[1] in _OPERATORS:
        raise reader.fail(
            f"The API has no '{typed}'", at=start, hint="It has: not in, not like, and != or ne"
        )
    if not typed or typed in ("and", "or") or _NUMBER.match(typed):
        raise reader.fail(
            f"An operator is missing after {field}",
            at=start,
            hint=f"Quote the whole expression, the shell takes < and > for itself: '{field}<5'; "
            f"or use a word: {field} lt 5" + (f"; {_QUOTE_IT}" if " and " in reader.text[:start] else ""),
        )
    raise reader.fail(f"Unknown operator: {typed}", at=start, hint=_operator_hint(reader, typed))


def _operator_hint(reader: _Reader, typed: str) -> str:
    if typed[0].isalpha() and re.match(r"\s*[=<>!]", reader.text[reader.at :]):
        return "Write a field name with blanks in backticks or double quotes"
    from difflib import get_close_matches

    meant = _MISTAKEN.get(typed) or next(iter(get_close_matches(typed, _OPERATORS, n=1)), "")
    listed = "operators: = != < > <= >= eq ne lt gt le ge in, not in, between, like, not like, is"
    if meant.endswith("like"):
        return f"Did you mean {meant}? Write % where any text may stand: ort {meant} 'Bad %'"
    if meant and not typed[0].isalpha():
        return f"Did you mean {meant}? Put the value in quotes if it begins with {typed[-1]}"
    return f"Did you mean {meant}? The {listed}" if meant else f"The {listed}"


def _read_value(reader: _Reader, *, empty_allowed: bool, example: str) -> str:
    before = reader.at
    reader.skip_blanks()
    if reader.peek() and reader.peek() in "'\"":
        return _read_quoted(reader)
    reader.at = before
    value = reader.take(_BARE).strip()
    swallowed = _SYMBOL_CONDITION.search(reader.text, before, reader.at)
    if value and swallowed:
        raise reader.fail(
            "'and' is missing before the next condition",
            at=swallowed.start() + 1,
            hint=f"Join conditions by and; {_QUOTE_IT}",
        )
    if not value and not empty_allowed:
        reader.skip_blanks()
        raise reader.fail("A value is missing", hint=f"Write the value, or {example} '' for an empty one")
    return _Bare(value)


def _read_range(reader: _Reader, field: str) -> list[str]:
    example = f"{field} between 100000 and 300000"
    first = _read_value(reader, empty_allowed=False, example=f"{field} between")
    reader.skip_blanks()
    if reader.take(_JOINER).lower() != "and":
        raise reader.fail("The second value of 'between' is missing", hint=f"Write it like this: {example}")
    reader.skip_blanks()
    if reader.ended or _CONDITION.match(reader.text, reader.at):
        raise reader.fail("The second value of 'between' is missing", hint=f"Write it like this: {example}")
    return [first, _read_value(reader, empty_allowed=False, example=f"{field} between 1 and")]


def _read_list(reader: _Reader, example: str) -> list[str]:
    reader.skip_blanks()
    opened = reader.at
    if reader.read_file is not None and (name := _read_list_name(reader)):
        return list_values(_read_named(reader.read_file, name), name)
    if reader.peek() != "(":
        raise reader.fail(
            "A list is expected here",
            hint=f"Write it in parentheses: {example} (1,2), or in a file: {example} @FILE",
        )
    items: list[str] = []
    while reader.peek() != ")" or not items:
        reader.at += 1
        items.append(_read_item(reader, opened, first=not items))
    reader.at += 1
    return items


def _read_named(read_file: Callable[[str], str], name: str) -> str:
    """Return the text of a file with values.

    Raises:
        UsageError: it cannot be read; says how to compare with the sign itself.
    """
    try:
        return read_file(name)
    except UsageError as failure:
        failure.supplement(hint=f"@... means a file with a value a line; the text itself is in ('@{name}')")
        raise


def _read_list_name(reader: _Reader) -> str:
    """Return the name of the file that holds a list, ``-`` for standard input, or "" if none is named."""
    if reader.peek() == "@":
        reader.at += 1
        is_quoted = reader.peek() and reader.peek() in "'\""
        name = _read_quoted(reader) if is_quoted else reader.take(_BARE).strip()
        if not name:
            raise reader.fail("The name of a file is missing", hint="Write it like this: Id in @ids.txt")
        return name
    before = reader.at
    if reader.take(_BARE).strip() == "-":
        return "-"
    reader.at = before
    return ""


def _read_item(reader: _Reader, opened: int, *, first: bool) -> str:
    reader.skip_blanks()
    start = reader.at
    quoted = reader.peek() in ("'", '"')
    value = _read_quoted(reader) if quoted else reader.take(_BARE_ITEM).strip()
    reader.skip_blanks()
    if reader.ended:
        raise reader.fail("The list is not closed", at=opened, hint="Write ) after the last value")
    if reader.peek() not in (",", ")"):
        raise reader.fail("Text follows after the value", hint="Put a comma between two values")
    if quoted:
        return value
    if not value and first and reader.peek() == ")":
        raise reader.fail("The list is empty", at=start, hint="Give at least one value: (1,2)")
    if not value:
        raise reader.fail("A value of the list is missing", at=start, hint="Write '' for an empty value")
    return _Bare(value)


def _read_quoted(reader: _Reader) -> str:
    opened = reader.at
    quote = reader.peek()
    kept: list[str] = []
    reader.at += 1
    while not reader.ended:
        pair = reader.text[reader.at : reader.at + 2]
        if pair in (f"\\{quote}", "\\\\", quote * 2):
            kept.append(pair[1])
            reader.at += 2
        elif pair[0] == quote:
            reader.at += 1
            return "".join(kept)
        else:
            kept.append(pair[0])
            reader.at += 1
    raise reader.fail("The quote is not closed", at=opened, hint=f"Write {quote} at the end of the text")


def _type_bare(value: str) -> str | int | float:
    """Return a plain number as a number if nothing of it gets lost, anything else as it is."""
    match = _NUMBER.fullmatch(value)
    if match is None:
        return str(value)
    kind: type[int] | type[float] = float if match.group(2) else int
    digits = sum(character.isdigit() for character in value)
    return kind(value) if digits <= _DIGITS_KEPT[kind] else str(value)


def _read_sort_item(reader: _Reader) -> tuple[str, Direction]:
    start = reader.at
    sign = reader.peek() if reader.peek() in ("-", "+") else ""
    reader.at += len(sign)
    quoted = _read_quoted(reader) if reader.peek() in ("`", '"') else ""
    rest = reader.take(_SORT_ITEM).rstrip()
    match = _DIRECTION.search(rest)
    bare = (rest[: match.start()] if match else rest).rstrip()
    field = quoted or bare
    if not field:
        raise reader.fail("A field to sort by is missing", at=start, hint="Write --sort kaufpreis,-Id")
    if (quoted and bare) or (not quoted and _ODD_DIRECTION.search(bare)):
        name = re.split(r"[\s:]", field.strip())[0]
        raise reader.fail("The sort order cannot be read", at=start, hint=f"Write {name} or {name}:desc")
    if sign and match:
        raise reader.fail("The direction is given twice", at=start, hint=f"Write -{field} or {field}:desc")
    descending = match.group(1).lower() == "desc" if match else sign == "-"
    return field, "DESC" if descending else "ASC"
