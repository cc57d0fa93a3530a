"""Invented values of the many estate fields that few lists show: rents, areas, distances, numbers.

They depend only on what the estate is and on its number, so that the dice of the main fields fall as before.
"""

from collections.abc import Mapping
from typing import Any

from oocli.sandbox.seed.dice import Dice

_STREETS = ("Musterstraße", "Am Markt", "Bahnhofstraße", "Parkallee")
_HEAT = ("gas", "fernwaerme", "oel", "luftwp", "pellet")
_DAY = "0000-00-00"


def describe_details(number: int, own: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    """Return the further shared values of an estate whose other values are known."""
    dice = Dice(7_000_000 + number)
    kind = shared["objektart"]
    return {
        **_describe_place(dice, own, shared),
        **_describe_prices(dice, own, shared),
        **_describe_order(dice, own, shared),
        **(_describe_building(dice, own, shared) if kind not in ("grundstueck", "sonstige") else {}),
        **(_describe_plot(dice) if kind == "grundstueck" else {}),
        **(_describe_business(dice, own) if shared["nutzungsart"] == "gewerbe" else {}),
        "InterneBemerkung": dice.pick(("", "", "", "Schlüssel liegt im Büro.", "Nur nach Absprache zeigen.")),
        "distanz_kindergarten": dice.between(2, 30) / 10,
        "distanz_grundschule": dice.between(3, 40) / 10,
        "distanz_realschule": dice.between(8, 90) / 10,
        "distanz_gymnasium": dice.between(8, 90) / 10,
        "distanz_autobahn": dice.between(10, 120) / 10,
        "distanz_zentrum": dice.between(3, 80) / 10,
    }


def _describe_place(dice: Dice, own: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    """Return the address to show if the real one is not released: a street nearby, a place not far off."""
    return {
        "virtualAddress": int(not shared["objektadresse_freigeben"]),
        "virtualStreet": dice.pick(_STREETS),
        "virtualHouseNumber": str(dice.between(1, 30)),
        "virtualLatitude": round(shared["breitengrad"] + dice.between(-300, 300) / 100_000, 5),
        "virtualLongitude": round(shared["laengengrad"] + dice.between(-300, 300) / 100_000, 5),
        "scout_region": own["ort"],
        "gemarkung": own["ort"],
        "flur": str(dice.between(1, 60)),
        "flurstueck": f"{dice.between(1, 900)}/{dice.between(1, 40)}",
    }


def _describe_prices(dice: Dice, own: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    price, rent, area = own["kaufpreis"], own["kaltmiete"], own["wohnflaeche"]
    yearly = shared["mieteinnahmen_pro_periode"]
    costs = round(area * 0.9, 2) if rent else 0
    rental = {
        "nettokaltmiete": rent if shared["vermarktungsart"] == "miete" else 0,
        "pacht": rent if shared["vermarktungsart"] == "pacht" else 0,
        "mietpreis_pro_qm": round(rent / area, 2) if rent and area else 0,
        "heizkosten": costs,
        "betriebskosten": round(area * 1.4, 2) if rent else 0,
        "heizkosten_in_nebenkosten": dice.pick(("J", "N")) if rent else "",
        "stellplatzmiete": dice.pick((0, 45, 60, 85)) if rent else 0,
        "miete_pauschal": round(rent * 1.35, 2) if shared["nutzungsart"] == "waz" else 0,
    }
    bought = {
        "provisionsfrei": int(not shared["provisionspflichtig"]),
        "provisionsbetrag": round(price * 0.0357, 2) if price else 0,
        "prozent_aussenprovision": 3.57 if price else 0,
        "provisionsAbgabe": "50",
        "provisionsAbgabe_innen": "50",
        "zzgl_mehrwertsteuer": int(bool(price) and dice.chance(20)),
        "mwst_satz": 19,
    }
    income = {
        "mieteinnahmen_pro_jahr_ist": yearly,
        "mieteinnahmen_pro_jahr_soll": round(yearly * 1.08, 2),
        "mieteinnahmen_pro_monat": round(yearly / 12, 2),
        "mieteinnahmen_ist": round(yearly / 12, 2),
        "mieteinnahmen_soll": round(yearly * 1.08 / 12, 2),
        "x_fache": round(price / yearly, 2) if yearly else 0,
        "x_fache_soll": round(price / (yearly * 1.08), 2) if yearly else 0,
        "nettorendite": 3.86 if yearly else 0,
        "nettorendite_ist": 3.57 if yearly else 0,
    }
    return {**rental, **bought, **income}


def _describe_order(dice: Dice, own: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    begun = own["erstellt_am"][:10]
    return {
        "auftragvon": begun,
        "auftragbis": f"{int(begun[:4]) + 2}{begun[4:]}" if shared["auftragsart"] else _DAY,
        "letzte_aktion": own["geaendert_am"][:10],
        "verkauft_am": own["geaendert_am"][:10] if own["verkauft"] else _DAY,
        "gewerbliche_nutzung": int(shared["nutzungsart"] == "gewerbe"),
        "autoExpose": int(dice.chance(20)),
        "objekt_der_woche": int(dice.chance(3)),
        "schaufensterTv_veroeffentlichen": int(own["status"] == 1 and dice.chance(25)),
    }


def _describe_building(dice: Dice, own: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    area, need = own["wohnflaeche"], shared["endenergiebedarf"]
    balconies = dice.between(1, 2) if shared["balkon"] else 0
    terraces = int(bool(shared["terrasse"]))
    measured = shared["energieausweistyp"] == "Energieverbrauchskennwert"
    return {
        "gesamtflaeche": round(area * 1.15, 2),
        "grundflaeche": round(area * 0.7, 2) if shared["objektart"] == "haus" else 0,
        "nebenflaeche": dice.between(4, 25) if dice.chance(40) else 0,
        "balkon_terrasse_flaeche": 6 * balconies + 14 * terraces,
        "balkon_terrasse": int(bool(balconies or terraces)),
        "anzahl_balkone": balconies,
        "anzahl_terrassen": terraces,
        "anzahl_sep_wc": int(dice.chance(45)),
        "gaesteWc": int(dice.chance(45)),
        "anzahl_wohneinheiten": dice.between(4, 14) if shared["objekttyp"] == "mehrfamilienhaus" else 1,
        "einliegerwohnung": int(shared["objektart"] == "haus" and dice.chance(10)),
        "moebliert": int(shared["vermarktungsart"] == "miete" and dice.chance(12)),
        "wintergarten": int(dice.chance(10)),
        "sauna": int(dice.chance(8)),
        "fahrradraum": int(dice.chance(35)),
        "kabel_sat_tv": int(dice.chance(70)),
        "haustiere": dice.pick((0, 1, 2)),
        "energieverbrauchskennwert": need if measured else 0,
        "energietraeger": dice.pick(_HEAT) if shared["energyClass"] else "",
        "energieausweisBaujahr": shared["baujahr"],
        "energieausweis_gueltig_bis": f"20{dice.between(27, 35)}-{dice.between(1, 12):02}-01",
        "warmwasserEnthalten": int(dice.chance(60)),
    }


def _describe_plot(dice: Dice) -> dict[str, Any]:
    return {
        "erschliessung": dice.pick(("erschlossen", "erschlossen", "teilerschlossen", "unerschlossen")),
        "bebaubar_nach": dice.pick(("bebauungsplan", "nachbarbebauung", "b_plan")),
        "bebaubar_mit": dice.pick(
            ("|einfamilienhaus|", "|einfamilienhaus||doppelhaus|", "|mehrfamilienhaus|")
        ),
        "erschliessungskosten": dice.between(8, 40) * 1000,
        "grz": f"0,{dice.between(2, 6)}",
        "gfz": f"0,{dice.between(4, 9)}",
    }


def _describe_business(dice: Dice, own: Mapping[str, Any]) -> dict[str, Any]:
    area = own["wohnflaeche"]
    return {
        "gewerbeflaeche": area,
        "bueroflaeche": round(area * 0.6, 2),
        "lagerflaeche": round(area * 0.2, 2),
        "ladenflaeche": round(area * 0.3, 2),
        "vermietbare_flaeche": area,
        "teilbar_ab": round(area / 3, 2) if dice.chance(40) else 0,
    }
