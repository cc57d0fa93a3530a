"""Let LibreOffice open and save what oocli exports, and see that it comes back unchanged.

``make foreign`` exports the estates and addresses of the sandbox as workbooks, has each saved by
LibreOffice as .xlsx, .ods and .xls, and asks ``oocli modify --from FILE --diff`` for differences: there
must be none but those that OpenDocument makes of tabs and control characters, which it cannot hold.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

_PATIENCE = 300  # seconds
_ENDINGS = ("xlsx", "ods", "xls")
_ESTATE = (
    *("objektnr_extern", "objekttitel", "lage", "plz", "ort", "strasse", "hausnummer", "land", "kaufpreis"),
    *("kaltmiete", "wohnflaeche", "anzahl_zimmer", "objektart", "objekttyp", "vermarktungsart", "status"),
    *("verkauft", "balkon", "letzte_aktion", "abdatum", "breitengrad", "laengengrad", "multiParkingLot"),
)
_ADDRESS = (
    *("Anrede", "Titel", "Vorname", "Name", "Strasse", "Plz", "Ort", "Land", "Geburtsdatum", "ArtDaten"),
    *("Kontaktart", "HerkunftKontakt", "Beruf", "Bemerkung", "Umsatz", "Status", "Sprache"),
)
_UNHELD = re.compile(r"\\[tu]")  # JSON's way to write what .ods cannot hold
_READINGS = {"estate": _ESTATE, "address": _ADDRESS}


def try_round_trip(resource: str, fields: Sequence[str], folder: Path) -> Iterator[str]:
    """Export, have it saved, and compare; give a sentence for each kind of file that came back changed."""
    exported = folder / f"{resource}.xlsx"
    reading = ("read", resource, "--all", "--sort", "Id" if resource == "estate" else "KdNr")
    _run_oocli(folder, *reading, "--fields", ",".join(fields), "--output-file", str(exported))
    for ending in _ENDINGS:
        saved = folder / ending / f"{resource}.{ending}"
        _save(exported, saved, folder)
        done = _run_oocli(
            folder,
            "modify",
            resource,
            "--from",
            str(saved),
            "--diff",
            "--exit-code",
            "-o",
            "ndjson",
            fails=True,
        )
        told = [line for line in done.stdout.splitlines() if ending != "ods" or not _UNHELD.search(line)]
        if done.returncode not in (0, 9):
            raise SystemExit(done.stderr)
        _say(f"{resource} as .{ending}: {len(told)} differences")
        if told:
            yield "\n".join([f"{resource} as .{ending} came back changed:", *told[:10], done.stderr])


def _save(source: Path, target: Path, folder: Path) -> None:
    """Let LibreOffice open a file and save it as another kind, with a profile of its own."""
    environ = {**os.environ, "HOME": str(folder)}
    command = ["soffice", "--headless", "--convert-to", target.suffix[1:], "--outdir", str(target.parent)]
    subprocess.run([*command, str(source)], env=environ, check=True, capture_output=True, timeout=_PATIENCE)
    if not target.exists():
        raise SystemExit(f"LibreOffice did not save {target.name}")


def _run_oocli(folder: Path, *words: str, fails: bool = False) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "OOCLI_DATA_DIR": str(folder), "OOCLI_CACHE_DIR": str(folder / "cache")}
    command = [sys.executable, "-m", "oocli", "--sandbox", *words]
    return subprocess.run(command, env=environ, check=not fails, capture_output=True, text=True)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Try all round trips; give 1 where something came back changed."""
    if not shutil.which("soffice"):
        _say("skipped  LibreOffice is not installed (Debian: apt-get install libreoffice-calc-nogui)")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        changed = [
            sentence
            for resource, fields in _READINGS.items()
            for sentence in try_round_trip(resource, fields, Path(folder))
        ]
    _say("\n".join(changed) or "LibreOffice gave back what it was given")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
