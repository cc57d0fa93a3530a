"""What is measured: two installations of oocli, other programs, and how much is done."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from measure import Command

_HERE = Path(__file__).parent
_ACCOUNT = {"OOCLI_TOKEN": "t" * 32, "OOCLI_SECRET": "s" * 64}


class Sizes(NamedTuple):
    """How much is done: runs of each side, records of each part."""

    starts: int = 15
    exports: int = 3
    export: int = 200_000
    flat: int = 5_000
    table: int = 20_000
    growth: tuple[int, ...] = (1_000, 10_000, 100_000, 1_000_000)
    grid: int = 20_000
    writes: int = 10_000
    singles: int = 200
    checks: int = 200_000
    pictures: int = 500
    repeats: int = 2  # of what takes minutes


QUICK = Sizes(2, 1, 4_000, 1_000, 1_000, (1_000, 2_000), 2_000, 1_000, 20, 20_000, 50, 1)
"""So little that all of it takes minutes."""


class Bench:
    """Two installations of oocli, an empty home directory, and the rows that were found."""

    def __init__(self, plain: Path, fast: Path, home: Path, sizes: Sizes, others: Path) -> None:
        self.plain, self.fast, self.sizes = plain / "bin", fast / "bin", sizes
        self._others = others / "bin"
        self._home = {"HOME": str(home), "LC_ALL": "C.UTF-8"}
        self._folder = home

    def oocli(self, *words: str, url: str = "", fast: bool = False, **environ: str) -> Command:
        """Give a command line of oocli."""
        account = {**_ACCOUNT, "OOCLI_URL": url} if url else {}
        program = (self.fast if fast else self.plain) / "oocli"
        return Command([str(program), *words], {**self._home, **account, **environ})

    def list_others(self, folder: str) -> Mapping[str, str]:
        """Give what else keeps records in a SQLite file, as far as it is installed, as shell commands."""
        upsert, python = self._others / "sqlite-utils", self._others / "python"
        merge = (
            f"RUNTIME__DLTHUB_TELEMETRY=false {python} -W ignore {_HERE / 'sides' / 'dlt_merge.py'} {folder}"
        )
        others = {}
        if upsert.exists():
            others["`sqlite-utils upsert`"] = f"{upsert} upsert {folder}/upsert.db estate - --pk _id --nl"
        if list(self._others.parent.glob("lib/python*/site-packages/dlt")):
            others["dlt, `merge`"] = merge
        return others

    def other(self, *words: str, url: str = "", **environ: str) -> Command:
        """Give a command line of something else."""
        return Command(words, {**self._home, **_ACCOUNT, "OOCLI_URL": url, **environ})

    def python(self, *words: str, url: str = "") -> Command:
        """Give a command line of the same Python."""
        return self.other(str(self.plain / "python"), *words, url=url)

    def write_rows(self, count: int) -> str:
        """Write so many rows of addresses; give the name of the file, a new one each time."""
        sheet = self._folder / f"rows-{len(list(self._folder.glob('rows-*')))}-{count}.csv"
        with sheet.open("w", encoding="utf-8") as file:
            file.write("Vorname,Name,Plz,Ort,Strasse,Telefon1\n")
            file.writelines(
                f"Erika,Muster {row},{row % 90000 + 1067:05d},Köln,Am Weg {row},0221 {row}\n"
                for row in range(count)
            )
        return str(sheet)

    @property
    def bare(self) -> Command:
        """Start Python and end it."""
        return self.python("-c", "pass")
