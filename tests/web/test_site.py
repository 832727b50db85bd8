"""What people meet in a browser: log-in, pages within their rights, refusals that say what to do."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from babel.messages.pofile import read_po
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from taizhang.findings import Finding, Severity, Template
from taizhang.periods import Period, PeriodKind
from taizhang.web import words
from taizhang.web.accounts.models import Person, Role
from taizhang.web.collection.actions import open_round
from taizhang.web.collection.models import ReceivedFile, Submission, SubmissionState
from taizhang.web.collection.templatetags import spoken
from taizhang.web.ledger.models import AuditEvent, Observation
from web.conftest import browser

PASSWORD = "青汀-2026-松溪桥"
FORM = {"小学": 46, "资助经费": 12500}


def send(client, data, name="松溪小学.xlsx"):
    return client.post(reverse("collection:upload"), {"file": SimpleUploadedFile(name, data)}, follow=True)


# --- coming in ----------------------------------------------------------------------------------------------


PAGES = ["/", "/submissions/", "/submissions/upload/", "/submissions/1/", "/api/docs", "/admin/"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_asks_for_a_log_in(db, path):
    response = browser().get(path)
    assert response.status_code == 302
    assert "login" in response.url


def test_log_in_and_out(bureau):
    client = browser()
    response = client.post("/login/", {"username": "clerk", "password": PASSWORD}, follow=True)
    assert "待办" in response.text
    assert client.post("/logout/").status_code == 302
    assert client.get("/").status_code == 302


def test_five_wrong_passwords_lock(bureau):
    client = browser()
    for _ in range(5):
        response = client.post("/login/", {"username": "clerk", "password": "wrong"})
    assert response.status_code == 429
    assert "锁定" in response.text
    assert "锁定" in client.post("/login/", {"username": "clerk", "password": PASSWORD}).text


def test_a_disabled_person_is_out_at_once(bureau):
    client = browser(bureau.clerk)
    assert client.get("/").status_code == 200
    Person.objects.filter(pk=bureau.clerk.pk).update(is_active=False)
    assert client.get("/").status_code == 302


def test_an_idle_session_ends(bureau, settings):
    client = browser(bureau.clerk)
    client.get("/")
    session = client.session
    assert session.get_expiry_age() <= settings.SESSION_COOKIE_AGE
    type(session).get_model_class().objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/").status_code == 302


# --- the wire -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/submissions/", "/api/docs", "/admin/"])
def test_pages_ask_no_address_but_ours(bureau, path):
    response = browser(bureau.admin).get(path)
    assert response.status_code == 200
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy
    assert not re.findall(r"(?:src|href)=[\"'](?:https?:)?//[^\"']+", response.text)
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_what_is_named_in_pages_is_there(bureau):
    page = browser(bureau.clerk).get("/").text
    for asset in re.findall(r"(?:src|href)=\"(/static/[^\"]+)", page):
        assert browser().get(asset).status_code == 200, asset


def test_health_needs_no_log_in(db):
    with CaptureQueriesContext(connection) as asked:
        assert browser().get("/health").json() == {"ok": True}
    assert [one["sql"] for one in asked] == ["SELECT 1"], "the database answers, not only its connection"


# --- language -----------------------------------------------------------------------------------------------


def test_chinese_first_whatever_the_browser_prefers(bureau):
    client = browser(bureau.clerk)
    page = client.get("/", headers={"Accept-Language": "en"}).text
    assert "待办" in page
    assert ">English</button>" in page
    client.post("/language/setlang/", {"language": "en", "next": "/"})
    page = client.get("/").text
    assert "To do" in page
    assert not re.findall(r"[\u4e00-\u9fff]+", re.sub(r"简体中文|<option.*?</option>", "", page))


def test_a_refusal_says_once_where_it_is():
    told = [Finding("report-sealed", place, {}, Template("x", Severity.ERROR, zh, zh))
            for place, zh in (("表!F8", "表!F8 应为数字"), ("表!F8", "应为数字"))]
    assert [spoken.place(one) for one in told] == ["", "表!F8"]


def test_every_word_of_the_screen_has_its_english():
    said = re.compile(r"{% translate [\"'](.+?)[\"'](?: context \"\w+\")? %}|\b(?:_|gettext_lazy)\(\s*\"(.+?)\"")
    sources = [path for kind in ("*.html", "*.py") for path in Path(words.__file__).parent.rglob(kind)]
    found = {one or other for path in sources for one, other in said.findall(path.read_text("utf-8"))}
    blocks = re.compile(r"{% blocktranslate[^%]*%}(.+?){% endblocktranslate %}")
    texts = (text for path in sources for text in blocks.findall(path.read_text("utf-8")))
    found |= {re.sub(r"{{ (\w+) }}", r"%(\1)s", text) for text in texts}
    with (words.SOURCES / "en/LC_MESSAGES/django.po").open("rb") as file:
        catalog = read_po(file)
    translated = {message.id for message in catalog if message.id and message.string}
    assert found - translated == set(), "without English"
    assert translated - found == set(), "no longer said"


# --- submissions --------------------------------------------------------------------------------------------


def test_a_school_fills_sends_and_the_bureau_approves(bureau):
    open_round(period=Period.parse("2026H1"), unit=bureau.city, whats=["student_aid.basics"], due=date(2026, 7, 1),
               by=bureau.officer)  # fmt: skip
    clerk = browser(bureau.clerk)
    assert "学生资助基本情况" in clerk.get("/").text
    submission = Submission.objects.get(unit=bureau.school)
    handed = clerk.get(reverse("collection:workbook", args=[submission.pk]))
    assert handed.headers["Content-Disposition"].startswith("attachment")
    assert BytesIO(handed.content).read(2) == b"PK"

    page = send(clerk, bureau.workbook(FORM)).text
    assert "12500" in page
    assert "草稿" in page
    assert "已接收，还没有报送" in page
    for person, step, told in (
        (bureau.clerk, "submit", "已报送，等待审核"), (bureau.reviewer, "check", "已初审通过"),
        (bureau.officer, "approve", "已审定，2 个数据已入库"),
    ):  # fmt: skip
        url, shown = reverse("collection:step", args=[submission.pk, step]), {"version": submission.current.pk}
        response = browser(person).post(url, shown, follow=True)
        assert told in response.text
    assert Observation.objects.count() == 2


def test_a_section_opens_a_round_on_a_page(bureau):
    client, url = browser(bureau.officer), reverse("collection:new_round")
    asked = {"period": "2026年上半年", "unit": bureau.city.pk, "whats": ["student_aid.basics"],
             "due": (timezone.localdate() + timedelta(days=9)).isoformat(), "confirm": "1"}  # fmt: skip
    assert "不是报告期" in client.post(url, asked | {"period": "某天"}).text
    today = timezone.localdate()
    assert f'<option value="{Period.holding(today, PeriodKind.HALF).zh}">' in client.get(url).text
    assert not Submission.objects.exists()
    assert "已布置 3 份" in client.post(url, asked, follow=True).text
    assert {s.period for s in Submission.objects.all()} == {"2026H1"}
    assert browser(bureau.clerk).get(url).status_code == 403


def test_a_refused_file_shows_where_and_how_to_mend_it(bureau):
    page = send(browser(bureau.clerk), bureau.workbook({"小学": "四十六左右"})).text
    assert "没有接收" in page
    assert "学生资助基本情况!" in page
    assert "四十六左右" in page


def test_the_refused_workbook_comes_back_with_comments(bureau):
    client = browser(bureau.clerk)
    send(client, bureau.workbook({"小学": "四十六左右"}))
    marked = client.get(reverse("collection:marked", args=[ReceivedFile.objects.get().pk]))
    book = openpyxl.load_workbook(BytesIO(marked.content))
    comments = [cell.comment.text for row in book["学生资助基本情况"].iter_rows() for cell in row if cell.comment]
    assert any("四十六左右" in comment for comment in comments)


NAMES = ("家庭经济困难学生（小学）", "资助经费")


def test_a_form_is_filled_in_on_a_page(bureau):
    submission = Submission.objects.create(unit=bureau.school, what="student_aid.basics", period="2026H1")
    client, url = browser(bureau.clerk), reverse("collection:fill", args=[submission.pk])
    assert all(f'name="{name}"' in client.get(url).text for name in NAMES)
    response = client.post(url, dict(zip(NAMES, ("46", "1.25万"), strict=True)), follow=True)
    assert "12500" in response.text
    bureau.approve(submission)
    assert {o.value for o in Observation.objects.all()} == {46, 12500}
    assert client.post(url, {}).status_code == 409


def test_a_form_filled_in_wrongly_keeps_what_was_typed_and_stores_nothing(bureau):
    submission = Submission.objects.create(unit=bureau.school, what="student_aid.basics", period="2026H1")
    url = reverse("collection:fill", args=[submission.pk])
    response = browser(bureau.clerk).post(url, dict(zip(NAMES, ("很多", "12500"), strict=True)), follow=True)
    assert response.redirect_chain == [(f"{url}?tried=1", 302)], "going back sends nothing again"
    assert "no-store" in response.headers["Cache-Control"], "and shows what is saved now"
    assert 'value="很多"' in response.text
    assert 'value="12500"' in response.text
    assert submission.current is None
    assert browser(bureau.reviewer).get(url).status_code == 404


def test_notes_on_cells_come_back_to_the_sender(bureau):
    send(browser(bureau.clerk), bureau.workbook(FORM))
    submission = Submission.objects.get()
    seen = {"version": submission.current.pk}
    browser(bureau.clerk).post(reverse("collection:step", args=[submission.pk, "submit"]), seen)
    place = submission.current.cells[0]["place"]
    asked = {"reason": "人数不符", "place": [place], "text": ["应为47人"], **seen}
    browser(bureau.reviewer).post(reverse("collection:step", args=[submission.pk, "return"]), asked)
    page = browser(bureau.clerk).get(reverse("collection:detail", args=[submission.pk])).text
    assert "应为47人" in page
    assert Submission.objects.get().state == SubmissionState.RETURNED


def test_a_refused_step_says_what_to_do(bureau):
    send(browser(bureau.clerk), bureau.workbook(FORM))
    response = browser(bureau.officer).post(reverse("collection:step", args=[Submission.objects.get().pk, "approve"]))
    assert response.status_code == 409
    assert "只有处于" in response.text


def test_a_refusal_leads_back_to_the_form_that_the_browser_keeps(bureau):
    send(browser(bureau.clerk), bureau.workbook(FORM))
    page = reverse("collection:detail", args=[Submission.objects.get().pk])
    refused = browser(bureau.officer).post(reverse("collection:step", args=[Submission.objects.get().pk, "approve"]))
    assert "返回上一页" in refused.text
    assert "no-store" not in browser(bureau.officer).get(page).headers.get("Cache-Control", "")


def test_buttons_are_only_what_one_may_do_now(bureau):
    send(browser(bureau.clerk), bureau.workbook(FORM))
    url = reverse("collection:detail", args=[Submission.objects.get().pk])
    assert "step-submit" in browser(bureau.clerk).get(url).text
    assert "step-" not in browser(bureau.head).get(url).text


@pytest.mark.parametrize("who", ["stranger", "xi"])
def test_others_submissions_do_not_exist(bureau, who):
    send(browser(bureau.clerk), bureau.workbook(FORM))
    outsider = bureau.person("stranger", "clerk", bureau.other) if who == "stranger" else bureau.person(
        "xi", "county_reviewer", bureau.xi)  # fmt: skip
    submission = Submission.objects.get()
    client = browser(outsider)
    assert client.get(reverse("collection:detail", args=[submission.pk])).status_code == 404
    assert client.get(reverse("collection:download", args=[submission.current.file_id])).status_code == 404
    assert client.post(reverse("collection:step", args=[submission.pk, "submit"])).status_code == 404


def test_a_register_is_shown_masked_and_its_file_kept_from_the_curious(bureau):
    data = bureau.workbook(records=[("张小花", "小学", 625, 625, "2026-03-05")])
    page = send(browser(bureau.clerk), data, "台账.xlsx").text
    assert "张＊＊" in page
    assert "张小花" not in page
    file = reverse("collection:download", args=[Submission.objects.get().current.file_id])
    assert browser(bureau.clerk).get(file).content == data
    assert AuditEvent.objects.last().action == "file.open"
    assert browser(bureau.reviewer).get(file).status_code == 403


def test_a_blank_workbook_is_not_said_to_be_sent(bureau):
    data = bureau.workbook({})
    for submits in ({}, {"submits": "on"}):
        sent = {"file": SimpleUploadedFile("空表.xlsx", data), **submits}
        page = browser(bureau.clerk).post(reverse("collection:upload"), sent, follow=True).text
        assert "没有填写内容，没有报送" in page
        assert "等待审核" not in page
    assert not Submission.objects.exists()
    assert not ReceivedFile.objects.filter(accepted=True).exists()


def test_what_is_written_in_a_workbook_does_not_run_on_a_page(bureau):
    page = send(browser(bureau.clerk), bureau.workbook({"小学": "<script>alert(1)</script>"})).text
    assert "<script>alert" not in page


# --- the back office ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", ["ledger/observation", "ledger/auditevent", "ledger/orgunit", "ledger/release",
                                   "accounts/person", "accounts/role", "collection/submission"])  # fmt: skip
def test_the_back_office_shows_and_does_not_change_the_ledger(bureau, model):
    bureau.observe("student_aid.recipients", "12")
    assert browser(bureau.auditor).get(f"/admin/{model}/").status_code == 200
    assert browser(bureau.clerk).get(f"/admin/{model}/").status_code == 302
    if model.startswith("ledger"):
        assert browser(bureau.admin).get(f"/admin/{model}/add/").status_code == 403


def test_an_administrator_adds_a_person_and_a_role_there(bureau):
    client = browser(bureau.admin)
    new = {"username": "newclerk", "name": "新人", "password": PASSWORD, "unit": bureau.school.pk}
    assert client.post("/admin/accounts/person/add/", new).status_code == 302
    person = Person.objects.get(username="newclerk")
    role = {"person": person.pk, "kind": "clerk", "unit": bureau.school.pk, "domains": ["student_aid"]}
    assert client.post("/admin/accounts/role/add/", role).status_code == 302
    assert Role.objects.get(person=person).domains == ["student_aid"]
    assert person.check_password(PASSWORD)
    assert [e.action for e in AuditEvent.objects.order_by("-id")[:2]] == ["role.grant", "person.add"]
    assert browser(bureau.auditor).get("/admin/accounts/person/add/").status_code == 403
