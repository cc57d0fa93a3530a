"""What people see: every scene in tests/screens/ shows the screen that its file says.

``pytest tests/test_screens.py --rewrite-screens`` writes the files anew; read the difference.
"""

from collections import Counter
from difflib import unified_diff
from pathlib import Path

import pytest

from oocli.app import COMMANDS
from scene import play, read_scene, split_scene

_SCREENS = Path(__file__).parent / "screens"
_SCENES = sorted(_SCREENS.rglob("*.txt"))


@pytest.mark.parametrize("path", _SCENES, ids=lambda path: str(path.relative_to(_SCREENS).with_suffix("")))
def test_scene(path: Path, home: Path, pytestconfig: pytest.Config) -> None:
    """A scene ends with the screen and the exit codes that its file says."""
    text = path.read_text(encoding="utf-8")
    head = split_scene(text)
    played = f"{head}\n{play(read_scene(head), home, home / 'data' / 'sandbox.sqlite')}"
    if pytestconfig.getoption("rewrite_screens"):
        path.write_text(played, encoding="utf-8", newline="\n")
    elif played != text:
        lines = unified_diff(text.splitlines(), played.splitlines(), "the file", "the screen", lineterm="")
        pytest.fail("\n".join(lines), pytrace=False)


def test_every_word_has_a_scene() -> None:
    """There is no command that nobody looked at, and enough screens of both sizes."""
    scenes = [read_scene(split_scene(path.read_text(encoding="utf-8"))) for path in _SCENES]
    typed = [command.split() for scene in scenes for command, _ in scene.commands]
    words = {word for line in typed if line[0] == "oocli" for word in line[1:3]}
    assert {*COMMANDS, "help"} - words == set()
    widths = Counter(scene.size[0] for scene in scenes)
    assert min(widths[80], widths[200]) >= 10
    assert len(scenes) >= 40
