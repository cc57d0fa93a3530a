"""``oocli sandbox``: serve the made-up onOffice, start it afresh, make it a copy of yours, look into it."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.main import get_command

from oocli.context import Context
from oocli.disk.directories import find_data_dir
from oocli.interface import sandbox_help
from oocli.interface.options import Command, Group


def build(_name: str) -> Any:
    """Return the command with its words."""
    app = typer.Typer(cls=Group, rich_markup_mode=None, add_completion=False, help=sandbox_help.HELP)
    app.command("serve", cls=Command, help=sandbox_help.SERVE_HELP)(serve)
    app.command("clone", cls=Command, help=sandbox_help.CLONE_HELP)(clone)
    app.command("reset", cls=Command, help=sandbox_help.RESET_HELP)(reset)
    app.command("info", cls=Command, help=sandbox_help.INFO_HELP)(info)
    return get_command(app)


_State = Annotated[
    str, typer.Option("--state", metavar="FILE", help="File with the records; made if it is not there")
]
_Seed = Annotated[int | None, typer.Option("--seed", metavar="N", help="Other records for another number")]
_Estates = Annotated[
    int | None, typer.Option("--estates", metavar="N", help="Number of estates, 300 unless given")
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
        typer.Option("--fault", metavar="KIND[:N]", help="Fault to practise with; may be repeated"),
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-host", metavar="NAME", help="Also answer under this host name; may be repeated"
        ),
    ] = None,
    no_gzip: Annotated[
        bool, typer.Option("--no-gzip", help="Compress no answer, for clients that cannot inflate")
    ] = False,
) -> None:
    """Open the records, say where the server is, and serve until a signal ends it."""
    from oocli.sandbox.door.serving import Manners, serve_store
    from oocli.sandbox.state import find_path, open_state

    context: Context = ctx.obj
    manners = Manners(host, port, latency, fault or (), allow_host or (), compresses=not no_gzip)
    plan = manners.read_plan()
    path = find_path(_find_directory(context, state), state, seed=seed, estates=estates)
    store = open_state(path, seed=seed, estates=estates)
    quiet = int(context.options.get("quiet", 0)) > 0
    log = None if quiet else context.voice.tell

    def tell_ready(ready: Any) -> None:
        context.stdout.write(json.dumps(ready) + "\n")
        context.stdout.flush()

    serve_store(store, manners, plan, now=context.now, log=log, tell_ready=tell_ready)


def clone(
    ctx: typer.Context,
    records: Annotated[
        int | None,
        typer.Option("--records", metavar="N", help="Also copy this many records of each module"),
    ] = None,
    state: _State = "",
    yes: Annotated[bool, typer.Option("--yes", help="Replace a sandbox that holds changes")] = False,
) -> None:
    """Copy the onOffice of the profile."""
    from oocli.cloning.clone import run_clone
    from oocli.sandbox.state import find_path

    context: Context = ctx.obj
    run_clone(context, find_path(_find_directory(context, state), state), records=records, yes=yes)


def reset(ctx: typer.Context, state: _State = "", seed: _Seed = None, estates: _Estates = None) -> None:
    """Make the records again in their file."""
    from oocli.fields.forgetting import forget
    from oocli.profiles.account import SANDBOX
    from oocli.sandbox.state import find_path, reset_state

    context: Context = ctx.obj
    path = find_path(_find_directory(context, state), state)
    store = reset_state(path, seed=seed, estates=estates, keeps_numbers=bool(state))
    forget(context.environ, SANDBOX)
    context.voice.note(f"{store.path} is as it was made: {store.facts()['estates']} estates")
    store.close()


def info(ctx: typer.Context, state: _State = "") -> None:
    """Write one record that describes the sandbox."""
    from oocli.sandbox.records.inventory import describe_store
    from oocli.sandbox.state import find_path, open_state

    context: Context = ctx.obj
    store = open_state(find_path(_find_directory(context, state), state))
    elements = {"path": str(store.path), **describe_store(store)}
    store.close()
    record = {"id": "sandbox", "type": "sandbox", "elements": elements}
    context.output.write([record], columns=tuple(elements), single=True, heading="name")


def _find_directory(context: Context, state: str) -> Path:
    """Return where sandboxes lie; who names a file needs no such place."""
    return Path() if state else find_data_dir(context.environ)
