"""Run oocli as a process; only here a failure becomes one message and one exit code.

The version, help and the Tab key, for which people wait most, are answered before anything is imported that
Python has not loaded itself: signal, contextlib and typing would each cost a third to nine tenths of
``python -c pass``.
"""

from __future__ import annotations

import os
import sys

from oocli import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from oocli.context import Context
    from oocli.errors import OocliError
    from oocli.stop_signals import StopSignals

_FAILED = 1
_PIPE_CLOSED = 141
_OUTLAST_A_SIGNAL = (6, 10)  # exit codes of work that has been done, and must be reported


def main() -> int:
    """Run the command line of this process and give its exit code."""
    try:
        from oocli.stop_signals import StopSignals

        signals = StopSignals()
        signals.end_at_once()
        _replace_closed_streams()
        _speak_utf8(sys.stdout)
        code = _answer_at_once(sys.argv[1:], signals)
        if code is None:
            code = _run_process(sys.argv[1:], signals)
    except KeyboardInterrupt as stop:
        # It came before the first lines above were done, or while the first signal was being answered.
        code = _tell_stop(stop)
    return _finish(code)


def _tell_stop(stop: KeyboardInterrupt) -> int:
    from oocli.stop_signals import describe_stop

    word, code = describe_stop(stop)
    if sys.stderr is not None:
        sys.stderr.write(f"{word}\n")
    return code


def run(context: Context, arguments: Sequence[str], signals: StopSignals | None = None) -> int:
    """Run one command line in a context, report a failure on its standard error, and give the exit code.

    ``signals`` knows whether a signal should have ended the run but was taken for something else.
    """
    with context.until_end:
        return _run_and_report(context, arguments, signals)


def _run_and_report(context: Context, arguments: Sequence[str], signals: StopSignals | None) -> int:
    from oocli import app
    from oocli.errors import OocliError

    code, failure = 0, None
    try:
        code = app.run(context, arguments)
        context.voice.finish()
        context.stdout.flush()
    except BrokenPipeError:
        return _leave_pipe(context.stdout)
    except KeyboardInterrupt as stop:
        return _report_stop(context, stop)
    except OocliError as error:
        failure = error
    except Exception as error:
        if context.settings.is_set("debug"):
            _show_traceback(context, error)
        failure = _explain_unexpected(error, has_sent=context.has_client)
    if signals is not None and signals.received and not (failure and failure.exit_code in _OUTLAST_A_SIGNAL):
        return _report_stop(context, signals.received)
    return _report(context, failure) if failure else code


def _explain_unexpected(failure: Exception, *, has_sent: bool) -> OocliError:
    """Explain a failure that no module has explained; one of the system concerns a name, or the output."""
    import errno

    from oocli.errors import OocliError, UsageError

    of_names = (errno.ENAMETOOLONG, errno.EACCES, errno.EPERM, errno.ELOOP, errno.ENOTDIR, errno.EISDIR)
    if isinstance(failure, OSError):
        what = "The output" if failure.filename is None else str(failure.filename)
        why = failure.strerror or str(failure)
        if failure.errno in of_names and failure.filename is not None and not has_sent:
            return UsageError(
                f"{what} cannot be used", why=why, hint="Give another name, or see to the rights there"
            )
        hint = "What was sent to the API before this has taken effect; --output-file FILE writes elsewhere"
        return OocliError(f"{what} cannot be written", why=why, hint=hint)
    return OocliError(
        f"oocli failed: {type(failure).__name__}: {failure}",
        hint="--debug shows where; please report it with the command that led here",
    )


def _run_process(arguments: Sequence[str], signals: StopSignals) -> int:
    import gc

    # Modules are not garbage. Searching them for garbage while they are loaded takes 5 ms, and once more at
    # the end (freeze) 8 to 18: together a bare start of Python, or two.
    gc.set_threshold(100_000)
    # A thread that receives an answer gives way at each read from its socket, and would wait up to 5 ms to
    # go on while pages are converted: a twelfth of an export at 150 ms latency.
    sys.setswitchinterval(0.001)
    _speak_utf8(sys.stdin)
    _speak_utf8(sys.stderr)
    from oocli.context import Context

    context = Context(share_heap=_share_heap)
    from oocli.settings import find_early_options

    words = [_decode_argument(argument) for argument in arguments]
    context.options.update(find_early_options(words))
    signals.strike()
    try:
        code = run(context, words, signals)
    finally:
        signals.end_at_once()
    gc.freeze()
    return code


def _share_heap() -> None:
    from oocli.shared_heap import share_heap  # 2 ms, which only long readings are worth

    share_heap()


def _answer_at_once(arguments: Sequence[str], signals: StopSignals) -> int | None:
    """Answer what needs nothing of the program: version, help, completion; else give None."""
    if arguments[:1] == ["__complete"]:
        return _complete(arguments[1:])
    if arguments == ["--version"]:
        return _answer_version()
    if not arguments or arguments[0] == "help" or arguments[-1] in ("-h", "--help"):
        return _answer_help(arguments, signals)
    return None


def _answer_help(arguments: Sequence[str], signals: StopSignals) -> int | None:
    """Show prepared help; give None if there is none, or it cannot be written."""
    try:
        from oocli.interface.ready_help import show_ready_help

        signals.strike()  # ending oocli ends its pager too
        is_shown = show_ready_help(arguments, sys.stdout, os.environ)
        sys.stdout.flush()
    except OSError:
        return None
    finally:
        signals.end_at_once()
    return 0 if is_shown else None


def _answer_version() -> int | None:
    """Write the version; if that fails give None, and the ordinary way says why."""
    try:
        sys.stdout.write(f"oocli {__version__}\n")
        sys.stdout.flush()
    except OSError:
        return None
    return 0


def _complete(arguments: Sequence[str]) -> int:
    """Write what completion offers; a press of the Tab key never shows a failure."""
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


def _report_stop(context: Context, stop: KeyboardInterrupt) -> int:
    from oocli.errors import Interrupted
    from oocli.stop_signals import describe_stop

    context.line.recover(context.sleep)
    word, code = describe_stop(stop)
    hint = "\n".join(getattr(stop, "__notes__", ()))  # how to go on, said by the code that was interrupted
    return _report(context, Interrupted(word, exit_code=code, hint=hint))


def _show_traceback(context: Context, failure: Exception) -> None:
    import traceback

    context.voice.tell("".join(traceback.format_exception(failure)).rstrip())


# Streams and signals of the process


def _replace_closed_streams() -> None:
    """Open a replacement for each stream that the caller closed.

    Otherwise the next file that is opened would get the number of the stream, and what is
    meant for the terminal would land in it. Nothing can be written to a closed standard output, as the caller
    wants it; messages to a closed standard error are lost.
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
    """Return an argument as the UTF-8 text that it is, even if the locale is not UTF-8."""
    if argument.isprintable():
        return argument
    try:
        return argument.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeError:
        return argument


def _finish(code: int) -> int:
    """Leave nothing for the interpreter to write at its end, where a failure has an exit code of its own."""
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


if __name__ == "__main__":
    sys.exit(main())
