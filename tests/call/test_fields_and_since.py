"""Fields by groups, and changes since a time, on the way of a call."""

from collections.abc import Callable

import pytest

from harness import Outcome

Oocli = Callable[..., Outcome]


@pytest.mark.parametrize(
    ("module", "resource"),
    [
        ("estate", "estate"),
        ("address", "address"),
        ("task", "task"),
        ("user", "user"),
        ("agentsLog", "agentslog"),
    ],
)
def test_names_of_fields_are_taken_by_fields(module: str, resource: str, oocli: Oocli) -> None:
    """What ``fields MODULE -o ids`` prints can be read, every name of it."""
    names = oocli("--sandbox", "fields", module, "-o", "ids").out.split()
    assert len(names) > 10
    outcome = oocli("--sandbox", "read", resource, "--limit", "1", "--fields", ",".join(names))
    assert (outcome.code, len(outcome.json)) == (0, 1)


@pytest.mark.parametrize("resource", ["estate", "address", "task", "user", "agentslog"])
def test_all_fields_are_read(resource: str, oocli: Oocli) -> None:
    """``--fields @all`` asks for every field of the customer, with no failure for one that is refused."""
    outcome = oocli("--sandbox", "read", resource, "--limit", "1", "--fields", "@all")
    assert outcome.code == 0
    assert len(outcome.json[0]["elements"]) > 15


def test_a_field_is_added_to_the_usual_ones_and_one_left_out(oocli: Oocli) -> None:
    """The columns are the usual ones with a change."""
    words = ("--sandbox", "read", "estate", "11", "-o", "csv")
    usual = oocli(*words).out.splitlines()[0].split(",")
    changed = oocli(*words, "--fields", "-objekttitel,+lage").out.splitlines()[0].split(",")
    assert changed == [*[name for name in usual if name != "objekttitel"], "lage"]


def test_dry_run_asks_for_all_fields(oocli: Oocli) -> None:
    """What a dry run would send is known with the field configuration only, so that is asked for."""
    outcome = oocli("--sandbox", "read", "estate", "--fields", "@all", "--dry-run")
    names = oocli("--sandbox", "fields", "estate", "-o", "ids").out.split()
    assert outcome.json["parameters"]["data"] == names


def test_no_fields_leaves_all_fields_unknown(oocli: Oocli) -> None:
    """Where it is not to be asked for, nobody knows them."""
    outcome = oocli("--sandbox", "read", "estate", "--fields", "@all", "--no-fields", "--dry-run")
    assert (outcome.code, outcome.error["message"]) == (2, "The fields of estate are not available")


@pytest.mark.parametrize(
    ("since", "start"),
    [
        ("24h", "2025-10-08 08:53:20"),
        ("2025-07-01", "2025-06-30 22:00:00"),
        ("2025-01-15 08:30", "2025-01-15 07:30:00"),
    ],
)
def test_changed_appointments_are_asked_for_in_utc(since: str, start: str, oocli: Oocli) -> None:
    """Times of change are stored in UTC there, and in German time elsewhere."""
    outcome = oocli("--sandbox", "read", "calendar", "--since", since, "--dry-run")
    assert outcome.json["parameters"] == {"modifiedstart": start, "modifiedend": "2025-10-10 08:53:20"}


def test_changed_appointments_are_read(oocli: Oocli) -> None:
    """An appointment that was just created is among them."""
    made = oocli(
        *("--sandbox", "create", "calendar", "--yes", "--set", "description=Neu"),
        *("--set", "start_dt=2025-12-01 10:00:00", "--set", "end_dt=2025-12-01 11:00:00"),
        *("--set", "art=Besichtigung"),
    )
    number = str(made.json[0]["id"])
    words = ("read", "calendar", "--since", "1h", "--allusers", "-o", "ids", "-q")
    assert number in oocli("--sandbox", *words).out.split()


def test_days_and_changes_exclude_each_other(oocli: Oocli) -> None:
    """With days given the API ignores times of change, which nobody would see."""
    days = ("--datestart", "2025-01-01", "--dateend", "2025-02-01")
    assert oocli("--sandbox", "read", "calendar", "--since", "24h", *days).code == 2


def test_tasks_are_asked_for_by_day(oocli: Oocli) -> None:
    """The change of a task has a day and no time: a time of day would leave out what changed before noon."""
    outcome = oocli("--sandbox", "read", "task", "--since", "24h", "--dry-run")
    assert outcome.json["parameters"]["filter"] == {"modified": [{"op": ">=", "val": "2025-10-08"}]}
