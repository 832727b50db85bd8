"""督办单 and 进度通报 as official documents."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import docx
import pytest

from taizhang.catalogue.loading import load
from taizhang.supervision.lights import standing
from taizhang.supervision.model import BoundTarget, Measured, Progress, State, TaskFacts
from taizhang.writing.document import Letterhead
from taizhang.writing.notices.notice import Sender
from taizhang.writing.notices.progress import progress_notice
from taizhang.writing.notices.urging import SINGLY, urging_notice
from taizhang.writing.page import stray_spans
from taizhang.writing.pieces import FigureRun, Own, Text
from taizhang.writing.to_docx import to_docx
from taizhang.writing.to_html import to_html
from taizhang.writing.to_pdf import to_pdf

DAY = date(2026, 9, 1)
SENDER = Sender("青河市教育局", DAY, date(2026, 9, 10), Letterhead("青河市教育局文件", "青教督〔2026〕7号"))


def task(number, title, owner, share, **more):
    facts = TaskFacts(
        id=str(number), title=title, what=f"{title}，惠及12所学校。", owner=owner, document="2026年工作要点",
        **{"assigned_on": date(2026, 1, 1), "due": date(2026, 12, 31), "state": State.ACTIVE, **more},
        progress=(Progress(on=date(2026, 8, 25), done="完成5所，到位320万元", share=Decimal(share) / 100,
                           problem="2块地未交付"),))
    return facts, standing(facts, DAY)


LATE = task(1, "新建公办幼儿园", "计划基建科", 15)
OVERDUE = task(2, "维修操场", "计划基建科", 30, due=date(2026, 8, 1))
NEAR = task(3, "改造旱厕", "计划基建科", 45)
GOOD = [task(4, "核对名册", "学生资助中心", 70), task(5, "招生摸底", "基础教育科", 70)]
DONE = [task(number, f"资助事项{number}", "学生资助中心", 100, state=State.CLOSED, closed_on=date(2026, 6, 20))
        for number in (6, 7)]


@pytest.fixture(scope="module")
def urging():
    return urging_notice([NEAR, OVERDUE, LATE], SENDER, owner="计划基建科")


@pytest.fixture(scope="module")
def progress():
    return progress_notice([LATE, OVERDUE, NEAR, *GOOD, *DONE], SENDER, addressee="各责任单位", about="2026年重点工作")


def words(document):
    return "\n".join([document.title, *(paragraph.text for paragraph in document.paragraphs())])


def test_an_urging_notice_says_of_each_task_what_was_asked_how_it_stands_and_what_its_owner_says(urging):
    assert [section.title for section in urging.sections] == ["维修操场", "新建公办幼儿园", "改造旱厕", "办理要求"]
    text = words(urging)
    for said in ("来源：2026年工作要点。", "时间已过66.8%，只完成15%，落后51.8个百分点", "超过时限2026年8月1日已31天",
                 "你单位2026年8月25日报告：完成5所，到位320万元。反映的问题：2块地未交付。",
                 "请于2026年9月10日前将办理情况书面报送青河市教育局"):
        assert said in text, text


def test_a_bound_figure_is_urged_with_where_it_ends():
    facts = TaskFacts(id="9", title="改造", owner="计划基建科", assigned_on=date(2026, 1, 1), due=date(2026, 12, 31),
                      state=State.ACTIVE, measured=(Measured(date(2026, 8, 31), Decimal(8)),),
                      target=BoundTarget(value=Decimal(40), unit_of_measure="间", baseline=Decimal(0)))

    text = words(urging_notice([(facts, standing(facts, DAY))], SENDER, owner="计划基建科"))

    assert "按目前进度，到2026年12月31日为12间，目标40间" in text


def test_many_tasks_stand_in_a_table():
    many = [task(number, f"事项{number}", "计划基建科", 15) for number in range(SINGLY + 1)]

    notice = urging_notice(many, SENDER, owner="计划基建科")

    assert [section.title for section in notice.sections] == ["办理要求"]
    assert len(notice.attachments[0].rows) == SINGLY + 1


def test_a_progress_notice_counts_names_the_units_and_lists_what_is_late(progress):
    text = words(progress)

    for said in ("督办台账的事项共7项，涉及3个单位。其中已销号2项，未销号5项。", "亮绿灯2项，亮橙灯1项，亮红灯2项",
                 "超过时限尚未销号的有1项", "学生资助中心承办3项，已销号2项", "予以通报表扬",
                 "计划基建科承办3项，尚无销号事项，逾期1项，亮红灯2项，亮橙灯1项，予以通报批评。",
                 "“维修操场”（计划基建科）：超过时限2026年8月1日已31天", "计划基建科要对照滞后事项逐项说明原因"):
        assert said in text, text
    assert [[run.text for run in row][:3] for row in progress.attachments[0].rows] == [
        ["1", "学生资助中心", "3"], ["2", "基础教育科", "1"], ["3", "计划基建科", "3"]]


def test_when_all_is_well_nothing_is_called_late():
    text = words(progress_notice([*GOOD, *DONE], SENDER, addressee="各责任单位"))

    assert "没有超过时限尚未销号的事项" in text
    assert "滞后事项" not in text and "红灯0" not in text and "通报批评" not in text


@pytest.mark.parametrize("kind", ["urging", "progress"])
def test_every_number_opens_its_tasks_or_is_the_owners_own_word(kind, request):
    document = request.getfixturevalue(kind)

    assert document.unproven == []
    for figure in document.figures():
        behind = document.evidence[figure.key]
        assert behind.total and all(one.id.startswith("task:") and one.source.text for one in behind.observations)
    owns = [run.text for run in document.runs() if isinstance(run, Own)]
    assert (owns.count("320"), owns.count("2")) == ((3, 3) if kind == "urging" else (0, 0))
    typed = [run for run in document.runs() if isinstance(run, Text) and not run.digits and stray_spans(run.text)]
    assert typed == []


def test_the_count_of_red_lights_opens_the_red_tasks(progress):
    counts = {run.result.title: run for run in progress.figures() if isinstance(run, FigureRun)}

    red = progress.evidence[counts["督办台账：红灯"].key]
    assert [one.source.text.partition("：")[0] for one in red.observations] == ["新建公办幼儿园", "维修操场"]


@pytest.mark.parametrize("kind", ["urging", "progress"])
def test_a_notice_comes_out_as_word_pdf_and_page(kind, request):
    document = request.getfixturevalue(kind)

    paragraphs = [paragraph.text for paragraph in docx.Document(BytesIO(to_docx(document))).paragraphs]
    assert document.addressee + "：" in paragraphs and "青河市教育局" in paragraphs and "2026年9月1日" in paragraphs
    assert any(SENDER.letterhead.number in paragraph for paragraph in paragraphs)
    assert to_pdf(document).startswith(b"%PDF")
    assert document.title in to_html(document, load())


def test_a_notice_needs_tasks():
    with pytest.raises(ValueError, match="task"):
        urging_notice([], SENDER, owner="计划基建科")
    with pytest.raises(ValueError, match="owner"):
        progress_notice([], SENDER, addressee="各责任单位")
