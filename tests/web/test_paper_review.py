"""A person decides on each figure of a paper; what is accepted enters the ledger with its sentence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from taizhang.catalogue import SHIPPED
from taizhang.periods import Period
from taizhang.web.accounts.models import Person, RoleKind
from taizhang.web.accounts.policies import diagram
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.actions import close_unit
from taizhang.web.ledger.models import AuditEvent, Observation
from taizhang.web.ledger.queries import verify
from taizhang.web.papers.bulk import accept_sure, sure, take_back_all
from taizhang.web.papers.entries import FigureSaid
from taizhang.web.papers.judging import judge
from taizhang.web.papers.models import Figure, Paper, PaperFinding
from taizhang.web.papers.receiving import upload
from taizhang.web.papers.review import accept, accept_against, correct, reject, take_back
from taizhang.web.refusals import NotAllowed, Refused, WrongState

H1 = Period.parse("2026H1")
TEXT = """青汀市教育局2026年上半年工作总结和下半年工作计划
一、上半年工作
（一）学生资助
共资助学生330人。发放资助金12.5万元，比去年同期增加2.5万元。认定家庭经济困难学生46人。营养改善计划受益学生约3.2万人。临浦区资助学生120人。
新建幼儿园xx所。男生人数300人，其中小学100人、初中150人、高中80人。
二、下半年工作计划
（一）学生资助。由学生资助管理中心牵头，12月底前资助学生400人，发放资助金20万元。
"""


@pytest.fixture
def paper(bureau, settings) -> Paper:
    """A report as the reader of the shipped catalogue reads it."""
    settings.TAIZHANG_CATALOGUES = [SHIPPED]
    return upload(TEXT.encode(), "总结.txt", unit=bureau.city, by=bureau.writer)


def figure(paper: Paper, quote: str) -> Figure:
    return paper.figures.filter(quote=quote).first()


def said(bureau, value: str, indicator: str = "student_aid.recipients", **dims: str) -> FigureSaid:
    return FigureSaid(catalogue().indicators[indicator], bureau.city, H1, Decimal(value), dims)


def test_an_accepted_figure_enters_the_ledger_with_its_sentence(bureau, paper):
    accepted = accept(figure(paper, "330人"), by=bureau.writer)
    entered = Observation.objects.in_force().get()
    assert accepted.state == "accepted"
    assert (entered.indicator, entered.unit, entered.period) == ("student_aid.recipients", bureau.city, "2026H1")
    assert entered.value == 330
    source = entered.source
    assert (source.kind, source.file, source.sha256) == ("sentence", "总结.txt", paper.sha256)
    assert source.text == "共资助学生330人。"
    assert (source.reported_by, source.approved_by) == ("青汀市教育局", "writer")
    assert verify() == []


def test_a_figure_of_a_school_whose_name_another_has_too_is_entered_for_neither_unasked(bureau, paper):
    Figure.objects.filter(quote="330人").update(org=bureau.school.name)
    namesake = bureau.unit("S9", bureau.school.name, "school", bureau.xi, stages=["primary"])
    with pytest.raises(Refused) as refused:
        accept(figure(paper, "330人"), by=bureau.writer)
    assert [one.code for one in refused.value.findings] == ["paper-whose"]
    close_unit(namesake, last_day=date(2026, 1, 1), by=bureau.admin)
    assert accept(figure(paper, "330人"), by=bureau.writer).observation.unit == bureau.school


def test_money_is_entered_in_the_unit_of_its_indicator(bureau, paper):
    accept(figure(paper, "12.5万元"), by=bureau.writer)
    entered = Observation.objects.get()
    unit = catalogue().indicators[entered.indicator].unit
    assert (entered.value, unit) in {(Decimal("12.5"), "万元"), (Decimal(125000), "元")}


@pytest.mark.parametrize(("quote", "why"), [
    ("400人", "paper-not-a-value"), ("2.5万元", "paper-not-a-value"), ("xx所", "paper-unread"),
    ("约3.2万人", "paper-about"), ("100人", "paper-no-indicator"),
])  # fmt: skip
def test_what_is_no_value_to_keep_is_not_entered_as_it_stands(bureau, paper, quote, why):
    with pytest.raises(Refused) as refused:
        accept(figure(paper, quote) or figure(paper, quote.removeprefix("约")), by=bureau.writer)
    assert why in {finding.code for finding in refused.value.findings}
    assert not Observation.objects.exists()


def test_a_figure_of_a_county_is_entered_there(bureau, paper):
    accept(figure(paper, "120人"), by=bureau.writer)
    assert Observation.objects.get().unit == bureau.pu


def test_a_correction_is_entered_as_the_person_reads_it(bureau, paper):
    corrected = correct(figure(paper, "100人"), said(bureau, "110", stage="primary"), by=bureau.writer)
    entered = Observation.objects.get()
    assert (corrected.state, entered.value, entered.dims) == ("corrected", 110, {"stage": "primary"})
    assert "其中小学100人" in entered.source.text


def test_a_rejected_figure_leaves_no_trace_in_the_ledger(bureau, paper):
    assert reject(figure(paper, "330人"), by=bureau.writer, reason="读错了").state == "rejected"
    assert not Observation.objects.exists()
    assert take_back(figure(paper, "330人"), by=bureau.writer).state == "read"


def test_nothing_is_decided_twice(bureau, paper):
    accept(figure(paper, "330人"), by=bureau.writer)
    for again in (accept, reject):
        with pytest.raises(WrongState):
            again(figure(paper, "330人"), by=bureau.writer)


def test_what_contradicts_the_ledger_is_refused_with_both_values(bureau, paper):
    bureau.observe("student_aid.recipients", "310", bureau.city)
    with pytest.raises(Refused) as refused:
        accept(figure(paper, "330人"), by=bureau.writer)
    assert "330" in str(refused.value)
    assert "310" in str(refused.value)
    assert figure(paper, "330人").state == "read"


def test_who_may_correct_the_ledger_can_let_the_sentence_prevail(bureau, paper):
    before = bureau.observe("student_aid.recipients", "310", bureau.city)
    with pytest.raises(NotAllowed):
        accept_against(figure(paper, "330人"), said(bureau, "330"), reason="漏报已补", by=bureau.writer)
    bureau.give(bureau.writer, RoleKind.SECTION_OFFICER, bureau.city)
    writer = type(bureau.writer).objects.get(pk=bureau.writer.pk)
    with pytest.raises(Refused, match="理由"):
        accept_against(figure(paper, "330人"), said(bureau, "330"), reason=" ", by=writer)
    accept_against(figure(paper, "330人"), said(bureau, "330"), reason="漏报已补", by=writer)
    now = Observation.objects.in_force().get()
    assert (now.value, now.supersedes) == (330, before)
    assert "漏报已补" in now.source.reason
    assert "共资助学生330人" in now.source.reason


def test_what_the_ledger_says_already_is_not_entered_again(bureau, paper):
    known = bureau.observe("student_aid.recipients", "330", bureau.city)
    assert accept(figure(paper, "330人"), by=bureau.writer).observation == known
    assert Observation.objects.get() == known
    take_back(figure(paper, "330人"), by=bureau.writer)
    assert Observation.objects.in_force().get() == known


@pytest.mark.parametrize("where", ["school", "pu", "city"])
def test_a_total_is_never_stored_beside_its_parts(bureau, paper, where):
    dims = {"stage": "primary"} if where == "city" else {}
    bureau.observe("student_aid.recipients", "120", getattr(bureau, where), **dims)
    with pytest.raises(Refused, match="重复计算"):
        accept(figure(paper, "330人"), by=bureau.writer)


def test_a_total_that_its_parts_come_to_is_accepted_without_an_entry(bureau, paper):
    for stage, value in (("primary", "180"), ("junior", "150")):
        bureau.observe("student_aid.recipients", value, bureau.city, stage=stage)
    accepted = accept(figure(paper, "330人"), by=bureau.writer)
    assert (accepted.state, accepted.observation) == ("accepted", None)
    assert Observation.objects.count() == 2


def test_taking_back_what_was_entered_is_a_correction_with_a_reason(bureau, paper):
    accept(figure(paper, "330人"), by=bureau.writer)
    with pytest.raises(Refused, match="理由"):
        take_back(figure(paper, "330人"), by=bureau.writer)
    taken = take_back(figure(paper, "330人"), by=bureau.writer, reason="误点")
    now = Observation.objects.in_force().get()
    assert (taken.state, taken.observation, now.value, now.source.reason) == ("read", None, None, "误点")
    assert Observation.objects.count() == 2
    accept(figure(paper, "330人"), by=bureau.writer)
    assert Observation.objects.in_force().get().value == 330
    assert verify() == []


def test_why_a_count_of_confidential_cases_was_taken_back_stays_out_of_the_audit_log(bureau, more_registers):
    read = upload("青汀市教育局2026年上半年工作总结\n一、工作情况\n共收到问题线索9件。".encode(), "总结.txt",
                  unit=bureau.city, by=bureau.writer).figures.first()
    correct(read, FigureSaid(catalogue().indicators["student_aid.breaches"], bureau.city, H1, Decimal(9)),
            by=bureau.writer)  # fmt: skip
    take_back(read, by=bureau.writer, reason="张三的线索查否")
    assert Observation.objects.in_force().get().source.reason == "张三的线索查否"
    assert "张三" not in str([event.detail for event in AuditEvent.objects.all()])


def test_another_sentence_that_says_the_same_keeps_the_value(bureau, paper):
    accept(figure(paper, "330人"), by=bureau.writer)
    correct(figure(paper, "100人"), said(bureau, "330"), by=bureau.writer)
    take_back(figure(paper, "330人"), by=bureau.writer)
    assert Observation.objects.in_force().get().value == 330
    take_back(figure(paper, "100人"), by=bureau.writer, reason="看错")
    assert Observation.objects.in_force().get().value is None


def test_what_the_reader_is_sure_of_is_accepted_at_once_and_taken_back_at_once(bureau, paper):
    bureau.observe("student_aid.entitled_pupils", "64", bureau.city)
    taken = accept_sure(paper, least=0.9, by=bureau.writer)
    assert [one.quote for one in taken] == ["330人", "12.5万元"]
    assert figure(paper, "46人").state == "read", "the ledger says otherwise"
    assert accept_sure(paper, least=0.9, by=bureau.writer) == []
    assert take_back_all(paper, taken[0].decided_at, reason="重新核对", by=bureau.writer) == 2
    assert set(paper.figures.values_list("state", flat=True)) == {"read"}


def test_of_two_figures_that_differ_neither_is_sure(bureau, settings):
    settings.TAIZHANG_CATALOGUES = [SHIPPED]
    text = TEXT.replace("新建幼儿园", "上半年资助学生340人。新建幼儿园")
    paper = upload(text.encode(), "总结.txt", unit=bureau.city, by=bureau.writer)
    quotes = {one.quote for one, _said in sure(paper, 0.3).figures}
    assert {"330人", "340人"}.isdisjoint(quotes)
    assert "46人" in quotes


def test_a_finding_is_right_or_a_false_alarm_with_a_reason(bureau, paper):
    finding = PaperFinding.objects.get(code="claim-contradicted")
    assert (finding.told["stated"], finding.told["computed"]) == ("300", "330")
    with pytest.raises(Refused, match="理由"):
        judge(finding, "dismiss", by=bureau.writer)
    assert judge(finding, "dismiss", by=bureau.writer, reason="口径不同").state == "dismissed"
    assert judge(finding, "reopen", by=bureau.writer).state == "open"
    assert judge(finding, "confirm", by=bureau.writer).state == "accepted"


# who may decide on what a paper of the city says
MAY = [("writer", True), ("clerk", False), ("officer", False), ("reviewer", False), ("head", False),
       ("supervisor", False), ("auditor", False), ("admin", False)]  # fmt: skip


@pytest.mark.parametrize(("who", "allowed"), MAY)
def test_who_may_decide(bureau, paper, who, allowed):
    by, finding = getattr(bureau, who), paper.findings.first()
    steps = (
        lambda: accept(figure(paper, "330人"), by=by),
        lambda: correct(figure(paper, "100人"), said(bureau, "3", "student_aid.entitled_pupils"), by=by),
        lambda: reject(figure(paper, "400人"), by=by),
        lambda: judge(finding, "confirm", by=by),
        lambda: accept_sure(paper, least=0.9, by=by),
        lambda: take_back(figure(paper, "330人"), by=by, reason="误点"),
    )
    for step in steps:
        if allowed:
            step()
        else:
            with pytest.raises((NotAllowed, WrongState)):
                step()
    assert Observation.objects.exists() is allowed


def test_a_writer_of_one_domain_decides_on_that_domain_alone(bureau, paper):
    teachers = bureau.person("teachers", RoleKind.OFFICE_WRITER, bureau.city, domains=["teachers"])
    with pytest.raises(NotAllowed):
        accept(figure(paper, "330人"), by=teachers)


def test_every_decision_leaves_an_audit_event(bureau, paper):
    accept(figure(paper, "330人"), by=bureau.writer)
    take_back(figure(paper, "330人"), by=bureau.writer, reason="误点")
    told = AuditEvent.objects.filter(object_type="figure").values_list("action", flat=True)
    assert list(told) == ["figure.accept", "figure.take_back"]


def test_the_page_on_papers_shows_the_states_as_the_table_has_them():
    told = (Path(__file__).parents[2] / "docs" / "papers.md").read_text("utf-8")
    assert diagram("figure") in told


@pytest.mark.parametrize("value", ["1", "7"])
def test_what_the_ledger_says_of_few_confidential_cases_is_told_to_nobody_who_guesses_it(bureau, more_registers, value):
    kept = [bureau.observe("student_aid.breaches", told, unit, stage="primary")
            for told, unit in (("1", bureau.school), ("9", bureau.other))]
    read = upload(f"青汀市教育局2026年上半年工作总结\n一、工作情况\n共收到问题线索{value}件。".encode(), "总结.txt",
                  unit=bureau.city, by=bureau.writer).figures.first()
    about = catalogue().indicators["student_aid.breaches"]
    bureau.give(bureau.writer, RoleKind.SECTION_OFFICER, bureau.city)
    writer = Person.objects.get(pk=bureau.writer.pk)
    for dims in ({"stage": "primary"}, {}):
        with pytest.raises(Refused) as refused:
            correct(read, FigureSaid(about, bureau.school, H1, Decimal(value), dims), by=writer)
        assert "台账中为" not in str(refused.value)
    with pytest.raises(Refused, match="保密事项很少"):
        accept_against(read, FigureSaid(about, bureau.school, H1, Decimal(value), {"stage": "primary"}),
                       reason="以文为准", by=writer)
    assert list(Observation.objects.in_force()) == kept
