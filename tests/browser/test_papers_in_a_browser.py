"""A paper reviewed with the keys alone, on a desk and on a phone: accepted, corrected, rejected, taken back."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from browser.conftest import fits
from taizhang.catalogue import SHIPPED
from taizhang.web.ledger.models import Observation
from taizhang.web.papers.models import Figure, Paper
from taizhang.web.papers.receiving import upload
from web.test_paper_review import TEXT

pytestmark = pytest.mark.browser
PANEL = re.compile(r"/figures/\d+/$")
SPLITS = re.compile(r"/figures/\d+/\?")  # asked for where another indicator is typed
on_a_desk = pytest.mark.parametrize("width", [1280], indirect=True)


@pytest.fixture
def paper(bureau, settings) -> Paper:
    settings.TAIZHANG_CATALOGUES = [SHIPPED]
    return upload(TEXT.encode(), "总结.txt", unit=bureau.city, by=bureau.writer)


@pytest.fixture
def reviewing(paper, come_in):
    """The page of the paper, with the first figure open."""
    return review(come_in("writer"), paper)


def review(page, paper: Paper):
    """The page, at the first figure of the paper. Routes are laid before: on a page that stands already, what is asked
    for at once may still go past them."""
    page.goto(reverse("papers:paper", args=[paper.pk]))
    page.keyboard.press("j")
    opened(page, "330人")
    return page


def opened(page, quote: str):
    """Waits until the panel shows the figure."""
    page.locator("#panel .big", has_text=quote).wait_for()


def mark(page, quote: str):
    return page.locator(".read a.figure", has_text=quote).first


def test_a_figure_is_accepted_with_one_key_and_the_next_opens(reviewing):
    reviewing.keyboard.press("a")
    opened(reviewing, "12.5万元")
    assert "accepted" in mark(reviewing, "330人").get_attribute("class")
    assert "已采信 1" in reviewing.locator("#states").inner_text()
    entered = Observation.objects.get()
    assert (entered.value, entered.source.text) == (330, "共资助学生330人。")
    assert fits(reviewing)


@pytest.mark.parametrize("width", [390], ids=["phone"])
def test_on_a_phone_the_list_shows_all_that_is_told_of_a_paper_without_scrolling_sideways(bureau, paper, come_in):
    name = "2026年上半年工作总结和下半年工作计划（送审稿，请于6月30日前反馈意见）_final_v2_20260625.txt"
    upload((TEXT + "四、其他\n").encode(), name, unit=bureau.city, by=bureau.writer)
    page = come_in("writer")
    page.goto(reverse("papers:list"))
    cells = page.locator("table.papers tbody td")
    boxes = [cells.nth(nth).bounding_box() for nth in range(cells.count())]
    assert [box for box in boxes if box["x"] < 0 or box["x"] + box["width"] > 390] == []
    counts = page.locator("table.papers tbody tr").first.locator("td.number")
    heads = counts.evaluate_all("all => all.map(one => getComputedStyle(one, '::before').content)")
    assert [head.strip('" ') for head in heads] == ["数字", "待复核", "核查发现"], "what each number is of"
    assert fits(page)


@pytest.fixture
def held(paper, come_in):
    """The page of the paper, on a line on which the panel of the first figure that is asked for does not come yet; and
    what lets it come."""
    page, waiting = come_in("writer"), []
    page.route(PANEL, lambda route: waiting.append(route), times=1)  # noqa: PLW0108 - Playwright marks what it is given
    page.goto(reverse("papers:paper", args=[paper.pk]))
    with page.expect_request(PANEL):
        page.keyboard.press("j")
    return page, lambda: waiting.pop().continue_()


@on_a_desk
def test_what_was_decided_while_a_panel_was_on_its_way_is_done_whatever_is_opened_next(held):
    page, let_come = held
    page.keyboard.press("a")
    page.keyboard.press("j")
    page.wait_for_timeout(200)  # longer than a figure waits before it is asked for
    let_come()
    page.locator(".read a.figure.accepted", has_text="330人").wait_for()
    assert Figure.objects.get(quote="330人").state == "accepted"
    opened(page, "12.5万元")
    assert page.locator(".read a.figure.current").all_inner_texts() == ["12.5万元"], "who has moved on stays there"


@on_a_desk
def test_who_has_moved_on_is_brought_back_to_what_was_refused(bureau, held):
    bureau.observe("student_aid.recipients", "310", bureau.city)
    page, let_come = held
    page.keyboard.press("a")
    page.keyboard.press("j")
    page.wait_for_timeout(200)
    let_come()
    page.locator("#panel .message.error", has_text="310").wait_for()
    page.wait_for_timeout(300)
    assert page.locator("#panel .message.error", has_text="310").is_visible()
    assert page.locator(".read a.figure.current").all_inner_texts() == ["330人"]


@on_a_desk
def test_who_moves_and_decides_at_once_is_told_why_it_was_refused(bureau, paper, come_in):
    bureau.observe("student_aid.recipients", "310", bureau.city)
    page = come_in("writer")
    page.goto(reverse("papers:paper", args=[paper.pk]))
    page.evaluate("""for (const key of ["j", "a"])
      document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}))""")
    page.locator("#panel .message.error", has_text="310").wait_for()
    page.wait_for_timeout(300)
    assert page.locator("#panel .message.error", has_text="310").is_visible()


@on_a_desk
def test_a_figure_is_rejected_with_one_key_and_taken_back_with_another(reviewing):
    reviewing.keyboard.press("r")
    opened(reviewing, "12.5万元")
    assert "rejected" in mark(reviewing, "330人").get_attribute("class")
    reviewing.keyboard.press("k")
    opened(reviewing, "330人")
    reviewing.locator("#panel .state.rejected").wait_for()
    reviewing.keyboard.press("u")
    reviewing.locator("#panel .state.read").wait_for()
    assert Figure.objects.get(quote="330人").state == "read"
    assert not Observation.objects.exists()


def test_a_figure_is_corrected_with_the_keyboard(reviewing):
    reviewing.keyboard.press("c")
    field = reviewing.locator("#panel [name=indicator]")
    field.fill("认定家庭经济困难")
    reviewing.locator("#indicators option[value*=entitled_pupils]").wait_for(state="attached")
    field.fill("student_aid.entitled_pupils")
    reviewing.keyboard.press("Tab")
    reviewing.locator("#panel [name=value]").fill("331")
    reviewing.keyboard.press("Enter")
    opened(reviewing, "12.5万元")
    entered = Observation.objects.get()
    assert (entered.indicator, entered.value) == ("student_aid.entitled_pupils", 331)
    assert "corrected" in mark(reviewing, "330人").get_attribute("class")
    assert fits(reviewing)


@on_a_desk
def test_what_is_typed_while_the_fields_of_another_indicator_come_stays_and_is_entered(paper, come_in):
    page, held = come_in("writer"), []
    page.route(SPLITS, lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks what it is given
    reviewing = review(page, paper)
    reviewing.keyboard.press("c")
    reviewing.locator("#panel [name=indicator]").fill("adult_community_education.training_times")
    with reviewing.expect_request(SPLITS):
        reviewing.keyboard.press("Tab")
    reviewing.locator("#panel [name=value]").fill("331")
    held[0].continue_()
    reviewing.locator("#panel [name=by-adult_course]").wait_for()
    assert reviewing.locator("#panel [name=value]").input_value() == "331"
    reviewing.locator("#panel [name=value]").press("Enter")
    opened(reviewing, "12.5万元")
    entered = Observation.objects.get()
    assert (entered.indicator, entered.value) == ("adult_community_education.training_times", 331)


@on_a_desk
def test_another_indicator_brings_the_splits_that_it_has(reviewing):
    reviewing.keyboard.press("c")
    for indicator in ("adult_community_education.training_times", "student_aid.recipients"):
        reviewing.locator("#panel [name=indicator]").fill(indicator)
        reviewing.keyboard.press("Tab")
        had = "student_aid" in indicator
        reviewing.locator("#splits [name=by-stage]").wait_for(state="attached" if had else "detached")
        assert reviewing.locator("#splits [name=by-adult_course]").count() == (not had)


@on_a_desk
@pytest.mark.parametrize(("answer", "told"), [
    (lambda route: route.abort(), "没有连上服务器"),
    (lambda route: route.fulfill(status=502, body="bad gateway"), "服务器没有办成"),
    (lambda route: route.fulfill(status=400, body='<main id="main"><li class="finding">已被他人办理</li></main>'),
     "已被他人办理"),
])  # fmt: skip
def test_what_is_not_answered_is_said_on_the_page_until_something_is(paper, come_in, answer, told):
    page = come_in("writer", may_log=True)  # a browser says in its console that a line is broken
    page.route("**/accept", answer)
    review(page, paper).keyboard.press("a")
    page.locator("#unanswered", has_text=told).wait_for()
    assert fits(page)
    page.keyboard.press("j")
    opened(page, "12.5万元")
    assert not page.locator("#unanswered").is_visible()


@on_a_desk
def test_who_was_logged_out_meanwhile_is_told_so(reviewing):
    reviewing.context.clear_cookies()
    reviewing.keyboard.press("j")
    reviewing.locator("#unanswered", has_text="登录已过期").wait_for()
    opened(reviewing, "330人")


@on_a_desk
def test_what_the_ledger_contradicts_is_refused_in_the_panel(bureau, paper, come_in):
    bureau.observe("student_aid.recipients", "310", bureau.city)
    page = come_in("writer")
    page.goto(reverse("papers:paper", args=[paper.pk]))
    mark(page, "330人").click()
    opened(page, "330人")
    page.keyboard.press("a")
    page.locator("#panel .message.error", has_text="310").wait_for()
    assert Figure.objects.get(quote="330人").state == "read"


@on_a_desk
def test_what_was_entered_is_taken_back_with_a_reason(reviewing):
    reviewing.keyboard.press("a")
    opened(reviewing, "12.5万元")
    reviewing.keyboard.press("k")
    opened(reviewing, "330人")
    reviewing.locator("#panel .state.accepted").wait_for()
    reviewing.keyboard.press("u")
    reviewing.keyboard.type("误点")
    reviewing.keyboard.press("Enter")
    reviewing.locator("#panel .state.read").wait_for()
    assert Observation.objects.in_force().get().value is None


@on_a_desk
def test_a_finding_is_called_right_beside_its_sentence_and_the_keyboard_stays_there(paper, come_in):
    page = come_in("writer")
    page.goto(reverse("papers:paper", args=[paper.pk]) + "?only=wrong")
    page.locator("a.judge").click()
    page.locator("#panel:not(.htmx-settling) button.primary").press("Enter")
    page.locator(".note.accepted").wait_for()
    page.locator("#panel button:focus", has_text="重新判断").wait_for()
    assert paper.findings.get(code="claim-contradicted").state == "accepted"
    assert fits(page)
