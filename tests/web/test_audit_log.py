"""Auditors search the log, read each event in words, take it out, and have the chains verified."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from taizhang.web import words
from taizhang.web.accounts import actions
from taizhang.web.accounts.models import RoleKind
from taizhang.web.action_words import THINGS, VERBS, action_words
from taizhang.web.ledger import append_only, audit
from taizhang.web.ledger.audit_log import EventsAsked, events, page
from taizhang.web.ledger.audit_words import detail_words, object_choices, object_words
from taizhang.web.ledger.models import AuditEvent
from taizhang.web.registers.models import Change
from taizhang.web.supervision.models import Move
from web.conftest import browser


def shown(client, **said):
    return re.findall(r'audit/(\d+)/">', client.get(reverse("audit:log"), said).text)


@pytest.mark.parametrize("kind", RoleKind)
def test_only_auditors_read_it(bureau, kind):
    client = browser(bureau.people[kind])
    expected = 200 if kind == RoleKind.AUDITOR else 403
    for url in (reverse("audit:log"), reverse("audit:event", args=[1]), reverse("audit:export", args=["csv"])):
        assert client.get(url).status_code == expected
    assert client.post(reverse("audit:verify")).status_code == expected


def test_events_are_found_by_person_action_object_address_and_day(bureau):
    client = browser(bureau.auditor)
    actions.disable(bureau.clerk, by=bureau.admin)
    last = str(AuditEvent.objects.last().pk)
    today = timezone.localdate()
    assert shown(client, person="admin", action="person.disable") == [last]
    assert shown(client, thing="person", number=str(bureau.clerk.pk))[0] == last
    assert shown(client, action="person.dis", since=today.isoformat(), until=today.isoformat()) == [last]
    for nothing in ({"person": "nobody"}, {"address": "10."}, {"until": (today - timedelta(days=1)).isoformat()}):
        assert shown(client, **nothing) == []
    assert "没有符合条件" in client.get(reverse("audit:log"), {"person": "nobody"}).text
    assert "年份不合常理" in client.get(reverse("audit:log"), {"since": "0001-01-01", "until": "9999-12-31"}).text


def test_a_finding_is_judged_in_the_log_in_the_words_of_the_buttons():
    assert [action_words(f"finding.{verb}") for verb in ("confirm", "dismiss")] == ["问题 · 属实", "问题 · 误报"]


def test_an_event_is_told_in_words(bureau):
    actions.grant(bureau.clerk, RoleKind.CLERK, unit=bureau.other, by=bureau.admin, domains=["student_aid"])
    text = browser(bureau.auditor).get(reverse("audit:event", args=[AuditEvent.objects.last().pk])).text
    assert "角色 · 授予" in text
    assert "student_aid" in text
    assert AuditEvent.objects.last().hash in text


def test_pages_go_on_by_number_without_losing_or_repeating(bureau):
    audit.record_all("person.change", [(bureau.clerk, {"number": at}) for at in range(25)], by=bureau.admin)
    found, seen, before = events(bureau.auditor), [], None
    while True:
        part = page(found, before=before, size=10)
        seen += [event.id for event in part.rows]
        if (before := part.older) is None:
            break
        back = page(found, after=page(found, before=before, size=10).rows[0].id, size=10)
        assert [event.id for event in back.rows] == [event.id for event in part.rows]
    assert seen == sorted(AuditEvent.objects.values_list("id", flat=True), reverse=True)


def test_a_deep_page_costs_as_many_queries_as_the_first(bureau, django_assert_num_queries):
    found = events(bureau.auditor)
    for before in (None, 5):
        with django_assert_num_queries(1):
            page(found, before=before)


def test_a_countys_auditor_reads_what_concerns_the_county(bureau):
    local = bureau.person("local", RoleKind.AUDITOR, bureau.pu)
    audit.record("submission.fill", bureau.clerk, by=bureau.clerk)
    theirs = AuditEvent.objects.last().pk
    audit.record("session.in", bureau.far, by=bureau.person("xi", RoleKind.CLERK, bureau.far))
    strange = AuditEvent.objects.last().pk
    readable = set(events(local).values_list("id", flat=True))
    assert theirs in readable
    assert strange not in readable
    of_school = AuditEvent.objects.get(action="unit.open", object_id=str(bureau.school.pk)).pk
    assert of_school in readable
    assert AuditEvent.objects.get(action="unit.open", object_id=str(bureau.far.pk)).pk not in readable
    assert browser(local).get(reverse("audit:event", args=[strange])).status_code == 404


@pytest.mark.parametrize("where", ["city", "pu"])
@pytest.mark.parametrize(("domains", "reads"), [(["student_aid"], True), (["teachers"], False), ([], True)])
def test_an_auditor_of_some_domains_reads_what_concerns_those(bureau, where, domains, reads):
    seen = bureau.observe("student_aid.fund", "12500")
    audit.record("observation.correct", seen, by=bureau.officer)
    theirs = AuditEvent.objects.last()
    audit.record("unit.change", bureau.school, by=bureau.admin)
    of_a_unit = AuditEvent.objects.last()
    audit.record("paper.upload", seen.source, by=bureau.clerk)
    untold = AuditEvent.objects.last()
    local = bureau.person("local", RoleKind.AUDITOR, getattr(bureau, where), domains)
    readable = {event.pk for event in events(local)}
    assert (theirs.pk in readable) is reads
    assert of_a_unit.pk in readable, "a unit is of no domain"
    assert (untold.pk in readable) is (not domains), "nobody can tell of which domain"
    page = browser(local).get(reverse("audit:event", args=[theirs.pk]))
    assert page.status_code == (200 if reads else 404)
    listed = browser(local).get(reverse("admin:ledger_auditevent_changelist")).context["cl"].queryset
    assert listed.filter(pk=theirs.pk).exists() is reads


def test_what_was_found_goes_out_as_csv_and_xlsx_and_that_is_noted(bureau):
    client = browser(bureau.auditor)
    audit.record("task.report", bureau.clerk, by=bureau.admin, note="=1+1")
    asked = {"action": "task.report"}
    response = client.get(reverse("audit:export", args=["csv"]), asked)
    assert response.streaming
    lines = response.getvalue().decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    book = openpyxl.load_workbook(BytesIO(client.get(reverse("audit:export", args=["xlsx"]), asked).getvalue()))
    [head, row] = book.active.values
    assert head[0] == "编号"
    assert row[7] == "task.report"
    assert AuditEvent.objects.filter(action="audit.export").count() == 2
    assert client.get(reverse("audit:export", args=["pdf"])).status_code == 404


def test_verify_now_says_that_all_is_whole(bureau):
    page_ = browser(bureau.auditor).post(reverse("audit:verify")).text
    assert "没有内容被改动或删除" in page_
    assert AuditEvent.objects.last().action == "ledger.verify"


def test_verify_now_says_what_was_tampered_with(committed_bureau):
    with connection.schema_editor() as schema:
        append_only.remove(schema)
    AuditEvent.objects.filter(pk=2).update(person="nobody")
    page_ = browser(committed_bureau.auditor).post(reverse("audit:verify")).text
    assert "auditevent 2" in page_
    assert "请立即封存服务器" in page_


def test_every_action_of_the_site_has_words():
    said = re.compile(r'audit\.record(?:_all)?\(\s*"([a-z_]+)\.([a-z_]+)"')
    sources = (path.read_text("utf-8") for path in Path(words.__file__).parent.rglob("*.py"))
    actions_ = {one for text in sources for one in said.findall(text)}
    assert ("person", "add") in actions_
    assert {f"{thing}.{verb}" for thing, verb in actions_ if thing not in THINGS or verb not in VERBS} == set()
    steps = {*Change.Action.values, *Move.values}
    assert {step for step in steps if step not in VERBS} == set()
    assert action_words("nothing.known") == "nothing · known"


def test_the_state_of_a_record_is_told_in_words(bureau):
    event = AuditEvent(action="record.move", object_type="liverecord", object_id="1", detail={"to": "submitted"})
    assert (action_words(event.action), detail_words(event)) == ("记录 · 办理", "至：已提交")


@pytest.mark.parametrize(
    ("thing", "detail", "said"),
    [
        ("submission", {"before": "draft", "after": "submitted"}, "之前：草稿；之后：已报送"),
        ("task", {"before": "awaiting", "after": "active"}, "之前：待签收；之后：推进中"),
        ("report", {"kind": "brief"}, "类别：一页简报"),
        ("role", {"kind": "clerk"}, "类别：填报人"),
        ("report", {"block": "p1-2-0"}, "段落：二、（三）第1段"),
        ("report", {"block": "h0"}, "段落：一、标题"),
        ("submission", {"finding": "student_aid.never-more-than-due"}, "问题：实发 … 元大于应发 … 元"),
        ("round", {"period": "2026H1", "whats": ["student_aid.basics"]},
         "报告期：2026年上半年；报表或台账：学生资助基本情况"),
        ("plan", {"source": "report"}, "来源：印发的报告"),
        ("session", {"how": "oidc"}, "方式：统一登录"),
        ("task", {"after": "a state of before"}, "之后：a state of before"),
    ],
)
def test_states_and_kinds_are_told_in_words(thing, detail, said):
    assert detail_words(AuditEvent(object_type=thing, detail=detail)) == said


@pytest.mark.usefixtures("more_registers")
def test_the_fields_of_a_record_and_yes_and_no_are_told_in_words():
    edited = {"register": "student_aid.pupils", "fields": ["grant", "gone"]}
    assert detail_words(AuditEvent(object_type="liverecord", detail=edited)) == "业务台账：学生台账；字段：金额、gone"
    below = {"register": "student_aid.pupils.visits", "fields": ["note"]}
    assert "字段：情况" in detail_words(AuditEvent(object_type="liverecord", detail=below))
    sent = {"tries": True, "submits": False}
    assert detail_words(AuditEvent(object_type="intake", detail=sent)) == "只检查、不接收：是；无须说明的直接提交：否"


def test_each_kind_of_object_is_offered_once_and_told_in_words(bureau):
    offered = [str(word) for _name, word in object_choices()]
    assert len(offered) == len(set(offered))
    assert object_words(AuditEvent(object_type="receivedfile", object_id="3")) == "收到的文件 3"
    assert set(AuditEvent.objects.values_list("object_type", flat=True)) <= dict(object_choices()).keys()


def test_a_day_is_taken_whole(bureau):
    found = events(bureau.auditor, EventsAsked(since=date(2000, 1, 1), until=timezone.localdate()))
    assert found.count() == AuditEvent.objects.count()


def test_work_inside_other_work_leaves_its_events_in_order_and_none_where_it_was_undone(bureau):
    with audit.together():
        audit.record("test.first", bureau.school, by=bureau.clerk)
        with pytest.raises(KeyError), audit.together():
            audit.record("test.undone", bureau.school, by=bureau.clerk)
            raise KeyError
        with audit.together():
            audit.record("test.second", bureau.school, by=bureau.clerk)
        audit.record("test.last", bureau.school, by=bureau.clerk)
    left = AuditEvent.objects.filter(action__startswith="test.").order_by("id")
    assert list(left.values_list("action", flat=True)) == ["test.first", "test.second", "test.last"]
