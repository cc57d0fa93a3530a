"""Runs that nobody watches: what a command does, without its streams.

Each call of an office is a run of its own, so that several threads share only what may be shared: the
profile, the transport and the catalogue.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, TextIO

from oocli.context import Context
from oocli.settings import SETTINGS

if TYPE_CHECKING:
    from oocli.client import Transport
    from oocli.profiles import Profile

_HEARD = "OOCLI_FORCE_TTY"
_MEANT = ("profile", "sandbox", "clock_from_server")
_PRESENTATION = ("output",)


def leave_out_display(environ: Mapping[str, str]) -> dict[str, str]:
    """Return an environment without the variables that say how a command shows what it does."""
    shown = {
        setting.variable
        for setting in SETTINGS
        if setting.name in _PRESENTATION or not (setting.key or setting.name in _MEANT)
    }
    return {name: value for name, value in environ.items() if name not in shown | {_HEARD}}


class Listener(io.StringIO):
    """A standard error that hands on each warning, and keeps nothing."""

    def __init__(self, warn: Callable[[str], None]) -> None:
        super().__init__()
        self._warn = warn

    def write(self, text: str, /) -> int:
        """Hand on a text."""
        if text.strip():
            self._warn(text.strip())
        return len(text)


@dataclass(frozen=True)
class Runs:
    """What the runs of one office share.

    Attributes:
        template: the context that each run copies.
        warn: called with every warning.
    """

    template: Context
    warn: Callable[[str], None]
    _opened: list[Transport] = field(default_factory=list, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def begin(self, *, stdin: str = "", stdout: TextIO | None = None) -> Context:
        """Return the context of one run; ``stdin`` is its standard input, ``stdout`` takes its data.

        Raises:
            CredentialsError: there is no profile.
        """
        context = replace(
            self.template,
            stdin=io.TextIOWrapper(io.BytesIO(stdin.encode())),
            stdout=stdout or io.StringIO(),
            stderr=Listener(self.warn),
            options=dict(self.template.options),
            open_transport=self._share_transport,
        )
        context.profile = self.template.profile
        return context

    def close(self) -> None:
        """Close the transport."""
        with self._lock:
            while self._opened:
                close = getattr(self._opened.pop(), "close", None)
                if close is not None:
                    close()

    def _share_transport(self, profile: Profile) -> Transport:
        """Return the transport that all runs share, opened when the first of them sends."""
        from oocli.opening import open_usual_transport

        with self._lock:
            if not self._opened:
                template = self.template
                usual = partial(
                    open_usual_transport,
                    catalogue=template.catalogue,
                    environ=template.environ,
                    now=template.now,
                )
                self._opened.append((template.open_transport or usual)(profile))
            return self._opened[0]
