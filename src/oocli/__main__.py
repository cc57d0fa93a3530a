"""Run oocli as a process: turn a failure into one message and one exit code, here only."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn, TextIO

from oocli import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

    from oocli.context import Context
    from oocli.errors import OocliError

_PIPE_CLOSED = 141


def main() -> int:
    """Run the command line of this process and give its exit code.

    ``--version`` alone is answered before anything else is loaded.
    """
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        sys.stdout.write(f"oocli {__version__}\n")
        return 0
    from oocli.context import Context

    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    signal.signal(signal.SIGTERM, _stop)
    return run(Context(), arguments)


def run(context: Context, arguments: Sequence[str]) -> int:
    """Run one command line in a context, say on its standard error what failed, and give the exit code."""
    from oocli import app
    from oocli.errors import Interrupted, OocliError

    try:
        code = app.run(context, arguments)
        context.stdout.flush()
    except BrokenPipeError:
        return _leave_pipe(context.stdout)
    except OocliError as failure:
        return _report(context, failure)
    except KeyboardInterrupt:
        return _report(context, Interrupted())
    except Exception as failure:
        if context.is_set("debug"):
            _show_traceback(context, failure)
        unexpected = OocliError(
            f"oocli failed: {type(failure).__name__}: {failure}",
            hint="--debug shows where; please report it with the command that led here",
        )
        return _report(context, unexpected)
    return code


def _report(context: Context, failure: OocliError) -> int:
    """Say what failed, why, and what to do, as text or as one JSON object; give the exit code."""
    with contextlib.suppress(BrokenPipeError, ValueError):
        context.report(failure)
    return failure.exit_code


def _show_traceback(context: Context, failure: Exception) -> None:
    import traceback

    context.tell("".join(traceback.format_exception(failure)).rstrip())


def _leave_pipe(stdout: TextIO) -> int:
    """Leave quietly when the reader closed the pipe; nothing is left for the interpreter to flush."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stdout.fileno())
    return _PIPE_CLOSED


def _speak_utf8(stream: TextIO | None) -> None:
    """Write UTF-8 with LF whatever the locale says; what cannot be encoded is escaped, not fatal."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    from oocli.errors import Interrupted

    raise Interrupted("Terminated", exit_code=143)


if __name__ == "__main__":
    sys.exit(main())
