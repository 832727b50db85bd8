"""The half-year closes: what was promised is followed, reported on, issued, and becomes what is promised next."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from docx import Document

from taizhang.demo import issuing, moving
from taizhang.web.papers.models import Paper
from taizhang.web.papers.receiving import upload
from taizhang.web.supervision.models import Plan, TaskState
from taizhang.web.supervision.queries import standings

if TYPE_CHECKING:
    from taizhang.demo.walk import Made, People
    from taizhang.web.ledger.models import Release
    from taizhang.web.reports.models import Report

PAPERS = Path(__file__).parent / "papers"
LAST_REPORT = "2025年下半年工作总结和2026年上半年工作计划"


class Loop:
    """What the office and the supervisor do; what comes of it is noted in `made`."""

    def __init__(self, made: Made, people: People) -> None:
        self.made, self.people = made, people
        self.folder = made.folder / "reports"
        self.folder.mkdir(exist_ok=True)

    def read_last(self) -> Paper:
        """Last half-year's report, as the Word file that the office has kept."""
        written, writer = Document(), self.people["writer"]
        for line in (PAPERS / f"{LAST_REPORT}.txt").read_text("utf-8").split("\n\n"):
            written.add_paragraph(line.strip())
        path = self.folder / f"青汀市教育局{LAST_REPORT}.docx"
        written.save(str(path))
        paper = upload(path.read_bytes(), path.name, unit=writer.roles_in_force[0].unit, by=writer)
        read = paper.reading
        self._tell("上期报告 read from last report",
                   f"{len(read['figures'])} 个数字，{len(read['commitments'])} 项承诺，{paper.findings.count()} 处问题")
        self._file("上期报告 last half-year's report", path)
        return paper

    def follow(self, paper: Paper) -> None:
        """The plan that the paper promised, how its tasks went, and what the supervisor wrote about them."""
        plan = moving.plan_from(paper, by=self.people["supervisor"])
        moving.Half(plan, self.people).go()
        closed = plan.tasks.filter(state=TaskState.CLOSED).count()
        self._tell("督办事项 tasks of last plan", f"{plan.tasks.count()} 项，已销号 {closed} 项")
        self._tell("6月30日亮灯 lights on 30 June", _lights(plan))
        for name, data in moving.notices(plan).items():
            path = self.folder / name
            path.write_bytes(data)
            self._file("进度通报 progress circular" if "通报" in name else "督办单 urging an owner", path)

    def issue(self, release: Release) -> Report:
        """This half-year's report, issued; beside it a brief is begun."""
        report = issuing.issued(release, self.people)
        issuing.begun(release, self.people)
        self._tell("本期报告 this half-year's report", f"{len(report.document['figures'])} 个数字，均可点开")
        self._tell("印发文号 issued as", report.seal.document_number)
        following = Plan.objects.get(origin=f"report:{report.pk}")
        self._tell("下期计划 next plan", f"{following.title}，{following.tasks.count()} 项")
        for kind, path in issuing.keep(report, self.folder).items():
            self._file(f"本期报告 this report, {kind}", path)
        return report

    def correct(self, report: Report) -> None:
        """A figure is corrected late, and an erratum says so."""
        erratum = issuing.corrected(report, self.people)
        places = len(erratum.document["opening"]) - 2  # the first paragraph says why, the last that the rest stands
        self._tell("更正说明 erratum", f"{erratum.seal.document_number}，更正 {places} 处")
        self._file("更正说明 erratum, docx", issuing.keep(erratum, self.folder)["docx"])

    def _tell(self, name: str, fact: str) -> None:
        self.made.facts[name] = fact

    def _file(self, name: str, path: Path) -> None:
        self.made.files[name] = str(path)


def _lights(plan: Plan) -> str:
    """How many tasks have which light on the last day of the plan's period."""
    counted = Counter(how.light for _facts, how in standings(plan.unit, moving.PERIOD))
    return "，".join(f"{light.label.zh} {counted[light]}" for light in sorted(counted, key=lambda one: one.badness))
