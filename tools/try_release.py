"""Build what would be released, and install it as its users do.

``make release`` builds wheel and sdist twice, which must give the same bytes, and installs the wheel
with pip, pipx and uv, each in an empty environment; every one must then show records of the sandbox
and bring its manual.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Mapping
from pathlib import Path

_ROOT = Path(__file__).parent.parent
_TOOLS = ("build", "hatchling", "pipx", "uv")
_READ = ("--sandbox", "read", "estate", "--limit", "1", "-o", "ids")


def build_twice(python: Path, folder: Path) -> Path:
    """Build wheel and sdist from two copies of the project; give the wheel.

    Raises:
        SystemExit: the builds differ.
    """
    digests = []
    for name in ("one", "two"):
        source, target = folder / f"source-{name}", folder / name
        run("git", "clone", "--quiet", str(_ROOT), str(source))
        run(str(python), "-m", "build", "--no-isolation", "--outdir", str(target), str(source))
        digests.append(
            {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in target.iterdir()}
        )
    if digests[0] != digests[1]:
        raise SystemExit(f"Two builds of one state differ: {digests}")
    say(f"built twice, the same bytes: {', '.join(sorted(digests[0]))}")
    return next((folder / "one").glob("*.whl"))


def list_installations(bin_: Path, wheel: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    """Install the wheel in each way; give its name and the program that it has made."""
    venv.create(folder / "pip", with_pip=True)
    run(str(folder / "pip" / "bin" / "pip"), "install", "--quiet", str(wheel))
    yield "pip", folder / "pip" / "bin" / "oocli"
    place = {"PIPX_HOME": str(folder / "pipx"), "PIPX_BIN_DIR": str(folder / "pipx-bin")}
    place["PIPX_MAN_DIR"] = str(folder / "pipx-man")
    run(str(bin_ / "pipx"), "install", "--quiet", str(wheel), environ=place)
    yield "pipx", folder / "pipx-bin" / "oocli"
    place = {"UV_TOOL_DIR": str(folder / "uv"), "UV_TOOL_BIN_DIR": str(folder / "uv-bin")}
    run(str(bin_ / "uv"), "tool", "install", "--quiet", "--python", sys.executable, str(wheel), environ=place)
    yield "uv", folder / "uv-bin" / "oocli"


def try_program(program: Path, home: Path) -> str:
    """Run what was installed in an empty home; give what is wrong, or nothing."""
    environ = {"HOME": str(home), "PATH": os.environ["PATH"]}
    shown = run(str(program), *_READ, environ=environ, inherits=False)
    if not shown.strip().isdecimal():
        return f"`oocli {' '.join(_READ)}` says {shown!r}"
    prefix = program.resolve().parent.parent
    return "" if (prefix / "share" / "man" / "man1" / "oocli.1").exists() else "there is no manual page"


def run(*command: str, environ: Mapping[str, str] = {}, inherits: bool = True) -> str:
    """Run a command and give what it printed.

    Raises:
        SystemExit: it failed.
    """
    kept = {name: value for name, value in os.environ.items() if inherits and not name.startswith("OOCLI_")}
    done = subprocess.run(command, env={**kept, **environ}, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def say(text: str) -> None:
    """Write a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Build, install and try; give 1 where something is wrong."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        venv.create(folder / "tools", with_pip=True)
        bin_ = folder / "tools" / "bin"
        run(str(bin_ / "pip"), "install", "--quiet", *_TOOLS)
        wheel = build_twice(bin_ / "python", folder)
        wrong = False
        for way, program in list_installations(bin_, wheel, folder):
            problem = try_program(program, folder / f"home-{way}")
            wrong = wrong or bool(problem)
            say(f"{way}: {problem or 'installed, and it runs'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
