"""Where ``oocli profile add`` reads token and secret: from a person, standard input or the environment."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TextIO

from oocli.errors import CredentialsError, UsageError
from oocli.terminal.voice import Voice


def choose_source(
    stdin: TextIO, voice: Voice, environ: Mapping[str, str], *, reads_stdin: bool, reads_environ: bool
) -> Callable[[str], str]:
    """Give what reads the token, then the secret, when it is called with that word.

    Raises:
        UsageError: no option says from where, and nobody can be asked.
    """
    if reads_environ:
        return partial(_read_variable, environ)
    if not reads_stdin and not voice.asks:
        raise UsageError(
            "Token and secret are missing, and nobody can be asked for them",
            hint="Give them with --stdin (a line each) or with --from-env",
        )
    return partial(_read_line, stdin) if reads_stdin else partial(_ask, stdin, voice.stream)


def _read_variable(environ: Mapping[str, str], what: str) -> str:
    variable = f"OOCLI_{what.upper()}"
    if not environ.get(variable):
        raise CredentialsError(f"{variable} is not set", hint="Set it, or leave out --from-env")
    return environ[variable]


def _ask(stdin: TextIO, stderr: TextIO, what: str) -> str:
    """Ask a person; the echo of the terminal is off."""
    stderr.write(f"{what.capitalize()} (not shown): ")
    stderr.flush()
    line = _read_line(stdin, what)
    stderr.write("\n")
    return line


def _read_line(stdin: TextIO, what: str) -> str:
    try:
        line = stdin.readline()
    except UnicodeDecodeError as error:
        raise CredentialsError(f"The {what} is not text", hint="Copy it from onOffice again") from error
    return line.rstrip("\r\n")
