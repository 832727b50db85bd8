"""A clerk's day at the form: a line that breaks, a browser that is closed, a colleague who types too, a reviewer."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from browser.conftest import QUIET
from taizhang.periods import Period
from taizhang.web.collection.actions import open_round
from taizhang.web.collection.models import Submission, SubmissionState, Version
from taizhang.web.filling.models import Draft
from taizhang.web.rounds import actions as steering
from web.conftest import PASSWORD

pytestmark = pytest.mark.browser

HARDSHIP, FUND = "家庭经济困难学生（小学）", "资助经费"
AT_A_DESK = pytest.mark.parametrize("width", [1280])  # what a phone does no differently
PASTE = """(cell, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def submission(bureau) -> Submission:
    return Submission.objects.create(unit=bureau.school, what="student_aid.basics", period="2026H1")


@pytest.fixture
def reopened(chromium, site, tmp_path, width):
    """Opens the browser of one machine, which remembers what it kept but not who was logged in."""
    contexts = []

    def opened(machine: str = "own"):
        context = chromium.browser_type.launch_persistent_context(
            tmp_path / machine, executable_path=shutil.which("chromium"), args=QUIET, base_url=site,
            viewport={"width": width, "height": 800},
        )  # fmt: skip
        contexts.append(context)
        return context

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def opened(chromium, site, width):
    """A browser of one's own, of which nothing is kept when it is closed."""
    contexts = []

    def fresh():
        contexts.append(chromium.new_context(base_url=site, viewport={"width": width, "height": 800}))
        return contexts[-1]

    yield fresh
    for context in contexts:
        context.close()


def come_to(context, who, submission, name="fill"):
    """Logs in and opens a page of the submission."""
    page = context.new_page()
    page.goto("/login/")
    page.fill("[name=username]", who)
    page.fill("[name=password]", PASSWORD)
    page.click("form.login button.primary")
    page.wait_for_url(lambda url: "/login/" not in url)
    page.goto(reverse(f"collection:{name}", args=[submission.pk]))
    return page


def cell(page, name):
    return page.locator(f'input[name="{name}"]')


def says(page, text):
    page.locator("#state", has_text=text).wait_for()


def kept():
    return {name: one["text"] for name, one in Draft.objects.get().cells.items()}


@pytest.mark.long
def test_through_a_broken_line_a_closed_browser_and_a_return(reopened, submission, bureau):
    context = reopened()
    page = come_to(context, "clerk", submission)
    cell(page, HARDSHIP).fill("46")
    says(page, "已保存")
    context.set_offline(True)
    cell(page, FUND).fill("1.25万")
    says(page, "未联网，已存在本机")
    page.click("button[value=submit]")
    page.get_by_text("没有报送").wait_for()
    assert cell(page, FUND).input_value() == "1.25万"
    context.close()
    assert kept() == {HARDSHIP: "46"}, "the second cell never reached the server"

    page = come_to(reopened(), "clerk", submission)
    says(page, "已保存")
    assert (cell(page, HARDSHIP).input_value(), cell(page, FUND).input_value()) == ("46", "1.25万")
    page.locator(".finding", has_text="12500").wait_for()
    page.click("button[value=submit]")
    page.wait_for_url(f"**/submissions/{submission.pk}/")
    assert Submission.objects.get().state == SubmissionState.SUBMITTED

    reviewer = come_to(reopened("county"), "reviewer", submission, "detail")
    reviewer.locator("tr", has_text="家庭经济困难学生").locator("input[name=text]").fill("应为 47 人")
    reviewer.keyboard.press("Enter")  # which decides nothing
    assert Submission.objects.get().state == SubmissionState.SUBMITTED
    reviewer.locator("#review textarea").fill("与学籍不符")
    reviewer.get_by_role("button", name="退回").click()
    reviewer.get_by_text("已退回").first.wait_for()

    page.goto(reverse("collection:fill", args=[submission.pk]))
    assert "应为 47 人" in page.locator(f'tr.said[data-for="{HARDSHIP}"]').inner_text()
    cell(page, HARDSHIP).fill("47")
    page.click("button[value=submit]")
    page.wait_for_url(f"**/submissions/{submission.pk}/")

    assert [review.action for review in submission.reviews.order_by("pk")] == ["submit", "return", "submit"]
    assert [version.number for version in Version.objects.order_by("number")] == [1, 2]
    assert Draft.objects.count() == 1
    assert page.evaluate("Object.keys(localStorage)") == []


@AT_A_DESK
def test_a_line_that_comes_back_sends_once_what_was_typed_meanwhile(opened, submission):
    context = opened()
    page = come_to(context, "clerk", submission)
    context.set_offline(True)
    for text in ("4", "46"):
        cell(page, HARDSHIP).fill(text)
    says(page, "未联网")
    context.set_offline(False)
    says(page, "已保存")
    assert (kept(), Draft.objects.get().revision) == ({HARDSHIP: "46"}, 1)


@AT_A_DESK
def test_two_who_type_into_one_cell_see_both_and_choose(opened, submission, bureau):
    bureau.person("colleague", "clerk", bureau.school)
    mine = come_to(opened(), "clerk", submission)
    theirs = come_to(opened(), "colleague", submission)
    cell(theirs, HARDSHIP).fill("46")
    says(theirs, "已保存")
    cell(mine, HARDSHIP).fill("64")
    says(mine, "冲突")
    mine.click("button[value=submit]")
    assert not Version.objects.exists(), "nothing is sent before one has chosen"
    mine.get_by_role("button", name="用对方的").click()
    says(mine, "已保存")
    assert cell(mine, HARDSHIP).input_value() == "46"
    cell(mine, HARDSHIP).fill("47")
    says(mine, "已保存")
    cell(theirs, FUND).fill("100")
    theirs.get_by_text("刚改了 1 格").wait_for()
    assert cell(theirs, HARDSHIP).input_value() == "47"
    assert kept() == {HARDSHIP: "47", FUND: "100"}


@AT_A_DESK
def test_a_cell_that_the_server_refuses_is_told_and_kept_and_keeps_no_other_from_being_saved(opened, submission):
    page, long = come_to(opened(), "clerk", submission), "9" * 1001
    cell(page, HARDSHIP).evaluate(PASTE, f"{long}\n12500")
    told = page.locator(f'tr.said[data-for="{HARDSHIP}"]', has_text="最多 1000 个")
    told.wait_for()
    says(page, "1 格没有保存")
    cell(page, FUND).fill("12600")
    page.wait_for_function("""() => {
      const [{sending, pending}] = Object.values(localStorage).map(JSON.parse);
      return !sending && Object.keys(pending).length === 0;
    }""")
    assert kept() == {FUND: "12600"}, "what is typed afterwards is saved too"
    page.click("button[value=submit]")
    page.locator("#pasted", has_text="没有报送：1 格没有保存").wait_for()
    assert page.evaluate("document.activeElement.name") == HARDSHIP
    page.reload()
    told.wait_for()
    assert cell(page, HARDSHIP).input_value() == long, "what was typed is still there"
    cell(page, HARDSHIP).fill("46")
    says(page, "已保存")
    assert not told.is_visible()
    page.click("button[value=submit]")
    page.wait_for_url(f"**/submissions/{submission.pk}/")
    assert Submission.objects.get().state == SubmissionState.SUBMITTED
    assert page.evaluate("Object.keys(localStorage)") == []


@AT_A_DESK
def test_who_cannot_send_because_it_was_sent_meanwhile_is_told_that(opened, submission, bureau):
    mine = come_to(opened(), "clerk", submission)
    Submission.objects.update(state=SubmissionState.SUBMITTED)
    cell(mine, HARDSHIP).fill("46")
    says(mine, "没有保存")
    mine.click("button[value=submit]")
    mine.locator("#pasted", has_text="没有报送：当前状态为“已报送”").wait_for()


@AT_A_DESK
def test_keys_move_and_a_block_is_pasted_and_taken_back(opened, submission):
    page = come_to(opened(), "clerk", submission)
    first = cell(page, HARDSHIP)
    first.focus()
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == FUND
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.name") == HARDSHIP
    page.keyboard.type("6")
    page.keyboard.press("Escape")
    assert first.input_value() == "5"
    first.evaluate(PASTE, "４６\t7\n1,250万\n\n")
    assert (first.input_value(), cell(page, FUND).input_value()) == ("４６", "1,250万")
    page.locator(".finding", has_text="12500000").wait_for()
    assert "1 格没有粘贴" in page.locator("#pasted").inner_text()
    page.click("#pasted button")
    assert (first.input_value(), cell(page, FUND).input_value()) == ("5", "")


@AT_A_DESK
def test_f8_goes_from_one_problem_to_the_next(opened, submission):
    page = come_to(opened(), "clerk", submission)
    cell(page, HARDSHIP).fill("很多")
    cell(page, FUND).fill("-5")
    page.locator("#counts", has_text="2 处错误").wait_for()
    for name in (HARDSHIP, FUND, HARDSHIP):
        page.keyboard.press("F8")
        assert page.evaluate("document.activeElement.name") == name


@AT_A_DESK
def test_totals_are_of_what_the_server_reads_and_empty_cells_are_counted_once(opened, bureau):
    stages = {"stages": ["primary", "junior"], "area": "town", "ownership": "public"}
    school = bureau.unit("S9", "松溪九年一贯制学校", "school", bureau.pu, **stages)
    bureau.give(bureau.clerk, "clerk", school)
    submission = Submission.objects.create(unit=school, what="student_aid.basics", period="2026H1")
    page = come_to(opened(), "clerk", submission)
    junior, total = "家庭经济困难学生（初中）", page.locator("output[data-parts]")
    total_is = "text => document.querySelector('output[data-parts]').value === text"
    cell(page, HARDSHIP).fill("六")
    page.wait_for_function(total_is, arg="6")
    cell(page, junior).fill("1.5")
    assert total.inner_text() == "", "at once, before the server is asked"
    cell(page, junior).fill("")
    says(page, "已保存")
    page.click("button[value=submit]")
    page.locator("#counts", has_text="必填的还有 1 格未填").wait_for()
    assert "处错误" not in page.locator("#counts").inner_text()


@AT_A_DESK
def test_going_back_after_a_refusal_shows_what_was_typed_last(opened, submission):
    page = come_to(opened(), "clerk", submission)
    cell(page, HARDSHIP).fill("很多")
    says(page, "已保存")
    page.click("button[value=submit]")
    page.wait_for_url("**/fill/?tried=1")
    cell(page, HARDSHIP).fill("47")
    says(page, "已保存")
    page.go_back()
    page.wait_for_url("**/fill/")
    assert cell(page, HARDSHIP).input_value() == "47"


@AT_A_DESK
@pytest.mark.long
def test_what_is_typed_into_a_locked_round_waits_on_the_machine_until_it_is_reopened(opened, submission, bureau):
    due = timezone.localdate() + timedelta(days=3)
    whats = {"period": Period.parse("2026H1"), "whats": [submission.what]}
    asked = open_round(**whats, unit=bureau.city, due=due, by=bureau.officer)
    page = come_to(opened(), "clerk", submission)
    cell(page, HARDSHIP).fill("46")
    says(page, "已保存")
    steering.lock(asked, by=bureau.officer)
    cell(page, HARDSHIP).fill("47")
    says(page, "已封存")
    page.locator("#locked", has_text="本批次已封存").wait_for()
    page.click("button[value=submit]")
    page.get_by_text("没有报送：本批次已封存").wait_for()
    assert kept() == {HARDSHIP: "46"}
    page.reload()
    assert cell(page, HARDSHIP).input_value() == "47"
    steering.reopen(asked, reason="系统故障", by=bureau.officer)
    page.locator("#reopened", has_text="已经可以继续填报").wait_for()
    assert not page.locator("#locked").is_visible()
    assert kept() == {HARDSHIP: "47"}


def test_logging_out_takes_along_what_this_machine_kept(opened, submission, width):
    context = opened()
    context.route("**/fill/save", lambda route: route.abort())
    page = come_to(context, "clerk", submission)
    cell(page, HARDSHIP).fill("46")
    says(page, "未联网")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.goto("/")
    if width < 600:
        page.click(".fold")
    page.click("form[data-leaving] button")
    page.wait_for_url("**/login/")
    assert "没送出" in asked[0]
    assert page.evaluate("Object.keys(localStorage)") == []
