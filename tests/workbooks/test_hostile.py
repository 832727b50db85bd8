"""Files that are not what they seem: refused with a reason, before anything in them is parsed or run."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from taizhang.catalogue import Catalogue
from taizhang.workbooks.safety import Limits

from .clerk import edited, filled, received, told

SHEET = "xl/worksheets/sheet1.xml"
BOMB = b" " * 12_000_000
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


def repacked(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The workbook with some of its parts changed."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_row(row: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        parts[SHEET] = parts[SHEET].replace(b"</sheetData>", row + b"</sheetData>")
    return change


def before_end(part: str, end: bytes, content: bytes) -> Callable[[dict[str, bytes]], None]:
    """Content before a closing tag that is there once."""
    return lambda parts: parts.__setitem__(part, parts[part].replace(end, content + end))


def with_merge(merge: bytes) -> Callable[[dict[str, bytes]], None]:
    return before_end(SHEET, b"</mergeCells>", merge)


def with_part(name: str, content: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.__setitem__(name, content)


def before(part: str, content: bytes) -> Callable[[dict[str, bytes]], None]:
    """Content in the place of the XML declaration."""
    return lambda parts: parts.__setitem__(part, content + parts[part].split(b"?>", 1)[1])


REFUSED = [
    ("a cell in the last row and column", with_row(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
     "workbook-far-cells"),
    ("a cell in the last row", with_row(b'<row r="1048576"><c r="Z1048576"><v>1</v></c></row>'), "workbook-far-cells"),
    ("a merge over a thousand columns and down to the last row", with_merge(b'<mergeCell ref="A1:ALL200000"/>'),
     "workbook-merged-cells"),
    ("many merges that cover too much together", with_merge(b'<mergeCell ref="AA1:XFD1"/>' * 32),
     "workbook-merged-cells"),
    ("a merge whose address is hidden", with_merge(b'<mergeCell ref="A1:&#65;LL200000"/>'), "workbook-odd-cells"),
    ("two sheets in one part",
     before_end("xl/workbook.xml", b"</sheets>", b'<sheet name="x" sheetId="99" r:id="rId1"/>'), "workbook-damaged"),
    ("cells without addresses", with_row(b'<row r="1048576"><c><v>1</v></c></row>'), "workbook-odd-cells"),
    ("addresses hidden by another prefix", with_row(b'<row><x:c s="1" r="XFD1048576"><x:v>1</x:v></x:c></row>'),
     "workbook-odd-cells"),
    ("entities in a sheet", before(SHEET, LAUGHS), "workbook-entities"),
    ("entities in the workbook", before("xl/workbook.xml", LAUGHS), "workbook-entities"),
    ("entities in UTF-16", with_part(SHEET, LAUGHS.decode().encode("utf-16")), "workbook-entities"),
    ("another encoding", with_part(SHEET, b'<?xml version="1.0" encoding="IBM037"?><a/>'), "workbook-entities"),
    ("a part that unpacks to a thousand times its size", with_part("xl/worksheets/sheet9.xml", BOMB), "workbook-bomb"),
    ("broken XML", with_part("xl/workbook.xml", b"<workbook"), "workbook-damaged"),
    ("a sheet outside its folder", lambda parts: parts.__setitem__(
        "xl/_rels/workbook.xml.rels", parts["xl/_rels/workbook.xml.rels"].replace(
            b"worksheets/sheet1.xml", b"media/sheet1.xml")), "workbook-damaged"),
    ("no workbook inside", lambda parts: parts.pop("xl/workbook.xml"), "workbook-none"),
]


@pytest.mark.parametrize(("change", "code"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_dangerous_workbook_is_refused(
    handed_out: bytes, catalogue: Catalogue, change: Callable[[dict[str, bytes]], None], code: str
) -> None:
    assert told(received(repacked(handed_out, change), catalogue)) == [("报表.xlsx", code)]


@pytest.mark.parametrize(("value", "shown_as"), [(-1e300, "yyyy-mm-dd"), (1e300, "[h]:mm:ss"), (-1e300, "h:mm")])
def test_a_date_beyond_all_calendars_is_refused(handed_out: bytes, catalogue: Catalogue, value: float,
                                                shown_as: str) -> None:
    def change(book: Workbook) -> None:
        cell = book["学生资助基本情况"]["F7"]
        cell.value, cell.number_format = value, shown_as

    assert told(received(edited(handed_out, change), catalogue)) == [("报表.xlsx", "workbook-odd-dates")]


def test_sheets_that_are_too_large_together_are_refused(handed_out: bytes, catalogue: Catalogue) -> None:
    """Each for itself could be opened."""
    def change(book: Workbook) -> None:
        for title in "甲乙丙丁":
            book.create_sheet(title)["B1000000"] = "."

    assert told(received(edited(handed_out, change), catalogue)) == [("报表.xlsx", "workbook-far-cells")]


OTHER_FILES = [
    (b"", "file-empty"),
    (b"\x89PNG\r\n\x1a\n" + b"0" * 100, "workbook-none"),
    (b"%PDF-1.7", "workbook-none"),
    ("指标,值\n在校学生,820".encode("gb18030"), "workbook-none"),
    (b"PK\x03\x04" + b"\x00" * 200, "workbook-damaged"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "workbook-damaged"),
]


@pytest.mark.parametrize(("data", "code"), OTHER_FILES, ids=[str(case[0][:8]) for case in OTHER_FILES])
def test_a_file_that_is_no_workbook_is_refused(catalogue: Catalogue, data: bytes, code: str) -> None:
    assert told(received(data, catalogue)) == [("报表.xlsx", code)]


def test_a_truncated_workbook_is_refused(handed_out: bytes, catalogue: Catalogue) -> None:
    assert told(received(handed_out[: len(handed_out) // 2], catalogue)) == [("报表.xlsx", "workbook-damaged")]


def test_a_workbook_of_which_a_part_has_lost_its_name_is_refused(handed_out: bytes, catalogue: Catalogue) -> None:
    directory = handed_out.index(b"PK\x01\x02")
    nameless = handed_out[:directory] + handed_out[directory:].replace(b"docProps/app.xml", b"\0ocProps/app.xml")
    assert told(received(nameless, catalogue)) == [("报表.xlsx", "workbook-damaged")]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=4))
def test_altered_bytes_are_refused_or_make_no_difference(
    handed_out: bytes, catalogue: Catalogue, changes: list[tuple[int, int]]
) -> None:
    altered = bytearray(handed_out)
    for at, byte in changes:
        altered[at % len(altered)] = byte
    assert all(finding.message() for finding in received(bytes(altered), catalogue).findings)


def test_a_part_that_lies_about_its_size_is_refused(handed_out: bytes, catalogue: Catalogue) -> None:
    """The directory of the zip says 10 bytes; the part is longer."""
    with zipfile.ZipFile(BytesIO(handed_out)) as archive:
        real = archive.getinfo(SHEET).file_size
    directory = handed_out.index(b"PK\x01\x02")
    at = handed_out.index(SHEET.encode(), directory) - 46 + 24
    assert struct.unpack_from("<I", handed_out, at)[0] == real
    lying = handed_out[:at] + struct.pack("<I", 10) + handed_out[at + 4:]
    assert told(received(lying, catalogue)) == [("报表.xlsx", "workbook-damaged")]


def test_a_file_above_the_limit_is_refused_unread(handed_out: bytes, catalogue: Catalogue) -> None:
    assert told(received(handed_out, catalogue, limits=Limits(file=1000))) == [("报表.xlsx", "workbook-too-large")]


def test_macros_and_outside_links_are_ignored_and_told(handed_out: bytes, catalogue: Catalogue) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts["xl/vbaProject.bin"] = b"\x00macro"
        parts["xl/externalLinks/externalLink1.xml"] = b"<externalLink/>"

    taken = received(repacked(filled(handed_out, {"F7": 1, "F8": 1, "F10": 1, "F11": 1, "F13": 1}), change), catalogue)
    assert told(taken)[:2] == [("报表.xlsx", "workbook-macros"), ("报表.xlsx", "workbook-links")]
    assert len(taken.submissions) == 2


def test_what_excel_shows_as_an_error_is_no_missing_value(handed_out: bytes, catalogue: Catalogue) -> None:
    def divide(parts: dict[str, bytes]) -> None:
        sheet = parts[SHEET]
        start = sheet.index(b'<c r="F13"')
        broken = b'<c r="F13" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        parts[SHEET] = sheet[:start] + broken + sheet[sheet.index(b"/>", start) + 2:]

    taken = received(repacked(handed_out, divide), catalogue)
    assert ("学生资助基本情况!F13", "value-excel-error") in told(taken)
