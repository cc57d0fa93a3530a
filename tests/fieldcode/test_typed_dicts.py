"""Fields as Python types: mypy takes them, Python runs them, and what does not fit is refused."""

import subprocess
import sys
from pathlib import Path

from odd_fields import ESTATE, MODULES, make_code
from oocli.fieldcode.code_wish import SHAPES

USES = """\
from typed import ESTATE_LABELS, Estate, EstateRecord

estate: Estate = {"status": "1", "kaufpreis": 1.5, "kamin": None, "heizungsart": ["gas", "oel"]}
record: EstateRecord = {"id": 11, "type": "estate", "elements": estate}
label: str = ESTATE_LABELS["status"]["1"]
key: Estate = {"status": "7"}  # wrong
price: Estate = {"kaufpreis": "1.5"}  # wrong
field: Estate = {"kaufpreiss": 1}  # wrong
other: EstateRecord = {"id": 11, "type": "address", "elements": estate}  # wrong
"""


def test_mypy_takes_every_shape_and_refuses_what_does_not_fit(tmp_path: Path) -> None:
    """Odd names and keys, a module without fields; of the uses those that are marked, and no other."""
    for shape in SHAPES:
        (tmp_path / f"{shape}.py").write_text(make_code("python", shape, *MODULES), encoding="utf-8")
    (tmp_path / "uses.py").write_text(USES, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "", "--no-error-summary"]
    command += ["--cache-dir", str(tmp_path / "cache")]
    done = subprocess.run(
        [*command, *sorted(path.name for path in tmp_path.glob("*.py"))],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    wrong = [number for number, line in enumerate(USES.splitlines(), start=1) if "# wrong" in line]
    assert [line.split(":")[:2] for line in done.stdout.splitlines() if ": error:" in line] == [
        ["uses.py", str(number)] for number in wrong
    ]


def test_python_runs_them_without_a_package() -> None:
    """They need nothing but Python, and the labels are there."""
    for shape in SHAPES:
        found: dict[str, object] = {"__name__": "fields"}
        exec(compile(make_code("python", shape, *MODULES), "fields.py", "exec"), found)
        assert found["ESTATE_LABELS"] == {
            "heizungsart": {"gas": "Gas", "oel": "Öl"},
            "land": {"DEU": "Deutschland"},
            "status": {"0": "archiviert", "1": "aktiv"},
        }


def test_keys_are_literals() -> None:
    """A type checker knows each."""
    assert (
        make_code("python", "write", ESTATE._replace(fields=ESTATE.fields[-1:]))
        == """\
# Made by `oocli fields`; do not edit.
from typing import Final, Literal, TypedDict

# Immobilien
Estate = TypedDict(
    "Estate",
    {
        "status": Literal["0", "1", ""] | None,  # Status
    },
    total=False,
)


ESTATE_LABELS: Final[dict[str, dict[str, str]]] = {
    "status": {
        "0": "archiviert",
        "1": "aktiv",
    },
}
"""
    )
