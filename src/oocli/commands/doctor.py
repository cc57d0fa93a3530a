"""``oocli doctor``: find out why it does not work, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TextIO

import typer
from typer.main import get_command

from oocli.context import Context
from oocli.errors import ChecksFailed
from oocli.interface.options import Command
from oocli.terminal import shows_colour, shows_unicode
from oocli.text.visible import make_visible
from oocli.text.wrapping import wrap, wrap_beside

if TYPE_CHECKING:
    from oocli.diagnosis.finding import Finding

_COLOURS = {"ok": "32", "warn": "33", "fail": "1;31"}
_STATE_WIDTH, _CHECK_WIDTH = 6, 16


def build(_name: str) -> Any:
    """Return the command."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command("doctor", cls=Command, help=_HELP)(doctor)
    return get_command(app)


_HELP = """Check profile, credentials, address, clock, signature and rights; say what to do.

Each line is ok, warn or fail. Sends two requests that change nothing.

Examples:
  oocli doctor
  oocli doctor --profile acme
  oocli --sandbox doctor -o json
"""


def doctor(ctx: typer.Context) -> None:
    """Run every check and write one line for each.

    Raises:
        ChecksFailed: a check failed; with the exit code of the first one that did.
    """
    from oocli.diagnosis import Examination
    from oocli.opening import open_http

    context: Context = ctx.obj
    examination = Examination(
        options=context.options,
        environ=context.environ,
        catalogue=context.catalogue,
        now=context.now,
        follows_server_clock=context.settings.is_set("clock_from_server"),
        hide=context.voice.hide,
        open_transport=context.open_transport or open_http,
        open_client=lambda transport: context.client(attempts=1, transport=transport),
    )
    found: list[Finding] = []
    _write(context, _keep(examination.findings(), found))
    failed = [finding for finding in found if finding.state == "fail"]
    if failed:
        raise ChecksFailed(
            f"{len(failed)} of {len(found)} checks failed: {', '.join(finding.check for finding in failed)}",
            exit_code=failed[0].exit_code,
            hint=f"Begin with {failed[0].check}; the others may follow from it",
            details={"failed": [finding.check for finding in failed]},
        )
    warnings = sum(finding.state == "warn" for finding in found)
    context.voice.note(f"{warnings} of {len(found)} checks warn" if warnings else "Everything works")


def _keep(findings: Iterable[Finding], found: list[Finding]) -> Iterator[Finding]:
    for finding in findings:
        found.append(finding)
        yield finding


def _write(context: Context, findings: Iterable[Finding]) -> None:
    """Write each finding as it comes: lines for a person, records for a program."""
    if context.output.format != "table":
        records = map(_as_record, _redacted(context, findings))
        context.output.write(records, columns=("state", "found", "advice"))
        return
    width, _ = context.output.size
    colour = shows_colour(context.stdout, context.environ, asked=context.settings.color)
    with context.output.open() as stream:
        for finding in _redacted(context, findings):
            _draw(finding, stream, width=width, colour=colour)


def _redacted(context: Context, findings: Iterable[Finding]) -> Iterator[dict[str, str]]:
    """Return findings as texts without secrets: an answer may repeat what it was sent."""
    for finding in findings:
        texts = asdict(finding)
        yield {name: context.voice.redact(texts[name]) for name in ("check", "state", "found", "advice")}


def _as_record(finding: dict[str, str]) -> dict[str, Any]:
    elements = {name: finding[name] for name in ("state", "found", "advice")}
    return {"id": finding["check"], "type": "check", "elements": elements}


def _draw(finding: dict[str, str], stream: TextIO, *, width: int, colour: bool) -> None:
    """Write a finding: state, check, what was found, and below it what to do."""
    state = finding["state"]
    start = f"{state:<4}  {finding['check']}"
    left = _STATE_WIDTH + _CHECK_WIDTH
    arrow = "\u2192 " if shows_unicode(stream) else "-> "
    lines = wrap_beside(start, make_visible(finding["found"]), width, left)
    if finding["advice"]:
        indent = " " * (len(lines[-1]) - len(lines[-1].lstrip()) if len(lines) > 1 else left)
        lines += wrap(make_visible(finding["advice"]), width, indent + arrow, indent + " " * len(arrow))
    if colour:
        lines[0] = f"\x1b[{_COLOURS[state]}m{state}\x1b[0m" + lines[0][len(state) :]
    stream.writelines(f"{line}\n" for line in lines)
    stream.flush()
