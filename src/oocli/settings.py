"""The settings that all commands share: their table, and what was asked for in one run. Pure.

A row of the table is an option, an environment variable and, where a profile can keep it, a key of the
profile. Everything that knows these names takes them from here: the options themselves, help, completion, the
reference, profiles.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from oocli.text.formats import DIALECTS, FORMATS
from oocli.text.switches import is_on


class Setting(NamedTuple):
    """One setting of all commands.

    Attributes:
        name: key in ``Context.options``.
        flags: how it is typed.
        summary: one line of help.
        metavar: placeholder of its value; empty for a flag.
        choices: permitted values; empty when any is.
        counts: whether repeating it counts up (``-qq``).
        key: key of a profile that keeps it; empty if there is none.
        named: its variable, if that is not ``OOCLI_`` and the name.
    """

    name: str
    flags: tuple[str, ...]
    summary: str
    metavar: str = ""
    choices: tuple[str, ...] = ()
    counts: bool = False
    key: str = ""
    named: str = ""

    @property
    def flag(self) -> str:
        """The long way to type it."""
        return self.flags[-1]

    @property
    def variable(self) -> str:
        """The variable of the environment that gives the same value."""
        return self.named or f"OOCLI_{self.name.upper()}"


SETTINGS = (
    Setting("profile", ("--profile",), "Profile with the credentials to use", "NAME"),
    Setting("sandbox", ("--sandbox",), "Ask the made-up onOffice that ships with oocli"),
    Setting(
        "api_url",
        ("--api-url",),
        "Address of the API, up to /api or a whole api.php",
        "URL",
        key="url",
        named="OOCLI_URL",
    ),
    Setting(
        "api_version",
        ("--api-version",),
        "API version",
        "VERSION",
        ("stable", "latest"),
        key="api-version",
    ),
    Setting(
        "hmac_version", ("--hmac-version",), "Signature version", "VERSION", ("1", "2"), key="hmac-version"
    ),
    Setting("timeout", ("--timeout",), "Seconds to wait for an answer", "SECONDS", key="timeout"),
    Setting(
        "max_answer", ("--max-answer",), "MiB that an answer may have [default 256]", "MIB", key="max-answer"
    ),
    Setting(
        "clock_from_server",
        ("--clock-from-server",),
        "Sign with the server's time where it refuses this machine's",
    ),
    Setting(
        "extendedclaim",
        ("--extendedclaim",),
        "Marketplace claim, sent with every action",
        "CLAIM",
        key="extendedclaim",
    ),
    Setting(
        "output", ("-o", "--output"), "A table on a terminal, else json", "FORMAT", FORMATS, key="output"
    ),
    Setting("output_file", ("--output-file",), "Write to a file, which appears whole or not at all", "FILE"),
    Setting("flat", ("--flat",), "Make each record {_id, fields...} in json and ndjson"),
    Setting("dialect", ("--dialect",), "Kind of csv", "NAME", DIALECTS),
    Setting(
        "plain", ("--plain",), "Show in tables what the API sent: no grouped numbers, no labels for keys"
    ),
    Setting("color", ("--color",), "Colour", "WHEN", ("auto", "always", "never")),
    Setting("errors", ("--errors",), "Form of errors", "FORM", ("text", "json")),
    Setting("quiet", ("-q", "--quiet"), "No notes; twice: no warnings either", counts=True),
    Setting("verbose", ("-v", "--verbose"), "Say on stderr what is sent and how long it takes"),
    Setting("debug", ("--debug",), "Show each request and answer on stderr, without secrets"),
    Setting("no_input", ("--no-input",), "Never ask; fail and name the option that answers"),
)


def find_early_options(arguments: Sequence[str]) -> dict[str, Any]:
    """Return the options that say how to report, as they stand among words that are not parsed yet.

    The parser meets the options of a command only after it has found the command; a failure or a signal
    before that is reported as they say, too.
    """
    found: dict[str, Any] = {}
    for option in SETTINGS:
        for word, following in zip(arguments, [*arguments[1:], ""], strict=False):
            flag, _, value = word.partition("=")
            if option.choices and flag in option.flags and (value or following) in option.choices:
                found[option.name] = value or following
            elif option.counts and word.startswith("-") and set(word[1:]) == {option.flags[0][1]}:
                found[option.name] = len(word) - 1
    return found


_BY_NAME = {setting.name: setting for setting in SETTINGS}


class RunSettings:
    """The settings of one run.

    Attributes:
        environ: environment variables.
    """

    def __init__(self, typed: Mapping[str, Any], environ: Mapping[str, str]) -> None:
        """Take the typed options by name; more may join them while the command line is parsed."""
        self.environ = environ
        self._typed = typed

    def get(self, name: str) -> str:
        """Return a setting as text: typed, or from its variable; empty if it has neither."""
        typed = self._typed.get(name)
        if typed:
            return str(typed)
        return self.environ.get(_BY_NAME[name].variable, "")

    def is_typed(self, name: str) -> bool:
        """Say whether an option is on the command line."""
        return bool(self._typed.get(name))

    def is_set(self, name: str) -> bool:
        """Say whether a flag was typed or switched on by its variable."""
        return is_on(self.get(name))

    @property
    def shows_exchanges(self) -> bool:
        """Whether to report each request and answer."""
        return self.is_set("verbose") or self.is_set("debug")

    @property
    def quietness(self) -> int:
        """How much is kept quiet: 0 nothing, 1 notes, 2 warnings too."""
        asked = self.get("quiet")
        return int(asked[:4]) if asked.isascii() and asked.isdecimal() else int(self.is_set("quiet"))

    @property
    def color(self) -> str:
        """When to use colours: ``auto``, ``always`` or ``never``."""
        return self.get("color") or "auto"
