"""Whether a file may be opened at all: it is taken to be hostile until every test has passed.

An .xlsx file is a zip of XML. Both can be built to exhaust whoever opens them (zip bombs, entity expansion,
one cell in the last row: `scanning.py`), to fetch something from outside, or to run something.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from taizhang.findings import Finding

MEGABYTE = 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Limits:
    """What is let in. The defaults take a register of 50,000 records by 20 fields several times over."""

    file: int = 40 * MEGABYTE          # bytes as received
    unpacked: int = 400 * MEGABYTE     # bytes of all parts together
    ratio: int = 200                   # unpacked to packed, of parts above 1 MB; Excel stays below 60
    parts: int = 2_000                 # files inside the zip
    cells: int = 6_000_000             # last row times last column of all sheets together, empty ones included
    merged: int = 500_000              # cells that merges cover: each is laid out, and one line of XML can cover all
    sheets: int = 200


# What Python's zip reader raises for files that are cut off, altered or of a kind it does not know; IndexError is for a
# part without a name.
BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError,
          NotImplementedError, ValueError, OverflowError, IndexError)
LIMITS = Limits()
ZIP_LIMITS = Limits(file=400 * MEGABYTE, unpacked=1600 * MEGABYTE)  # of a county's workbooks sent as one


class Refused(Exception):  # noqa: N818 (it is the file that is refused)
    """The file is not opened; `finding` says why and what to do."""

    def __init__(self, code: str, **blanks: object) -> None:
        super().__init__(code)
        self.finding = Finding(code, place=str(blanks.get("name", "")), blanks=blanks)


def unpacked(data: bytes, name: str, *, limits: Limits, kind: str, first: str = "") -> Iterator[tuple[str, bytes]]:
    """Each file of a zip with its name, read in full and checked against its checksum; the one called `first` before
    the others. Raises Refused."""
    _refuse_other_kinds(data, name, limits, kind)
    try:
        with _archive(data, kind) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _refuse_bombs(entries, name, limits)
            if kind == "xlsx" and not any(entry.filename == "xl/workbook.xml" for entry in entries):
                raise Refused("workbook-none", name=name)
            for entry in sorted(entries, key=lambda entry: entry.filename != first):
                # Python reads no further than the size that was checked above, and then compares checksums:
                # a part that is longer than it says is refused here.
                yield entry.filename, archive.read(entry)
    except BROKEN as error:
        raise Refused("workbook-damaged", name=name) from error


def _archive(data: bytes, kind: str) -> zipfile.ZipFile:
    """Zips made by Chinese Windows name their files in GB 18030 without saying so."""
    try:
        return zipfile.ZipFile(BytesIO(data), metadata_encoding="gb18030" if kind == "zip" else None)
    except UnicodeDecodeError:
        return zipfile.ZipFile(BytesIO(data))


def _refuse_other_kinds(data: bytes, name: str, limits: Limits, kind: str) -> None:
    if not data:
        raise Refused("file-empty", name=name)
    if len(data) > limits.file:
        raise Refused("workbook-too-large", name=name, size=len(data) // MEGABYTE, limit=limits.file // MEGABYTE)
    if data.startswith(OLE):
        raise Refused(_ole_kind(data), name=name)
    if not data.startswith(ZIP):
        raise Refused("workbook-none" if kind == "xlsx" else "workbook-not-a-zip", name=name)


def _ole_kind(data: bytes) -> str:
    """Old .xls files and password-protected .xlsx files share a container."""
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(data)) as ole:
            return "workbook-encrypted" if ole.exists("EncryptedPackage") else "workbook-old"
    except (OSError, ValueError, IndexError, TypeError):
        return "workbook-damaged"


def _refuse_bombs(entries: list[zipfile.ZipInfo], name: str, limits: Limits) -> None:
    total = sum(entry.file_size for entry in entries)
    swollen = [e for e in entries if e.file_size > MEGABYTE and e.file_size > limits.ratio * max(e.compress_size, 1)]
    names = {entry.filename for entry in entries}
    if len(entries) > limits.parts or total > limits.unpacked or swollen or len(names) < len(entries):
        raise Refused("workbook-bomb", name=name, size=total // MEGABYTE, limit=limits.unpacked // MEGABYTE)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("workbook-encrypted", name=name)
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise Refused("workbook-damaged", name=name)  # no spreadsheet program packs otherwise


def refuse_entities(content: bytes, name: str) -> None:
    """No spreadsheet program writes a document type, which serves only to define entities, nor any XML but UTF-8."""
    head = content[:200]
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"))
    foreign = b"encoding=" in head and b"utf-8" not in head.lower()
    typed = b"<!DOCTYPE" in content or b"<!ENTITY" in content
    if wide or (head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<") and (foreign or typed)):
        raise Refused("workbook-entities", name=name)
