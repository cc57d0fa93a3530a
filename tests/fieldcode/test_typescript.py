"""Fields as TypeScript: the compiler takes it, and refuses what does not fit."""

from pathlib import Path

from odd_fields import ESTATE, MODULES, make_code
from oocli.fieldcode.code_wish import SHAPES
from oocli.fieldcode.module_fields import gather
from strict_typescript import compile_strictly

USES = """\
import { Estate, EstateRecord, estateLabels } from "./fields";
const estate: Estate = { status: "1", kaufpreis: 1.5, kamin: null, heizungsart: ["gas", "oel"] };
const label: "aktiv" = estateLabels.status["1"];
if (estate.status) { const shown: string = estateLabels.status[estate.status]; }
const record: EstateRecord = { id: 11, type: "estate", elements: estate };
// @ts-expect-error: no such key
const key: Estate = { status: "7" };
// @ts-expect-error: a text is no number
const price: Estate = { kaufpreis: "1.5" };
// @ts-expect-error: no such field
const field: Estate = { kaufpreiss: 1 };
// @ts-expect-error: a record of another module
const other: EstateRecord = { id: 11, type: "address", elements: estate };
"""


def test_every_shape_compiles_and_refuses_what_does_not_fit(tmp_path: Path) -> None:
    """Odd names and keys, a module without fields, and uses of it that are right and wrong."""
    for shape in SHAPES:
        (tmp_path / f"{shape}.ts").write_text(make_code("typescript", shape, *MODULES), encoding="utf-8")
    (tmp_path / "fields.ts").write_text(make_code("typescript", "typed", *MODULES), encoding="utf-8")
    (tmp_path / "uses.ts").write_text(USES, encoding="utf-8")
    assert compile_strictly(tmp_path) == ""


def test_the_text_is_the_same_whatever_the_order_of_the_api() -> None:
    """Sorted, so that it can be committed; the labels are an object, the fields an interface."""
    turned = gather("estate", reversed(ESTATE.fields), label=ESTATE.label, record_type="estate")
    assert make_code("typescript", "typed", turned) == make_code("typescript", "typed", ESTATE)
    text = make_code("typescript", "typed", ESTATE._replace(fields=ESTATE.fields[-2:]))
    assert (
        text
        == """\
// Made by `oocli fields`; do not edit.

/** The keys of estate with their labels, by field. */
export const estateLabels = {
  "land": {
    "DEU": "Deutschland",
  },
  "status": {
    "0": "archiviert",
    "1": "aktiv",
  },
} as const;

/** Immobilien */
export interface Estate {
  /** Land */
  "land"?: string;
  /** Status */
  "status"?: keyof (typeof estateLabels)["status"] | "";
}

export interface EstateRecord {
  id: number | string;
  type: "estate";
  elements: Estate;
}
"""
    )
