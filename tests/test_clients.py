"""Clients that are not oocli, each in a language of its own, ask the served sandbox."""

import sys

import pytest
from try_clients import INSTALLED, PACKAGE, Client, serve, try_client

STEPS = ["list", "page", "filter", "create", "change", "relate", "upload", "error"]


@pytest.mark.parametrize("client", INSTALLED, ids=lambda client: client.name)
def test_a_client_gets_on_with_the_sandbox(client: Client) -> None:
    """It lists, pages, filters, creates, changes, relates, uploads, meets an error, and believes it."""
    if client.missing:
        pytest.skip(f"{client.missing} is not installed")
    with serve(*(["--no-gzip"] if client.plain else [])) as ready:
        done = client.run(ready)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split()[: len(STEPS)] == STEPS


def test_a_client_that_cannot_be_had_is_skipped_with_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """It says what is missing and how to have it, and is no failure."""
    client = Client("cobol", ["no-such-program"], "client.cob", "Debian: apt-get install gnucobol")
    assert try_client(client)
    line = "skipped  cobol: no-such-program cannot be had here (Debian: apt-get install gnucobol)\n"
    assert capsys.readouterr().out == line


def test_a_package_that_cannot_be_had_is_skipped_with_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Without its registry there is no package, and that is no failure either."""
    assert try_client(PACKAGE, find_program=lambda: "")
    assert capsys.readouterr().out.startswith(
        "skipped  python, onoffice==0.2.0: onoffice==0.2.0 cannot be had"
    )


def test_a_client_that_fails_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """What it got and what it said stands there."""
    client = Client("python without its package", [sys.executable], "client_of_package.py", "PyPI")
    assert not try_client(client)
    assert "ModuleNotFoundError" in capsys.readouterr().out
