"""A run on a file, from a context: locked, connected and opened, in this order.

With ``summaries`` the only module here that knows of a command line. What fails before anything was
read leaves no empty file behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import TYPE_CHECKING

from oocli.call.progress_line import progress_line
from oocli.errors import DiskFull, UsageError
from oocli.paging.pace import Pace
from oocli.replica.account import identify
from oocli.replica.asking import Office
from oocli.replica.file import explained, open_copy, see_file
from oocli.replica.read_access import connected_to_read
from oocli.replica.run_lock import follow, locked
from oocli.replica.synchronizing import Lines, Synchronization
from oocli.replica.wish import Wish

if TYPE_CHECKING:
    from oocli.context import Context


@contextmanager
def open_session(
    context: Context,
    path: Path,
    wish: Wish,
    pace: Pace,
    *,
    lines: Lines = Lines.KEPT,
    shown: Path | None = None,
) -> Iterator[Synchronization]:
    """Return a run on a file that has not begun; ``shown`` is what messages call it.

    Raises:
        GuardError: another run is at it.
        UsageError: the file is none that can be used, or of another account.
        CredentialsError: there is no profile.
    """
    account = identify(context.profile)
    _see_directory(path)
    if pace.jobs > 1:
        context.share_heap()
    with (
        locked(path, now=context.now()),
        context.client() as client,
        _removed_if_empty(path),
        open_copy(path, account=account.key, described=account.described, shown=shown) as copy,
    ):
        yield Synchronization(
            copy=copy,
            office=Office(client, context.catalogue, jobs=pace.jobs, batch=pace.batch),
            lookup=context.field_lookup(),
            wish=wish,
            now=context.now(),
            showing=_Meter(context).shown,
            lines=lines,
        )


@contextmanager
def rehearse(context: Context, path: Path, wish: Wish, pace: Pace) -> Iterator[Synchronization]:
    """Return a run on a file that is thrown away afterwards: what would be done is done there.

    Raises:
        DiskFull: there is no room for it.
        As ``open_session`` does.
    """
    try:
        with TemporaryDirectory(prefix="oocli-") as folder:
            double = Path(folder) / "copy.db"
            if path.exists():
                _duplicate(path, double)
            with open_session(context, double, wish, pace, lines=Lines.ALL, shown=path) as run:
                yield run
    except DiskFull as failure:
        raise DiskFull(
            f"There is no room for temporary files, where the run is tried on a double of {path}",
            why=f"{path} is as it was",
            hint=f"Make room in {gettempdir()}, or name another directory in TMPDIR",
        ) from failure


def _duplicate(path: Path, double: Path) -> None:
    import sqlite3

    see_file(path)
    with (
        explained(path),
        connected_to_read(path) as source,
        closing(sqlite3.connect(double)) as target,
        explained(path),  # what fails at the double is no failure of reading
    ):
        source.backup(target)


def _see_directory(path: Path) -> None:
    if not path.absolute().parent.is_dir():
        raise UsageError(f"There is no directory {path.absolute().parent}")
    if path.exists():
        see_file(path)


@contextmanager
def _removed_if_empty(path: Path) -> Iterator[None]:
    """Remove a file that is new when the block fails before any run has begun in it."""
    path = follow(path)
    is_new = not path.exists()
    try:
        yield
    except BaseException:
        if is_new and path.exists() and not _has_runs(path):
            for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
                path.with_name(name).unlink(missing_ok=True)
        raise


def _has_runs(path: Path) -> bool:
    import sqlite3

    db = sqlite3.connect(path)
    try:
        return db.execute("SELECT 1 FROM _run").fetchone() is not None
    except sqlite3.Error:
        return False
    finally:
        db.close()


@dataclass
class _Meter:
    """Shows on a terminal how far the table is that is being read.

    Attributes:
        context: whose terminal it is.
    """

    context: Context
    _table: str = ""
    _line: ExitStack = field(default_factory=ExitStack)
    _show: Callable[..., None] | None = None

    @contextmanager
    def shown(self) -> Iterator[Callable[[str, int, int | None], None]]:
        """Return what is to be told."""
        try:
            yield self._tell
        finally:
            self._line.close()

    def _tell(self, table: str, done: int, total: int | None) -> None:
        if table != self._table:
            self._line.close()
            self._table = table
            what = "relation types" if table == "relation" else f"{table} records"
            self._show = self._line.enter_context(progress_line(self.context, what))
        if self._show is not None:
            self._show(done, total)
