"""Run oocli as a process: turn a failure into one message and one exit code, here only.

What a person waits for most, the version and the Tab key, is answered before anything is
imported that Python has not loaded itself: signal, contextlib and typing would each cost a
third to nine tenths of ``python -c pass``.
"""

from __future__ import annotations

import os
import sys

from oocli import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    from collections.abc import Callable, Sequence
    from types import FrameType
    from typing import Any, NoReturn, TextIO

    from oocli.context import Context
    from oocli.errors import OocliError

_FAILED = 1
_INTERRUPTED = 130
_TERMINATED = 143
_PIPE_CLOSED = 141


class _Terminated(KeyboardInterrupt):
    """SIGTERM arrived: what Ctrl-C ends, this ends too."""


def main() -> int:
    """Run the command line of this process and give its exit code."""
    try:
        _replace_closed_streams()
        _speak_utf8(sys.stdout)
        code = _answer_at_once(sys.argv[1:])
        if code is None:
            code = _run_process(sys.argv[1:])
    except KeyboardInterrupt as stop:
        # While the modules were loaded, or a second one while the first one was answered.
        code = _exit_code_of(stop)
    return _finish(code)


def run(context: Context, arguments: Sequence[str]) -> int:
    """Run one command line in a context, say on its standard error what failed, and give the exit code."""
    with context.until_end:
        return _run_and_report(context, arguments)


def _run_and_report(context: Context, arguments: Sequence[str]) -> int:
    from oocli import app
    from oocli.errors import Interrupted, OocliError

    try:
        code = app.run(context, arguments)
        context.voice.finish()
        context.stdout.flush()
    except BrokenPipeError:
        return _leave_pipe(context.stdout)
    except OocliError as failure:
        return _report(context, failure)
    except KeyboardInterrupt as stop:
        word = "Terminated" if isinstance(stop, _Terminated) else "Interrupted"
        context.line.recover(context.sleep)
        hint = "\n".join(getattr(stop, "__notes__", ()))  # how to go on, from whoever was interrupted
        return _report(context, Interrupted(word, exit_code=_exit_code_of(stop), hint=hint))
    except Exception as failure:
        if context.settings.is_set("debug"):
            _show_traceback(context, failure)
        return _report(context, _explain_unexpected(failure))
    return code


def _explain_unexpected(failure: Exception) -> OocliError:
    """Say what a failure is that no module has explained; of the system it is one of the output."""
    from oocli.errors import OocliError

    if isinstance(failure, OSError):
        what = "The output" if failure.filename is None else str(failure.filename)
        why = failure.strerror or str(failure)
        hint = "What was sent to the API before this is done; --output-file FILE writes elsewhere"
        return OocliError(f"{what} cannot be written", why=why, hint=hint)
    return OocliError(
        f"oocli failed: {type(failure).__name__}: {failure}",
        hint="--debug shows where; please report it with the command that led here",
    )


def _run_process(arguments: Sequence[str]) -> int:
    import gc
    import signal

    # Modules are no garbage. To look through them for some while they are loaded takes 5 ms,
    # and once more at the end (freeze) 8 to 18: together a bare start of Python, or two.
    gc.set_threshold(100_000)
    _handle(signal.SIGTERM, _stop)
    _speak_utf8(sys.stdin)
    _speak_utf8(sys.stderr)
    from oocli.context import Context

    code = run(Context(), [_decode_argument(argument) for argument in arguments])
    gc.freeze()
    # What is left to do is the interpreter's; a traceback from there would help nobody.
    for number in (signal.SIGINT, signal.SIGTERM):
        _handle(number, signal.SIG_DFL)
    return code


def _answer_at_once(arguments: Sequence[str]) -> int | None:
    """Answer what needs none of the program: the version, and what a completion script asks; else None."""
    if arguments[:1] == ["__complete"]:
        return _complete(arguments[1:])
    return _answer_version() if arguments == ["--version"] else None


def _answer_version() -> int | None:
    """Write the version; where that fails give None, and the long way says why."""
    try:
        sys.stdout.write(f"oocli {__version__}\n")
        sys.stdout.flush()
    except OSError:
        return None
    return 0


def _complete(arguments: Sequence[str]) -> int:
    """Write what completion offers; who presses the Tab key is never shown a failure."""
    try:
        from oocli.completion import answer

        sys.stdout.write(answer(arguments, os.environ))
        sys.stdout.flush()
    except Exception:
        return _FAILED
    return 0


def _report(context: Context, failure: OocliError) -> int:
    """Say what failed, why, and what to do, as text or as one JSON object; give the exit code."""
    context.voice.report(failure)
    return failure.exit_code


def _show_traceback(context: Context, failure: Exception) -> None:
    import traceback

    context.voice.tell("".join(traceback.format_exception(failure)).rstrip())


# Streams and signals of the process


def _replace_closed_streams() -> None:
    """Open something in the place of each stream that the caller closed.

    Otherwise the next file that is opened would get the number of the stream, and what is
    meant for the terminal would land in it. To a closed standard output nothing can be
    written, as the caller wants it; what is said on a closed standard error is lost.
    """
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY), encoding="utf-8")
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


def _speak_utf8(stream: TextIO) -> None:
    """Read and write UTF-8 with LF whatever the locale says; what cannot be encoded is escaped, not fatal."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is None:
        return
    if stream.readable():
        reconfigure(encoding="utf-8-sig", errors="strict")
    else:
        reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _decode_argument(argument: str) -> str:
    """Give an argument as the UTF-8 text that it is, although the locale knows nothing of UTF-8."""
    if argument.isprintable():
        return argument
    try:
        return argument.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeError:
        return argument


def _finish(code: int) -> int:
    """Leave nothing for the interpreter to write at its end; a failure there has an exit code of its own."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            code = code or _leave_pipe(stream)
        except (OSError, ValueError):
            _leave_pipe(stream)
            code = code or _FAILED
    return code


def _leave_pipe(stream: TextIO) -> int:
    """Leave quietly when the reader closed the pipe; nothing is left for the interpreter to flush."""
    import contextlib

    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    return _PIPE_CLOSED


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise _Terminated


def _handle(
    number: signal.Signals, handler: Callable[[int, FrameType | None], Any] | signal.Handlers
) -> None:
    """Set what a signal does, unless the caller wants it to be ignored (``nohup``, a job of a script)."""
    import signal

    if signal.getsignal(number) != signal.SIG_IGN:
        signal.signal(number, handler)


def _exit_code_of(stop: KeyboardInterrupt) -> int:
    return _TERMINATED if isinstance(stop, _Terminated) else _INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
