"""oocli: a command-line client of the onOffice API, and ``connect`` for programs.

Owns the version number alone, as a constant, because reading package metadata at
start costs several times what starting Python costs. What a program imports stands in
``oocli.programs``, and is loaded when it is asked for.
"""

TYPE_CHECKING = False  # as type checkers read it; typing itself would cost more than a Tab key does
if TYPE_CHECKING:
    from oocli.programs import Office as Office
    from oocli.programs.connecting import connect as connect

__version__ = "0.1.0"

__all__ = ["Office", "__version__", "connect"]


def __getattr__(name: str) -> object:
    """Return what a program imports, loaded now.

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
