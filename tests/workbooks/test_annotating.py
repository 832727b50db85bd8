"""The sender gets back the workbook that was sent, with every finding where it belongs."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from taizhang.catalogue import Catalogue
from taizhang.findings import Finding
from taizhang.workbooks.annotating import annotate

from .clerk import edited, filled, received

FORM = "学生资助基本情况"
BAD = {"F7": "xx", "F8": 410, "F10": 52, "F11": 30, "F13": "6.15万元", "F14": "=1+1"}


def opened(data: bytes) -> Any:
    return load_workbook(BytesIO(data))


def annotated(handed_out: bytes, catalogue: Catalogue) -> bytes:
    data = filled(handed_out, BAD, "| 张三 | '123 | 小学 | 国家助学金 | 1 | 1 |")
    return annotate(data, received(data, catalogue).findings)


def test_bad_cells_carry_their_finding_and_a_colour(handed_out: bytes, catalogue: Catalogue) -> None:
    book = opened(annotated(handed_out, catalogue))
    assert book[FORM]["F7"].comment.text == "“在校学生（小学）”填的是“xx”，有字符被遮盖；请填完整内容。"
    assert "读作 61500 元" in book[FORM]["F13"].comment.text
    assert book["资助发放台账"]["C6"].comment.text.startswith("“身份证号”应为 18 位")
    marked = {str(area.sqref): area.rules[0].dxf.fill.bgColor.rgb for area in book[FORM].conditional_formatting}
    assert marked == {"F7 F14": "00FFC7CE", "F13": "00FFEB9C"} or marked == {"F7 F14": "00FFC7CE", "F13": "00DDEBF7"}


def test_the_senders_cells_and_formulas_stay(handed_out: bytes, catalogue: Catalogue) -> None:
    book = opened(annotated(handed_out, catalogue))
    assert [book[FORM][address].value for address in ("F7", "F8", "F14")] == ["xx", 410, "=1+1"]
    assert book[FORM]["F6"].value.startswith("=IFERROR(")
    assert book[FORM].protection.sheet
    assert book["_taizhang"].sheet_state == "veryHidden"


def test_the_first_sheet_lists_everything_gravest_first(handed_out: bytes, catalogue: Catalogue) -> None:
    sheet = opened(annotated(handed_out, catalogue)).worksheets[0]
    rows = [[cell.value for cell in row][:3] for row in sheet.iter_rows(min_row=2)]
    assert sheet.title == "核查发现"
    assert rows == [
        ["错误 error", FORM, "F7"],
        ["错误 error", FORM, "F14"],
        ["错误 error", "资助发放台账", "C6"],
        ["说明 note", FORM, "F13"],
    ]
    assert sheet["C2"].hyperlink.location == f"'{FORM}'!F7"


def test_a_mended_copy_is_taken_in_and_its_marks_come_off(handed_out: bytes, catalogue: Catalogue) -> None:
    def mend(book: Any) -> None:
        book[FORM]["F7"], book[FORM]["F14"] = 820, None
        book["资助发放台账"]["C6"] = "11010519491231002X"

    mended = edited(annotated(handed_out, catalogue), mend)
    taken = received(mended, catalogue)
    assert not taken.errors
    again = opened(annotate(mended, taken.findings))
    assert again[FORM]["F7"].comment is None
    assert [str(area.sqref) for area in again[FORM].conditional_formatting] == ["F13"]
    assert again.sheetnames.count("核查发现") == 1


def test_what_a_sender_typed_is_never_run_in_the_list(handed_out: bytes, catalogue: Catalogue) -> None:
    data = filled(handed_out, {"F7": "'=cmd|' /C calc'!A0"})
    sheet = opened(annotate(data, received(data, catalogue).findings)).worksheets[0]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_what_no_workbook_can_hold_is_left_out_of_the_marks(handed_out: bytes) -> None:
    odd = Finding("value-masked", f"{FORM}!F7", {"title": "在校学生", "found": "8\x0020\x07\uffff"})
    book = opened(annotate(handed_out, [odd]))
    assert "“820”" in book[FORM]["F7"].comment.text
    assert "“820”" in book.worksheets[0]["D2"].value
