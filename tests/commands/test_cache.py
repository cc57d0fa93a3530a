"""``oocli cache``: what is kept, and throwing it away."""

from collections.abc import Callable
from pathlib import Path

from harness import Outcome

Run = Callable[..., Outcome]


def test_info_lists_what_is_kept(oocli: Run, home: Path) -> None:
    """Each file is a row with profile, module, language, number of fields and time of fetching."""
    oocli("--sandbox", "fields", "file", "--language", "ENG")
    (path,) = home.glob("cache/fields/*/file.ENG.json")
    (record,) = oocli("cache", "info").json
    assert record["id"] == "sandbox.file.ENG"
    assert {key: record["elements"][key] for key in ("profile", "fetched", "size", "path")} == {
        "profile": "sandbox",
        "fetched": "2025-10-09T08:53:20+00:00",
        "size": path.stat().st_size,
        "path": str(path),
    }


def test_empty_cache_is_an_empty_list(oocli: Run, home: Path) -> None:
    """Without a cache there is nothing to list; a person is told where it would be."""
    outcome = oocli("cache", "info", "-o", "json", terminal=True)
    assert (outcome.code, outcome.out) == (0, "[]\n")
    assert outcome.err.split() == ["The", "cache", "is", "in", str(home / "cache")]


def test_clear_empties_the_cache_of_this_profile(oocli: Run, home: Path) -> None:
    """Only the files of the profile's account go; --all takes those of every account."""
    oocli("--sandbox", "fields", "file")
    other = home / "cache" / "fields" / "other"
    other.mkdir()
    (other / "estate.DEU.json").write_text("{}", encoding="utf-8")
    first = oocli("--sandbox", "cache", "clear", terminal=True)
    left = list(home.glob("cache/fields/*/*"))
    second = oocli("cache", "clear", "--all", terminal=True)
    assert (first.err, left) == ("1 file removed\n", [other / "estate.DEU.json"])
    assert (second.err, list(home.glob("cache/fields/*"))) == ("1 file removed\n", [])


def test_clear_says_nothing_to_a_script(oocli: Run) -> None:
    """Without a terminal clearing leaves both streams empty, also when there is nothing to clear."""
    assert oocli("--sandbox", "cache", "clear") == Outcome(0, "", "")


def test_cache_alone_shows_its_help(oocli: Run) -> None:
    """Without a word the group's help is shown."""
    assert oocli("cache").out == oocli("cache", "--help").out


def test_list_shows_the_answers_that_are_kept(oocli: Run, home: Path) -> None:
    """Each is a row with profile, call, and the time until which it is kept."""
    oocli("--sandbox", "read", "user", "--cache", "10m")
    (path,) = home.glob("cache/answers/*/*.answer")
    (record,) = oocli("cache", "list").json
    assert (record["id"], record["type"]) == (path.stem, "answer")
    assert {key: record["elements"][key] for key in ("profile", "call", "kept", "until")} == {
        "profile": "sandbox",
        "call": "read user",
        "kept": "2025-10-09T08:53:20+00:00",
        "until": "2025-10-09T09:03:20+00:00",
    }


def test_clear_removes_answers_too(oocli: Run, home: Path) -> None:
    """Of the profile's account, or with --all of every one."""
    oocli("--sandbox", "read", "user", "--cache", "10m")
    other = home / "cache" / "answers" / "other" / "0.answer"
    other.parent.mkdir()
    other.touch()
    first = oocli("--sandbox", "cache", "clear", terminal=True)
    second = oocli("cache", "clear", "--all", terminal=True)
    assert (first.err, second.err, other.exists()) == ("1 file removed\n", "1 file removed\n", False)


def test_no_answer_is_an_empty_list(oocli: Run, home: Path) -> None:
    """Where none is kept there is nothing to list; a person is told where they would be."""
    outcome = oocli("cache", "list", "-o", "json", terminal=True)
    assert (outcome.code, outcome.out) == (0, "[]\n")
    assert outcome.err.split() == ["Answers", "are", "in", str(home / "cache" / "answers")]
