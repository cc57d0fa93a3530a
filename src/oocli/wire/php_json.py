"""JSON as PHP's ``json_encode`` writes it, which is how every request is written; and what can be written so.

Pure, and apart from ``wire`` because a dry run checks an action without signing anything:
hmac and hashlib alone take 3 ms to load.
"""

import json
import math
from collections.abc import Callable, Mapping
from json.encoder import encode_basestring_ascii
from typing import Any

from oocli.errors import UsageError
from oocli.request.actions import Action

_LEVELS_AROUND = 10  # more than a request puts around an action, so that what passes the check can be sent
_PHP_DIGITS = 17  # whole floats of more digits are written with an exponent


def check_sendable(action: Action) -> None:
    """Let an action pass that can be sent as JSON.

    Raises:
        UsageError: it holds what no JSON can hold; nothing was sent.
    """
    if _holds_only_text(action):
        return
    parts: Any = [
        action.actionid,
        action.resourcetype,
        action.identifier,
        action.resourceid,
        action.parameters,
    ]
    for _ in range(_LEVELS_AROUND):
        parts = [parts]
    try:
        _write(parts, _drop)
    except UnicodeEncodeError as error:
        why = f"{error.object[:40]!a} is not UTF-8 text"
        raise UsageError(f"{action.name!a} cannot be sent", why=why) from error
    except ValueError as error:
        raise UsageError(f"{action.name} cannot be sent", why=str(error)) from error
    except RecursionError as error:
        raise UsageError(f"{action.name} cannot be sent", why="it is nested too deeply") from error


def _drop(_piece: str) -> None:
    """Keep nothing."""


def _holds_only_text(action: Action) -> bool:
    """Say whether an action holds nothing but texts that can be sent, in one look; False leaves it open."""
    parameters = action.parameters
    record = parameters.get("data")
    inner = (*record, *record.values()) if type(record) is dict else ()
    texts = [value for value in parameters.values() if value is not record] if inner else parameters.values()
    try:
        "".join((action.verb, action.resourcetype, action.identifier, *parameters, *texts, *inner)).encode()
    except (TypeError, UnicodeEncodeError):
        return False
    number = action.resourceid
    return number.isascii() if isinstance(number, str) else number is None or type(number) is int


def encode_php(value: Any) -> str:
    r"""Return the JSON text that PHP's ``json_encode`` makes of a value.

    No spaces, ``/`` as ``\/``, non-ASCII as ``\uxxxx``, U+007F raw, whole floats without
    a fraction, exponents as ``1.0e+25``.

    Raises:
        ValueError: a text is not Unicode, or a number is not finite.
        RecursionError: the value is nested too deeply.
    """
    pieces: list[str] = []
    _write(value, pieces.append)
    return "".join(pieces)


def _write(value: Any, put: Callable[[str], object]) -> None:
    """Write a value in pieces, each once: a block of a file is long, and deep in its request."""
    if isinstance(value, str):
        put(_encode_text(value))
    elif isinstance(value, float):
        put(_encode_float(value))
    elif isinstance(value, list | tuple):
        between = "["
        for item in value:
            put(between)
            _write(item, put)
            between = ","
        put("]" if value else "[]")
    elif isinstance(value, Mapping):
        between = "{"
        for key, item in value.items():
            put(f"{between}{_encode_text(str(key))}:")
            _write(item, put)
            between = ","
        put("}" if value else "{}")
    else:
        put(json.dumps(value))


def _encode_text(text: str) -> str:
    if not text.isascii():
        text.encode()  # raises for half a character, which JSON text could carry and PHP could not read
    if "\x7f" in text:  # PHP leaves U+007F as it is
        return '"' + "\x7f".join(_encode_text(piece)[1:-1] for piece in text.split("\x7f")) + '"'
    return encode_basestring_ascii(text).replace("/", "\\/")


def _encode_float(value: float) -> str:
    """Write a float as PHP does with ``serialize_precision`` -1."""
    if not math.isfinite(value):
        raise ValueError(f"{value} is not a JSON number")
    text = repr(value)
    mantissa, _, exponent = text.partition("e")
    if not exponent:
        return mantissa.removesuffix(".0")
    power = int(exponent)
    if 0 < power < _PHP_DIGITS:
        return str(int(value))
    mantissa = mantissa if "." in mantissa else f"{mantissa}.0"
    return f"{mantissa}e{power:+d}"
