"""Fields that a customer may have and no language expects: names, keys and labels of all kinds."""

from oocli.fieldcode import write_code
from oocli.fieldcode.code_wish import CodeWish
from oocli.fieldcode.module_fields import ModuleFields, gather
from oocli.fields.facts import Field

ODD_KEYS = {
    "1": "one",
    "10": "ten",
    "": "none",
    'say "hi"': "quotes ' and ` and \\",
    "a\\b\n*/ --> ?>": "lines\nand */ and -->",
    "äöü€🏠\u2028": "\u2029 and \u202e",
    "__proto__": "constructor",
    "\udc80": "half a character",
    "|pipe|": "| # _a_ <b>",
}

ODD = gather(
    "1 odd-module",
    [
        Field("1 odd-module", name, label=label, type=kind, permitted=ODD_KEYS if "select" in kind else {})
        for name, label, kind in (
            ("class", "*/ ends a comment", "varchar"),
            ("a-b", "two\nlines", "integer"),
            ("__proto__", "-- is SQL", "float"),
            ("ort", "", "varchar"),
            ("Ort", "''' \"\"\"", "date"),
            ("_id", "id", "datetime"),
            ('quote"d', "'", "boolean"),
            ("one", "One", "singleselect"),
            ("many", "Many", "multiselect"),
            ("free", "", "multiselect_without"),
            ("no_type", "", ""),
            ("ä" * 70, "long", "text"),
            ("ä" * 70 + "b", "long", "text"),
        )
    ],
    record_type="odd",
)

ESTATE = gather(
    "estate",
    [
        Field("estate", "kaufpreis", "Kaufpreis", "float"),
        Field("estate", "status", "Status", "singleselect", permitted={"1": "aktiv", "0": "archiviert"}),
        Field("estate", "heizungsart", "Heizung", "multiselect", permitted={"oel": "Öl", "gas": "Gas"}),
        Field("estate", "lage", "Lage", "text", length=10),
        Field("estate", "kamin", "Kamin", "boolean"),
        Field("estate", "abdatum", "ab", "date"),
        Field("estate", "erstellt_am", "erstellt", "datetime"),
        Field("estate", "Id", "Nummer", "integer"),
        Field("estate", "land", "Land", "varchar", permitted={"DEU": "Deutschland"}),
    ],
    label="Immobilien",
    record_type="estate",
)._replace(system=frozenset({"Id", "erstellt_am"}))

EMPTY = gather("empty", [])

MODULES = (ODD, ESTATE, EMPTY)


def make_code(language: str, shape: str, *modules: ModuleFields, dialect: str = "sqlite") -> str:
    """Give the code of some modules."""
    return write_code(CodeWish(language, shape, dialect), modules)
