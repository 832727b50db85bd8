"""What people and their programs do to a workbook between download and upload: survived, or explained at its place.

Each is a real .xlsx, sent through the page on which clerks send them.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from taizhang.periods import Period
from taizhang.web.collection.actions import open_round
from taizhang.web.collection.models import ReceivedFile, Submission, Version
from taizhang.web.collection.queries import workbook
from taizhang.web.collection.submitting import submit
from web.conftest import H1, browser, fill_form

SHEET = "学生资助基本情况"
GOOD = {"小学": 46, "资助经费": 12500}


def cell_of(book, label):
    """The open cell of the line with the label."""
    sheet = book[SHEET]
    row = next(row for row in sheet.iter_rows() if any(cell.value == label for cell in row))
    return next(cell for cell in row if not cell.protection.locked)


def put(**values):
    names = {"pupils": "小学", "money": "资助经费"}
    def edit(book):
        for name, value in values.items():
            cell_of(book, names[name]).value = value
    return edit


def rename(book):
    book[SHEET].title = "Sheet1 (2)"


def hide(book):
    book.create_sheet("封面")
    book[SHEET].sheet_state = "hidden"


def insert(book):
    sheet = book[SHEET]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))  # Excel moves merged cells along, openpyxl does not
    sheet.insert_cols(4)
    sheet.insert_rows(7, 2)


def merge(book):
    first, second = cell_of(book, "小学"), cell_of(book, "资助经费")
    book[SHEET].merge_cells(f"{first.coordinate}:{second.coordinate}")


def merge_all(book):
    sheet = book[SHEET]
    sheet["A200000"] = "."
    sheet.merged_cells.add("H1:ALL200000")


def age(book):
    for row in book["_taizhang"].iter_rows():
        if row[0].value == "form":
            row[2].value = "0" * 12


def lose_a_line(book):
    book[SHEET].delete_rows(cell_of(book, "小学").row)


def forget_a_line(book):
    """Also in the hidden sheet, which says what was handed out."""
    lose_a_line(book)
    hidden = book["_taizhang"]
    hidden.delete_rows(next(row[0].row for row in hidden.iter_rows() if "hardship" in str(row[2].value)))


def lose_the_manifest(book):
    del book["_taizhang"]


def copy_the_sheet(book):
    book.copy_worksheet(book[SHEET])


def own_sheet(book):
    book.create_sheet("我的草稿")["A1"] = "随手算"


# what was done, what is taken in of it (pupils and money; None: nothing), what must be said
TABLE = {
    "nothing": (lambda book: None, ("46", "12500"), set()),
    "full-width digits": (put(pupils="４６", money="１２５００"), ("46", "12500"), set()),
    "numbers kept as text": (put(pupils="46", money="12,500"), ("46", "12500"), set()),
    "numbers with units": (put(pupils="46人", money="1.25万元"), ("46", "12500"), {"value-unit-read"}),
    "an empty optional cell": (put(money=None), ("46", None), set()),
    "a third of ten thousand": (put(money=10000 / 3), ("46", "3333.333333"), {"value-rounded"}),
    "more than can be counted": (put(money=1e300), None, {"value-too-large"}),
    "a control character in a number": (put(pupils="4_x0000_6"), ("46", "12500"), set()),
    "a control character in what is no number": (put(pupils="很_x0000_多_x0007_"), None, {"value-not-a-number"}),
    "a mark for nothing": (put(money="无"), ("46", None), {"value-mark-missing"}),
    "a renamed sheet": (rename, ("46", "12500"), {"sheet-renamed"}),
    "a hidden sheet": (hide, ("46", "12500"), {"sheet-hidden"}),
    "inserted rows and columns": (insert, ("46", "12500"), {"sheet-cells-moved"}),
    "a sheet of one's own": (own_sheet, ("46", "12500"), {"sheet-not-read"}),
    "an older version of the form": (age, ("46", "12500"), {"sheet-older-version"}),
    "a formula never worked out": (put(pupils="=40+6"), None, {"sheet-formula-empty"}),
    "an error of Excel": (put(pupils="#DIV/0!"), None, {"value-excel-error"}),
    "merged cells": (merge, None, {"sheet-merged"}),
    "merged cells without end": (merge_all, None, {"workbook-merged-cells"}),
    "a required cell left empty": (put(pupils=None), None, {"value-required"}),
    "a masked number": (put(pupils="4x"), None, {"value-masked"}),
    "a vague number": (put(pupils="约46"), None, {"value-not-exact"}),
    "a date for a number": (put(pupils=date(2026, 3, 5)), None, {"value-date-for-number"}),
    "a line deleted": (lose_a_line, None, {"sheet-line-lost"}),
    "a line deleted from the hidden sheet too": (forget_a_line, None, {"sheet-required-lost"}),
    "the sheet copied": (copy_the_sheet, None, {"sheet-twice"}),
    "the hidden sheet deleted": (lose_the_manifest, None, {"sheet-manifest-lost"}),
}


def send(person, data, name="松溪小学.xlsx"):
    client = browser(person)
    return client.post(reverse("collection:upload"), {"file": SimpleUploadedFile(name, data)}, follow=True)


def edited(data: bytes, edit) -> bytes:
    book = openpyxl.load_workbook(BytesIO(data))
    edit(book)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def taken_in() -> tuple[str | None, str | None] | None:
    version = Version.objects.first()
    if version is None:
        return None
    values = {cell["indicator"].partition(".")[2]: cell["value"] for cell in version.cells}
    return values["hardship"], values["fund"]


def said() -> set[str]:
    file = ReceivedFile.objects.get()
    return {one["code"] for one in file.findings} | {
        finding.code for version in file.versions.all() for finding in version.findings.all()}  # fmt: skip


@pytest.mark.parametrize("done", TABLE)
def test_a_workbook_is_taken_in_or_its_mistake_is_told(bureau, done):
    edit, values, codes = TABLE[done]
    response = send(bureau.clerk, edited(bureau.workbook(GOOD), edit))
    assert response.status_code == 200
    assert taken_in() == values
    assert codes <= said()
    assert bool(values) == ReceivedFile.objects.get().accepted


@pytest.mark.parametrize("done", [name for name, (_, values, _) in TABLE.items() if values is None])
def test_what_was_refused_comes_back_with_its_mistakes_written_in_it(bureau, done):
    edit, _values, codes = TABLE[done]
    send(bureau.clerk, edited(bureau.workbook(GOOD), edit))
    client = browser(bureau.clerk)
    marked = client.get(reverse("collection:marked", args=[ReceivedFile.objects.get().pk])).content
    book = openpyxl.load_workbook(BytesIO(marked))
    listed = [row[3] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert book.worksheets[0].title == "核查发现"
    assert len(listed) >= len(codes)


@pytest.mark.parametrize(("data", "marked"), [
    (lambda bureau: edited(bureau.workbook(GOOD), put(pupils="很多")), True), (lambda bureau: b"PK\x03\x04", False),
    (lambda bureau: "资助学生46人。".encode(), False),
])  # fmt: skip
def test_a_copy_with_comments_is_offered_where_there_is_a_workbook_to_comment_on(bureau, data, marked):
    page = send(bureau.clerk, data(bureau)).text
    assert "没有接收" in page
    assert ("下载批注后的表格" in page) == marked


def test_a_workbook_of_another_school_is_refused(bureau):
    book = edited(workbook(bureau.other, H1, ["student_aid.basics"]), lambda book: fill_form(book[SHEET], GOOD))
    page = send(bureau.clerk, book).text
    assert "没有接收" in page
    assert said() == {"web-others-workbook"}
    assert not Submission.objects.exists()


def test_a_workbook_of_a_period_that_nobody_asked_for_is_refused(bureau):
    open_round(period=H1, unit=bureau.city, whats=["student_aid.basics"], due=date(2026, 7, 1), by=bureau.officer)
    last = workbook(bureau.school, Period.parse("2025H2"), ["student_aid.basics"])
    page = send(bureau.clerk, edited(last, lambda book: fill_form(book[SHEET], GOOD))).text
    assert "2025年下半年" in page
    assert "布置的是 2026年上半年" in page
    assert not Version.objects.exists()


def test_a_workbook_sent_after_it_went_to_the_reviewers_is_refused_with_the_reason(bureau):
    data = bureau.workbook(GOOD)
    send(bureau.clerk, data)
    submit(Submission.objects.get(), by=bureau.clerk)
    page = send(bureau.clerk, edited(data, put(pupils=47)), "改.xlsx").text
    assert "当前状态" in page
    assert taken_in() == ("46", "12500")


def test_the_same_file_twice_is_said_and_stored_once(bureau):
    data = bureau.workbook(GOOD)
    send(bureau.clerk, data)
    assert "已经接收过" in send(bureau.clerk, data, "副本.xlsx").text
    assert Version.objects.count() == ReceivedFile.objects.count() == 1
