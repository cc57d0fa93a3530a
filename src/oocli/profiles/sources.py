"""Where ``oocli profile add`` reads token and secret: from a person, standard input or the environment."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TextIO

from oocli.errors import CredentialsError, UsageError
from oocli.profiles.credentials import check_secret, check_token
from oocli.profiles.hidden_input import strip_marks, without_echo
from oocli.terminal.voice import Voice

_QUESTIONS = 3  # greatest number of questions for each of the two


class Source(Protocol):
    """Gives the token, then the secret."""

    def read(self, what: str, check: Callable[[str], str]) -> str:
        """Return a text that passes ``check``; ``what`` is ``token`` or ``secret``.

        Raises:
            CredentialsError: there is nothing, or it cannot be right.
        """


class PairOptions(NamedTuple):
    """Where the token and secret of a profile come from, and where they go.

    Attributes:
        reads_stdin: both are on standard input, a line each.
        reads_environ: both are in the environment.
        command: gives the secret, each time; empty if no command does.
        keyring: the secret goes to the system's keyring.
    """

    reads_stdin: bool = False
    reads_environ: bool = False
    command: str = ""
    keyring: bool = False

    def check(self) -> None:
        """Refuse what cannot be done.

        Raises:
            UsageError: two of them exclude each other.
        """
        _refuse_both({"--stdin": self.reads_stdin, "--from-env": self.reads_environ})
        _refuse_both({"--secret-command": self.command, "--keyring": self.keyring})


def _refuse_both(options: Mapping[str, object]) -> None:
    """Refuse more than one of these options."""
    if all(options.values()):
        raise UsageError(f"{' and '.join(options)} exclude each other", hint="Leave one of them out")


def read_pair(
    source: Source, *, command: str, owner: str, hide: Callable[[str, str], None]
) -> tuple[str, str]:
    """Return token and secret, both checked; the ``command`` of ``owner``, if any, gives the secret.

    ``hide`` takes each of them, and what to say in its place.

    Raises:
        CredentialsError: one of them is missing, or cannot be right.
    """
    token = source.read("token", check_token)
    hide(token, "token")
    if command:
        from oocli.profiles.secret_command import run_secret_command  # subprocess takes long to load

        secret = check_secret(run_secret_command(command, source=owner))
    else:
        secret = source.read("secret", check_secret)
    hide(secret, "secret")
    return token, secret


def choose_source(
    stdin: TextIO,
    voice: Voice,
    environ: Mapping[str, str],
    options: PairOptions,
    *,
    until_end: ExitStack,
) -> Source:
    """Return the source from which token and secret are read.

    If that is a person, the terminal shows nothing of what is typed until ``until_end`` is closed.

    Raises:
        UsageError: no option says from where, and nobody can be asked.
    """
    if options.reads_environ:
        return _Environment(environ)
    if options.reads_stdin:
        return _Lines(stdin)
    if not voice.asks:
        raise UsageError(
            "Token and secret are missing, and nobody can be asked for them",
            hint="Give them with --stdin (a line each) or with --from-env",
        )
    return _Person(stdin, voice, until_end.enter_context(without_echo(stdin)))


@dataclass(frozen=True)
class _Environment:
    """The variables ``OOCLI_TOKEN`` and ``OOCLI_SECRET``."""

    environ: Mapping[str, str]

    def read(self, what: str, check: Callable[[str], str]) -> str:
        """Return the value of a variable."""
        variable = f"OOCLI_{what.upper()}"
        if not self.environ.get(variable):
            raise CredentialsError(f"{variable} is not set", hint="Set it, or leave out --from-env")
        return check(self.environ[variable])


@dataclass(frozen=True)
class _Lines:
    """Standard input, a line each."""

    stdin: TextIO

    def read(self, what: str, check: Callable[[str], str]) -> str:
        """Return a line without its end."""
        try:
            line = self.stdin.readline()
        except UnicodeDecodeError as error:
            raise CredentialsError(f"The {what} is not text", hint="Copy it from onOffice again") from error
        return check(line.rstrip("\r\n"))


@dataclass(frozen=True)
class _Person:
    """Somebody at a terminal; ``drop`` drops what has been typed ahead."""

    stdin: TextIO
    voice: Voice
    drop: Callable[[], None]

    def read(self, what: str, check: Callable[[str], str], *, questions: int = _QUESTIONS) -> str:
        """Ask, and ask again if the answer cannot be right, up to the greatest number of questions."""
        line = self._ask(what)
        try:
            return check(strip_marks(line).rstrip("\r\n"))
        except CredentialsError as error:
            if questions == 1 or not line:
                raise
            self.drop()
            self.voice.tell(f"{error.message}: {error.why}\n  {error.hint}")
        return self.read(what, check, questions=questions - 1)

    def _ask(self, what: str) -> str:
        """Return a line with its end, or nothing if nobody types any more."""
        self.voice.stream.write(f"{what.capitalize()} (not shown): ")
        self.voice.stream.flush()
        try:
            line = self.stdin.readline()
        except UnicodeDecodeError:
            line = "\ufffd\n"
        self.voice.stream.write("\n")
        return line
