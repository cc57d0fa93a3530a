"""A file that is named like a workbook and cannot be read as one: what it is, and what to do about it.

Programs export text and HTML under the names of workbooks; one with a password is encrypted as a whole.
"""

from typing import BinaryIO, NamedTuple
from zipfile import ZipFile

from oocli.bulk.zip_members import DAMAGED

_START = 1 << 12  # bytes that tell text
_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0"  # [MS-CFB]; of workbooks before .xlsx, and of those that are encrypted
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] 2.3.4.4
_MANIFEST, _ENCRYPTION = "META-INF/manifest.xml", b"encryption-data"  # OpenDocument 1.3, part 2, 4.4
_USUAL = "Save it as .xlsx, or as CSV"


class NoWorkbook(NamedTuple):
    """What a file is.

    Attributes:
        what: a clause; empty if that is not known.
        hint: what to do.
    """

    what: str
    hint: str = _USUAL


def find_no_workbook(file: BinaryIO) -> NoWorkbook:
    """Return what a file is that was refused as a workbook."""
    file.seek(0)
    start = file.read(_START)
    if start.startswith(_ZIP):
        return _find_in_archive(file)
    if start.startswith(_COMPOUND):
        file.seek(0)
        return _LOCKED if _ENCRYPTED in file.read() else NoWorkbook("it is damaged, or no workbook")
    if b"\0" in start:
        return NoWorkbook("")
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return NoWorkbook("it is HTML or XML", "Open it in a spreadsheet, and save it as .xlsx or as CSV")
    return NoWorkbook("it is text", "--from-format csv reads it")


_LOCKED = NoWorkbook("it has a password", "Save it without one")


def _find_in_archive(file: BinaryIO) -> NoWorkbook:
    try:
        with ZipFile(file) as archive:
            if _MANIFEST in archive.namelist() and _ENCRYPTION in archive.read(_MANIFEST):
                return _LOCKED
    except DAMAGED:
        return NoWorkbook(
            "it is damaged, or was cut off", "Save it again in the spreadsheet, or fetch it again"
        )
    return NoWorkbook("it is an archive of something else")
