"""The parts of a workbook looked at as bytes, before anything is parsed as XML.

That keeps out what would exhaust a parser, and finds what the reader of cells does not tell: which cells hold
formulas, which are shown as percentages, and which show an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from taizhang.findings import Finding
from taizhang.workbooks.percentages import STYLES, percent_cells, percent_styles
from taizhang.workbooks.safety import LIMITS, Limits, Refused, refuse_entities, unpacked

SHEET_FOLDERS = ("xl/worksheets/", "xl/chartsheets/", "xl/dialogsheets/", "xl/macrosheets/")

# Every cell, with the letters of its address where that comes first, as all spreadsheet programs write it.
CELL = re.compile(rb"""<(?:\w+:)?c(?: r="([A-Z]{1,3})\d{1,7}"|[\s>/])""")
ROW = re.compile(rb"""c r="[A-Z]{1,3}(\d{1,7})["]""")
ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
ODD_CELL = re.compile(rb"""<c(?:[>/]|\s(?!r="[A-Z]{1,3}\d{1,7}"))""")
ODD_PREFIXED = re.compile(rb"""<\w+:c(?:[>/]|\s(?!r="[A-Z]{1,3}\d{1,7}"))""")
LONG_ROWS = {digits: re.compile(rb'c r="[A-Z]{1,3}\d{%d}' % (digits + 1)) for digits in range(1, 9)}
LONG_COLUMNS = {letters: re.compile(rb'c r="[A-Z]{%d}' % (letters + 1)) for letters in range(1, 4)}
ANY_MERGE = re.compile(rb"<(?:[^\s<>/]+:)?mergeCell[\s>/]")
MERGE = re.compile(rb"""<(?:[^\s<>/]+:)?mergeCell\s+ref="([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?["]""")
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
ADDRESS = re.compile(rb"""c r="([A-Z]{1,3}\d{1,7})["]""")
ERROR = re.compile(
    rb"""c r="([A-Z]{1,3}\d{1,7})"[^>]*?\bt="e"[^>]*>(?:<(?:\w+:)?f[^<]*(?:</(?:\w+:)?f>)?)?<(?:\w+:)?v>([^<]*)""")


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was seen in a workbook before it is opened, by sheet name.

    `formulas` holds the addresses of cells with formulas, `percents` those of cells shown as percentages; `errors`
    those of cells in error, with what they show.
    """

    formulas: dict[str, frozenset[str]]
    percents: dict[str, frozenset[str]]
    errors: dict[str, dict[str, str]]
    findings: list[Finding]


def scan(data: bytes, name: str, *, limits: Limits = LIMITS) -> Scanned:
    """Look at every byte of an .xlsx file before it is parsed. Raises Refused where it must not be opened."""
    formulas: dict[str, frozenset[str]] = {}
    percents: dict[str, frozenset[str]] = {}
    styles: frozenset[str] = frozenset()
    errors: dict[str, dict[str, str]] = {}
    findings: list[Finding] = []
    links: dict[str, bytes] = {}
    merged = 0
    # A sheet may lie in any part of the zip but media, so that every other part is looked at as if it were one.
    for part, content in unpacked(data, name, limits=limits, kind="xlsx", first=STYLES):
        if part.startswith("xl/media/"):
            continue
        refuse_entities(content, name)
        if _has_cells(content, name, limits):
            formulas[part], errors[part] = _formulas(content), _errors(content)
            percents[part] = percent_cells(content, styles)
        merged += _merged_cells(content, name)
        if merged > limits.merged:
            raise Refused("workbook-merged-cells", name=name, cells=merged, limit=limits.merged)
        if part == STYLES:
            styles = percent_styles(content)
        elif part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
            links[part] = content
        elif code := _unused(part):
            findings.append(Finding(code, place=name, blanks={"name": name}))
    sheets = _sheet_parts(links, name)
    return Scanned({sheet: formulas.get(part, frozenset()) for sheet, part in sheets.items()},
                   {sheet: percents.get(part, frozenset()) for sheet, part in sheets.items()},
                   {sheet: errors.get(part, {}) for sheet, part in sheets.items()}, findings)


def _unused(part: str) -> str | None:
    """The finding for what is in the file but not used."""
    if part == "xl/vbaProject.bin":
        return "workbook-macros"
    return "workbook-links" if re.fullmatch(r"xl/externalLinks/[^/]+\.xml", part) else None


def _has_cells(content: bytes, name: str, limits: Limits) -> bool:
    """Whether the part has cells at all. Raises Refused where they lie too far out or have no address.

    Readers lay a sheet out up to its last cell: one in XFD1048576 would take all the memory there is.
    """
    if not ANY_CELL.search(content):
        return False
    if ODD_CELL.search(content) or (b":c" in content and ODD_PREFIXED.search(content)):
        raise Refused("workbook-odd-cells", name=name)
    if _at_most(content) > limits.cells:  # looking at every cell takes longer than a guess, which is mostly enough
        last = max(map(int, set(ROW.findall(content))))
        if max(map(column_number, set(CELL.findall(content)))) * last > limits.cells:
            raise Refused("workbook-far-cells", name=name, row=last, limit=limits.cells)
    return True


def _merged_cells(content: bytes, name: str) -> int:
    """How many cells the merged ranges of the part cover. Raises Refused where one has no plain address."""
    if b"mergeCell" not in content:
        return 0
    areas = MERGE.findall(content)
    if len(areas) < len(ANY_MERGE.findall(content)):
        raise Refused("workbook-odd-cells", name=name)
    return sum(_covered(*area) for area in areas)


def _covered(column: bytes, row: bytes, last_column: bytes, last_row: bytes) -> int:
    columns = column_number(last_column or column) - column_number(column)
    return (abs(columns) + 1) * (abs(int(last_row or row) - int(row)) + 1)


def _at_most(content: bytes) -> int:
    """More than the last row times the last column, told by the longest addresses."""
    rows: int = next(10**digits for digits, longer in LONG_ROWS.items() if not longer.search(content))
    columns: int = next(sum(26**n for n in range(1, letters + 1)) for letters, one in LONG_COLUMNS.items()
                   if not one.search(content))
    return rows * columns


def column_number(letters: bytes | str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters.encode() if isinstance(letters, str) else letters:
        number = number * 26 + letter - 64
    return number


def _formulas(content: bytes) -> frozenset[str]:
    """Addresses of cells with formulas: for each formula, the last cell opened before it."""
    if b"<f" not in content and b":f" not in content:
        return frozenset()
    starts = (content.rfind(b"c r=", 0, formula.start()) for formula in FORMULA.finditer(content))
    return frozenset(cell[1].decode() for start in starts if (cell := ADDRESS.match(content, start)))


def _errors(content: bytes) -> dict[str, str]:
    if b't="e"' not in content:
        return {}
    return {cell.decode(): shown.decode("utf-8", "replace") for cell, shown in ERROR.findall(content)}


def _relation(sheet: Any) -> str:
    """The attribute r:id, whose namespace differs between the strict and the usual form of the format."""
    return next((value for name, value in sheet.items() if name.endswith("}id")), "")


def _sheet_parts(links: dict[str, bytes], name: str) -> dict[str, str]:
    """The part of the zip in which each sheet lies, by sheet name."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        targets = {link.get("Id"): "xl/" + link.get("Target", "").removeprefix("/xl/").removeprefix("xl/")
                   for link in etree.fromstring(links["xl/_rels/workbook.xml.rels"], parser)}
        sheets = [(sheet.get("name", ""), targets[_relation(sheet)])
                  for sheet in etree.fromstring(links["xl/workbook.xml"], parser).iter("{*}sheet")]
    except (etree.XMLSyntaxError, KeyError) as error:
        raise Refused("workbook-damaged", name=name) from error
    parts = {part for _, part in sheets}
    # no two sheets lie in one part, which would be laid out for each while it was counted once
    if len(parts) < len(sheets) or not all(part.startswith(SHEET_FOLDERS) and ".." not in part for part in parts):
        raise Refused("workbook-damaged", name=name)
    return dict(sheets)
