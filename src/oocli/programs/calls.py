"""One call of an office: read, counted or carried out in the same steps as by the command of that name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypedDict, cast

from oocli.call.planning import Plan, plan_reading
from oocli.call.preparing import prepare
from oocli.call.showing import conclude
from oocli.errors import GuardError, UsageError
from oocli.terminal.interrupts import leave_signals

if TYPE_CHECKING:
    from oocli.call.asked import CallOptions
    from oocli.call.field_options import Convert
    from oocli.catalogue import Call, Catalogue
    from oocli.context import Context


class Record(TypedDict):
    """A record as the API gives it.

    Attributes:
        id: its number, or another key.
        type: what it is: ``estate``.
        elements: its fields, by their names in the API.
    """

    id: Any
    type: str
    elements: dict[str, Any]


def find_call(catalogue: Catalogue, verb: str, resource: str) -> Call:
    """Return the call of a verb and a resource type, case forgiven.

    Raises:
        UsageError: the catalogue has none; says which one may have been meant.
    """
    call = catalogue.find(verb, resource)
    if call is not None:
        return call
    others = [f"{other} {resource}" for other in catalogue.verbs_of(resource)]
    near = others or [f"{verb} {name}" for name in catalogue.suggest(verb, resource)]
    meant = f"Did you mean {' or '.join(near)}? " if near else ""
    raise UsageError(
        f"There is no call {verb} {resource}",
        hint=f"{meant}`send` sends any action, also one that is not documented",
    )


def read_records(context: Context, call: Call, options: CallOptions) -> Iterator[Record]:
    """Return the records as they come; the request is checked at once.

    Raises:
        UsageError: it cannot be read, or the catalogue refuses it.
        ApiError: the API refused it; and everything that ``Client.send`` raises.
        PartlyDone: every record that can be had was given, but some may be missing.
        RecordNotFound: one record was asked for by its number and did not come.
    """
    plan = _plan(context, call, options)
    return _give_records(context, plan, plan.prepared.fields.choose_converter())


def count(context: Context, call: Call, options: CallOptions) -> int:
    """Return how many records a reading has; read them if the API does not count them.

    Raises:
        UsageError, ApiError: as for ``read_records``.
    """
    from oocli.paging.listing import count_records

    plan = _plan(context, call, options)
    _, action, fields = plan.prepared
    with fields.located(action), context.client() as client:
        if plan.parts is None:
            return count_records(client, call, action)
        return sum(1 for _ in plan.begin(client, hold=leave_signals))


def write(context: Context, call: Call, options: CallOptions) -> list[Record]:
    """Send the one action of a call, and give the records of its answer.

    Raises:
        UsageError: it cannot be read, or the catalogue refuses it.
        GuardError: the profile is read-only, or the action needs to be confirmed.
        ApiError: the API refused it; and everything that ``Client.send`` raises.
    """
    prepared = prepare(context, call, options)
    _, action, fields = prepared
    if not options.sending.no_validate:
        prepared.check(action, validate=context.validate)
    confirmed = options.sending.yes
    with telling_of_confirm(context), fields.located(action), context.client(confirmed=confirmed) as client:
        return cast(list[Record], list(client.call(action).records))


@contextmanager
def telling_of_confirm(context: Context) -> Iterator[None]:
    """Say in a program's terms how to confirm what needs it.

    Raises:
        GuardError: something needs it, or the profile is read-only.
    """
    try:
        yield
    except GuardError as failure:
        if not context.profile.read_only:
            failure.hint = "confirm=True sends it"
        raise


def _plan(context: Context, call: Call, options: CallOptions) -> Plan:
    plan = plan_reading(context, call, options)
    if not options.sending.no_validate:
        plan.prepared.check(plan.first, validate=context.validate)
    return plan


def _give_records(context: Context, plan: Plan, convert: Convert) -> Iterator[Record]:
    fields = plan.prepared.fields
    with fields.located(plan.prepared.action), context.client() as client:
        listing = plan.begin(client, hold=leave_signals)
        with listing.explained():
            yield from cast(Iterator[Record], convert(listing))
        conclude(context, listing)
