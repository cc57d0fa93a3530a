"""The options of one call as values: oocli's own options, each under one name.

Pure. ``interface.call_options`` declares them and makes these values from what was typed; a program makes
them itself. Every default is the value of an option that is not given.
"""

from typing import NamedTuple


class CallInputs(NamedTuple):
    """The parts of the action, as text; ``request.building`` reads them by the catalogue.

    Attributes:
        id: number of a record, or the name of a form.
        ids: numbers of several records; empty if there is one, or none.
        resourceid: the same as ``id``, by its name in the API.
        identifier: label that the server echoes.
        params: name of a file with parameters as a JSON object, ``-`` for standard input.
        parameters: (dotted name, texts) of the API's parameters.
        assignments: ``NAME=TEXT``, ``NAME:=JSON`` or ``NAME=@FILE`` for parameters.
        sets: the same for fields of the record.
        fields: names of fields to read, joined by commas.
        where: conditions.
        sort: names to sort by, joined by commas, downwards with a minus.
    """

    id: str = ""
    ids: tuple[str, ...] = ()
    resourceid: str = ""
    identifier: str = ""
    params: str = ""
    parameters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    assignments: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()


class SendingOptions(NamedTuple):
    """Whether the action is sent, and what happens before.

    Attributes:
        dry_run: show what would be sent, and send nothing.
        language: show it as a program in this language instead; empty for none.
        yes: every question is answered with yes.
        no_validate: send without a check against the catalogue.
        diff: first show what would change in the records; without ``yes`` do nothing more unasked.
        exit_code: then let the exit code say whether anything would change.
    """

    dry_run: bool = False
    language: str = ""
    yes: bool = False
    no_validate: bool = False
    diff: bool = False
    exit_code: bool = False


class FieldOptions(NamedTuple):
    """Uses of the field configuration.

    Attributes:
        labels: labels of select fields stand for their keys.
        typed: values become numbers, booleans, lists and ISO dates.
        skip_unknown_fields: fields that the API refuses are left out.
        no_fields: it is not used; values are sent as typed.
    """

    labels: bool = False
    typed: bool = False
    skip_unknown_fields: bool = False
    no_fields: bool = False


class ReadingOptions(NamedTuple):
    """How much is read, how fast, and where to.

    Attributes:
        every: all records.
        limit: greatest number of records; None for what the call gives.
        offset: records to skip first; None if not given.
        only_count: only the number of records.
        since: only what was changed since a date, or within ``24h``, ``7d``.
        jobs: requests in flight at most: a number, or ``auto``.
        batch: pages in one request: a number, or ``auto``.
        resume: name of an NDJSON file that the records are added to.
        save: file or directory for the files in the answer.
        cache: how old a kept answer may be, ``10m``; empty if none is used.
        source: name of a file with the numbers of records, for each of which a file is made, ``-`` for
            standard input; empty if there is none.
        replaces: files that exist already are made anew.
    """

    every: bool = False
    limit: int | None = None
    offset: int | None = None
    only_count: bool = False
    since: str = ""
    jobs: str = "auto"
    batch: str = "auto"
    resume: str = ""
    save: str = ""
    cache: str = ""
    source: str = ""
    replaces: bool = False


class RowOptions(NamedTuple):
    """Many actions of one call, a row each.

    Attributes:
        source: name of the file with the rows, ``-`` for standard input; empty if there are none.
        row_format: format of the rows, if the file's name does not say it.
        sheet: name of the sheet of a workbook; empty for the first one.
        mapped: ``COLUMN=FIELD`` for columns that are named otherwise.
        ignored: columns that are left out.
        allow_repeats: a record may occur in several rows.
        send_empty: empty cells are sent too.
        results: name of the file for what became of each row; empty for one in oocli's own directory.
        resume: continue a run that stopped.
        retry_unknown: in that case also send again what may have happened.
        failed: name of the file for the rows that were refused.
        batch: rows in one request; None for the usual number.
        jobs: requests in flight at most; None for one.
        confirm: number of confirmed rows.
        skip_unchanged: rows that change nothing are not sent.
        no_before: previous values are not kept, so that nothing can be undone.
        again: what the same rows have created is created once more.
        match: names of fields by which records are found, joined by commas; empty if rows name the records.
        max_changes: if there are more rows than that, none is sent; None for any number.
    """

    source: str = ""
    row_format: str = ""
    sheet: str = ""
    mapped: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    allow_repeats: bool = False
    send_empty: bool = False
    results: str = ""
    resume: bool = False
    retry_unknown: bool = False
    failed: str = ""
    batch: int | None = None
    jobs: int | None = None
    confirm: int | None = None
    skip_unchanged: bool = False
    no_before: bool = False
    again: bool = False
    match: str = ""
    max_changes: int | None = None


class CallOptions(NamedTuple):
    """All options of one call.

    Attributes:
        inputs: the parts of its action.
        sending: whether it is sent, and how.
        fields: uses of the field configuration.
        reading: how much is read, for a call that reads.
        rows: many actions, for a call that writes.
    """

    inputs: CallInputs = CallInputs()
    sending: SendingOptions = SendingOptions()
    fields: FieldOptions = FieldOptions()
    reading: ReadingOptions = ReadingOptions()
    rows: RowOptions = RowOptions()
