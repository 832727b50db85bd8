"""Whether a file may be opened at all: it is taken to be hostile until every test here has passed.

An .xlsx file is a zip of XML. Both can be built to exhaust whoever opens them (zip bombs, entity expansion,
one cell in the last row), to fetch something from outside, or to run something. Nothing is parsed as XML
before this module has seen every byte of it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from taizhang.findings import Finding

MEGABYTE = 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
SHEET_FOLDERS = ("xl/worksheets/", "xl/chartsheets/", "xl/dialogsheets/", "xl/macrosheets/")


@dataclass(frozen=True, slots=True)
class Limits:
    """What is let in. The defaults take a register of 50,000 records by 20 fields several times over."""

    file: int = 40 * MEGABYTE          # bytes as received
    unpacked: int = 400 * MEGABYTE     # bytes of all parts together
    ratio: int = 200                   # unpacked to packed, of parts above 1 MB; Excel stays below 60
    parts: int = 2_000                 # files inside the zip
    cells: int = 6_000_000             # last row times last column of a sheet, empty ones included
    sheets: int = 200


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Inspected:
    """What was seen in a safe workbook before it is opened, by sheet name.

    `formulas` holds the addresses of cells with formulas, `errors` those of cells that show #DIV/0! and the like.
    """

    formulas: dict[str, frozenset[str]]
    errors: dict[str, dict[str, str]]
    findings: list[Finding]


class Refused(Exception):
    """The file is not opened; `finding` says why and what to do."""

    def __init__(self, code: str, **blanks: object) -> None:
        super().__init__(code)
        self.finding = Finding(code, place=str(blanks.get("name", "")), blanks=blanks)


def inspect(data: bytes, name: str, *, limits: Limits = LIMITS) -> Inspected:
    """Look at every byte of an .xlsx file before it is parsed. Raises Refused where it must not be opened."""
    formulas: dict[str, frozenset[str]] = {}
    errors: dict[str, dict[str, str]] = {}
    findings: list[Finding] = []
    links: dict[str, bytes] = {}
    # A sheet may lie in any part of the zip but media, so that every other part is looked at as if it were one.
    for part, content in unpacked(data, name, limits=limits, kind="xlsx"):
        if part.startswith("xl/media/"):
            continue
        _refuse_entities(content, name)
        if _refuse_far_cells(content, name, limits):
            formulas[part], errors[part] = _formulas(content), _errors(content)
        if part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
            links[part] = content
        elif code := _remark(part):
            findings.append(Finding(code, place=name, blanks={"name": name}))
    sheets = _sheet_parts(links, name)
    return Inspected({sheet: formulas.get(part, frozenset()) for sheet, part in sheets.items()},
                     {sheet: errors.get(part, {}) for sheet, part in sheets.items()}, findings)


def unpacked(data: bytes, name: str, *, limits: Limits, kind: str) -> Iterator[tuple[str, bytes]]:
    """Each file of a zip with its name, read in full and checked against its checksum. Raises Refused."""
    _refuse_other_kinds(data, name, limits, kind)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _refuse_bombs(entries, name, limits)
            if kind == "xlsx" and not any(entry.filename == "xl/workbook.xml" for entry in entries):
                raise Refused("workbook-none", name=name)
            for entry in entries:
                # Python reads no further than the size that was checked above, and then compares checksums:
                # a part that is longer than it says is refused here.
                yield entry.filename, archive.read(entry)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        raise Refused("workbook-damaged", name=name) from error


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


def _refuse_entities(content: bytes, name: str) -> None:
    """No spreadsheet program writes a document type, which serves only to define entities, nor any XML but UTF-8."""
    head = content[:200]
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"))
    foreign = b"encoding=" in head and b"utf-8" not in head.lower()
    typed = b"<!DOCTYPE" in content or b"<!ENTITY" in content
    if wide or (head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<") and (foreign or typed)):
        raise Refused("workbook-entities", name=name)


def _remark(part: str) -> str | None:
    """The finding for what is in the file but not used."""
    if part == "xl/vbaProject.bin":
        return "workbook-macros"
    if part.startswith("xl/externalLinks/") and part.endswith(".xml"):
        return "workbook-links"
    return None


CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
COLUMN = re.compile(rb"""\sr=["']([A-Z]{1,3})\d{1,7}["']""")
ROW = re.compile(rb"""\sr=["'][A-Z]{1,3}(\d{1,7})["']""")


def _refuse_far_cells(content: bytes, name: str, limits: Limits) -> bool:
    """Whether the part has cells at all.

    Readers lay a sheet out up to its last cell: one in XFD1048576 would take all the memory there is.
    """
    cells = len(CELL.findall(content))
    if not cells:
        return False
    columns, rows = COLUMN.findall(content), {int(row) for row in set(ROW.findall(content))}
    if len(columns) < cells:
        raise Refused("workbook-odd-cells", name=name)
    if max(map(column_number, set(columns))) * max(rows) > limits.cells:
        raise Refused("workbook-far-cells", name=name, row=max(rows), limit=limits.cells)
    return True


def column_number(letters: bytes | str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters.encode() if isinstance(letters, str) else letters:
        number = number * 26 + letter - 64
    return number


FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
ADDRESS = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,3}\d{1,7})["']""")
ERROR = re.compile(rb"""<(?:\w+:)?c\s(?=[^>]*?\bt=["']e["'])[^>]*?\br=["']([A-Z]{1,3}\d{1,7})["'][^>]*>(?:<f.*?</f>|<f[^>]*/>)?<v>([^<]*)""")


def _formulas(content: bytes) -> frozenset[str]:
    """Addresses of cells with formulas: for each formula, the last cell opened before it."""
    found = set()
    for formula in FORMULA.finditer(content):
        for cell in ADDRESS.finditer(content, content.rfind(b"c ", 0, formula.start()) - 12, formula.start()):
            found.add(cell[1].decode())
    return frozenset(found)


def _errors(content: bytes) -> dict[str, str]:
    return {cell.decode(): shown.decode("utf-8", "replace") for cell, shown in ERROR.findall(content)}


def _sheet_parts(links: dict[str, bytes], name: str) -> dict[str, str]:
    """The part of the zip in which each sheet lies, by sheet name."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        targets = {link.get("Id"): "xl/" + link.get("Target", "").removeprefix("/xl/").removeprefix("xl/")
                   for link in etree.fromstring(links["xl/_rels/workbook.xml.rels"], parser)}
        sheets = {sheet.get("name", ""): targets[sheet.get(RELATION)]
                  for sheet in etree.fromstring(links["xl/workbook.xml"], parser).iter("{*}sheet")}
    except (etree.XMLSyntaxError, KeyError) as error:
        raise Refused("workbook-damaged", name=name) from error
    if not all(part.startswith(SHEET_FOLDERS) and ".." not in part for part in sheets.values()):
        raise Refused("workbook-damaged", name=name)
    return sheets
