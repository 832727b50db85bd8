"""A clerk's day with a register: found, narrowed, changed, opened for a reason, and brought up to date."""

from __future__ import annotations

import pytest
from django.urls import reverse

from browser.conftest import fits
from taizhang.web.accounts.models import Person
from taizhang.web.ledger.models import AuditEvent
from taizhang.web.registers import actions
from taizhang.web.registers.models import LiveRecord
from web.kept_registers import PUPILS, id_number, lay_out, pupil
from web.test_register_import import ROWS, sheet

pytestmark = pytest.mark.browser


@pytest.fixture
def register(bureau, settings, small_catalogue, tmp_path):
    """Pupils of 松溪小学, three of them in junior classes, and the address of their register."""
    settings.TAIZHANG_CATALOGUES = [small_catalogue, lay_out(tmp_path / "own")]
    for at in range(1, 9):
        typed = {"stage": "初中" if at > 5 else "小学", "grant": str(100 * at), "id_number": id_number(at)}
        actions.add(PUPILS, pupil(at, **typed), unit=bureau.school, by=bureau.clerk)
    return reverse("registers:register", args=[PUPILS])


def shown(page) -> list[str]:
    page.wait_for_load_state()          # a page that has begun to come has no rows yet
    return page.locator("table.records tbody tr td:nth-child(2)").all_inner_texts()


desk = pytest.mark.parametrize("width", [1280], indirect=True)
phone = pytest.mark.parametrize("width", [390], indirect=True)


@phone
def test_a_record_is_found_changed_and_its_history_says_from_what(register, come_in):
    page = come_in("clerk")
    page.goto(register)
    assert len(shown(page)) == 8
    page.get_by_role("link", name="金额", exact=True).click()
    assert shown(page)[0] == "P00001"
    page.get_by_text("按字段筛选").click()
    page.select_option("[name=f-stage]", label="初中")
    page.get_by_role("button", name="筛选").click()
    page.wait_for_url("**f-stage=**")
    assert sorted(shown(page)) == ["P00006", "P00007", "P00008"]
    page.get_by_role("link", name="清除条件").click()
    page.fill("[name=q]", id_number(3))
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    assert (shown(page), fits(page)) == (["P00003"], True)
    page.locator("table.records tbody a").click()
    page.get_by_role("link", name="修改").click()
    page.fill("[name=grant]", "260")
    page.fill("[name=_reason]", "核对后更正")
    assert fits(page)
    page.get_by_role("button", name="保存").click()
    newest = page.locator("ol.changes li").first
    assert (newest.locator("del").inner_text(), newest.locator("ins").inner_text()) == ("300", "260")
    assert "核对后更正" in newest.inner_text()
    assert fits(page)


@desk
def test_a_number_is_seen_for_a_reason_that_is_written_down(register, come_in):
    page = come_in("officer")
    page.goto(register + "?q=P00004")
    page.locator("table.records tbody a").click()
    assert id_number(4) not in page.content()
    page.get_by_text("查看个人信息原文").click()
    page.fill("details.unmask [name=reason]", "与户籍核对")
    page.get_by_role("button", name="查看", exact=True).click()
    page.get_by_text(id_number(4)).wait_for()
    assert AuditEvent.objects.get(action="record.unmask").detail["reason"] == "与户籍核对"
    page.reload()
    assert id_number(4) not in page.content()


@desk
def test_a_spreadsheet_is_shown_before_it_changes_anything(register, come_in):
    page = come_in("clerk")
    page.goto(register)
    page.get_by_role("link", name="从表格导入").click()
    name = {"name": "名单.xlsx", "mimeType": "application/octet-stream"}
    page.set_input_files("[type=file]", {**name, "buffer": sheet([*ROWS, ["P00009", "周小河", None, "小学", 300]])})
    page.get_by_role("button", name="预览").click()
    page.get_by_role("button", name="确认导入").wait_for()
    assert page.locator("dl.totals dd").all_inner_texts() == ["1", "3", "0", "0"]
    assert LiveRecord.objects.filter(register=PUPILS).count() == 8
    assert fits(page)
    page.get_by_role("button", name="确认导入").click()
    page.get_by_text("已导入").first.wait_for()
    assert LiveRecord.objects.filter(register=PUPILS).count() == 9


@desk
def test_what_was_typed_is_there_again_behind_a_refusal(register, chromium, site, come_in):
    # a page of its own: a refused address is an error to the console
    page = chromium.new_context(base_url=site, storage_state=come_in("clerk").context.storage_state()).new_page()
    record = LiveRecord.objects.order_by("pk")[0]
    page.goto(reverse("registers:record", args=[record.pk]))
    actions.edit(record, pupil(1, grant="1", id_number=id_number(1)), by=Person.objects.get(username="officer"))
    page.get_by_text("办结（移出台账）").click()
    page.fill("form[action$='/end/'] [name=reason]", "转出到外县")
    page.get_by_role("button", name="确认办结").click()
    page.get_by_role("button", name="返回上一页").click()
    page.wait_for_url(f"**{reverse('registers:record', args=[record.pk])}")
    assert page.input_value("form[action$='/end/'] [name=reason]") == "转出到外县"
    page.context.close()
