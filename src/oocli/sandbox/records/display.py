"""Values as ``formatoutput`` shows them: labels for keys, German numbers with their unit."""

from collections.abc import Sequence
from typing import Any

from oocli.sandbox.records.configuration import Field

_UNITS = {
    "DATA_TYPE_MONETARY": " €",
    "DATA_TYPE_AREA": " m²",
    "DATA_TYPE_LENGTH": " m",
    "DATA_TYPE_PERCENTAGE": " %",
}
_WORDS = {"DEU": ("Nein", "Ja"), "ENG": ("No", "Yes")}


def display(elements: Sequence[dict[str, Any]], fields: Sequence[Field], language: str) -> None:
    """Replace the values of records, in place, by what a person would read."""
    for field in fields:
        for record in elements:
            record[field.name] = show(field, record[field.name], language)


def show(field: Field, value: Any, language: str) -> Any:
    """Return one value as a person would read it; several choices as a list of labels."""
    if field.type == "multiselect":
        keys = (
            value if isinstance(value, list) else [key for key in (value or "").strip("|").split("||") if key]
        )
        return [field.value_label(key, language) for key in keys]
    if field.values:
        return field.value_label(str(value), language)
    if field.type == "boolean":
        return _WORDS.get(language, _WORDS["DEU"])[value == "1"]
    if field.type == "float":
        return show_number(value) + _UNITS.get(str(field.facts.get("measure")), "")
    if field.type in ("date", "datetime") and value:
        return show_date(value)
    return value


def show_number(value: str) -> str:
    """Write ``"720000.50"`` as ``720.000,50`` and ``"720000.00"`` as ``720.000``."""
    text = f"{float(value):,.2f}".removesuffix(".00")
    return text.translate(str.maketrans(",.", ".,"))


def show_date(value: str) -> str:
    """Write ``2026-03-01 10:00:00`` as ``01.03.2026 10:00:00`` and an empty date as nothing."""
    if value.startswith("0000"):
        return ""
    day, _, hours = value.partition(" ")
    return " ".join(filter(None, (".".join(reversed(day.split("-"))), hours)))
