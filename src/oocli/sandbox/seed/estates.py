"""Invented estates: up to 300 of their own, any further ones as variations of those."""

import json
import sqlite3
from typing import Any

from oocli.sandbox.records import sql
from oocli.sandbox.records.configuration import Module
from oocli.sandbox.seed.dice import Dice
from oocli.sandbox.seed.estate_details import describe_details

PATTERNS = 300
FIRST_NASTY = 41
LONG_TEXT = "Sehr ausführliche Beschreibung, die kein Ende nimmt. "
_SEVERAL = ("heizungsart", "befeuerung", "boden", "stellplatzart", "kueche", "ind_2140_Feld_ObjZusatz41")
_CONDITIONS = ("erstbezug", "neuwertig", "gepflegt", "saniert", "modernisiert", "vollstaendig_renoviert")
_FLAGS = ("balkon", "terrasse", "kamin", "barrierefrei", "gartennutzung", "vermietet")
_UUID_OF_N = "printf('%08x-%04x-4%03x-8%03x-%012x', n, n % 65521, n % 4093, n % 4091, n * 2654435761)"
_ENGLISH = {
    "objektbeschreibung": "A well kept property with generous rooms.",
    "lage": "A quiet street close to schools and shops.",
    "ausstatt_beschr": "Fitted kitchen, parquet flooring.",
}
_SITE_FLAGS = ("exclusive", "top_angebot", "preisreduktion", "courtage_frei", "referenz", "neu")


def estate_id(number: int) -> int:
    """Return the record number of the n-th estate, from 1: 11, 13, 15 ..."""
    return 9 + 2 * number


def fill_towns(db: sqlite3.Connection, words: dict[str, Any]) -> None:
    """Write the towns that serve to find places."""
    db.executemany(
        "INSERT INTO town VALUES (?, ?, 'DEU', ?, ?)", [(t[0], t[1], t[3], t[4]) for t in words["towns"]]
    )


def fill_estates(
    db: sqlite3.Connection, module: Module, words: dict[str, Any], dice: Dice, estates: int
) -> None:
    """Write the first estates (at most ``PATTERNS``), and some English versions."""
    own, shared = [], []
    for number in range(1, min(estates, PATTERNS) + 1):
        home, town = dice.pick(words["homes"]), dice.pick(words["towns"])
        area, rooms = dice.between(home[5], home[6]), dice.between(home[7], home[8])
        values = {**_own_values(dice, home, area, rooms, number), "plz": town[0], "ort": town[1]}
        own.append({"Id": estate_id(number), **values, "pattern": number})
        price = own[-1]["kaufpreis"]
        texts = _texts(words, dice, home[4], number=number, town=town, rooms=rooms)
        described = {**_place(words, dice, town), **_features(module, dice, home, area, price), **texts}
        shared.append({"id": number, **described})
    for at, values in enumerate(own):
        shared[at] = {**shared[at], **describe_details(at + 1, values, shared[at])}
    sql.insert_all(db, "estate", own)
    for row in shared:
        sql.insert(db, "pattern", row)
    _fill_versions(db, own[:30:3])


def multiply_estates(db: sqlite3.Connection, module: Module, estates: int) -> None:
    """Write the estates above ``PATTERNS`` inside SQLite: same pattern, prices and sizes of their own."""
    if estates <= PATTERNS:
        return
    varied = {
        "Id": "9 + 2 * n",
        "uuid": _UUID_OF_N,
        "objektnr_extern": "printf('M%06d', n)",
        "objektnr_intern": "9 + 2 * n",
        "kaufpreis": "CASE WHEN r.kaufpreis > 0 THEN r.kaufpreis + (n * 7919 % 997) * 500 ELSE 0 END",
        "kaltmiete": "CASE WHEN r.kaltmiete > 0 THEN r.kaltmiete + (n * 7919 % 97) * 5 ELSE 0 END",
        "wohnflaeche": "CASE WHEN r.wohnflaeche > 0 THEN r.wohnflaeche + n * 104729 % 400 / 10.0 ELSE 0 END",
        "hausnummer": "CAST(1 + n % 189 AS TEXT)",
        "geaendert_am": "datetime('2024-01-01', '+' || (n * 15485863 % 90000000) || ' seconds')",
    }
    names = [field.name for field in module.fields.values() if field.facts.get("own")]
    columns = [varied.get(name, f"r.{sql.quote(name)}") for name in names]
    series = "WITH RECURSIVE series (n) AS (VALUES (?) UNION ALL SELECT n + 1 FROM series WHERE n < ?)"
    source = "series CROSS JOIN estate r ON r.Id = 11 + 2 * ((n - 1) % ?)"
    target = ", ".join([*map(sql.quote, names), "pattern"])
    statement = " ".join(
        ("INSERT INTO estate", f"({target})", series, sql.select([*columns, "r.pattern"], source))
    )
    db.execute(statement, (PATTERNS + 1, estates, PATTERNS))


def _own_values(dice: Dice, home: list[Any], area: int, rooms: int, number: int) -> dict[str, Any]:
    bought = home[3] == "kauf"
    price = (dice.between(380, 950) if home[0] == "grundstueck" else area) * home[9]
    rent = 0 if bought else round(max(area, 1) * home[9] * dice.between(80, 130) / 100, 2)
    status = dice.pick((1, 1, 1, 1, 1, 1, 1, 2, 0))
    changed = dice.moment(2024, 2026)
    created = min(changed, dice.moment(2019, 2025))
    sold = status == 0
    return {
        "uuid": dice.uuid(),
        "objektnr_extern": f"{dice.pick(('M', 'W', 'AC', 'K'))}{number:04}",
        "objektnr_intern": estate_id(number),
        "status": status,
        "status2": {0: "status2obj_archiviert", 1: "status2obj_aktiv", 2: "status2obj_inaktiv"}[status],
        "benutzer": dice.pick((0, 19, 21, 25, 27)),
        "kaufpreis": round(price * dice.between(85, 125) / 100, -2) if bought else 0,
        "kaltmiete": rent,
        "warmmiete": round(rent * 1.25, 2) if rent and dice.chance(70) else 0,
        "nebenkosten": round(rent * 0.25, 2) if rent and dice.chance(70) else 0,
        "wohnflaeche": area + dice.below(100) / 100 if area else 0,
        "anzahl_zimmer": rooms + (0.5 if rooms and dice.chance(15) else 0),
        "hausnummer": f"{dice.between(1, 140)}{dice.pick(('', '', '', 'a', ' b'))}",
        "verkauft": int(sold),
        "reserviert": int(not sold and dice.chance(8)),
        "veroeffentlichen": int(status == 1 and dice.chance(70)),
        "erstellt_am": created,
        "geaendert_am": changed,
    }


def _place(words: dict[str, Any], dice: Dice, town: list[Any]) -> dict[str, Any]:
    return {
        "strasse": dice.pick(words["streets"]),
        "land": "DEU",
        "bundesland": town[2],
        "regionaler_zusatz": f"|{town[5]}|" if town[5] else "",
        "breitengrad": town[3] + dice.between(-900, 900) / 100000,
        "laengengrad": town[4] + dice.between(-900, 900) / 100000,
        "objektadresse_freigeben": int(dice.chance(60)),
        "showGoogleMap": int(dice.chance(60)),
    }


def _features(module: Module, dice: Dice, home: list[Any], area: int, price: float) -> dict[str, Any]:
    built = home[0] not in ("grundstueck", "sonstige")
    year = dice.between(1889, 2025) if built else 0
    return {
        "erstellt_von": dice.pick(("Grünewald, Jördis", "Köhlermann, Tobias", "Vößing, Wiebke")),
        **dict(zip(("objektart", "objekttyp", "nutzungsart", "vermarktungsart"), home[:4], strict=True)),
        "auftragsart": dice.pick(("exklusiv", "normal", "")),
        "grundstuecksflaeche": dice.between(180, 1400) if home[0] in ("haus", "grundstueck") else 0,
        "nutzflaeche": dice.between(10, 60) if built and dice.chance(40) else 0,
        "anzahl_schlafzimmer": dice.between(1, 4) if built and area else 0,
        "anzahl_badezimmer": dice.between(1, 2) if built and area else 0,
        "anzahl_stellplaetze": dice.below(3),
        "etage": dice.below(6) if home[0] == "wohnung" else 0,
        "etagen_zahl": dice.between(1, 6) if built else 0,
        "baujahr": year,
        "zustand": dice.pick(_CONDITIONS) if built else "",
        **{name: dice.some(tuple(module.fields[name].values)) if built else "" for name in _SEVERAL},
        "fahrstuhl": "|personen|" if home[0] == "wohnung" and dice.chance(30) else "",
        "unterkellert": ("JA" if dice.chance(35) else "NEIN") if built else "",
        **{name: int(built and dice.chance(35)) for name in _FLAGS},
        "denkmalgeschuetzt": int(bool(year) and year < 1920 and dice.chance(50)),
        "energieausweistyp": dice.pick(("Endenergiebedarf", "Energieverbrauchskennwert")) if built else "",
        "energyClass": dice.pick(tuple(module.fields["energyClass"].values)) if built else "",
        "endenergiebedarf": dice.between(28, 260) + dice.below(10) / 10 if built and dice.chance(70) else 0,
        "kaution": "3 Nettokaltmieten" if home[3] == "miete" else "",
        "hausgeld": dice.between(120, 480) if home[0] == "wohnung" and home[3] == "kauf" else 0,
        "kaufpreis_pro_qm": round(price / area, 2) if price and area else 0,
        "mieteinnahmen_pro_periode": round(price * 0.0357, 2) if home[2] == "anlage" else 0,
        "provisionspflichtig": int(home[3] == "kauf"),
        "aussen_courtage": "3,57 % inkl. MwSt." if home[3] == "kauf" else "",
        "mietrendite": 3.57 if home[2] == "anlage" else 0,
        "waehrung": "EUR",
        "preisAufAnfrage": int(dice.chance(3)),
        "abdatum": dice.pick(("0000-00-00", "0000-00-00", "2026-12-01", "2027-02-15")),
        "verfuegbar_ab": dice.pick(("sofort", "nach Vereinbarung", "")),
        "stammobjekt": int(home[1] == "mehrfamilienhaus" and dice.chance(40)),
        **{name: int(dice.chance(10)) for name in _SITE_FLAGS},
        "ind_1926_Feld_ObjZusatz39": dice.pick(("", "", "indMulti3818Select6324", "indMulti3818Select6328")),
    }


def _texts(
    words: dict[str, Any], dice: Dice, title: str, *, number: int, town: list[Any], rooms: int
) -> dict[str, Any]:
    nasty = words["nasty"]
    title = title.format(ort=town[1], extra=dice.pick(words["extras"]), zimmer=max(rooms, 1))
    description = dice.pick(words["descriptions"])
    if FIRST_NASTY <= number < FIRST_NASTY + len(nasty):
        title = nasty[number - FIRST_NASTY]
    elif number == FIRST_NASTY + len(nasty):
        description = (LONG_TEXT * 400)[:20000]
    return {
        "objekttitel": title,
        "objektbeschreibung": description,
        "lage": dice.pick(words["places"]),
        "ausstatt_beschr": dice.pick(words["equipment"]),
        "sonstige_angaben": "Alle Angaben stammen vom Eigentümer." if dice.chance(50) else "",
        "dreizeiler": "",
        "ind_2152_Feld_ObjZusatz44": "",
    }


def _fill_versions(db: sqlite3.Connection, rows: list[dict[str, Any]]) -> None:
    """Give some estates an English version, whose own number is one above the estate's."""
    texts = json.dumps(_ENGLISH)
    db.executemany(
        "INSERT INTO version_text VALUES (?, ?, 'ENG', ?)",
        [(row["Id"] + 1, row["Id"], texts) for row in rows],
    )
