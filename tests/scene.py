"""A scene: commands typed in a terminal, and what a person then sees, as one readable text file.

The head of the file says what happens, a line each; behind ``---`` stand the screen, with the
lines that scrolled away and the shell's prompts, and the exit code of each command::

    Ctrl-C while the second page is on its way.

    size 80x24
    env LC_ALL=de_DE.UTF-8
    served lost:1/2
    $ oocli read estate --all --jobs 1
      when request 2 and "500 of 600 records": press ^C
    ---
    $ oocli read estate --all --jobs 1
    Interrupted
    $
    --- exit 130

- ``size COLUMNSxLINES``; 80x24 unless said otherwise.
- ``env NAME=VALUE`` joins the environment.
- ``file NAME`` makes a file of the indented lines below it.
- ``served FAULT ...`` serves the sandbox over HTTP, with the faults of ``sandbox serve``, and points
  oocli at it. Without, commands say ``--sandbox``.
- ``office NAME`` serves a customer's onOffice, and points oocli at it, without credentials; with a NAME, a
  profile of that name has them, and is the way there.
- ``estates N`` makes a sandbox with so many; 300 unless said otherwise.
- ``attributes`` writes bold, dim and colours into the screen: ``⟨bold red⟩fail⟨⟩``.
- ``mask RULE`` hides what cannot be the same twice; ``MASKS`` has the rules.
- ``$ COMMAND`` is typed; then ``when MOMENT: press KEYS`` or ``type TEXT`` (and Enter), indented, as
  often as needed. A moment is ``request N``, which is not answered before, ``"TEXT"`` on the
  screen, or both; without keys it only has to come.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pseudo_terminal import Gate, Moment, PseudoTerminal, make_environ
from screen import mark

from customer import CREDENTIALS, open_customer
from oocli.sandbox.records.store import Store
from served import serve_sandbox

MASKS: Mapping[str, tuple[str, str]] = {
    "port": (r"(?<=127\.0\.0\.1:)\d{5}", "#####"),
    "duration": (r"\b\d+(?= ms| s ago|(?: seconds behind))", "##"),
    "moment": (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", "####-##-##T##:##:##"),
    "minute": (r"\b\d{4}-\d\d-\d\d \d\d:\d\d\b", "####-##-## ##:##"),
    "signed": (r"\b\d+(?= bytes sent)", "###"),  # a slash in a signature is escaped
    "now": (r"\b1[7-9]\d{8}\b", "##########"),
    "days": (r"[\d,]+(?= days old)", "##"),
    "versions": (r"(?m)^(\S*ok\S*    version) .*\n(?: +.*\n)*", r"\1 (of oocli and of what it uses)" "\n"),
    "journal": (r"(?<=-)[0-9a-f]{16}\b", "################"),
    "took": (r" in (?:less than a second|\d+ \w+(?: \d+ seconds?)?)(?=[.;])", " in # seconds"),
    "ready": (r"(?m)^{.url.*\n(?:.*\n)*?.*}$", "(one line of JSON: url, token, secret, pid)"),
}
"""Name of a rule to pattern and replacement."""

_RULE = "---"
_WHEN = re.compile(
    r'  when (?:request (?P<request>\d+))?(?: and )?(?:"(?P<sees>.*)")?'
    r"(?:: (?:press \^(?P<key>[A-Z])|type (?P<text>.*)|(?P<enter>press Enter)))?"
)


@dataclass
class Scene:
    """What happens in a scene.

    Attributes:
        size: columns and lines of the terminal.
        environ: variables that join the environment.
        files: texts by the names of files in the working directory.
        served: whether the sandbox is served over HTTP, and ``faults`` with which.
        office: the profile of a customer's onOffice; empty for none, None where there is no such office.
        estates: how many the sandbox has; None for as many as always.
        attributes: whether bold, dim and colours are shown.
        masks: names of rules.
        commands: what is typed, each with its moments.
    """

    size: tuple[int, int] = (80, 24)
    environ: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    served: bool = False
    faults: list[str] = field(default_factory=list)
    office: str | None = None
    estates: int | None = None
    attributes: bool = False
    masks: list[str] = field(default_factory=list)
    commands: list[tuple[str, list[Moment]]] = field(default_factory=list)


def split_scene(text: str) -> str:
    """Give the head of a scene's file, which is written by hand."""
    head, _, _ = text.partition(f"\n{_RULE}\n")
    return head.rstrip("\n")


def read_scene(head: str) -> Scene:
    """Read the head of a scene."""
    scene = Scene()
    _, _, directives = head.partition("\n\n")
    name = ""
    for line in directives.split("\n"):
        if name and (line.startswith("    ") or not line):
            scene.files[name] += f"{line[4:]}\n"
            continue
        word, _, rest = line.partition(" ")
        name = rest if word == "file" else ""
        if line.startswith("  when "):
            scene.commands[-1][1].append(read_moment(line))
        else:
            _take(scene, word, rest)
    return scene


def _take(scene: Scene, word: str, rest: str) -> None:
    match word:
        case "size":
            columns, _, lines = rest.partition("x")
            scene.size = int(columns), int(lines)
        case "env":
            variable, _, value = rest.partition("=")
            scene.environ[variable] = value
        case "file":
            scene.files[rest] = ""
        case "served":
            scene.served, scene.faults = True, rest.split()
        case "office":
            scene.office = rest
        case "estates":
            scene.estates = int(rest)
        case "attributes":
            scene.attributes = True
        case "mask":
            scene.masks.append(rest)
        case "$":
            scene.commands.append((rest, []))
        case _:
            raise ValueError(f"a scene knows no {word!r}")


def read_moment(line: str) -> Moment:
    """Read a line that says what a person waits for and presses.

    Raises:
        ValueError: it says neither.
    """
    found = _WHEN.fullmatch(line)
    if found is None or not (found["request"] or found["sees"]):
        raise ValueError(f"no moment: {line!r}")
    presses = f"{found['text'] or ''}\n" if found["text"] is not None or found["enter"] else ""
    if found["key"]:
        presses = chr(ord(found["key"]) - ord("@"))
    return Moment(request=int(found["request"] or 0), sees=found["sees"] or "", presses=presses)


Terminal = TypeVar("Terminal", bound=PseudoTerminal)


@contextmanager
def set_stage(scene: Scene, folder: Path, sandbox: Path, terminal: type[Terminal]) -> Iterator[Terminal]:
    """Make what a scene needs in an empty folder, with a sandbox's file of its own; give the terminal."""
    work = folder / "work"
    work.mkdir()
    for name, text in scene.files.items():
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        (work / name).write_text(text, encoding="utf-8")
    if scene.estates is not None:
        Store.open(sandbox, estates=scene.estates, anew=True).close()
    held = [moment.request for _, moments in scene.commands for moment in moments if moment.request]
    gate = Gate(held)
    with ExitStack() as stack:
        environ = make_environ(folder)
        if scene.served:
            server = stack.enter_context(serve_sandbox(sandbox, *scene.faults, arrive=gate.pass_through))
            environ |= {"OOCLI_URL": server.url, **CREDENTIALS}
        if scene.office is not None:
            environ |= _serve_office(stack, scene.office, folder)
        columns, lines = scene.size
        yield terminal(columns, lines, folder=work, environ={**environ, **scene.environ}, gate=gate)


def _serve_office(stack: ExitStack, profile: str, folder: Path) -> dict[str, str]:
    """Serve a customer's onOffice; give the variables that lead there, none where a profile does."""
    path = folder / "customer.sqlite"
    open_customer(path).close()
    server = stack.enter_context(serve_sandbox(path))
    if not profile:
        return {"OOCLI_URL": server.url}
    keys = {
        "token": CREDENTIALS["OOCLI_TOKEN"],
        "secret": CREDENTIALS["OOCLI_SECRET"],
        "url": server.url,
    }
    config = folder / "config"
    config.mkdir(mode=0o700)
    file = config / "config.json"
    file.touch(mode=0o600)
    file.write_text(json.dumps({"version": 1, "current": profile, "profiles": {profile: keys}}))
    return {}


def play(scene: Scene, folder: Path, sandbox: Path) -> str:
    """Play a scene in an empty folder, with a sandbox's file of its own; give what stands below its head."""
    with set_stage(scene, folder, sandbox, PseudoTerminal) as terminal:
        codes = [terminal.type(command, moments) for command, moments in scene.commands]
        terminal.prompt()
    screen = terminal.screen
    shown = "\n".join(map(mark, screen.spans) if scene.attributes else screen.texts)
    return f"{_RULE}\n{hide(shown, scene.masks)}\n{_RULE} exit {', '.join(map(str, codes))}\n"


def hide(shown: str, masks: Iterable[str]) -> str:
    """Give a text without what cannot be the same twice; ``masks`` are names of rules."""
    for rule in masks:
        shown = re.sub(*MASKS[rule], shown)
    return shown
