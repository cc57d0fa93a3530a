"""Where the data of a run goes, and in which format: standard output, or the file of ``--output-file``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TextIO, cast

from oocli.errors import OocliError, UsageError
from oocli.settings import RunSettings
from oocli.terminal import is_terminal, measure, shows_colour, shows_unicode
from oocli.text.formats import BINARY_FORMATS, COMPRESSORS, DIALECTS, JSON_FAMILY, find_read, find_written

if TYPE_CHECKING:
    from typing import TypedDict, Unpack

    from oocli.disk.whole_file import FileTarget
    from oocli.render import Layout, Renderer
    from oocli.render.field_facts import FieldFacts
    from oocli.render.shapes import Shape
    from oocli.text.number_style import NumberStyle

    class Look(TypedDict, total=False):
        """What is said of records that are written.

        Attributes:
            columns: fields in the order they were asked for.
            rows: the records have no ids.
            single: one record, shown as field and value lines in a table.
            heading: what stands above the ids in a table.
            whole: columns of a table that are never shortened.
            shapes: what is known of fields, for tables.
            coordinates: the fields that say where a record is on a map.
            known: what is known of fields, for formats with types.
            as_sent: tables leave numbers alone.
            numbered: rows begin with the id of their record.
        """

        columns: Sequence[str]
        rows: bool
        single: bool
        heading: str
        whole: Sequence[str]
        shapes: Mapping[str, Shape]
        coordinates: Sequence[str]
        known: Mapping[str, FieldFacts]
        as_sent: bool
        numbered: bool


class Output:
    """Writes data, and only data.

    Attributes:
        stdout: standard output.
    """

    def __init__(
        self,
        stdout: TextIO,
        settings: RunSettings,
        *,
        find_kept_format: Callable[[], str],
        warn: Callable[[str], None],
        share: Callable[[TextIO], TextIO],
    ) -> None:
        """Take the stream, the settings, and functions that give the profile's format, and warn.

        ``share`` gives a replacement for a file that may also be the terminal.
        """
        self.stdout = stdout
        self._settings = settings
        self._environ = settings.environ
        self._find_kept_format = find_kept_format
        self._warn = warn
        self._share = share

    @property
    def is_seen(self) -> bool:
        """Whether standard output is a terminal."""
        return is_terminal(self.stdout, self._environ)

    @property
    def size(self) -> tuple[int, int]:
        """Columns and lines of the terminal."""
        return measure(self.stdout, self._environ)

    @property
    def format(self) -> str:
        """``-o``, the name of the file, ``OOCLI_OUTPUT``, the profile, else a table on a terminal or json."""
        named = "" if self.file is None else find_written(self.file.suffix.lower())
        asked = self._settings.get("output")
        chosen = (asked if self._settings.is_typed("output") else named) or asked or self._find_kept_format()
        if chosen:
            return chosen
        return "table" if self.is_seen and not self._settings.get("output_file") else "json"

    @property
    def _dialect(self) -> str:
        """The kind of CSV; a variable sets it for CSV, and does not get in the way of another format."""
        is_meant = self.format == "csv" or self._settings.is_typed("dialect")
        return (self._settings.get("dialect") if is_meant else "") or DIALECTS[0]

    @property
    def keeps_records(self) -> bool:
        """Whether the format writes records exactly as they come, so that they need not be decoded."""
        return self.format in ("ndjson", "ids") or (self.format == "json" and not self.is_seen)

    @property
    def is_read(self) -> bool:
        """Whether data goes to a terminal, as a table for a person."""
        return self.format == "table" and self.is_seen and self.file is None

    def write(self, records: Iterable[dict[str, Any]], **look: Unpack[Look]) -> int:
        """Render records, and give their number."""
        with self.rendering(**look) as (renderer, stream):
            return renderer.render(records, stream)

    @contextmanager
    def rendering(self, **look: Unpack[Look]) -> Iterator[tuple[Renderer, TextIO]]:
        """Return a renderer and the stream that it writes to; its warnings are shown when the block ends."""
        from oocli.render import choose

        self._refuse_terminal()
        layout = self._lay_out(**look)
        renderer = choose(self.format, layout)
        with self.open() as stream:
            yield renderer, stream
        for warning in renderer.notes:
            self._warn(warning)

    def write_lines(
        self, make: Callable[[Layout], Iterable[str]], *, shapes: Mapping[str, Shape] = MappingProxyType({})
    ) -> None:
        """Write lines that are made for the terminal; through the reader's pager if they are many."""
        lines = make(self._lay_out(shapes=shapes))
        with self.open() as stream:
            if self.is_read:
                from oocli.terminal.pager import show

                show(lines, stream, self._environ)
            else:
                stream.writelines(f"{line}\n" for line in lines)

    def _lay_out(
        self,
        *,
        columns: Sequence[str] = (),
        rows: bool = False,
        single: bool = False,
        heading: str = "",
        whole: Sequence[str] = (),
        shapes: Mapping[str, Shape] = MappingProxyType({}),
        coordinates: Sequence[str] = (),
        known: Mapping[str, FieldFacts] = MappingProxyType({}),
        as_sent: bool = False,
        numbered: bool = True,
    ) -> Layout:
        from oocli.render import Layout

        width, height = self.size
        return Layout(
            columns=tuple(columns),
            rows=rows,
            flat=self._settings.is_set("flat"),
            dialect=self._dialect,
            width=width,
            height=height,
            color=shows_colour(self.stdout, self._environ, asked=self._settings.color),
            unicode=shows_unicode(self.stdout),
            single=single,
            numbered=numbered,
            pretty=self.is_seen,
            heading=heading,
            whole=tuple(whole),
            shapes=shapes,
            coordinates=tuple(coordinates),
            known=known,
            numbers=None if as_sent else self._number_style,
        )

    @property
    def _number_style(self) -> NumberStyle | None:
        """How the reader of a table writes numbers; None if they stay as they were sent."""
        if not self.is_read or self._settings.is_set("plain"):
            return None
        from oocli.text.number_style import read_style

        style = read_style(self._environ)
        return style if style is None or shows_unicode(self.stdout) else style.without_unicode()

    def _refuse_terminal(self) -> None:
        """Keep what is not text away from a terminal.

        Raises:
            UsageError: it would.
        """
        if self.format in BINARY_FORMATS and self.file is None and self.is_seen:
            raise UsageError(
                f"A terminal cannot show {self.format}, because it is not text",
                hint=f"Add --output-file FILE.{self.format}",
            )

    def write_json(self, value: Any) -> None:
        """Write one JSON value, indented."""
        from oocli.render.encoding import encode_pretty_json, escape_surrogates

        self.write_text(escape_surrogates(encode_pretty_json(value)) + "\n")

    def write_values(self, values: Sequence[Any]) -> None:
        """Write JSON values: one array, or one on each line for ndjson."""
        from oocli.render.encoding import encode_json, escape_surrogates

        if self.format == "ndjson":
            self.write_text("".join(escape_surrogates(encode_json(value)) + "\n" for value in values))
        else:
            self.write_json(list(values))

    def write_bytes(self, body: bytes) -> None:
        """Write an answer as received, and a line end."""
        self.write_text(body.decode("utf-8", "replace") + "\n")

    def write_file(self, content: bytes) -> None:
        """Write the content of a file to standard output, as it is."""
        from oocli.render.encoding import find_bytes

        self.refuse_seen_file()
        target = find_bytes(self.stdout)
        target.write(content)
        target.flush()

    def refuse_seen_file(self) -> None:
        """Refuse to send the content of a file to a terminal.

        Raises:
            UsageError: it would.
        """
        if self.is_seen:
            raise UsageError(
                "A terminal cannot show a file, which is not text",
                hint="Give --save the name of a file, or send it on: `... --save - | program`",
            )

    def write_text(self, text: str) -> None:
        """Write text."""
        with self.open() as stream:
            stream.write(text)

    @property
    def file(self) -> Path | None:
        """The file for data; None for standard output."""
        name = self._settings.get("output_file")
        return Path(name) if name and name != "-" else None

    @property
    def is_whole(self) -> bool:
        """Whether data goes to a file that appears whole or not at all; a device or a pipe does not."""
        return self.file is not None and not _find_target(self.file).is_special

    def check(self) -> None:
        """Check that data can be written; for commands that send something before they have data.

        Raises:
            UsageError: the file cannot be written, or there is no such format.
        """
        from oocli.render import Layout, choose

        self._refuse_terminal()
        if self.format != "raw":
            choose(self.format, Layout(dialect=self._dialect))
        if self.file is None:
            return
        self._refuse_false_name(self.file)
        written = _find_target(self.file)
        if not written.is_special or written.target.is_dir():
            _open(self.file, written).close()
            written.part.unlink()

    @contextmanager
    def open(self) -> Iterator[TextIO]:
        """Return the stream for data; a file appears whole when the block ends well, or not at all."""
        if self.file is None:
            yield self._guard_terminal()
            self.stdout.flush()
            return
        self._refuse_false_name(self.file)
        written = _find_target(self.file)
        stream = _open(self.file, written)
        try:
            with written.taken(), stream:
                self._refuse_device(stream)
                yield self._share(stream)
        except BrokenPipeError:  # a pipe by name, whose reader has enough, is one like standard output
            raise
        except OSError as error:
            raise OocliError(f"Cannot write {self.file}", why=error.strerror or str(error)) from error

    def _refuse_false_name(self, name: Path) -> None:
        """Refuse to write plain text, or JSON for want of a format, as a file of another kind."""
        program = COMPRESSORS.get(name.suffix.lower())
        if program:
            chosen = find_written(Path(name.stem).suffix.lower()) or self.format
            raise UsageError(
                f"Nothing is compressed, so {name} would not be what its name says",
                hint=f"Pipe it in place of --output-file: `... -o {chosen} | {program} > {name}`",
            )

        ending = name.suffix.lower()
        read = "" if find_written(ending) or self._settings.is_typed("output") else find_read(ending)
        if read:
            raise UsageError(
                f"{name} would not be what its name says: {ending} is read, not written",
                hint=f"Name it {name.with_suffix('.' + read).name}",
            )

    def _refuse_device(self, stream: TextIO) -> None:
        """Keep what is not text away from a file that is a terminal."""
        if self.format in BINARY_FORMATS and stream.isatty():
            raise UsageError(f"{self.file} is a terminal, which cannot show {self.format}")

    def _guard_terminal(self) -> TextIO:
        """Return standard output; on a terminal, one that only a table of ours can control."""
        if self.format == "table" or not self.is_seen:
            return self.stdout
        from oocli.terminal.guarded import GuardedTerminal

        return cast(TextIO, GuardedTerminal(self.stdout, is_json=self.format in JSON_FAMILY))


def _find_target(name: Path) -> FileTarget:
    from oocli.disk.whole_file import find_target, follow

    try:
        return find_target(follow(name))
    except OSError as error:  # the name is too long, or its directory may not be looked into
        raise _refuse_file(name, error) from error


def _open(name: Path, written: FileTarget) -> TextIO:
    try:
        return cast(TextIO, written.open(encoding="utf-8", newline=""))
    except OSError as error:
        raise _refuse_file(name, error) from error


def _refuse_file(name: Path, error: OSError) -> UsageError:
    return UsageError(f"Cannot write {name}", why=error.strerror or str(error))
