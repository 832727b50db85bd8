"""The tables that follow a report."""

from __future__ import annotations

from decimal import Decimal

from taizhang.analysis.analysis import Analysis
from taizhang.analysis.results import PERCENT, POINTS, Result, combined
from taizhang.quantities import MISSING, format_number
from taizhang.writing.document import Attachment, FigureRun, Run, Text
from taizhang.writing.words import direction, no_base, prints_as_nothing, without_sign

NOTHING = Text(MISSING)


def indicators_table(analysis: Analysis, results: list[Result]) -> Attachment:
    """Each indicator of the report with its value, that of a year ago, and the change."""
    return Attachment(
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
            _number(result), _number(then), _change(result, then) if comparable else NOTHING)


def _number(result: Result) -> Run:
    """The bare number: the unit stands in a column of its own."""
    if result.value is None:
        return NOTHING
    return FigureRun(format_number(result.value, max(result.decimals, 2 if "元" in result.unit else 0)), result)


def _change(now: Result, then: Result) -> Run:
    points = now.unit in (PERCENT, POINTS)
    change = now - then if points else combined("growth", now, then)
    if change.value is None:
        return NOTHING
    if prints_as_nothing(change):
        return FigureRun("持平", change)
    return FigureRun(direction(change) + without_sign(change).text, change)


def returns_table(results: list[Result]) -> Attachment:
    """The indicators for which not every unit has reported, so that nobody takes a part for the whole."""
    return Attachment(
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
