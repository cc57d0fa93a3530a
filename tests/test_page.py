"""Pages of the documentation: what is read out of them, and what counts as the same."""

import pytest
from pseudo_terminal import Moment

from oocli.sandbox import TOKEN
from page import Step, fits, read_block, read_page, rewrite
from quick_terminal import Typed, read_plain

_PAGE = """# A page

<!-- scene
file prices.csv
    id,kaufpreis
    17,310000
env LC_ALL=C
exit 4
$ oocli profile
when "Token": type {token}
-->
```console
$ oocli read estate
$ oocli profile add acme
$ oocli read estate 1
There is none.
```

```python
print(1)
```

```sh
this is not run
```
"""


def test_page_is_a_scene_with_blocks() -> None:
    """Comments say what it supposes, and what is pressed; other blocks are not run."""
    page = read_page(_PAGE)
    assert (page.scene.files, page.scene.environ) == (
        {"prices.csv": "id,kaufpreis\n17,310000\n"},
        {"LC_ALL": "C"},
    )
    assert page.blocks == [
        [
            Step("oocli read estate"),
            Step("oocli profile add acme", moments=(Moment(sees="Token", presses=f"{TOKEN}\n"),)),
            Step("oocli read estate 1", shown=("There is none.",), code=4),
        ],
        [Step("python program1.py")],
    ]
    assert page.programs == {1: "print(1)\n"}


def test_command_goes_on_as_in_a_shell() -> None:
    """An open quote, a bar and a backslash at the end of a line ask for more."""
    block = '$ oocli sql a.db "\n  select 1"\n1\n$ oocli read estate |\n    wc -l\n$ oocli \\\n  calls\n'
    assert list(read_block(block)) == [
        Step('oocli sql a.db "\n  select 1"', shown=("1",)),
        Step("oocli read estate |\n    wc -l"),
        Step("oocli \\\n  calls"),
    ]


@pytest.mark.parametrize(
    ("shown", "page", "same"),
    [
        (["a", "b"], ["a", "b"], True),
        (["a", "b"], ["a"], False),
        (["a", "b"], [], True),
        (["a", "b", "c"], ["a", "..."], True),
        (["a", "b", "c"], ["...", "c"], True),
        (["a", "b", "c"], ["...", "b"], False),
        (["a.b"], ["axb"], False),
    ],
)
def test_what_is_shown_is_compared(shown: list[str], page: list[str], same: bool) -> None:
    """Line by line, but for what the page leaves out."""
    assert fits(shown, page) is same


def test_page_is_written_anew() -> None:
    """What the terminal shows now takes the place of what the page shows; the rest stays."""
    step = Step("oocli read estate 1", shown=("There is none.",))
    text = rewrite(_PAGE, [(step, 0, ["There", "is one"])])
    assert text == _PAGE.replace("There is none.", "There\nis one")


@pytest.mark.parametrize(
    ("command", "typed"),
    [
        ("oocli read estate --where 'kaufpreis<1'", Typed(["read", "estate", "--where", "kaufpreis<1"], {})),
        ("oocli fields   # all", Typed(["fields"], {})),
        ("oocli fields > a", Typed(["fields"], {">": "a"})),
        ("oocli send - < a >> b", Typed(["send", "-"], {"<": "a", ">>": "b"})),
        ("oocli fields | wc -l", None),
        ("oocli upload *.jpg", None),
        ("oocli fields && echo yes", None),
        ("oocli read estate $n", None),
        ("cat a", None),
    ],
)
def test_oocli_alone_needs_no_shell(command: str, typed: Typed | None) -> None:
    """Files for its streams do not need one either; everything else does."""
    assert read_plain(command) == typed
