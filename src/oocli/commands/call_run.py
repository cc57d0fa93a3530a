"""The one path that every call takes: inputs to action, action through the client, records to a renderer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oocli.actions import Action, Inputs, build
from oocli.catalogue import Call
from oocli.commands.call_fields import CallFields, Convert
from oocli.context import Context
from oocli.errors import RecordNotFound

if TYPE_CHECKING:
    from oocli.paging import Listing


def run_call(
    context: Context, call: Call, typed: Mapping[str, Any], options: list[tuple[str, list[str]]]
) -> None:
    """Take the one path of every call: build, validate, send, render.

    ``typed`` holds oocli's own options by name, ``options`` the API's parameters as
    (dotted name, texts).

    Raises:
        UsageError: what was typed cannot be read, or the catalogue refuses it.
        ApiError: the API refused it; and everything that ``Client.send`` raises.
    """
    call = call.variant(typed.get("resourceid") or typed.get("id") or "")
    inputs = _read_inputs(context, typed, options)
    action = build(call, inputs, read_file=context.read_file)
    fields = CallFields(context, call, typed)
    action = fields.prepare(action)
    if call.doc and not typed.get("no_validate"):
        context.validate(action, call)
        fields.check(action)
    if typed.get("dry_run"):
        context.show_actions([action])
        return
    from oocli.paging import Listing

    convert = fields.choose_converter()
    with fields.located(action), context.client(confirmed=bool(typed.get("yes"))) as client:
        action = fields.skip_refused(client, action)
        _show(context, action, Listing(client, call, action), convert, save=typed.get("save") or "")


def _read_inputs(context: Context, typed: Mapping[str, Any], options: list[tuple[str, list[str]]]) -> Inputs:
    params = context.read_json_object(typed["params"]) if typed.get("params") else {}
    return Inputs(
        resourceid=typed.get("resourceid") or typed.get("id") or "",
        identifier=typed.get("identifier") or "",
        params=params,
        options=options,
        assignments=typed.get("parameter") or (),
        sets=typed.get("set") or (),
        fields=typed.get("fields") or (),
        where=typed.get("where") or (),
        sort=typed.get("sort") or (),
        limit=typed.get("limit"),
        offset=typed.get("offset"),
    )


def _show(context: Context, action: Action, listing: Listing, convert: Convert, *, save: str) -> None:
    """Write the records of a listing, and say how many there are of how many.

    ``convert`` is what they go through before they are rendered; ``save`` is the file or
    directory for what the records carry; empty leaves it in them.

    Raises:
        RecordNotFound: one record was asked for by its number and did not come.
    """
    if context.output_format == "raw":
        for answer, _ in listing.pages():
            context.write_bytes(answer.body)
        return
    by_id = action.verb == "read" and bool(action.resourceid)
    columns = action.parameters.get("data")
    columns = columns if isinstance(columns, list) else ()
    records = _save(listing, action, save) if save else listing
    context.write(convert(records), columns=columns, single=by_id)
    if by_id and not listing.shown:
        raise RecordNotFound(
            f"There is no {action.resourcetype} {action.resourceid}, or this API user may not read it",
            why="The API answers with an empty success in both cases",
            hint=f"`oocli read {action.resourcetype}` lists what can be read",
        )
    if action.verb == "read" and not by_id and listing.total is not None:
        rest = ", --all for the rest" if listing.shown < listing.total else ""
        module = listing.call.module
        name = module if module.startswith(action.resourcetype) else f"{action.resourcetype} records"
        context.note(f"{listing.shown:,} of {listing.total:,} {name}{rest}")


def _save(listing: Listing, action: Action, target: str) -> Iterator[dict[str, Any]]:
    """Give the records with their files written to the target; the catalogue says where they are."""
    from oocli.saving import save_files

    binary = listing.call.response["binary"]
    compressed = "compression" in binary and action.parameters.get("gzcompress") is not False
    return save_files(listing, Path(target), element=binary["element"], compressed=compressed)
