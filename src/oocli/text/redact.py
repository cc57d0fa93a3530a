"""Take secrets out of whatever is said or written beside the data itself. Pure.

Stands below every sink: debug, errors, dry runs, journals. Two ways that complete each other: values that the
run knows are found in any spelling and wherever they stand, and values that it cannot know (signatures,
passwords) are found by the key they stand under. Redact before shortening: when a value was cut, only a piece
of 8 characters or more is found.
"""

import json
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from oocli.text.lazy_pattern import lazy_pattern

# Shorter ones would be found everywhere, and what is missing would give them away.
_SHORTEST = 4
# The beginning of a value at least this long is unmistakable.
_RANDOM = 24
_PIECE = 8

_SECRET_KEYS = ("hmac", "token", "secret", "extendedclaim")
_SECRET_PARTS = ("password", "passwort", "kennwort")

# A quoted key, a colon, a value that is not empty: as JSON, and as JSON within a JSON text,
# where each quote has backslashes before it. A value without an end extends to the end of the text. Every
# repetition is bounded, or cannot be tried twice: the text may be hostile.
_KEY = rf"([\w.-]{{0,40}}(?:{'|'.join(_SECRET_PARTS)})[\w.-]{{0,40}}|{'|'.join(_SECRET_KEYS)})"
_COLON = r"(\s{0,9}:\s{0,9})"
_FLAGS = re.IGNORECASE | re.DOTALL
_KEYED = lazy_pattern(rf'()"{_KEY}"{_COLON}(?:"(?!")(?:[^"\\]|\\.)*(?:"|\\?\Z)|\d+)', _FLAGS)
_NESTED = lazy_pattern(rf'(\\{{1,7}})"{_KEY}\1"{_COLON}(?:\1"(?!\1").*?(?:(?<!\\)\1"|\Z)|\d+)', _FLAGS)
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~")


class Redactor:
    """Replaces what is secret by a mark such as ``[token]``."""

    def __init__(self, secrets: Iterable[str]) -> None:
        """Take the secret values; from a mapping of values to names the marks are those names.

        Values of less than 4 characters are left alone.
        """
        names = secrets if isinstance(secrets, Mapping) else dict.fromkeys(secrets, "hidden")
        known = {value: f"[{name}]" for value, name in names.items() if len(value) >= _SHORTEST}
        spellings = {form: mark for value, mark in known.items() for form in _spell(value)}
        self._spellings = dict(sorted(spellings.items(), key=lambda item: len(item[0]), reverse=True))

    def redact(self, text: str) -> str:
        """Return the text without secrets: the known ones, and those under a key that gives them away."""
        for form, mark in self._spellings.items():
            text = text.replace(form, mark)
        for form, mark in self._spellings.items():
            if len(form) >= _RANDOM:
                text = _replace_pieces(text, form, mark)
        return _KEYED.sub(_mask_keyed, _NESTED.sub(_mask_keyed, text))

    def redact_json(self, value: Any) -> Any:
        """Return a copy of a JSON value whose texts, keys included, are redacted."""
        if isinstance(value, str):
            return self.redact(value)
        if isinstance(value, Mapping):
            return {self.redact(key): self.redact_json(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.redact_json(item) for item in value]
        return value


def mask_echo(body: bytes, secrets: Iterable[str]) -> bytes:
    r"""Return the bytes of an answer without the secrets of its request, should it repeat them.

    The API repeats none. A proxy that shows what it was sent may, or a wrong address; and an answer is handed
    on to files and programs, where nothing else is redacted. They are found as they are, and with backslashes
    before a ``/``, as PHP writes it in JSON and in JSON within JSON.
    """
    for secret in secrets:
        pieces = [piece.encode() for piece in secret.split("/")]
        # Looking for a piece first is many times faster than matching the pattern, and from the end more so.
        if len(secret) >= _PIECE and body.rfind(max(pieces, key=len)) >= 0:
            body = re.sub(rb"\\*/".join(map(re.escape, pieces)), b"[hidden]", body)
    return body


def redact_action_json(value: Any) -> Any:
    """Return a copy of an action, or of a whole request, with signature, token, claim and passwords masked.

    They are found by their keys at any depth; an empty one stays as it is, so that its absence can be seen.
    """
    if isinstance(value, Mapping):
        return {
            key: f"[{key}]" if item and _is_secret_key(key) else redact_action_json(item)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [redact_action_json(item) for item in value]
    return value


def _is_secret_key(key: str) -> bool:
    folded = key.casefold()
    return folded in _SECRET_KEYS or any(part in folded for part in _SECRET_PARTS)


def _mask_keyed(match: re.Match[str]) -> str:
    escape, key, colon = match.groups()
    return f'{escape}"{key}{escape}"{colon}{escape}"[{key}]{escape}"'


def _spell(value: str) -> set[str]:
    """Return every way in which a value may stand in a text."""
    raw = value.encode("utf-8", "surrogatepass")
    return {value, *_spell_json(value), *_spell_url(raw), *_spell_base64(raw)}


def _spell_json(value: str) -> Iterator[str]:
    r"""As JSON text, and as JSON text within JSON; as Python writes it and as PHP does (``\/``)."""
    for ascii_only in (True, False):
        once = json.dumps(value, ensure_ascii=ascii_only)[1:-1]
        for form in (once, once.replace("/", "\\/")):
            yield form
            yield json.dumps(form, ensure_ascii=ascii_only)[1:-1]


def _spell_url(raw: bytes) -> Iterator[str]:
    """Percent-encoded: with capital and small digits, with ``/`` kept or not, with ``+`` for a blank."""
    for digits in ("%{:02X}", "%{:02x}"):
        coded = "".join(chr(byte) if byte in _UNRESERVED else digits.format(byte) for byte in raw)
        for slash in ("/", digits.format(ord("/"))):
            yield coded.replace(digits.format(ord("/")), slash)
            yield coded.replace(digits.format(ord("/")), slash).replace("%20", "+")


def _spell_base64(raw: bytes) -> Iterator[str]:
    """In base64, alone or in the middle of more: the characters that its neighbours do not touch."""
    for shift in range(3):
        first, last = -(-8 * shift // 6), 8 * (shift + len(raw)) // 6
        for encode in (b64encode, urlsafe_b64encode):
            form = encode(bytes(shift) + raw)[first:last].decode("ascii")
            if len(form) >= _PIECE:
                yield form


def _replace_pieces(text: str, form: str, mark: str) -> str:
    """Replace any piece of 8 characters or more with which a form begins."""
    start = text.find(form[:_PIECE])
    while start >= 0:
        end = start + _PIECE
        while end < len(text) and end - start < len(form) and text[end] == form[end - start]:
            end += 1
        text = text[:start] + mark + text[end:]
        start = text.find(form[:_PIECE], start + len(mark))
    return text
