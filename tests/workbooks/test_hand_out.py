"""What a school gets: locked where nothing is to be typed, limited where something is, and good on paper."""

from __future__ import annotations

import shutil
import subprocess
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from catalogue_files import read_files
from taizhang.catalogue import Catalogue, CatalogueError, load
from taizhang.checking.submission import OrgUnit
from taizhang.workbooks.hand_out import hand_out
from taizhang.workbooks.opening import open_book
from taizhang.workbooks.register_sheet import tables

from .clerk import FILES, HALF, SCHOOL, filled, received, told

FORM, REGISTER = "学生资助基本情况", "资助发放台账"


@pytest.fixture
def book(handed_out: bytes) -> Any:
    return load_workbook(BytesIO(handed_out))


def test_the_head_says_what_for_whom_and_when(book: Any) -> None:
    assert [book[FORM][address].value for address in ("B2", "B3")] == [
        FORM, "填报单位：临江区第三小学（2162000123）　　报告期：2026年上半年"]


def test_only_inputs_are_unlocked(book: Any) -> None:
    sheet = book[FORM]
    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    inputs = {"F7", "F8", "F10", "F11", "F13", "F14"}
    assert unlocked == inputs | {f"G{row}" for row in range(6, 15)}  # and the column for explanations
    assert sheet.protection.sheet


def test_limits_stand_on_every_input(book: Any) -> None:
    rules = book[FORM].data_validations.dataValidation
    limits = {str(one.sqref): (one.type, one.formula1, one.formula2) for one in rules}
    assert limits["F7"] == ("whole", "0", "1000000000000")
    assert limits["F14"] == ("whole", "0", "50")
    assert limits["F13"][0] == "decimal"


def test_code_lists_are_offered_in_chinese_down_the_whole_column(book: Any) -> None:
    rules = {str(one.sqref): one.formula1 for one in book[REGISTER].data_validations.dataValidation}
    assert rules["D6:D1048576"] == "_lists!$A$1:$A$3"
    assert [cell.value for cell in book["_lists"]["A"]] == ["学前", "小学", "初中"]
    assert {book[name].sheet_state for name in ("_lists", "_taizhang")} == {"veryHidden"}


def test_heads_stay_in_sight_on_screen_and_paper(book: Any) -> None:
    assert book[FORM].freeze_panes == "F6"
    assert book[REGISTER].freeze_panes == "C6"
    assert book[FORM].print_title_rows == "$2:$5"
    assert (book[FORM].page_setup.paperSize, book[FORM].page_setup.fitToHeight) == (9, 0)


def test_texts_keep_their_digits(book: Any) -> None:
    assert book[REGISTER].column_dimensions["C"].number_format == "@"


def test_earlier_values_stand_beside(catalogue: Catalogue) -> None:
    earlier = {("aid.enrolled", (("stage", "primary"),)): Decimal(800), ("aid.amount", ()): Decimal("59000.5")}
    data = hand_out(catalogue, unit=SCHOOL, period=HALF, codes=["aid.basics"], last_period=earlier)
    sheet = load_workbook(BytesIO(data))[FORM]
    assert [sheet[f"G{row}"].value for row in (5, 6, 7, 8, 13)] == ["上期", 800, 800, None, 59000.5]


def test_what_is_known_need_not_be_typed_again_and_is_never_run(catalogue: Catalogue) -> None:
    known = {("aid.amount", ()): 61500, ("aid.staff", ()): "=1+1"}
    origins = {("aid.amount", ()): "资助发放台账"}
    rows = [{"student": "张三", "id_number": "11010519491231002X", "stage": "小学", "due": 1000, "paid": "=2+2"}]
    data = hand_out(catalogue, unit=SCHOOL, period=HALF, codes=["aid.basics", "aid.payments"], known=known,
                    origins=origins, records={"aid.payments": rows})
    book = load_workbook(BytesIO(data))
    assert "来自：资助发放台账" in book[FORM]["F13"].comment.text
    assert book[FORM]["F14"].comment is None
    assert [book[FORM][address].data_type for address in ("F13", "F14")] == ["n", "s"]
    assert [book[REGISTER][address].value for address in ("B6", "D6", "F6")] == ["张三", "小学", 1000]
    assert book[REGISTER]["G6"].data_type == "s"


MEALS = {
    "shared.yaml": FILES["shared.yaml"],
    "domains/meals/domain.yaml": "title: {zh: 营养改善, en: Meals}\nsection: 后勤科\n",
    "domains/meals/indicators.yaml": """
days: {title: {zh: 供餐天数, en: Days}, unit: 天, by: [stage], over_units: max}
rate: {title: {zh: 满意率, en: Satisfied}, unit: "%", by: [stage], over_time: last}
eaters: {title: {zh: 用餐学生, en: Eaters}, unit: 人, by: [stage]}
weeks: {title: {zh: 供餐周数, en: Weeks}, unit: 周, formula: days / 5}
""",
    "domains/meals/forms/served.yaml": """
title: {zh: 供餐情况, en: Served}
filled_by: school
every: half
items: [days, rate, eaters, weeks]
""",
}


def test_only_what_adds_up_has_a_total(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Of days at each stage and of rates there is none; where a formula wants the days of all it takes the most."""
    meals = read_files(tmp_path_factory, MEALS)
    sheet = load_workbook(BytesIO(hand_out(meals, unit=SCHOOL, period=HALF, codes=["meals.served"]))).worksheets[0]
    rows = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows(min_row=6)]
    assert [next(row[2] for row in rows if "合计" in row), sum("合计" in row for row in rows)] == ["用餐学生", 1]
    formulas = [str(cell.value) for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=IFERROR")]
    assert ["SUM(" in one for one in formulas] == [True, False]
    assert "MAX(" in formulas[1]


@pytest.mark.office
def test_another_program_calculates_totals_and_keeps_everything(
    handed_out: bytes, catalogue: Catalogue, tmp_path: Path
) -> None:
    """LibreOffice opens, calculates and saves as Excel would."""
    if not (soffice := shutil.which("soffice")):
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "in.xlsx").write_bytes(filled(handed_out, {"F7": 800, "F8": "=100*4", "F10": 52, "F11": 30, "F13": 9}))
    subprocess.run([soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to",
                    "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out"), str(tmp_path / "in.xlsx")],
                   check=True, capture_output=True)
    saved = (tmp_path / "out" / "in.xlsx").read_bytes()
    sheet = open_book(saved, "in.xlsx").sheets[0]
    assert [sheet.at(row, 5) for row in (5, 8)] == [1200, 82]
    assert sheet.at(11, 5) == pytest.approx(100 * 82 / 1200)
    taken = received(saved, catalogue)
    assert told(taken) == [(FORM, "sheet-formulas-read"), (REGISTER, "sheet-no-records")]
    assert {cell.place: cell.value for cell in taken.submissions[0].cells}[f"{FORM}!F8"] == 400


def test_every_shipped_form_and_register_goes_out_and_comes_back() -> None:
    try:
        shipped = load()
    except CatalogueError:
        pytest.skip("the shipped catalogue does not load")
    unit = OrgUnit("2162000123", "临江区第三小学")
    partners = {"2162000124": "临江区第四小学", "2162000125": "临江区第五小学"}
    for code in [*shipped.forms, *shipped.registers]:
        taken = received(hand_out(shipped, unit=unit, period=HALF, codes=[code], partners=partners), shipped)
        assert not [finding.message() for finding in taken.errors], code
        if code in shipped.registers:
            assert [one.what.code for one in taken.submissions] == [code]
            assert len(list(tables(shipped.registers[code]))) == 1 + len(taken.submissions[0].children)
