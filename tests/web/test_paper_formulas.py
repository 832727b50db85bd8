"""What a formula works out is held against the ledger alike on the page, alone and at once, and not entered twice."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from django.urls import reverse

from taizhang.catalogue import SHIPPED
from taizhang.periods import Period
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import Observation
from taizhang.web.ledger.releases import seal_release
from taizhang.web.papers.bulk import accept_sure, sure
from taizhang.web.papers.models import Paper
from taizhang.web.papers.receiving import upload
from taizhang.web.papers.review import accept
from taizhang.web.refusals import Refused
from web.conftest import browser
from web.test_paper_review import figure

TEXT = "青汀市教育局2026年上半年工作总结\n一、学生资助\n未发放资金7万元。应发资助金20万元。\n"
PRINTED = "青汀市教育局2026年上半年工作总结\n一、学生资助\n资助覆盖率90%。应发资助金4180万元。\n"
GAP = "student_aid.aid_gap"


@pytest.fixture
def paper(bureau, settings) -> Paper:
    """A paper that tells a gap of 70,000 yuan, which the catalogue works out of two sums."""
    settings.TAIZHANG_CATALOGUES = [SHIPPED]
    made = upload(TEXT.encode(), "总结.txt", unit=bureau.city, by=bureau.writer)
    assert figure(made, "7万元").code == GAP
    return made


def money(bureau, due: str, paid: str) -> None:
    for code, value in (("aid_due", due), ("aid_money", paid)):
        bureau.observe(f"student_aid.{code}", value, bureau.school)


def seal(bureau) -> None:
    seal_release(Period.parse("2026H1"), catalogue=catalogue(), by=bureau.writer)


def test_what_the_page_marks_as_contradicting_is_not_accepted_alone_nor_at_once(bureau, paper):
    money(bureau, "20", "15")
    seal(bureau)
    page = browser(bureau.writer).get(reverse("papers:paper", args=[paper.pk])).text
    assert "ledger-contradicts" in page
    assert GAP not in {said.indicator.code for _figure, said in sure(paper, 0.3).figures}
    with pytest.raises(Refused, match="台账中为 5 万元"):
        accept(figure(paper, "7万元"), by=bureau.writer)


def test_the_memo_prints_what_the_ledger_says_as_a_report_would(bureau, paper):
    read = upload(PRINTED.encode(), "另一份.txt", unit=bureau.city, by=bureau.writer)
    bureau.observe("student_aid.recipients", "34")
    bureau.observe("student_aid.entitled_pupils", "37")
    money(bureau, "38501.9", "38501.9")
    seal(bureau)
    sent = browser(bureau.writer).get(reverse("papers:memo", args=[read.pk, "docx"])).content
    told = "".join(one.text for one in docx.Document(BytesIO(sent)).paragraphs)
    assert "文中为90%，台账中为91.9%（" in told
    assert "文中为4180万元，台账中为38501.9万元（" in told


def test_what_the_release_works_out_alike_is_accepted_without_an_entry(bureau, paper):
    money(bureau, "20", "13")
    seal(bureau)
    assert accept(figure(paper, "7万元"), by=bureau.writer).state == "accepted"
    assert not Observation.objects.filter(indicator=GAP).exists()


def test_a_formulas_result_is_not_entered_beside_its_parts(bureau, paper):
    money(bureau, "20", "13")
    with pytest.raises(Refused, match="重复计算"):
        accept(figure(paper, "7万元"), by=bureau.writer)


def test_of_many_accepted_at_once_the_parts_come_before_what_is_worked_out_of_them(bureau, paper):
    paper.figures.update(score=1)
    assert [one.quote for one in accept_sure(paper, least=0.9, by=bureau.writer)] == ["20万元"]
    assert not Observation.objects.filter(indicator=GAP).exists()


def test_a_result_of_which_nothing_else_is_known_is_entered(bureau, paper):
    accept(figure(paper, "7万元"), by=bureau.writer)
    assert Observation.objects.get().indicator == GAP
