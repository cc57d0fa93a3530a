"""Values into text that machines read: compact JSON, and cells of CSV and TSV.

What Python holds but JSON or UTF-8 cannot is settled here: numbers that are not finite,
and lone surrogates, which JSON text may carry as escapes.
"""

import json
import math
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from json.encoder import encode_basestring
from types import NoneType
from typing import Any, BinaryIO, TextIO

from oocli.errors import OocliError, UsageError
from oocli.text.lazy_pattern import lazy_pattern
from oocli.wire.record import Slice

_WRITTEN_ALIKE = (str, NoneType, int, bool)
_LEAST, _MOST = 1e-3, 1e15  # numbers between these have no exponents
_SURROGATES = lazy_pattern("[\ud800-\udfff]")
_COMPACT = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_PRETTY = json.JSONEncoder(ensure_ascii=False, allow_nan=False, indent=2)


def encode_json(value: Any) -> str:
    """Return a value as JSON on one line, without spaces, non-ASCII as it is.

    Raises:
        OocliError: the value is nested too deeply.
    """
    return _encode(_COMPACT, value)


def encode_record(record: dict[str, Any]) -> bytes:
    """Return a record as UTF-8 JSON on one line; one that was cut out of an answer stays as it came.

    Raises:
        OocliError: it is nested too deeply.
    """
    return record.text if type(record) is Slice else encode_utf8(encode_json(record))


def encode_records(records: Sequence[dict[str, Any]], between: str) -> bytes:
    """Return records as ``encode_record`` does, with so much between them; there is at least one.

    Raises:
        OocliError: one is nested too deeply.
    """
    together = _encode_together(records, between)
    if together is not None:
        return together
    return between.encode("ascii").join([encode_record(record) for record in records])


def _encode_together(records: Sequence[dict[str, Any]], between: str) -> bytes | None:
    """Return records as one call of an encoder gives them; None where its commas cannot be told from others.

    Each record by itself takes a third longer. All begin with the same name, so that each ends and the next
    one begins in the same way: where that stands no more often, it stands nowhere else.
    """
    name = next(iter(records[0]), None)
    if not isinstance(name, str):
        return None
    if any(type(record) is Slice or next(iter(record), None) != name for record in records):
        return None
    try:
        encode = _choose_encoder(records) or _encode_compactly
        start = f"{{{encode_basestring(name)}:".encode()
        pieces = encode(records)[1:-1].split(b"}," + start)
    except (TypeError, ValueError, RecursionError):
        return None
    return b"".join((b"}", between.encode(), start)).join(pieces) if len(pieces) == len(records) else None


def _encode_compactly(value: Any) -> bytes:
    return _COMPACT.encode(value).encode()


def _choose_encoder(records: Sequence[dict[str, Any]]) -> Callable[[Any], bytes] | None:
    """Return orjson, where it is installed and writes all of the records as ``json`` does."""
    from oocli.wire.fast_json import load_orjson  # not for an answer without records

    orjson = load_orjson()
    return orjson.dumps if orjson and all(_is_written_alike(record) for record in records) else None


def _is_written_alike(record: dict[str, Any]) -> bool:
    """Say whether orjson writes a record as ``json`` does; it writes exponents of numbers in another way."""
    elements = record.get("elements")
    fields = record if elements is None else elements
    if type(fields) is not dict:
        return False
    others = [value for value in fields.values() if type(value) not in _WRITTEN_ALIKE]
    return all(
        set(map(type, value)) <= {str} if type(value) is list else type(value) is float and _is_short(value)
        for value in others
    )


def _is_short(number: float) -> bool:
    return not number or _LEAST < abs(number) < _MOST


def write_encoded(text: bytes, stream: TextIO) -> None:
    """Write UTF-8 to a stream of text, and flush it; where possible it is not decoded for that."""
    if type(stream) is TextIOWrapper and stream.encoding.lower() == "utf-8":
        stream.flush()
        stream.buffer.write(text)
    else:
        stream.write(text.decode())
    stream.flush()


def find_bytes(stream: TextIO) -> BinaryIO:
    """Return what takes the bytes behind a stream of text.

    Raises:
        UsageError: it takes text only.
    """
    stream.flush()
    target: BinaryIO | None = getattr(stream, "buffer", None)
    if target is None:
        raise UsageError("The output takes text only", hint="--output-file FILE writes to a file")
    return target


def encode_pretty_json(value: Any) -> str:
    """Return a value as JSON indented by two; slow, for a screenful of records."""
    return _encode(_PRETTY, value)


def encode_cell(value: Any) -> str:
    """Return a value as the text of a cell.

    None is empty, a list or an object is compact JSON, everything else is written as in
    JSON but without quotes.
    """
    if isinstance(value, str):
        return value
    return "" if value is None else encode_json(value)


def encode_cells(values: Sequence[Any]) -> Sequence[str]:
    """Return the values of a column as texts of cells; mostly all are of one kind."""
    kinds = set(map(type, values))
    if kinds == {int}:
        return list(map(int.__repr__, values))
    if kinds == {list}:
        return list(map(_encode_list, values))
    if kinds <= {str, NoneType}:
        return [value or "" for value in values]
    return list(map(encode_cell, values))


def _encode_list(items: list[Any]) -> str:
    """Return a list as compact JSON; most hold keys, and no encoder has to be made for these."""
    try:
        return f"[{','.join(map(encode_basestring, items))}]"
    except TypeError:
        return encode_json(items)


def encode_utf8(text: str) -> bytes:
    r"""Return JSON text as UTF-8: a lone surrogate is written ``\ud800``."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _escape(text).encode()


def encode_text(text: str) -> bytes:
    """Return text that is not JSON as UTF-8: a lone surrogate becomes U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", text).encode()


def escape_surrogates(text: str) -> str:
    r"""Return JSON text as UTF-8 can hold it: a lone surrogate is written ``\ud800``."""
    return text if _is_encodable(text) else _escape(text)


def replace_surrogates(text: str) -> str:
    """Return text that is not JSON as UTF-8 can hold it: a lone surrogate becomes U+FFFD."""
    return text if _is_encodable(text) else _SURROGATES.sub("\ufffd", text)


def _escape(text: str) -> str:
    return _SURROGATES.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _is_encodable(text: str) -> bool:
    # Encoding a text is many times faster than searching it.
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _encode(encoder: json.JSONEncoder, value: Any) -> str:
    try:
        try:
            return encoder.encode(value)
        except ValueError:
            return encoder.encode(_without_infinities(value))
    except RecursionError as error:
        raise OocliError(
            "A record is nested too deeply to be written", hint="-o raw gives the answer as it came"
        ) from error


def _without_infinities(value: Any) -> Any:
    """Return a copy with null for NaN and infinities: ``1e999`` is read as one, and JSON has none."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _without_infinities(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_infinities(item) for item in value]
    return value
