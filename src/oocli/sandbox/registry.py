"""Which function answers which call."""

from oocli.sandbox import activities, addresses, estates, fieldconfig, tasks, users
from oocli.sandbox.ask import Handler

_MODULES = (estates, addresses, tasks, activities, users, fieldconfig)


def collect_handlers() -> dict[str, Handler]:
    """Give ``verb resourcetype`` to the function that answers it."""
    return {name: handler for module in _MODULES for name, handler in module.CALLS.items()}
