"""A page of the documentation, played like a scene: its console blocks one after another, in one terminal.

In a block ``$ COMMAND`` is typed; it may go on over several lines. What stands below it is what the
terminal then shows, and is compared; a line ``...`` is any number of lines, and where nothing stands
nothing is compared. A block of Python is run, too. Every command ends with exit code 0 unless the page
says otherwise.

What the page supposes stands in comments, which no reader sees, in the words of a scene (``scene.py``)::

    <!-- scene
    file prices.csv
        id,kaufpreis
        17,310000
    -->

Besides, for the block behind the comment: ``when MOMENT: press KEYS`` is for its first command and
``exit CODE`` for its last, or both for the one that begins as a line ``$ ...`` before them says;
``{token}`` and ``{secret}`` are those of the sandbox.
"""

import re
import shlex
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pseudo_terminal import Moment

from oocli.sandbox import SECRET, TOKEN
from quick_terminal import QuickTerminal
from scene import Scene, hide, read_moment, read_scene, set_stage

_PARTS = re.compile(
    r"<!-- scene\n(?P<scene>.*?)\n-->|```(?P<kind>console|python)\n(?P<block>.*?)```", re.DOTALL
)
_TOOLS = ("duckdb", "sqlite3", "jq", "datasette")  # programs of others, which need not be there
_ANY = "..."
_ASIDES = ("$ ", "when ", "exit ")


@dataclass(frozen=True)
class Step:
    """One command of a page.

    Attributes:
        command: what is typed.
        shown: the lines that the page shows for it.
        moments: what is pressed meanwhile.
        code: the exit code that it ends with.
    """

    command: str
    shown: tuple[str, ...] = ()
    moments: tuple[Moment, ...] = ()
    code: int = 0


@dataclass
class Page:
    """What is done on a page.

    Attributes:
        scene: what it supposes.
        blocks: the steps of each block, in order.
        programs: the text of a program in Python by the number of its block.
    """

    scene: Scene
    blocks: list[list[Step]] = field(default_factory=list)
    programs: dict[int, str] = field(default_factory=dict)


def read_page(text: str) -> Page:
    """Read a page."""
    page = Page(Scene())
    head: list[str] = []
    asides: list[str] = []
    for part in _PARTS.finditer(text):
        lines = (part["scene"] or "").split("\n")
        asides += [line for line in lines if line.startswith(_ASIDES)]
        head += [line for line in lines if not line.startswith(_ASIDES)] if part["scene"] else []
        if part["kind"] == "console":
            page.blocks.append(_direct(list(read_block(part["block"])), asides))
            asides = []
        elif part["kind"] == "python":
            page.programs[len(page.blocks)] = part["block"]
            page.blocks.append([Step(f"python program{len(page.blocks)}.py")])
    if head:
        page.scene = read_scene("\n".join(["", "", *head]))
    return page


def _direct(steps: list[Step], asides: Iterable[str]) -> list[Step]:
    """Give the steps of a block with what the comment before it says of them."""
    at, end = 0, -1
    for line in asides:
        if line.startswith("$ "):
            at = end = next(number for number, step in enumerate(steps) if step.command.startswith(line[2:]))
        elif line.startswith("exit "):
            steps[end] = replace(steps[end], code=int(line.removeprefix("exit ")))
        else:
            moment = read_moment(f"  {line}".replace("{token}", TOKEN).replace("{secret}", SECRET))
            steps[at] = replace(steps[at], moments=(*steps[at].moments, moment))
    return steps


def read_block(block: str) -> Iterator[Step]:
    """Read the commands of a block, each with what is shown below it."""
    lines = block.rstrip("\n").split("\n")
    while lines:
        command = lines.pop(0).removeprefix("$ ")
        while lines and _goes_on(command):
            command += f"\n{lines.pop(0)}"
        shown = []
        while lines and not lines[0].startswith("$ "):
            shown.append(lines.pop(0))
        yield Step(command, tuple(shown))


def _goes_on(command: str) -> bool:
    """Say whether the shell would ask for more of a command."""
    try:
        shlex.split(command, comments=True)
    except ValueError:
        return True
    return command.endswith(("\\", "|"))


def play_page(page: Page, folder: Path, sandbox: Path) -> Iterator[tuple[Step, int, list[str]]]:
    """Play a page in an empty folder; give each step with its exit code and what the terminal showed."""
    with set_stage(page.scene, folder, sandbox, QuickTerminal) as terminal:
        for number, program in page.programs.items():
            (folder / "work" / f"program{number}.py").write_text(program, encoding="utf-8")
        for step in (step for block in page.blocks for step in block):
            if not _lacks_a_tool(step.command):
                code, shown = _type(terminal, step)
                yield step, code, hide("\n".join(shown), page.scene.masks).split("\n") if shown else []


def _lacks_a_tool(command: str) -> bool:
    return any(re.search(rf"(^|\| *){tool} ", command) and not shutil.which(tool) for tool in _TOOLS)


def _type(terminal: QuickTerminal, step: Step) -> tuple[int, list[str]]:
    """Type a command; give its exit code and the lines that it showed, as text where nothing is compared."""
    if not step.shown:
        code, written = terminal.type_unseen(step.command, step.moments)
        return code, written.split("\n")
    start = terminal.screen.row
    code = terminal.type(step.command, step.moments)
    lines = terminal.screen.texts[start:]
    width = terminal.screen.columns
    typed = f"$ {step.command}".split("\n")
    below = sum(max(1, -(-len(line) // width)) for line in typed)
    shown = lines[below:]
    if shown and not shown[-1]:
        shown = shown[:-1]
    return code, shown


def fits(shown: Sequence[str], page: Sequence[str]) -> bool:
    """Say whether the page shows what the terminal showed, but for what it leaves out."""
    if not page:
        return True
    pattern = "\n".join("(?:.*\n)*?.*" if line == _ANY else re.escape(line) for line in page)
    return re.fullmatch(pattern, "\n".join(shown)) is not None


def rewrite(text: str, played: Sequence[tuple[Step, int, list[str]]]) -> str:
    """Give the text of a page with what the terminal showed in the place of what the page shows."""
    for step, _, shown in played:
        if step.shown and _ANY not in step.shown:
            old = "\n".join([f"$ {step.command}", *step.shown, ""])
            text = text.replace(old, "\n".join([f"$ {step.command}", *shown, ""]), 1)
    return text
