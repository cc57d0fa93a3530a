"""Made-up people instead of real ones, the same for the same record; users are known by their login."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from oocli.sandbox.seed.dice import Dice, read_words

_SEED = 40_000_000
_OFFICE = 50_000_000


class Person(NamedTuple):
    """Somebody who does not exist.

    Attributes:
        first: given name.
        last: family name.
        login: name of a user of onOffice.
        email: mail address that reaches nobody.
        phone: number that is nobody's.
        street: street without a number.
        number: house number.
        company: name of a firm.
        profession: what they do.
        born: day of birth, as the API writes it.
    """

    first: str
    last: str
    login: str
    email: str
    phone: str
    street: str
    number: str
    company: str
    profession: str
    born: str


class People:
    """Makes up a person for each number; knows the logins of the office's users."""

    def __init__(self) -> None:
        self._words = read_words()
        self._logins: dict[str, str] = {}

    def invent(self, number: int, *, salutation: str = "", of_office: bool = False) -> Person:
        """Return the person of a record: an address, or with ``of_office`` a user."""
        dice = Dice((_OFFICE if of_office else _SEED) + number)
        first_names = {"Herr": "male", "Frau": "female"}.get(salutation) or dice.pick(("male", "female"))
        first, last = dice.pick(self._words[first_names]), dice.pick(self._words["surnames"])
        login = self._write_plainly(f"{first[:1]}{last}{number}")
        return Person(
            first=first,
            last=last,
            login=login,
            email=f"{self._write_plainly(first)}.{number}@beispiel.example",
            phone=f"0241 555{dice.below(100000):05}",
            street=dice.pick(self._words["streets"]),
            number=f"{dice.between(1, 140)}",
            company=dice.pick(self._words["companies"]).format(name=last),
            profession=dice.pick(self._words["professions"]),
            born=f"{dice.between(1940, 2002)}-{dice.between(1, 12):02}-{dice.between(1, 28):02}",
        )

    def rename(self, number: int, user: Mapping[str, Any]) -> None:
        """Add a user of the office; other records name users by login, or as ``Last, First``."""
        made = self.invent(number, salutation=str(user.get("Anrede") or ""), of_office=True)
        self._logins[str(user.get("Name"))] = made.login
        self._logins[f"{user.get('Nachname')}, {user.get('Vorname')}"] = f"{made.last}, {made.first}"

    def find_user(self, real: Any) -> str:
        """Return the replacement for a user; nothing for nobody, and a word for somebody who is no user."""
        return self._logins.get(str(real), "ehemalig") if real else ""

    def fill(self, text: str) -> str:
        """Return made-up text of the same length with the same line breaks."""
        filler = " ".join(self._words["descriptions"])
        filler = (filler * (len(text) // len(filler) + 1)).replace("\n", " ")
        return "".join(real if real in "\r\n" else made for real, made in zip(text, filler, strict=False))

    def _write_plainly(self, name: str) -> str:
        plain = name.lower().translate(str.maketrans(self._words["ascii"]))
        return "".join(sign for sign in plain if sign.isascii() and sign.isalnum())
