"""The fields of a customer as code: schemas and types that a program is checked against.

Pure. A module for each language; which of them there are is known here. What a field holds in a
shape is decided once, in ``held_values``. Everything is sorted by name, so that the text only changes
when the configuration does and can stand under version control.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from oocli.errors import UsageError
from oocli.fieldcode.code_wish import SHAPES, SQL_DIALECTS, CodeWish

if TYPE_CHECKING:
    from oocli.fieldcode.module_fields import ModuleFields

_MODULES = {
    "json-schema": "json_schema",
    "typescript": "typescript",
    "python": "typed_dicts",
    "sql": "create_table",
    "markdown": "data_dictionary",
}

LANGUAGES = tuple(_MODULES)
"""Names that ``--as`` of ``oocli fields`` takes."""


def check_wish(language: str, shapes: Sequence[str], dialect: str) -> None:
    """Let what can be had pass.

    Raises:
        UsageError: there is no such language or dialect, or several shapes, or one of them is not
            for that language.
    """
    if language and language not in LANGUAGES:
        raise UsageError(
            f"--as knows no {language!r} of fields",
            hint=f"It has {', '.join(LANGUAGES)}; -o says the format of the configuration itself",
        )
    if dialect and dialect not in SQL_DIALECTS:
        raise UsageError(f"--sql knows no {dialect!r}", hint=f"It has {', '.join(SQL_DIALECTS)}")
    if dialect and language != "sql":
        raise UsageError("--sql is for --as sql", hint="Add --as sql")
    if shapes and not language:
        raise UsageError(f"--{shapes[0]} is for --as", hint=f"--as says which code: {', '.join(LANGUAGES)}")
    if len(shapes) > 1:
        raise UsageError(
            f"Code has one shape, not {' and '.join(f'--{shape}' for shape in shapes)}",
            hint=f"Use one of {', '.join(f'--{shape}' for shape in SHAPES)}",
        )


def write_code(wish: CodeWish, modules: Sequence[ModuleFields]) -> str:
    """Return the code for these modules."""
    module = import_module(f"oocli.fieldcode.{_MODULES[wish.language]}")
    return str(module.write(wish, sorted(modules, key=lambda item: item.name)))
