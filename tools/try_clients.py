"""Let clients that are not oocli ask the sandbox: PHP, Ruby, Node, a shell, and a package of PyPI.

``make clients`` runs all whose runtime is there, and says in a line what is skipped and how to have
it. Each client is a script in ``tests/clients``: it lists, pages, filters, creates, changes, relates,
uploads and meets an error, says each step that went well, and ends with 1 at one that did not.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

_ROOT = Path(__file__).parent.parent
_SCRIPTS = _ROOT / "tests" / "clients"
_PACKAGE = "onoffice==0.2.0"
_PATIENCE = 120  # seconds


class Client(NamedTuple):
    """One client.

    Attributes:
        name: what it is, in a line.
        needs: programs that must be there.
        script: its file in ``tests/clients``.
        had_by: how to have its runtime.
        variables: what it is told besides the address and the credentials.
        plain: whether it asks a server that compresses nothing.
    """

    name: str
    needs: Sequence[str]
    script: str
    had_by: str
    variables: Mapping[str, str] = {}
    plain: bool = False

    @property
    def missing(self) -> str:
        """The program that is not there; empty where it can run."""
        return next((program for program in self.needs if not shutil.which(program)), "")

    def run(self, ready: Mapping[str, str], *, program: str = "") -> subprocess.CompletedProcess[str]:
        """Run it against the server that is ready."""
        variables = {
            "ONOFFICE_URL": f"{ready['url']}/stable/api.php",
            "ONOFFICE_TOKEN": ready["token"],
            "ONOFFICE_SECRET": ready["secret"],
            **self.variables,
        }
        command = [program or self.needs[0], str(_SCRIPTS / self.script)]
        return subprocess.run(
            command, env={**os.environ, **variables}, capture_output=True, text=True, timeout=_PATIENCE
        )


_PHP = Client("php", ["php"], "client.php", "Debian: apt-get install php-cli", plain=True)
INSTALLED: tuple[Client, ...] = (
    *(
        _PHP._replace(name=f"php, signature version {version}", variables={"ONOFFICE_HMAC_VERSION": version})
        for version in ("1", "2")
    ),
    Client("ruby, Net::HTTP", ["ruby"], "client.rb", "Debian: apt-get install ruby"),
    Client("node, fetch", ["node"], "client.mjs", "https://nodejs.org, 18 or newer"),
    Client(
        "sh, curl and openssl", ["sh", "curl", "openssl"], "client.sh", "Debian: apt-get install curl openssl"
    ),
)
PACKAGE = Client(f"python, {_PACKAGE}", [sys.executable], "client_of_package.py", "PyPI must be reachable")


@contextmanager
def serve(*options: str) -> Iterator[dict[str, str]]:
    """Serve a fresh sandbox while the block runs, and give url, token and secret."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "oocli", "sandbox", "serve", "-q", *options]
        state = str(Path(folder) / "sandbox.sqlite")
        server = subprocess.Popen(
            [*command, "--state", state], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        try:
            yield json.loads(server.stdout.readline() if server.stdout else "{}")
        finally:
            server.terminate()
            server.communicate()


def find_package_python() -> str:
    """Give the Python of an environment with the package, made when first asked for; empty without PyPI."""
    folder = _ROOT / "build" / "clients"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        venv.create(folder, with_pip=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", _PACKAGE]
    done = subprocess.run(install, capture_output=True, text=True)
    return str(python) if done.returncode == 0 else ""


def try_client(client: Client, *, find_program: Callable[[], str] = lambda: "") -> bool:
    """Run a client and say how it went; give whether that was well, or it could not be tried."""
    program = find_program()
    missing = client.missing or ("" if program or client is not PACKAGE else _PACKAGE)
    if missing:
        _say(f"skipped  {client.name}: {missing} cannot be had here ({client.had_by})")
        return True
    with serve(*(["--no-gzip"] if client.plain else [])) as ready:
        done = client.run(ready, program=program)
    if done.returncode:
        _say(f"FAILED   {client.name}: {' '.join(done.stdout.split())}\n{done.stderr.rstrip()}")
        return False
    _say(f"ok       {client.name}: {', '.join(done.stdout.split())}")
    return True


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> Any:
    """Try all clients; give 1 where one of them failed."""
    went = [try_client(client) for client in INSTALLED]
    went.append(try_client(PACKAGE, find_program=find_package_python))
    return 0 if all(went) else 1


if __name__ == "__main__":
    sys.exit(main())
