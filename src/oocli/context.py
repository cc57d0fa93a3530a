"""What one run carries: settings, streams, clock, catalogue; and how it opens a client and writes.

Imports at its top only what a help page needs; what sends, renders or reads a profile is
imported inside the one method that uses it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, cast

from oocli.catalogue import Call, Catalogue
from oocli.errors import CredentialsError, InvalidAction, OocliError, UsageError
from oocli.terminal import fold, is_terminal, measure, shows_colour, shows_unicode
from oocli.visible import make_visible

if TYPE_CHECKING:
    from oocli.actions import Action
    from oocli.client import Client, Transport
    from oocli.fields.facts import FieldConfiguration
    from oocli.fields.lookup import FieldLookup
    from oocli.profiles import Profile

_LANGUAGE = "DEU"  # of labels
_JSON_FAMILY = ("json", "ndjson", "raw")
_SECRET_VARIABLES = {
    "OOCLI_TOKEN": "token",
    "OOCLI_SECRET": "secret",
    "OOCLI_EXTENDEDCLAIM": "extendedclaim",
}
_FALSE_WORDS = ("", "0", "false", "no", "off")


@dataclass
class Context:
    """One run of oocli; tests hand in their own.

    Attributes:
        environ: environment variables.
        stdin: read only when ``-`` is given, or to ask a person.
        stdout: data, and only data.
        stderr: notes, warnings, questions, errors.
        now: Unix time in seconds.
        sleep: waits so many seconds.
        catalogue: the documented calls.
        options: common options that were typed, by name.
        open_transport: gives the transport for a profile in place of HTTP and sandbox.
    """

    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    stdin: TextIO = field(default_factory=lambda: sys.stdin)
    stdout: TextIO = field(default_factory=lambda: sys.stdout)
    stderr: TextIO = field(default_factory=lambda: sys.stderr)
    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    catalogue: Catalogue = field(default_factory=Catalogue)
    options: dict[str, Any] = field(default_factory=dict)
    open_transport: Callable[[Profile], Transport] | None = None
    _secrets: dict[str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Know from the start what the environment holds of secrets, before any profile is read."""
        self._secrets = {self.environ.get(name, ""): mark for name, mark in _SECRET_VARIABLES.items()}

    # Settings

    def setting(self, name: str) -> str:
        """Give a common option as text: typed, or from ``OOCLI_<NAME>``; empty when neither is there."""
        typed = self.options.get(name)
        if typed:
            return str(typed)
        return self.environ.get(f"OOCLI_{name.upper()}", "")

    def is_set(self, name: str) -> bool:
        """Say whether a flag was typed or switched on by its variable."""
        return self.setting(name).lower() not in _FALSE_WORDS

    @cached_property
    def profile(self) -> Profile:
        """The profile of this run; the sandbox when none is set up and a person looks on.

        Raises:
            CredentialsError: nothing is set up and nobody would see a note about the sandbox.
        """
        from oocli.profiles import find_profile

        found = find_profile(self.options, self.environ)
        if found is not None:
            self.hide(found.token, "token")
            self.hide(found.extendedclaim, "extendedclaim")
            return found
        if not is_terminal(self.stderr, self.environ):
            raise CredentialsError(
                "There is no profile yet, and no OOCLI_TOKEN and OOCLI_SECRET",
                hint="`oocli profile add NAME` sets one up; --sandbox needs no account",
            )
        self.note(
            "No profile is set up: this is the sandbox, all made up. `oocli profile add NAME` connects yours."
        )
        self.options["sandbox"] = True
        return self.profile

    @property
    def output_format(self) -> str:
        """``-o``, ``OOCLI_OUTPUT``, the profile, else a table on a terminal and json elsewhere."""
        chosen = self.setting("output")
        if not chosen and "profile" in self.__dict__:
            chosen = self.profile.output
        if chosen:
            return chosen
        return (
            "table" if is_terminal(self.stdout, self.environ) and not self.setting("output_file") else "json"
        )

    @property
    def error_format(self) -> str:
        """``text`` or ``json``; json where a program reads both output and errors."""
        chosen = self.setting("errors")
        if chosen:
            return chosen
        machine = self.output_format in _JSON_FAMILY and not is_terminal(self.stderr, self.environ)
        return "json" if machine else "text"

    @property
    def asks(self) -> bool:
        """Whether a person can be asked a question."""
        both = is_terminal(self.stderr, self.environ) and self.stdin.isatty()
        return both and not self.is_set("no_input")

    @property
    def _quietness(self) -> int:
        """How much is kept quiet: 0 nothing, 1 notes, 2 warnings too."""
        asked = self.setting("quiet")
        return int(asked[:4]) if asked.isascii() and asked.isdecimal() else int(self.is_set("quiet"))

    # Sending

    @contextmanager
    def client(self, *, confirmed: bool = False) -> Iterator[Client]:
        """Open the client of the profile; ``confirmed`` says that ``--yes`` was given."""
        from oocli.connection import open_client

        profile = self.profile
        client = open_client(
            profile,
            catalogue=self.catalogue,
            environ=self.environ,
            now=self.now,
            sleep=self.sleep,
            confirmed=confirmed,
            ask=self.ask if self.asks else None,
            open_transport=self.open_transport,
            tell=self.tell if self.is_set("verbose") or self.is_set("debug") else None,
            shows_bodies=self.is_set("debug"),
            follows_server_clock=self.is_set("clock_from_server"),
        )
        self.hide(client.credentials.token, "token")
        self.hide(client.credentials.secret, "secret")
        self.hide(profile.extendedclaim, "extendedclaim")
        yield client
        if client.clock_offset:
            from oocli.server_clock import describe_offset

            self.note(f"{describe_offset(client.clock_offset)}; it was signed with the server's time")

    def field_lookup(self, *, language: str = "") -> FieldLookup:
        """Give where this run gets field configurations from; German labels unless said otherwise."""
        from oocli.fields.cache import open_cache
        from oocli.fields.lookup import FieldLookup

        profile = self.profile
        cache = open_cache(profile, self.environ, warn=self.warn)
        return FieldLookup(cache, language or profile.language or _LANGUAGE, self.client, self.now)

    def load_fields(self, module: str) -> FieldConfiguration | None:
        """Give the fields of a module if the cache has them; without a profile there is no cache."""
        from oocli.places import find_fields_dir

        # Most people have none; to look for that of their account takes 6 ms.
        if not module or not find_fields_dir(self.environ).is_dir():
            return None
        try:
            lookup = self.field_lookup()
        except CredentialsError:
            return None
        return lookup.load(module)

    def validate(self, action: Action, call: Call) -> None:
        """Check an action against the catalogue before it is sent; warnings go to standard error.

        Raises:
            InvalidAction: with every problem at once.
        """
        from oocli.validation import check

        findings = check(action, call)
        for warning in findings.warnings:
            self.warn(warning)
        if findings.problems:
            raise InvalidAction(
                f"{action.name} is not sent",
                findings.problems,
                hint=f"`oocli {call.name} --help` lists what it takes; --no-validate sends it as it is",
                doc_url=call.doc,
            )

    # Reading files

    def read_file(self, name: str) -> str:
        """Give the text of a file, or of standard input for ``-``.

        Raises:
            UsageError: the file cannot be read, or is not UTF-8.
        """
        try:
            return self.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
            raise UsageError(f"Cannot read {name}", why=str(reason)) from error

    def read_json(self, name: str) -> Any:
        """Give the JSON value of a file, or of standard input for ``-``.

        Raises:
            UsageError: it cannot be read, or is not JSON; says where.
        """
        text = self.read_file(name)
        try:
            return json.loads(text)
        except json.JSONDecodeError as error:
            where = f"line {error.lineno}, column {error.colno}"
            raise UsageError(f"{name} is not JSON", why=f"{error.msg} at {where}") from error
        except RecursionError as error:
            raise UsageError(f"{name} is not JSON", why="it is nested too deeply") from error

    def read_json_object(self, name: str) -> dict[str, Any]:
        """Give the JSON object of a file, or of standard input for ``-``.

        Raises:
            UsageError: it cannot be read, is not JSON, or is JSON of another kind.
        """
        value = self.read_json(name)
        if not isinstance(value, dict):
            raise UsageError(f"{name} is JSON, but not an object", hint='Write it like {"listlimit": 5}')
        return value

    # Writing

    def write(
        self, records: Iterable[dict[str, Any]], *, columns: Sequence[str] = (), single: bool = False
    ) -> int:
        """Render records to standard output or ``--output-file``; gives their number."""
        from oocli.render import Layout, choose

        width, height = measure(self.stdout, self.environ)
        layout = Layout(
            columns=tuple(columns),
            flat=self.is_set("flat"),
            dialect=self.setting("dialect") or "rfc4180",
            width=width,
            height=height,
            color=shows_colour(self.stdout, self.environ, asked=self.setting("color") or "auto"),
            unicode=shows_unicode(self.stdout),
            single=single,
            pretty=is_terminal(self.stdout, self.environ),
        )
        renderer = choose(self.output_format, layout)
        with self.open_output() as stream:
            written = renderer.render(records, stream)
        for warning in renderer.notes:
            self.warn(warning)
        return written

    def write_json(self, value: Any) -> None:
        """Write one JSON value, indented, to standard output or ``--output-file``."""
        from oocli.render.encoding import encode_pretty_json, escape_surrogates

        self.write_text(escape_surrogates(encode_pretty_json(value)) + "\n")

    def write_values(self, values: Sequence[Any]) -> None:
        """Write JSON values: one array, or one a line where ndjson is asked for."""
        from oocli.render.encoding import encode_json, escape_surrogates

        if self.output_format == "ndjson":
            self.write_text("".join(escape_surrogates(encode_json(value)) + "\n" for value in values))
        else:
            self.write_json(list(values))

    def write_bytes(self, body: bytes) -> None:
        """Write an answer as it was received, and a line end."""
        self.write_text(body.decode("utf-8", "replace") + "\n")

    def show_actions(self, actions: Sequence[Action]) -> None:
        """Write actions as they would be sent, without token and signature; a profile's claim is masked.

        Raises:
            UsageError: one of them could not be sent.
        """
        from oocli.php_json import check_sendable
        from oocli.profiles import find_profile

        for action in actions:
            check_sendable(action)
        typed = self.options.get("extendedclaim", "")

        kept = find_profile(self.options, self.environ) if not typed else None
        claim = typed or ("[extendedclaim]" if kept is not None and kept.extendedclaim else "")
        shown = [action.with_claim(claim).as_json() for action in actions]
        self.write_json(shown[0] if len(shown) == 1 else shown)

    def write_text(self, text: str) -> None:
        """Write text to standard output or ``--output-file``."""
        with self.open_output() as stream:
            stream.write(text)

    @contextmanager
    def open_output(self) -> Iterator[TextIO]:
        """Give the stream for data; a file appears whole when the block ends well, or not at all."""
        name = self.setting("output_file")
        if not name or name == "-":
            yield self._guard_terminal()
            self.stdout.flush()
            return
        target = Path(name).resolve()
        # A device or a pipe is written as it is; a file that replaced it would help nobody.
        is_special = target.exists() and not target.is_file()
        part = target if is_special else target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            stream = part.open("w", encoding="utf-8", newline="")
        except OSError as error:
            raise UsageError(f"Cannot write {name}", why=error.strerror or str(error)) from error
        try:
            with stream:
                yield stream
            part.replace(target)
        except OSError as error:
            raise OocliError(f"Cannot write {name}", why=error.strerror or str(error)) from error
        finally:
            if not is_special:
                part.unlink(missing_ok=True)

    def _guard_terminal(self) -> TextIO:
        """Give standard output; on a terminal one that nothing but a table of ours can control."""
        if self.output_format == "table" or not is_terminal(self.stdout, self.environ):
            return self.stdout
        from oocli.guarded_terminal import GuardedTerminal

        return cast(TextIO, GuardedTerminal(self.stdout, is_json=self.output_format in _JSON_FAMILY))

    # Speaking

    def note(self, text: str) -> None:
        """Say something on standard error, if a person looks there and did not ask for quiet."""
        if is_terminal(self.stderr, self.environ) and self._quietness < 1:
            self.tell(text)

    def warn(self, text: str) -> None:
        """Say a true warning on standard error, unless ``-qq`` was given."""
        if self._quietness < 2:
            self.tell(text)

    def report(self, failure: OocliError) -> None:
        """Say on standard error what failed, why, and what to do next: lines of text, or one JSON object."""
        if self.error_format == "json":
            self._say(self.redact(json.dumps(failure.as_dict(), ensure_ascii=False)) + "\n")
            return
        bold = shows_colour(self.stderr, self.environ, asked=self.setting("color") or "auto")
        self._say("\x1b[1m" if bold else "")
        self.tell(failure.message)
        self._say("\x1b[0m" if bold else "")
        for line in filter(None, (failure.why, failure.hint, failure.doc_url)):
            self.tell("  " + line.replace("\n", "\n  "))

    def ask(self, question: str) -> bool:
        """Ask a person; only ``y`` or ``yes`` (or ``j``, ``ja``) is a yes."""
        self._say(make_visible(self.redact(question)) + " [y/N] ")
        return self.stdin.readline().strip().lower() in ("y", "yes", "j", "ja")

    def hide(self, value: str, mark: str) -> None:
        """From now on say ``[mark]`` wherever this value would be said."""
        self._secrets[value] = mark

    def redact(self, text: str) -> str:
        """Take what this run knows to be secret, and signatures, out of a text."""
        from oocli.redact import Redactor

        return Redactor(self._secrets).redact(text)

    def tell(self, text: str) -> None:
        """Say something on standard error whatever was asked for; secrets are taken out."""
        shown = make_visible(self.redact(text), keep="\n")
        if is_terminal(self.stderr, self.environ):
            shown = fold(shown, measure(self.stderr, self.environ)[0])
        self._say(shown + "\n")

    def _say(self, text: str) -> None:
        """Write to standard error; where that is closed or full, the run goes on and its exit code speaks."""
        with suppress(OSError, ValueError):
            self.stderr.write(text)
            self.stderr.flush()
