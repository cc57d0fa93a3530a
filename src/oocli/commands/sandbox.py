"""``oocli sandbox``: serve the made-up onOffice over HTTP, start it afresh, look into it."""

import json
import os
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.main import get_command

from oocli.context import Context
from oocli.disk.directories import find_data_dir
from oocli.errors import UsageError
from oocli.interface.options import Command, Group

_SEED = 1
_ESTATES = 300
_MOST_ESTATES = 10_000_000


def build(_name: str) -> Any:
    """Give the command with its words."""
    app = typer.Typer(cls=Group, rich_markup_mode=None, add_completion=False, help=_HELP)
    app.command("serve", cls=Command, help=_SERVE_HELP)(serve)
    app.command("reset", cls=Command, help=_RESET_HELP)(reset)
    app.command("info", cls=Command, help=_INFO_HELP)(info)
    return get_command(app)


_HELP = """The made-up onOffice that ships with oocli: serve it to any client, reset it, look into it.

Its records are invented, what is written stays, mails go to an outbox and reach nobody.

Examples:
  oocli --sandbox read estate
  oocli sandbox serve
  oocli sandbox info
"""

_SERVE_HELP = """Serve the sandbox over HTTP on this computer, so that any onOffice client can be tried.

When it is ready, one line of JSON on standard output tells url, token, secret and pid; each
request is logged on standard error, without secrets. Ctrl-C stops it.

A fault is KIND (every request), KIND:N (the first N requests) or KIND:1/N (every N-th
request). The kinds: status-429, status-500, status-502, status-503, status-504, reset,
reset-middle, lost, truncated, html, empty, hang, slow, action-error, missing-result,
extra-result, clock, rights.

Requests must come from this computer: those with another Host or Origin, and text or multipart
bodies, which any web page may send, are refused. --allow-host widens that, for a container.

Examples:
  oocli sandbox serve --port 8080
  oocli sandbox serve --estates 1000000 --state big.sqlite
  oocli sandbox serve --fault status-503:2 --fault lost:1/10 --latency 200
"""

_RESET_HELP = """Throw away what was written and make the records anew; a server that runs goes on with them.

Examples:
  oocli sandbox reset
  oocli sandbox reset --seed 7 --estates 1000
"""

_INFO_HELP = """Show how the sandbox was made, how much it holds, and the mails that were sent.

Examples:
  oocli sandbox info
  oocli sandbox info -o json
"""

_State = Annotated[
    str, typer.Option("--state", metavar="FILE", help="File with the records; made if it is not there")
]
_Seed = Annotated[int | None, typer.Option("--seed", metavar="N", help="Other records for another number")]
_Estates = Annotated[
    int | None, typer.Option("--estates", metavar="N", help=f"Number of estates, {_ESTATES} unless given")
]


def serve(
    ctx: typer.Context,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Loopback address")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="PORT", help="0 takes a free one")] = 0,
    state: _State = "",
    seed: _Seed = None,
    estates: _Estates = None,
    latency: Annotated[
        int, typer.Option("--latency", metavar="MS", help="Milliseconds that each answer waits")
    ] = 0,
    fault: Annotated[
        list[str] | None,
        typer.Option("--fault", metavar="KIND[:N]", help="Fault to practise with; may repeat"),
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-host", metavar="NAME", help="Answer under this name of the computer too; may repeat"
        ),
    ] = None,
) -> None:
    """Open the records, say where the server is, and serve until a signal ends it."""
    from oocli.sandbox import SECRET, TOKEN
    from oocli.sandbox.door.answer import Sandbox
    from oocli.sandbox.door.faults import FaultPlan, FaultySandbox, read_fault
    from oocli.sandbox.door.server import SandboxServer

    context: Context = ctx.obj
    plan = FaultPlan([read_fault(text) for text in fault or ()])
    if latency < 0:
        raise UsageError("--latency is a number of milliseconds from 0")
    store = _open_store(context, state, seed, estates)
    server = SandboxServer(
        FaultySandbox(Sandbox(store, now=context.now), now=context.now),
        host=host,
        port=port,
        plan=plan,
        latency=latency / 1000,
        allowed_hosts=allow_host or (),
        log=None if context.settings.quietness else context.voice.tell,
    )
    ready = {"url": server.url, "token": TOKEN, "secret": SECRET, "pid": os.getpid()}
    try:
        context.stdout.write(json.dumps(ready) + "\n")
        context.stdout.flush()
        server.serve_forever()
    finally:
        server.stopping.set()
        server.server_close()
        store.close()


def reset(ctx: typer.Context, state: _State = "", seed: _Seed = None, estates: _Estates = None) -> None:
    """Make the records anew in their file."""
    context: Context = ctx.obj
    made = _find_numbers(Path(state)) if state else {}
    store = _open_store(
        context,
        state,
        made.get("seed") if seed is None else seed,
        made.get("estates") if estates is None else estates,
        anew=True,
    )
    context.voice.note(f"{store.path} is as it was made: {store.facts()['estates']} estates")
    store.close()


def info(ctx: typer.Context, state: _State = "") -> None:
    """Write one record that describes the sandbox."""
    from oocli.sandbox.records.inventory import describe_store

    context: Context = ctx.obj
    store = _open_store(context, state, None, None)
    elements = {"path": str(store.path), **describe_store(store)}
    store.close()
    record = {"id": "sandbox", "type": "sandbox", "elements": elements}
    context.output.write([record], columns=tuple(elements), single=True, heading="name")


def _open_store(
    context: Context, state: str, seed: int | None, estates: int | None, *, anew: bool = False
) -> Any:
    """Open the file that is meant, and refuse one that was made with other numbers than asked for.

    Raises:
        UsageError: the numbers are out of range, or the file is made with others.
    """
    from oocli.sandbox.records.store import Store

    if estates is not None and not 0 <= estates <= _MOST_ESTATES:
        raise UsageError(f"--estates is a number from 0 to {_MOST_ESTATES:,}")
    path = Path(state) if state else _find_default(context, seed, estates, anew=anew)
    wanted = {"seed": _SEED if seed is None else seed, "estates": _ESTATES if estates is None else estates}
    store = Store.open(path, **wanted, anew=anew)
    facts = store.facts()
    for name, asked in (("seed", seed), ("estates", estates)):
        if asked is not None and facts[name] != asked:
            store.close()
            raise UsageError(
                f"{path} was made with --{name} {facts[name]}",
                hint=f"Name another file, or run: oocli sandbox reset --state {path} --{name} {asked}",
            )
    return store


def _find_numbers(path: Path) -> dict[str, int]:
    """Give what a file was made with; nothing where it is not there or cannot be read any more."""
    from oocli.sandbox.records.store import Store

    if not path.exists():
        return {}
    try:
        store = Store.open(path)
    except UsageError:
        return {}
    facts = store.facts()
    store.close()
    return facts


def _find_default(context: Context, seed: int | None, estates: int | None, *, anew: bool) -> Path:
    """Give the file that ``--sandbox`` uses, or one of its own for other numbers."""
    directory = find_data_dir(context.environ)
    if anew or (seed is None and estates is None):
        return directory / "sandbox.sqlite"
    numbers = (_SEED if seed is None else seed, _ESTATES if estates is None else estates)
    return directory / "sandbox-{}-{}.sqlite".format(*numbers)
