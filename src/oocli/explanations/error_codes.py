"""An error code of the API: its cause, its cure, and the exit code that oocli gives it."""

from collections.abc import Sequence
from typing import Any

from oocli.catalogue.error_codes import ErrorCode, find_error, find_status, list_errors
from oocli.context import Context
from oocli.errors import UsageError
from oocli.explanations.lines import align, find_width, write
from oocli.text.wrapping import wrap

_DIGITS = 9  # more than any error code has


def explain_errors(context: Context, codes: Sequence[str]) -> None:
    """Explain the codes that were named, or list all.

    Raises:
        UsageError: one of them is not a number, or oocli does not know it.
    """
    if not codes:
        known = list_errors()
        rows = [(str(error.code), f"{error.message} ({error.error_class})") for error in known]
        write(context, map(_error_record, known), align(context, rows))
        return
    found = [_find_code(code) for code in codes]
    texts = [line for error in found for line in (*_describe_error(context, error), "")]
    write(context, map(_error_record, found), texts[:-1], single=len(found) == 1)


def _find_code(text: str) -> ErrorCode:
    if not text.isdecimal() or len(text) > _DIGITS:
        raise UsageError(
            f"{text[:40]!r} is not an error code", hint="A code is a number; `oocli explain error` lists them"
        )
    error = find_error(int(text))
    if error is not None:
        return error
    status = find_status(int(text))
    raise UsageError(
        f"oocli does not know the error code {int(text)}",
        why=f"As status code of a whole answer it means: {status.meaning}" if status else "",
        hint=status.cure
        if status
        else "onOffice support can explain it; `oocli explain error` lists the known ones",
    )


def _error_record(error: ErrorCode) -> dict[str, Any]:
    elements = {
        "code": error.code,
        "message": error.message,
        "class": error.error_class,
        "cause": error.cause,
        "cure": error.cure,
        "exit_code": error.exit_code_for(),
        "marks": list(error.marks),
        "nothing_done": error.nothing_done,
    }
    return {"id": error.code, "type": "error", "elements": elements}


def _describe_error(context: Context, error: ErrorCode) -> list[str]:
    exits = f"{error.exit_code_for()}"
    if error.exit_code_for(single=True) != error.exit_code_for():
        exits = f"3 where one record was asked for by its id, else {exits}"
    if error.code and not error.nothing_done:
        exits = f"10 after a write, which may have happened all the same, else {exits}"
    rows = [
        ("Cause", error.cause),
        ("Cure", f"{error.cure}."),
        ("Class", error.error_class),
        ("Exit code", exits if error.code else "0"),
    ]
    return [*wrap(f"Error {error.code}: {error.message}", find_width(context)), *align(context, rows)]
