"""Fill a new sandbox with invented German records, the same ones for the same seed."""

import sqlite3

from oocli.sandbox.records.configuration import Modules
from oocli.sandbox.seed.addresses import fill_addresses
from oocli.sandbox.seed.archive import fill_archive
from oocli.sandbox.seed.business import fill_business
from oocli.sandbox.seed.dice import Dice, read_words
from oocli.sandbox.seed.estates import fill_estates, fill_towns, multiply_estates


def fill(db: sqlite3.Connection, *, seed: int, estates: int, addresses: int) -> None:
    """Fill empty tables, inside the caller's transaction.

    The records have the keys of the configuration that ships, even under that of a copied office.
    """
    words, modules = read_words(), Modules()
    facts = {"seed": seed, "estates": estates, "addresses": addresses}
    db.executemany("INSERT INTO fact VALUES (?, ?)", facts.items())
    fill_towns(db, words)
    fill_estates(db, modules.find("estate"), words, Dice(seed), estates)
    multiply_estates(db, modules.find("estate"), estates)
    fill_addresses(db, modules.find("address"), words, Dice(seed + 1), addresses)
    fill_business(db, words, Dice(seed + 2))
    fill_archive(db, words, Dice(seed + 3))
