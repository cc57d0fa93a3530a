"""The fields of a module by whatever people call them."""

import pytest

from oocli.fields.facts import FieldConfiguration
from oocli.fields.labels import Labels

_LABELS = Labels(
    [
        FieldConfiguration(
            "estate",
            "DEU",
            {
                "kaufpreis": {"type": "float", "label": "Kaufpreis"},
                "objektnr_extern": {"type": "varchar", "label": "ImmoNr"},
                "wohnflaeche": {"type": "float", "label": "Wohnfläche (m²)"},
                "warmmiete": {"type": "float", "label": "Miete"},
                "kaltmiete": {"type": "float", "label": "Miete"},
                "lage": {"type": "text", "label": "Ort"},
                "aussen_courtage": {"type": "text", "label": "Provision"},
                "courtage_prozent": {"type": "float", "label": "Provision %"},
                "ort": {"type": "varchar", "label": "Stadt"},
            },
        ),
        FieldConfiguration("estate", "ENG", {"kaufpreis": {"type": "float", "label": "Purchase price"}}),
    ]
)


@pytest.mark.parametrize(
    ("column", "fields"),
    [
        ("kaufpreis", ["kaufpreis"]),
        ("KAUFPREIS", ["kaufpreis"]),
        ("Kaufpreis (€)", ["kaufpreis"]),
        ("Kaufpreis [EUR]", ["kaufpreis"]),
        ("Kaufpreis in €", ["kaufpreis"]),
        ("Kaufpreis €", ["kaufpreis"]),
        ("Kaufpreis EUR", ["kaufpreis"]),
        ("KAUFPREIS euro", ["kaufpreis"]),
        ("Wohnfläche m²", ["wohnflaeche"]),
        ("Provision", ["aussen_courtage"]),
        ("Provision %", ["courtage_prozent"]),
        ("Kaufpreis pro m²", []),
        ("Kaufpreiseur", []),
        ("€", []),
        ("Purchase  price", ["kaufpreis"]),
        ("immonr", ["objektnr_extern"]),
        ("Wohnfläche", ["wohnflaeche"]),
        ("Wohnfläche (m²)", ["wohnflaeche"]),
        ("WOHNFLA\u0308CHE", ["wohnflaeche"]),
        ("Ort", ["ort"]),
        ("Miete", ["warmmiete", "kaltmiete"]),
        ("Preis", []),
    ],
)
def test_column_is_a_field_by_name_or_label(column: str, fields: list[str]) -> None:
    """A field is found by its name, its label in any letter case, with a unit behind it."""
    assert _LABELS.find(column) == fields


def test_nearest_fields_are_suggested() -> None:
    """A misspelt name or label leads to the field."""
    assert _LABELS.suggest("Kaufpreiss (€)") == ("kaufpreis",)
    assert _LABELS.suggest("Stadtt") == ("ort",)
