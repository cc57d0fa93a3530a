"""An onOffice for a program: what the commands do, as methods. ``oocli.connect`` opens one.

Nothing is printed, nothing is asked, and no state is kept but that of the office itself. The
methods call the same use cases as the commands; failures are those of ``oocli.errors``.
"""

from oocli.programs.calls import Record
from oocli.programs.office import Office

__all__ = ["Office", "Record"]
