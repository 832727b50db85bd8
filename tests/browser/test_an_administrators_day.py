"""An administrator's day: people let in from a workbook, a school renamed, two merged, a round opened and steered."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from browser.conftest import fits
from taizhang.web.accounts.models import Person, Role
from taizhang.web.accounts.passwords import GivenPasswordHasher
from taizhang.web.collection.models import Round, Submission
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.ledger.queries import tree_at

pytestmark = [pytest.mark.browser, pytest.mark.long]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def edited(path, change) -> dict[str, object]:
    """The workbook with what `change` does to its first sheet, as a file to be sent."""
    book = openpyxl.load_workbook(BytesIO(path.read_bytes()))
    change(book.worksheets[0])
    sent = BytesIO()
    book.save(sent)
    return {"name": "人员.xlsx", "mimeType": XLSX, "buffer": sent.getvalue()}


def under(sheet, **said: str) -> None:
    """A new line with each text below its head."""
    heads = [cell.value for cell in sheet[1]]
    sheet.append([said.get(head, "") for head in heads])


def test_people_are_let_in_from_a_workbook_after_a_preview(come_in, bureau):
    page = come_in("admin")
    page.goto(reverse("people:list"))
    with page.expect_download() as exported:
        page.get_by_role("link", name="导出").first.click()
    out = exported.value.path()

    told = {"用户名": "yang", "姓名": "杨老师", "所在机构代码": "S2", "角色": "填报人"}
    page.goto(reverse("people:import"))
    page.set_input_files("[name=file]", edited(out, lambda sheet: under(sheet, **told)))
    page.get_by_role("button", name="预览").click()
    page.get_by_role("button", name="确认导入").wait_for()
    assert "杨老师" in page.locator("main").inner_text()
    assert fits(page)
    assert not Person.objects.filter(username="yang").exists(), "a preview changes nothing"
    page.get_by_role("button", name="确认导入").click()
    with page.expect_download() as given:
        page.locator("a[download]").click()
    rows = list(openpyxl.load_workbook(BytesIO(given.value.path().read_bytes())).worksheets[0].values)
    assert rows[1][:2] == ("yang", "杨老师")
    assert Role.objects.get(person__username="yang").unit == bureau.other
    assert GivenPasswordHasher().verify(rows[1][2], Person.objects.get(username="yang").password)


def test_a_school_is_renamed_and_merged_and_the_tree_of_every_day_stays(come_in, bureau):
    page = come_in("admin")
    page.goto(reverse("units:detail", args=["S1"]))
    page.get_by_role("link", name="更名").click()
    page.fill("[name=name]", "松溪学校")
    page.fill("[name=since]", "2026-03-01")
    page.locator("main form button.primary").click()
    page.locator("button[name=confirm]").click()
    page.get_by_text("已写入机构树").wait_for()
    assert "更名：松溪小学 → 松溪学校" in page.locator("main").inner_text()

    page.get_by_role("link", name="合并").click()
    page.fill("[name=units]", "S1\nS2")
    page.fill("[name=into]", "S1")
    page.fill("[name=since]", "2026-06-01")
    page.locator("main form button.primary").click()
    page.locator("button[name=confirm]").wait_for()
    assert fits(page)
    page.locator("button[name=confirm]").click()
    page.get_by_text("已写入机构树").wait_for()
    assert "并入了" in page.locator("main").inner_text()
    page.goto(reverse("units:detail", args=["S2"]))
    assert "并入" in page.locator("main").inner_text()
    names = {day: {unit.name for unit in tree_at(day).values()} for day in (date(2026, 2, 1), date(2026, 6, 1))}
    assert {"松溪小学", "柳湾小学"} <= names[date(2026, 2, 1)]
    assert not {"松溪小学", "柳湾小学"} & names[date(2026, 6, 1)]
    assert OrgUnit.objects.get(code="S2").closed == date(2026, 5, 31)


def test_a_round_is_opened_extended_for_one_and_locked(come_in, bureau):
    today = timezone.localdate()
    page = come_in("admin")
    page.goto(reverse("collection:new_round"))
    page.fill("[name=period]", "2026H1")
    page.select_option("[name=unit]", label="青汀市教育局")
    page.check("[name=whats][value='student_aid.basics']")
    for days, name in ((3, "due"), (5, "check_due"), (9, "approve_due")):
        page.fill(f"[name={name}]", (today + timedelta(days=days)).isoformat())
    page.get_by_role("button", name="预览").click()
    page.get_by_text("将向 3 个单位布置 3 份报送").wait_for()
    page.get_by_role("button", name="确认布置").click()
    page.get_by_text("已布置 3 份报送").wait_for()
    assert "审定截止日期" in page.locator("main").inner_text()

    page.get_by_text("给一个单位延期").click()
    page.select_option("[name=unit]", label="云岭小学")
    page.fill("[name=until]", (today + timedelta(days=20)).isoformat())
    page.locator("form[action$='/extend/'] [name=reason]").fill("道路中断")
    page.get_by_role("button", name="延期", exact=True).click()
    page.get_by_text("已延期：云岭小学").wait_for()

    page.get_by_text("截止封存", exact=True).click()
    page.get_by_role("button", name="确认封存").click()
    page.get_by_text("本批次已封存").wait_for()
    assert fits(page)
    assert Round.objects.get().state == "locked"
    assert Submission.objects.get(unit=bureau.far).extended_until == today + timedelta(days=20)
    assert "道路中断" in page.locator(".history").inner_text()
    clerk = come_in("clerk")
    clerk.get_by_text("本批次已封存").wait_for()
