"""Promises of a report made into proposed tasks."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest

from taizhang.catalogue.loading import load
from taizhang.reading import read_text
from taizhang.supervision.proposing import Promise, propose, propose_planned

DAY = date(2026, 7, 1)
OWNERS = ("学前教育科", "基础教育科", "计划基建科", "学生资助中心")


def proposals(planned, *, title="清川县教育局2026年上半年工作总结和下半年工作计划", owners=OWNERS):
    text = f"{title}\n一、上半年工作\n新建幼儿园2所。\n二、下半年工作计划\n{planned}\n"
    return propose(read_text(text), day=DAY, catalogue=load(), owners=owners, unit="330500")


def test_a_promise_that_says_everything_is_a_task_without_a_doubt():
    [found] = proposals("（一）新建公办幼儿园12所，于8月底前全部开园（责任单位：学前教育科、计划基建科）。")

    task = found.task
    assert (task.owner, task.co_owners, task.due) == ("学前教育科", ("计划基建科",), date(2026, 8, 31))
    assert (task.target.value, task.target.indicator, task.target.unit) == (12, "preschool.kg_new", "330500")
    assert task.document.startswith("清川县教育局2026年上半年工作总结")
    assert (found.score, found.unsure) == (1.0, ())


def test_each_figure_of_a_sentence_is_a_task_and_owner_and_date_hold_for_all():
    found = proposals("年底前发放资助资金5000万元，资助学生3.2万人次，由学生资助中心负责。")

    assert [(one.task.what, one.task.owner, one.task.due) for one in found] == [
        ("年底前发放资助资金5000万元", "学生资助中心", date(2026, 12, 31)),
        ("资助学生3.2万人次，由学生资助中心负责", "学生资助中心", date(2026, 12, 31))]


def test_a_task_is_what_the_paper_shows_as_a_promise():
    text = ("清川县教育局2026年上半年工作总结\n一、下半年工作计划\n新建幼儿园12所，9月底前完成。\n"
            "完成消防改造8处，落实校长职级制，11月底前完成。\n")
    reading = read_text(text)

    found = propose(reading, day=DAY, catalogue=load(), owners=OWNERS)

    assert [one.task.what for one in found] == [one.text for one in reading.commitments]
    assert [one.task.due for one in found] == [date(2026, 9, 30), date(2026, 11, 30), date(2026, 11, 30)]


def test_money_is_counted_as_its_indicator_is():
    [found] = proposals("年底前发放资助资金5000万元，由学生资助中心负责。")

    target = found.task.target
    assert (target.value, target.unit_of_measure, target.indicator) == (5000, "万元", "student_aid.aid_money")


@pytest.mark.parametrize(("planned", "field", "value", "doubt"), [
    ("普惠性幼儿园覆盖率年底前达到92%。", "owner", "学前教育科", "按业务领域暂列学前教育科"),
    ("年底前新建幼儿园3所，由资助中心负责。", "owner", "学生资助中心", "资助中心→学生资助中心"),
    ("年底前新建幼儿园3所，由水务局负责。", "owner", "水务局", "没有这个责任单位：水务局"),
    ("新建幼儿园3所，由学前教育科负责。", "due", date(2026, 12, 31), "没有写明时限，暂按2026年下半年末"),
    ("近期新建幼儿园3所，由学前教育科负责。", "due", date(2026, 12, 31), "时限写作“近期”"),
    ("年底前建立台账，逐项落实。", "owner", "", "看不出属于哪个科室"),
    ("年底前完成贫困学生认定和助学金发放工作。", "owner", "学生资助中心", "按业务领域暂列学生资助中心"),
    ("年底前评选园丁60名，由基础教育科负责。", "owner", "基础教育科", "没有对应的指标"),
])
def test_what_is_not_said_is_proposed_with_the_doubt(planned, field, value, doubt):
    [found] = proposals(planned)

    assert getattr(found.task, field) == value
    assert any(doubt in one.zh for one in found.unsure), [str(one) for one in found.unsure]
    assert found.score < 1


def test_every_promise_leads_back_to_its_place():
    text = "清川县教育局2026年下半年工作计划\n一、工作目标\n新建幼儿园3所，年底前开园。\n"

    for found in propose(read_text(text), day=DAY, catalogue=load(), owners=OWNERS):
        assert text[found.start:found.end] == found.task.what
        assert found.origin


@dataclass(frozen=True)
class Planned:
    domain: str
    text: str
    owner: str
    due: date = date(2026, 12, 31)
    target: dict = field(default_factory=dict)


def test_a_plan_that_taizhang_wrote_gives_a_task_for_each_target():
    two = Planned("projects", "盯紧项目建设。", "计划基建科",
                  target={"projects.projects_late": Decimal(0), "projects.start_rate": Decimal(100)})
    none = Planned("projects", "加强质量监管。", "")
    promises: list[Promise] = [two, none]

    found = propose_planned(promises, document="工作计划", day=DAY, catalogue=load(), owners=OWNERS)

    assert [(one.task.owner, one.task.target and one.task.target.indicator) for one in found] == [
        ("计划基建科", "projects.projects_late"), ("计划基建科", "projects.start_rate"), ("", None)]
    assert found[0].task.target.downwards and not found[1].task.target.downwards
    assert [one.score for one in found] == [1.0, 1.0, 0.2]
