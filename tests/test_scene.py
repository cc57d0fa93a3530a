"""Files of scenes: what their heads mean."""

import re

import pytest
from pseudo_terminal import Moment

from scene import MASKS, read_scene, split_scene

_HEAD = """Prices are changed.

size 200x50
env LC_ALL=C
served lost:1/2 clock
estates 12
attributes
mask port
file prices.csv
    id,kaufpreis
    17,310000

    19,295000
$ oocli modify estate --from prices.csv
  when "[y/N]": type y
  when request 2 and "1 of 2 rows": press ^C
$ oocli read estate
  when request 3
  when "again": press Enter"""


def test_head_says_what_happens() -> None:
    """Each line of a head is one thing: the terminal, the office, a file, a command, a moment."""
    scene = read_scene(_HEAD)
    assert (scene.size, scene.environ) == ((200, 50), {"LC_ALL": "C"})
    assert (scene.served, scene.faults, scene.estates) == (True, ["lost:1/2", "clock"], 12)
    assert (scene.attributes, scene.masks) == (True, ["port"])
    assert scene.files == {"prices.csv": "id,kaufpreis\n17,310000\n\n19,295000\n"}
    assert scene.commands == [
        (
            "oocli modify estate --from prices.csv",
            [
                Moment(sees="[y/N]", presses="y\n"),
                Moment(request=2, sees="1 of 2 rows", presses="\x03"),
            ],
        ),
        ("oocli read estate", [Moment(request=3), Moment(sees="again", presses="\n")]),
    ]


def test_screen_may_hold_what_ends_the_head() -> None:
    """The first line of three dashes ends the head; what follows is the screen's."""
    assert split_scene(f"{_HEAD}\n---\n$ cat file\n---\n$\n--- exit 0\n") == _HEAD


@pytest.mark.parametrize(
    "line", ["sise 80x24", "  when x", "  when never", '  when "y": kick it', "  when request x"]
)
def test_misspelt_line_is_refused(line: str) -> None:
    """A line that means nothing is not a scene, instead of one that tests less."""
    with pytest.raises(ValueError, match=re.escape(line.split()[0])):
        read_scene(f"{_HEAD}\n{line}")


@pytest.mark.parametrize(
    ("rule", "text", "shown"),
    [
        ("port", "no answer from 127.0.0.1:34567/api", "no answer from 127.0.0.1:#####/api"),
        ("port", "10.0.0.1:34567", "10.0.0.1:34567"),
        ("duration", "answers in 34 ms", "answers in ## ms"),
        ("versions", "ok    version   1.0,\n        3.11\nok    x\n", "ok    version (of all)\nok    x\n"),
    ],
)
def test_rules_hide_only_what_cannot_stay_the_same(rule: str, text: str, shown: str) -> None:
    """A rule hides its own kind of value and leaves the rest."""
    assert re.sub(*MASKS[rule], text) == shown.replace("(of all)", "(of oocli and of what it uses)")
