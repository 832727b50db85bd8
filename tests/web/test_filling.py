"""A form filled in on a page: saved as one types, checked by the real rules, nothing lost between two who type."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from catalogue_files import write_files
from taizhang.web.collection.actions import approve, check, open_round, return_
from taizhang.web.collection.models import Submission, SubmissionState, Version
from taizhang.web.collection.queries import workbook
from taizhang.web.collection.receiving import receive_workbook
from taizhang.web.collection.submitting import explain, submit
from taizhang.web.filling.models import Draft
from taizhang.web.ledger.models import AuditEvent, Observation
from taizhang.web.refusals import WrongState
from taizhang.web.rounds import actions as steering
from web.conftest import CATALOGUE, H1, browser, fill_form

HARDSHIP, FUND = "家庭经济困难学生（小学）", "资助经费"
BOARDERS, TOTAL, COUNTED = "寄宿生", "学生总数", "随迁子女"

MORE = {
    "domains/student_aid/indicators.yaml": CATALOGUE["domains/student_aid/indicators.yaml"] + """
all_pupils: {title: {zh: 学生总数, en: Pupils}, unit: 人}
boarders: {title: {zh: 寄宿生, en: Boarders}, unit: 人}
day_pupils: {title: {zh: 走读生, en: Day pupils}, unit: 人}
boarding_rate: {title: {zh: 寄宿率, en: Boarding rate}, unit: "%", formula: boarders / all_pupils}
""",
    "domains/student_aid/forms/pupils.yaml": """
title: {zh: 学生情况, en: Pupils}
filled_by: school
every: half
items: [all_pupils, boarders, day_pupils, boarding_rate]
""",
    "domains/student_aid/forms/meals.yaml": """
title: {zh: 营养餐, en: Meals}
filled_by: school
every: half
items: [boarders, {indicator: fund, required: false}]
""",
    "domains/student_aid/rules.yaml": CATALOGUE["domains/student_aid/rules.yaml"] + """
parts-make-the-whole:
  level: hard
  on: pupils
  that: all_pupils == boarders + day_pupils
  says: {zh: "学生总数 {found} 不等于寄宿加走读 {expected}", en: "{found} pupils, parts make {expected}"}
many-board:
  level: soft
  on: pupils
  that: boarders <= day_pupils
  says: {zh: "寄宿生 {found} 多于走读生 {expected}", en: "{found} boarders, {expected} day pupils"}
hardship-among-pupils:
  level: hard
  on: basics
  that: hardship <= all_pupils
  says: {zh: "困难学生 {found} 人多于学生总数 {expected} 人", en: "{found} in hardship of {expected} pupils"}
""",
}


@pytest.fixture(scope="session")
def small_catalogue(small_catalogue, tmp_path_factory):
    """The catalogue of conftest with a form of sums beside it."""
    return write_files(tmp_path_factory.mktemp("with_sums"), CATALOGUE | MORE)


class Filling:
    """One submission, as its clerk and others meet it."""

    def __init__(self, bureau, what="student_aid.basics"):
        self.bureau = bureau
        self.submission = Submission.objects.create(unit=bureau.school, what=what, period="2026H1")

    def url(self, name="fill"):
        return reverse(f"collection:{name}", args=[self.submission.pk])

    def page(self, by=None):
        return browser(by or self.bureau.clerk).get(self.url()).text

    def asks(self, name, by=None, **asked):
        client = browser(by or self.bureau.clerk)
        response = client.post(self.url(name), json.dumps(asked), content_type="application/json")
        return response.status_code, response.json()

    def saves(self, cells, base=0, key="k", by=None):
        return self.asks("fill_save", by, cells=cells, base=base, key=key)

    def checks(self, cells, **more):
        return self.asks("fill_check", None, cells=cells, **more)[1]

    def sends(self, cells, do="save", by=None, **more):
        return browser(by or self.bureau.clerk).post(self.url(), cells | {"do": do} | more)

    def refused(self, cells, **more):
        """The page to which a refused sending leads, which is asked for anew."""
        answer = self.sends(cells, **more)
        assert (answer.status_code, answer.url) == (302, self.url() + "?tried=1")
        return browser(self.bureau.clerk).get(answer.url).text

    def now(self):
        return {name: cell["text"] for name, cell in Draft.objects.get(submission=self.submission).cells.items()}


@pytest.fixture
def filling(bureau) -> Filling:
    return Filling(bureau)


@pytest.fixture
def pupils(bureau) -> Filling:
    return Filling(bureau, "student_aid.pupils")


def test_from_the_first_word_on_it_is_a_draft_for_everybody_and_cannot_be_sent_yet(filling):
    filling.saves({HARDSHIP: "46"})
    filling.submission.refresh_from_db()
    assert filling.submission.state == SubmissionState.DRAFT
    page = browser(filling.bureau.clerk).get(filling.url("detail")).text
    assert "已存草稿" in page
    assert "/submit/" not in page
    assert "草稿" in browser(filling.bureau.clerk).get("/submissions/?state=draft").text
    with pytest.raises(WrongState, match="只存了草稿"):
        submit(filling.submission, by=filling.bureau.clerk)
    officers = browser(filling.bureau.officer).get("/").text
    assert filling.url("detail") not in officers, "what a school is typing does not wait for the bureau"
    assert filling.url("detail") in browser(filling.bureau.clerk).get("/").text


def test_what_came_back_stays_so_until_it_is_filled_in_anew(filling):
    filling.sends({HARDSHIP: "46"}, do="submit")
    return_(filling.submission, reason="请核对", by=filling.bureau.reviewer)
    filling.saves({HARDSHIP: "47"}, base=9)
    filling.submission.refresh_from_db()
    assert filling.submission.state == SubmissionState.RETURNED


def test_the_page_says_whether_it_was_sent(filling):
    client = browser(filling.bureau.clerk)
    said = {HARDSHIP: "46"}
    assert "还没有报送" in client.post(filling.url(), said | {"do": "save"}, follow=True).text
    assert "已报送，等待审核" in client.post(filling.url(), said | {"do": "submit"}, follow=True).text


@pytest.fixture
def colleague(bureau):
    return bureau.person("colleague", "clerk", bureau.school)


def contents(page) -> dict[str, str]:
    """What stands in the boxes of a page."""
    found = re.findall(r'<input id="box-\d+" name="([^"]+)" value="([^"]*)"', page)
    return dict(found)


# --- saved as one types -------------------------------------------------------------------------------------


def test_what_was_typed_is_there_when_the_page_is_opened_again(filling):
    assert filling.saves({HARDSHIP: "４６"})[0] == 200
    assert contents(filling.page()) == {HARDSHIP: "４６", FUND: ""}
    assert not Version.objects.exists(), "a draft is nothing sent"


def test_a_save_that_arrives_twice_counts_once(filling, colleague):
    _, first = filling.saves({HARDSHIP: "46"}, key="a")
    filling.saves({HARDSHIP: "47"}, base=first["revision"], key="b", by=colleague)
    status, again = filling.saves({HARDSHIP: "46"}, base=0, key="a")  # its answer had been lost on the way
    assert (status, again["revision"], again["conflicts"]) == (200, 2, {})
    assert again["others"][HARDSHIP]["text"] == "47"
    assert filling.now() == {HARDSHIP: "47"}


def test_two_people_in_different_cells_both_keep_their_work(filling, colleague):
    filling.saves({HARDSHIP: "46"}, key="a")
    status, answer = filling.saves({FUND: "12500"}, base=0, key="b", by=colleague)
    assert (status, answer["others"][HARDSHIP]["by"]) == (200, "clerk")
    assert filling.now() == {HARDSHIP: "46", FUND: "12500"}


def test_two_people_in_one_cell_see_both_and_choose(filling, colleague):
    filling.saves({HARDSHIP: "46"}, key="a")
    status, answer = filling.saves({HARDSHIP: "64", FUND: "12500"}, base=0, key="b", by=colleague)
    assert status == 409
    theirs = {name: (cell["text"], cell["by"]) for name, cell in answer["conflicts"].items()}
    assert theirs == {HARDSHIP: ("46", "clerk")}
    assert filling.now() == {HARDSHIP: "46", FUND: "12500"}, "what does not clash is saved all the same"
    assert filling.saves({HARDSHIP: "64"}, base=answer["revision"], key="c", by=colleague)[0] == 200
    assert filling.now()[HARDSHIP] == "64"


def test_a_page_sent_on_an_old_base_shows_what_the_other_typed(filling, colleague):
    filling.saves({HARDSHIP: "46"}, key="a", by=colleague)
    response = filling.sends({HARDSHIP: "64", FUND: "12500", "base": "0"})
    assert response.status_code == 409
    assert "colleague：46" in response.text
    assert contents(response.text)[HARDSHIP] == "64"
    assert not Version.objects.exists()


def test_a_workbook_sent_meanwhile_is_gone_on_from_and_clashes_like_a_person(filling):
    filling.saves({HARDSHIP: "40"}, key="a")
    receive_workbook(filling.bureau.workbook({"小学": 46, "资助经费": 12500}), "表.xlsx", by=filling.bureau.clerk)
    assert contents(filling.page()) == {HARDSHIP: "46", FUND: "12500"}
    status, answer = filling.saves({HARDSHIP: "41"}, base=1, key="b")
    assert (status, answer["conflicts"][HARDSHIP]["text"]) == (409, "46")


@pytest.mark.parametrize(("asked", "status"), [
    ({"cells": [], "base": 0, "key": "k"}, 400),
    ({"cells": {}, "base": "x", "key": "k"}, 400),
    ({"cells": {}, "base": float("inf"), "key": "k"}, 400),
    ({"base": 0}, 400),
    ({"cells": {}, "base": 0, "key": "\ud800"}, 400),
    ({"cells": {"没有这一格": "1"}, "base": 0, "key": "k"}, 200),
])  # fmt: skip
def test_odd_saves_change_nothing(filling, asked, status):
    assert filling.asks("fill_save", **asked)[0] == status
    assert not Draft.objects.exclude(cells={}).exists()


@pytest.mark.parametrize(("text", "told"), [
    ("1" * 5000, "5000 个字符，最多 1000 个"),
    ("46\ud800", "U+D800"),
    ("46\0", "U+0000"),
])  # fmt: skip
def test_a_cell_that_cannot_be_saved_is_told_by_its_name_and_the_rest_is_saved(filling, text, told):
    explained = "explain:" + FUND
    for attempt in ("first", "again, as when the answer was lost"):
        status, answer = filling.saves({HARDSHIP: text, FUND: "12500", explained: text}, key="a")
        assert (status, [*answer["refused"]]) == (422, [HARDSHIP, explained]), attempt
        assert told in answer["refused"][HARDSHIP]
        assert filling.now() == {FUND: "12500"}
    assert filling.saves({HARDSHIP: "46"}, base=answer["revision"], key="b")[1]["refused"] == {}
    assert filling.checks({HARDSHIP: text})["blocking"] == [HARDSHIP], "what it says of it does not fail either"


def test_a_form_sent_whole_with_a_cell_that_cannot_be_saved_is_not_sent(filling):
    answer = filling.sends({HARDSHIP: "46", FUND: "1" * 5000}, do="submit")
    assert (answer.status_code, "最多 1000 个" in answer.text, FUND in answer.text) == (422, True, True)
    assert filling.now() == {HARDSHIP: "46"}
    assert not Version.objects.exists()


@pytest.mark.parametrize("step", ["fill_save", "fill_check"])
def test_what_is_nested_without_end_is_refused(filling, step):
    url = reverse(f"collection:{step}", args=[filling.submission.pk])
    assert browser(filling.bureau.clerk).post(url, "[" * 100_000, content_type="application/json").status_code == 400


def test_a_mistake_of_ours_is_logged_and_is_no_bad_request(filling, caplog):
    Draft.objects.create(submission=filling.submission, cells={HARDSHIP: {"text": "46"}})  # without its revision
    client = browser(filling.bureau.clerk)
    client.raise_request_exception = False
    url, asked = reverse("collection:fill_save", args=[filling.submission.pk]), {"cells": {}, "base": 0, "key": "k"}
    assert client.post(url, asked, content_type="application/json").status_code == 500
    assert "KeyError" in caplog.text


def test_each_person_who_takes_up_a_draft_leaves_one_event(filling, colleague):
    for number in range(3):
        filling.saves({HARDSHIP: str(number)}, base=number, key=f"a{number}")
    filling.saves({FUND: "1"}, base=3, key="b", by=colleague)
    events = AuditEvent.objects.filter(action="submission.draft")
    assert [event.person for event in events] == ["clerk", "colleague"]


def test_nothing_is_saved_once_it_is_with_the_reviewers(filling):
    filling.sends({HARDSHIP: "46", FUND: "12500"}, do="submit")
    status, answer = filling.saves({HARDSHIP: "47"}, base=9, key="z")
    assert status == 409
    assert "刷新" in answer["says"][0]
    assert browser(filling.bureau.clerk).get(filling.url()).url.endswith(f"/{filling.submission.pk}/")


@pytest.fixture
def asked(filling):
    """The round that asked for the form."""
    due = timezone.localdate() + timedelta(days=3)
    unit, by = filling.bureau.city, filling.bureau.officer
    return open_round(period=H1, whats=[filling.submission.what], unit=unit, due=due, by=by)


def test_while_a_round_is_locked_nothing_is_saved_and_the_page_says_so(filling, asked):
    filling.saves({HARDSHIP: "46"}, key="a")
    steering.lock(asked, by=filling.bureau.officer)
    status, answer = filling.saves({HARDSHIP: "47"}, base=1, key="b")
    assert (status, answer["codes"]) == (409, ["round-locked"])
    assert filling.now() == {HARDSHIP: "46"}
    page = filling.page()
    assert " data-locked" in page
    assert re.search(r'id="locked" role="alert">本批次已封存', page)
    sent = filling.sends({HARDSHIP: "48", FUND: "7"}, do="submit")
    assert sent.status_code == 409
    assert contents(sent.text) == {HARDSHIP: "48", FUND: "7"}, "what was typed stands on the page that refuses it"
    assert not Version.objects.exists()


def test_once_it_is_reopened_or_time_is_given_it_is_saved_again(filling, asked):
    steering.lock(asked, by=filling.bureau.officer)
    until = asked.due + timedelta(days=5)
    steering.extend(asked, filling.bureau.school, until=until, reason="停电", by=filling.bureau.officer)
    assert filling.saves({HARDSHIP: "47"}, key="b")[0] == 200
    assert " data-locked" not in filling.page()


def test_the_first_page_tells_that_a_round_was_locked_and_reopened(filling, asked):
    client = browser(filling.bureau.clerk)
    steering.lock(asked, by=filling.bureau.officer)
    assert "本批次已封存" in client.get("/").text
    assert "本批次已封存" in client.get(reverse("collection:detail", args=[filling.submission.pk])).text
    steering.reopen(asked, reason="系统故障", by=filling.bureau.officer)
    told = client.get("/").text
    assert "已重新开放，可以继续填报：系统故障" in told
    assert "本批次已封存" not in told
    filling.sends({HARDSHIP: "46", FUND: "7"}, do="submit")
    assert "已重新开放" not in client.get("/").text, "who has sent everything is not told"


def test_many_who_save_at_the_same_moment_lose_nothing(committed_bureau):
    filling = Filling(committed_bureau, "student_aid.pupils")
    cells = [TOTAL, BOARDERS, "走读生", f"explain:{TOTAL}"]

    def saves(name):
        try:
            return filling.saves({name: "7"}, key=name)[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(len(cells)) as people:
        assert set(people.map(saves, cells)) == {200}
    assert filling.now() == dict.fromkeys(cells, "7")
    assert Draft.objects.get().revision == len(cells)


def test_a_button_pressed_many_times_at_once_sends_once(committed_bureau):
    filling = Filling(committed_bureau)

    def sends(_time):
        try:
            return filling.sends({HARDSHIP: "46", FUND: "12500"}, do="submit", key="once").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as presses:
        assert set(presses.map(sends, range(4))) == {302}
    assert Version.objects.count() == 1
    assert [review.action for review in filling.submission.reviews.all()] == ["submit"]


# --- sent once ----------------------------------------------------------------------------------------------


def test_the_same_sending_twice_is_one_version(filling):
    for _ in range(2):
        response = filling.sends({HARDSHIP: "46", FUND: "12500"}, do="submit", key="once")
        assert response.status_code == 302
    assert Version.objects.count() == 1
    assert Submission.objects.get().state == SubmissionState.SUBMITTED
    assert [review.action for review in filling.submission.reviews.all()] == ["submit"]


def test_an_unexplained_warning_is_asked_for_at_its_cell_and_nothing_is_half_sent(pupils):
    cells = {TOTAL: "100", BOARDERS: "60", "走读生": "40"}
    assert "寄宿生 60 多于走读生 40" in pupils.refused(cells, do="submit")
    assert not Version.objects.exists()
    response = pupils.sends(cells | {f"explain:{BOARDERS}": "山区学校，多数寄宿"}, do="submit")
    assert response.status_code == 302
    assert Submission.objects.get().state == SubmissionState.SUBMITTED
    assert "山区学校" in " ".join(Version.objects.get().findings.values_list("zh", flat=True))


def test_of_a_workbook_what_wants_an_explanation_waits_and_the_rest_is_sent(bureau):
    book = openpyxl.load_workbook(BytesIO(workbook(bureau.school, H1, ["student_aid.basics", "student_aid.pupils"])))
    fill_form(book["学生资助基本情况"], {"小学": 46, FUND: 12500})
    fill_form(book["学生情况"], {TOTAL: 100, BOARDERS: 60, "走读生": 40})
    book.save(buffer := BytesIO())
    receive_workbook(buffer.getvalue(), "两张表.xlsx", by=bureau.clerk, submits=True)
    states = dict(Submission.objects.values_list("what", "state"))
    assert states == {"student_aid.basics": SubmissionState.SUBMITTED, "student_aid.pupils": SubmissionState.DRAFT}


# --- what the rules say as one types ------------------------------------------------------------------------


PRIMARY, JUNIOR = "家庭经济困难学生（小学）", "家庭经济困难学生（初中）"


@pytest.fixture
def through_school(bureau) -> Filling:
    """The form of a school of two stages, which has a total."""
    stages = {"stages": ["primary", "junior"], "area": "town", "ownership": "public"}
    bureau.school = bureau.unit("S9", "松溪九年一贯制学校", "school", bureau.pu, **stages)
    bureau.give(bureau.clerk, "clerk", bureau.school)
    return Filling(bureau)


def totals(page: str) -> list[str]:
    return re.findall(r"<output data-parts=[^>]*>([^<]*)</output>", page)


def test_a_total_adds_what_was_read_and_is_not_told_of_cells_in_error(through_school):
    answer = through_school.checks({PRIMARY: "六", JUNIOR: "1.5"})
    assert (answer["read"], answer["unread"]) == ({PRIMARY: "6"}, [JUNIOR])
    assert totals(through_school.refused({PRIMARY: "六", JUNIOR: "1.5"})) == [""]
    base = {"base": Draft.objects.get().revision}
    assert totals(through_school.refused({PRIMARY: "六", JUNIOR: "很多"}, **base)) == [""]
    through_school.saves({PRIMARY: "六", JUNIOR: "5"}, base=Draft.objects.get().revision)
    assert totals(through_school.page()) == ["11"]


def test_a_workbook_with_cells_in_error_is_told_at_once_what_rules_say_of_the_other_cells(bureau):
    book = openpyxl.load_workbook(BytesIO(workbook(bureau.school, H1, ["student_aid.pupils"])))
    fill_form(book["学生情况"], {TOTAL: "五十左右", BOARDERS: 30, "走读生": 20})
    buffer = BytesIO()
    book.save(buffer)
    receipt = receive_workbook(buffer.getvalue(), "学生情况.xlsx", by=bureau.clerk)
    codes = [one["code"] for one in receipt.file.findings]
    assert not receipt.file.accepted
    assert "value-not-a-number" in codes
    assert "student_aid.many-board" in codes, "of clean cells only"
    assert not {"student_aid.parts-make-the-whole", "rule-unknown"} & {*codes}


def test_the_real_rules_answer_while_one_types(pupils):
    answer = pupils.checks({TOTAL: "100人", BOARDERS: "abc", "走读生": "3万"})
    assert "不是数" in answer["said"][BOARDERS]
    assert "读作" in answer["said"][TOTAL] or TOTAL not in answer["said"]
    assert "30000" in answer["said"]["走读生"]
    assert BOARDERS in answer["blocking"]
    assert not Version.objects.exists()
    assert not Draft.objects.exists()


def test_what_is_not_typed_yet_is_no_mistake_until_one_sends(pupils):
    assert pupils.checks({TOTAL: "100"})["blocking"] == []
    assert set(pupils.checks({TOTAL: "100"}, complete=True)["blocking"]) == {BOARDERS, "走读生"}


def test_a_broken_sum_says_which_one_cell_would_mend_it(pupils):
    answer = pupils.checks({TOTAL: "100", BOARDERS: "40", "走读生": "70"})
    assert "改这 1 格即可" in re.sub(r"\s+", " ", answer["mendings"])
    offered = dict(re.findall(r'data-to="([^"]+)">[^<]+</a> → (\d+)', answer["mendings"]))
    assert offered == {TOTAL: "110", BOARDERS: "30", "走读生": "60"}
    assert pupils.checks({TOTAL: "110", BOARDERS: "40", "走读生": "70"})["mendings"] == ""


def test_lines_of_formulas_are_worked_out_as_one_types(pupils):
    assert pupils.checks({TOTAL: "80", BOARDERS: "20"})["worked_out"] == {"student_aid.boarding_rate": "25"}
    assert pupils.checks({TOTAL: "80"})["worked_out"] == {"student_aid.boarding_rate": ""}


def test_a_rule_that_ties_two_forms_looks_into_the_other_one(pupils, bureau):
    basics = Filling(bureau)
    assert basics.checks({HARDSHIP: "120"})["blocking"] == []
    pupils.sends({TOTAL: "100", BOARDERS: "40", "走读生": "60"})
    assert basics.checks({HARDSHIP: "120"})["blocking"] == [HARDSHIP]
    assert "多于学生总数 100 人" in basics.checks({HARDSHIP: "120"})["said"][HARDSHIP]


# --- what stands beside the cells ---------------------------------------------------------------------------


def test_what_another_form_says_already_is_filled_in_and_marked(pupils, bureau):
    pupils.sends({TOTAL: "100", BOARDERS: "40", "走读生": "60"})
    page = Filling(bureau, "student_aid.meals").page()
    assert contents(page)[BOARDERS] == "40"
    assert re.search(r"已预填，来自\s+学生情况", page)


def test_what_the_ledger_holds_already_is_filled_in_and_marked(filling):
    filling.bureau.observe("student_aid.fund", "8000")
    page = filling.page()
    assert contents(page)[FUND] == "8000"
    assert "已预填" in page


def test_earlier_values_stand_beside_and_never_in_a_cell(filling):
    from taizhang.periods import Period
    from taizhang.web.ledger.entering import Entry, enter
    from taizhang.web.ledger.models import Source

    source = Source(kind="cell", file="去年.xlsx", reported_by="clerk")
    last_year = Period.parse("2025H1")
    enter([Entry("student_aid.fund", filling.bureau.school, last_year, Decimal(9000), source, {})],
          by=filling.bureau.officer)  # fmt: skip
    page = filling.page()
    assert 'data-then="9000"' in page
    assert contents(page)[FUND] == ""


def test_notes_and_what_was_sent_before_stand_at_their_cells_after_a_return(filling):
    filling.sends({HARDSHIP: "46", FUND: "12500"}, do="submit")
    return_(filling.submission, reason="与学籍不符", notes={HARDSHIP: "应为 47 人"}, by=filling.bureau.reviewer)
    page = filling.page()
    at = page.index(f'data-for="{HARDSHIP}"')
    assert "应为 47 人" in page[at:page.index("</tr>", at)]
    assert '<td class="number sent">46</td>' in page
    filling.sends({HARDSHIP: "47", FUND: "12500"}, do="submit")
    assert Version.objects.count() == 2
    seen = browser(filling.bureau.reviewer).get(filling.url("detail")).text
    assert '<del title="退回前">46</del> 47' in re.sub(r"\s+", " ", seen), "the reviewer sees what was mended"
    assert seen.count("<del") == 1
    assert "应为 47 人" in seen
    for who, step in ((filling.bureau.reviewer, check), (filling.bureau.officer, approve)):
        step(Submission.objects.get(), by=who)
    assert {(o.indicator, o.value) for o in Observation.objects.all()} == {
        ("student_aid.hardship", 47), ("student_aid.fund", 12500)}  # fmt: skip


def test_notes_on_cells_of_a_workbook_find_their_cells_on_the_page(filling):
    [submission] = receive_workbook(
        filling.bureau.workbook({"小学": 46, "资助经费": 12500}), "表.xlsx", by=filling.bureau.clerk).submissions
    for finding in submission.current.findings.all():
        explain(finding, text="已核实", by=filling.bureau.clerk)
    submit(submission, by=filling.bureau.clerk)
    place = next(cell["place"] for cell in submission.current.cells if cell["indicator"].endswith("hardship"))
    return_(submission, reason="不符", notes={place: "应为 47 人"}, by=filling.bureau.reviewer)
    page = filling.page()
    at = page.index(f'data-for="{HARDSHIP}"')
    assert "应为 47 人" in page[at:page.index("</tr>", at)]


def test_a_page_of_a_register_is_refused_with_the_way_out(bureau):
    register = Filling(bureau, "student_aid.aid_payments")
    response = browser(bureau.clerk).get(register.url())
    assert response.status_code == 400
    assert "下载表格" in response.text
