"""What a sender is told, and what is taken in, for everything that happens to a workbook between out and back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl.workbook.defined_name import DefinedName

from taizhang.catalogue import Catalogue
from taizhang.checking.submission import OrgUnit
from taizhang.periods import Period
from taizhang.workbooks.hand_out import hand_out
from taizhang.workbooks.take_in import TakenIn

from .clerk import HALF, SCHOOL, edited, filled, received, told

GOOD = {"F7": 820, "F8": 410, "F10": 52, "F11": 30, "F13": 61500}
FORM, REGISTER = "学生资助基本情况", "资助发放台账"
RECORDS = """
    | 张三 | '11010519491231002X | 小学 | 国家助学金     | 1000 | 1000 | '2026.3.5     | 是 | '2025—2026学年第二学期 |
    | 李四 | '440524198001010013 | 初中 | 寄宿生生活补助 | 625  | 625  | '2026年3月6日 |    |                        |
"""


def values(taken: TakenIn) -> dict[str, Decimal | None]:
    return {f"{cell.indicator.partition('.')[2]} {''.join(code for _, code in cell.by)}".strip(): cell.value
            for submission in taken.submissions for cell in submission.cells}


def test_what_was_filled_comes_back(handed_out: bytes, catalogue: Catalogue) -> None:
    taken = received(filled(handed_out, GOOD, RECORDS), catalogue)
    assert values(taken) == {"enrolled primary": 820, "enrolled junior": 410, "aided primary": 52, "aided junior": 30,
                             "amount": 61500, "staff": None}
    form, register = taken.submissions
    assert (form.unit.code, form.period) == (SCHOOL.code, HALF)
    assert register.records is not None
    assert {code: column[0] for code, column in register.records.columns.items()} == {
        "student": "张三", "id_number": "11010519491231002X", "stage": "primary", "scheme": "grant", "due": 1000,
        "paid": 1000, "paid_on": date(2026, 3, 5), "boards": True, "term": Period.parse("SY2025-T2")}
    assert register.records.place(1, "paid") == "资助发放台账!G7"


def test_every_cell_tells_where_it_came_from(handed_out: bytes, catalogue: Catalogue) -> None:
    taken = received(filled(handed_out, {**GOOD, "F7": "８２０人"}), catalogue)
    cell = taken.submissions[0].cells[0]
    assert (cell.place, cell.raw, cell.value) == (f"{FORM}!F7", "８２０人", 820)


CELLS = [
    # typed in F13 (元)    read as     said
    (0,                    0,          None),
    ("61,500",             61500,      None),
    (" ６１５００ ",       61500,      None),
    ("6.15万元",           61500,      "value-unit-read"),
    ("6.15万",             61500,      "value-unit-read"),
    ("￥61500.5",          Decimal("61500.5"), "value-unit-read"),
    ("xx",                 None,       "value-masked"),
    ("6**00",              None,       "value-masked"),
    ("/",                  None,       "value-mark-required"),
    ("无",                 None,       "value-mark-required"),
    ("约6万",              None,       "value-not-exact"),
    ("100+200",            None,       "value-expression"),
    ("61,50",              None,       "value-odd-separators"),
    ("52人",               None,       "value-wrong-unit"),
    (date(2026, 3, 5),     None,       "value-date-for-number"),
    (-5,                   None,       "value-negative"),
    ("(5)",                None,       "value-negative"),
    (None,                 None,       "value-required"),
    (True,                 None,       "value-not-a-number"),
]


@pytest.mark.parametrize(("typed", "value", "code"), CELLS)
def test_a_cell_of_money(
    handed_out: bytes, catalogue: Catalogue, typed: object, value: object, code: str | None
) -> None:
    taken = received(filled(handed_out, {**GOOD, "F13": typed}), catalogue)
    about_it = [said for place, said in told(taken) if place == f"{FORM}!F13"]
    assert about_it == ([code] if code else [])
    cells = [cell for submission in (*taken.submissions, *taken.refused) for cell in submission.cells]
    assert {cell.indicator: cell.value for cell in cells}["aid.amount"] == value


def test_a_count_is_whole_and_within_its_limit(handed_out: bytes, catalogue: Catalogue) -> None:
    taken = received(filled(handed_out, {**GOOD, "F7": 820.5, "F14": 51}), catalogue)
    assert [(finding.place, finding.message()) for finding in taken.errors] == [
        (f"{FORM}!F7", "“在校学生（小学）”填的是 820.5，这一项只能是整数。"),
        (f"{FORM}!F14", "“资助专干”填的是 51，应不大于 50；请核对数值和单位。"),
    ]


def test_one_bad_cell_refuses_the_whole_form_and_nothing_but_it(handed_out: bytes, catalogue: Catalogue) -> None:
    taken = received(filled(handed_out, {**GOOD, "F7": "xx"}, RECORDS.splitlines()[1]), catalogue)
    assert [one.what.code for one in taken.refused] == ["aid.basics"]
    assert [one.what.code for one in taken.submissions] == ["aid.payments"]


def test_records_are_told_of_by_cell(handed_out: bytes, catalogue: Catalogue) -> None:
    taken = received(filled(handed_out, GOOD, """
        | 张*明 | '110105194912310021  | 小学生 | 助学 | 1000 | '1,0 | '3月5日 | 也许 | '上学期 |
        | 王五  | '11010519491231002X  | 小学   |      | -1   | '无  | 46086   | √    | '2026H1 |
    """), catalogue)
    assert told(taken) == [
        (f"{REGISTER}!B6", "value-masked"),
        (f"{REGISTER}!C6", "id-check-character"),
        (f"{REGISTER}!D6", "value-unknown-code-near"),
        (f"{REGISTER}!E6", "value-unknown-code-near"),
        (f"{REGISTER}!E7", "value-required-text"),
        (f"{REGISTER}!F7", "value-negative"),
        (f"{REGISTER}!G6", "value-odd-separators"),
        (f"{REGISTER}!G7", "value-mark-required"),
        (f"{REGISTER}!H6", "value-date-no-year"),
        (f"{REGISTER}!H7", "value-date-from-serial"),
        (f"{REGISTER}!I6", "value-not-yes-no"),
        (f"{REGISTER}!J6", "value-not-a-period"),
        (f"{REGISTER}!J7", "value-wrong-kind-of-period"),
    ]


def test_findings_about_persons_do_not_repeat_what_was_typed(handed_out: bytes, catalogue: Catalogue) -> None:
    taken = received(filled(handed_out, GOOD, "| 张*明 | '110105194912310021 | 小学 | 国家助学金 | 1 | 1 |"), catalogue)
    said = " ".join(finding.message() for finding in taken.findings)
    assert "明" not in said.replace("证明", "")
    assert "194912310021" not in said


def test_an_id_number_kept_as_a_number_has_lost_digits(handed_out: bytes, catalogue: Catalogue) -> None:
    taken = received(filled(handed_out, GOOD, "| 张三 | 110105194912310021 | 小学 | 国家助学金 | 1 | 1 |"), catalogue)
    assert told(taken) == [(f"{REGISTER}!C6", "value-digits-lost")]


# --- what people do to sheets ------------------------------------------------------------------------------

ALL_GOOD = {"aid.basics", "aid.payments"}


def after(edit: Any, handed_out: bytes, catalogue: Catalogue) -> TakenIn:
    return received(edited(filled(handed_out, GOOD, RECORDS.splitlines()[1]), edit), catalogue)


def test_renamed_sheets_are_recognised(handed_out: bytes, catalogue: Catalogue) -> None:
    def rename(book: Any) -> None:
        book[FORM].title = "Sheet1"

    taken = after(rename, handed_out, catalogue)
    assert {one.what.code for one in taken.submissions} == ALL_GOOD
    assert told(taken) == [("Sheet1", "sheet-renamed")]


def test_inserted_rows_and_columns_are_recognised(handed_out: bytes, catalogue: Catalogue) -> None:
    def insert(book: Any) -> None:
        book[FORM].unmerge_cells("B16:H16")  # Excel moves merged cells along, openpyxl does not
        book[FORM].insert_rows(8, 2)
        book[FORM].insert_cols(4)
        book[REGISTER].insert_cols(3)

    taken = after(insert, handed_out, catalogue)
    assert values(taken)["aided junior"] == 30
    assert taken.submissions[1].records.columns["scheme"] == ["grant"]  # type: ignore[union-attr]
    assert told(taken) == [(FORM, "sheet-cells-moved")]


def test_sorted_lines_stay_themselves(handed_out: bytes, catalogue: Catalogue) -> None:
    def swap(book: Any) -> None:
        sheet = book[FORM]
        for column in range(1, 12):
            a, b = sheet.cell(7, column), sheet.cell(11, column)
            a.value, b.value = b.value, a.value

    assert values(after(swap, handed_out, catalogue))["enrolled primary"] == 820


def test_lost_keys_are_replaced_by_labels(handed_out: bytes, catalogue: Catalogue) -> None:
    def forget(book: Any) -> None:
        book[FORM].delete_cols(1)
        book[FORM].delete_rows(1)
        book[REGISTER].delete_rows(1)

    taken = after(forget, handed_out, catalogue)
    assert values(taken)["aided junior"] == 30
    assert taken.submissions[1].records.columns["student"] == ["张三"]  # type: ignore[union-attr]
    assert told(taken) == [(FORM, "sheet-found-by-labels"), (FORM, "sheet-cells-moved"),
                           (REGISTER, "sheet-found-by-labels")]


def test_a_deleted_line_refuses_the_form(handed_out: bytes, catalogue: Catalogue) -> None:
    taken = after(lambda book: book[FORM].delete_rows(8), handed_out, catalogue)
    assert [one.what.code for one in taken.refused] == ["aid.basics"]
    assert (f"{FORM}!F8", "sheet-line-lost") in told(taken)


def test_a_line_copied_below_is_ambiguous(handed_out: bytes, catalogue: Catalogue) -> None:
    def copy(book: Any) -> None:
        book[FORM]["A20"] = book[FORM]["A7"].value

    assert {code for _, code in told(after(copy, handed_out, catalogue))} == {"sheet-line-twice"}


def test_merged_cells_lost_their_values(handed_out: bytes, catalogue: Catalogue) -> None:
    taken = after(lambda book: book[FORM].merge_cells("F7:F8"), handed_out, catalogue)
    assert told(taken) == [(f"{FORM}!F8", "sheet-merged")]


def test_a_lost_sheet_and_a_lost_column_are_told(handed_out: bytes, catalogue: Catalogue) -> None:
    def lose(book: Any) -> None:
        del book[FORM]
        book[REGISTER].delete_cols(6)

    taken = after(lose, handed_out, catalogue)
    assert told(taken) == [(FORM, "sheet-lost"), (REGISTER, "sheet-column-lost")]
    assert not taken.submissions


def test_a_copied_sheet_is_ambiguous(handed_out: bytes, catalogue: Catalogue) -> None:
    taken = after(lambda book: book.copy_worksheet(book[FORM]), handed_out, catalogue)
    assert [code for _, code in told(taken)] == ["sheet-twice"]


def test_hidden_and_added_sheets_are_told(handed_out: bytes, catalogue: Catalogue) -> None:
    def change(book: Any) -> None:
        book[FORM].sheet_state = "hidden"
        book.create_sheet("草稿")["A1"] = "随手算"

    taken = after(change, handed_out, catalogue)
    assert told(taken) == [("草稿", "sheet-not-read"), (FORM, "sheet-hidden")]
    assert {one.what.code for one in taken.submissions} == ALL_GOOD


def test_formulas_count_with_their_saved_result_or_not_at_all(handed_out: bytes, catalogue: Catalogue) -> None:
    taken = received(filled(handed_out, {**GOOD, "F7": "=400+420"}), catalogue)  # never calculated
    assert (f"{FORM}!F7", "sheet-formula-empty") in told(taken)
    assert [one.what.code for one in taken.refused] == ["aid.basics"]


def test_a_typed_total_must_be_the_sum_of_its_parts(handed_out: bytes, catalogue: Catalogue) -> None:
    taken = received(filled(handed_out, {**GOOD, "F6": 1200}), catalogue)
    assert [finding.message() for finding in taken.errors] == [
        "合计填的是 1200，各分项相加是 1230；请核对分项，合计由公式得出，不必手填。"]
    assert not received(filled(handed_out, {**GOOD, "F6": 1230}), catalogue).errors
    assert not received(filled(handed_out, {**GOOD, "F6": "１，230人"}), catalogue).errors
    typed = received(filled(handed_out, {**GOOD, "F6": "1200人"}), catalogue)
    assert (f"{FORM}!F6", "sheet-total-differs") in told(typed)


def test_a_line_of_totals_is_no_record(handed_out: bytes, catalogue: Catalogue) -> None:
    taken = received(filled(handed_out, GOOD, RECORDS.splitlines()[1] + "\n| 合计 |  |  |  | 1000 | 1000 |"), catalogue)
    assert (f"{REGISTER}!7", "sheet-total-row") in told(taken)
    assert len(taken.submissions[1].records or ()) == 1


@pytest.mark.parametrize("note", ["小计", "合计"])
def test_a_note_beside_the_table_makes_a_record_no_line_of_totals(
    handed_out: bytes, catalogue: Catalogue, note: str
) -> None:
    def remark(book: Any) -> None:
        book[REGISTER]["N6"] = note
        book[REGISTER]["N8"], book[REGISTER]["F8"] = note, 1625  # a sum that has its word beside the table

    taken = received(edited(filled(handed_out, GOOD, RECORDS), remark), catalogue)
    assert len(taken.submissions[1].records or ()) == 2
    assert told(taken) == [(f"{REGISTER}!8", "sheet-total-row")]


def test_merged_cells_are_found_however_many_are_merged_beside_the_table(
    handed_out: bytes, catalogue: Catalogue
) -> None:
    def merge(book: Any) -> None:
        book[REGISTER].merge_cells("P1:HZ3")  # a title of their own
        book[REGISTER].merge_cells("G6:G7")

    taken = received(edited(filled(handed_out, GOOD, RECORDS), merge), catalogue)
    assert (f"{REGISTER}!G7", "sheet-merged") in told(taken)


def test_control_characters_that_nobody_sees_are_no_part_of_what_was_typed(
    handed_out: bytes, catalogue: Catalogue
) -> None:
    record = "| 张_x0000_三 | '11010519491231002X | 小学 | 国家助学金 | 1000 | 1000 |"
    taken = received(filled(handed_out, {**GOOD, "F7": "82_x0007_0"}, record), catalogue)
    assert values(taken)["enrolled primary"] == 820
    assert taken.submissions[1].records.columns["student"] == ["张三"]  # type: ignore[union-attr]


def test_an_untouched_workbook_reports_nothing(handed_out: bytes, catalogue: Catalogue) -> None:
    taken = received(handed_out, catalogue)
    assert told(taken) == [(FORM, "sheet-not-filled"), (REGISTER, "sheet-no-records")]
    assert [one.what.code for one in taken.submissions] == ["aid.payments"]


def test_rows_below_records_are_read_with_the_key_above_them(handed_out: bytes, catalogue: Catalogue) -> None:
    def visit(book: Any) -> None:
        book["资助发放台账·走访"].append([None, "11010519491231002X", "国家助学金", "2026年4月1日"])

    visits = after(visit, handed_out, catalogue).submissions[1].children["visits"]
    assert {code: list(column) for code, column in visits.columns.items()} == {
        "id_number": ["11010519491231002X"], "scheme": ["grant"], "visited_on": [date(2026, 4, 1)]}


# --- for whom and when -------------------------------------------------------------------------------------


def test_the_wrong_unit_or_period_is_refused(handed_out: bytes, catalogue: Catalogue) -> None:
    other = OrgUnit("2162000124", "临江区第四小学")
    assert [f.message() for f in received(handed_out, catalogue, unit=other).findings] == [
        "报表.xlsx 是发给 临江区第三小学（2162000123） 的，不是 临江区第四小学（2162000124）；"
        "请选对文件，或下载本单位的模板。"]
    assert told(received(handed_out, catalogue, period=HALF.previous)) == [("报表.xlsx", "sheet-wrong-period")]
    assert received(filled(handed_out, GOOD), catalogue, unit=SCHOOL, period=HALF).submissions


def test_an_older_version_is_read_and_told(handed_out: bytes, catalogue: Catalogue) -> None:
    def age(book: Any) -> None:
        for row in book["_taizhang"].iter_rows():
            if row[0].value == "form" and row[1].value == "aid.basics":
                row[2].value = "0" * 12

    assert told(after(age, handed_out, catalogue)) == [(FORM, "sheet-older-version")]


def test_other_workbooks_are_told_apart(handed_out: bytes, catalogue: Catalogue) -> None:
    def strip(book: Any) -> None:
        del book["_taizhang"]

    assert told(received(edited(handed_out, strip), catalogue)) == [("报表.xlsx", "sheet-manifest-lost")]

    def foreign(book: Any) -> None:
        for name in book.sheetnames:
            del book[name]
        book.create_sheet("别的")["A1"] = 1

    assert told(received(edited(handed_out, foreign), catalogue)) == [("报表.xlsx", "sheet-not-ours")]


def test_explanations_come_with_their_cells(handed_out: bytes, catalogue: Catalogue) -> None:
    taken = received(filled(handed_out, {**GOOD, "G13": "本期补发上年欠发部分"}), catalogue)
    assert taken.submissions[0].explanations == {f"{FORM}!F13": "本期补发上年欠发部分"}


def test_defined_names_and_other_furniture_do_no_harm(handed_out: bytes, catalogue: Catalogue) -> None:
    def furnish(book: Any) -> None:
        book.defined_names["x"] = DefinedName("x", attr_text="'学生资助基本情况'!$A$1")
        book[FORM].auto_filter.ref = "B5:H14"

    assert {one.what.code for one in after(furnish, handed_out, catalogue).submissions} == ALL_GOOD


def test_only_what_applies_to_the_unit_is_asked(catalogue: Catalogue) -> None:
    whole = OrgUnit("2162000125", "临江区实验学校")
    taken = received(filled(hand_out(catalogue, unit=whole, period=HALF, codes=["aid.basics"]), {"F7": 1}), catalogue)
    asked = {cell.by for cell in taken.refused[0].cells if cell.indicator == "aid.enrolled"}
    assert asked == {(("stage", "preschool"),), (("stage", "primary"),), (("stage", "junior"),)}
