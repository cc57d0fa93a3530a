"""``oocli sandbox clone``: a customer's fields and records in the sandbox, and nobody's name among them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from customer import CREDENTIALS, GONE, OWN, OWN_TEXT, PLANTED, open_customer, plant
from harness import Clock, Outcome
from oocli.sandbox.door.answer import Sandbox
from oocli.sandbox.records.configuration import Field
from oocli.sandbox.records.store import Store

Run = Callable[..., Outcome]

# What stays of the texts: numbers of records, places, codes. A user's Prefix or a task's tags are none.
KEPT = {
    "estate": "uuid objektnr_extern plz ort land bundesland regionaler_zusatz waehrung"
    " courtage innen_courtage aussen_courtage kaution",
    "address": "uuid Titel Plz Ort Land LKZ Sprache",
    "user": "PLZ Ort Land province Sprache online",
    "agentsLog": "Aktionsart Aktionstyp HerkunftKontakt Aktionsmerkmale",
    "calendar": "art location",
}


@pytest.fixture
def customer(tmp_path: Path) -> Iterator[Store]:
    """Give the records of a customer."""
    store = open_customer(tmp_path / "customer.sqlite")
    yield store
    store.close()


@pytest.fixture
def clone(oocli: Run, customer: Store, clock: Clock) -> Run:
    """Give a function that copies the customer's office into the sandbox."""

    def call(*words: str, terminal: bool = False, stdin: str = "") -> Outcome:
        return oocli(
            *("sandbox", "clone", *words),
            transport=Sandbox(customer, now=clock.now),
            variables=CREDENTIALS,
            terminal=terminal,
            stdin=stdin,
        )

    return call


def test_fields_are_those_of_the_customer(oocli: Run, clone: Run) -> None:
    """A field of their own is there with its labels, keys too; one that they do not have is unknown."""
    assert clone() == Outcome(0, "", "")
    (own,) = oocli("--sandbox", "fields", "estate", OWN).json
    assert (own["elements"]["label"], own["elements"]["permittedvalues"]) == (
        "Wasser",
        {"indMulti900Select1": "Mit Teich", "indMulti900Select2": "Mit 'Graben'"},
    )
    refused = oocli("--sandbox", "read", "estate", "--fields", GONE)
    assert (refused.code, refused.error["api_errorcode"]) == (5, 141)


def test_own_fields_are_written_and_found(oocli: Run, clone: Run) -> None:
    """An import meets them as it will meet them."""
    clone()
    written = oocli("--sandbox", "modify", "estate", "11", "--set", f'{OWN}:=["indMulti900Select1"]')
    assert written.code == 0
    (record,) = oocli("--sandbox", "read", "estate", "11", "--fields", OWN).json
    assert record["elements"] == {OWN: ["indMulti900Select1"]}


def test_keys_of_the_customer_are_the_ones_that_are_taken(oocli: Run, clone: Run) -> None:
    """The key that ships is refused, the customer's is taken."""
    clone()
    codes = [
        oocli("--sandbox", "modify", "estate", "11", "--set", f"zustand={key}", "--no-fields").code
        for key in ("ind_z1", "gepflegt")
    ]
    assert codes == [0, 5]


def test_without_records_those_that_ship_stand_there(oocli: Run, clone: Run) -> None:
    """300 estates, under the fields of the customer."""
    clone()
    assert oocli("--sandbox", "read", "estate", "--count").out == "300\n"


def test_records_are_copied_with_numbers_keys_prices_and_relations(
    oocli: Run, clone: Run, customer: Store, clock: Clock
) -> None:
    """What an import works with is what the customer has."""
    clone("--records", "50")
    words = ("read", "estate", "--all", "--fields", "Id,objektnr_extern,kaufpreis,plz,objektart,boden")
    linked = ("get", "idsfromrelation", "--relationtype", "owner", "--parentids", "11,13,15,17,19,21")
    theirs = Sandbox(customer, now=clock.now)
    for asked in (words, linked):
        real = oocli(*asked, "-o", "json", transport=theirs, variables=CREDENTIALS)
        copied = oocli("--sandbox", *asked, "-o", "json")
        assert (copied.code, copied.json) == (0, real.json)


def test_appointments_are_copied_with_whom_they_are_for(oocli: Run, clone: Run, clock: Clock) -> None:
    """Those of half a year before and after today, for the users, addresses and estates that are copied."""
    clock.time = 1_795_000_000  # in November 2026, where the office has its appointments
    noted = " ".join(clone("--records", "100", terminal=True).err.split())
    assert "12 estates, 20 addresses, 8 users, 60 tasks, 100 activities, 80 appointments" in noted
    days = ("--datestart", "2026-09-01", "--dateend", "2026-12-31", "--allusers", "--flat")
    copied = oocli("--sandbox", "read", "calendar", *days).json
    assert {row["art"] and next(iter(row["art"])) for row in copied} > {"Notartermin", "Besichtigung"}
    assert any(row["assignedaddressids"] for row in copied)
    assert all(row["users"] for row in copied)


def test_so_many_records_are_copied_at_most(oocli: Run, clone: Run) -> None:
    """The newest estates, and addresses of them."""
    clone("--records", "3")
    assert oocli("--sandbox", "read", "estate", "--all", "-o", "ids").out.split() == ["29", "31", "33"]
    assert oocli("--sandbox", "read", "address", "--count").out == "3\n"
    owners = oocli(
        "--sandbox", "get", "idsfromrelation", "--relationtype", "owner", "--parentids", "29,31,33"
    )
    assert any(owners.json[0]["elements"].values())


def test_nothing_that_somebody_typed_is_copied(oocli: Run, clone: Run, customer: Store, home: Path) -> None:
    """A secret in every text of every module, own fields and select fields too, is nowhere in the copy."""

    def is_kept(module: str, field: Field) -> bool:
        return field.name in KEPT.get(module, "").split()

    assert plant(customer, but=is_kept) > 150
    assert clone("--records", "50").code == 0
    files = [path for path in home.rglob("*") if path.is_file() and "customer" not in path.name]
    assert [path for path in files if PLANTED.encode() in path.read_bytes()] == []
    (record,) = oocli("--sandbox", "read", "address", "101", "--fields", f"Name,{OWN_TEXT}").json
    assert len(record["elements"][OWN_TEXT]) == len(f"{PLANTED} {OWN_TEXT}")


def test_users_have_one_name_everywhere(oocli: Run, clone: Run) -> None:
    """Who cares for an address in the copy is a user of the copy."""
    clone("--records", "50")
    users = {row["Name"] for row in oocli("--sandbox", "read", "user", "--fields", "Name", "--flat").json}
    cared = oocli("--sandbox", "read", "address", "--all", "--fields", "Benutzer", "--flat").json
    assert {row["Benutzer"] for row in cared} - {"", "ehemalig"} <= users
    assert "gruenewald" not in users


def test_nothing_is_written_to_the_customer(clone: Run, customer: Store) -> None:
    """Copying only reads."""
    before = customer.facts()
    clone("--records", "50")
    assert customer.facts() == before


def test_what_the_customer_may_not_read_is_told(oocli: Run, customer: Store, clock: Clock) -> None:
    """A module or relation that is refused is left out, in words, and the rest is copied."""
    with customer.writing() as db:
        db.execute("UPDATE module SET entry = '{\"fields\": []}' WHERE name = 'task'")
    onoffice = Sandbox(customer, now=clock.now)
    outcome = oocli("sandbox", "clone", "--records", "5", transport=onoffice, variables=CREDENTIALS)
    assert (outcome.code, outcome.err) == (0, "Not copied: task: this API user sees no fields of it\n")
    assert oocli("--sandbox", "read", "estate", "--count").out == "5\n"


def test_changes_are_not_thrown_away_unasked(oocli: Run, clone: Run) -> None:
    """8 where nobody can be asked; a person is asked; --yes answers."""
    oocli("--sandbox", "modify", "estate", "11", "--set", "objekttitel=Meins")
    refused = clone("--records", "5")
    assert (refused.code, "holds changes" in refused.error["message"]) == (8, True)
    declined = clone("--records", "5", terminal=True, stdin="n\n")
    assert (declined.code, "Not confirmed; nothing was replaced" in declined.err) == (8, True)
    assert oocli("--sandbox", "read", "estate", "--count").out == "300\n"
    assert clone("--records", "5", "--yes").code == 0
    assert oocli("--sandbox", "read", "estate", "--count").out == "5\n"


def test_a_sandbox_without_changes_is_replaced_unasked(clone: Run) -> None:
    """A copy that nobody wrote to is nobody's work."""
    assert [clone("--records", "5").code for _ in range(2)] == [0, 0]


def test_info_says_of_what_it_is_a_copy_and_reset_brings_back_what_ships(oocli: Run, clone: Run) -> None:
    """Profile, address and time; then the seed again, and the fields that ship."""
    clone("--records", "5")
    elements = oocli("sandbox", "info").json[0]["elements"]
    assert elements["copy of"] == "environment, https://api.onoffice.de/api/stable/api.php"
    assert (elements["copied"], "seed" in elements) == ("2025-10-09T08:53:20+00:00", False)
    assert oocli("sandbox", "reset").code == 0
    assert oocli("sandbox", "info").json[0]["elements"]["seed"] == 1
    assert oocli("--sandbox", "read", "estate", "--fields", GONE).code == 0


def test_cached_fields_of_the_sandbox_are_forgotten(oocli: Run, clone: Run) -> None:
    """What oocli knows of its fields is that of the copy, and after a reset that of what ships."""
    names = []
    for change in (lambda: None, clone, lambda: oocli("sandbox", "reset")):
        change()
        names.append(OWN in oocli("--sandbox", "fields", "estate", "-o", "ids").out.split())
    assert names == [False, True, False]


def test_a_copy_is_not_made_of_numbers(oocli: Run, clone: Run, tmp_path: Path) -> None:
    """Another seed or size is not silently taken for the copy."""
    path = tmp_path / "a copy.sqlite"
    clone("--state", str(path))
    outcome = oocli("sandbox", "serve", "--state", str(path), "--estates", "7")
    assert (outcome.code, f"{path} is a copy of environment" in outcome.error["message"]) == (2, True)


def test_the_sandbox_is_not_copied_into_itself(oocli: Run) -> None:
    """There must be an onOffice to copy."""
    outcome = oocli("--sandbox", "sandbox", "clone")
    assert (outcome.code, outcome.error["message"]) == (2, "The sandbox cannot be copied into itself")


@pytest.mark.parametrize("number", ["0", "-1", "100001"])
def test_wrong_numbers_are_refused(clone: Run, number: str) -> None:
    """Before anything is sent or replaced."""
    assert clone("--records", number).code == 2


def test_refused_credentials_leave_the_sandbox_as_it_is(oocli: Run, customer: Store, clock: Clock) -> None:
    """Nothing is replaced before everything is read."""
    wrong = {**CREDENTIALS, "OOCLI_SECRET": "x" * 64}
    onoffice = Sandbox(customer, now=clock.now)
    assert oocli("sandbox", "clone", transport=onoffice, variables=wrong).code == 4
    assert oocli("sandbox", "info").json[0]["elements"]["seed"] == 1
