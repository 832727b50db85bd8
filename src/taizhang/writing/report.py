"""An analysis -> a report of any kind, every figure with its evidence."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime

from taizhang.analysis.analysis import Analysis
from taizhang.analysis.results import Result
from taizhang.writing import brief, drawing
from taizhang.writing.document import Document, Letterhead, Mark
from taizhang.writing.kinds import BRIEF, KINDS, PROBLEMS
from taizhang.writing.pieces import FigureRun, Table
from taizhang.writing.records import WorkRecord
from taizhang.writing.tables import indicators_table, proof_table, returns_table
from taizhang.writing.tasks import Tracked
from taizhang.writing.writer import Writer

__all__ = ["PROBLEMS", "UnprovenError", "write_report"]
SHOWN_PER_FIGURE = 20        # observations kept with the document for each figure; the web pages on


class UnprovenError(ValueError):
    """A final report was asked for that has figures nobody has approved; `figures` are those."""

    def __init__(self, figures: list[FigureRun]) -> None:
        super().__init__(f"{len(figures)}个数字没有经审核的依据：" + "、".join(figure.text for figure in figures[:10]))
        self.figures = figures


def write_report(  # noqa: PLR0913 - a report has that many sides, all but two by name
    analysis: Analysis, unit: str | None = None, *, kind: str = "summary", domains: Collection[str] = (),
    tasks: Collection[Tracked] = (), records: Collection[WorkRecord] = (), causes: Mapping[str, str] | None = None,
    letterhead: Letterhead | None = None, mark: Mark | None = None, addressee: str = "", on: date | None = None,
    with_charts: bool = True, with_proof: bool = False, final: bool = False,
) -> Document:
    """The report of one unit (default: the root of the tree), dated `on` (default: the day of sealing).

    `kind` is a code of kinds.KINDS; the analysis' period makes a summary one of a quarter, a half or a year.
    `domains` are codes, all unless given. `tasks` and `records` are what supervision and the work record hold,
    `causes` why an indicator (full code) is as it is. `with_proof` adds a list of what stands behind each figure.
    Raises UnprovenError for a `final` report with a figure that rests on something unapproved, and KeyError for a
    kind, domain or unit that does not exist.
    """
    day = on or _sealed_on(analysis)
    writer = Writer.of(analysis, unit or analysis.tree.root.code, KINDS[kind], domains, tasks, day,
                       brief.room(letterhead))
    writer.gather(records, causes or {})
    document = Document(
        title=writer.title(), addressee=addressee, opening=writer.opening(), sections=writer.sections(with_charts),
        signature=analysis.tree.units[writer.unit].name, date=day,
        release=analysis.release.name, digest=analysis.release.digest,
        left_out=tuple(writer.outcome.left_out), notes=tuple(sorted(writer.outcome.notes)),
        tasks=tuple(task for said in writer.outcome.said for task in said.tasks) if kind != BRIEF.code else (),
        draft=not final, kind=kind, compact=kind == BRIEF.code, letterhead=letterhead, mark=mark)
    drawing.begin(document.charts())        # aside, while evidence is looked up
    if writer.kind.attachments:
        document = replace(document, attachments=_attachments(analysis, document, writer.unit))
    return _with_evidence(document, analysis, final=final, with_proof=with_proof)


def _sealed_on(analysis: Analysis) -> date:
    return datetime.fromisoformat(analysis.release.made_at).date()


def _with_evidence(document: Document, analysis: Analysis, *, final: bool, with_proof: bool) -> Document:
    results = {figure.key: figure.result for figure in document.all_figures()}
    proven = replace(document, evidence=analysis.evidences(results.values(), size=SHOWN_PER_FIGURE))
    if final and proven.unproven:
        raise UnprovenError(proven.unproven)
    if with_proof:
        return replace(proven, attachments=(*proven.attachments, proof_table(proven, analysis.catalogue)))
    return proven


def _attachments(analysis: Analysis, document: Document, unit: str) -> tuple[Table, ...]:
    """The main indicators of the unit, and where returns are incomplete a table that says so."""
    printed: dict[str, Result] = {}
    for figure in document.figures():
        for result in (figure.result, *figure.result.inputs):
            if result.code and not result.by and (result.org, result.period) == (unit, str(analysis.period)):
                printed.setdefault(result.key, result)
    made = (indicators_table(analysis, list(printed.values())), returns_table(list(printed.values())))
    return tuple(table for table in made if table.rows)
