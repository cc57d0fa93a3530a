"""Relations as rows, lists out of files, several records by their ids, lists that are too long."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness import Outcome
from paged_office import PagedOffice, make_records
from scripted import ScriptedTransport, answer, result

Oocli = Callable[..., Outcome]
PAIR = {"OOCLI_TOKEN": "t" * 32, "OOCLI_SECRET": "s" * 64}
OWNERS = ("get", "idsfromrelation", "--relationtype", "estate:address:owner")


def answer_links(elements: Any) -> ScriptedTransport:
    """Give an answer of linked ids."""
    return ScriptedTransport([answer(result({"id": "relatedIds", "type": "", "elements": elements}))])


LINKS = {"11": ["345", "7"], "13": [], "15": {"0": "345", "2": "9"}, "17": "8"}


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("csv", "parent,child\n11,345\n11,7\n15,345\n15,9\n17,8\n"),
        ("tsv", "parent\tchild\n11\t345\n11\t7\n15\t345\n15\t9\n17\t8\n"),
        ("ids", "345\n7\n9\n8\n"),
    ],
)
def test_links_are_rows(output: str, expected: str, oocli: Oocli) -> None:
    """A row for each link, and for lists of ids each linked record once."""
    words = (*OWNERS, "--parentids", "11,13,15,17", "-o", output)
    outcome = oocli(*words, variables=PAIR, transport=answer_links(LINKS))
    assert outcome.out.replace("\r\n", "\n") == expected


def test_table_of_links_has_two_columns(oocli: Oocli) -> None:
    """A person sees parent and child, and no number of a record that is none."""
    words = (*OWNERS, "--parentids", "11", "-o", "table")
    outcome = oocli(*words, variables=PAIR, transport=answer_links(LINKS))
    assert outcome.out.split()[:2] == ["parent", "child"]
    assert "relatedIds" not in outcome.out


def test_parents_of_children_stand_left_too(oocli: Oocli) -> None:
    """Asked for the other way round, parent and child stay where they are, and the ids are those found."""
    words = (*OWNERS, "--childids", "345,7")
    transport = answer_links({"345": ["11", "15"], "7": ["11"]})
    assert oocli(*words, "-o", "csv", variables=PAIR, transport=transport).out.split() == [
        *("parent,child", "11,345", "15,345", "11,7"),
    ]
    assert oocli(*words, "-o", "ids", variables=PAIR, transport=transport).out.split() == ["11", "15"]


@pytest.mark.parametrize("empty", [[], {}, {"11": []}, {"11": None}])
def test_no_links_are_no_rows(empty: Any, oocli: Oocli) -> None:
    """A header alone, an empty list of ids."""
    words = (*OWNERS, "--parentids", "11", "-o")
    assert oocli(*words, "csv", variables=PAIR, transport=answer_links(empty)).out.split() == ["parent,child"]
    assert oocli(*words, "ids", variables=PAIR, transport=answer_links(empty)).out == ""
    seen = oocli(*words, "table", variables=PAIR, transport=answer_links(empty), terminal=True)
    assert seen.err.endswith("Nothing is linked to them in that way\n")


def test_json_of_links_stays_as_it_came(oocli: Oocli) -> None:
    """Programs that read the API's own record go on working."""
    outcome = oocli(*OWNERS, "--parentids", "11", variables=PAIR, transport=answer_links({"11": ["7"]}))
    assert outcome.json == [{"id": "relatedIds", "type": "", "elements": {"11": ["7"]}}]


def test_ten_thousand_parents_are_split(oocli: Oocli, home: Path) -> None:
    """Twenty actions have all of them, each once, five in a request, and all links are written."""
    (home / "ids.txt").write_text("\n".join(map(str, range(1, 10_001))), encoding="utf-8")
    words = (*OWNERS, "--parentids", f"@{home / 'ids.txt'}")
    shown = oocli(*words, "--dry-run")
    parts = [action["parameters"]["parentids"] for action in shown.json]
    assert [number for part in parts for number in part] == list(range(1, 10_001))
    assert max(map(len, parts)) == 500
    assert oocli("--sandbox", *words, "-o", "csv").out.count("\n") > 250


@pytest.mark.parametrize(
    "text", ["11\n13\n", "11,13", " 11 ; 13\r\n", "[11, 13]", '["11", "13"]', "\ufeff11\n13"]
)
def test_lists_of_numbers_are_read_in_any_form(text: str, oocli: Oocli, home: Path) -> None:
    """One a line, with commas, as JSON; from a file and from standard input."""
    (home / "ids.txt").write_text(text, encoding="utf-8")
    by_file = oocli(*OWNERS, "--parentids", f"@{home / 'ids.txt'}", "--dry-run")
    by_where = oocli("read", "estate", "--where", f"Id in @{home / 'ids.txt'}", "--dry-run")
    assert by_file.json["parameters"]["parentids"] == [11, 13]
    assert by_where.json["parameters"]["filter"] == {"Id": [{"op": "in", "val": [11, 13]}]}
    by_stdin = oocli(*OWNERS, "--parentids", "-", "--dry-run", stdin=text.removeprefix("\ufeff"))
    assert by_stdin.json["parameters"]["parentids"] == [11, 13]


def test_list_of_texts_has_one_a_line(oocli: Oocli) -> None:
    """Names with blanks and commas are one value each, and a condition may follow."""
    words = ("read", "estate", "--where", "ort in - ", "--where", "status=1", "--dry-run")
    outcome = oocli(*words, stdin="Bad Homburg\n\nKöln, Innenstadt\n01067\n")
    assert outcome.json["parameters"]["filter"]["ort"] == [
        {"op": "in", "val": ["Bad Homburg", "Köln, Innenstadt", "01067"]}
    ]


def test_condition_may_follow_a_file(oocli: Oocli, home: Path) -> None:
    """The name of the file ends before ``and``; one with blanks is quoted."""
    (home / "meine ids.txt").write_text("11\n", encoding="utf-8")
    where = f"Id not in @'{home / 'meine ids.txt'}' and status=1"
    outcome = oocli("read", "estate", "--where", where, "--dry-run")
    assert outcome.json["parameters"]["filter"] == {
        "Id": [{"op": "not in", "val": [11]}],
        "status": [{"op": "=", "val": 1}],
    }


@pytest.mark.parametrize("where", ["Id in @", "Id in @missing.txt", "Id in -"])
def test_list_that_cannot_be_read_is_wrong_usage(where: str, oocli: Oocli) -> None:
    """No name, no file, nothing on standard input: exit code 2, and nothing is sent."""
    transport = ScriptedTransport([answer(result())])
    outcome = oocli("read", "estate", "--where", where, variables=PAIR, transport=transport)
    assert (outcome.code, transport.sent) == (2, [])


def test_ten_thousand_numbers_in_a_condition_are_split(oocli: Oocli) -> None:
    """With --all every record of the list comes once, whatever the list is long."""
    office = PagedOffice(make_records(range(5, 20_000, 3)))
    numbers = "\n".join(map(str, range(10_000, 0, -1)))
    words = ("read", "estate", "--all", "--where", "Id in -", "-o", "ids")
    outcome = oocli(*words, stdin=numbers, variables=PAIR, transport=office)
    assert sorted(map(int, outcome.out.split())) == list(range(5, 10_001, 3))
    assert max(len(asked["filter"]["Id"][0]["val"]) for asked in office.parameters) == 500


def test_several_records_are_read_by_their_ids(oocli: Oocli) -> None:
    """In the order in which they are named, each once."""
    outcome = oocli("--sandbox", "read", "estate", "17", "11", "13", "11", "-o", "ids")
    assert (outcome.code, outcome.out) == (0, "17\n11\n13\n")


@pytest.mark.parametrize("output", ["ids", "json", "ndjson", "csv", "table", "raw"])
def test_one_missing_among_several_is_exit_code_6(output: str, oocli: Oocli) -> None:
    """What is there is written, and the one that is not is named."""
    outcome = oocli("--sandbox", "--errors", "json", "read", "estate", "11", "999999", "13", "-o", output)
    assert outcome.code == 6
    assert outcome.error["message"] == "2 of 3 records were read"
    assert "estate 999999" in outcome.error["why"]
    assert "13" in outcome.out


def test_fifty_ids_are_fifty_records(oocli: Oocli) -> None:
    """Several actions in a request and several requests at once bring them in their order."""
    numbers = oocli("--sandbox", "read", "address", "--limit", "50", "-o", "ids").out.split()
    outcome = oocli("--sandbox", "read", "address", *reversed(numbers), "-o", "ids")
    assert outcome.out.split() == numbers[::-1]
