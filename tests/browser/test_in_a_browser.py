"""The road from a figure to its cell, and from a mistake to its sentence, walked on a desk and on a phone."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.urls import reverse

from browser.conftest import fits
from web.test_papers import MISTAKEN

pytestmark = pytest.mark.browser


def test_a_figure_is_followed_to_the_cell_it_came_from(report, come_in, width):
    page = come_in("officer")
    page.goto(reverse("reports:detail", args=[report.pk]))
    page.locator("a.figure", has_text="46人").first.click()
    panel = page.locator("#evidence")
    panel.get_by_text("松溪小学").first.wait_for()
    assert page.locator("article.report").count() == 1, "the text stays beside its evidence"
    assert panel.is_visible()
    assert fits(page)
    panel.locator(".observations a").first.click()
    page.wait_for_url("**/submissions/**")
    cell = page.locator("tr:target")
    assert cell.get_attribute("id") == unquote(page.url.partition("#")[2])
    assert "46" in cell.inner_text()


@pytest.mark.parametrize("width", [390], ids=["phone"])
def test_on_a_phone_nothing_covers_the_text_until_a_figure_is_opened(report, come_in, width):
    page = come_in("officer")
    page.goto(reverse("reports:detail", args=[report.pk]))
    panel, text = page.locator("#evidence"), page.locator("article.report")
    assert panel.bounding_box()["y"] < text.bounding_box()["y"], "how it is read stands above"
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert panel.bounding_box()["y"] < 0, "and goes with it"
    page.locator("a.figure", has_text="46人").first.click()
    panel.get_by_text("松溪小学").first.wait_for()
    assert panel.bounding_box()["y"] > 300


@pytest.mark.parametrize("how", ["button", "Escape"])
def test_the_evidence_is_closed_and_another_figure_opens_it(report, come_in, width, how):
    page = come_in("officer")
    address = reverse("reports:detail", args=[report.pk])
    page.goto(address)
    figure, panel = page.locator("a.figure", has_text="46人").first, page.locator("#evidence")
    for _again in range(2):
        figure.click()
        panel.get_by_text("松溪小学").first.wait_for()
        if how == "button":
            panel.locator("a.close").click()
        else:
            page.keyboard.press(how)
        panel.wait_for(state="hidden")
        assert page.url.endswith(address)


def test_the_received_workbook_comes_down_from_the_evidence(report, come_in):
    page = come_in("officer")
    page.goto(reverse("reports:detail", args=[report.pk]))
    page.locator("a.figure", has_text="46人").first.click()
    with page.expect_download() as download:
        page.locator("#evidence .observations a", has_text="松溪小学.xlsx").first.click()
    assert download.value.path().read_bytes()[:2] == b"PK"


def test_evidence_opens_without_scripts(report, chromium, site, come_in):
    state = come_in("officer").context.storage_state()
    context = chromium.new_context(java_script_enabled=False, base_url=site, storage_state=state)
    page = context.new_page()
    page.goto(reverse("reports:detail", args=[report.pk]))
    page.locator("a.figure", has_text="46人").first.click()
    page.locator("#evidence", has_text="松溪小学").wait_for()
    assert page.locator("article.report").count() == 1
    context.close()


def test_a_mistaken_report_is_sent_and_its_mistake_seen(come_in):
    page = come_in("writer")
    page.goto(reverse("papers:upload"))
    page.set_input_files("[type=file]", {"name": "总结.txt", "mimeType": "text/plain", "buffer": MISTAKEN})
    page.click("form.upload button.primary")
    page.wait_for_url("**/papers/*/")
    wrong = page.locator(".line.wrong")
    assert "330" in wrong.locator(".note.contradicted").inner_text()
    page.locator("nav.only a[href='?only=wrong']").click()
    page.wait_for_url("**/?only=wrong")
    assert page.locator(".line").count() == 1
    assert fits(page)


def test_no_page_is_wider_than_the_screen(report, submission, come_in):
    page = come_in("officer")
    addresses = ["/", "/submissions/", f"/submissions/{submission.pk}/", "/submissions/rounds/new/",
                 "/submissions/upload/", "/reports/", f"/reports/{report.pk}/", "/papers/upload"]  # fmt: skip
    wide = []
    for address in addresses:
        page.goto(address)
        wide += [] if fits(page) else [address]
    assert wide == []


def test_the_data_under_review_are_shown_to_their_last_row(submission, come_in, width):
    page = come_in("officer")
    page.set_viewport_size({"width": width, "height": 100})
    page.goto(f"/submissions/{submission.pk}/")
    hidden = "table => table.parentElement.scrollHeight - table.parentElement.clientHeight"
    assert page.locator("table.cells").evaluate(hidden) <= 0
    assert fits(page)


def test_a_long_table_scrolls_under_its_head_with_a_shadow_over_what_is_below(submission, come_in):
    page = come_in("officer")
    page.goto(f"/submissions/{submission.pk}/")
    page.locator("table.cells tbody").evaluate(
        "body => { while (body.rows.length < 100) body.append(body.rows[0].cloneNode(true)) }"
    )
    box = page.locator(".scroll:has(> .cells)")
    assert box.evaluate("box => box.clientHeight < box.scrollHeight")
    assert "local" in box.evaluate("box => getComputedStyle(box).backgroundAttachment")
    box.evaluate("box => box.scrollTo(0, 500)")
    head = "box => box.querySelector('th').getBoundingClientRect().top - box.getBoundingClientRect().top"
    assert abs(box.evaluate(head)) <= 2


def test_the_menu_folds_on_a_phone_and_opens_by_keyboard(come_in, width):
    page = come_in("officer")
    link = page.locator(".menu nav a").last
    assert link.is_visible() == (width > 600)
    if not link.is_visible():
        page.locator(".fold").focus()
        page.keyboard.press("Enter")
        assert link.is_visible()
        page.keyboard.press("Escape")
        assert not link.is_visible()


def test_the_language_is_one_click_away(come_in, width):
    page = come_in("officer")
    if width < 600:
        page.click(".fold")
    page.click("button[lang=en]")
    page.get_by_role("heading", name="Progress").wait_for()
