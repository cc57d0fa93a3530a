"""The text encoding of a file of rows, found from all of its bytes as they pass.

Pure. Knows UTF-8, with a byte order mark or without, UTF-16 with one, and Windows-1252, in
which German Excel writes; and what is not text at all, by its first bytes.
"""

import codecs
import re
from collections.abc import Mapping

_MARKS: Mapping[bytes, str] = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}

_READ = "Rows are read from CSV, TSV, JSON, NDJSON and workbooks"
_UTF8 = "Save it as UTF-8; a spreadsheet calls that 'CSV UTF-8'"
_UNPACK = "Unpack it, or pipe it: {} FILE | oocli ... --from -"
_NO_TEXT: Mapping[bytes, tuple[str, str]] = {
    b"\xd0\xcf\x11\xe0": ("an old Excel workbook (.xls)", "--from-format xlsx reads a workbook"),
    b"PK\x03\x04": ("a workbook or a ZIP archive", "--from-format xlsx reads a workbook"),
    b"%PDF": ("a PDF", _READ),
    b"PAR1": ("Parquet", _READ),
    b"SQLite format 3\0": ("an SQLite database", _READ),
    b"\x1f\x8b": ("compressed with gzip", _UNPACK.format("gunzip -c")),
    b"\xfd7zXZ": ("compressed with xz", _UNPACK.format("xz -dc")),
    b"\x28\xb5\x2f\xfd": (
        "compressed with zstd",
        _UNPACK.format("zstd -dc"),
    ),
    **dict.fromkeys((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE), ("UTF-32", _UTF8)),
}
# An umlaut of MS-DOS or of old Macintoshes inside a word; Windows-1252 has „, ”, Ÿ and § there, which stand
# in none. Nor does the Ã stand before these marks, as which it shows an umlaut of UTF-8.
_FOREIGN_LETTER = re.compile(rb"[A-Za-z][\x84\x94\x9f\xa7][a-z]")
_UTF8_UMLAUT = re.compile(rb"\xc3[\x84\x96\x9c\x9f\xa4\xb6\xbc]")
_UMLAUT = re.compile("[ÄÖÜßäöü]".encode("cp1252"))
_LONGEST_MARK = max(map(len, (*_MARKS, *_NO_TEXT)))


class EncodingFinder:
    """What is known about the encoding after the pieces that have passed."""

    def __init__(self) -> None:
        self._start = b""
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._is_utf8 = True
        self._has_zeros = False
        self._has_umlaut = self._has_foreign_letter = self._has_utf8_umlaut = False

    def feed(self, piece: bytes) -> None:
        """Take the next bytes of the file."""
        if len(self._start) < _LONGEST_MARK:
            self._start = (self._start + piece)[:_LONGEST_MARK]
        self._has_zeros = self._has_zeros or b"\0" in piece
        if self._is_utf8:
            try:
                self._decoder.decode(piece)
            except UnicodeDecodeError:
                self._is_utf8 = False
        self._has_utf8_umlaut = self._has_utf8_umlaut or _UTF8_UMLAUT.search(piece) is not None
        if not self._is_utf8:
            self._has_umlaut = self._has_umlaut or _UMLAUT.search(piece) is not None
            self._has_foreign_letter = self._has_foreign_letter or _FOREIGN_LETTER.search(piece) is not None

    def find(self) -> str:
        """Return the encoding after all bytes: ``utf-8``, ``utf-8-sig``, ``utf-16``, ``cp1252``."""
        for mark, encoding in _MARKS.items():
            if self._start.startswith(mark):
                return encoding
        if not self._is_utf8:
            return "cp1252"
        try:
            self._decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
        return "utf-8"

    def describe_no_text(self) -> tuple[str, str]:
        """Return what the file is if it is not text, and what to do about it; empty if it may be text."""
        for mark, (name, hint) in _NO_TEXT.items():
            if self._start.startswith(mark):
                return name, hint
        if self._has_zeros and self.find() != "utf-16":
            if self._start[1:4:2] == b"\0\0" or self._start[0:3:2] == b"\0\0":
                return "UTF-16 without a byte order mark", _UTF8
            return "not text", f"{_READ}, texts as UTF-8 or Windows-1252"
        if self.find() == "cp1252" and self._has_utf8_umlaut:
            return "partly UTF-8 and partly Windows-1252", _UTF8
        if self.find() == "cp1252" and self._has_foreign_letter and not self._has_umlaut:
            return "text of MS-DOS or an old Macintosh", _UTF8
        return "", ""
