"""Many actions of one call, one for each row: all checked before the first is sent, then carried out.

Owns the order of the steps; each step has a module of its own.
"""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oocli.bulk.carrying import Order, carry_out
from oocli.bulk.checking import CallRows, Survey
from oocli.bulk.columns import Columns
from oocli.bulk.confirmation import check_most
from oocli.bulk.header_checks import check_columns, find_signs
from oocli.bulk.headers import read_rules
from oocli.bulk.identity import describe_run, find_default_path
from oocli.bulk.journal_opening import find_done
from oocli.bulk.key_matching import open_matcher
from oocli.bulk.leftovers import write_failed
from oocli.bulk.past_runs import remove_old
from oocli.bulk.plan import Plan, make_plan
from oocli.bulk.preconditions import read_load, refuse_contradictions
from oocli.bulk.repeats import choose_repeats
from oocli.bulk.row_actions import RowActions
from oocli.bulk.row_input import open_input
from oocli.call.dry_run import refuse_forbidden
from oocli.call.preparing import choose_form, open_fields, read_inputs
from oocli.disk.inputs import read_text
from oocli.errors import UsageError
from oocli.request.actions import OF_ONE_RECORD
from oocli.request.building import build
from oocli.text.visible import make_visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oocli.bulk.headers import ColumnRules
    from oocli.bulk.preconditions import Load
    from oocli.bulk.row_input import RowInput
    from oocli.call.asked import CallOptions
    from oocli.call.field_options import CallFields
    from oocli.catalogue import Call, Catalogue
    from oocli.context import Context
    from oocli.request.actions import Action


def run_bulk(context: Context, call: Call, options: CallOptions) -> None:
    """Send an action for each row, and write what became of each.

    Raises:
        UsageError: options or rows are wrong; nothing was sent.
        GuardError: the profile is read-only, or it was not confirmed; nothing was sent.
        OocliError: what ``BulkReport.find_failure`` gives.
    """
    asked = options.rows
    form = choose_form(call, options.inputs)
    inputs = read_inputs(form, options, stdin=context.stdin, now=context.now())
    load = read_load(asked, form)
    refuse_contradictions(context.output, asked)
    rules = read_rules(asked.mapped, asked.ignored)
    fields = open_fields(context, form, options)
    read_file = cache(partial(_read_file, context=context, source=asked.source))
    build(form, inputs, read_file=read_file)  # what cannot be read at all is reported before the rows
    with open_input(
        asked.source, context.stdin, row_format=asked.row_format, sheet=asked.sheet, rules=rules
    ) as rows:
        rows.check_header()
        fields.learn()
        fields.tell_left_out()
        base = build(form, inputs, read_file=read_file, fields=fields.values)
        work = _make_work(context, rows, base, fields, rules, options)
        continues = asked.resume and not (options.sending.diff or options.sending.dry_run)
        survey = work.check(_find_done(context, work, options) if continues else ())
        if work.matcher is None:
            _refuse_shared_id(work.maker)
        _go_on(context, work, survey, load, options)


def _make_work(
    context: Context,
    rows: RowInput,
    base: Action,
    fields: CallFields,
    rules: ColumnRules,
    options: CallOptions,
) -> CallRows:
    """Return the rows as actions of the call; none has been looked at.

    Raises:
        InvalidAction: the columns do not fit the call.
        UsageError: the records cannot be found by what ``--match`` names.
    """
    asked, form, skips = options.rows, fields.call, options.sending.no_validate
    columns = Columns(form, rules, fields.list_labels(), fields.takes, sends_unknown=skips)
    check_columns(columns, rows, base, matches=bool(asked.match))
    maker = RowActions(
        form,
        base,
        columns,
        fields=fields.values,
        signs=find_signs(columns, rows, fields.values),
        sends_empty=asked.send_empty,
        other_kinds=_list_other_kinds(context.catalogue, form),
    )
    context.voice.note(f"{rows.name}: {rows.describe()}{maker.signs.describe()}")
    matcher = open_matcher(context.catalogue, form, fields, asked.match) if asked.match else None
    repeats, validates = choose_repeats(form, asked), form.is_catalogued and not skips
    warn = context.voice.warn
    return CallRows(form, rows, maker, fields, repeats, matcher, validates=validates, warn=warn)


def _go_on(context: Context, work: CallRows, survey: Survey, load: Load, options: CallOptions) -> None:
    """Show what the rows would do or change, or carry them out, as was asked for."""
    asked, columns = options.rows, work.maker.columns
    key = work.matcher.key.names if work.matcher is not None else ()
    plan = make_plan(columns, work.call.name, survey.total, batch=load.batch, first=survey.first, key=key)
    if options.sending.diff and survey.total:
        from oocli.bulk.preview import preview

        if preview(context, work, survey, options):
            confirmed = options._replace(sending=options.sending._replace(yes=True))
            carry_out(context, _make_order(context, work, survey, plan, load, options), confirmed)
    elif options.sending.dry_run:
        _show_plan(context, plan)
    elif survey.total:
        if asked.max_changes is not None and asked.skip_unchanged:
            from oocli.bulk.preview import count_changes

            check_most(count_changes(context, work), asked.max_changes)
        carry_out(context, _make_order(context, work, survey, plan, load, options), options)
    elif asked.resume:
        raise UsageError(
            f"There are no rows in {work.name}, so there is nothing to continue",
            hint="--resume needs the rows that the run was begun with",
        )
    else:
        context.voice.warn(f"There are no rows in {work.name}, so nothing is sent.")
        context.output.write([], columns=("row", "status", "error"))
        write_failed(work.rows, None, asked, warn=context.voice.warn)


def _make_order(
    context: Context, work: CallRows, survey: Survey, plan: Plan, load: Load, options: CallOptions
) -> Order:
    run = describe_run(work, survey, options, context.profile)
    path = _find_path(context, work, run, options)
    remove_old(context.environ, context.now(), but=path)
    return Order(work, survey, run, path, load, plan=tuple(plan.list_lines()))


def _find_done(context: Context, work: CallRows, options: CallOptions) -> bytearray:
    """Return which rows need no new check: the same command has checked and done them."""
    run = describe_run(work, work.count(), options, context.profile)
    return find_done(_find_path(context, work, run, options), run)


def _find_path(context: Context, work: CallRows, run: Mapping[str, Any], options: CallOptions) -> Path:
    results = options.rows.results
    return Path(results) if results else find_default_path(context.environ, work.call, run)


def _read_file(name: str, *, context: Context, source: str) -> str:
    """Return the text of a file for an option; standard input can be read only once."""
    if name == source == "-":
        raise UsageError("Standard input cannot be both --from and the value of an option")
    return read_text(name, context.stdin)


def _list_other_kinds(catalogue: Catalogue, call: Call) -> frozenset[str]:
    """Return the other types of records whose ids look like those of a call."""
    if call.verb not in OF_ONE_RECORD:
        return frozenset()
    kinds = {
        name.lower()
        for verb in OF_ONE_RECORD
        for name in catalogue.names(verb)
        if (known := catalogue.find(verb, name)) is not None and known.resourceid.use == "required"
    }
    own = call.resourcetype.lower()
    return frozenset(kinds - {own}) if own in kinds else frozenset()


def _refuse_shared_id(maker: RowActions) -> None:
    """Refuse rows that would all change the same record."""
    number, call = maker.base.resourceid, maker.call
    if number and maker.without_id > 1 and call.verb in OF_ONE_RECORD and not call.resourceid.enum:
        raise UsageError(
            f"{maker.without_id:,} rows would all {call.verb} {call.resourcetype} {number}",
            hint="Leave out the ID, and give each row its own in a column _id",
        )


def _show_plan(context: Context, plan: Plan) -> None:
    """Write what would be sent; for programs, with the first actions, without token and signature."""
    if context.output.format == "table":
        context.output.write_lines(lambda _layout: map(make_visible, plan.list_lines()))
    else:
        context.output.write_json(plan.as_json())
    refuse_forbidden(context, [action for _, action in plan.first])
