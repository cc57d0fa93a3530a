"""Fields as a document: tables in which nothing of a customer's is markup."""

from odd_fields import ESTATE, MODULES, ODD_KEYS, make_code


def test_each_field_and_each_key_is_a_row() -> None:
    """Label, type, length and what it holds; the keys below."""
    fields = tuple(field for field in ESTATE.fields if field.name in ("lage", "status"))
    assert (
        make_code("markdown", "write", ESTATE._replace(fields=fields))
        == """\
# Fields

<!-- Made by `oocli fields`; do not edit. -->

## estate: Immobilien

| Field | Label | Type | Length | To write | Default |
| --- | --- | --- | --- | --- | --- |
| lage | Lage | text | 10 | text or null |  |
| status | Status | singleselect |  | one key or null |  |

### estate.status (Status)

| Key | Label |
| --- | --- |
| 0 | archiviert |
| 1 | aktiv |
"""
    )


def test_odd_names_and_keys_stay_in_their_cells() -> None:
    """Bars, lines, tags and stars are shown, not carried out."""
    text = make_code("markdown", "read", *MODULES)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {row.replace("\\|", "").count("|") for row in rows} <= {3, 7}
    assert text.count("\\|pipe\\|") == 3
    assert "<b>" not in text
    assert len([row for row in rows if row.replace("\\|", "").count("|") == 3]) >= 2 * len(ODD_KEYS)
