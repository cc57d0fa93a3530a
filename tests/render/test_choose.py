"""render: the choice of a format, and what choosing costs."""

import subprocess
import sys

import pytest

from oocli.errors import UsageError
from oocli.render import FORMATS, Layout, choose


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "raw"])
def test_every_format_has_a_renderer(name: str) -> None:
    """Each format but raw is chosen by its name and starts without notes."""
    assert choose(name, Layout(coordinates=("lat", "lng"))).notes == []


@pytest.mark.parametrize("name", ["raw", "xml", ""])
def test_an_unknown_format_is_refused(name: str) -> None:
    """A name that is no renderer is wrong usage, and the hint lists the formats."""
    with pytest.raises(UsageError) as refusal:
        choose(name, Layout())
    assert refusal.value.hint == "Use one of: table, json, ndjson, csv, tsv, md, geojson, xlsx, parquet, ids"


def test_an_unknown_dialect_is_refused() -> None:
    """A CSV dialect that does not exist is wrong usage."""
    with pytest.raises(UsageError, match="There is no CSV dialect 'excel-fr'"):
        choose("csv", Layout(dialect="excel-fr"))


def test_a_dialect_is_for_csv_only() -> None:
    """A dialect is not silently ignored by the other formats."""
    with pytest.raises(UsageError, match="--dialect excel-de is for CSV, not for json"):
        choose("json", Layout(dialect="excel-de"))


@pytest.mark.parametrize("name", ["json", "ndjson", "csv", "tsv", "md", "geojson", "ids"])
def test_only_tables_load_rich(name: str) -> None:
    """Importing the renderers, and choosing any but the table, loads no module of rich."""
    code = (
        "import sys; from oocli.render import Layout, choose; "
        f"choose({name!r}, Layout(coordinates=(1, 2))); "
        "print([name for name in sys.modules if name.split('.')[0] == 'rich'])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout == "[]\n"
