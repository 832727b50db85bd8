"""Registers kept from day to day: records are added, changed and ended one by one, and nothing is ever lost."""

from __future__ import annotations

import pytest
from django.db import connection

from taizhang.checking.identity import check_character
from taizhang.web.ledger.models import AuditEvent, OrgUnit, Succession
from taizhang.web.refusals import NotAccepted, NotAllowed, Refused, WrongState
from taizhang.web.registers import actions, columns, queries
from taizhang.web.registers.models import Change, Holding, LiveRecord
from web.kept_registers import GRANTS, PUPILS, id_number, pupil

pytestmark = pytest.mark.usefixtures("more_registers")


@pytest.fixture
def record(bureau):
    return actions.add(PUPILS, pupil(id_number=id_number(1)), unit=bureau.school, by=bureau.clerk)


def again(record):
    return LiveRecord.objects.get(pk=record.pk)


def test_a_record_is_kept_as_it_was_typed_in_the_words_of_the_catalogue(record):
    assert columns.whole(again(record)) == {
        "number": "P00001",
        "pupil": "张小花",
        "id_number": id_number(1),
        "stage": "primary",
        "grant": "625",
    }
    assert Holding.objects.get(register=PUPILS).count == 1


def test_personal_fields_are_nowhere_in_the_clear(record, bureau):
    actions.edit(record, pupil(pupil="张小华", id_number=id_number(2)), by=bureau.clerk)
    with connection.cursor() as cursor:
        for table in ("liverecord", "change", "found"):
            cursor.execute(f"SELECT * FROM registers_{table}")
            rows = repr(cursor.fetchall())
            assert not any(secret in rows for secret in ("张小", id_number(1), id_number(2)))
    assert not any("张小" in str(event.detail) for event in AuditEvent.objects.all())


WRONG = [
    ({"number": ""}, "number", "编号"),
    ({"stage": "大学"}, "stage", "大学"),
    ({"grant": "很多"}, "grant", "很多"),
    ({"grant": "-1"}, "grant", "-1|负"),
    ({"since": "2026-02-30"}, "since", "2026-02-30"),
    ({"term": "2026H1"}, "term", "2026H1"),
    ({"helped": "资金、蛋糕"}, "helped", "蛋糕"),
    ({"id_number": id_number(1)[:17] + ("0" if id_number(1)[17] != "0" else "1")}, "id_number", "校验"),
    ({"id_number": "99" + id_number(1)[2:]}, "id_number", "省级代码"),
    ({"id_number": "430102201413051" + "01X"}, "id_number", "20141305|日期"),
    ({"pupil": "张**"}, "pupil", "张"),
    ({"due": "600"}, "grant", "625 元大于应发 600 元"),
]


@pytest.mark.parametrize(("typed", "field", "said"), WRONG)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_kept(bureau, typed, field, said):
    with pytest.raises(NotAccepted, match=said) as refused:
        actions.add(PUPILS, pupil(**typed), unit=bureau.school, by=bureau.clerk)
    assert field in {finding.place for finding in refused.value.findings}
    assert not LiveRecord.objects.exists()


def test_a_rule_is_not_held_against_a_value_that_was_refused(bureau):
    with pytest.raises(NotAccepted) as refused:
        actions.add(PUPILS, pupil(grant="6000", due="-5"), unit=bureau.school, by=bureau.clerk)
    assert {one.place for one in refused.value.findings} == {"grant", "due"}
    assert "未填" not in str(refused.value)
    assert "大于应发" not in str(refused.value)


def test_a_finding_never_repeats_an_identity_number(bureau):
    wrong = "43010220140305002" + next(c for c in "01" if c != check_character("43010220140305002"))
    with pytest.raises(NotAccepted) as refused:
        actions.add(PUPILS, pupil(id_number=wrong), unit=bureau.school, by=bureau.clerk)
    assert wrong not in str(refused.value)


def test_a_soft_rule_wants_a_reason(bureau):
    with pytest.raises(NotAccepted, match="偏大"):
        actions.add(PUPILS, pupil(grant="4000"), unit=bureau.school, by=bureau.clerk)
    record = actions.add(PUPILS, pupil(grant="4000"), unit=bureau.school, by=bureau.clerk, reason="补发两学期")
    assert record.changes.get().reason == "补发两学期"


def test_a_key_stands_once_in_a_unit_and_again_in_another(record, bureau):
    with pytest.raises(Refused, match="关键字段相同"):
        actions.add(PUPILS, pupil(), unit=bureau.school, by=bureau.clerk)
    actions.add(PUPILS, pupil(), unit=bureau.other, by=bureau.officer)
    assert LiveRecord.objects.count() == 2


def test_every_change_says_who_when_what_before_and_after(record, bureau):
    actions.edit(record, pupil(grant="700", pupil="张小华", id_number=id_number(1)), by=bureau.clerk, reason="改名")
    actions.edit(again(record), pupil(grant="", pupil="张小华", boards="是") | {"grant": "800"}, by=bureau.officer)
    newest, middle, first = queries.history(again(record))
    assert {field.code: (before, after) for field, before, after in newest.fields} == {
        "grant": ("700", "800"),
        "boards": (None, True),
        "id_number": ("4＊＊＊＊＊＊＊＊", None),
    }
    assert {field.code: (before, after) for field, before, after in middle.fields} == {
        "grant": ("625", "700"),
        "pupil": ("张＊＊", "张＊＊"),
    }
    assert (middle.change.by, middle.change.reason, first.change.action) == (bureau.clerk, "改名", "add")
    assert first.fields == []


def test_history_only_grows(record):
    change = Change.objects.get()
    with pytest.raises(TypeError, match="only grows"):
        change.save()
    with pytest.raises(TypeError, match="only grows"):
        change.delete()


def test_a_mask_that_is_left_alone_keeps_what_it_hides(record, bureau):
    actions.edit(record, pupil(pupil="张＊＊", id_number="4＊＊＊＊＊＊＊＊", grant="900"), by=bureau.clerk)
    assert columns.personal(again(record)) == {"pupil": "张小花", "id_number": id_number(1)}


def test_saving_without_a_change_leaves_no_trace(record, bureau):
    actions.edit(record, pupil(id_number=id_number(1)), by=bureau.clerk)
    assert again(record).steps == 1


def test_of_two_who_edit_at_once_the_second_is_told(record, bureau):
    mine, theirs = again(record), again(record)
    actions.edit(theirs, pupil(grant="700", id_number=id_number(1)), by=bureau.officer)
    with pytest.raises(WrongState, match="他人修改"):
        actions.edit(mine, pupil(grant="800", id_number=id_number(1)), by=bureau.clerk)
    assert again(record).fields["grant"] == "700"


def test_an_ended_record_leaves_the_register_and_can_come_back(record, bureau):
    with pytest.raises(Refused, match="写明原因"):
        actions.end(record, reason=" ", by=bureau.clerk)
    ended = actions.end(again(record), reason="转出", by=bureau.clerk)
    assert (ended.ended_on is not None, Holding.objects.get().count, ended.found.count()) == (True, 0, 0)
    with pytest.raises(WrongState, match="已办结"):
        actions.edit(again(record), pupil(), by=bureau.clerk)
    actions.resume(again(record), reason="转回", by=bureau.clerk)
    assert (Holding.objects.get().count, again(record).ended_on) == (1, None)
    assert [past.change.action for past in queries.history(again(record))] == ["resume", "end", "add"]


def test_a_record_cannot_come_back_beside_its_successor(record, bureau):
    ended = actions.end(record, reason="转出", by=bureau.clerk)
    actions.add(PUPILS, pupil(), unit=bureau.school, by=bureau.clerk)
    with pytest.raises(Refused, match="关键字段相同"):
        actions.resume(again(ended), reason="转回", by=bureau.clerk)


def test_rows_below_a_record_have_their_own_key_and_end_with_it(record, bureau):
    visit = {"visited_on": "2026-03-08", "who": "王老师"}
    row = actions.add(f"{PUPILS}.visits", visit, unit=bureau.school, by=bureau.clerk, parent=record)
    with pytest.raises(Refused, match="关键字段相同"):
        actions.add(f"{PUPILS}.visits", visit, unit=bureau.school, by=bureau.clerk, parent=record)
    assert Holding.objects.get().count == 1
    actions.end(record, reason="转出", by=bureau.clerk)
    assert again(row).ended_on is not None


def test_below_a_record_that_ended_nothing_is_added_changed_or_put_back(record, bureau):
    visits = f"{PUPILS}.visits"
    visit = {"visited_on": "2026-03-08", "who": "王老师"}
    row = actions.add(visits, visit, unit=bureau.school, by=bureau.clerk, parent=record)
    actions.end(again(record), reason="转出", by=bureau.clerk)
    for write in (
        lambda: actions.add(visits, visit, unit=bureau.school, by=bureau.clerk, parent=record),
        lambda: actions.resume(again(row), reason="恢复", by=bureau.clerk),
        lambda: actions.edit(again(row), visit | {"note": "无"}, by=bureau.clerk),
    ):
        with pytest.raises(WrongState, match="已办结"):
            write()
    actions.resume(again(record), reason="转回", by=bureau.clerk)
    actions.resume(again(row), reason="恢复", by=bureau.clerk)
    assert again(row).ended_on is None


def test_a_link_to_what_is_not_there_is_a_warning(bureau):
    with pytest.raises(NotAccepted, match="资助发放台账中没有"):
        actions.add(PUPILS, pupil(aid="无此人"), unit=bureau.school, by=bureau.clerk)


# --- kinds of registers -----------------------------------------------------------------------------------


def test_a_mirror_is_changed_where_it_is_kept(bureau):
    with pytest.raises(Refused, match="全国学生资助系统"):
        actions.add("student_aid.platform", {"number": "1"}, unit=bureau.school, by=bureau.clerk)


def test_a_kind_of_unit_that_does_not_keep_a_register_cannot_add_to_it(bureau):
    with pytest.raises(Refused, match="不由这类机构填报"):
        actions.add(PUPILS, pupil(), unit=bureau.pu, by=bureau.officer)


CASE = {"number": "1", "person": "某某某", "stage": "小学"}


def test_a_confidential_record_stays_with_its_school(bureau):
    case = actions.add("student_aid.breaches", CASE, unit=bureau.school, by=bureau.clerk)
    assert queries.live(bureau.clerk, case.pk) == case
    for above in (bureau.officer, bureau.reviewer, bureau.auditor, bureau.admin):
        with pytest.raises(LiveRecord.DoesNotExist):
            queries.live(above, case.pk)
    for write in (actions.end, actions.unmask):
        with pytest.raises(NotAllowed):
            write(case, reason="看看", by=bureau.officer)


def test_what_a_section_keeps_is_the_bureaus_own(bureau):
    case = actions.add("student_aid.breaches", CASE, unit=bureau.aid, by=bureau.officer)
    assert queries.live(bureau.officer, case.pk) == case
    with pytest.raises(LiveRecord.DoesNotExist):
        queries.live(bureau.clerk, case.pk)


def test_the_other_side_sees_a_record_that_names_it_and_cannot_change_it(bureau):
    far = bureau.person("far", "clerk", bureau.far)
    record = actions.add(PUPILS, pupil(from_school="S3"), unit=bureau.school, by=bureau.clerk)
    assert queries.live(far, record.pk) == record
    with pytest.raises(NotAllowed):
        actions.edit(record, pupil(grant="1"), by=far)
    unnamed = actions.add(PUPILS, pupil(2), unit=bureau.school, by=bureau.clerk)
    with pytest.raises(LiveRecord.DoesNotExist):
        queries.live(far, unnamed.pk)


def test_the_audit_log_keeps_no_reason_of_a_confidential_record(bureau, record):
    case = actions.add("student_aid.breaches", CASE, unit=bureau.school, by=bureau.clerk)
    actions.end(case, reason="某某某被诬告", by=bureau.clerk)
    assert Change.objects.get(record=case, action="end").reason == "某某某被诬告"
    assert not any("某某某" in str(event.detail) for event in AuditEvent.objects.all())
    actions.end(record, reason="转出", by=bureau.clerk)
    assert AuditEvent.objects.last().detail["reason"] == "转出"


# --- records that are approved ----------------------------------------------------------------------------


def granted(bureau, *states):
    """A grant, brought to each of the states by whoever does that."""
    record = actions.add(GRANTS, {"number": "1", "grant": "5"}, unit=bureau.school, by=bureau.clerk)
    for state in states:
        by = bureau.officer if state in ("approved", "returned") else bureau.clerk
        record = actions.move(again(record), state, by=by, reason="看过")
    return again(record)


@pytest.mark.parametrize("states", [["submitted"], ["submitted", "approved"], ["submitted", "approved", "paid"]])
def test_what_was_submitted_or_approved_begins_anew_when_it_is_edited(bureau, states):
    record = granted(bureau, *states)
    edited = actions.edit(record, {"number": "1", "grant": "900"}, by=bureau.clerk)
    assert edited.state == "draft"
    assert queries.history(edited)[0].state == (states[-1], "draft")
    with pytest.raises(WrongState):
        actions.move(again(record), "approved", by=bureau.officer)


@pytest.mark.parametrize("states", [[], ["submitted", "returned"]])
def test_what_is_still_to_be_submitted_is_edited_where_it_stands(bureau, states):
    record = granted(bureau, *states)
    assert actions.edit(record, {"number": "1", "grant": "900"}, by=bureau.clerk).state == ["draft", *states][-1]


def test_what_was_approved_ends_without_being_rewritten(bureau):
    ended = actions.end(granted(bureau, "submitted", "approved"), reason="毕业", by=bureau.clerk)
    assert (ended.state, ended.fields["grant"]) == ("approved", "5")


# --- records that change the tree -------------------------------------------------------------------------


def closing(bureau, **typed):
    row = {"school": "S2", "heir": "S1", "effective_on": "2026-09-01"} | typed
    record = actions.add("student_aid.closing", row, unit=bureau.aid, by=bureau.officer)
    return actions.move(record, "submitted", by=bureau.officer)


def test_an_approved_closing_closes_the_school(bureau):
    actions.move(closing(bureau), "approved", by=bureau.admin)
    school = OrgUnit.objects.get(code="S2")
    assert str(school.closed) == "2026-08-31"
    assert AuditEvent.objects.get(action="unit.close").detail["into"] == "S1"


def test_who_wrote_it_and_who_does_not_look_after_the_tree_cannot_approve_it(bureau):
    record = closing(bureau)
    with pytest.raises(NotAllowed):
        actions.move(record, "approved", by=bureau.officer)
    bureau.give(bureau.officer, "administrator", bureau.city)
    bureau.officer.__dict__.pop("roles_in_force", None)
    with pytest.raises(NotAllowed, match=r"本人|自己"):
        actions.move(record, "approved", by=bureau.officer)


def test_a_submitted_change_of_the_tree_is_left_alone_until_it_is_returned(bureau):
    record = closing(bureau, effective_on="")
    with pytest.raises(Refused, match="生效日期"):
        actions.move(record, "approved", by=bureau.admin)
    record = again(record)
    with pytest.raises(WrongState, match="退回"):
        actions.edit(record, {"school": "S2"}, by=bureau.officer)
    returned = actions.move(record, "returned", by=bureau.admin, reason="补日期")
    edited = actions.edit(returned, {"school": "S2", "effective_on": "2026-09-01"}, by=bureau.officer)
    assert edited.state == "returned"
    with pytest.raises(WrongState, match="“已退回”，不能转为“已批准”；只有处于 已提交 状态"):
        actions.move(edited, "approved", by=bureau.admin)


def test_an_approved_opening_opens_the_school_under_its_code(bureau):
    row = {"school": "新河小学", "stage": "小学", "effective_on": "2026-09-01"}
    record = actions.add("student_aid.opening", row, unit=bureau.aid, by=bureau.officer)
    record = actions.move(record, "submitted", by=bureau.officer)
    with pytest.raises(Refused, match="机构代码"):
        actions.move(record, "approved", by=bureau.admin)
    with pytest.raises(Refused, match="已被使用"):
        actions.move(again(record), "approved", by=bureau.admin, code="S1", parent=bureau.pu)
    actions.move(again(record), "approved", by=bureau.admin, code="S9", parent=bureau.pu)
    assert OrgUnit.objects.get(code="S9").path.startswith(bureau.pu.path)


def test_an_approved_split_opens_a_school_that_succeeds_the_one_it_comes_from(bureau):
    row = {"school": "新河小学", "from_school": "S1", "stage": "小学", "effective_on": "2026-09-01"}
    record = actions.add("student_aid.parting", row, unit=bureau.aid, by=bureau.officer)
    record = actions.move(record, "submitted", by=bureau.officer)
    actions.move(record, "approved", by=bureau.admin, code="S9", parent=bureau.pu)
    [part] = Succession.objects.filter(unit__code="S1")
    assert (part.heir.code, part.how, str(part.since)) == ("S9", Succession.How.SPLIT, "2026-09-01")
    assert OrgUnit.objects.get(code="S1").closed is None
    assert AuditEvent.objects.get(action="unit.split").detail["units"] == ["S9"]
