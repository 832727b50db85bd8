"""One report on its whole way in a real browser: drafted, edited, closed, issued, verified, corrected."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from browser.a_report import drafted, issued
from taizhang.web.ledger.entering import correct
from taizhang.web.ledger.models import Observation
from taizhang.web.reports.models import Report

pytestmark = [pytest.mark.browser, pytest.mark.long]


def test_a_report_is_edited_issued_verified_and_corrected(submission, bureau, come_in, tmp_path):
    # --- the writer drafts and edits ---
    writer = come_in("writer")
    report = drafted(writer)
    paragraph = writer.locator(".blk.paragraph", has_text="认定家庭经济困难学生")
    paragraph.get_by_role("link", name="编辑", exact=True).click()
    field = writer.locator(".blk .field")
    field.wait_for()
    assert field.locator(".chip").all_inner_texts() == ["46人", "1.25万元"]
    field.press("Control+End")
    field.press_sequentially("其中小学46人。")
    writer.get_by_role("button", name="保存", exact=True).click()
    writer.wait_for_selector("mark.loose")

    # --- a typed number stands in the way until it is tied ---
    writer.goto(reverse("reports:closing", args=[report.pk]))
    assert "还没有依据" in writer.inner_text("main")
    assert writer.get_by_role("button", name="定稿").count() == 0
    writer.click("text=去改")
    writer.click("ul.loose a")
    writer.wait_for_selector(".tie")
    writer.locator(".tie li", has_text="小学").get_by_role("button", name="对应").first.click()
    writer.wait_for_selector("mark.loose", state="detached")

    # --- the section confirms, the writer closes, the head issues ---
    officer = come_in("officer")
    officer.goto(reverse("reports:editor", args=[report.pk]))
    officer.locator(".blk", has_text="认定家庭经济困难学生").get_by_role("button", name="会签这一段").click()
    officer.wait_for_selector("text=科室已会签")
    head = come_in("head")
    issued(report, writer=writer, head=head)

    # --- anybody verifies the file that came down ---
    with head.expect_download() as download:
        head.click("text=Word")
    path = tmp_path / "报告.docx"
    download.value.save_as(path)
    clerk = come_in("clerk")
    clerk.goto(reverse("reports:verify"))
    clerk.set_input_files("input[type=file]", path)
    clerk.get_by_role("button", name="验证").click()
    clerk.wait_for_selector("text=是印发的那一份")

    # --- a late correction leads to an erratum ---
    wrong = Observation.objects.get(indicator="student_aid.hardship")
    correct(wrong, value=Decimal(45), reason="转出一人", by=bureau.officer)
    writer.goto(reverse("reports:outdated", args=[report.pk]))
    assert "46人 → 45人" in writer.inner_text(".touched")
    writer.click("text=起草更正说明")
    writer.wait_for_url("**/edit/")
    assert "更正为“认定家庭经济困难学生45人" in writer.inner_text(".editor")
    erratum = Report.objects.get(corrects=report)
    writer.goto(reverse("reports:closing", args=[erratum.pk]))
    writer.get_by_role("button", name="定稿").click()
    writer.wait_for_selector(".state.final")
    head.goto(reverse("reports:closing", args=[erratum.pk]))
    head.get_by_role("button", name="签发").click()
    head.wait_for_selector(".state.issued")
    assert [one.seal.number for one in Report.objects.order_by("pk")] == [1, 2]
