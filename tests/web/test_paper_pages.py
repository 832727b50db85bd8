"""What people meet on the pages of a paper: figures marked, one panel for each, the shelf, promises, the memo."""

from __future__ import annotations

import re
from io import BytesIO

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from taizhang.catalogue import SHIPPED
from taizhang.periods import Period
from taizhang.web.accounts.models import RoleKind
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import Observation
from taizhang.web.ledger.releases import seal_release
from taizhang.web.papers import queries
from taizhang.web.papers.judging import judge
from taizhang.web.papers.models import Figure, Paper, PaperFinding
from taizhang.web.papers.receiving import upload
from taizhang.web.papers.review import reject
from web.conftest import browser
from web.test_paper_review import TEXT, figure

LAST_YEAR = """青汀市教育局2025年上半年工作总结和下半年工作计划
一、上半年工作
（一）学生资助
共资助学生280人。发放资助金11万元。
二、下半年工作计划
年内新建标准化考点25个。
"""
HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture(autouse=True)
def shipped(settings):
    """The site works with the shipped catalogue."""
    settings.TAIZHANG_CATALOGUES = [SHIPPED]


@pytest.fixture
def paper(bureau) -> Paper:
    return upload(TEXT.encode(), "总结.txt", unit=bureau.city, by=bureau.writer)


def page(client, paper, **asked) -> str:
    return client.get(reverse("papers:paper", args=[paper.pk]), asked).text


def lines_of(text: str) -> list[str]:
    return [re.sub("<[^>]+>", "", line) for line in re.findall(r'<p class="text[^"]*">(.*?)</p>', text)]


def act(client, paper, quote, step, data=None, **how):
    url = reverse("papers:decide", args=[paper.pk, figure(paper, quote).number, step])
    return client.post(url, data or {}, **how)


def test_figures_are_marked_by_kind_and_headings_are_listed(bureau, paper):
    text = page(browser(bureau.writer), paper)
    for kind, quote in (("actual read", "330人"), ("target read", "400人"), ("budget read", "20万元"),
                        ("change read", "2.5万元"), ("actual read unread", "xx所")):  # fmt: skip
        assert re.search(rf'<a id="f\d+" class="figure {kind}"[^>]*>{quote}</a>', text), quote
    assert re.findall(r'<li class="level-\d"><a href="#line-\d+">([^<]+)</a>', text)[:2] == ["上半年工作", "学生资助"]


PLAN = """青汀市教育局2026年上半年工作总结和下半年工作计划
一、上半年工作
（一）学生资助
共资助学生330人。
（二）项目建设。新建幼儿园3所。
二、下半年工作计划
（一）8月底前建成投用学校3所，年内新增公办学位3000个，并同步配齐教师，确保秋季学期按时开学、按时招生、平稳运行，不留缺口。
（二）9月底前完成教师交流轮岗180人。
（三）年底前资助学生400人。
三、保障措施
（一）加强领导。
（二）加强督导。
"""


def test_items_that_are_sentences_are_no_headings_and_those_of_a_list_look_alike(bureau):
    text = page(browser(bureau.writer), upload(PLAN.encode(), "计划.txt", unit=bureau.city, by=bureau.writer))
    listed = re.findall(r'<li class="level-\d"><a href="#line-\d+">([^<]+)</a>', text)
    assert listed == ["上半年工作", "学生资助", "项目建设", "下半年工作计划", "保障措施", "加强领导", "加强督导"]
    printed = [re.sub("<[^>]+>", "", line) for line in re.findall(r'<p class="text heading[^"]*">(.*?)</p>', text)]
    assert printed == [
        "一、上半年工作", "（一）学生资助", "二、下半年工作计划", "三、保障措施", "（一）加强领导。",
        "（二）加强督导。",
    ]  # fmt: skip


@pytest.mark.parametrize(("asked", "shown"), [
    ({"kind": "target"}, ["400人"]), ({"kind": "unread"}, ["xx所"]), ({"only": "wrong"}, ["300人"]),
    ({"only": "ledger"}, ["46人"]), ({"state": "accepted"}, []),
])  # fmt: skip
def test_the_text_is_narrowed_to_what_is_asked_for(bureau, paper, asked, shown):
    bureau.observe("student_aid.entitled_pupils", "64", bureau.city)
    lines = lines_of(page(browser(bureau.writer), paper, **asked))
    assert len(lines) == len(shown)
    assert all(one in line for one, line in zip(shown, lines, strict=True))


def test_what_was_cleaned_stands_beside_what_was_received(bureau):
    read = upload(TEXT.replace("330", "３３０").encode(), "宽.txt", unit=bureau.city, by=bureau.writer)
    text = page(browser(bureau.writer), read, cleaned="1")
    assert re.search(r"<del>.*?３３０.*?</del><ins>330</ins>", text)
    assert "<ins>" not in page(browser(bureau.writer), read)


def test_without_a_script_a_figure_opens_in_its_page_and_is_decided_with_buttons(bureau, paper):
    client = browser(bureau.writer)
    first = figure(paper, "330人").number
    assert "采信后记入" in page(client, paper, figure=first)
    answer = act(client, paper, "330人", "accept", follow=True)
    assert "330人：已采信" in answer.text
    assert figure(paper, "330人").state == "accepted"
    assert Observation.objects.get().value == 330
    assert f"figure={first + 1}" in answer.redirect_chain[-1][0], "the next that waits is open"


def test_with_a_script_the_panel_the_mark_and_the_counts_come_back(bureau, paper):
    answer = act(browser(bureau.writer), paper, "330人", "accept", **HTMX)
    assert answer["HX-Trigger-After-Settle"] == "decided"
    assert re.search(r'<a hx-swap-oob="true" id="f\d+" class="figure actual accepted current[^"]*"', answer.text)
    assert 'id="states" hx-swap-oob="true"' in answer.text


def test_a_refusal_is_told_in_the_panel_with_both_values(bureau, paper):
    bureau.observe("student_aid.recipients", "310", bureau.city)
    for how in ({}, HTMX):
        answer = act(browser(bureau.writer), paper, "330人", "accept", **how)
        assert "与台账不符" in answer.text
        assert "310" in answer.text
        assert answer.status_code == (200 if how else 400)


def test_who_may_correct_the_ledger_is_offered_it(bureau, paper):
    bureau.observe("student_aid.recipients", "310", bureau.city)
    url = reverse("papers:figure", args=[paper.pk, figure(paper, "330人").number])
    assert "以来文为准" not in browser(bureau.writer).get(url, **HTMX).text
    bureau.give(bureau.writer, RoleKind.SECTION_OFFICER, bureau.city)
    client = browser(bureau.writer)
    assert "以来文为准" in client.get(url, **HTMX).text
    act(client, paper, "330人", "prevail", {"reason": "漏报已补"})
    assert Observation.objects.in_force().get().value == 330


CORRECTION = {"indicator": "student_aid.recipients", "unit": "临浦区教育局", "period": "2026年上半年", "value": "110",
              "by-stage": "primary"}  # fmt: skip


def corrected(client, paper, **changed):
    url = reverse("papers:correct", args=[paper.pk, figure(paper, "100人").number])
    return client.post(url, CORRECTION | changed, **HTMX)


def test_a_figure_is_corrected_as_to_indicator_unit_period_split_and_value(bureau, paper):
    corrected(browser(bureau.writer), paper)
    entered = Observation.objects.get()
    assert (entered.indicator, entered.unit, entered.period, entered.value, entered.dims) == (
        "student_aid.recipients", bureau.pu, "2026H1", 110, {"stage": "primary"})  # fmt: skip
    assert figure(paper, "100人").state == "corrected"


def test_a_value_is_counted_in_the_unit_of_the_indicator(bureau, paper):
    money = catalogue().indicators["student_aid.aid_money"]
    corrected(browser(bureau.writer), paper, indicator=money.code, value="1.5亿元")
    assert Observation.objects.get().value == {"万元": 15000, "元": 150_000_000}[money.unit]


@pytest.mark.parametrize(("value", "state"), [("300元", "corrected"), ("200元", "read")])
def test_a_corrected_value_is_held_against_the_ledger_in_the_measure_of_its_own_indicator(bureau, paper, value, state):
    money = catalogue().indicators["student_aid.aid_money"]
    bureau.observe(money.code, {"万元": "0.03", "元": "300"}[money.unit], bureau.pu, stage="primary")
    answer = corrected(browser(bureau.writer), paper, indicator=money.code, value=value)
    assert answer.status_code == 200
    assert ("与台账不符" in answer.text) == (state == "read")
    assert figure(paper, "100人").state == state


def test_a_corrected_value_does_not_pass_for_what_was_read(bureau, paper):
    bureau.observe("student_aid.recipients", "100", bureau.pu, stage="primary")
    assert "100" in corrected(browser(bureau.writer), paper, value="110").text
    assert figure(paper, "100人").state == "read"


@pytest.mark.parametrize(("changed", "why"), [
    ({"indicator": "资助学升"}, "没有这个指标；相近的有：资助"), ({"indicator": "#@!"}, "见“业务目录”"),
    ({"unit": "云中县教育局"}, "没有这个机构"),
    ({"period": "去年"}, "不是报告期"), ({"value": "很多"}, "不是一个确定的数"),
    ({"value": "约110"}, "不是一个确定的数"), ({"value": "110万元"}, "不能换算"), ({"value": "1" * 40}, "最多32位"),
    ({"value": "-110"}, "不能小于 0"), ({"value": "110.5"}, "只能是整数"), ({"value": "9" * 16}, "应不大于"),
])  # fmt: skip
def test_a_correction_with_a_mistake_comes_back_with_it(bureau, paper, changed, why):
    answer = corrected(browser(bureau.writer), paper, **changed)
    assert why in answer.text
    assert not Observation.objects.exists()
    assert figure(paper, "100人").state == "read"


@pytest.mark.parametrize(("unit", "value", "taken"), [
    ("松溪小学", "6000", True), ("松溪小学", "6001", False), ("青汀市教育局", "6001", True),
    ("青汀市教育局", "99999999999999", False),
])  # fmt: skip
def test_a_correction_may_say_what_a_form_may_and_a_total_what_many_forms_may(bureau, paper, unit, value, taken):
    answer = corrected(browser(bureau.writer), paper, indicator="student_aid.fee_waived_pupils", unit=unit, value=value)
    assert ("应不大于" not in answer.text) == taken == Observation.objects.exists()


def test_an_indicator_is_found_by_its_name(bureau, paper):
    found = browser(bureau.writer).get(reverse("papers:indicators"), {"indicator": "资助 学生"}).text
    assert "student_aid.recipients" in found
    url = reverse("papers:figure", args=[paper.pk, figure(paper, "100人").number])
    chosen = browser(bureau.writer).get(url, {"indicator": "student_aid.recipients", "value": "7"}, **HTMX).text
    assert 'name="by-stage"' in chosen
    assert 'value="7"' in chosen


def test_many_are_accepted_at_once_and_taken_back_at_once(bureau, paper):
    client = browser(bureau.writer)
    shown = client.get(reverse("papers:sure", args=[paper.pk]), {"least": "0.9"}).text
    assert re.findall(r'<label for="s\d+">([^<]+)</label>', shown) == ["330人", "12.5万元", "46人"]
    chosen = re.findall(r'name="figure" value="(\d+)"', shown)
    url = reverse("papers:accept-sure", args=[paper.pk])
    answer = client.post(url, {"least": "0.9", "figure": chosen}, follow=True)
    assert "已采信 3 个数字" in answer.text
    taken = re.search(r'name="taken" value="([^"]+)"', answer.text)[1]
    url = reverse("papers:take-back-all", args=[paper.pk])
    assert "已撤回 3 个数字" in client.post(url, {"taken": taken, "reason": "重核"}, follow=True).text
    assert not Observation.objects.in_force().exclude(value=None).exists()


def test_of_many_only_those_that_were_left_ticked_are_accepted(bureau, paper):
    url = reverse("papers:accept-sure", args=[paper.pk])
    only = {"least": "0.9", "figure": [figure(paper, "46人").number, figure(paper, "400人").number]}
    answer = browser(bureau.writer).post(url, only, follow=True)
    assert "已采信 1 个数字" in answer.text
    assert "1 个没有采信" in answer.text
    assert [one.quote for one in paper.figures.filter(state="accepted")] == ["46人"]
    assert browser(bureau.head).get(reverse("papers:sure", args=[paper.pk]), {"least": "0.9"}).status_code == 403


def test_a_release_is_held_against_the_totals_that_a_paper_tells(bureau, paper):
    bureau.observe("student_aid.recipients", "200", bureau.school, stage="primary")
    bureau.observe("student_aid.recipients", "130", bureau.far, stage="primary")
    bureau.observe("student_aid.entitled_pupils", "45", bureau.school)
    seal_release(Period.parse("2026H1"), catalogue=catalogue(), by=bureau.writer)
    text = page(browser(bureau.writer), paper)
    marks = re.findall(r'class="figure [^"]*ledger-(\w+)"[^>]*>([^<]+)<', text)
    assert marks == [("agrees", "330人"), ("contradicts", "46人"), ("contradicts", "120人")]
    for quote, status in (("330人", 302), ("46人", 400)):
        assert act(browser(bureau.writer), paper, quote, "accept").status_code == status
    assert figure(paper, "330人").state == "accepted"
    assert not Observation.objects.filter(unit=bureau.city).exists(), "a total is not stored beside its parts"


@pytest.mark.parametrize(("known", "marked"), [
    ("340", [("agrees", "340人")]), ("330", [("agrees", "330人")]), ("310", [("contradicts", "330人")]),
])  # fmt: skip
def test_of_several_values_of_the_same_thing_only_the_one_that_is_meant_contradicts(bureau, known, marked):
    text = TEXT.replace("新建幼儿园", "上半年资助学生340人。新建幼儿园")
    read = upload(text.encode(), "总结.txt", unit=bureau.city, by=bureau.writer)
    assert [figure(read, quote).code for quote in ("330人", "340人")] == ["student_aid.recipients"] * 2
    bureau.observe("student_aid.recipients", known, bureau.city)
    shown = page(browser(bureau.writer), read)
    assert re.findall(r'class="figure [^"]*ledger-(\w+)"[^>]*>([^<]+)<', shown) == marked


def test_the_panel_of_a_value_that_is_not_meant_does_not_say_that_it_contradicts(bureau):
    text = TEXT.replace("新建幼儿园", "上半年资助学生340人。新建幼儿园")
    read = upload(text.encode(), "总结.txt", unit=bureau.city, by=bureau.writer)
    bureau.observe("student_aid.recipients", "310", bureau.city)
    panel = lambda quote: browser(bureau.writer).get(  # noqa: E731
        reverse("papers:figure", args=[read.pk, figure(read, quote).number]), **HTMX).text  # fmt: skip
    assert "与台账不符" in panel("330人")
    assert "与台账不符" not in panel("340人") and "与台账相比的是另一个" in panel("340人")


def test_a_range_is_shown_from_where_to_where_and_is_not_called_unread(bureau):
    text = TEXT.replace("新建幼儿园xx所", "每人每月补助300—800元，新建幼儿园xx所")
    read = upload(text.encode(), "总结.txt", unit=bureau.city, by=bureau.writer)
    shown, wide = page(browser(bureau.writer), read), figure(read, "300—800元")
    assert f'title="300—800元 · {wide.measures}' in shown
    assert re.findall(r'class="figure \w+ \w+ unread[^>]*>([^<]+)<', shown) == ["xx所"]
    panel = browser(bureau.writer).get(reverse("papers:figure", args=[read.pk, wide.number]), **HTMX).text
    assert "300—800元" in panel and "是一个区间" in panel


def test_a_finding_is_judged_beside_its_sentence_and_the_memo_follows(bureau, paper):
    client = browser(bureau.writer)
    finding = PaperFinding.objects.get(code="claim-contradicted")
    judge = lambda action, **data: client.post(  # noqa: E731
        reverse("papers:judge", args=[paper.pk, finding.number, action]), data, **HTMX)  # fmt: skip
    memo = lambda: "".join(one.text for one in docx.Document(BytesIO(client.get(  # noqa: E731
        reverse("papers:memo", args=[paper.pk, "docx"])).content)).paragraphs)  # fmt: skip
    assert "330" in memo()
    assert "没有说明理由" in judge("dismiss").text
    note = f'hx-swap-oob="true" class="note contradicted accepted" id="finding-{finding.number}"'
    assert note in judge("confirm").text
    assert "writer已核实" in memo()
    judge("reopen")
    judge("dismiss", reason="口径不同")
    assert "男生人数" not in memo()


def test_the_memo_is_a_pdf_too_and_nothing_else(bureau, paper):
    client = browser(bureau.writer)
    assert client.get(reverse("papers:memo", args=[paper.pk, "pdf"])).content.startswith(b"%PDF")
    assert client.get(f"/papers/{paper.pk}/memo.exe").status_code == 404


def test_what_was_promised_and_is_never_mentioned_again_is_said_whichever_came_first(bureau, paper):
    upload(LAST_YEAR.encode(), "去年.txt", unit=bureau.city, by=bureau.writer)
    forgotten = paper.findings.get(code="claim-promise-forgotten")
    assert "标准化考点25个" in forgotten.zh
    text = page(browser(bureau.writer), paper)
    assert "标准化考点25个" in text.partition('class="with-contents"')[0]


def test_another_bureaus_report_on_the_shelf_is_not_held_against_it(bureau, paper):
    other = LAST_YEAR.replace("青汀市教育局", "桐溪县教育局")
    upload(other.encode(), "别人的.txt", unit=bureau.city, by=bureau.writer)
    assert not paper.findings.exclude(earlier=None).exists()


def test_reports_stand_side_by_side_and_each_cell_opens_its_sentence(bureau, paper):
    earlier = upload(LAST_YEAR.encode(), "去年.txt", unit=bureau.city, by=bureau.writer)
    client = browser(bureau.writer)
    text = client.get(reverse("papers:shelf", args=["C"]), {"shared": "1"}).text
    row = next(row for row in re.findall("<tr>.*?</tr>", text, re.S) if "330人" in row)
    opened = re.findall(r'href="(/papers/(\d+)/\?figure=\d+#f\d+)">([^<]+)</a>', row)
    assert [(int(pk), quote) for _url, pk, quote in opened] == [(earlier.pk, "280人"), (paper.pk, "330人")]
    assert client.get(opened[0][0]).status_code == 200
    book = openpyxl.load_workbook(BytesIO(client.get(reverse("papers:shelf-xlsx", args=["C"])).content))
    rows = [[cell.value for cell in row] for row in book["历年对照"].iter_rows()]
    money = catalogue().indicators["student_aid.aid_money"]
    [aid] = [row for row in rows if row[1:5] == [money.title.zh, money.unit, None, None]]
    assert aid[5:] == ([11, 12.5] if money.unit == "万元" else [110000, 125000])
    assert "共资助学生280人。" in {row[-1].value for row in book["原句"].iter_rows()}


def test_commitments_come_out_ready_to_become_tasks(bureau, paper):
    first, second = queries.commitments(paper)
    assert (first.owner, first.due, first.section) == ("学生资助管理中心", "2026-12-31", "学生资助")
    assert [(one.value, one.unit, one.indicator) for one in first.targets] == [("400", "人", "student_aid.recipients")]
    assert paper.reading["text"][first.start : first.end] == first.what
    assert second.targets[0].value == "200000"
    assert "学生资助管理中心" in browser(bureau.writer).get(reverse("papers:promises", args=[paper.pk])).text


def test_an_observation_opens_its_sentence(bureau, paper):
    act(browser(bureau.writer), paper, "330人", "accept")
    url = reverse("papers:behind", args=[Observation.objects.get().pk])
    answer = browser(bureau.head).get(url, follow=True)
    assert answer.redirect_chain[-1][0] == f"/papers/{paper.pk}/?figure=1#f1"
    assert re.search(r'class="figure actual accepted current[^"]*"[^>]*>330人', answer.text)
    assert browser(bureau.reviewer).get(url).status_code == 404


def test_the_home_page_of_who_decides_says_which_papers_wait(bureau, paper):
    home = browser(bureau.writer).get("/").text
    waiting = paper.figures.filter(state="read").count()
    for asked, count in (("only=wrong", 1), ("state=read", waiting)):
        assert re.search(rf'href="/papers/{paper.pk}/\?{asked}">[^<]+<b class="number">{count}</b>', home), asked
    for who in ("head", "reviewer", "clerk", "officer"):
        assert "等您复核的来文" not in browser(getattr(bureau, who)).get("/").text
    for one in paper.figures.all():
        reject(one, by=bureau.writer)
    assert "?state=read" not in browser(bureau.writer).get("/").text
    judge(paper.findings.get(), "confirm", by=bureau.writer)
    assert "等您复核的来文" not in browser(bureau.writer).get("/").text


URLS = ("paper", "original", "promises")


def test_papers_of_other_places_do_not_exist(bureau, paper):
    client = browser(bureau.reviewer)
    for name in URLS:
        assert client.get(reverse(f"papers:{name}", args=[paper.pk])).status_code == 404
    assert act(client, paper, "330人", "accept").status_code == 404
    assert client.get(reverse("papers:shelf", args=["C"])).status_code == 403


def test_who_only_reads_sees_no_buttons_and_cannot_press_them(bureau, paper):
    client = browser(bureau.head)
    assert "data-step" not in page(client, paper, figure=figure(paper, "330人").number)
    assert act(client, paper, "330人", "accept").status_code == 403
    assert not Observation.objects.exists()


HOSTILE = [
    "", "没有数字的话。", "1" * 60 + "元。", "<script>alert(1)</script>3所", "资助\x00学生3人。",
    "资助\u2028学生\ufffe3人。", "共资助学生3人，&#0;&#xD800;其中女生2人。",
]  # fmt: skip


@pytest.mark.parametrize("name", ["文.txt", "文.html"])
@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_gives_a_page_or_a_refusal(bureau, name, text):
    client = browser(bureau.writer)
    sent = {"file": SimpleUploadedFile(name, f"某局总结\n{text}\n".encode()), "unit": bureau.city.code}
    answer = client.post(reverse("papers:upload"), sent, follow=True)
    assert answer.status_code in (200, 422)
    assert Paper.objects.count() == (answer.status_code == 200)
    assert "<script>alert" not in answer.text
    assert not Figure.objects.exclude(value=None).filter(quote__startswith="1111").exists()
