"""The command that gives a secret whenever it is needed: started without a shell, within limits.

No message here ever holds what the command printed.
"""

import os
from subprocess import DEVNULL, Popen, TimeoutExpired
from threading import Thread

from oocli.errors import CredentialsError

_LARGEST = 65536  # bytes that it may print; the secret is its first line
_BLOCK = 4096  # bytes
_GRACE = 1.0  # seconds for reading what an ended command has printed
_OWN_VARIABLES = ("OOCLI_TOKEN", "OOCLI_SECRET", "OOCLI_EXTENDEDCLAIM")  # must not reach the command


def run_secret_command(command: str, *, source: str, timeout: float = 60.0) -> str:
    """Run a command and give the first line that it prints.

    It is split into words as by a shell, but no shell runs; its stdin is empty; it may take ``timeout``
    seconds and print 64 KiB, and it does not get the credentials of oocli's own environment. What it writes
    to stderr is dropped, because it may repeat the secret. ``source`` says in messages whose command it is.

    Raises:
        CredentialsError: it cannot be started, fails, takes too long, prints too much, or prints nothing that
            is text.
    """
    hint = f"Run it by hand to see why; it is the secret-command of {source}"
    try:
        running = _Command(_split(command))
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else str(error)) or type(error).__name__
        raise CredentialsError("The secret command cannot be started", why=reason, hint=hint) from error
    try:
        code = running.process.wait(timeout)
    except TimeoutExpired:
        raise CredentialsError(f"The secret command gave nothing in {timeout:g} seconds", hint=hint) from None
    finally:
        running.end()
    if len(running.content) > _LARGEST:
        raise CredentialsError(f"The secret command printed more than {_LARGEST:,} bytes", hint=hint)
    if code:
        raise CredentialsError("The secret command failed", why=f"its exit code is {code}", hint=hint)
    lines = running.content.decode("utf-8", "replace").splitlines()
    if not lines:
        raise CredentialsError("The secret command printed nothing", hint=hint)
    return lines[0]


class _Command:
    """A running command with its output so far; one that prints too much is ended.

    Attributes:
        process: the command.
        content: what it has printed.
    """

    def __init__(self, words: list[str] | str) -> None:
        environ = {name: value for name, value in os.environ.items() if name not in _OWN_VARIABLES}
        self.content = b""
        self._pipe, end = os.pipe()
        try:
            self.process = Popen(words, stdin=DEVNULL, stdout=end, stderr=DEVNULL, env=environ)
        except BaseException:
            os.close(self._pipe)
            raise
        finally:
            os.close(end)
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while len(self.content) <= _LARGEST:
            block = os.read(self._pipe, _BLOCK)
            if not block:
                os.close(self._pipe)
                return
            self.content += block
        os.close(self._pipe)
        self.process.kill()

    def end(self) -> None:
        """End it if it still runs; do not wait for what it has started itself."""
        self.process.kill()
        self.process.wait()
        self._reader.join(_GRACE)


def _split(command: str) -> list[str] | str:
    """Return the words of a command, quoted as in a shell; Windows splits a command line itself.

    Raises:
        ValueError: there is no word, or a quote is not closed.
    """
    if os.name == "nt":
        return command
    import shlex

    words = shlex.split(command)
    if not words:
        raise ValueError("it is empty")
    return words
