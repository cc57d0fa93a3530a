"""Findings in rows, told in few lines."""

from oocli.bulk.row_problems import RowProblem, RowProblems, describe_rows


def test_the_same_finding_is_one_line() -> None:
    """Rows with the same text are told together, in the order of the texts' first rows."""
    findings = RowProblems("line")
    for row, text in [(1, "a"), (2, "a"), (2, "b"), (4, "a"), (9, "b")]:
        findings.add(row, text)
    assert findings.list_lines() == ["lines 1-2, 4: a", "lines 2, 9: b"]
    assert findings.rows == 4


def test_many_rows_are_counted() -> None:
    """Ten runs are named, the rows of the others counted, so that neither line nor memory grows."""
    assert describe_rows([3]) == "row 3"
    assert describe_rows(range(1, 20_001)) == "rows 1-20000"
    assert describe_rows(range(1, 101, 2)) == "rows 1, 3, 5, 7, 9, 11, 13, 15, 17, 19 and 40 more"


def test_many_different_findings_are_counted_by_kind() -> None:
    """Twenty texts are told, the others counted as what they are not."""
    findings = RowProblems("line")
    for line in range(1, 151):
        findings.add(line, f"text {line}", "a date" if line % 5 == 0 else "a number")
    lines = findings.list_lines()
    assert (len(lines), lines[19:]) == (
        21,
        ["line 20: text 20", "and 130 more: 104 not a number, 26 not a date"],
    )
    assert findings.rows == 150


def test_findings_without_a_kind_are_only_counted() -> None:
    """What has no kind is in the sum."""
    findings = RowProblems("line")
    for line in range(1, 23):
        findings.add(line, f"text {line}", "a date" if line == 22 else "")
    assert findings.list_lines()[-1] == "and 2 more: 1 not a date"
    assert findings.has_other_kinds


def test_one_final_problem_makes_all_final() -> None:
    """Rows that validation alone refuses could be sent without it, but not beside one that could not."""
    problems = RowProblems("line")
    problems.take(2, RowProblem("ort is not a field"))
    assert (problems.has_other_kinds, problems.has_final) == (True, False)
    problems.take(3, RowProblem("it has 2 cells, the first row has 3", is_final=True))
    assert (problems.has_other_kinds, problems.has_final) == (True, True)


def test_findings_of_one_cause_are_one_line() -> None:
    """The first is the example; those of another cause, and without any, stand by themselves."""
    problems = RowProblems("line")
    for number, (text, cause) in enumerate(
        [
            ("'1.000' is open", "a"),
            ("'2.000' is open", "a"),
            ("'x' is no number", ""),
            ("'3.000' is open", "b"),
        ],
        2,
    ):
        problems.take(number, RowProblem(text, "a number", cause=cause))
    assert problems.list_lines() == [
        "lines 2-3: '1.000' is open, and others like it",
        "line 4: 'x' is no number",
        "line 5: '3.000' is open",
    ]
