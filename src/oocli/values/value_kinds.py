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


def find_kind(field: Field) -> str:
    """Return the kind of a field's values.

    One of ``integer``, ``number``, ``boolean``, ``date``, ``datetime``, ``choice``, ``choices``,
    ``text``; empty for an unknown type.
    """
    return _KINDS.get(field.type.rpartition(":")[2].lower(), "")
