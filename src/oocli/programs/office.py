"""An account as a program has it: what the commands do, as methods."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from oocli.call.asked import (
    CallInputs,
    CallOptions,
    FieldOptions,
    ReadingOptions,
    RowOptions,
    SendingOptions,
)
from oocli.errors import UsageError
from oocli.programs.calls import Record, count, find_call, read_records, write
from oocli.programs.runs import Runs
from oocli.programs.typed_values import write_assignments, write_sets, write_texts

if TYPE_CHECKING:
    from oocli.catalogue import Call
    from oocli.context import Context
    from oocli.fields.facts import FieldConfiguration
    from oocli.files import FileOutcome
    from oocli.programs.raw_request import ActionResult
    from oocli.programs.row_writing import RowOutcome

_ROWS = ("create", "modify", "delete", "do")  # verbs


class Office:
    """One account while it is open; several threads may use it at once."""

    def __init__(self, context: Context, *, warn: Callable[[str], None]) -> None:
        """Take what the runs of this office share, and the function for warnings; see ``connect``."""
        self._runs = Runs(context, warn)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; a later call opens them again."""
        self._runs.close()

    @property
    def profile(self) -> str:
        """Name of the profile; ``sandbox`` for the sandbox."""
        return self._runs.template.profile.name

    def read(
        self,
        resource: str,
        number: str | int | Iterable[str | int] | None = None,
        /,
        *,
        fields: str | Iterable[str] | None = None,
        where: str | Iterable[str] | None = None,
        sort: str | Iterable[str] | None = None,
        limit: int | None = None,
        offset: int | None = None,
        since: str = "",
        typed: bool = False,
        skip_unknown_fields: bool = False,
        **parameters: Any,
    ) -> Iterator[Record]:
        """Return the records of a module, one by one as their pages come; all of them without ``limit``.

        Args:
            resource: the module: ``estate``.
            number: number of one record, or of several.
            fields: names of fields; the usual ones if none are named.
            where: conditions, ``kaufpreis<300000``; all of them must hold.
            sort: names of fields, downwards with a minus.
            limit: greatest number of records.
            offset: records to skip first.
            since: only what was changed since a date, or within ``24h``, ``7d``.
            typed: give numbers, booleans, lists and ISO dates instead of the API's texts.
            skip_unknown_fields: leave out fields that the API refuses, with a warning.
            parameters: further parameters of the API, under its own names.

        Raises:
            UsageError: it cannot be read, or the catalogue refuses it.
            RecordNotFound: one record was asked for by its number and did not come.
            PartlyDone: every available record was given, but some may be missing.
            OocliError: a page failed; the records before it were given.
        """
        context, call = self._begin("read", resource)
        ids = _list_ids(number)
        inputs = CallInputs(
            id=ids[0] if len(ids) == 1 else "",
            ids=ids if len(ids) > 1 else (),
            assignments=write_assignments(call, parameters),
            fields=write_texts(fields),
            where=write_texts(where),
            sort=write_texts(sort),
        )
        reading = ReadingOptions(
            every=limit is None and not ids and not _has_limit(call, parameters),
            limit=limit,
            offset=offset,
            since=since,
        )
        options = FieldOptions(typed=typed, skip_unknown_fields=skip_unknown_fields)
        return read_records(context, call, CallOptions(inputs, fields=options, reading=reading))

    def count(
        self,
        resource: str,
        /,
        *,
        where: str | Iterable[str] | None = None,
        since: str = "",
        **parameters: Any,
    ) -> int:
        """Return how many records a reading has.

        Raises:
            OocliError: as for ``read``.
        """
        context, call = self._begin("read", resource)
        inputs = CallInputs(assignments=write_assignments(call, parameters), where=write_texts(where))
        reading = ReadingOptions(only_count=True, since=since)
        return count(context, call, CallOptions(inputs, reading=reading))

    def get(self, resource: str, form: str = "", /, **parameters: Any) -> list[Record]:
        """Return all records of a ``get`` call; ``form`` is its resourceid: ``get("file", "estate", ...)``.

        Raises:
            OocliError: as for ``read``.
        """
        context, call = self._begin("get", resource)
        form_call = call.variant(form)
        inputs = CallInputs(id=form, assignments=write_assignments(form_call, parameters))
        every = form_call.paging is not None and not _has_limit(form_call, parameters)
        return list(read_records(context, call, CallOptions(inputs, reading=ReadingOptions(every=every))))

    def create(self, resource: str, fields: Mapping[str, Any] | None = None, /, **parameters: Any) -> Record:
        """Create a record and give what the API answers; its ``id`` is the number of the new record.

        Raises:
            UsageError: the catalogue refuses it; nothing was sent.
            GuardError: the profile is read-only; nothing was sent.
            ApiError: the API refused it.
            OutcomeUnknown: it was sent and its answer was lost.
        """
        records = self._write("create", resource, fields=fields, parameters=parameters)
        return records[0] if records else Record(id=None, type=resource, elements={})

    def modify(
        self, resource: str, number: str | int, fields: Mapping[str, Any] | None = None, /, **parameters: Any
    ) -> None:
        """Change fields of a record; None empties one.

        Raises:
            RecordNotFound, ApiError: there is no such record, or the API refused it.
            OocliError: as for ``create``.
        """
        self._write("modify", resource, _list_ids(number)[0], fields=fields, parameters=parameters)

    def delete(
        self, resource: str, number: str | int = "", /, *, confirm: bool = False, **parameters: Any
    ) -> None:
        """Delete a record, or what the parameters name; ``confirm`` says that this is meant.

        Raises:
            GuardError: it is not confirmed, or the profile is read-only; nothing was sent.
            OocliError: as for ``create``.
        """
        record = _list_ids(number)[0] if number != "" else ""
        self._write("delete", resource, record, parameters=parameters, confirm=confirm)

    def do(
        self, resource: str, form: str = "", /, *, confirm: bool = False, **parameters: Any
    ) -> list[Record]:
        """Carry out a ``do`` call; what reaches people (mail, webhook) needs ``confirm``.

        Raises:
            GuardError: it is not confirmed, or the profile is read-only; nothing was sent.
            OocliError: as for ``create``.
        """
        return self._write("do", resource, form, parameters=parameters, confirm=confirm)

    def fields(self, module: str, /, *, language: str = "", refresh: bool = False) -> FieldConfiguration:
        """Return the fields of a module as this customer has them; from the cache, unless ``refresh`` is set.

        Iterate over it for each ``Field``, or ``find`` one by its name.

        Raises:
            ApiError: the API refused; and everything that sending raises.
        """
        lookup = self._runs.begin().field_lookup(language=language)
        return lookup.fetch([module])[module] if refresh else lookup.find(module)

    def send(self, actions: Iterable[Mapping[str, Any]], /, *, confirm: bool = False) -> list[ActionResult]:
        """Send actions as the API's own JSON, in one request, and give what became of each.

        Raises:
            UsageError: one of them is not an action; nothing was sent.
            GuardError: one needs ``confirm``, or the profile is read-only; nothing was sent.
            NetworkError, OutcomeUnknown: no answer came that can be used.
        """
        from oocli.programs.raw_request import send

        return send(self._runs.begin(), actions, confirm=confirm)

    def upload(
        self,
        file: str | Path,
        /,
        *,
        estate: int | None = None,
        address: int | None = None,
        agentslog: int | None = None,
        task: int | None = None,
        type: str = "",
        title: str = "",
        freetext: str = "",
        position: int | None = None,
        **parameters: Any,
    ) -> FileOutcome:
        """Store a file with a record; its outcome has the number of the file as ``id``.

        ``type`` (``Foto``, ``Grundriss`` ...) is needed for a file of an estate.

        Raises:
            UsageError: no record is named, the file cannot be read, or the catalogue refuses it.
            OocliError: it was not stored.
        """
        from oocli.programs.attachments import upload

        targets = {"estate": estate, "address": address, "agentsLog": agentslog, "task": task}
        told = {"Art": type, "title": title, "freetext": freetext, "position": position, **parameters}
        return upload(self._runs.begin(), Path(file), targets, told)

    def download(
        self,
        resource: str,
        number: int,
        folder: str | Path = "",
        /,
        *,
        types: str | Iterable[str] | None = None,
        replace: bool = False,
    ) -> list[FileOutcome]:
        """Fetch the files of a record into a directory, and give the outcome of each.

        With ``types``, only files of these types; ``replace`` allows replacing files of the same name.

        Raises:
            UsageError: the API lists no files of such records.
            PartlyDone: some files could not be fetched.
            OocliError: none could.
        """
        from oocli.programs.attachments import download

        kinds = write_texts(types)
        return download(self._runs.begin(), resource, number, Path(folder), kinds=kinds, replaces=replace)

    def write_rows(
        self,
        verb: str,
        resource: str,
        rows: Iterable[Mapping[str, Any]],
        /,
        *,
        results: str | Path = "",
        confirm: bool | int = False,
        resume: bool = False,
        batch: int | None = None,
        jobs: int | None = None,
        **parameters: Any,
    ) -> list[RowOutcome]:
        """Send an action for each row; all are checked before the first is sent, and recorded on disk.

        Args:
            verb: ``create``, ``modify``, ``delete`` or ``do``.
            resource: the resource type: ``estate``.
            rows: names of fields and parameters to values; ``_id`` is the number of the record.
            results: file for what became of each row; one in oocli's own directory if not given.
            confirm: True, or the expected number of rows.
            resume: go on where a run with the same rows stopped.
            batch: rows in one request.
            jobs: requests in flight at most.
            parameters: parameters of every row.

        Raises:
            InvalidAction: rows are wrong; nothing was sent.
            GuardError: it is not confirmed, or the profile is read-only; nothing was sent.
            PartlyDone, OocliError: not every row was done; ``details["results"]`` names the file.
        """
        from oocli.programs.row_writing import write_rows

        if verb not in _ROWS:
            raise UsageError(f"Rows cannot be written by {verb!r}", hint=f"Use one of: {', '.join(_ROWS)}")
        call = find_call(self._runs.template.catalogue, verb, resource)
        is_number = not isinstance(confirm, bool)
        asked = RowOptions(
            source="-",
            row_format="ndjson",
            results=str(results),
            resume=resume,
            batch=batch,
            jobs=jobs,
            confirm=int(confirm) if is_number else None,
        )
        options = CallOptions(
            CallInputs(assignments=write_assignments(call, parameters)),
            SendingOptions(yes=confirm is True),
            rows=asked,
        )
        return write_rows(self._runs, call, options, rows)

    def undo(
        self,
        results: str | Path = "",
        /,
        *,
        confirm: bool = False,
        force: bool = False,
        batch: int | None = None,
        jobs: int | None = None,
    ) -> list[RowOutcome]:
        """Make the records that ``write_rows`` has changed as they were before.

        Args:
            results: the file of results of the run; the newest run of this account if not given.
            confirm: True sends it.
            force: records that were changed again since are taken back, too.
            batch: rows in one request.
            jobs: requests in flight at most.

        Raises:
            UsageError: there is no such run, or nothing of it can be undone.
            GuardError: it is not confirmed, or the profile is read-only; nothing was sent.
            PartlyDone, OocliError: not every row was done.
        """
        from oocli.bulk.undo import UndoOptions
        from oocli.programs.undoing import take_back

        return take_back(self._runs, results, UndoOptions(confirm, force=force, batch=batch, jobs=jobs))

    def _begin(self, verb: str, resource: str) -> tuple[Context, Call]:
        context = self._runs.begin()
        return context, find_call(context.catalogue, verb, resource)

    def _write(
        self,
        verb: str,
        resource: str,
        number: str = "",
        *,
        fields: Mapping[str, Any] | None = None,
        parameters: Mapping[str, Any],
        confirm: bool = False,
    ) -> list[Record]:
        context, call = self._begin(verb, resource)
        form = call.variant(number)
        inputs = CallInputs(
            id=number, assignments=write_assignments(form, parameters), sets=write_sets(fields or {})
        )
        return write(context, call, CallOptions(inputs, SendingOptions(yes=confirm)))


def _list_ids(given: str | int | Iterable[str | int] | None) -> tuple[str, ...]:
    """Return the numbers of records as text.

    Raises:
        UsageError: one of them is empty; perhaps a variable is not set.
    """
    if given is None:
        return ()
    ids = (given,) if isinstance(given, str | int) else given
    listed = tuple(dict.fromkeys(str(number).strip() for number in ids))
    if not all(listed):
        raise UsageError("The id is empty", hint="Leave it out where no record is meant")
    return listed


def _has_limit(call: Call, parameters: Mapping[str, Any]) -> bool:
    """Say whether the parameters themselves say how many records are wanted."""
    return call.paging is not None and call.paging.limit in parameters
