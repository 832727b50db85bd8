"""Registers updated from a spreadsheet: first it is shown what would happen, then it happens, once, all or nothing."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from taizhang.web.ledger.models import AuditEvent
from taizhang.web.refusals import NotAccepted, NotAllowed, Refused, WrongState
from taizhang.web.registers import actions, columns, proposals, queries
from taizhang.web.registers.exporting import NUMBER, export
from taizhang.web.registers.models import Change, Holding, LiveRecord
from taizhang.web.registers.tables import register_of
from web.conftest import browser
from web.kept_registers import GRANTS, PUPILS, id_number, pupil

pytestmark = pytest.mark.usefixtures("more_registers")

HEADS = ["编号", "姓名", "身份证号", "学段", "金额（元）", "寄宿", "帮扶"]
ROWS = [
    ["P00001", "张小花", id_number(1), "小学", 625, "是", "资金"],
    ["P00002", "李大山", id_number(2), "小学", 625, "否", None],
    ["P00003", "王石头", None, "初中", 750, None, "资金、走访"],
]


def sheet(rows, heads=HEADS, above=()):
    """A bureau's own list, with a title above its heads."""
    book = openpyxl.Workbook()
    for row in [*above, heads, *rows]:
        book.active.append(row)
    return saved(book)


def saved(book):
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def register():
    return register_of(PUPILS)


def propose(bureau, data, *, by=None, unit=None, replaces=False):
    return proposals.propose(
        register(), unit or bureau.school, data, "名单.xlsx", by=by or bureau.clerk, replaces=replaces
    )


def do(bureau, data, **more):
    proposal, _plan = propose(bureau, data, **more)
    return proposals.confirm(proposal, by=more.get("by") or bureau.clerk)


@pytest.fixture
def held(bureau):
    do(bureau, sheet(ROWS))
    return bureau


def kept():
    return {
        one.fields["number"]: columns.whole(one) for one in LiveRecord.objects.filter(register=PUPILS, ended_on=None)
    }


def test_a_bureaus_own_list_is_taken_in_by_its_heads(bureau):
    proposal, plan = propose(bureau, sheet(ROWS, above=[["2026年春季学生名单"], []]))
    assert (plan.errors, plan.counts) == ([], {"added": 3, "changed": 0, "ended": 0, "unchanged": 0})
    assert not LiveRecord.objects.exists()
    proposals.confirm(proposal, by=bureau.clerk)
    assert kept()["P00003"] == {
        "number": "P00003",
        "pupil": "王石头",
        "stage": "junior",
        "grant": "750",
        "helped": ["money", "visits"],
    }
    assert Holding.objects.get().count == 3
    assert AuditEvent.objects.last().detail["added"] == 3


def test_the_same_list_again_changes_nothing(held):
    plan = do(held, sheet(ROWS))
    assert plan.counts == {"added": 0, "changed": 0, "ended": 0, "unchanged": 3}
    assert Change.objects.count() == 3


def test_lines_are_matched_by_key_and_changes_told_field_by_field(held):
    rows = [[*ROWS[0][:4], 700, "是", "资金"], [*ROWS[1]], ["P00004", "赵小河", None, "小学", 1, None, None]]
    proposal, plan = propose(held, sheet(rows))
    assert plan.counts == {"added": 1, "changed": 1, "ended": 0, "unchanged": 1}
    from taizhang.web.registers.importing import before_and_after

    assert before_and_after(plan.of("edit")[0]) == [("grant", "625", "700")]
    proposals.confirm(proposal, by=held.clerk)
    assert (kept()["P00001"]["grant"], len(kept())) == ("700", 4)
    newest = queries.history(LiveRecord.objects.get(pk=plan.of("edit")[0].record.pk))[0]
    assert (newest.change.proposal, newest.change.by) == (proposal, held.clerk)


def test_columns_that_are_not_in_the_file_stay_and_empty_cells_empty(held):
    do(held, sheet([["P00001", "张小花", "小学", 625, None]], heads=["编号", "姓名", "学段", "金额", "帮扶"]))
    assert kept()["P00001"] == {
        "number": "P00001",
        "pupil": "张小花",
        "id_number": id_number(1),
        "stage": "primary",
        "grant": "625",
        "boards": True,
    }


def test_nothing_is_removed_unless_that_is_asked_for(held):
    assert propose(held, sheet(ROWS[:2]))[1].counts["ended"] == 0
    plan = do(held, sheet(ROWS[:2]), replaces=True)
    assert (plan.counts["ended"], sorted(kept())) == (1, ["P00001", "P00002"])
    assert Change.objects.get(action="end").reason == "全量替换"


CLOSINGS = "student_aid.closing"


def closings(bureau):
    """Two schools to be closed, the first one submitted."""
    rows = [{"school": code, "effective_on": "2026-09-01"} for code in ("S2", "S3")]
    kept = [actions.add(CLOSINGS, row, unit=bureau.aid, by=bureau.officer) for row in rows]
    return actions.move(kept[0], "submitted", by=bureau.officer), kept[1]


def test_a_full_replacement_ends_nothing_that_a_page_does_not_end(bureau):
    settled, left = closings(bureau)
    kept = sheet([["S1", "2026-09-01"]], heads=["学校", "生效日期"])
    proposal, plan = proposals.propose(
        register_of(CLOSINGS), bureau.aid, kept, "撤并.xlsx", by=bureau.officer, replaces=True
    )
    assert [(one.code, one.blanks["number"]) for one in plan.errors] == [("record-settled-left-out", settled.pk)]
    assert [step.record for step in plan.of("end")] == [left]
    with pytest.raises(NotAccepted, match="不能办结"):
        proposals.confirm(proposal, by=bureau.officer)
    assert LiveRecord.objects.filter(register=CLOSINGS, ended_on=None).count() == 2


def test_a_line_of_a_settled_record_is_told_at_its_cell(bureau):
    closings(bureau)
    changed = sheet([["S2", "2026-10-01"]], heads=["学校", "生效日期"])
    _proposal, plan = proposals.propose(register_of(CLOSINGS), bureau.aid, changed, "撤并.xlsx", by=bureau.officer)
    assert [(one.code, one.place) for one in plan.errors] == [("record-settled", "Sheet!2")]


def test_two_lines_that_mean_one_record_are_told_and_nothing_is_overwritten(held):
    one = LiveRecord.objects.get(pk=LiveRecord.objects.order_by("pk")[0].pk)
    lines = [[one.pk, *ROWS[0][:4], 700, "是", "资金"], [one.pk, "P00009", *ROWS[0][1:4], 800, "是", "资金"]]
    proposal, plan = propose(held, sheet(lines, heads=[NUMBER.title.zh, *HEADS]))
    assert [one.code for one in plan.errors] == ["record-line-twice"]
    with pytest.raises(NotAccepted):
        proposals.confirm(proposal, by=held.clerk)
    assert kept()["P00001"]["grant"] == "625"


def test_an_import_that_changes_what_was_approved_says_that_it_is_to_be_approved_again(bureau, client):
    one = actions.add(GRANTS, {"number": "1", "grant": "5"}, unit=bureau.school, by=bureau.clerk)
    LiveRecord.objects.filter(pk=one.pk).update(state="approved")
    data = sheet([["1", 900]], heads=["编号", "金额"])
    proposal, _plan = proposals.propose(register_of(GRANTS), bureau.school, data, "金额.xlsx", by=bureau.clerk)
    client.force_login(bureau.clerk)
    assert "1 条已提交或批准" in client.get(reverse("registers:proposal", args=[proposal.pk])).content.decode()
    proposals.confirm(proposal, by=bureau.clerk)
    assert LiveRecord.objects.get(pk=one.pk).state == "draft"


def test_rows_of_another_school_are_never_touched(held):
    do(held, sheet(ROWS[:1]), unit=held.other, by=held.officer, replaces=True)
    assert LiveRecord.objects.filter(ended_on=None).count() == 4


WRONG = [
    (["P00001", "张小花", id_number(1)[:-1] + "?", "小学", 1, None, None], "名单|Sheet!C2"),
    (["P00001", "张小花", None, "大学", 1, None, None], "Sheet!D2"),
    (["P00001", "张小花", None, "小学", "许多", None, None], "Sheet!E2"),
    (["P00001", "张**", None, "小学", 1, None, None], "Sheet!B2"),
    ([None, "张小花", None, "小学", 1, None, None], "Sheet!A2"),
]


@pytest.mark.parametrize(("row", "place"), WRONG)
def test_an_error_in_one_cell_is_told_there_and_nothing_can_be_confirmed(bureau, row, place):
    proposal, plan = propose(bureau, sheet([row, ROWS[1]]))
    assert any(finding.place in place.split("|") for finding in plan.errors), plan.errors
    with pytest.raises(NotAccepted):
        proposals.confirm(proposal, by=bureau.clerk)
    assert not LiveRecord.objects.exists()


def test_a_key_twice_in_the_file_is_refused(bureau):
    _intake, plan = propose(bureau, sheet([ROWS[0], ROWS[0]]))
    assert [finding.code for finding in plan.errors] == ["record-twice"]


def test_rules_of_the_register_are_held_against_every_line(bureau):
    heads = [*HEADS[:5], "应发（元）"]
    _intake, plan = propose(bureau, sheet([["P1", "张小花", None, "小学", 625, 600]], heads=heads))
    assert "金额 625 元大于应发 600 元" in plan.errors[0].message()


def test_a_register_that_changed_after_the_preview_is_shown_again(held):
    proposal, _plan = propose(held, sheet(ROWS[:2]), replaces=True)
    actions.add(PUPILS, pupil(9), unit=held.school, by=held.clerk)
    with pytest.raises(WrongState, match="已有变动"):
        proposals.confirm(proposal, by=held.clerk)
    assert len(kept()) == 4
    proposal.refresh_from_db()
    assert proposals.confirm(proposal, by=held.clerk).counts["ended"] == 2


def test_a_file_is_done_once(bureau):
    proposal, _plan = propose(bureau, sheet(ROWS))
    proposals.confirm(proposal, by=bureau.clerk)
    proposal.refresh_from_db()
    with pytest.raises(WrongState, match="已经导入过"):
        proposals.confirm(proposal, by=bureau.clerk)
    assert LiveRecord.objects.count() == 3


@pytest.mark.parametrize("who", ["reviewer", "head", "auditor", "admin"])
def test_only_who_keeps_the_register_imports(bureau, who):
    with pytest.raises(NotAllowed):
        propose(bureau, sheet(ROWS), by=getattr(bureau, who))


def test_a_clerk_does_not_import_for_another_school(bureau):
    with pytest.raises(NotAllowed):
        propose(bureau, sheet(ROWS), unit=bureau.other)


def test_a_mirror_is_brought_up_to_date_by_import(bureau):
    proposal, plan = proposals.propose(
        register_of("student_aid.platform"), bureau.school, sheet([["1"]], heads=["编号"]), "导出.xlsx", by=bureau.clerk
    )
    proposals.confirm(proposal, by=bureau.clerk)
    assert plan.counts["added"] == 1


# --- out and back -------------------------------------------------------------------------------------------


def test_what_is_exported_is_masked_and_comes_back_without_a_change(held):
    visit = {"visited_on": "2026-03-08", "who": "王老师"}
    actions.add(f"{PUPILS}.visits", visit, unit=held.school, by=held.clerk, parent=LiveRecord.objects.first())
    data = export(register(), by=held.clerk)
    book = openpyxl.load_workbook(BytesIO(data))
    shown = [str(cell.value) for one in book for row in one.iter_rows() for cell in row if cell.value is not None]
    assert "张＊＊" in shown
    assert not any(secret in text for text in shown for secret in ("张小花", "王老师", id_number(1)))
    _intake, plan = propose(held, data)
    assert (plan.errors, plan.counts) == ([], {"added": 0, "changed": 0, "ended": 0, "unchanged": 4})


def test_lines_of_another_unit_are_refused_and_one_units_own_come_back(held):
    theirs = {"number": "P00009", "pupil": "赵云朵", "stage": "小学", "grant": "500"}
    actions.add(PUPILS, theirs, unit=held.other, by=held.person("next", "clerk", held.other))
    everything = export(register(), by=held.reviewer)
    _proposal, plan = propose(held, everything)
    assert [one.code for one in plan.errors] == ["value-masked", "record-elsewhere"]
    assert "不是松溪小学的在册记录" in plan.errors[1].message()
    assert plan.counts["added"] == 0
    client = browser(held.reviewer)
    own = client.get(reverse("registers:export", args=[PUPILS]), {"unit": held.school.code}).content
    _proposal, plan = propose(held, own)
    assert (plan.errors, plan.counts["unchanged"]) == ([], 3)
    assert client.get(reverse("registers:export", args=[PUPILS]), {"unit": "没有"}).status_code == 404


def test_an_exported_sheet_is_edited_without_seeing_what_is_masked(held):
    book = openpyxl.load_workbook(BytesIO(export(register(), by=held.clerk)))
    page = book["学生台账"]
    cell = next(cell for row in page.iter_rows() for cell in row if cell.value == 750)
    cell.value = 800
    plan = do(held, saved(book))
    assert plan.counts == {"added": 0, "changed": 1, "ended": 0, "unchanged": 2}
    assert kept()["P00003"]["pupil"] == "王石头"


def test_taking_records_out_is_noted(held):
    export(register(), by=held.reviewer)
    event = AuditEvent.objects.last()
    assert (event.action, event.person, event.detail["count"]) == ("record.export", "reviewer", 3)


def test_nobody_exports_what_they_may_not_read(held):
    far = held.person("far", "clerk", held.far)
    book = openpyxl.load_workbook(BytesIO(export(register(), by=far)))
    assert not any("P0000" in str(cell.value) for row in book["学生台账"].iter_rows() for cell in row)


# --- files that mean harm or nothing ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"number,name\n1,2\n", sheet([], heads=["甲", "乙"])],
    ids=["empty", "cut", "csv", "other"],
)
def test_a_file_that_is_no_such_list_is_told_and_does_nothing(bureau, data):
    proposal, plan = propose(bureau, data)
    assert plan.errors
    with pytest.raises(NotAccepted):
        proposals.confirm(proposal, by=bureau.clerk)


def test_a_formula_in_a_name_stays_text(bureau):
    do(bureau, sheet([["P00001", "'=cmd|calc", None, "小学", 1, None, None]]))
    book = openpyxl.load_workbook(BytesIO(export(register(), by=bureau.clerk)))
    assert not any(cell.data_type == "f" for one in book for row in one.iter_rows() for cell in row)


def test_a_file_too_big_is_refused(bureau, settings):
    settings.UPLOAD_LIMIT = 100
    with pytest.raises(Refused):
        propose(bureau, sheet(ROWS))
