"""The half-year closes in a real browser: a promise in a paper, a task, its light, the report, the next promise."""

from __future__ import annotations

import re
from io import BytesIO

import docx
import pytest
from django.urls import reverse

from browser.a_report import drafted, issued
from taizhang.web.supervision.models import Plan, Task

pytestmark = [pytest.mark.browser, pytest.mark.long]

LAST = """青汀市教育局2025年下半年工作总结和2026年上半年工作计划

一、2025年下半年工作开展情况

（一）学生资助。秋季学期资助家庭经济困难学生52人。

二、2026年上半年工作计划

（一）落实资助政策。3月底前完成家庭经济困难学生认定。（责任单位：学生资助管理中心）

青汀市教育局

2026年1月8日"""


def written(text: str) -> bytes:
    """A text as a Word file."""
    document = docx.Document()
    for line in text.split("\n\n"):
        document.add_paragraph(line)
    sent = BytesIO()
    document.save(sent)
    return sent.getvalue()


def test_what_a_paper_promised_is_followed_reported_late_and_promised_again(submission, bureau, come_in):
    # --- the writer hands in last half-year's report, the supervisor makes a task of what it promised ---
    writer, supervisor = come_in("writer"), come_in("supervisor")
    writer.goto(reverse("papers:upload"))
    word = {"name": "上期报告.docx", "mimeType": "application/octet-stream", "buffer": written(LAST)}
    writer.set_input_files("input[type=file]", word)
    writer.locator("main form button.primary").click()
    writer.wait_for_url(re.compile(r"/papers/\d+/"))
    supervisor.goto(reverse("supervision:new_plan"))
    supervisor.fill("[name=title]", "2026年上半年工作计划")
    supervisor.fill("[name=period]", "2026H1")
    supervisor.get_by_role("button", name="新建计划").click()
    supervisor.wait_for_url(re.compile(r"/plans/\d+/"))
    plan = Plan.objects.get()
    supervisor.get_by_text("从上传的报告中列入").click()
    supervisor.locator(".sources a[href*='/papers/']").click()
    supervisor.locator(".tasks, table").first.locator("a.button").first.click()
    supervisor.locator(".task-form button.primary").click()
    supervisor.get_by_text("已交办第 1 项").wait_for()
    task = Task.objects.get(plan=plan)
    assert (task.owner, task.due.isoformat()) == (bureau.aid, "2026-03-31")

    # --- its owner reports, too little: nobody paints its light ---
    officer = come_in("officer")
    officer.goto(reverse("supervision:mine"))
    officer.get_by_role("button", name="签收").click()
    officer.get_by_role("link", name="报进展").click()
    form = officer.locator(".own .report-form")
    form.locator("[name=done]").fill("认定表已发放")
    form.locator("[name=on]").fill("2026-06-20")
    form.locator("[name=share]").fill("40")
    form.locator("[name=problem]").fill("两所学校未报名单")
    form.get_by_role("button", name="报进展").click()
    officer.get_by_text("进展已报").wait_for()
    supervisor.goto(reverse("supervision:board"))
    assert "红灯" in supervisor.locator(".tasks tbody").inner_text()
    with supervisor.expect_download() as download:
        supervisor.locator(f"a[href*='{reverse('supervision:circular', args=['docx'])}']").click()
    told = "\n".join(one.text for one in docx.Document(download.value.path()).paragraphs)
    assert "完成家庭经济困难学生认定" in told

    # --- the report says what is late, and why; issued, it promises the rest, which is a task again ---
    report = drafted(writer)
    assert "两所学校未报名单" in writer.inner_text(".editor")
    issued(report, writer=writer, head=come_in("head"))
    supervisor.goto(reverse("supervision:plans"))
    supervisor.get_by_role("link", name="2026年下半年工作计划").click()
    supervisor.locator("main", has_text="完成家庭经济困难学生认定").wait_for()
    following = Task.objects.get(plan__period="2026H2", title__contains="认定")
    assert following.owner == bureau.aid
