"""Last half-year's promises become tasks, the tasks move, and the supervisor writes about them."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from django.utils import timezone
from docx import Document

from taizhang.demo.city import THIS_YEAR
from taizhang.demo.story import COURSES, Course, ExtensionAsked, Told
from taizhang.demo.workbooks import counties, half
from taizhang.periods import Period
from taizhang.web.accounts.models import Person
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import UnitKind
from taizhang.web.papers.models import Paper
from taizhang.web.supervision import reporting, taking
from taizhang.web.supervision.actions import make_plan
from taizhang.web.supervision.assigning import NewTask, assign
from taizhang.web.supervision.handing_out import circular_on, urgent, urging_on
from taizhang.web.supervision.measuring import measure
from taizhang.web.supervision.models import Plan, SourceKind, Task
from taizhang.web.supervision.moving import take_step
from taizhang.web.supervision.owners import Owners
from taizhang.writing.to_docx import to_docx

if TYPE_CHECKING:
    from taizhang.demo.walk import People

PERIOD = Period.parse(half(THIS_YEAR))
_DATED = re.compile(r"^\d+月底前|，\d+月底前\w+$")


def plan_from(paper: Paper, *, by: Person) -> Plan:
    """The plan that a paper promises, as the supervisor confirms it: promise by promise, some of them set right.

    A promise of which the story knows nothing is passed over, as one passes over what was read wrongly.
    """
    plan = make_plan(
        period=PERIOD, unit=paper.unit, title=f"{paper.unit.name}{PERIOD.zh}工作计划", by=by,
        source=SourceKind.PAPER, document=paper.title or paper.name,
    )  # fmt: skip
    owners = Owners.below(plan.unit)
    confirmed = []
    for offered in taking.offered(plan, paper):
        if course := _course(offered.proposal.task.title):
            new = taking.new_task(offered.proposal.task, owners, origin=offered.origin)
            confirmed.append(_set_right(new, course, owners))
    assign(plan, confirmed, by=by)
    return plan


def _course(title: str) -> Course | None:
    return next((one for one in COURSES if one.words in title), None)


def _set_right(new: NewTask, course: Course, owners: Owners) -> NewTask:
    """The proposed task as a person leaves it: a title without its date, the right owner and indicator."""
    new = replace(new, title=_DATED.sub("", new.title), assigned_on=None)
    if course.owner:
        new = replace(new, owner=owners.by_name[course.owner], domain="")
    if course.indicator is None:
        return new
    unit = catalogue().indicators[course.indicator].unit if course.indicator else new.target_unit
    return replace(new, target_indicator=course.indicator, target_unit=unit,
                   domain=course.indicator.partition(".")[0] or new.domain)


class Half:
    """A half-year of a plan: who does what with its tasks. `people` are those of `people.settle`."""

    def __init__(self, plan: Plan, people: People) -> None:
        self.plan, self.people = plan, people
        # 石渡县's reviewer has a log-in, the others only a name
        self.reporter = {code: people[f"reviewer-{code}"] for code, _ in counties()} | {"529908": people["county"]}

    def go(self) -> None:
        """Every task goes as far as the story says; the bound figures are measured from the ledger."""
        tasks = self.plan.tasks.select_related("owner")
        courses = [(task, course) for task in tasks if (course := _course(task.title))]
        for task, course in courses:
            self._work_on(task, course)
        measure(self.plan.unit, by=self.people["supervisor"])
        for task, course in courses:
            self._end(task, course)

    def _owner(self, task: Task) -> Person:
        return self.people["section"] if task.owner.kind == UnitKind.SECTION else self.reporter[task.owner.code]

    def _work_on(self, task: Task, course: Course) -> None:
        if not course.signed:
            return
        by = self._owner(task)
        task = take_step(task, "sign", by=by)
        for told in course.told:
            _report(task, told, by)
        if course.late:
            self._ask(task, course.late, by)

    def _ask(self, task: Task, late: ExtensionAsked, by: Person) -> None:
        asked = reporting.ask_extension(task, to=late.to, reason=late.reason, by=by)
        if late.granted is not None:
            reporting.decide_extension(asked, granted=late.granted, by=self.people["head"])

    def _end(self, task: Task, course: Course) -> None:
        """Asked for by the owner, closed or sent back by the supervisor."""
        if not course.ends:
            return
        take_step(task, "apply", by=self._owner(task))
        step = {"closed": "close", "sent_back": "send_back"}.get(course.ends)
        if step:
            take_step(task, step, by=self.people["supervisor"], note=course.why)


def _report(task: Task, told: Told, by: Person) -> None:
    proof = [(f"{told.proof}.docx", _proof(task, told, by))] if told.proof else []
    on = max(min(told.on, timezone.localdate()), task.assigned_on)
    reporting.report(
        task, on=on, done=told.done, share=told.share, problem=told.problem, next_step=told.next_step, evidence=proof,
        by=by,
    )  # fmt: skip


def _proof(task: Task, told: Told, by: Person) -> bytes:
    """What the owner sends along as proof: a page that says what was done."""
    written = Document()
    written.add_heading(told.proof, 1)
    written.add_paragraph(f"事项：{task.title}")
    written.add_paragraph(f"截至{told.on:%Y年%m月%d日}：{told.done}")
    written.add_paragraph(f"{task.owner.name}　{by.name}")
    sent = BytesIO()
    written.save(sent)
    return sent.getvalue()


def notices(plan: Plan) -> dict[str, bytes]:
    """What the supervisor hands out as Word files, by name: a 进度通报, and a 督办单 to who is behind with most."""
    late = list(urgent(plan.tasks.all()).select_related("owner"))
    most = max({task.owner for task in late}, key=lambda one: (sum(task.owner == one for task in late), one.code))
    told = circular_on(plan.tasks.order_by("number"), plan.unit)
    urging = urging_on(urgent(plan.tasks.filter(owner=most)), plan.unit, owner=most)
    return {f"{one.title}.docx": to_docx(one) for one in (told, urging)}
