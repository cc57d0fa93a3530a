"""Many pictures of many estates, up and down, at a latency: oocli beside a loop, curl, ``curl --parallel``.

The office is the quick one, which takes uploads and keeps no more of them than their size, and has the same
pictures for every estate. All sides send or get the same bytes of the same records.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import download_loop
from measure import Command, Cost, alternate, office, run, tell_cost, tell_ratio
from quick_office import PICTURES, Office
from upload_loop import build, list_parameters

if TYPE_CHECKING:
    from bench import Bench

LATENCY = 0.05  # seconds
_HERE = Path(__file__).parent
_ESTATES = 25
_SIZE = 150_000  # bytes of a picture, as portals like them
_LARGE = 50_000_000


def measure_uploads(bench: "Bench") -> Iterator[Sequence[str]]:
    """Compare the upload of many pictures with one after another, by elapsed time."""
    with tempfile.TemporaryDirectory() as name, office(1000, latency=LATENCY) as url:
        folder = Path(name)
        photos, bodies = folder / "photos", folder / "bodies"
        make_pictures(photos, bench.sizes.pictures)
        sides = {"one after another": bench.python(str(_HERE / "upload_loop.py"), url, str(photos), url=url)}
        if all(map(shutil.which, ("curl", "jq"))):
            write_bodies(photos, bodies)
            for title, script in (("curl", "upload.sh"), ("curl --parallel", "upload_parallel.sh")):
                command = bench.other("sh", str(_HERE / "sides" / script), url, str(bodies), url=url)
                sides[f"`{title}`"] = command
        words = ("upload", str(photos), "--by-folder", "--to", "estate", "--type", "Foto", "--yes", "--again")
        sides["`oocli upload`"] = bench.oocli(*words, url=url)
        costs = alternate(sides, bench.sizes.repeats, warm=False)
        yield from _list_rows(costs, "one after another", {"`oocli upload`": "0.167"})


def measure_downloads(bench: "Bench") -> Iterator[Sequence[str]]:
    """Compare the download of many pictures with one after another, by elapsed time."""
    with tempfile.TemporaryDirectory() as name, office(1000, latency=LATENCY) as url:
        estates = Office(-(-bench.sizes.pictures // PICTURES)).ids
        bodies = Path(name) / "bodies"
        write_questions(estates, bodies)
        costs: dict[str, list[Cost]] = {}
        for turn in range(bench.sizes.repeats):  # each into directories that are not there yet
            folder = Path(name) / str(turn)
            for title, command in _list_downloads(bench, url, estates, bodies, folder).items():
                costs.setdefault(title, []).append(run(command))
            for other in (folder / "loop", folder / "curl", folder / "curl-parallel"):
                if other.exists():
                    check_same(folder / "oocli", other)
        yield from _list_rows(costs, "one after another", {"`oocli download`": "0.167"})


def _list_downloads(
    bench: "Bench", url: str, estates: Sequence[int], bodies: Path, folder: Path
) -> dict[str, Command]:
    """Give every way to get the pictures, each into a directory of its own."""
    folder.mkdir()
    words = [str(estate) for estate in estates]
    script = str(_HERE / "download_loop.py")
    sides = {"one after another": bench.python(script, url, str(folder / "loop"), *words, url=url)}
    if all(map(shutil.which, ("curl", "jq"))):
        for name, file in (("curl", "download.sh"), ("curl --parallel", "download_parallel.sh")):
            target = folder / name.replace(" --", "-")
            words_of_side = (str(_HERE / "sides" / file), url, str(bodies), str(target))
            sides[f"`{name}`"] = bench.other("sh", *words_of_side, url=url)
    target = folder / "oocli"
    sides["`oocli download`"] = bench.oocli("download", "estate", *words, "--dir", str(target), url=url)
    return sides


def write_questions(estates: Sequence[int], target: Path) -> None:
    """Write the bodies of all requests that get one picture each."""
    target.mkdir()
    for estate in estates:
        for number in range(estate * PICTURES, (estate + 1) * PICTURES):
            body = download_loop.build({"estateid": estate, "fileid": number})
            (target / f"{number}.get").write_text(json.dumps(body))


def check_same(one: Path, other: Path) -> None:
    """See that two directories have the same pictures.

    Raises:
        SystemExit: they have not.
    """
    found = [{path.name: path.read_bytes() for path in folder.rglob("*.jpg")} for folder in (one, other)]
    if found[0] != found[1] or not found[0]:
        raise SystemExit(f"{one} and {other} differ")


def measure_blocks(bench: "Bench") -> Iterator[Sequence[str]]:
    """Compare blocks of half a megabyte with those that oocli chooses for a large file, by elapsed time."""
    with tempfile.TemporaryDirectory() as name, office(1000, latency=LATENCY) as url:
        path = Path(name) / "film.mp4"
        with path.open("wb") as stream:
            for _ in range(_LARGE // 1_000_000):
                stream.write(os.urandom(1_000_000))
        sides: dict[str, Command] = {}
        for title, words in (("`--block-size 524288`", ("--block-size", "524288")), ("the default", ())):
            sides[title] = bench.oocli(
                "upload", str(path), "--estate", "4", "--type", "Dokument", *words, url=url
            )
        yield from _list_rows(
            alternate(sides, bench.sizes.repeats), "`--block-size 524288`", {"the default": "0.5"}
        )


def make_pictures(folder: Path, count: int) -> None:
    """Write so many pictures of noise, in directories named after estates that the quick office has."""
    numbers = Office(_ESTATES).ids
    for index in range(count):
        record = folder / str(numbers[index % _ESTATES])
        record.mkdir(parents=True, exist_ok=True)
        (record / f"{index:04d}.jpg").write_bytes(os.urandom(_SIZE))


def write_bodies(photos: Path, target: Path) -> None:
    """Write the bodies of all requests: ``NAME.data`` uploads, ``NAME.link`` links ``@upload@``."""
    target.mkdir()
    for path in sorted(photos.rglob("*.jpg")):
        (target / f"{path.stem}.data").write_text(json.dumps(build(list_parameters(path))))
        (target / f"{path.stem}.link").write_text(json.dumps(build(list_parameters(path, "@upload@"))))


def _list_rows(costs: dict[str, list[Cost]], against: str, most: dict[str, str]) -> Iterator[Sequence[str]]:
    """Give a row for each side: name, time, memory, ratio of time, and what that is to keep below."""
    for name, found in costs.items():
        taken = (tell_cost(found, key) for key in ("elapsed", "peak"))
        yield name, *taken, tell_ratio(found, costs[against], "elapsed"), most.get(name, "")


SECTIONS = (
    (
        "Many files",
        "Elapsed time of storing {pictures:,} pictures of 150 kB with 25 estates at 50 ms latency, against"
        " a loop that uploads and links one after another. `curl` gets requests that were made before.",
        ("", "time", "peak", "ratio", "at most"),
        measure_uploads,
    ),
    (
        "Many files down",
        "Elapsed time of {pictures:,} pictures of 150 kB of 25 estates at 50 ms latency, against a loop"
        " that lists and gets one after another. `curl` gets requests that were made before, and lists none.",
        ("", "time", "peak", "ratio", "at most"),
        measure_downloads,
    ),
    (
        "A large file",
        "Elapsed time of 50 MB at 50 ms latency, in blocks of half a megabyte and in those that are chosen.",
        ("", "time", "peak", "ratio", "at most"),
        measure_blocks,
    ),
)
"""The sections of ``run.py`` that are measured here."""
