"""An analysis -> the half-year report: 工作总结和下半年工作计划, every figure with its evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from taizhang.analysis.analysis import Analysis
from taizhang.analysis.results import Result
from taizhang.catalogue.model import Domain
from taizhang.periods import Period
from taizhang.writing.document import (
    Attachment,
    Document,
    FigureRun,
    Paragraph,
    Run,
    Section,
    Text,
    numbered,
)
from taizhang.writing.outline import Outcome, say
from taizhang.writing.tables import indicators_table, returns_table
from taizhang.writing.words import spoken

SHOWN_PER_FIGURE = 20        # observations kept with the document for each figure; the web pages on
PROBLEMS = "存在的主要问题"    # the heading under which a report says what goes wrong


class UnprovenError(ValueError):
    """A final report was asked for that has figures nobody has approved; `figures` are those."""

    def __init__(self, figures: list[FigureRun]) -> None:
        super().__init__(f"{len(figures)}个数字没有经审核的依据：" + "、".join(figure.text for figure in figures[:10]))
        self.figures = figures


def write_report(analysis: Analysis, unit: str | None = None, *, addressee: str = "", on: date | None = None,
                 final: bool = False) -> Document:
    """The report of one unit (default: the root of the tree), dated `on` (default: the day of sealing).

    Raises UnprovenError for a `final` report with a figure that rests on something unapproved.
    """
    org = analysis.tree.units[unit] if unit else analysis.tree.root
    outcome = say(analysis, org.code)
    period, release = analysis.period, analysis.release
    document = Document(
        title=f"{org.name}{period.zh}工作总结和{_spoken_next(period)}工作计划",
        addressee=addressee,
        opening=_opening(period),
        sections=_sections(analysis, outcome),
        signature=org.name,
        date=on or datetime.fromisoformat(release.made_at).date(),
        release=release.name,
        digest=release.digest,
        left_out=tuple(outcome.left_out),
        notes=tuple(sorted(outcome.notes)),
        tasks=tuple(said.task for said in outcome.said if said.task),
        draft=not final,
    )
    attachments = _attachments(analysis, document, org.code)
    return _with_evidence(replace(document, attachments=attachments), analysis, final=final)


def _with_evidence(document: Document, analysis: Analysis, *, final: bool) -> Document:
    results = {figure.key: figure.result for figure in document.figures()}
    proven = replace(document, evidence=analysis.evidences(results.values(), size=SHOWN_PER_FIGURE))
    if final and proven.unproven:
        raise UnprovenError(proven.unproven)
    return proven


def _spoken_next(period: Period) -> str:
    return period.next.zh if period.next.year != period.year else spoken(period.next).text


def _opening(period: Period) -> tuple[Paragraph, ...]:
    told = (
        f"{period.zh}，教育系统围绕年度目标任务，逐项抓落实、补短板，各项工作有序推进。现将有关情况报告如下：",
        f"（文中数据截至{period.end.month}月{period.end.day}日，以各单位报送并经审核的数据为准；同比为与上年同期相比。）",
    )
    return tuple(Paragraph((Text(text, digits=True),)) for text in told)


def _sections(analysis: Analysis, outcome: Outcome) -> tuple[Section, ...]:
    """一、done under a heading for each domain; 二、problems, each domain a paragraph; 三、next, as done."""
    period = analysis.period
    made = (
        Section(f"{spoken(period).text}工作开展情况", sections=_by_domain(analysis, outcome, "done")),
        Section(PROBLEMS, paragraphs=_problems(analysis, outcome)),
        Section(f"{_spoken_next(period)}工作计划", sections=_by_domain(analysis, outcome, "next")),
    )
    return tuple(section for section in made if section.paragraphs or section.sections)


def _by_domain(analysis: Analysis, outcome: Outcome, part: str) -> tuple[Section, ...]:
    found = ((domain, outcome.of(domain, part)) for domain in analysis.catalogue.in_order())
    return tuple(
        Section(domain.title.zh, (Paragraph(_joined(said.runs for said in sentences) + _owner(domain, part)),))
        for domain, sentences in found if sentences
    )


def _owner(domain: Domain, part: str) -> tuple[Run, ...]:
    return (Text(f"（责任科室：{domain.section}）", digits=True),) if part == "next" and domain.section else ()


def _problems(analysis: Analysis, outcome: Outcome) -> tuple[Paragraph, ...]:
    found = ((domain, outcome.of(domain, "problems")) for domain in analysis.catalogue.in_order())
    told = [(domain, sentences) for domain, sentences in found if sentences]
    return tuple(
        Paragraph(_joined(said.runs for said in sentences), lead=f"{numbered(2, number)}{domain.title.zh}。")
        for number, (domain, sentences) in enumerate(told, start=1)
    )


def _joined(sentences: Iterable[tuple[Run, ...]]) -> tuple[Run, ...]:
    return tuple(run for runs in sentences for run in runs)


def _attachments(analysis: Analysis, document: Document, unit: str) -> tuple[Attachment, ...]:
    """The main indicators of the unit, and where returns are incomplete a table that says so."""
    printed: dict[str, Result] = {}
    for figure in document.figures():
        for result in (figure.result, *figure.result.inputs):
            if result.code and not result.by and (result.org, result.period) == (unit, str(analysis.period)):
                printed.setdefault(result.key, result)
    made = (indicators_table(analysis, list(printed.values())), returns_table(list(printed.values())))
    return tuple(attachment for attachment in made if attachment.rows)
