"""A paper on its way in: nobody waits while it is read, and it is filed under the unit that wrote it."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import docx
import pytest
from django.db import connection
from django.urls import reverse

from taizhang.checking.audit import audit
from taizhang.web.ledger.models import Observation
from taizhang.web.papers import receiving
from taizhang.web.papers.models import Figure, Paper
from taizhang.web.refusals import NotAllowed, Refused
from web.conftest import browser
from web.test_papers import MISTAKEN, paste, send


@pytest.fixture
def saved_meanwhile(committed_bureau, monkeypatch) -> list[int]:
    """Somebody else saves a value while a report is being audited; the numbers of what was saved."""
    saved: list[int] = []

    def save() -> None:
        try:
            saved.append(committed_bureau.observe("student_aid.hardship", str(len(saved)), stage="primary").pk)
        finally:
            connection.close()

    def while_it_is_read(read):
        with ThreadPoolExecutor(1) as pool:
            pool.submit(save).result()
        return audit(read)

    monkeypatch.setattr(receiving, "audit_reading", while_it_is_read)
    return saved


def test_others_save_while_a_report_is_read_and_read_again(committed_bureau, saved_meanwhile):
    paper = receiving.upload(MISTAKEN, "总结.txt", unit=committed_bureau.city, by=committed_bureau.writer)
    receiving.read_again(paper, by=committed_bureau.writer)
    assert list(Observation.objects.order_by("pk").values_list("pk", flat=True)) == saved_meanwhile
    assert len(saved_meanwhile) == 2


# --- what it is called --------------------------------------------------------------------------------------


def word() -> bytes:
    document, saved = docx.Document(), BytesIO()
    document.add_paragraph("临浦区教育局2026年上半年工作总结。共资助学生300人。")
    document.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize(("data", "name", "kept"), [
    (MISTAKEN, "总结.txt", "总结.txt"), (MISTAKEN, "总结2026.6", "总结2026.6.txt"), (MISTAKEN, "总结.PDF", "总结.txt"),
    (word(), "总结.pdf", "总结.docx"), (word(), "总结.DOCX", "总结.DOCX"),
])  # fmt: skip
def test_a_paper_is_kept_with_the_extension_of_what_is_in_it(bureau, data, name, kept):
    page = send(browser(bureau.writer), data, name).text
    assert (paper := Paper.objects.get()).name == paper.reading["name"] == kept
    assert ("扩展名与内容不符" in page) == (kept != name)


def test_what_is_named_as_no_report_is_is_refused(bureau):
    page = send(browser(bureau.writer), MISTAKEN, "x.exe").text
    assert "扩展名“.exe”不是报告的扩展名" in page
    assert not Paper.objects.exists()


def test_who_sends_a_report_again_is_told_who_sent_it_and_when(bureau):
    assert "上传过" not in send(browser(bureau.writer), MISTAKEN, "总结.txt").text
    page = send(browser(bureau.head), MISTAKEN, "又一次.txt").text
    said = re.search(r"又一次.txt：同样内容的文件已于\d{4}-\d\d-\d\d \d\d:\d\d由(.*?)上传过，文件名是(.*?)；", page)
    assert said.groups() == (bureau.writer.name, "总结.txt")
    assert Paper.objects.count() == 1


# --- whose it is --------------------------------------------------------------------------------------------

BODY = "\n一、学生资助\n共资助学生300人，其中小学100人。新建幼儿园3所。\n"
HEADS = {
    "青汀市教育局2026年上半年工作总结": "C",
    "临浦区教育局2026年上半年工作总结": "C01",
    "青汀市临浦区教育局2026年上半年工作总结": "C01",
    "临浦区教育和体育局2026年上半年工作总结": "C01",
    "临浦区2026年上半年教育工作总结": "C01",
    "桐溪县教育局\n2026年上半年工作总结": "C02",
    "临浦区松溪小学2026年春季学期工作总结": "S1",
    "2026年上半年教育工作总结": "C",
    "临浦区、桐溪县2026年上半年教育工作总结": "C",
    "省教育厅2026年上半年工作总结": "C",
}


@pytest.mark.parametrize(("head", "code"), HEADS.items())
def test_a_report_is_filed_under_the_unit_that_its_head_names(bureau, head, code):
    paste(browser(bureau.writer), head + BODY)
    assert Paper.objects.get().unit.code == code


def test_any_unit_below_ones_own_may_be_chosen_and_no_other(bureau):
    client = browser(bureau.reviewer)
    assert "C02" not in client.get(reverse("papers:upload")).text
    paste(client, "临浦区教育局2026年上半年工作总结" + BODY, unit="C02 桐溪县教育局")
    assert not Paper.objects.exists()
    page = paste(client, "临浦区教育局2026年上半年工作总结" + BODY, unit="S2 柳湾小学").text
    assert Paper.objects.get().unit == bureau.other
    assert "文中署名的是“临浦区教育局”，这份来文归在“柳湾小学”名下" in page


def test_a_head_that_names_a_bureau_of_elsewhere_is_warned_of(bureau):
    assert "文中署名的是“清川县教育局”" in paste(browser(bureau.writer), MISTAKEN.decode()).text
    assert "文中署名的是" not in paste(browser(bureau.writer), "青汀市教育局2026年上半年工作总结" + BODY).text


def test_a_paper_is_filed_under_another_unit_until_a_figure_was_accepted(bureau):
    paper = receiving.upload(MISTAKEN, "总结.txt", unit=bureau.city, by=bureau.writer)
    browser(bureau.writer).post(reverse("papers:file-under", args=[paper.pk]), {"unit": "C02"})
    paper.refresh_from_db()
    assert paper.unit == bureau.xi
    Figure.objects.filter(pk=paper.figures.first().pk).update(state="accepted")
    with pytest.raises(Refused, match="先撤回已采信"):
        receiving.file_under(paper, bureau.pu, by=bureau.writer)


def test_a_unit_that_is_not_known_stays_in_the_box_to_be_mended(bureau):
    paper = receiving.upload(MISTAKEN, "总结.txt", unit=bureau.city, by=bureau.writer)
    address, client = reverse("papers:file-under", args=[paper.pk]), browser(bureau.writer)
    page = client.post(address, {"unit": "临浦区&教育局"}, follow=True).text
    assert "不在可选的机构中" in page
    assert '<input name="unit" value="临浦区&amp;教育局"' in page
    assert '<details class="whose" open>' in page


def test_a_paper_is_not_filed_where_one_has_no_say_or_the_same_file_is(bureau):
    paper = receiving.upload(MISTAKEN, "总结.txt", unit=bureau.pu, by=bureau.writer)
    with pytest.raises(NotAllowed):
        receiving.file_under(paper, bureau.xi, by=bureau.reviewer)
    receiving.upload(MISTAKEN, "总结.txt", unit=bureau.xi, by=bureau.writer)
    with pytest.raises(Refused, match="已有同一份文件"):
        receiving.file_under(paper, bureau.xi, by=bureau.writer)
