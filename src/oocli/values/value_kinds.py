"""Which kind of value each type of the field configuration is. Pure."""

from collections.abc import Mapping

from oocli.fields.facts import Field

# As `get fields` writes them; search criteria have the last word of
# urn:onoffice-de-ns:smart:2.5:dbAccess:dataType:decimal.
_KINDS: Mapping[str, str] = {
    "integer": "integer",
    "float": "number",
    "decimal": "number",
    "boolean": "boolean",
    "date": "date",
    "datetime": "datetime",
    "singleselect": "choice",
    "multiselect": "choices",
    **dict.fromkeys(("varchar", "text", "freetext", "blob"), "text"),
}

_TIMED = frozenset({"erstellt_am", "Eintragsdatum", "modified"})


def find_kind(field: Field) -> str:
    """Return the kind of a field's values.

    One of ``integer``, ``number``, ``boolean``, ``date``, ``datetime``, ``choice``, ``choices``,
    ``text``; empty for an unknown type.
    """
    return _KINDS.get(field.type.rpartition(":")[2].lower(), "")


def may_have_time(field: Field) -> bool:
    """Say whether a field whose type is a day may have a time: some that the system sets have one."""
    return field.measure == "DATA_TYPE_DATETIME" or field.name in _TIMED
