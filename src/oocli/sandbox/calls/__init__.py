"""What answers each call: one module per module of onOffice, each with a table ``CALLS``.

A handler takes an ``Ask`` and gives what it found, or raises a ``Refusal``. A new call is
a function and its line in ``CALLS``.
"""

from oocli.sandbox.ask import Handler
from oocli.sandbox.calls import (
    activities,
    addresses,
    appointments,
    calendar,
    estates,
    fieldconfig,
    files,
    history,
    mails,
    marketplace,
    matching,
    messenger,
    photos,
    records,
    relations,
    search,
    searchcriteria,
    settings,
    tasks,
    templates,
    uploads,
    users,
)

_MODULES = (
    *(activities, addresses, appointments, calendar, estates, fieldconfig, files, history, mails),
    *(marketplace, matching, messenger, photos, records, relations, search, searchcriteria, settings),
    *(tasks, templates, uploads, users),
)


def collect_handlers() -> dict[str, Handler]:
    """Give ``verb resourcetype`` to the function that answers it."""
    return {name: handler for module in _MODULES for name, handler in module.CALLS.items()}
