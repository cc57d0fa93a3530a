"""What one run carries; how it finds its profile and opens a client.

``settings`` say what was asked for, ``voice`` speaks, ``output`` writes. Imports at its top only what a help
page needs; whatever sends, renders or reads a profile is imported inside the one method that uses it.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TextIO

from oocli.catalogue import Call, Catalogue
from oocli.errors import CredentialsError, InvalidAction
from oocli.settings import RunSettings
from oocli.terminal.line import TerminalLine
from oocli.terminal.output import Output
from oocli.terminal.voice import Voice
from oocli.text.formats import JSON_FAMILY

if TYPE_CHECKING:
    from pathlib import Path

    from oocli.client import Client, Transport
    from oocli.fields.facts import FieldConfiguration
    from oocli.fields.lookup import FieldLookup
    from oocli.profiles import Profile
    from oocli.request.actions import Action
    from oocli.wire.lifting import Lifting

_LANGUAGE = "DEU"  # of labels


@dataclass(eq=False, repr=False)
class Context:
    """One run of oocli; tests hand in their own.

    Attributes:
        environ: environment variables.
        stdin: read only for ``-``, or to ask a person.
        stdout: data, and only data.
        stderr: notes, warnings, questions, errors.
        now: Unix time in seconds.
        sleep: waits for a number of seconds.
        catalogue: the documented calls.
        options: common options that were typed, by name.
        open_transport: gives the transport for a profile, instead of HTTP and sandbox.
        share_heap: called before several requests go out at once; ``__main__`` says how threads share memory.
        until_end: holds what must last until everything is said, and then releases it.
        has_client: whether a client was opened, so that something may have been sent.
        line: the line of progress, on the terminal of standard error.
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
    share_heap: Callable[[], None] = lambda: None
    until_end: ExitStack = field(default_factory=ExitStack)
    has_client: bool = field(default=False, init=False)
    line: TerminalLine = field(init=False)

    def __post_init__(self) -> None:
        """Let everything that may reach the terminal take turns with the line of progress."""
        self.line = TerminalLine(self.stderr, self.environ)
        self.stderr = self.line.share(self.stderr)
        self.stdout = self.line.share(self.stdout, is_data=True)

    @cached_property
    def settings(self) -> RunSettings:
        """What was asked for by common options."""
        return RunSettings(self.options, self.environ)

    @cached_property
    def voice(self) -> Voice:
        """What speaks on standard error."""
        return Voice(self.stderr, self.stdin, self.settings, speaks_json=self._speaks_json)

    @cached_property
    def output(self) -> Output:
        """What writes data."""
        return Output(
            self.stdout,
            self.settings,
            find_kept_format=lambda: self.profile.output if "profile" in self.__dict__ else "",
            warn=self.voice.warn,
            share=partial(self.line.share, is_data=True),
        )

    @cached_property
    def profile(self) -> Profile:
        """The profile of this run; the sandbox when none is set up and a person looks on.

        Raises:
            CredentialsError: nothing is set up, and nobody would see a note about the sandbox, or a server is
                named.
        """
        from oocli.profiles.config_file import find_config_path

        found = self._guess_profile()
        if found is None:
            raise CredentialsError(
                "There is no profile yet, and no OOCLI_TOKEN and OOCLI_SECRET",
                why=_tell_where(find_config_path(self.environ)),
                hint="`oocli profile add NAME` sets one up; --sandbox needs no account",
            )
        if self._own_profile is None:
            self.voice.note(
                "No profile is set up: this is the sandbox, all made up."
                " `oocli profile add NAME` connects yours."
            )
            self.options["sandbox"] = True
        return found

    def tell_whose(self) -> None:
        """Say that what is shown is made up, where it comes from the sandbox and nobody asked for that."""
        _ = self.profile

    @cached_property
    def _own_profile(self) -> Profile | None:
        """The profile that is set up or named, or None."""
        from oocli.profiles import find_profile

        found = find_profile(self.options, self.environ)
        if found is not None:
            self.voice.hide(found.token, "token")
            self.voice.hide(found.extendedclaim, "extendedclaim")
        return found

    def _guess_profile(self) -> Profile | None:
        """Return the profile that this run would use, of which nothing is said; None where it is refused."""
        from oocli.profiles import find_profile

        is_elsewhere = bool(self.settings.get("api_url"))  # a server that was named is not the sandbox
        if self._own_profile is not None or is_elsewhere or not self.voice.is_heard:
            return self._own_profile
        return find_profile({**self.options, "sandbox": True}, self.environ)

    def _speaks_json(self) -> bool:
        """Say whether failures are JSON: if that is asked for, or a program reads output and errors."""
        chosen = self.settings.get("errors")
        is_read_by_program = self.output.format in JSON_FAMILY and not self.voice.is_heard
        return chosen == "json" or (chosen != "text" and is_read_by_program)

    @contextmanager
    def client(
        self,
        *,
        confirmed: bool = False,
        cuts: Callable[[], bool] | None = None,
        sleep: Callable[[float], None] | None = None,
        attempts: int | None = None,
        transport: Transport | None = None,
        cached_seconds: float = 0,
        lifting: Lifting | None = None,
        while_writing: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> Iterator[Client]:
        """Open the client of the profile; ``confirmed`` says that ``--yes`` was given.

        ``cuts`` says, once the profile is known, whether records are read only as far as needed to write them
        as they come. ``sleep``, ``attempts`` and ``transport`` replace what it has otherwise. With
        ``cached_seconds`` answers are kept, and used until they are older. With ``lifting`` long texts of
        answers go to files. ``while_writing`` gives a block around each request that writes.
        """
        from oocli.opening import open_client

        profile, self.has_client = self.profile, True
        client = open_client(
            profile,
            catalogue=self.catalogue,
            environ=self.environ,
            now=self.now,
            sleep=sleep or self.sleep,
            confirmed=confirmed,
            ask=self.voice.ask if self.voice.asks else None,
            open_transport=self.open_transport if transport is None else lambda _profile: transport,
            tell=self.voice.tell if self.settings.shows_exchanges else None,
            shows_bodies=self.settings.is_set("debug"),
            follows_server_clock=self.settings.is_set("clock_from_server"),
            cuts_records=cuts is not None and cuts(),
            attempts=attempts,
            cached_seconds=cached_seconds,
            warn=self.voice.warn,
            lifting=lifting,
            while_writing=while_writing,
        )
        self.voice.hide(client.credentials.token, "token")
        self.voice.hide(client.credentials.secret, "secret")
        self.voice.hide(profile.extendedclaim, "extendedclaim")
        yield client
        if client.offset.seconds:
            from oocli.client.server_clock import describe_offset

            self.voice.note(f"{describe_offset(client.offset.seconds)}; it was signed with the server's time")

    def field_lookup(self, *, language: str = "") -> FieldLookup:
        """Return where this run gets field configurations from; German labels unless said otherwise."""
        return self._open_lookup(self.profile, language)

    def _open_lookup(self, profile: Profile, language: str = "") -> FieldLookup:
        from oocli.fields.field_cache import open_cache
        from oocli.fields.lookup import FieldLookup

        cache = open_cache(profile, self.environ, warn=self.voice.warn)
        return FieldLookup(cache, language or profile.language or _LANGUAGE, self.client, self.now)

    def find_fields(self, module: str, *, language: str = "") -> FieldConfiguration:
        """Return the fields of a module, from the API if the cache has none."""
        return self.field_lookup(language=language).find(module)

    def load_fields(self, module: str) -> FieldConfiguration | None:
        """Return the fields of a module if the cache has them; without a profile there is no cache.

        Where a person looks on, and no profile is set up, they are those of the sandbox, as everywhere; who
        shows them says so by ``profile``.
        """
        from oocli.disk.directories import may_have_fields

        # Most people have those of a few modules; looking for the account's takes 6 ms.
        if not module or not may_have_fields(self.environ, module):
            return None
        try:
            profile = self._guess_profile()
        except CredentialsError:
            return None
        return self._open_lookup(profile).load(module) if profile is not None else None

    def validate(self, action: Action, call: Call) -> None:
        """Check an action against the catalogue before it is sent; warnings go to standard error.

        Raises:
            InvalidAction: with every problem at once.
        """
        from oocli.validation import check
        from oocli.values.parsed import list_unread

        verdict = check(action, call)
        for warning in verdict.warnings:
            self.voice.warn(warning)
        if verdict.problems:
            values = {unread.problem for unread in list_unread(action.parameters)}
            raise InvalidAction(
                f"{action.name} is not sent",
                verdict.problems,
                hint=""
                if values >= {*verdict.problems}
                else f"`oocli {call.name} --help` lists what it takes; --no-validate sends it as it is",
                doc_url=call.doc,
            )


def _tell_where(path: Path | None) -> str:
    """Say in which file profiles were looked for."""
    if path is None:
        return "There is no home directory that can be used; OOCLI_CONFIG_DIR names a place for profiles"
    return f"{path} has no profile" if path.exists() else f"{path} does not exist"
