"""How a report is drafted and issued in a browser, for tests of what comes before and after."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import Page

from taizhang.web.reports.models import Report


def drafted(writer: Page) -> Report:
    """The writer seals a release of the half-year and drafts its report, which is left open."""
    writer.goto("/reports/")
    writer.fill("[name=period]", "2026H1")
    writer.click("text=把审定的数据定版")
    writer.click(".stages a")
    writer.locator("ul.items a.button", has_text="起草").first.click()
    writer.locator("form.start button.primary").click()
    writer.wait_for_url("**/edit/")
    return Report.objects.get()


def issued(report: Report, *, writer: Page, head: Page) -> None:
    """The writer closes the report, and the head issues it."""
    writer.goto(reverse("reports:closing", args=[report.pk]))
    writer.get_by_role("button", name="定稿").click()
    writer.wait_for_selector(".state.final")
    head.goto(reverse("reports:closing", args=[report.pk]))
    head.get_by_role("button", name="签发").click()
    head.wait_for_selector(".state.issued")
