"""The fields as a table: those that are read, and those that are not."""

from copied_office import Bench
from oocli.fields.facts import FieldConfiguration, read_module
from oocli.replica.change_log import Run
from oocli.replica.field_list import keep_fields
from oocli.replica.keeping import Tally
from oocli.replica.synchronizing import Lines
from oocli.replica.wish import Wish

FEW = Wish(tables=("estate", "field"), fields={"estate": ("Id", "ort")})
STATES = "SELECT DISTINCT state FROM field WHERE module = ? ORDER BY 1"


def test_fields_that_nobody_reads_are_listed(bench: Bench) -> None:
    """Of every table, with labels and permitted values; those that are read say so."""
    bench.run(FEW)
    assert bench.ask("SELECT field FROM field WHERE module = 'estate' AND state = 'kept'") == [
        ("Id",),
        ("ort",),
    ]
    assert bench.ask(STATES, "address") == [("listed",)]
    assert bench.ask("SELECT label FROM field WHERE module = 'estate' AND field = 'kaufpreis'") == [
        ("Kaufpreis",)
    ]
    assert bench.ask(
        "SELECT count(*) > 5 FROM permitted_value WHERE module = 'estate' AND field = 'objektart'"
    ) == [(1,)]


def test_without_the_word_only_what_is_read_is_in_the_list(bench: Bench) -> None:
    """A copy of estates alone has the fields of estates."""
    bench.run(FEW._replace(tables=("estate",)))
    assert bench.ask("SELECT module, field FROM field") == [("estate", "Id"), ("estate", "ort")]


def test_a_field_that_is_read_later_has_its_values_for_all(bench: Bench) -> None:
    """That it was listed before makes no difference."""
    bench.run(FEW)
    bench.run(Wish(fields={"estate": ("plz",)}))
    assert bench.ask("SELECT count(*) FROM estate WHERE plz IS NULL") == [(0,)]
    assert bench.ask("SELECT state FROM field WHERE module = 'estate' AND field = 'plz'") == [("kept",)]


def configure(labels: dict[str, str]) -> dict[str, FieldConfiguration]:
    """Give the configuration of tasks that have these fields alone."""
    fields = {name: {"type": "varchar", "label": label} for name, label in labels.items()}
    return {"task": read_module("task", fields, language="DEU", fetched=0.0)}


def test_what_changes_of_fields_is_a_line(bench: Bench) -> None:
    """A field that is new, renamed, or not there any more."""
    with bench.open() as copy:
        keep_fields(copy, configure({"a": "A", "b": "B"}), Run(1, "now"), Tally())
        tally = Tally()
        keep_fields(copy, configure({"a": "Alpha", "c": "C"}), Run(2, "now", keeps_lines=True), tally)
    assert (tally.inserted, tally.updated, tally.deleted) == (1, 1, 1)
    lines = bench.ask("SELECT op, id, changed FROM _change WHERE id LIKE '%/_' ORDER BY id")
    assert lines == [
        ("update", "task/a", '{"label": ["A", "Alpha"]}'),
        ("delete", "task/b", "{}"),
        ("insert", "task/c", '{"label": [null, "C"], "type": [null, "varchar"]}'),
    ]


def test_a_run_without_changes_has_none(bench: Bench) -> None:
    """Neither of the fields that are read nor of the others."""
    bench.run(FEW)
    outcome = bench.run(FEW, lines=Lines.ALL)[-1]
    assert (outcome.table, outcome.tally.inserted, outcome.tally.updated) == ("field", 0, 0)
    assert bench.ask("SELECT * FROM _change") == []
