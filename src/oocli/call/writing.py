"""One action that writes or does something: check it, send it, show its answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from oocli.call.awaiting import writing_client
from oocli.call.preparing import leaves_records, list_columns, prepare
from oocli.errors import OocliError

if TYPE_CHECKING:
    from collections.abc import Collection

    from oocli.call.asked import CallOptions
    from oocli.catalogue import Call
    from oocli.client import Client
    from oocli.context import Context
    from oocli.request.actions import Action


def run_writing(context: Context, call: Call, options: CallOptions, *, kept: Collection[str] = ()) -> None:
    """Send the one action of a call, and write the answer.

    ``kept`` are fields of which is known that they have these values already.

    Raises:
        UsageError: what was asked for cannot be read, or the catalogue refuses it.
        ApiError: the API refused it; and everything that ``Client.send`` raises.
        Interrupted: a signal came before the answer, and what it says is shown.
    """
    prepared = prepare(context, call, options)
    call, action, fields = prepared
    if not options.sending.no_validate:
        prepared.check(action, validate=context.validate)
    if options.sending.dry_run:
        from oocli.call.dry_run import show_actions

        show_actions(context, [action], language=options.sending.language)
        return
    cuts = partial(leaves_records, context, call, options)
    opened = writing_client(context, [action], confirmed=options.sending.yes, cuts=cuts)
    with fields.located(action), opened as client:
        if context.output.format == "raw":
            _write_answer(context, client, action)
            return
        if context.output.format == "table":
            from oocli.call.showing import show_write

            context.output.check()
            result = client.call(action)
            show_write(context, call, action, result.records, kept=kept)
            return
        with context.output.rendering(columns=list_columns(action)) as (renderer, stream):
            result = client.call(action)
            renderer.render(result.records, stream)
    if call.effect == "read" and not result.records and not result.total:
        from oocli.client.empty_success import explain_nothing

        context.voice.note(explain_nothing(call, action))


def _write_answer(context: Context, client: Client, action: Action) -> None:
    """Write the answer as it came.

    Raises:
        OocliError: it is a refusal.
    """
    with context.output.open() as stream:
        answer = client.send([action])
        for result in client.find_results(answer, [action]):
            if isinstance(result, OocliError):
                raise result
        stream.write(answer.body.decode("utf-8", "replace") + "\n")
