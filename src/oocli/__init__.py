"""oocli: a command-line client of the onOffice API, and ``connect`` for programs.

Owns only the version number, as a constant, because reading package metadata at start costs several times
what starting Python costs. What a program imports is in ``oocli.programs``, and is loaded when it is asked
for.
"""

TYPE_CHECKING = False  # what type checkers read; importing typing would cost more than a press of the Tab key
if TYPE_CHECKING:
    from oocli.programs import Office as Office
    from oocli.programs.connecting import connect as connect

__version__ = "0.9.0"

__all__ = ["Office", "__version__", "connect"]


def __getattr__(name: str) -> object:
    """Load what a program imports, and return it.

    Raises:
        AttributeError: there is no such name.
    """
    if name == "connect":
        from oocli.programs.connecting import connect

        return connect
    if name == "Office":
        from oocli.programs import Office

        return Office
    raise AttributeError(f"module 'oocli' has no attribute {name!r}")
