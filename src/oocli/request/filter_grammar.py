r"""Read what is typed after ``--where``, condition by condition.

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
from collections.abc import Callable, Iterator

from oocli.errors import UsageError
from oocli.request.reader import Reader, read_quoted
from oocli.request.value_lists import list_values

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
    **{"≤": "<=", "≥": ">=", "≠": "!=", "gleich": "eq", "ungleich": "ne", "zwischen": "between"},
    **{"kleiner": "lt", "größer": "gt", "unter": "lt", "über": "gt", "enthält": "like", "beginnt": "like"},
}
_FIELD = re.compile(r"[^\s!-,/;-@\[-^`{-~≤≥≠]+(?<!:)")
_SYMBOL = re.compile(r"[=<>!~:≤≥≠]+")
_WORD = re.compile(r"not\s+\w+|\w+", re.IGNORECASE)
_JOINER = re.compile(r"\s*(and|or|&&|\|\|)(?=\s|\(|$)", re.IGNORECASE)
_BARE = re.compile(r"(?:(?!\s+(?:and|or|&&|\|\|)(?:\s|\(|$)).)*", re.IGNORECASE | re.DOTALL)
_BARE_ITEM = re.compile(r"[^,)]*")
_SYMBOL_CONDITION = re.compile(rf"\s{_FIELD.pattern}\s*[=<>!]")
_CONDITION = re.compile(
    rf"{_FIELD.pattern}(?:\s*[=<>!]|\s+(?:eq|ne|lt|gt|le|ge|in|is|like|not|between)\b)", re.IGNORECASE
)
_IS_SQL = re.compile(r"is\s+(null|not\b.*)", re.IGNORECASE | re.DOTALL)
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
"""What looks like a plain number: digits, one decimal point, a minus, no leading zero."""

_QUOTE_IT = "put the value in quotes if this belongs to it"
_EXAMPLES = "Examples: 'kaufpreis<300000', 'ort in (Aachen,Köln)', 'kaufpreis between 100000 and 300000'"


class Bare(str):
    """A value that was typed without quotes, so that a plain number may be one."""


def read_conditions(reader: Reader) -> Iterator[tuple[str, str, str | list[str]]]:
    """Return field, operator as the API writes it, and value or values of each condition.

    Raises:
        FilterError: the expression cannot be read; it says where and what to type instead.
    """
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


def _refuse_joiner(reader: Reader, joiner: str, start: int) -> None:
    if joiner == "&&":
        raise reader.fail("Conditions are joined by 'and'", at=start, hint="Write and instead of &&")
    raise reader.fail(
        f"The API joins conditions by AND only, '{joiner}' is not possible",
        at=start,
        hint=f"For several values of one field write: ort in (Aachen,Köln); {_QUOTE_IT}",
    )


def _read_condition(reader: Reader) -> tuple[str, str, str | list[str]]:
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


def _read_field(reader: Reader) -> str:
    reader.skip_blanks()
    start = reader.at
    if reader.ended:
        raise reader.fail("A condition is missing", hint=_EXAMPLES)
    if reader.peek() in '`"':
        field = read_quoted(reader)
        if not field:
            raise reader.fail("The field name is empty", at=start, hint=_EXAMPLES)
        return field
    field = reader.take(_FIELD)
    if not field:
        raise reader.fail(f"A field name is expected here, not {reader.peek()}", hint=_field_hint(reader))
    if field.lower() in ("and", "or"):
        raise reader.fail(f"A condition is missing before '{field}'", at=start, hint=_EXAMPLES)
    if NUMBER.fullmatch(field):
        raise reader.fail(
            "A condition begins with the field, not with a number",
            at=start,
            hint="Write kaufpreis>5 rather than 5<kaufpreis",
        )
    return field


def _field_hint(reader: Reader) -> str:
    if reader.peek() == "(":
        return "Leave the parentheses out: they are for lists, and all conditions are joined by AND"
    if reader.peek() == "'":
        return 'Write a field name without quotes, or in backticks or double quotes: "odd name"=1'
    return _EXAMPLES


def _read_operator(reader: Reader, field: str) -> str:
    start = reader.at
    symbol = reader.take(_SYMBOL)
    typed = symbol or " ".join(reader.take(_WORD).lower().split())
    if typed in _OPERATORS:
        return typed
    if typed.startswith("not ") and typed.split()[1] in _OPERATORS:
        raise reader.fail(
            f"The API has no '{typed}'", at=start, hint="It has: not in, not like, and != or ne"
        )
    if not typed or typed in ("and", "or") or NUMBER.match(typed):
        raise reader.fail(
            f"An operator is missing after {field}",
            at=start,
            hint=f"Quote the whole expression, the shell takes < and > for itself: '{field}<5'; "
            f"or use a word: {field} lt 5" + (f"; {_QUOTE_IT}" if " and " in reader.text[:start] else ""),
        )
    raise reader.fail(f"Unknown operator: {typed}", at=start, hint=_operator_hint(reader, typed))


def _operator_hint(reader: Reader, typed: str) -> str:
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


def _read_value(reader: Reader, *, empty_allowed: bool, example: str) -> str:
    before = reader.at
    reader.skip_blanks()
    if reader.peek() and reader.peek() in "'\"":
        return read_quoted(reader)
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
    return Bare(value)


def _read_range(reader: Reader, field: str) -> list[str]:
    example = f"{field} between 100000 and 300000"
    first = _read_value(reader, empty_allowed=False, example=f"{field} between")
    reader.skip_blanks()
    if reader.take(_JOINER).lower() != "and":
        raise reader.fail("The second value of 'between' is missing", hint=f"Write it like this: {example}")
    reader.skip_blanks()
    if reader.ended or _CONDITION.match(reader.text, reader.at):
        raise reader.fail("The second value of 'between' is missing", hint=f"Write it like this: {example}")
    return [first, _read_value(reader, empty_allowed=False, example=f"{field} between 1 and")]


def _read_list(reader: Reader, example: str) -> list[str]:
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


def _read_list_name(reader: Reader) -> str:
    """Return the name of the file that holds a list, ``-`` for standard input, or "" if none is named."""
    if reader.peek() == "@":
        reader.at += 1
        is_quoted = reader.peek() and reader.peek() in "'\""
        name = read_quoted(reader) if is_quoted else reader.take(_BARE).strip()
        if not name:
            raise reader.fail("The name of a file is missing", hint="Write it like this: Id in @ids.txt")
        return name
    before = reader.at
    if reader.take(_BARE).strip() == "-":
        return "-"
    reader.at = before
    return ""


def _read_item(reader: Reader, opened: int, *, first: bool) -> str:
    reader.skip_blanks()
    start = reader.at
    quoted = reader.peek() in ("'", '"')
    value = read_quoted(reader) if quoted else reader.take(_BARE_ITEM).strip()
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
    return Bare(value)
