"""Yes and no, and the keys of select fields, as people write them.

Pure. A key is taken as it is; a label, or a key in another letter case, if it leads to a single key.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from oocli.fields.facts import Field
from oocli.text.letter_case import fold_case
from oocli.text.spelling import suggest
from oocli.values.parsed import Reading, Refusal, refuse, shorten

_TRUTH: Mapping[str, str] = {
    **dict.fromkeys(("1", "true", "yes", "y", "ja", "j", "wahr", "x"), "1"),
    **dict.fromkeys(("0", "false", "no", "n", "nein", "falsch"), "0"),
}
_NAMED = 12  # keys in one message; `oocli fields` lists the rest
_MARKS = r"[,;\n]"


def read_boolean(text: str) -> Reading:
    """Read a text as yes or no; its value is ``1`` or ``0``."""
    value = _TRUTH.get(text.strip().lower())
    return Reading(value) if value else refuse("yes or no", "write ja or nein, yes or no, 1 or 0")


def read_choice(text: str, field: Field) -> Reading:
    """Read a text as one key of a select field; any text will do if no keys are known."""
    key = find_key(text, field)
    return Reading(None, key) if isinstance(key, Refusal) else Reading(key)


def read_choices(text: str, field: Field) -> Reading:
    """Read a text as several keys; its value is a list.

    Keys or labels are separated by ``|``, as the API writes them, by commas, semicolons or line breaks; or
    they are a JSON list. A label that contains such a mark is still one label.
    """
    parts = _split(text, field)
    if parts is None:
        return refuse("a list", f'write it like {field.name}=a|b or \'["a", "b"]\'')
    return read_keys(parts, field)


def read_keys(parts: Sequence[Any], field: Field) -> Reading:
    """Read keys or labels, as text or number, as a list of keys, each once."""
    keys: dict[str, None] = {}
    for part in parts:
        if isinstance(part, list | Mapping):
            return refuse("a list of keys")
        key = find_key(write_key(part), field)
        if isinstance(key, Refusal):
            several = key._replace(
                expected=f"a list of keys of {field.name}", why=key.why or f"{shorten(part)} is not one"
            )
            return Reading(None, several if len(parts) > 1 and not key.readings else key)
        keys[key] = None
    return Reading(list(keys))


def find_key(text: str, field: Field) -> str | Refusal:
    """Return the key that a key or label means; the text itself if no keys are known, or if it is empty."""
    if text in field.permitted or not field.permitted or not text.strip():
        return text
    wanted = fold_case(text.strip())
    keys = list(
        dict.fromkeys([*field.keys_of(text), *(key for key in field.permitted if fold_case(key) == wanted)])
    )
    if len(keys) == 1:
        return keys[0]
    if keys:
        return Refusal(_name(field), "write the key", tuple(keys))
    return Refusal(_name(field), _advise(text, field))


def write_key(value: Any) -> str:
    """Return a JSON value in the form of a key."""
    return str(int(value)) if isinstance(value, bool) else str(value)


def _name(field: Field) -> str:
    return f"a key or label of {field.name}"


def _advise(text: str, field: Field) -> str:
    near = suggest(text, {**field.permitted, **dict.fromkeys(field.permitted.values())})
    if near:
        meant = dict.fromkeys(
            key for word in near for key in ([word] if word in field.permitted else field.keys_of(word))
        )
        return f"did you mean {' or '.join(meant)}?"
    keys = list(field.permitted)
    rest = f" and {len(keys) - _NAMED} more (`oocli fields {field.module} {field.name}`)"
    return f"it takes {', '.join(keys[:_NAMED])}{rest if len(keys) > _NAMED else ''}"


def _split(text: str, field: Field) -> list[Any] | None:
    """Return the parts of a text that means several keys; None if it begins like JSON but is not."""
    bare = text.strip()
    if bare.startswith("["):
        try:
            read = json.loads(bare)
        except (ValueError, RecursionError):
            return None
        return read if isinstance(read, list) else None
    if not bare or (not isinstance(find_key(bare, field), Refusal) and "|" not in bare):
        return [bare] if bare else []
    mark = r"\|+" if "|" in bare else _MARKS
    return [part.strip() for part in re.split(mark, bare) if part.strip()]
