"""The pages of registers, as each role meets them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from test_register_import import ROWS, sheet

from taizhang.periods import Period, PeriodKind
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import AuditEvent
from taizhang.web.registers import actions, twins
from taizhang.web.registers.models import LiveRecord, Proposal, Twins
from taizhang.web.registers.templatetags.registered import reference_day
from web.kept_registers import GRANTS, PUPILS, id_number, pupil

pytestmark = pytest.mark.usefixtures("more_registers")


@pytest.fixture
def record(bureau):
    return actions.add(PUPILS, pupil(id_number=id_number(1)), unit=bureau.school, by=bureau.clerk)


@pytest.fixture
def seen(client):
    """What a person is answered: the status, and the text without tags."""

    def get(person, name, *args, data=None, post=None, **query):
        client.force_login(person)
        address = reverse(f"registers:{name}", args=args)
        answer = client.get(address, query) if post is None else client.post(address, post)
        answer.text_only = re.sub(r"<[^>]+>|\s+", " ", answer.content.decode(errors="replace"))
        return answer

    return get


def test_a_person_sees_the_registers_of_their_domains_with_their_counts(record, bureau, seen):
    assert "学生台账 1" in re.sub(r"\s+", " ", seen(bureau.clerk, "list").text_only)
    bureau.give(bureau.head, "county_reviewer", bureau.city, domains=["teachers"])
    assert "学生台账" not in seen(bureau.head, "list").text_only


def test_a_term_is_shown_offered_and_kept_by_its_name(bureau, seen):
    record = actions.add(PUPILS, pupil(id_number=id_number(1), term="SY2025-T2"), unit=bureau.school, by=bureau.clerk)
    page = seen(bureau.clerk, "edit", record.pk).content.decode()
    assert 'value="2025—2026学年第二学期" list="p-term"' in page
    assert f'<option value="{Period.holding(timezone.localdate(), PeriodKind.TERM).zh}">' in page
    typed = pupil(id_number=id_number(1), term="2026—2027学年第一学期") | {"_steps": "1"}
    seen(bureau.clerk, "edit", record.pk, post=typed)
    assert "2026—2027学年第一学期" in seen(bureau.clerk, "record", record.pk).text_only


ROLES = ["clerk", "officer", "reviewer", "writer", "head", "supervisor", "auditor", "admin", "far"]
# page or action: who gets it (all others 403 or 404)
ALLOWED = {
    ("list", ()): set(ROLES),
    ("register", (PUPILS,)): {"clerk", "officer", "reviewer", "auditor", "far"},
    ("export", (PUPILS,)): {"clerk", "officer", "reviewer", "auditor", "far"},
    ("figures", (PUPILS,)): {"clerk", "officer", "reviewer", "auditor", "far"},
    ("ended", (PUPILS,)): {"clerk", "officer", "reviewer", "auditor", "far"},
    ("add", (PUPILS,)): {"clerk", "officer", "far"},
    ("import", (PUPILS,)): {"clerk", "officer", "far"},
    ("twins", (PUPILS,)): {"officer", "reviewer"},
    ("record", ("pk",)): {"clerk", "officer", "reviewer", "auditor"},
    ("export_record", ("pk",)): {"clerk", "officer", "reviewer", "auditor"},
    ("edit", ("pk",)): {"clerk", "officer"},
    ("add_below", ("pk", "visits")): {"clerk", "officer"},
    ("register", ("student_aid.closing",)): {"clerk", "officer", "reviewer", "auditor", "far", "admin"},
}
WRITES = {
    ("edit", ("pk",)): ({"clerk", "officer"}, pupil(grant="1") | {"_steps": "1"}),
    ("step", ("pk", "end")): ({"clerk", "officer"}, {"reason": "转出", "_steps": "1"}),
    ("unmask", ("pk",)): ({"clerk", "officer"}, {"reason": "核对"}),
    ("add_below", ("pk", "visits")): ({"clerk", "officer"}, {"visited_on": "2026-03-01", "who": "王老师"}),
    ("twins", (PUPILS,)): ({"officer", "reviewer"}, {}),
}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_the_pages_of_the_table_and_no_other(record, bureau, seen, role):
    person = bureau.person("far", "clerk", bureau.far) if role == "far" else getattr(bureau, role)
    for (name, args), roles in ALLOWED.items():
        told = [record.pk if one == "pk" else one for one in args]
        assert (seen(person, name, *told).status_code == 200) is (role in roles), (name, role)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("write", WRITES, ids=lambda one: one[0])
def test_each_role_does_what_the_table_says_and_nothing_else(record, bureau, seen, role, write):
    person = bureau.person("far", "clerk", bureau.far) if role == "far" else getattr(bureau, role)
    roles, post = WRITES[write]
    told = [record.pk if one == "pk" else one for one in write[1]]
    events = AuditEvent.objects.count()
    answer = seen(person, write[0], *told, post=post)
    assert (answer.status_code in (200, 302)) is (role in roles), answer.status_code
    assert (AuditEvent.objects.count() > events) is (role in roles)


def test_a_clerk_registers_somebody_and_is_told_what_is_wrong_beside_the_field(bureau, seen):
    wrong = seen(bureau.clerk, "add", PUPILS, post=pupil(stage="", grant="很多"))
    assert wrong.status_code == 422
    assert 'aria-describedby="w-grant"' in wrong.content.decode()
    assert "张小花" in wrong.content.decode()
    assert seen(bureau.clerk, "add", PUPILS, post=pupil(stage="primary")).status_code == 302
    assert LiveRecord.objects.get().fields["stage"] == "primary"


def test_a_warning_wants_a_word_before_it_is_kept(bureau, seen):
    asked = seen(bureau.clerk, "add", PUPILS, post=pupil(stage="primary", grant="4000"))
    assert (asked.status_code, "偏大" in asked.text_only, "required" in asked.content.decode()) == (422, True, True)
    seen(bureau.clerk, "add", PUPILS, post=pupil(stage="primary", grant="4000") | {"_reason": "两学期"})
    assert LiveRecord.objects.count() == 1


def test_of_two_who_edit_a_page_the_second_is_told(record, bureau, seen):
    seen(bureau.officer, "edit", record.pk, post=pupil(stage="primary", grant="700") | {"_steps": "1"})
    late = seen(bureau.clerk, "edit", record.pk, post=pupil(stage="primary", grant="800") | {"_steps": "1"})
    assert (late.status_code, "他人修改" in late.text_only) == (409, True)


def test_what_was_typed_stays_in_the_form_whatever_it_is_refused_for(record, bureau, seen):
    taken = seen(bureau.clerk, "add", PUPILS, post=pupil(pupil="李大山", stage="primary"))
    assert (taken.status_code, "关键字段相同" in taken.text_only) == (400, True)
    assert 'value="李大山"' in taken.content.decode()
    actions.edit(LiveRecord.objects.get(), pupil(grant="9", id_number=id_number(1)), by=bureau.officer)
    late = seen(bureau.clerk, "edit", record.pk, post=pupil(stage="primary", grant="800") | {"_steps": "1"})
    assert (late.status_code, 'value="800"' in late.content.decode()) == (409, True)


def test_nobody_approves_what_changed_since_they_opened_the_page(bureau, seen):
    one = actions.add(GRANTS, {"number": "1", "grant": "5"}, unit=bureau.school, by=bureau.clerk)
    seen(bureau.clerk, "step", one.pk, "submitted", post={"_steps": "1"})
    assert 'name="_steps" value="2"' in seen(bureau.officer, "record", one.pk).content.decode()
    edited = {"number": "1", "grant": "900", "_steps": "2"}
    assert "回到“草稿”" in seen(bureau.clerk, "edit", one.pk).text_only
    seen(bureau.clerk, "edit", one.pk, post=edited)
    seen(bureau.clerk, "step", one.pk, "submitted", post={"_steps": "3"})
    late = seen(bureau.officer, "step", one.pk, "approved", post={"_steps": "2"})
    assert (late.status_code, LiveRecord.objects.get(pk=one.pk).state) == (409, "submitted")
    seen(bureau.officer, "step", one.pk, "approved", post={"_steps": "4"})
    assert "已转为“已批准”。" in seen(bureau.officer, "record", one.pk).text_only


def test_no_page_shows_a_name_or_a_number_until_a_reason_is_given(record, bureau, seen):
    actions.edit(record, pupil(pupil="张小华", id_number=id_number(2)), by=bureau.clerk)
    for name, args in (("register", [PUPILS]), ("record", [record.pk]), ("edit", [record.pk]), ("ended", [PUPILS])):
        page = seen(bureau.clerk, name, *args).content.decode()
        assert not any(secret in page for secret in ("张小", id_number(1), id_number(2)))
    refused = seen(bureau.clerk, "unmask", record.pk, post={"reason": " "})
    assert refused.status_code == 400
    assert "张小华" not in refused.text_only
    opened = seen(bureau.clerk, "unmask", record.pk, post={"reason": "家长来电"})
    assert "张小华" in opened.text_only
    assert opened.headers["Cache-Control"] == "no-store"


def test_a_search_by_a_personal_field_says_how_it_works(record, bureau, seen):
    page = seen(bureau.clerk, "register", PUPILS, q=id_number(1))
    assert "P00001" in page.text_only
    assert "带密钥的摘要" in page.text_only
    assert "没有符合条件的记录" in seen(bureau.clerk, "register", PUPILS, q="张小").text_only


@pytest.mark.parametrize(
    "query",
    [
        {"sort": "nothing"},
        {"sort": "-pupil"},
        {"after": "x"},
        {"after": "~" + "9" * 40},
        {"before": "a~-1"},
        {"f-stage": "nowhere"},
        {"f-since": "2026-99-99"},
        {"f-term": "春天"},
        {"unit": "'; --"},
        {"q": "%_\\" + "长" * 500},
        {"sort": "helped"},
        {"f-boards": "是", "sort": "-grant", "all": "1"},
    ],
)
def test_an_address_that_asks_for_nonsense_is_answered(record, bureau, seen, query):
    assert seen(bureau.clerk, "register", PUPILS, **query).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/registers/nothing.here/",
        "/registers/records/999/",
        "/registers/records/999/edit/",
        "/registers/behind/999/",
        "/registers/imports/999/",
        "/registers/student_aid.nothing/add/",
    ],
)
def test_what_is_not_there_is_not_found(bureau, client, address):
    client.force_login(bureau.clerk)
    assert client.get(address).status_code == 404


def test_a_file_that_is_refused_is_told_in_the_form_with_what_was_chosen(bureau, seen, settings):
    settings.UPLOAD_LIMIT = 100
    file = SimpleUploadedFile("名单.xlsx", sheet(ROWS))
    refused = seen(bureau.officer, "import", PUPILS, post={"file": file, "unit": "S2", "replaces": "1"})
    assert (refused.status_code, 'role="alert"' in refused.content.decode()) == (422, True)
    assert '<option value="S2" selected>' in refused.content.decode()
    assert 'value="1" checked' in refused.content.decode()


def test_an_import_is_shown_and_then_confirmed(bureau, seen):
    file = SimpleUploadedFile("名单.xlsx", sheet(ROWS))
    shown = seen(bureau.clerk, "import", PUPILS, post={"file": file, "unit": "S1"})
    proposal = Proposal.objects.get()
    assert shown.url == reverse("registers:proposal", args=[proposal.pk])
    preview = seen(bureau.clerk, "proposal", proposal.pk)
    assert "P00001" in preview.text_only
    assert "张小花" not in preview.content.decode()
    assert seen(bureau.reviewer, "proposal", proposal.pk).status_code == 404
    assert seen(bureau.clerk, "proposal", proposal.pk, post={}).status_code == 302
    assert LiveRecord.objects.count() == 3
    assert seen(bureau.clerk, "proposal", proposal.pk, post={}).status_code == 409


def test_a_wrong_file_comes_back_with_comments(bureau, seen):
    rows = [["P1", "张小花", None, "大学", 1, None, None]]
    seen(bureau.clerk, "import", PUPILS, post={"file": SimpleUploadedFile("名单.xlsx", sheet(rows)), "unit": "S1"})
    proposal = Proposal.objects.get()
    assert "不能导入" in seen(bureau.clerk, "proposal", proposal.pk).text_only
    assert seen(bureau.clerk, "marked", proposal.pk).content[:2] == b"PK"


def test_somebody_who_is_in_two_schools_is_found_and_settled(bureau, seen):
    one = actions.add(PUPILS, pupil(1, id_number=id_number(1)), unit=bureau.school, by=bureau.clerk)
    two = actions.add(PUPILS, pupil(7, pupil="张晓花", id_number=id_number(1)), unit=bureau.other, by=bureau.officer)
    seen(bureau.reviewer, "twins", PUPILS, post={})
    pair = Twins.objects.get()
    assert (pair.one, pair.other, pair.why) == (one, two, "number")
    page = seen(bureau.reviewer, "twins", PUPILS)
    assert "身份证号相同" in page.text_only
    assert "张" in page.text_only
    assert "张小花" not in page.content.decode()
    assert seen(bureau.reviewer, "settle", pair.pk, post={"verdict": "same"}).status_code == 400
    assert seen(bureau.clerk, "settle", pair.pk, post={"verdict": "same", "reason": "转学"}).status_code == 403
    assert seen(bureau.reviewer, "settle", pair.pk, post={"verdict": "same", "reason": "转学"}).status_code == 302
    assert seen(bureau.officer, "settle", pair.pk, post={"verdict": "different", "reason": "重名"}).status_code == 409


def test_a_search_for_twins_says_what_it_left_out(bureau, seen, monkeypatch):
    monkeypatch.setattr(twins, "MOST_IN_A_GROUP", 2)
    for nth, name in enumerate(("张小花", "李大山", "王建国", "王建国"), 1):
        actions.add(PUPILS, pupil(nth, pupil=name), unit=bureau.school, by=bureau.clerk)
    seen(bureau.reviewer, "twins", PUPILS, post={})
    assert "有 2 条没有比对完" in seen(bureau.reviewer, "twins", PUPILS).text_only
    monkeypatch.undo()
    seen(bureau.reviewer, "twins", PUPILS, post={})
    page = seen(bureau.reviewer, "twins", PUPILS).text_only
    assert "新发现 1 对疑似重复。" in page
    assert "没有比对完" not in page


def test_as_many_pairs_are_counted_as_are_listed(bureau, seen):
    for school, name, number in ((bureau.school, "张小花", 1), (bureau.far, "李大山", 3)):
        for nth in (number, number + 1):
            typed = pupil(nth, pupil=name, id_number=id_number(number))
            actions.add(PUPILS, typed, unit=school, by=bureau.officer)
    seen(bureau.officer, "twins", PUPILS, post={})
    for person, count in ((bureau.officer, 2), (bureau.reviewer, 1)):
        assert f'<h1>疑似重复 <span class="count">{count}</span>' in seen(person, "twins", PUPILS).content.decode()
        assert f"疑似重复 {count}</a>" in seen(person, "register", PUPILS).content.decode()


def test_a_mirror_says_where_it_is_kept_and_offers_no_editing(bureau, seen):
    page = seen(bureau.clerk, "register", "student_aid.platform")
    assert "全国学生资助系统" in page.text_only
    assert reverse("registers:add", args=["student_aid.platform"]) not in page.content.decode()


def test_a_mirror_whose_rows_say_their_own_day_names_that_column():
    mirror = catalogue().registers["student_aid.platform"]
    assert reference_day(mirror) == "每月末"
    assert reference_day(replace(mirror, reference_date="number")) == "见“编号”一栏"


def test_a_confidential_register_is_empty_for_those_above(bureau, seen):
    case = {"number": "9182", "person": "某某某", "stage": "小学"}
    actions.add("student_aid.breaches", case, unit=bureau.school, by=bureau.clerk)
    assert "9182" in seen(bureau.clerk, "register", "student_aid.breaches").text_only
    for above in (bureau.officer, bureau.reviewer, bureau.auditor):
        assert "9182" not in seen(above, "register", "student_aid.breaches").text_only


def test_the_english_page_is_english(record, bureau, client):
    client.force_login(bureau.clerk)
    client.cookies["django_language"] = "en"
    page = client.get(reverse("registers:register", args=[PUPILS])).content.decode()
    assert "Pupils" in page
    assert "疑似重复" not in page


def test_programs_read_masked_records_with_the_rights_of_their_person(record, bureau, client):
    from taizhang.web.accounts.actions import make_key

    def get(person, address):
        key = make_key(name="程序", scopes=["read"], by=person)
        return client.get(f"/api/{address}", headers={"Authorization": f"Bearer {key}"})

    assert {"code": PUPILS, "count": 1}.items() <= next(
        one for one in get(bureau.clerk, "registers").json() if one["code"] == PUPILS
    ).items()
    [told] = get(bureau.clerk, f"registers/{PUPILS}/records?q=P0000").json()["records"]
    assert told["fields"] | {"pupil": "张＊＊", "grant": "625", "stage": "primary"} == told["fields"]
    assert id_number(1) not in str(told)
    assert get(bureau.person("far", "clerk", bureau.far), f"registers/{PUPILS}/records").json()["records"] == []
    assert get(bureau.head, f"registers/{PUPILS}/records").status_code == 404
