"""The tables that follow a report."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from taizhang.analysis.analysis import Analysis
from taizhang.analysis.evidence import Evidence, Observed
from taizhang.analysis.results import PERCENT, POINTS, Result, combined
from taizhang.catalogue.model import Catalogue
from taizhang.quantities import MISSING, format_number
from taizhang.writing.document import Document
from taizhang.writing.pieces import FigureRun, Run, Table, Text
from taizhang.writing.shortfalls import short_name
from taizhang.writing.words import direction, no_base, prints_as_nothing, without_sign

NOTHING = Text(MISSING)
COLUMNS = 6         # figures of each unit that fit beside each other


def indicators_table(analysis: Analysis, results: list[Result]) -> Table:
    """Each indicator of the report with its value, that of a year ago, and the change."""
    return Table(
        title="主要指标完成情况表",
        header=("业务领域", "指标", "计量单位", "本期", "上年同期", "增减"),
        rows=tuple(_row(analysis, result) for result in _in_order(analysis, results)),
        note="注：部分数据因四舍五入，分项与合计略有差异；“—”表示没有数据或不可比。",
    )


def _in_order(analysis: Analysis, results: list[Result]) -> list[Result]:
    domains = [domain.code for domain in analysis.catalogue.in_order()]
    codes = list(analysis.catalogue.indicators)
    return sorted(results, key=lambda one: (domains.index(one.code.partition(".")[0]), codes.index(one.code)))


def _row(analysis: Analysis, result: Result) -> tuple[Run, ...]:
    domain = analysis.catalogue.domains[result.code.partition(".")[0]]
    then = analysis.last_year(result)
    comparable = not no_base(result, then, analysis)
    return (Text(domain.title.zh, digits=True), Text(result.title, digits=True), Text(result.unit, digits=True),
            _number(result), _number(then), change_of(result, then) if comparable else NOTHING)


def _number(result: Result) -> Run:
    """The bare number: the unit stands in a column of its own."""
    if result.value is None:
        return NOTHING
    return FigureRun(format_number(result.value, max(result.decimals, 2 if "元" in result.unit else 0)), result)


def change_of(now: Result, then: Result) -> Run:
    """The change from one result to another in a cell: 增长8.4%, 下降1.2个百分点, 持平."""
    points = now.unit in (PERCENT, POINTS)
    change = now - then if points else combined("growth", now, then)
    if change.value is None:
        return NOTHING
    if prints_as_nothing(change):
        return FigureRun("持平", change)
    return FigureRun(direction(change) + without_sign(change).text, change)


def units_table(analysis: Analysis, unit: str, results: list[Result]) -> Table:
    """The units below, a row each, by the first few of the unit's figures that have a value there."""
    below = {one.code: analysis.children(one.code, unit) for one in results}
    told = [one for one in results if sum(part.value is not None for part in below[one.code]) > 1][:COLUMNS]
    orgs = dict.fromkeys(part.org for one in told for part in below[one.code])
    values = {(one.code, part.org): part for one in told for part in below[one.code]}
    return Table(
        title="各单位主要指标",
        header=("单位", *(f"{one.title}（{one.unit}）" for one in told)),
        rows=tuple((Text(short_name(analysis.tree.units[org].name), digits=True),
                    *(_number(values[one.code, org]) if (one.code, org) in values else NOTHING for one in told))
                   for org in orgs))


def proof_table(document: Document, catalogue: Catalogue) -> Table:
    """The figures of a document's body with what stands behind each: formula and inputs, units, a cell and people."""
    figures: dict[str, FigureRun] = {}
    for paragraph in document.paragraphs():
        for run in paragraph.runs:
            if isinstance(run, FigureRun):
                figures.setdefault(run.key, run)
    rows: tuple[tuple[Run, ...], ...] = tuple(
        (Text(str(number), digits=True), figure,
         *(Text(text, digits=True) for text in _proof(figure, document.evidence[figure.key], catalogue)))
        for number, figure in enumerate(figures.values(), start=1))
    header = ("序号", "数字", "指标与算法", "报送单位", "出处（举一例）", "填报、审核")
    return Table("数字依据一览表", header, rows, small=True,
                 note="注：每个数字列出算法和一条原始数据；全部数据见系统中该数字的依据页。")


def _proof(figure: FigureRun, evidence: Evidence, catalogue: Catalogue) -> tuple[str, str, str, str]:
    result = figure.result
    by = "、".join(catalogue.dimensions[dimension].codes[code].title.zh for dimension, code in result.by)
    named = f"{result.title}（{by}）" if by else result.title
    how = named if evidence.formula in ("", result.title) else f"{named}＝{evidence.formula}"
    rests = f"{result.reported}／{result.expected}" if result.expected else NOTHING.text
    first = next(_observations(evidence), None)
    if first is None or first.source is None:
        return how, rests, NOTHING.text, NOTHING.text
    people = "、".join(filter(None, (first.source.reported_by, first.source.approved_by)))
    return how, rests, first.source.place or first.unit_name, people or NOTHING.text


def _observations(evidence: Evidence) -> Iterator[Observed]:
    yield from evidence.observations
    for below in evidence.inputs:
        yield from _observations(below)


def returns_table(results: list[Result]) -> Table:
    """The indicators for which not every unit has reported, so that nobody takes a part for the whole."""
    return Table(
        title="数据报送不完整的指标",
        header=("指标", "应报单位数", "已报单位数"),
        rows=tuple(
            (Text(result.title, digits=True), _units(result, "expected", result.expected),
             _units(result, "reported", result.reported))
            for result in results if not result.complete),
        note="注：表中指标按已报送单位汇总，未报送不按零计。",
    )


def _units(result: Result, what: str, number: int) -> FigureRun:
    counted = Result(
        code="", title=f"{result.title}{'应报' if what == 'expected' else '已报'}单位数", org=result.org,
        period=result.period, unit="个", value=Decimal(number), operation=what, inputs=(result,))
    return FigureRun(str(number), counted)
