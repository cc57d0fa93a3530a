"""``oocli help TOPIC``: texts about what no single command is about, and examples that work."""

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import oocli.errors
from harness import Outcome
from oocli.errors import OocliError
from oocli.interface.help_lines import lay_out
from oocli.interface.topic_pages import describe_topic
from oocli.interface.topics import TOPICS
from oocli.settings import SETTINGS, Setting

Run = Callable[..., Outcome]

_SHELL = ("|", ">", "||")


def list_examples() -> Iterator[tuple[str, str]]:
    """Give each command of each topic's examples, up to what is the shell's business."""
    for name in TOPICS:
        text = "\n".join(lay_out(describe_topic(name), 80))
        found = re.search(r"^Examples?:\n((?:  .*\n)+)", text, re.MULTILINE)
        for line in found[1].splitlines() if found else ():
            yield name, line.strip()


@pytest.mark.parametrize(("name", "example"), list(list_examples()))
def test_example_of_a_topic_works(
    oocli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, example: str
) -> None:
    """Each example of a topic does what it says, against the sandbox."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kueche.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "estates.csv").write_text("Id,lage\n11,Ruhig\n", encoding="utf-8")
    words = shlex.split(example)
    variables = dict(word.split("=", 1) for word in words if re.match("OOCLI_", word))
    words = words[len(variables) + 1 :]
    words = words[: min((words.index(mark) for mark in _SHELL if mark in words), default=len(words))]
    outcome = oocli(*words, variables=variables)
    assert (outcome.code, outcome.err) == (0, "")


@pytest.mark.parametrize("name", TOPICS)
def test_a_topic_is_named_by_help(oocli: Run, name: str) -> None:
    """`oocli --help` names each topic, and `oocli help TOPIC` writes it."""
    assert re.search(rf"\s{name}\b", oocli("--help").out)
    outcome = oocli("help", name)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.splitlines() == lay_out(describe_topic(name), 80)


def test_each_exit_code_is_told() -> None:
    """The topic of the exit codes has the code of every failure."""
    lines = lay_out(describe_topic("exit-codes"), 80)
    told = {int(found[1]) for line in lines if (found := re.match(r"  (\d+)  ", line))}
    kinds = [kind for kind in vars(oocli.errors).values() if isinstance(kind, type)]
    codes = {kind.exit_code for kind in kinds if issubclass(kind, OocliError)}
    assert codes | {0, 130, 141, 143} == told


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_each_setting_is_told(setting: Setting) -> None:
    """The topic of the options has each of them, that of the environment its variable."""
    assert setting.flag in "\n".join(lay_out(describe_topic("options"), 80))
    assert f"  {setting.variable} " in "\n".join(lay_out(describe_topic("environment"), 80))


def test_a_call_refers_to_the_common_options(oocli: Run) -> None:
    """The help of a command names the topic instead of repeating options that all commands share."""
    shown = oocli("read", "estate", "--help").out
    assert "`oocli help options`" in shown
    assert "--hmac-version" not in shown
